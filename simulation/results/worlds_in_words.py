"""What futures in many worlds tell, in plain words; the same on the screen, in figures and in reports."""

from __future__ import annotations

import math
from statistics import NormalDist
from typing import TYPE_CHECKING

from simulation.results.bootstrap import LEVEL
from simulation.results.in_words import number
from simulation.results.over_worlds import UNDER
from simulation.world.names_of_worlds import PLAUSIBLE

if TYPE_CHECKING:
    from simulation.results.row import Row
    from simulation.results.summary import DrawnIn

REACH = NormalDist().inv_cdf((1 + LEVEL) / 2)  # standard errors to either side
BAND = "the average in nine worlds of ten"
CLASSES = f"Less, no matter, more: in what share of worlds; no matter is an average effect {UNDER}."
OTHERS = "Medians and lifetimes: in brackets the 90 % interval of the estimate, not a band over worlds."
PARTS = 10


def which(worlds: DrawnIn) -> str:
    """What the worlds are called."""
    return f"{PLAUSIBLE} worlds" if worlds.name == PLAUSIBLE else "worlds"


def drawn_in(worlds: DrawnIn) -> str:
    """Where futures were drawn, as a part of small print: ``central``, or ``64 worlds of FILE, 1a2b3c4d``."""
    if not worlds.several:
        return f"worlds: {worlds.name}"
    of = f"{PLAUSIBLE} worlds" if worlds.name == PLAUSIBLE else f"worlds of {worlds.name}"
    return f"{worlds.number} {of}, {worlds.digest[:8]}"


def directions(row: Row) -> tuple[float, float, float]:
    """Shares of worlds in which the average is less, no different (nan where no size is too small), and more."""
    same, other = row.sign_share, row.other_sign_share
    less, more = (same, other) if row.estimate < 0 else (other, same)
    return less, row.no_matter_share, more


def per_cent(share: float) -> str:
    """A share of worlds for a column."""
    return "–" if math.isnan(share) else f"{100 * share:.0f} %"


def effect_over_worlds(row: Row, worlds: DrawnIn, on: str) -> str:
    """In how many of ten worlds the average effect ``on`` something is a loss, no difference, or a gain; a sentence."""
    shares = directions(row)
    parts = _of_ten([0.0 if math.isnan(share) else share for share in shares])
    less_worlds, none_worlds, more_worlds = zip(shares, parts, strict=True)
    one, other = (less_worlds, "a loss"), (more_worlds, "a gain")
    (first, way), (last, back) = (one, other) if row.estimate < 0 else (other, one)
    text = f"In {_count(*first)} {which(worlds)} the average effect of the events on {on} is {way}"
    if _there(*none_worlds):
        text += f"; in {_count(*none_worlds, rest=True)} it makes no difference"
    if _there(*last):
        text += f"; in {_count(*last, rest=True)} it is {back}"
    return f"{text}. "


def sampling_error(row: Row, worlds: DrawnIn, futures: int) -> str:
    """How far the middle may be from the truth, because worlds are few and because futures are; empty if unknown."""
    if math.isnan(row.worlds_error):
        return ""
    of_worlds, of_futures = (
        number(REACH * error, row.unit, bare=True) for error in (row.worlds_error, row.simulation_error)
    )
    unit = " points" if row.unit == "share" else ""
    return (
        f"± {of_worlds}{unit} because {worlds.number} worlds are few, ± {of_futures} because {futures} futures are; "
        f"{100 * row.chance_share:.0f} % of the variance of single futures is chance"
    )


def _of_ten(shares: list[float]) -> list[int]:
    """Tenths that add up to ten, as near as can be (largest remainders)."""
    exact = [PARTS * share / sum(shares) for share in shares]
    parts = [math.floor(part) for part in exact]
    by_rest = sorted(range(len(exact)), key=lambda index: parts[index] - exact[index])
    for index in by_rest[: PARTS - sum(parts)]:
        parts[index] += 1
    return parts


def _there(share: float, parts: int) -> bool:
    """Whether it is worth a word."""
    return parts > 0 or share >= 0.005


def _count(share: float, parts: int, rest: bool = False) -> str:
    """``8 of 10``, of which the ``rest`` is told as ``1``."""
    if parts == PARTS:
        return "all" if share >= 0.995 else "more than 9 of 10"
    if not parts:
        return "fewer than 1 of 10"
    return str(parts) if rest else f"{parts} of {PARTS}"
