"""Computes the futures behind every view: once for each scenario, shared by all sessions, bounded in memory.

A few threads serve all sessions (compiled runs release the interpreter lock). First come, first served, but in rounds:
the few futures of a first view of everybody, then a better one of everybody, then the fine ones, and estimates when
all views are there. So nobody waits for the fine view of somebody else to see anything at all, and who came first
has it first. While many wait there is no better one in between, and who has touched nothing since has a fine view
before those who went on to something else: where everybody goes on moving levers, who leaves one alone would wait for
ever otherwise. Scenarios that cost several times the usual come after the others of their round, and who looks at
several at once, as a table of levers does, has the second after the first of everybody. A scenario that nobody looks at
any longer, or only visitors whose browser has gone, is set aside with what it has, and goes on from there when somebody
comes back. Where what is looked at fills the memory, further scenarios stay at their first view.
Numbers are those of `simulation.ensemble.run` with the same scenario, seed and worlds: future k is replicate k.
"""

from __future__ import annotations

import os
import sys
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from simulation.app import limits
from simulation.app.futures.futures import TRACES, Futures
from simulation.app.futures.job import Estimates, Job
from simulation.app.futures.shared_counterfactuals import SharedCounterfactuals, simulate
from simulation.ensemble import run_replicate
from simulation.results import summarise
from simulation.scenarios import Scenario
from simulation.world.names_of_worlds import DEFAULT
from simulation.world.worlds import Worlds
from simulation.world.worlds import worlds as worlds_of

Key = tuple[str, int, str]
FEW, FIRST, FINE, ESTIMATES = range(4)  # rounds
NOBODY = ""  # who looks at what no browser asked for
POLITENESS = 10  # steps of priority that computing threads give way, so that answers to visitors come first


