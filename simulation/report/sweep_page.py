"""The page of a sweep: which factors matter, how policies and scenarios compare, how it goes on over time."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from matplotlib.figure import Figure

from simulation.figures import save_figure
from simulation.report.page import code, heading, page, paragraph, picture, table
from simulation.report.sweep_figures import SweepFigure, sweep_figures
from simulation.report.sweep_origin import origin, origin_lines
from simulation.sweep.store import Sampled, Stored, drawn_in, remarks, sampled
from simulation.world.errors import AnalysisError, StoreError

MOST_FAILURES = 20
VARIED = ("name", "values", "at the points", "unit", "declared")


def sweep_page(stored: Stored, folder: Path) -> str:
    """The page as HTML; its figures are written into the folder too."""
    return page(stored.manifest["title"], _parts(stored, folder), origin_lines(stored))


def _parts(stored: Stored, folder: Path) -> Iterator[str]:
    points, runs = len(stored.points), stored.dataset().count_rows()
    scenarios = ", ".join(stored.manifest["scenarios"])
    yield paragraph(
        f"{points:,} points of {scenarios}, {stored.replicates} runs each, with and without the events under study "
        f"and with the same chance everywhere: {runs:,} runs, of which {len(stored.failures)} failed. Intervals are "
        "90 % and include the chance of the points that were drawn and that of the runs, unless a figure says "
        "otherwise."
    )
    yield paragraph(f"Futures were drawn in {drawn_in(stored)}.")
    yield from map(paragraph, remarks(stored))
    for found in _drawn(stored):
        if isinstance(found, str):
            yield paragraph(found)
        else:
            name, figure, description = found
            save_figure(figure, folder, name, f"{stored.manifest['title']}: {name}", origin(stored))
            yield picture(figure, description)
    if stored.varied:
        yield heading("What was varied")
        yield table(VARIED, map(_varied, sampled(stored)))
    if len(stored.failures):
        yield heading("Runs that failed")
        rows = stored.failures.slice(0, MOST_FAILURES).to_pylist()
        columns = ("point", "replicate", "arm", "seed", "error")
        yield table(columns, ([str(row[name]) for name in columns] for row in rows))
    yield heading("Design")
    yield code(stored.design)
    yield heading("The same again")
    yield code(stored.manifest.get("command") or "coproduction sweep design.toml")


def _varied(each: Sampled) -> tuple[str, ...]:
    """A factor, or what policies set: what the design allowed, and how far the points went."""
    allowed = ", ".join(f"{value:g}" for value in each.values) or _span((each.low, each.high))
    return (
        each.name,
        allowed if each.factor else f"{allowed}, by policies",
        _span((each.least, each.greatest)),
        each.unit,
        (_span(each.declared) + (" (exceeded)" if each.outside else "")) if each.declared else "",
    )


def _span(ends: tuple[float, float]) -> str:
    low, high = (f"{end:.4g}" for end in ends)
    return low if low == high else f"{low} to {high}"


def _drawn(stored: Stored) -> Iterator[tuple[str, Figure, str] | str]:
    """The figures, or why there is none."""
    figures: list[SweepFigure] = sweep_figures(stored)
    for figure in figures:
        try:
            drawn = figure.draw()
        except (AnalysisError, StoreError) as error:
            yield f"{figure.description}: not drawn, {error}."
            continue
        if drawn is not None:
            yield figure.name, drawn, figure.description
