"""The compiled ensemble against the Mesa face, which calls the same compiled rules agent by agent."""

from __future__ import annotations

from benchmarks.pairing import Pairing, pair, timed
from benchmarks.workload import SEED, Prepared
from simulation.ensemble import run_replicate

MONTHS = 24


def compare_with_mesa(prepared: Prepared, pairs: int) -> Pairing:
    """Seconds per month of one arm, measures recorded; ``ratio`` is the Mesa face's time over the ensemble's."""
    from simulation.model import CoproductionModel

    model = CoproductionModel(prepared.scenario, rng=SEED)
    model.run(MONTHS)

    def mesa_months() -> None:
        nonlocal model
        if model.month + MONTHS > prepared.workload.months:
            raise RuntimeError(f"no more than {prepared.workload.months // MONTHS - 1} pairs fit into the workload")
        model.run(MONTHS)

    def ensemble() -> None:
        for number in range(10):
            run_replicate(prepared.plan, prepared.one_arm, SEED, number)

    return pair(timed(ensemble, 10 * prepared.workload.simulated_months), timed(mesa_months, MONTHS), pairs)
