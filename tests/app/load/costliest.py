"""The addresses of what costs the most: the longest and largest towns that the workshop takes, and pages of many rows.

Each is given a number, and has dice of its own (the server begins with seed 1), so that nothing of it is known yet.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from simulation.app import limits
from simulation.app.session import codec
from simulation.app.story import councils
from simulation.app.story.state import Workshop, first
from simulation.scenarios import parse

LARGEST = f"""name = "largest"
title = "As large and as long as may be"
years = {limits.LONGEST_YEARS}
burn_in_years = {limits.LONGEST_YEARS}

[settings]
neighbourhoods = {limits.MOST_NEIGHBOURHOODS}
"""
COUNCIL = "Birmingham"  # has as many neighbourhoods as the workshop shows


def usual(number: int) -> str:
    """A town of the usual size."""
    return _at("/", first(), number)


def largest(number: int) -> str:
    """The largest town, with events."""
    return _at("/", _eventful(first().open(parse(LARGEST))), number)


def protects(number: int) -> str:
    """What protects it? A row for each way, of the largest town."""
    return _at("/protects", _eventful(first().open(parse(LARGEST))), number)


def council(number: int) -> str:
    """What protects it? of a council on record, with as many neighbourhoods as may be."""
    return _at("/protects", _eventful(first().open(councils.played(councils.meant(COUNCIL).id))), number)


def big(number: int) -> str:
    """The largest town in the look for large rooms, with events and all futures."""
    return _at("/", replace(_eventful(first().open(parse(LARGEST))), big=True), number)


def third_round(number: int) -> str:
    """What groups spend points on: the town with nothing bought is computed, too, and a target is sought."""
    return _at("/", first().begin("3"), number)


COSTLIEST: tuple[Callable[[int], str], ...] = (largest, protects, council, big, third_round)


def _eventful(state: Workshop) -> Workshop:
    return state.at(60).drop("leader").at(84).drop("pfi").at(120).drop("leader").at(180)


def _at(page: str, state: Workshop, number: int) -> str:
    return f"{page}?w={codec.encode(replace(state, seed=number + 2))}"
