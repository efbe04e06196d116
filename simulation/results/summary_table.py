"""The tables of results on the screen: both arms and their difference, what the events did, and that over worlds."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from simulation.results.in_words import capital, number
from simulation.results.over_worlds import FEWEST_WORLDS, HIDDEN, TOO_FEW_WORLDS
from simulation.results.sentence import MEASURE, PERIOD
from simulation.results.worlds_in_words import BAND, CLASSES, OTHERS, directions, per_cent, sampling_error, which
from simulation.world.arms import ARMS_AND_DIFFERENCE
from simulation.world.groups import WORDS

if TYPE_CHECKING:
    from rich.table import Table

    from simulation.results import Results, Row, Summary

# What is looked at first of what the events did.
DIFFERENCES = (
    "full_coproduction", "coproduction", "lock_in", "accountability", "transparency", "quality", "quality_gap",
    "satisfaction", "trust", "civic_capacity", "capacity", "roots", "independence", "volunteers",
)  # fmt: skip
HIDDEN_TOLD = f"* {capital(HIDDEN)}."
OF_GROUPS = ("full_coproduction", "coproduction", "lock_in", "quality", "satisfaction", "trust")
MOST_GROUPS = 12  # of one kind that are told of one by one
LOSSES = ("resilience_loss", "hysteresis")
# With these a dozen rows, which a screen can hold beside the answer.
FIRST = tuple(name for name in DIFFERENCES if name not in ("transparency", "quality_gap", "roots", "independence"))
DOZEN = len(FIRST) + len(LOSSES)
OVER_WORLDS = ("measure", "average effect", "nine single futures in ten", "less", "no matter", "more")


def arms_table(summary: Summary, names: Collection[str] | None = None) -> Table:
    """Measures of both worlds, one row each: means over the time after the event, if any, with intervals or bands.

    Parameters
    ----------
    names : of the measures, all by default.
    """
    from rich.table import Table

    period, since = summary.main_period
    table = Table(title=f"Means over {since}, {with_intervals(summary)}", title_justify="left")
    if said := too_few_worlds(summary):
        table.caption, table.caption_justify = said, "left"
    table.add_column("measure")
    for arm in ARMS_AND_DIFFERENCE:
        table.add_column(arm, justify="right")
    measures: dict[str, dict[str, Row]] = {}
    for row in summary.rows:
        if row.arm in ARMS_AND_DIFFERENCE and row.period == period and (names is None or row.measure in names):
            measures.setdefault(row.measure, {})[row.arm] = row
    for name in full_first(measures):
        arms = measures[name]
        label = next(iter(arms.values())).label
        table.add_row(label, *(estimate(arms[arm]) if arm in arms else "" for arm in ARMS_AND_DIFFERENCE))
    return table


def full_first(names: Iterable[str]) -> list[str]:
    """Names of measures as they are read: full co-production leads, then any, then the rest as it comes."""
    leading = ("full_coproduction", "coproduction")
    return sorted(names, key=lambda name: leading.index(name) if name in leading else len(leading))


def effects_table(summary: Summary, names: Collection[str] | None = None) -> Table:
    """Measures of what the events did, with intervals or bands, and definitions; ``names`` as of `arms_table`."""
    from rich.table import Table

    rows = [row for row in summary.rows if row.arm == "effect" and (names is None or row.measure in names)]
    title = f"What the events did to any co-production, {with_intervals(summary)}"
    table = Table(title=title, title_justify="left", caption=left_out(rows), caption_justify="left")
    table.add_column("measure")
    table.add_column("estimate", justify="right")
    table.add_column("definition")
    for row in rows:
        definition, _, _ = row.definition.partition(";")  # in full, with all notes, in summary.json
        table.add_row(row.label, estimate(row), definition)
    return table


class OfGroups(NamedTuple):
    """What the groups of one kind come to, measure by measure: title, heads, cells, and what must be known besides."""

    title: str
    heads: tuple[str, ...]
    cells: list[tuple[str, ...]]
    told: str


def of_groups(results: Results, most: int | None = None) -> Iterator[OfGroups]:
    """A table for each kind of groups that were measured; the measure stands in the first row of its own alone.

    Parameters
    ----------
    most : rows of each table, as far as one measure takes no more; as many as there are by default.
    """
    from simulation.results.by_group import names_of, part_of

    period, since = results.summary.main_period
    found = names_of(results)
    for kind in dict.fromkeys(kind for kind, _ in found):
        names = [name for of, name in found if of == kind]
        parts = {name: part_of(results, name, kind).summary for name in names[:MOST_GROUPS]}
        cells, told = [], []
        for measure in _measures(most, len(parts)):
            label = ""
            for name, of_group in parts.items():
                rows = [row for row in of_group.rows if row.measure == measure and row.period == period]
                arms = {row.arm: row for row in rows}
                if not arms:
                    continue
                if hidden := any(HIDDEN in row.note for row in rows):
                    told = [HIDDEN_TOLD]
                first = "" if label else rows[0].label
                label = rows[0].label
                cells.append((first, f"{name}{'*' * hidden}", *(estimate(arms[arm]) for arm in ARMS_AND_DIFFERENCE)))
        if len(names) > MOST_GROUPS:
            told.append(f"The first {MOST_GROUPS} of {len(names)}; all are in estimates_by_group.parquet.")
        title = f"By {WORDS.get(kind, kind)}: means over {since}, {with_intervals(results.summary)}"
        yield OfGroups(title, ("measure", kind, *ARMS_AND_DIFFERENCE), cells, " ".join(told))


def _measures(most: int | None, groups: int) -> Sequence[str]:
    """As many as have room; of one it is that which the answer is about."""
    if most is None:
        return OF_GROUPS
    return OF_GROUPS[: most // groups] if most // groups > 1 else (MEASURE,)


def group_tables(results: Results, most: int | None = None) -> Iterator[Table]:
    """`of_groups` as tables on the screen."""
    from rich.table import Table

    for found in of_groups(results, most):
        table = Table(title=found.title, title_justify="left", caption=found.told or None, caption_justify="left")
        for name in found.heads:
            table.add_column(name, justify="right" if name in ARMS_AND_DIFFERENCE else "left")
        for cells, following in zip(found.cells, [*found.cells[1:], ("",)], strict=True):
            table.add_row(*cells, end_section=bool(following[0]))
        yield table


def on_the_screen(results: Results, every: bool) -> Iterator[Table]:
    """The tables of a run: a dozen rows of what the events did, and of each kind of groups, or all with ``every``."""
    summary = results.summary
    happens = summary.fork < summary.months
    over_worlds = worlds_table(summary, DIFFERENCES if every else FIRST)
    if over_worlds is not None:
        yield over_worlds
    if every or over_worlds is None:
        yield arms_table(summary, None if every else FIRST if happens else DIFFERENCES[:DOZEN])
        if happens:
            yield effects_table(summary, None if every else LOSSES)
    yield from group_tables(results, None if every else DOZEN)


def worlds_table(summary: Summary, differences: Sequence[str] = DIFFERENCES) -> Table | None:
    """What the events did over worlds, or None where futures were drawn in too few."""
    from rich.table import Table

    rows = over_worlds_rows(summary, differences)
    if not rows:
        return None
    title = f"What the events did over {summary.worlds.number} {which(summary.worlds)}, {with_intervals(summary)}"
    table = Table(title=title, title_justify="left", caption=uncertainty(summary), caption_justify="left")
    for name in OVER_WORLDS:
        table.add_column(name, justify="left" if name == OVER_WORLDS[0] else "right")
    for cells in rows:
        table.add_row(*cells)
    return table


def over_worlds_rows(summary: Summary, differences: Sequence[str] = DIFFERENCES) -> list[tuple[str, ...]]:
    """What the events did over worlds, measure by measure (`OVER_WORLDS`); empty where futures were drawn in too few.

    The average effect with its band, between which values nine single futures in ten lie, and in what share of worlds
    the average effect is less, too small to matter, or more.
    """
    if summary.worlds.number < FEWEST_WORLDS or summary.fork >= summary.months:
        return []
    rows = [summary.row(name, "difference", PERIOD) for name in differences]
    rows += [summary.row(name, "effect") for name in LOSSES]
    return [(label_with_mark(row), estimate(row), single_futures(row), *map(per_cent, directions(row))) for row in rows]


def too_few_worlds(summary: Summary) -> str:
    """That there are several worlds and too few for a band; else empty."""
    few = summary.worlds.several and summary.worlds.number < FEWEST_WORLDS
    return f"Of {summary.worlds.number} worlds {TOO_FEW_WORLDS}." if few else ""


def label_with_mark(row: Row) -> str:
    """A row's name, with a star where chance hides how far worlds differ."""
    return f"{row.label}*" if HIDDEN in row.note else row.label


