"""What points buy: in how many futures more is left than with nothing bought, when that is at its worst."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Hashable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from simulation.app.futures.scheduler import NOBODY, SCHEDULER, Scheduler, key_of
from simulation.app.futures.view import View
from simulation.app.story import protection
from simulation.app.story.state import Workshop
from simulation.results.outcomes import NONE, Left, left

MOST = 256  # stories whose standards are kept, some kilobytes each


@dataclass(frozen=True, eq=False)
class Nothing:
    """What is left with nothing bought, ``[future]``, at the end of the month that is worst; nothing to lose: no month.

    ``numbers`` says which replicate each future is.
    """

    month: int | None
    numbers: NDArray[np.int64]
    left: NDArray[np.int64]


class Standard(NamedTuple):
    """What anything that is bought is measured by.

    Known last: the ``target`` (see `protection.target`), and what each of `protection.plain` comes to.
    """

    nothing: Nothing
    target: int | None = None
    plain: tuple[Left, ...] = ()


class Answer(NamedTuple):
    """What was bought in a story, and what it comes to."""

    story: Workshop
    left: Left


def nothing_bought(view: View) -> Nothing:
    """The same of a view of a story with nothing bought."""
    lost = view.survivals
    month = lost.worst.month if lost is not None else None
    return Nothing(month, view.futures.numbers, view.series[:, 0, month or 0])


def more_left(view: View, nothing: Nothing) -> Left:
    """A story against the same with nothing bought, future by future; of no futures where that has nothing to lose."""
    if nothing.month is None:
        return Left(NONE, NONE)
    _, here, there = np.intersect1d(view.futures.numbers, nothing.numbers, return_indices=True)
    return left(view.series[here, 0, nothing.month], nothing.left[there], nothing.month)


@dataclass
class Standards:
    """The standards of stories in the round about points, shared by all sessions: their futures need not be kept."""

    scheduler: Scheduler = field(default_factory=lambda: SCHEDULER)
    most: int = MOST

    def __post_init__(self) -> None:
        self._lock = threading.Lock()
        self._known: OrderedDict[Hashable, Standard] = OrderedDict()

    def known(self, state: Workshop) -> Standard | None:
        """As much as is known."""
        with self._lock:
            return self._known.get(measured_for(state))

    def find(self, state: Workshop, stop: threading.Event, visitor: str = NOBODY) -> Iterator[Standard]:
        """Compute what is not known yet; yields as soon as more is known, and ends early when ``stop`` is set.

        Raises
        ------
        RuntimeError : if the story cannot be run.
        """
        known = self.known(state)
        if known is None:
            view = self._seen(protection.NOTHING.in_its_round(state), stop, visitor)
            if view is None:
                return
            known = self._keep(state, Standard(nothing_bought(view)))
            yield known
        if known.target is not None:
            return
        found = []
        for way in protection.plain(state):
            view = self._seen(way.in_its_round(state), stop, visitor)
            if view is None:
                return
            found.append(more_left(view, known.nothing))
        yield self._keep(state, known._replace(target=protection.target(found), plain=tuple(found)))

    def answers(self, state: Workshop, stop: threading.Event, visitor: str = NOBODY) -> dict[str, Answer] | None:
        """What the room bought and kept, by its slot, and what it has bought now; None when ``stop`` is set.

        Raises
        ------
        RuntimeError : if a story cannot be run.
        """
        for _ in self.find(state, stop, visitor):
            pass
        standard, found = self.known(state), {}
        for title, story in protection.told(state).items():
            view = self._seen(story, stop, visitor)
            if view is None or standard is None:
                return None
            found[title] = Answer(story, more_left(view, standard.nothing))
        return found

    def _seen(self, shown: Workshop, stop: threading.Event, visitor: str) -> View | None:
        futures = list(self.scheduler.watch(shown.played, shown.seed, stop, False, shown.drawn_in, visitor))
        return None if stop.is_set() or not futures else View(futures[-1].where(shown.given), shown)

    def _keep(self, state: Workshop, standard: Standard) -> Standard:
        key = measured_for(state)
        with self._lock:
            self._known[key] = standard
            self._known.move_to_end(key)
            while len(self._known) > self.most:
                self._known.popitem(last=False)
        return standard


STANDARDS = Standards()


def measured_for(state: Workshop) -> Hashable:
    """All that a standard depends on: the story without what is bought, and what is counted where."""
    bare = protection.NOTHING.of(state)
    return key_of(bare.played, state.seed, state.drawn_in), state.given, state.counted, state.service
