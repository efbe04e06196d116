"""Computes the futures behind every picture: once for each scenario, shared by all sessions, bounded in memory.

A few threads serve all sessions (compiled runs release the interpreter lock). First come, first served, but in rounds:
the few futures of a first picture of everybody, then a better one of everybody, then the fine ones, and estimates when
all pictures are there. So nobody waits for the fine picture of somebody else to see anything at all, and who came first
has it first. A scenario that nobody looks at any longer is set aside with what it has, and goes on from there when
somebody comes back. Numbers are those of `simulation.ensemble.run` with the same scenario and seed: future k is
replicate k.
"""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from simulation.app import limits
from simulation.app.futures.futures import TRACES, Futures
from simulation.app.futures.job import Computation, Estimates
from simulation.app.futures.shared_counterfactuals import Past, simulate
from simulation.app.story.state import FIRST_CURSOR
from simulation.ensemble import run_replicate
from simulation.results import summarise
from simulation.scenarios import Scenario

Key = tuple[str, int]
POLITENESS = 5  # of computing threads, so that answers to visitors come first


@dataclass
class Office:
    """Computes and keeps the futures of all sessions.

    Attributes
    ----------
    total, first, few : futures of a fine picture, of a first one, and of a first one while many wait.
    crowd : scenarios without a first picture that count as many.
    room : bytes that finished and unfinished computations may take together; those longest unused go first.
    past_room : bytes for what scenarios with the same counterfactual share.
    threads : how many compute; by default one for each core.
    """

    total: int = limits.FUTURES
    first: int = limits.FIRST
    few: int = limits.FEW
    crowd: int = limits.CROWD
    room: int = limits.CACHE_BYTES
    past_room: int = limits.PAST_BYTES
    threads: int = field(default_factory=lambda: os.cpu_count() or 1)

    def __post_init__(self) -> None:
        self.few = min(self.few, self.first)
        self._lock = threading.Lock()
        self._work = threading.Condition(self._lock)
        self._computations: dict[Key, Computation] = {}
        self._past = Past(self.past_room)
        self._requests = 0
        self._started = False

    # For sessions

    def look(self, scenario: Scenario, seed: int) -> Futures | None:
        """What is there already, if it is enough for a first picture."""
        with self._lock:
            known = self._computations.get(_key(scenario, seed))
            return self._picture(known) if known is not None and known.ready >= self.few else None

    def watch(self, scenario: Scenario, seed: int, stop: threading.Event, estimates: bool = True) -> Iterator[Futures]:
        """Pictures as soon as there are any, up to the fine one; then the same with its estimates, if they are wanted.

        Ends early when ``stop`` is set (call `wake` after setting it).

        Raises
        ------
        RuntimeError : if every future of the first picture failed; the message is that of the first.
        """
        shown: Futures | None = None
        with self._wanted(scenario, seed, estimates) as computation:
            while not stop.is_set():
                with self._lock:
                    while not stop.is_set() and not self._news(computation, shown):
                        computation.news.wait()
                    if stop.is_set():
                        return
                    if shown is not None and shown.complete and computation.trouble:
                        raise RuntimeError(computation.trouble)
                    picture = self._picture(computation)
                if not picture.size:
                    raise RuntimeError(picture.failures[0][1])
                shown = picture
                yield picture
                if picture.complete and (picture.summary is not None or not estimates):
                    return

    def wake(self) -> None:
        """Let watchers see that they were stopped."""
        with self._lock:
            self._tell_all()

    def get(self, scenario: Scenario, seed: int, estimates: bool = True) -> Futures:
        """All futures, with their estimates if they are wanted; waits for them."""
        return list(self.watch(scenario, seed, threading.Event(), estimates))[-1]

    @property
    def size(self) -> int:
        """Bytes in use by computations; what they share comes on top."""
        with self._lock:
            return sum(computation.size for computation in self._computations.values())

    # How it works

    def _news(self, computation: Computation, shown: Futures | None) -> bool:
        if shown is None:
            enough = self.few if self._crowded() else self.first
            return computation.ready >= enough
        if not shown.complete:
            at_least = self.first if len(shown.numbers) + len(shown.failures) < self.first else self.total
            return computation.ready >= at_least
        return computation.summary is not shown.summary or bool(computation.trouble)

    def _picture(self, computation: Computation) -> Futures:
        steps = (self.total, self.first, self.few)
        return computation.futures(next((step for step in steps if computation.ready >= step), self.few))

    def _crowded(self) -> bool:
        waiting = sum(1 for c in self._computations.values() if c.wanted and c.ready < self.first)
        return waiting >= self.crowd

    def _tell_all(self) -> None:
        for computation in self._computations.values():
            computation.news.notify_all()

    @contextmanager
    def _wanted(self, scenario: Scenario, seed: int, estimates: bool) -> Iterator[Computation]:
        with self._lock:
            known = self._computations.get(_key(scenario, seed))
        fresh = known or Computation(scenario, seed, self.total, self._lock)  # takes a moment, so outside of the lock
        with self._lock:
            computation = self._computations.setdefault(_key(scenario, seed), fresh)
            self._requests += 1
            computation.used = self._requests
            if not computation.wanted:
                computation.asked = self._requests
            computation.wanted += 1
            computation.estimates_wanted += estimates
            self._make_room()
            self.start()
            self._work.notify_all()
            if self._crowded():
                self._tell_all()
        try:
            yield computation
        finally:
            with self._lock:
                computation.wanted -= 1
                computation.estimates_wanted -= estimates

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
        if sys.platform == "linux":  # elsewhere a process has one priority for all of its threads
            thread = threading.get_native_id()
            os.setpriority(os.PRIO_PROCESS, thread, os.getpriority(os.PRIO_PROCESS, thread) + POLITENESS)
        while True:
            with self._lock:
                self._work.wait_for(lambda: self._next() is not None)
                computation = self._next()
                assert computation is not None
                if computation.next < self.total:
                    number, computation.next = computation.next, computation.next + 1
                    work = self._compute
                else:
                    computation.estimates = computation.estimates or Estimates(computation)
                    number, computation.estimates.next = computation.estimates.next, computation.estimates.next + 1
                    work = self._estimate
            work(computation, number)

    def _next(self) -> Computation | None:
        """Who is served next: of those in the earliest round, the one who came first."""
        waiting = [(self._round(c), c.asked, c) for c in self._computations.values() if c.wanted]
        waiting = [each for each in waiting if each[0] is not None]
        return min(waiting, key=lambda each: each[:2])[2] if waiting else None

    def _round(self, computation: Computation) -> int | None:
        """A first picture while many wait, a first picture, the fine one, estimates; none when nothing is left."""
        for number, until in enumerate((self.few, self.first, self.total)):
            if computation.next < until:
                return number
        estimates = computation.estimates
        left = estimates is None or estimates.next < self.total
        settled = computation.summary is not None or computation.trouble
        return 3 if computation.complete and computation.estimates_wanted and left and not settled else None

    def _compute(self, computation: Computation, number: int) -> None:
        with self._lock:
            known = self._past.find(computation.past, number)
        try:
            course, known = simulate(
                computation.plan, computation.times, computation.seed, number, list(TRACES), known, FIRST_CURSOR
            )
        except Exception as error:
            with self._lock:
                computation.fail(number, f"{type(error).__name__}: {error}")
                self._told(computation)
            return
        with self._lock:
            self._past.keep(computation.past, number, known)
            computation.store(number, (course, known.course))
            self._told(computation)

    def _told(self, computation: Computation) -> None:
        """Let those who look at it know, where there may be something new for them."""
        if computation.ready >= self.few:
            computation.news.notify_all()
        if computation.complete:
            self._make_room()
            self._work.notify_all()  # for its estimates

    def _estimate(self, computation: Computation, number: int) -> None:
        estimates = computation.estimates
        assert estimates is not None
        try:
            replicate = run_replicate(computation.plan, computation.times, computation.seed, number)
        except Exception as error:
            with self._lock:
                estimates.fail(number, f"{type(error).__name__}: {error}")
        else:
            with self._lock:
                estimates.store(replicate)
        with self._lock:
            if estimates.done < self.total or estimates.summarising:
                return
            estimates.summarising = True
        try:
            summary = summarise(estimates.ensemble(computation))
        except Exception as error:
            with self._lock:
                computation.trouble = f"{type(error).__name__}: {error}"
        else:
            with self._lock:
                computation.summary = summary
        with self._lock:
            computation.estimates = None
            self._make_room()
            computation.news.notify_all()


def _key(scenario: Scenario, seed: int) -> Key:
    return scenario.model_dump_json(), seed


OFFICE = Office()
