"""The futures behind every picture: computed once for each scenario, shared by all sessions, bounded in memory.

A few threads serve all sessions (compiled runs release the interpreter lock). They take the next future of the scenario
that has the fewest, so that everybody gets a first picture before anybody gets a fine one. A scenario that nobody looks
at any longer is set aside with what it has, and goes on from there when somebody comes back. Numbers are those of
`simulation.ensemble.run` with the same scenario and seed: future k is replicate k.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from simulation.app import limits
from simulation.building import blueprint
from simulation.ensemble import ARMS, Ensemble, Replicate, run_replicate, timelines
from simulation.measures import COLUMN, MEASURES
from simulation.results import Summary, summarise
from simulation.results.occupancy import COUNTED, bands, occupancy, packed
from simulation.scenarios import Scenario
from simulation.services import SERVICES
from simulation.spells import SPELL

TRACES = ("leader_changes", "leader_commitment", "lock_in")
Key = tuple[str, int]


class Fan(NamedTuple):
    """Counts [future, arm, month]; their percentiles with the events [5, month]; their median without them [month]."""

    series: NDArray[np.int64]
    bands: NDArray[np.float64]
    without: NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Futures:
    """Paired futures of one scenario as far as they are computed; replicates that failed are left out.

    Attributes
    ----------
    counts : uint8 [future, arm, month, service, `COUNTED`], numbers of neighbourhoods.
    traces : float32 [future, arm, month, `TRACES`].
    logs : packed logs of changes by future and arm, see `simulation.results.occupancy`.
    numbers : which replicate each future is.
    complete : whether all futures are there; ``summary`` follows a moment later.
    """

    scenario: Scenario
    seed: int
    fork: int
    months: int
    counts: NDArray[np.uint8]
    traces: NDArray[np.float32]
    logs: tuple[tuple[np.ndarray, np.ndarray], ...]
    numbers: NDArray[np.int64]
    failures: tuple[tuple[int, str], ...]
    complete: bool
    summary: Summary | None
    fans: dict[tuple[str, int | None], Fan] = field(default_factory=dict, repr=False)

    @property
    def size(self) -> int:
        """How many futures there are."""
        return len(self.numbers)

    def of(self, counted: str, service: int | None) -> NDArray[np.int64]:
        """Counts [future, arm, month] of arrangements: all local services, or the neighbourhoods of one service."""
        chosen = self.counts[..., COUNTED.index(counted)]
        return chosen.sum(axis=-1, dtype=np.int64) if service is None else chosen[..., service].astype(np.int64)

    def fan(self, counted: str, service: int | None) -> Fan:
        """These counts with their percentiles, made once."""
        key = (counted, service)
        if key not in self.fans:
            series = self.of(counted, service)
            self.fans[key] = Fan(series, bands(series[:, 0]), bands(series[:, 1])[2])
        return self.fans[key]

    def trace(self, name: str) -> NDArray[np.float32]:
        """One of `TRACES`, [future, arm, month]."""
        return self.traces[..., TRACES.index(name)]


class Computation:
    """The futures of one scenario while they are computed; all its methods are called under the lock of `Office`."""

    def __init__(self, scenario: Scenario, seed: int, total: int) -> None:
        self.scenario, self.seed, self.total = scenario, seed, total
        self.plan, self.times = blueprint(scenario), timelines(scenario)
        months, arms = self.times.months, len(ARMS)
        self.counts = np.zeros((total, arms, months, len(SERVICES), len(COUNTED)), np.uint8)
        self.traces = np.zeros((total, arms, months, len(TRACES)), np.float32)
        self.logs: dict[int, tuple[np.ndarray, np.ndarray]] = {}
        self.failures: dict[int, str] = {}
        self.measures: NDArray[np.float64] | None = np.full((total, arms, months, len(MEASURES)), np.nan)
        self.spells: dict[int, np.ndarray] = {}
        self.summary: Summary | None = None
        self.summarising = False
        self.trouble = ""  # why there are no estimates
        self.next = 0  # the next future to compute
        self.ready = 0  # futures 0 to ready - 1 are there
        self.wanted = 0  # how many sessions look at it
        self.used = 0  # when it was last asked for, in requests
        self.seen: Futures | None = None

    @property
    def arrangements(self) -> int:
        """Number of local services."""
        return len(self.plan.arrangements)

    @property
    def complete(self) -> bool:
        """Whether all futures are there."""
        return self.ready == self.total

    @property
    def size(self) -> int:
        """Bytes in use; memory that was reserved for futures to come is not in use yet."""
        share = len(self.logs) / self.total
        used = share * (self.counts.nbytes + self.traces.nbytes)
        used += share * (self.measures.nbytes if self.measures is not None else 0)
        return int(used) + sum(log.nbytes for logs in self.logs.values() for log in logs)

    def store(self, replicate: Replicate, logs: tuple[np.ndarray, np.ndarray], counts: NDArray[np.uint8]) -> None:
        """Keep a finished future."""
        number = replicate.number
        self.counts[number] = counts
        self.traces[number] = replicate.measures[..., [COLUMN[name] for name in TRACES]]
        self.logs[number] = logs
        self.spells[number] = replicate.spells
        if self.measures is not None:
            self.measures[number] = replicate.measures
        self._advance()

    def fail(self, number: int, message: str) -> None:
        """Keep what went wrong with a future; the others go on."""
        self.failures[number] = message
        self._advance()

    def _advance(self) -> None:
        while self.ready < self.total and (self.ready in self.logs or self.ready in self.failures):
            self.ready += 1

    def ensemble(self) -> Ensemble:
        """All futures as the ensemble that a run would have given."""
        assert self.measures is not None
        spells = [self.spells[number] for number in sorted(self.spells)]
        return Ensemble(
            scenario=self.scenario,
            seed=self.seed,
            replicates=self.total,
            months=self.times.months,
            fork=self.times.fork,
            measures=self.measures,
            by_service=np.zeros((0,), np.float32),
            spells=np.concatenate(spells) if spells else np.zeros(0, SPELL),
            failures=sorted(self.failures.items()),
        )

    def summarised(self, summary: Summary) -> None:
        """Keep the estimates and let go of what they were made of."""
        self.summary = summary
        self.measures = None
        self.spells.clear()

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
            self.times.fork,
            self.times.months,
            self.counts[:ready] if whole else self.counts[numbers],
            self.traces[:ready] if whole else self.traces[numbers],
            tuple(self.logs[number] for number in numbers.tolist()),
            numbers,
            tuple(sorted((number, message) for number, message in self.failures.items() if number < ready)),
            self.complete,
            self.summary,
        )
        return self.seen


@dataclass
class Office:
    """Computes and keeps the futures of all sessions.

    Attributes
    ----------
    total, first : futures of a fine picture, and of a first one.
    room : bytes that finished and unfinished computations may take together; those longest unused go first.
    threads : how many compute; by default one for each core.
    """

    total: int = limits.FUTURES
    first: int = limits.FIRST
    room: int = limits.CACHE_BYTES
    threads: int = field(default_factory=lambda: os.cpu_count() or 1)

    def __post_init__(self) -> None:
        self._changed = threading.Condition()
        self._computations: dict[Key, Computation] = {}
        self._requests = 0
        self._started = False

    # For sessions

    def look(self, scenario: Scenario, seed: int) -> Futures | None:
        """What is there already, if it is enough for a first picture."""
        with self._changed:
            known = self._computations.get(_key(scenario, seed))
            return self._picture(known) if known is not None and known.ready >= self.first else None

    def watch(self, scenario: Scenario, seed: int, stop: threading.Event) -> Iterator[Futures]:
        """The first picture as soon as there is one, then the fine one, then the same with its estimates.

        Ends early when ``stop`` is set (call `wake` after setting it).

        Raises
        ------
        RuntimeError : if every future of the first picture failed; the message is that of the first.
        """
        shown: Futures | None = None
        with self._wanted(scenario, seed) as computation:
            while not stop.is_set():
                with self._changed:
                    while not stop.is_set() and not self._news(computation, shown):
                        self._changed.wait()
                    if stop.is_set():
                        return
                    if shown is not None and computation.trouble:
                        raise RuntimeError(computation.trouble)
                    picture = self._picture(computation)
                if not picture.size:
                    raise RuntimeError(picture.failures[0][1])
                shown = picture
                yield picture
                if picture.summary is not None:
                    return

    def wake(self) -> None:
        """Let watchers see that they were stopped."""
        with self._changed:
            self._changed.notify_all()

    def get(self, scenario: Scenario, seed: int) -> Futures:
        """All futures with their estimates; waits for them."""
        return list(self.watch(scenario, seed, threading.Event()))[-1]

    @property
    def size(self) -> int:
        """Bytes in use."""
        with self._changed:
            return sum(computation.size for computation in self._computations.values())

    # How it works

    def _news(self, computation: Computation, shown: Futures | None) -> bool:
        if shown is None:
            return computation.ready >= self.first
        if not shown.complete:
            return computation.complete
        return computation.summary is not shown.summary or bool(computation.trouble)

    def _picture(self, computation: Computation) -> Futures:
        return computation.futures(computation.total if computation.complete else self.first)

    @contextmanager
    def _wanted(self, scenario: Scenario, seed: int) -> Iterator[Computation]:
        with self._changed:
            computation = self._find(scenario, seed)
            computation.wanted += 1
            self.start()
            self._changed.notify_all()
        try:
            yield computation
        finally:
            with self._changed:
                computation.wanted -= 1

    def _find(self, scenario: Scenario, seed: int) -> Computation:
        key = _key(scenario, seed)
        if key not in self._computations:
            self._computations[key] = Computation(scenario, seed, self.total)
        self._requests += 1
        self._computations[key].used = self._requests
        self._make_room()
        return self._computations[key]

    def _make_room(self) -> None:
        while sum(computation.size for computation in self._computations.values()) > self.room:
            idle = [(c.used, key) for key, c in self._computations.items() if not c.wanted and c.used != self._requests]
            if not idle:
                return
            del self._computations[min(idle)[1]]

    def start(self) -> None:
        """Start the threads, once; a server does so before its first session, to which they would belong otherwise."""
        if not self._started:
            self._started = True
            for number in range(self.threads):
                threading.Thread(target=self._serve, name=f"futures-{number}", daemon=True).start()

    def _serve(self) -> None:
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._next() is not None)
                computation = self._next()
                assert computation is not None
                if computation.complete:
                    computation.summarising, number = True, -1
                else:
                    number, computation.next = computation.next, computation.next + 1
            if number < 0:
                self._summarise(computation)
            else:
                self._compute(computation, number)

    def _next(self) -> Computation | None:
        """Who is served next: the one with the fewest futures; estimates last, when all pictures are there."""
        wanted = [c for c in self._computations.values() if c.wanted]
        unfinished = [c for c in wanted if c.next < c.total]
        if unfinished:
            return min(unfinished, key=lambda c: c.next)
        return next((c for c in wanted if c.complete and c.summary is None and not c.summarising), None)

    def _compute(self, computation: Computation, number: int) -> None:
        try:
            replicate = run_replicate(computation.plan, computation.times, computation.seed, number, True)
            first, second = (packed(log) for log in replicate.changes)
            size = (computation.arrangements, len(SERVICES), computation.times.months)
            counts = np.stack([occupancy(log, *size) for log in (first, second)])
        except Exception as error:
            with self._changed:
                computation.fail(number, f"{type(error).__name__}: {error}")
                self._changed.notify_all()
            return
        with self._changed:
            computation.store(replicate, (first, second), counts)
            if computation.ready >= self.first:
                self._changed.notify_all()

    def _summarise(self, computation: Computation) -> None:
        try:
            summary = summarise(computation.ensemble())
        except Exception as error:
            with self._changed:
                computation.trouble = f"{type(error).__name__}: {error}"
                self._changed.notify_all()
            return
        with self._changed:
            computation.summarised(summary)
            self._make_room()
            self._changed.notify_all()


def _key(scenario: Scenario, seed: int) -> Key:
    return scenario.model_dump_json(), seed


OFFICE = Office()
