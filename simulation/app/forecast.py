"""Predict and reveal: what the room expects, and what the futures came to, in the same four words."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from simulation.app.names import plural
from simulation.app.picture import Picture
from simulation.results.outcomes import ABOVE, HELD, KEPT, LEFT, OUTCOMES, outcomes

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


def tally(picture: Picture, month: int, arm: int = 0) -> tuple[int, ...]:
    """In how many futures co-production has grown, held, halved or collapsed by the end of a month."""
    fork = min(picture.futures.fork, picture.futures.months)
    before = picture.series[:, arm, max(fork - 1, 0)]
    found = outcomes(before, picture.series[:, arm, month - 1])
    return tuple(int(count) for count in np.bincount(found, minlength=len(OUTCOMES)))


def most(numbers: Sequence[int]) -> int:
    """The first of the largest."""
    return max(range(len(numbers)), key=lambda place: (numbers[place], -place))


def verdict(hands: Sequence[int], futures: Sequence[int]) -> str:
    """What the room expected, and what happened, in two sentences."""
    came = most(futures)
    total = plural(sum(futures), "future")
    happened = f"It came out as “{WORDS[OUTCOMES[came]].lower()}” in {futures[came]} of {total}."
    if not sum(hands):
        return f"No hands were counted. {happened}"
    expected = most(hands)
    room = f"Most hands, {hands[expected]} of {sum(hands)}, went up for “{WORDS[OUTCOMES[expected]].lower()}”."
    agreed = "That is what most futures came to." if expected == came else "Most futures came to something else."
    return f"{room} {happened} {agreed}"


assert OUTCOMES[HELD] in WORDS