def with_intervals(summary: Summary) -> str:
    """What stands in brackets behind an estimate."""
    return f"in brackets {BAND}" if summary.worlds.several else "with 90 % intervals"


def uncertainty(summary: Summary) -> str:
    """How well the middle of the headline is known where there are several worlds, and what the tables cannot say."""
    row = summary.row(MEASURE, "difference", PERIOD)
    said = sampling_error(row, summary.worlds, row.replicates) or row.note
    marked = any(label.endswith("*") for label, *_ in over_worlds_rows(summary))
    hidden = f"{HIDDEN_TOLD} " if marked else ""
    return f"{hidden}Difference of {row.label}: {said}. {CLASSES} {OTHERS}"


def single_futures(row: Row) -> str:
    """Between which values nine single futures in ten lie: ``−26.7 to +6.1``; empty where too few tell."""
    if math.isnan(row.future_low):
        return ""
    signed = row.arm == "difference"
    return " to ".join(number(each, row.unit, signed, bare=True) for each in (row.future_low, row.future_high))


def left_out(rows: Sequence[Row]) -> str | None:
    """How many futures the effects do not rest on, and why; None if on all."""
    from simulation.results.effect_rows import NOTHING_TO_LOSE

    most = max(rows, key=lambda row: row.excluded, default=None)
    if most is None or not most.excluded:
        return None
    return f"Without up to {most.excluded} of {most.replicates + most.excluded} futures: {NOTHING_TO_LOSE}."


def estimate(row: Row) -> str:
    """An estimate with its interval, in the measure's unit: ``23.6 % [14.1, 33.1]``."""
    numbers = (row.estimate, row.low, row.high)
    value, low, high = (number(each, row.unit, row.arm == "difference") for each in numbers)
    if math.isnan(row.low) or math.isnan(row.high):
        return value
    _, _, unit = value.partition(" ")
    if all(map(math.isfinite, numbers)):  # the unit once is enough
        low, high = (bound.removesuffix(unit).rstrip() for bound in (low, high))
    return f"{value} [{low}, {high}]"
