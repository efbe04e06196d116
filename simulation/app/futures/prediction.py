"""Predict and reveal: what the room expects, and what the futures came to, in the same four words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from simulation.app.story.droppable_events import within
from simulation.app.story.names import plural
from simulation.app.story.state import SHOWN_AFTER, Vote, Workshop
from simulation.results.outcomes import ABOVE, HALVED, KEPT, LEFT, OUTCOMES, outcomes
from simulation.scenarios import Event
from simulation.scenarios.times import first_month

WORDS = {
    "grown": "Grown",
    "held": "Held",
    "halved": "Halved",
    "collapsed": "Collapsed",
}
MEANING = {
    "grown": f"more than {100 * (ABOVE - 1):.0f} % above where it was before the events",
    "held": f"at least {100 * KEPT:.0f} % of it is left",
    "halved": f"{100 * LEFT:.0f} to {100 * KEPT:.0f} % of it is left",
    "collapsed": f"less than {100 * LEFT:.0f} % of it is left",
}


def asked(state: Workshop, fork: int) -> Vote:
    """The room's vote, or an empty one; three years after the last event where its time is not after the first one.

    Parameters
    ----------
    fork : month of the first event.
    """
    last = max((first_month(event, state.start) for event in state.played.studied), default=fork)
    usual = min(last + SHOWN_AFTER, state.months)
    vote = state.vote or Vote(usual)
    return vote if fork < vote.month <= state.months else replace(vote, month=usual)


def before(counts: NDArray[np.integer], fork: int) -> NDArray[np.integer]:
    """What each future has just before the first event, with and without which it is the same until then: [future]."""
    return counts[:, 0, max(min(fork, counts.shape[2]) - 1, 0)]


def tally(counts: NDArray[np.integer], fork: int, month: int) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """In how many futures co-production has grown, held, halved or collapsed since before the events, by a month's end.

    Parameters
    ----------
    counts : arrangements [future, arm, month].
    fork : month of the first event.
    month : counted from 1.

    Returns
    -------
    With the events, and in the same futures without them.
    """
    found = (outcomes(before(counts, fork), counts[:, arm, month - 1]) for arm in (0, 1))
    with_events, without = (tuple(np.bincount(arm, minlength=len(OUTCOMES)).tolist()) for arm in found)
    return with_events, without


def compared(futures: Sequence[int], without: Sequence[int], events: Sequence[Event]) -> str:
    """One number against one number: ``Halved or worse in 139 of 200 futures; without the cold leader in 48.``"""
    return (
        f"Halved or worse in {sum(futures[HALVED:])} of {plural(sum(futures), 'future')}; "
        f"without {within(events)} in {sum(without[HALVED:])}."
    )


def shown_now(turns: int, events: Sequence[Event]) -> str:
    """Which of the two towns a replay shows, when so many turns of it are left; it ends with the events."""
    return f"Shown now: {'without' if turns % 2 else 'with'} {within(events)}."


def most(numbers: Sequence[int]) -> list[int]:
    """Where the largest of the numbers stands; at several places if it is there several times."""
    return [place for place, number in enumerate(numbers) if number == max(numbers)]


def verdict(hands: Sequence[int], futures: Sequence[int]) -> str:
    """What the room expected, and what happened; the most need not be the majority."""
    came, total = most(futures), plural(sum(futures), "future")
    happened = f"It came out as {_said(came)} most often: in {futures[came[0]]} of {total}{_each(came)}."
    if not sum(hands):
        return f"No hands were counted. {happened}"
    expected = most(hands)
    told = f"The most hands, {hands[expected[0]]} of {sum(hands)}{_each(expected)}, went up for {_said(expected)}."
    if expected == came:
        return f"{told} {happened} That is what the room expected."
    others = [f"{_said([place])} in {futures[place]}" for place in expected if place not in came]
    return f"{told} {happened}" + (f" It came out as {' and '.join(others)}." if others else "")


def _said(places: Sequence[int]) -> str:
    return " and ".join(f"“{WORDS[OUTCOMES[place]].lower()}”" for place in places)


def _each(places: Sequence[int]) -> str:
    return " each" if len(places) > 1 else ""
