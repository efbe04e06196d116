"""The compiled ensemble against the peer: time per month of one arm, and whether both are the same model."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from simulation.benchmark.pairing import Pairing, pair, timed
from simulation.benchmark.peer.handle import Peer
from simulation.benchmark.workload import SEED, Prepared
from simulation.ensemble import run_replicate
from simulation.measures import MEASURES

SAME_DRAWS_MONTHS = 6
FINAL_MONTHS = 12


@dataclass(frozen=True)
class SameModel:
    """Whether the peer is the same model.

    Attributes
    ----------
    identical_months : months with the draws of the compiled ensemble in which every measure is equal to the last bit.
    largest_score : with draws of the peer's own, the largest standard score, over all measures, of the difference
        between its mean of the final year and the compiled ensemble's.
    allowed_score : what the largest of so many scores stays below in 99 of 100 comparisons of a model with itself.
    measure : the measure that has it.
    """

    identical_months: int
    compared_months: int
    largest_score: float
    allowed_score: float
    measure: str
    peer_replicates: int
    compiled_replicates: int

    @property
    def holds(self) -> bool:
        """Whether both checks hold."""
        return self.identical_months == self.compared_months and self.largest_score < self.allowed_score


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
            if answer["log_overflowed"]:
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
    spread = own.std(axis=0, ddof=1) * np.sqrt(1 / len(finals) + 1 / replicates)
    difference = np.abs(finals.mean(axis=0) - own.mean(axis=0))
    score = np.divide(difference, spread, out=np.zeros_like(difference), where=spread > 0)
    largest = int(score.argmax())
    return SameModel(
        identical_months=int(np.sum(same)),
        compared_months=SAME_DRAWS_MONTHS,
        largest_score=float(score[largest]),
        allowed_score=_allowed(own, len(finals)),
        measure=MEASURES[largest].name,
        peer_replicates=len(finals),
        compiled_replicates=replicates,
    )


def _allowed(own: NDArray[np.float64], sample: int) -> float:
    """The score that the model itself exceeds in one of 100 such samples: measures are skewed and correlated."""
    draws = np.arange(2000)[:, None] * 7919 + np.arange(sample) * 104729
    # A fixed scatter of samples over the replicates will do: replicates are independent of each other already.
    picked = own[(draws * 2654435761 % 2**32) * len(own) // 2**32]
    spread = own.std(axis=0, ddof=1) * np.sqrt(1 / sample + 1 / len(own))
    difference = np.abs(picked.mean(axis=1) - own.mean(axis=0))
    scores = np.divide(difference, spread, out=np.zeros_like(difference), where=spread > 0).max(axis=1)
    return float(np.quantile(scores, 0.99))