@dataclass
class Scheduler:
    """Computes and keeps the futures of all sessions.

    Attributes
    ----------
    total, first, few : futures of a fine view, of a first one, and of a first one while many wait.
    crowd : scenarios without a first view that count as many.
    costly : a scenario of so many neighbourhoods and months comes after the others of its round.
    cache_bytes : what finished and unfinished jobs may take together; those longest unused go first.
    wanted_bytes : what those may take that somebody looks at; beyond, there are first views only.
    shared_bytes : for what scenarios with the same counterfactual share.
    threads : how many compute; by default one for each core.
    """

    total: int = limits.FUTURES
    first: int = limits.FIRST
    few: int = limits.FEW
    crowd: int = limits.CROWD
    costly: int = limits.COSTLY
    cache_bytes: int = limits.CACHE_BYTES
    wanted_bytes: int = limits.WANTED_BYTES
    shared_bytes: int = limits.SHARED_BYTES
    threads: int = field(default_factory=lambda: os.cpu_count() or 1)

    def __post_init__(self) -> None:
        self.few = min(self.few, self.first)
        self._lock = threading.Lock()
        self._work = threading.Condition(self._lock)
        self._jobs: dict[Key, Job] = {}
        self._shared = SharedCounterfactuals(self.shared_bytes)
        self._requests = 0
        self._here: set[str] = {NOBODY}
        self._went_on: set[str] = set()  # who of them has done something else since he asked for futures
        self._running: list[threading.Thread] = []
        self._stopped = False

    # For sessions

    def look(self, scenario: Scenario, seed: int, worlds: str | Worlds = DEFAULT) -> Futures | None:
        """What is there already, if it is enough for a first view."""
        with self._lock:
            known = self._jobs.get(key_of(scenario, seed, worlds_of(worlds)))
            return self._ready(known) if known is not None and known.ready >= self.few else None

    def watch(
        self,
        scenario: Scenario,
        seed: int,
        stop: threading.Event,
        estimates: bool = True,
        worlds: str | Worlds = DEFAULT,
        visitor: str = NOBODY,
    ) -> Iterator[Futures]:
        """Views as soon as there are any, up to the fine one; then the same with its estimates, if they are wanted.

        Ends early when ``stop`` is set (call `wake` after setting it). While ``visitor`` is not here (see `came`)
        nothing is computed for it.

        Raises
        ------
        RuntimeError : if every future of the first view failed; the message is that of the first.
        """
        shown: Futures | None = None
        with self._wanted(scenario, seed, estimates, worlds_of(worlds), visitor) as job:
            while not stop.is_set():
                with self._lock:
                    while not stop.is_set() and not self._news(job, shown):
                        job.news.wait()
                    if stop.is_set():
                        return
                    if shown is not None and shown.complete and job.trouble:
                        raise RuntimeError(job.trouble)
                    futures = self._ready(job)
                if not futures.size:
                    raise RuntimeError(futures.failures[0][1])
                shown = futures
                yield futures
                if futures.complete and (futures.summary is not None or not estimates):
                    return

    def wake(self) -> None:
        """Let watchers see that they were stopped."""
        with self._lock:
            self._tell_all()

    def came(self, visitor: str) -> None:
        """A visitor's browser is connected."""
        with self._lock:
            self._here.add(visitor)
            self._work.notify_all()

    def left(self, visitor: str) -> None:
        """It is not any more: what it looks at is kept for a while, and not computed further."""
        with self._lock:
            self._here.discard(visitor)
            self._went_on.discard(visitor)

    def acted(self, visitor: str) -> None:
        """A visitor does something: until he asks for futures again he does not wait for those he has asked for."""
        with self._lock:
            if visitor in self._here:
                self._went_on.add(visitor)

    def get(self, scenario: Scenario, seed: int, estimates: bool = True, worlds: str | Worlds = DEFAULT) -> Futures:
        """All futures, with their estimates if they are wanted; waits for them."""
        return list(self.watch(scenario, seed, threading.Event(), estimates, worlds))[-1]

    @property
    def size(self) -> int:
        """Bytes in use by jobs; what they share comes on top."""
        with self._lock:
            return sum(job.size for job in self._jobs.values())

    # How it works

    def _news(self, job: Job, shown: Futures | None) -> bool:
        if shown is None:
            enough = self.few if self._crowded() else self.first
            return job.ready >= enough
        if not shown.complete:
            at_least = self.first if len(shown.numbers) + len(shown.failures) < self.first else self.total
            return job.ready >= at_least
        return job.summary is not shown.summary or bool(job.trouble)

    def _ready(self, job: Job) -> Futures:
        steps = (self.total, self.first, self.few)
        return job.futures(next((step for step in steps if job.ready >= step), self.few))

    def _crowded(self) -> bool:
        return sum(1 for job in self._looked_at() if job.ready < self.first) >= self.crowd

    def _looked_at(self) -> list[Job]:
        """By somebody who is here."""
        return [job for job in self._jobs.values() if not self._here.isdisjoint(job.wanted)]

    def _tell_all(self) -> None:
        for job in self._jobs.values():
            job.news.notify_all()

    @contextmanager
    def _wanted(self, scenario: Scenario, seed: int, estimates: bool, worlds: Worlds, visitor: str) -> Iterator[Job]:
        key = key_of(scenario, seed, worlds)
        with self._lock:
            known = self._jobs.get(key)
        fresh = known or Job(scenario, seed, worlds, self.total, self._lock)  # takes a moment, so outside of the lock
        with self._lock:
            job = self._jobs.setdefault(key, fresh)
            self._requests += 1
            job.used = self._requests
            if not job.wanted:
                job.asked = self._requests
            job.wanted[visitor] += 1
            self._went_on.discard(visitor)
            job.estimates_wanted += estimates
            self._forget()
            self.start()
            self._work.notify_all()
            if self._crowded():
                self._tell_all()
        try:
            yield job
        finally:
            with self._lock:
                job.wanted -= Counter([visitor])
                job.estimates_wanted -= estimates
                self._forget()
                self._work.notify_all()  # for those that there was no room for

    def _forget(self) -> None:
        while sum(job.size for job in self._jobs.values()) > self.cache_bytes:
            idle = [(c.used, key) for key, c in self._jobs.items() if not c.wanted and c.used != self._requests]
            if not idle:
                return
            del self._jobs[min(idle)[1]]

    def start(self) -> None:
        """Start the threads, once; a server does so before its first session, to which they would belong otherwise."""
        if not self._running:
            for number in range(self.threads):
                self._running.append(threading.Thread(target=self._serve, name=f"futures-{number}", daemon=True))
                self._running[-1].start()

    def stop(self) -> None:
        """Begin nothing new and wait for what is under way: a process that ends within compiled code crashes."""
        with self._lock:
            self._stopped = True
            self._work.notify_all()
        for thread in self._running:
            thread.join(limits.SHUTDOWN_SECONDS)

    def _serve(self) -> None:
        if sys.platform == "linux":  # elsewhere a process has one priority for all of its threads
            thread = threading.get_native_id()
            os.setpriority(os.PRIO_PROCESS, thread, os.getpriority(os.PRIO_PROCESS, thread) + POLITENESS)
        while True:
            with self._lock:
                while self._stopped or (job := self._next()) is None:
                    if self._stopped:
                        return
                    self._work.wait()
                if job.next < self.total:
                    number, job.next = job.next, job.next + 1
                    work = self._compute
                else:
                    job.estimates = job.estimates or Estimates(job)
                    number, job.estimates.next = job.estimates.next, job.estimates.next + 1
                    work = self._estimate
            work(job, number)

    def _next(self) -> Job | None:
        """Who is served next: of those in the earliest round, the one who came first, with the exceptions above."""
        crowded = self._crowded()
        at_once: Counter[str] = Counter()  # of what each visitor looks at, so far
        waiting = []
        for job in sorted(self._looked_at(), key=lambda job: job.asked):
            visitors = self._here.intersection(job.wanted) - {NOBODY}
            turn = min((at_once[visitor] for visitor in visitors), default=0)
            at_once.update(visitors)
            number = self._round(job, crowded)
            if number is not None:
                went_on = number >= FINE and bool(visitors) and visitors <= self._went_on
                waiting.append((number, job.cost >= self.costly, went_on, turn, job.asked, job))
        return min(waiting, key=lambda each: each[:-1])[-1] if waiting else None

    def _round(self, job: Job, crowded: bool) -> int | None:
        """A view of few, a first view unless many wait, the fine one, estimates; none when nothing is left."""
        if job.next < self.few:
            return FEW
        if job.next < self.first:
            return FINE if crowded else FIRST
        if job.next < self.total:
            return FINE if self._has_room(job) else None
        estimates = job.estimates
        left = estimates is None or estimates.next < self.total
        settled = job.summary is not None or job.trouble
        return ESTIMATES if job.complete and job.estimates_wanted and left and not settled else None

    def _has_room(self, job: Job) -> bool:
        """Whether a job may go on to its fine view: whether all that have begun theirs and this one fit into memory."""
        if job.next > self.first:
            return True
        others = [each for each in self._jobs.values() if each.wanted and each is not job]
        taken = sum(each.size_when_complete if each.next > self.first else each.size for each in others)
        return taken + job.size_when_complete <= self.wanted_bytes

    def _compute(self, job: Job, number: int) -> None:
        with self._lock:
            known = self._shared.find(job.counterfactual, number)
        try:
            plan = job.plan(number)
            course, known = simulate(plan, job.timelines, job.seed, number, list(TRACES), known, job.first_cursor)
        except Exception as error:
            with self._lock:
                job.fail(number, f"{type(error).__name__}: {error}")
                self._told(job)
            return
        with self._lock:
            self._shared.keep(job.counterfactual, number, known)
            job.store(number, (course, known.course))
            self._told(job)

    def _told(self, job: Job) -> None:
        """Let those who look at it know, where there may be something new for them."""
        if job.ready >= self.few:
            job.news.notify_all()
        if job.complete:
            self._forget()
            self._work.notify_all()  # for its estimates

    def _estimate(self, job: Job, number: int) -> None:
        estimates = job.estimates
        assert estimates is not None
        try:
            replicate = run_replicate(job.plan(number), job.timelines, job.seed, number)
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
            summary = summarise(estimates.ensemble(job))
        except Exception as error:
            with self._lock:
                job.trouble = f"{type(error).__name__}: {error}"
        else:
            with self._lock:
                job.summary = summary
        with self._lock:
            job.estimates = None
            self._forget()
            job.news.notify_all()


def key_of(scenario: Scenario, seed: int, worlds: Worlds) -> Key:
    """What futures depend on."""
    return scenario.model_dump_json(), seed, worlds.digest


SCHEDULER = Scheduler()
