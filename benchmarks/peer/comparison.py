"""The compiled ensemble against the peer: time per month of one arm, and whether both are the same model."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import stats

from benchmarks.pairing import Pairing, pair, timed
from benchmarks.peer.handle import Peer
from benchmarks.workload import SEED, Prepared
from simulation.ensemble import run_replicate
from simulation.world.measures import MEASURES

SAME_DRAWS_MONTHS = 6
FINAL_MONTHS = 12
LEAST_CHANCE = 0.01


@dataclass(frozen=True)
class SameModel:
    """Whether the peer is the same model.

    Attributes
    ----------
    identical_months : months with the draws of the compiled ensemble in which every measure is equal to the last bit.
    chance : with draws of the peer's own, how likely a difference between its final years and the compiled ensemble's
        as large as that of ``measure``, the one that differs most, would be if both were one model (Mann and Whitney's
        rank test of every measure, Bonferroni's correction for their number).
    """

    identical_months: int
    compared_months: int
    chance: float
    measure: str
    peer_replicates: int
    compiled_replicates: int

    @property
    def holds(self) -> bool:
        """Whether both checks hold."""
        return self.identical_months == self.compared_months and self.chance > LEAST_CHANCE


@dataclass(frozen=True)
class Comparison:
    """Seconds per simulated month of one arm; ``ratio`` is the peer's time over the compiled ensemble's."""

    months: Pairing
    recorded_ratio: float
    same_model: SameModel

    def to_json(self) -> dict[str, Any]:
        """As plain data."""
        checks = asdict(self.same_model) | {"holds": self.same_model.holds}
        return {"months": self.months.to_json(), "recorded_ratio": self.recorded_ratio, "same_model": checks}


def compare(prepared: Prepared, pairs: int) -> Comparison:
    """Measure both in turn on one core, each recording the same outputs, no history shared between arms.

    ``recorded_ratio`` is per recorded month of one arm, with paired replicates: the compiled ensemble simulates the
    history before the fork once for both arms, the peer has no way to do so and simulates each arm from the start.
    """
    workload = prepared.workload
    finals: list[list[float]] = []
    numbers = iter(range(10**6))
    compiled = iter(range(10**6))

    def ensemble() -> None:
        for _ in range(20):
            run_replicate(prepared.plan, prepared.one_arm, SEED, next(compiled))

    def paired() -> None:
        run_replicate(prepared.plan, prepared.times, SEED, next(compiled))

    with Peer() as peer:
        keyed = peer.ask(keyed=SAME_DRAWS_MONTHS)

        def peer_month() -> float:
            answer = peer.ask(replicate=next(numbers))
            if answer["changes_lost"]:
                raise RuntimeError("the peer's log of changes is too short for this workload")
            finals.append(answer["final_year"])
            return float(answer["seconds"]) / workload.simulated_months

        months = pair(timed(ensemble, 20 * workload.simulated_months), peer_month, pairs)
    recorded = timed(paired, 2 * workload.months, repeat=20)()
    peer_recorded = months.second.median * workload.simulated_months / workload.months
    return Comparison(months, peer_recorded / recorded, _same_model(prepared, keyed, np.array(finals)))


def _same_model(prepared: Prepared, keyed: dict[str, Any], finals: NDArray[np.float64]) -> SameModel:
    replicates = 10 * len(finals)
    runs = [run_replicate(prepared.plan, prepared.one_arm, SEED, number) for number in range(replicates)]
    same = [list(runs[0].measures[0, month]) == row for month, row in enumerate(keyed["measures"])]
    own = np.array([run.measures[0, -FINAL_MONTHS:].mean(axis=0) for run in runs])
    likely = [stats.mannwhitneyu(finals[:, column], own[:, column]).pvalue for column in range(len(MEASURES))]
    most = int(np.argmin(likely))
    return SameModel(
        identical_months=int(np.sum(same)),
        compared_months=SAME_DRAWS_MONTHS,
        chance=min(1.0, float(likely[most]) * len(MEASURES)),
        measure=MEASURES[most].name,
        peer_replicates=len(finals),
        compiled_replicates=replicates,
    )
