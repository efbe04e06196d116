"""Predict and reveal: what the room expects, and what the futures came to, in the same four words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from simulation.app.futures.view import View
from simulation.app.story.names import plural
from simulation.app.story.state import Vote, Workshop
from simulation.results.outcomes import ABOVE, KEPT, LEFT, OUTCOMES, outcomes

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
    """The room's vote, or an empty one; about the end where its time is not after the first event.

    Parameters
    ----------
    fork : month of the first event.
    """
    vote = state.vote or Vote(state.months)
    return vote if fork < vote.month <= state.months else replace(vote, month=state.months)


def tally(view: View, month: int, arm: int = 0) -> tuple[int, ...]:
    """In how many futures co-production has grown, held, halved or collapsed by the end of a month."""
    fork = min(view.futures.fork, view.futures.months)
    before = view.series[:, arm, max(fork - 1, 0)]
    found = outcomes(before, view.series[:, arm, month - 1])
    return tuple(int(count) for count in np.bincount(found, minlength=len(OUTCOMES)))


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
