"""What the events did, in a sentence or two that are true when read alone."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Literal

from simulation.results.over_worlds import HIDDEN
from simulation.results.worlds_in_words import effect_over_worlds

if TYPE_CHECKING:
    from simulation.results import Summary

MEASURE = "coproduction"
MORE_WOULD_TELL = "Chance hides how far worlds differ; more futures would tell. "
PERIOD: Literal["after_event"] = "after_event"


def headline(summary: Summary, studied: int) -> str:
    """What the events under study did to any co-production, or why they could do nothing.

    Parameters
    ----------
    studied : number of events under study.
    """
    if not studied:
        return "No event is under study, so both worlds are the same; name one with --without EVENT to compare."
    if summary.fork >= summary.months:
        return f"No event under study happens within {summary.months} months, so both worlds are still the same."
    row = summary.row(MEASURE, "difference", PERIOD)
    with_events = summary.row(MEASURE, "scenario", PERIOD).estimate
    without_events = summary.row(MEASURE, "counterfactual", PERIOD).estimate
    if math.isnan(row.sign_share):
        told = counts(row.worse or 0, row.same or 0, row.better or 0)
    else:
        told = effect_over_worlds(row, summary.worlds, "co-production of any kind")
        if HIDDEN in row.note:
            told = f"As far as {row.replicates} futures can tell, i{told[1:]}{MORE_WOULD_TELL}"
    return told + amounts(with_events, without_events)


def counts(less: int, same: int, more: int) -> str:
    """In how many futures there was less, about the same or more co-production than there would have been."""
    total = less + same + more
    if same == total:
        futures = "the only future" if total == 1 else f"all {total} futures"
        return f"In {futures} the events made next to no difference to any co-production. "
    number, direction = max((less, "less"), (more, "more"), key=lambda pair: pair[0])
    futures = "1 future" if total == 1 else f"{total} futures"
    text = f"In {number} of {futures} the events left {direction} co-production of any kind than there would have been"
    rest = [(more, "more") if direction == "less" else (less, "less"), (same, "about the same")]
    others = " and in ".join(f"{other} {word}" for other, word in rest if other)
    return text + (f"; in {others}. " if others else ". ")


def amounts(with_events: float, without_events: float) -> str:
    """The mean shares since the events, with as many digits as it takes to tell them apart."""
    after = "of services were planned or delivered together after them"
    for digits in range(3):
        with_text, without_text = f"{with_events:.{digits}%}", f"{without_events:.{digits}%}"
        if with_text != without_text:
            return f"On average {with_text} {after}, instead of {without_text}."
    return f"On average {with_events:.0%} {after}, as there would have been."
