"""Councils, services or fifths of neighbourhoods beside each other: a measure over time, and what the events did."""

from __future__ import annotations

import math

import numpy as np
from matplotlib.figure import Figure

from simulation.figures.bands import Bands
from simulation.figures.lines import Line, lines
from simulation.figures.spread import band_in_words, middle_in_words
from simulation.figures.strip import sorted_strip
from simulation.figures.style import small_print
from simulation.results.by_group import names_of, part_of
from simulation.results.in_words import capital, label, number
from simulation.results.results import Results
from simulation.results.summary import Summary
from simulation.results.worlds_in_words import BAND
from simulation.world.errors import ResultError, shown
from simulation.world.groups import LACKING, WORDS
from simulation.world.measures import COLUMN, MEASURES

MOST_PANELS = 12
MEASURE = "coproduction"
SHARES = ("share", "index")  # units that the upright axis shows as per cent


def by_group(results: Results, by: str | None = None, measure: str = MEASURE) -> Figure:
    """Draw a measure of every group over time, with and without the events, a panel each on one scale.

    More than twelve groups are rows of colour, sorted (`simulation.figures.strip`).

    Parameters
    ----------
    by : ``council``, ``service`` or ``fifth``; the first kind that was measured by default.
    measure : a share or an index.

    Raises
    ------
    ResultError : if nothing was measured by such groups, or the measure is another, or groups of the kind lack it.
    """
    kinds = list(dict.fromkeys(kind for kind, _ in names_of(results)))
    kind = by if by is not None else next(iter(kinds), None)
    if kind is None or kind not in kinds:
        have = f"there are {', '.join(kinds)}" if kinds else "nothing was measured by group"
        raise ResultError(f"by = {shown(by)}: {have}")
    if measure not in COLUMN or MEASURES[COLUMN[measure]].unit not in SHARES:
        raise ResultError(f"measure = {shown(measure)}: it must be a share or an index, for example {MEASURE}")
    if measure in LACKING[kind]:
        raise ResultError(f"measure = {shown(measure)}: a {kind} has no {label(measure)} of its own")
    names = [name for of, name in names_of(results) if of == kind]
    title = f"{capital(label(measure))} by {WORDS.get(kind, kind)}: {results.summary.title}"
    if len(names) > MOST_PANELS:
        return sorted_strip(results, kind, measure, title)
    panels: dict[str, dict[str, Line]] = {}
    for name in names:
        of_group = part_of(results, name, kind)
        panels[f"{name.replace('_', ' ')}{_effect(of_group.summary, measure)}"] = _panel(of_group, measure)
    marks = [mark.month / 12 for mark in results.marks if mark.under_study]
    return lines(
        small_print(results),
        title,
        _reading(results),
        panels,
        "years since the start",
        label(measure),
        events=dict.fromkeys(panels, min(marks)) if marks else None,
    )


def _reading(results: Results) -> str:
    """How to read a panel and its heading."""
    summary, futures = results.summary, Bands(results).futures
    over_worlds = _over_worlds(results)
    band = f"band: {BAND}" if over_worlds else band_in_words(futures)
    said = f"Solid: {'mean' if over_worlds else middle_in_words(futures)}; {band}."
    if summary.fork >= summary.months:
        return f"{said} {summary.why_the_same}."
    return (
        f"{said} Dashed: without the events under study, of which the first is dotted. In the headings the mean "
        "difference that they make in the last 12 months, with its "
        f"{'band over worlds' if summary.worlds.several else '90 % interval'}."
    )


def _panel(results: Results, measure: str) -> dict[str, Line]:
    bands = Bands(results)
    over_worlds = _over_worlds(results)
    statistic = "mean" if over_worlds or bands.ends != ("q05", "q95") else "q50"
    low, high = ("worlds_low", "worlds_high") if over_worlds else bands.ends
    several = bands.futures > 1
    ends = (bands(measure, 0, low), bands(measure, 0, high)) if several else ()
    panel = {"with the events": Line(bands(measure, 0, statistic), *ends)}
    if results.summary.fork < results.summary.months:
        panel["without"] = Line(bands(measure, 1, statistic))
    return panel


def _over_worlds(results: Results) -> bool:
    """Whether there is a band of the average over worlds."""
    several = results.summary.worlds.several
    return several and bool(np.isfinite(results.months["worlds_low"].to_numpy(zero_copy_only=False)).any())


def _effect(summary: Summary, measure: str) -> str:
    """What the events did to a group: ``: −4.1 percentage points [−5.0, −3.2]``; empty if nothing."""
    if summary.fork >= summary.months:
        return ""
    row = summary.row(measure, "difference", "final_year")
    said = f": {number(row.estimate, row.unit, signed=True)}"
    if math.isnan(row.low):
        return said
    ends = ", ".join(number(end, row.unit, signed=True, bare=True) for end in (row.low, row.high))
    return f"{said} [{ends}]"
