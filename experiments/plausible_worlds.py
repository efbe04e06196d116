"""What plausible worlds are worth: three headlines over all sets, over stricter and other ones, and on known truth."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa
from estimates import Estimate, lost_parts
from headlines import KINDS, Headline, Kind, as_row
from known_truth import Covered, Found, coverage, meeting, said, spread_out
from matplotlib.figure import Figure as Drawing
from numpy.typing import NDArray
from shared import Experiment

from simulation.calibration.describing import describe, figures_in, patterns_in
from simulation.calibration.figures import halved, outside
from simulation.calibration.unknowns import Unknowns
from simulation.figures import Panel, dots, forest
from simulation.report.sweep_origin import origin
from simulation.results.in_words import capital
from simulation.results.over_worlds import of_ratio
from simulation.results.summary import DrawnIn
from simulation.sweep.store import Stored
from simulation.world.worlds import FIGURE, table_and_marks

Floats = NDArray[np.float64]

QUESTION = (
    "How sure are headlines once everything that nobody knows is in every run, do their bands hold the truth, and what "
    "was the one hand-set point worth?"
)
A_WORLD = 16  # futures: half of them make the band, the others tell its truth
ASKED = "asked: 86 to 94 %"
EVERYWHERE = "everywhere"  # the sweep that headlines are of
MOST_NARROWED = 24  # unknowns with a row in the figure; all are in the table
NO_STRICT = "No set meets all figures in ranges of half the width."


class Asked(NamedTuple):
    """A headline: in words, what kind of number it is, in which scenario it is seen, and the claim that it is of."""

    words: str
    kind: Kind
    scenario: str
    claim: str = ""


ASKED_FOR = {
    "lost": Asked("Lost after an unsupportive leadership takes over", "lost", "leadership-change", "F37"),
    "added": Asked("Added by a framework, in the last year", "difference", "framework", "M16"),
    "level": Asked("Left without events, in the last year", "level", "baseline"),
}


def main() -> None:
    """Run three scenarios in all worlds and at the declared values, and write the answer."""
    experiment = Experiment("plausible_worlds", QUESTION)
    if not experiment.several:
        sys.exit(f"plausible_worlds: it takes several worlds, and {experiment.worlds.name} is one: --worlds FILE")
    design = {
        "sampler": "full_factorial",
        "scenarios": tuple(asked.scenario for asked in ASKED_FOR.values()),
        "outcomes": ("coproduction",),
    }
    replicates = experiment.futures(0, 0, A_WORLD) * experiment.size(1, 2)
    stored = experiment.sweep(EVERYWHERE, replicates=replicates, **design)
    again = experiment.sweep("another-seed", seed=2, replicates=replicates, **design)
    declared = experiment.sweep("declared", central=True, replicates=experiment.size(2000, 20), **design)
    table, marks = table_and_marks(experiment.worlds.name)
    sets = len(np.unique(stored.world))
    table = table.slice(0, sets)

    found, other = headlines(stored), headlines(again)
    point = {name: each.estimate().value for name, each in headlines(declared).items()}
    first = found_first(marks, sets)
    chosen = selections(table, first)
    estimates = {
        name: {which: each.among(sets).estimate() for which, sets in chosen.items() if sets.any()}
        | {"another seed": other[name].estimate()}
        for name, each in found.items()
    }
    covered = {name: coverage(each, figures_of(table), figures_in(table), first) for name, each in found.items()}
    below = {name: float((each.averages() < point[name]).mean()) for name, each in found.items()}

    experiment.table(
        "selections",
        ("headline", "sets", "number of sets", "estimate"),
        [
            (name, which, int(chosen.get(which, chosen["all"]).sum()), each)
            for name, of in estimates.items()
            for which, each in of.items()
        ],
        "three headlines over all sets, those that meet half the tolerance, halves by when a set was found (by few "
        "moves or by many), the half that fills the ranges of the figures most evenly, halves by chance, and another "
        "seed",
    )
    experiment.table(
        "coverage",
        ("headline", "the band is made by", "sets taken for the truth", "others, in the median", "held"),
        [(name, way, *each) for name, of in covered.items() for way, each in of.items()],
        f"how often a band of other sets holds the average of a set that is taken for the truth ({ASKED})",
    )
    experiment.table(
        "declared",
        ("headline", "at the declared values", "share of sets below"),
        [(name, point[name], below[name]) for name in ASKED_FOR],
        "where the declared values, one hand-set point, lie among the sets",
    )
    experiment.figure(
        "selections",
        by_selection(stored, estimates, point),
        stored,
        "Averages over worlds and their bands, by which sets are taken",
    )
    experiment.table(
        "marginals",
        ("unknown", "prior from", "prior to", "declared", "5 % of sets below", "median", "95 % of sets below", "p"),
        [
            (each.name, *each.prior, each.declared, *(each.spread if len(each.spread) > 1 else each.spread * 3), each.p)
            for each in describe(table).marginals
        ],
        "every unknown among the sets and under its prior; p: how often draws from the prior would differ from it as "
        "much, for all of them together; of a switch the share of sets in which it is on",
    )
    experiment.figure("marginals", by_prior(origin(stored), table), stored, "Where the sets lie in the priors")
    experiment.finish(
        "Plausible worlds",
        f"{sets} sets of values for everything uncertain, none of which the record rules out (docs/decisions/"
        f"0022-plausible-worlds.md); {replicates // sets} futures in each, of which half make a band and the others "
        "its truth. " + about_truths(table, marks, first),
        [
            *(answer(name, estimates[name], covered[name], point[name], below[name]) for name in ASKED_FOR),
            *([] if chosen["half the tolerance"].any() else [NO_STRICT]),
        ],
        [Headline(of.words, of.kind, estimates[name]["all"], of.claim) for name, of in ASKED_FOR.items()],
        tried(marks),
        EVERYWHERE,
    )


def headlines(stored: Stored) -> dict[str, Found]:
    """All three in every future."""
    at = {name: stored.points["scenario"].to_pylist().index(asked.scenario) for name, asked in ASKED_FOR.items()}
    lost = lost_parts(stored, at["lost"])
    last = "coproduction_final_year"
    return {
        "lost": Found(of_ratio(*np.nan_to_num(lost), stored.world), stored.world, False, lost),
        "added": Found(stored.values(last, "difference", [at["added"]])[0], stored.world, False),
        "level": Found(stored.values(last, "scenario", [at["level"]])[0], stored.world, True),
    }


def selections(table: pa.Table, first: NDArray[np.bool_] | None) -> dict[str, NDArray[np.bool_]]:
    """Which sets are taken, by name; ``first``: those found in the first half of the search, if that is known."""
    numbers = np.arange(len(table))
    figures, estimates = figures_in(table), figures_of(table)
    strict = (np.nan_to_num(outside(*halved(figures), estimates)) == 0).all(axis=1)
    halves = {} if first is None else {"found first": first, "found last": ~first}
    return {
        "all": numbers >= 0,
        "half the tolerance": strict,
        **halves,
        "spread most evenly": spread_out(estimates, figures),
        "even ones": numbers % 2 == 0,
        "odd ones": numbers % 2 == 1,
    }


def about_truths(table: pa.Table, marks: Mapping[str, Any], first: NDArray[np.bool_] | None) -> str:
    """What the bands on known truth are made of, and how many sets there are for them."""
    others = meeting(figures_of(table), figures_in(table)) & ~np.eye(len(table), dtype=bool)
    shown = np.nan_to_num(np.column_stack([*patterns_in(table).values(), np.zeros(len(table))]), nan=-1.0)
    alike = others & (shown[:, None] == shown).all(axis=2)
    met, same = (np.median(each.sum(axis=1)) for each in (others, alike))
    return (
        f"*That meet its figures*: ranges as wide as those of the record, about what the set comes to; {met:.0f} "
        f"others do in the median, {same:.0f} of these show the same patterns too, which choose no set and filter no "
        "headline here. *Moved*: by as much as the headline moves along its linear dependence on all figures (ridge "
        "regression, fitted to other sets), if ranges move from the record's to these. What this can show and what not "
        f"is in docs/decisions/0041-known-truth.md. {in_turns(marks, first)}"
    )


def found_first(marks: Mapping[str, Any], sets: int) -> NDArray[np.bool_] | None:
    """The half of the first ``sets`` that earlier turns accepted; None if their file does not say which did."""
    turns = np.array(marks.get("turns", ())[:sets])
    if len(turns) < sets:
        return None
    return np.isin(np.arange(sets), np.argsort(turns, kind="stable")[: -(-sets // 2)])


def in_turns(marks: Mapping[str, Any], first: NDArray[np.bool_] | None) -> str:
    """In which turns of the search each half of the sets was accepted."""
    if first is None:
        return "In which turn of the search each was accepted their file does not say."
    turns = np.array(marks["turns"][: len(first)])
    early, late = (f"{of.min()} to {of.max()}" for of in (turns[first], turns[~first]))
    return f"*Found first* are sets that turns {early} of the search accepted, *found last* those of turns {late}."


def figures_of(table: pa.Table) -> Floats:
    """What the figures came to in each set, ``[set, figure]``; nan where one cannot be said."""
    return np.column_stack([table[FIGURE + each.name].to_numpy(zero_copy_only=False) for each in figures_in(table)])


def by_selection(
    stored: Stored, estimates: Mapping[str, Mapping[str, Estimate]], point: Mapping[str, float]
) -> Drawing:
    """All headlines by which sets are taken, and the declared values; what is left is on no axis with what is lost."""
    panels = []
    for name, of in estimates.items():
        asked = ASKED_FOR[name]
        shown = {**of, "declared values": Estimate(point[name], np.nan, np.nan)}
        rows = [as_row(Headline(which, asked.kind, each)) for which, each in shown.items()]
        panels.append(Panel(asked.words, KINDS[asked.kind].axis, rows))
    drawn = DrawnIn.of(stored.worlds, len(np.unique(stored.world)))
    return forest(origin(stored), "Three headlines over plausible worlds", panels, drawn)


def by_prior(small_print: str, table: pa.Table) -> Drawing:
    """Where the sets lie in the priors of the numbers that the record says most of, and the declared values."""
    numbers = [each for each in describe(table).marginals if len(each.spread) > 1]
    most = sorted(numbers, key=lambda each: each.p)[:MOST_NARROWED]
    places: dict[str, list[float]] = {name: [] for name in ("5 %", "median", "95 %", "declared")}
    for each in most:
        unknown = Unknowns([each.name])
        for name, value in zip(places, (*each.spread, each.declared), strict=True):
            places[name].append(100 * unknown.points(np.array([[value]])).item())
    low, middle, high, declared = (np.array(of) for of in places.values())
    nothing = np.full(len(most), np.nan)
    return dots(
        small_print,
        "What the record says of numbers that nobody knows",
        f"Median and nine in ten of {len(table)} sets, for the {len(most)} of {len(numbers)} numbers that differ most "
        "from their priors, in which every place is as likely as any other.",
        [each.name.replace("_", " ") for each in most],
        {"plausible worlds": (middle, low, high), "declared value": (declared, nothing, nothing)},
        "place in the prior, per cent of it below",
    )


def answer(name: str, of: Mapping[str, Estimate], covered: Mapping[str, Covered], point: float, below: float) -> str:
    """One headline in sentences."""
    asked = ASKED_FOR[name]

    def shown(each: Estimate) -> str:
        return each.points() if asked.kind == "difference" else each.share()

    strict = of.get("half the tolerance")
    sentences = [
        f"**{asked.words}**: {shown(of['all'])}; under another seed {shown(of['another seed'])}.",
        f"The declared values give {100 * point:.0f} %, more than {below:.0%} of the worlds.",
        *([f"At half the tolerance: {shown(strict)}."] if strict else []),
        *(f"{capital(which)}: {shown(of[which])}." for which in ("found first", "found last") if which in of),
        f"{said(covered)} ({ASKED}).",
    ]
    return " ".join(sentences)


def tried(marks: Mapping[str, object]) -> str:
    """How many settings the search tried."""
    counts = marks.get("tried", {})
    lines = "\n".join(f"- {name}: {count}" for name, count in counts.items()) if isinstance(counts, Mapping) else ""
    return f"## How the sets were found\n\n{lines}\n\n" if lines else ""


if __name__ == "__main__":
    main()
