"""What futures without the events have in common with others: kept, so that one more event costs one arm only.

Scenarios that differ in their events under study alone have the same counterfactual, future by future, and one history
up to the first of these events. Dropping, moving or deleting an event therefore needs neither of them again. Bounded in
memory; what is not there is simulated.
"""

from __future__ import annotations

from collections import OrderedDict
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from simulation.app.futures.logs import kept, whole
from simulation.ensemble import Stage, Times, run_arm
from simulation.results.occupancy import occupancy, packed
from simulation.scenarios import Scenario
from simulation.world.arms import COUNTERFACTUAL, SCENARIO
from simulation.world.measures import COLUMN
from simulation.world.services import SERVICES
from simulation.world.tables import World
from simulation.world.worlds import Worlds


class Course(NamedTuple):
    """One arm of one future.

    Attributes
    ----------
    log : of changes, as `simulation.app.futures.logs` keeps it.
    counts : [month, service, `COUNTED`].
    traces : [month, trace].
    beyond : months that a service's PFI contract goes on beyond the horizon, [service].
    """

    log: bytes
    counts: NDArray[np.uint8]
    traces: NDArray[np.float32]
    beyond: NDArray[np.int16]

    @property
    def nbytes(self) -> int:
        """Bytes in use."""
        return len(self.log) + self.counts.nbytes + self.traces.nbytes + self.beyond.nbytes


class Known(NamedTuple):
    """A future without the events, and its world as it stood on the way."""

    course: Course
    stage: Stage | None

    @property
    def nbytes(self) -> int:
        """Bytes in use."""
        return self.course.nbytes + (self.stage.nbytes if self.stage is not None else 0)


Key = tuple[str, bytes, int, str]


def key(scenario: Scenario, timelines: Times, seed: int, worlds: Worlds) -> Key:
    """What futures without the events depend on."""
    alone = scenario.model_copy(update={"events": ()})
    return alone.model_dump_json(), timelines.counterfactual.tobytes(), seed, worlds.digest


class SharedCounterfactuals:
    """The counterfactual futures of some scenarios; not safe without the lock of its owner.

    Attributes
    ----------
    most_bytes : what all may take together; those longest unused go first.
    """

    def __init__(self, most_bytes: int) -> None:
        self.most_bytes = most_bytes
        self.size = 0
        self._known: OrderedDict[Key, dict[int, Known]] = OrderedDict()

    def find(self, of: Key, number: int) -> Known | None:
        """A future, if it is there."""
        if of not in self._known:
            return None
        self._known.move_to_end(of)
        return self._known[of].get(number)

    def keep(self, of: Key, number: int, known: Known) -> None:
        """Keep a future; others go if it is one too many."""
        futures = self._known.setdefault(of, {})
        self._known.move_to_end(of)
        before = futures.get(number)
        self.size += known.nbytes - (before.nbytes if before is not None else 0)
        futures[number] = known
        while self.size > self.most_bytes and len(self._known) > 1:
            _, gone = self._known.popitem(last=False)
            self.size -= sum(each.nbytes for each in gone.values())


def simulate(
    blueprint: World, timelines: Times, seed: int, number: int, traces: list[str], known: Known | None, usual: int
) -> tuple[Course, Known]:
    """One future with the events, and the same without them: the latter as ``known``, where it is.

    Parameters
    ----------
    blueprint : in the world of this future.
    usual : the month of which the world is kept where the scenario has no event under study yet.
    """
    fork = min(timelines.fork, timelines.months)
    eventful = fork < timelines.months
    if known is None:
        course, stage = _course(
            blueprint, timelines, seed, number, COUNTERFACTUAL, traces, None, fork if eventful else usual
        )
        known = Known(course, stage)
    if not eventful:
        return known.course, known
    start = known.stage if known.stage is not None and known.stage.month <= fork else None
    course, stage = _course(blueprint, timelines, seed, number, SCENARIO, traces, (known.course, start), fork)
    return course, known._replace(stage=stage or known.stage)


def _course(
    blueprint: World,
    timelines: Times,
    seed: int,
    number: int,
    arm: int,
    traces: list[str],
    known: tuple[Course, Stage | None] | None,
    keep: int,
) -> tuple[Course, Stage | None]:
    """One arm, from the start or from a stage; what lies before the stage is taken from the course that passed it."""
    before, start = known if known is not None else (None, None)
    run = run_arm(blueprint, timelines, seed, number, arm, start, keep, all_measures=False)
    log = packed(run.changes)
    chosen = run.measures[:, [COLUMN[name] for name in traces]].astype(np.float32)
    if start is not None and before is not None:
        earlier = whole(before.log)
        log = np.concatenate([earlier[earlier["month"] < start.month], log])
        chosen[: max(start.month, 0)] = before.traces[: max(start.month, 0)]
    counts = occupancy(log, len(SERVICES), timelines.months)
    contracts = run.world.contracts["months_left"][-len(SERVICES) :]  # of the one town, after those of arrangements
    return Course(kept(log), counts, chosen, contracts.astype(np.int16)), run.stage
