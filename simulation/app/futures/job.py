"""The futures of one scenario while they are computed, and its estimates if somebody wants them."""

from __future__ import annotations

import math
import mmap
import threading
from collections import Counter
from typing import Any

import numpy as np
from numpy.typing import DTypeLike, NDArray

from simulation.app.futures.futures import TRACES, Futures
from simulation.app.futures.shared_counterfactuals import Course, key
from simulation.app.story.state import first_cursor
from simulation.ensemble import Ensemble, Replicate, in_world, times_of
from simulation.history.building import blueprint
from simulation.results import Summary
from simulation.results.occupancy import COUNTED
from simulation.scenarios import Scenario
from simulation.world.arms import ARMS
from simulation.world.measures import MEASURES
from simulation.world.services import SERVICES
from simulation.world.spells import SPELL
from simulation.world.tables import World
from simulation.world.worlds import Worlds


def blank(shape: tuple[int, ...], kind: DTypeLike) -> NDArray[Any]:
    """An array of zeros that takes memory only where something is written, and gives it back when it goes.

    numpy's own take all of it as soon as the process has had and freed another large one.
    """
    content = mmap.mmap(-1, max(math.prod(shape) * np.dtype(kind).itemsize, 1))
    return np.ndarray(shape, kind, content)


class Job:
    """The futures of one scenario; all its methods are called under the lock of `Scheduler`."""

    def __init__(self, scenario: Scenario, seed: int, worlds: Worlds, total: int, lock: threading.Lock) -> None:
        self.scenario, self.seed, self.worlds, self.total = scenario, seed, worlds, total
        self.blueprint, self.timelines = blueprint(scenario), times_of(scenario)
        self.counterfactual = key(scenario, self.timelines, seed, worlds)
        self.first_cursor = first_cursor(scenario)
        months, arms = self.timelines.months, len(ARMS)
        self.counts = blank((total, arms, months, len(SERVICES), len(COUNTED)), np.uint8)
        self.traces = blank((total, arms, months, len(TRACES)), np.float32)
        self.beyond = np.zeros((total, arms, len(SERVICES)), np.int16)
        self.logs: dict[int, tuple[bytes, bytes]] = {}
        self.failures: dict[int, str] = {}
        self.estimates: Estimates | None = None  # while they are made
        self.summary: Summary | None = None
        self.trouble = ""  # why there are no estimates
        self.next = 0  # the next future to compute
        self.ready = 0  # futures 0 to ready - 1 are there
        self.bytes = sum(table.nbytes for table in self.blueprint)  # in use, without the futures' counts and traces
        self.wanted: Counter[str] = Counter()  # who looks at it, how often
        self.estimates_wanted = 0  # how many of them want estimates
        self.used = 0  # when it was last asked for, in requests
        self.asked = 0  # since when somebody has been looking at it, in requests
        self.news = threading.Condition(lock)
        self.seen: Futures | None = None

    @property
    def complete(self) -> bool:
        """Whether all futures are there."""
        return self.ready == self.total

    @property
    def size(self) -> int:
        """Bytes in use; memory that was reserved for futures to come is not in use yet."""
        estimates = self.estimates.measures.nbytes if self.estimates is not None else 0
        return self.bytes + len(self.logs) * self._bytes_of_future + estimates

    @property
    def size_when_complete(self) -> int:
        """Bytes that will be in use when all futures are there, as far as those that are there can tell."""
        done = max(len(self.logs), 1)
        return int(self.size + (self.total - done) * (self.size / done))

    @property
    def _bytes_of_future(self) -> int:
        return (self.counts.nbytes + self.traces.nbytes) // self.total

    @property
    def cost(self) -> int:
        """About what a future takes, in neighbourhoods and months."""
        return int(self.scenario.size("neighbourhoods") * 12 * (self.scenario.years + self.scenario.burn_in_years))

    def plan(self, number: int) -> World:
        """The blueprint of a future, in its world."""
        return in_world(self.blueprint, self.scenario, self.worlds.of(number))

    def store(self, number: int, courses: tuple[Course, Course]) -> None:
        """Keep a finished future."""
        for arm, course in enumerate(courses):
            self.counts[number, arm], self.traces[number, arm] = course.counts, course.traces
            self.beyond[number, arm] = course.beyond
        first, second = courses
        self.logs[number] = first.log, second.log
        self.bytes += len(first.log) + len(second.log)
        self._advance()

    def fail(self, number: int, message: str) -> None:
        """Keep what went wrong with a future; the others go on."""
        self.failures[number] = message
        self._advance()

    def _advance(self) -> None:
        while self.ready < self.total and (self.ready in self.logs or self.ready in self.failures):
            self.ready += 1

    def futures(self, most: int) -> Futures:
        """What there is, up to ``most`` futures; the same object as long as nothing was added."""
        ready = min(self.ready, most)
        seen = self.seen
        if seen is not None and len(seen.numbers) + len(seen.failures) == ready and seen.summary is self.summary:
            return seen
        numbers = np.array([number for number in range(ready) if number in self.logs], np.int64)
        whole = len(numbers) == ready
        self.seen = Futures(
            self.scenario,
            self.seed,
            self.worlds,
            self.timelines.fork,
            self.timelines.months,
            self.counts[:ready] if whole else self.counts[numbers],
            self.traces[:ready] if whole else self.traces[numbers],
            self.beyond[:ready] if whole else self.beyond[numbers],
            tuple(self.logs[number] for number in numbers.tolist()),
            numbers,
            tuple(sorted((number, message) for number, message in self.failures.items() if number < ready)),
            self.complete,
            self.summary,
        )
        return self.seen


class Estimates:
    """The runs that a summary is made of; they are repeated for it: keeping them takes five times the memory."""

    def __init__(self, job: Job) -> None:
        total = job.total
        self.measures = blank((total, len(ARMS), job.timelines.months, len(MEASURES)), np.float64)
        self.spells: dict[int, np.ndarray] = {}
        self.failures: dict[int, str] = {}
        self.next = 0  # the next future to run; the total once all are handed out
        self.done = 0
        self.summarising = False

    def store(self, replicate: Replicate) -> None:
        """Keep a run."""
        self.measures[replicate.number] = replicate.measures
        self.spells[replicate.number] = replicate.spells
        self.done += 1

    def fail(self, number: int, message: str) -> None:
        """Keep what went wrong with a run."""
        self.failures[number] = message
        self.measures[number] = np.nan
        self.done += 1

    def ensemble(self, job: Job) -> Ensemble:
        """All futures as the ensemble that a run would have given."""
        spells = [self.spells[number] for number in sorted(self.spells)]
        return Ensemble(
            scenario=job.scenario,
            seed=job.seed,
            replicates=job.total,
            months=job.timelines.months,
            fork=job.timelines.fork,
            measures=self.measures,
            by_service=np.zeros((0,), np.float32),
            spells=np.concatenate(spells) if spells else np.zeros(0, SPELL),
            failures=sorted(self.failures.items()),
            worlds=job.worlds,
        )
