"""The page of a run: what the events did, in words, figures and numbers."""

from __future__ import annotations

import math
from collections.abc import Iterator

from simulation.figures import figures_of
from simulation.figures.style import small_print
from simulation.report.page import code, heading, page, paragraph, picture, table
from simulation.results.between import sentences
from simulation.results.in_words import number
from simulation.results.results import Results
from simulation.results.row import Row
from simulation.results.summary import Summary
from simulation.results.summary_table import (
    OVER_WORLDS,
    full_first,
    of_groups,
    over_worlds_rows,
    too_few_worlds,
    uncertainty,
)
from simulation.results.worlds_in_words import BAND, OTHERS, which
from simulation.world import extension
from simulation.world.arms import ARMS_AND_DIFFERENCE
from simulation.world.outside import outside_in_words

CAPTIONS = {
    "coproduction": "Any co-production (planned or delivered together) over time, with and without the events.",
    "survival": "Survival of co-produced arrangements, with and without the events.",
    "matrix": "Share of services in each cell of the planning and delivery matrix over time.",
    "effects": "Effects of the events on the main measures, with intervals.",
}


def run_page(results: Results) -> str:
    """The page as HTML."""
    return page(results.summary.title, _parts(results), _origin(results))


def _parts(results: Results) -> Iterator[str]:
    story = str(results.manifest["scenario"].get("story", "")).strip()
    if story:
        yield paragraph(story)
    yield paragraph(
        f"{results.summary.replicates} runs of {results.summary.months} months, each with the events and, with the "
        f"same chance, without them. {_worlds(results.summary)}"
    )
    beyond = outside_in_words(results.manifest.get("outside", {}))
    yield from map(paragraph, filter(None, [beyond, extension.in_words(results.manifest)]))
    for name, draw in figures_of(results).items():
        yield picture(draw(results), f"{_caption(name)} {results.summary.title}")
    yield from _over_worlds(results.summary)
    yield heading("What the events did to any co-production")
    rows = [row for row in results.summary.rows if row.arm == "effect"]
    yield table(("measure", "estimate", "definition"), ((row.label, _estimate(row), row.definition) for row in rows))
    for found in of_groups(results):
        yield heading(found.title)
        yield table(found.heads, found.cells)
        yield from map(paragraph, filter(None, [found.told]))
    yield from map(paragraph, sentences(results))
    yield heading("Last twelve months")
    yield table(("measure", *ARMS_AND_DIFFERENCE), _levels(results))
    if results.summary.failures:
        yield heading("Futures that failed")
        yield table(("future", "error"), ((str(each[0]), str(each[1])) for each in results.summary.failures))
    yield heading("The same again")
    yield code(results.manifest.get("command") or "coproduction run")


def _caption(name: str) -> str:
    kind, _, groups = name.partition("_")
    if kind == "between":
        return f"How far {groups} differ from the first of them in the same futures, world by world."
    return CAPTIONS.get(name) or f"Any co-production {name.replace('_', ' ')}, with and without the events."


def _worlds(summary: Summary) -> str:
    """What the numbers in brackets are."""
    if not summary.worlds.several:
        return "What nobody knows has its declared values (central world). Intervals are 90 %."
    return (
        f"What nobody knows differs between {summary.worlds.number} {which(summary.worlds)}, {BAND} is in brackets. "
        f"{OTHERS}"
    )


def _over_worlds(summary: Summary) -> Iterator[str]:
    """What the events did over worlds, where there are several."""
    if said := too_few_worlds(summary):
        yield paragraph(said)
    told = over_worlds_rows(summary)
    if not told:
        return
    yield heading(f"What the events did over {summary.worlds.number} {which(summary.worlds)}")
    yield table(OVER_WORLDS, told)
    yield paragraph(uncertainty(summary))


def _levels(results: Results) -> Iterator[tuple[str, ...]]:
    found: dict[str, dict[str, Row]] = {}
    for row in results.summary.rows:
        if row.arm in ARMS_AND_DIFFERENCE and row.period == "final_year":
            found.setdefault(row.measure, {})[row.arm] = row
    for name in full_first(found):
        arms = found[name]
        yield (
            next(iter(arms.values())).label,
            *(_estimate(arms[arm]) if arm in arms else "" for arm in ARMS_AND_DIFFERENCE),
        )


def _estimate(row: Row) -> str:
    signed = row.arm == "difference"
    if math.isnan(row.low) or math.isnan(row.high):  # the note in summary.json says why
        return number(row.estimate, row.unit, signed)
    low, high = (number(value, row.unit, signed, bare=True) for value in (row.low, row.high))
    return f"{number(row.estimate, row.unit, signed)} [{low}, {high}]"


def _origin(results: Results) -> list[str]:
    manifest = results.manifest
    libraries = ", ".join(f"{name} {version}" for name, version in manifest["libraries"].items())
    return [
        small_print(results),
        f"fingerprint {manifest.get('fingerprint', 'unknown')}, package {manifest['package_version']}, "
        f"Python {manifest['python']}, {libraries}",
    ]
