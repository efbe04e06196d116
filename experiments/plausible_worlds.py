"""What plausible worlds are worth: three headlines over all sets, over stricter and other ones, and on known truth."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
import pyarrow as pa
from estimates import Estimate, estimate, lost_parts, ratio
from headlines import KINDS, Headline, Kind, as_row
from matplotlib.figure import Figure as Drawing
from numpy.typing import NDArray
from shared import Experiment

from simulation.calibration.describing import describe, figures_in
from simulation.calibration.figures import halved, outside
from simulation.calibration.unknowns import Unknowns
from simulation.figures import Panel, dots, forest
from simulation.report.sweep_origin import origin
from simulation.results.over_worlds import of_ratio, over_worlds
from simulation.results.summary import DrawnIn
from simulation.sweep.store import Stored
from simulation.world.worlds import FIGURE, FUTURES_A_WORLD, table_and_marks

Floats = NDArray[np.float64]
Numbers = NDArray[np.int64]

QUESTION = (
    "How sure are headlines once everything that nobody knows is in every run, do their bands hold the truth, and what "
    "was the one hand-set point worth?"
)
A_WORLD = 16  # futures: two make the band, the others tell its truth
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


class Found(NamedTuple):
    """A headline in every future, ``[future]``, and the number of the world of each.

    ``parts`` of a ratio are what is divided and what by, ``[2, future]``; the average of its ``values`` in a world is
    the ratio of that world.
    """

    values: Floats
    world: Numbers
    level: bool
    parts: Floats | None = None

    def among(self, chosen: NDArray[np.bool_]) -> Found:
        """The futures of some worlds."""
        return self.some(chosen[self.world])

    def some(self, which: NDArray[np.bool_]) -> Found:
        """Some of the futures."""
        parts = None if self.parts is None else self.parts[:, which]
        return self._replace(values=self.values[which], world=self.world[which], parts=parts)

    def estimate(self) -> Estimate:
        """Its mean over futures, or the ratio of their sums, and what is uncertain about it."""
        if self.parts is not None:
            return ratio(self.parts, self.world, effect=not self.level)
        return estimate(self.values, self.world, effect=not self.level)

    def averages(self) -> Floats:
        """The average of each world, as far apart as the true ones are."""
        return over_worlds(self.values, self.world).averages


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
    chosen = selections(table)
    estimates = {
        name: {which: each.among(sets).estimate() for which, sets in chosen.items() if sets.any()}
        | {"another seed": other[name].estimate()}
        for name, each in found.items()
    }
    covered = {name: coverage(each, figures_of(table)) for name, each in found.items()}
    below = {name: float((each.averages() < point[name]).mean()) for name, each in found.items()}

    experiment.table(
        "selections",
        ("headline", "sets", "number of sets", "estimate"),
        [
            (name, which, int(chosen.get(which, chosen["all"]).sum()), each)
            for name, of in estimates.items()
            for which, each in of.items()
        ],
        "three headlines over all sets, those that meet half the tolerance, either half of them, and another seed",
    )
    experiment.table(
        "coverage",
        ("headline", "sets taken for the truth", "as they are", "figures recentred on the truth"),
        [(name, sets, *each) for name, each in covered.items()],
        f"how often the band of the others holds the average of a set that is taken for the truth ({ASKED})",
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
        f"0022-plausible-worlds.md); {replicates // sets} futures in each, of which two make a band and the others its "
        "truth. *Recentred*: each set in turn is the truth and the record reports its figures; the other sets are "
        "moved to them along the linear dependence of the headline on all figures (ridge regression, cross-validated), "
        "without another simulation.",
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


def selections(table: pa.Table) -> dict[str, NDArray[np.bool_]]:
    """Which sets are taken, by name."""
    numbers = np.arange(len(table))
    strict = (np.nan_to_num(outside(*halved(figures_in(table)), figures_of(table))) == 0).all(axis=1)
    return {
        "all": numbers >= 0,
        "half the tolerance": strict,
        "even ones": numbers % 2 == 0,
        "odd ones": numbers % 2 == 1,
    }


def figures_of(table: pa.Table) -> Floats:
    """What the figures came to in each set, ``[set, figure]``; nan where one cannot be said."""
    return np.column_stack([table[FIGURE + each.name].to_numpy(zero_copy_only=False) for each in figures_in(table)])


def coverage(headline: Found, figures: Floats) -> tuple[float, float]:
    """How often the band that two futures of all other worlds make holds the average of a world, told by its others.

    As the sets are, and with the headline moved to the figures of the truth.
    """
    first = np.arange(len(headline.world)) < FUTURES_A_WORLD * len(figures)  # worlds come in turn
    truth, drawn = headline.some(~first).averages(), headline.some(first)
    moved = along_figures(truth, figures)
    as_they_are, recentred = [], []
    for number, each in enumerate(truth):
        others = drawn.world != number
        for shift, held in ((0.0, as_they_are), (moved[number] - moved[drawn.world[others]], recentred)):
            band = over_worlds(drawn.values[others] + shift, drawn.world[others])
            held.append(bool(band.low <= each <= band.high))
    return float(np.mean(as_they_are)), float(np.mean(recentred))


def along_figures(truth: Floats, figures: Floats) -> Floats:
    """The part of each world's headline that a line through all figures tells, cross-validated, ``[world]``."""
    from sklearn.linear_model import RidgeCV
    from sklearn.model_selection import cross_val_predict
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import StandardScaler

    known = np.where(np.isfinite(figures), figures, np.nanmedian(figures, axis=0))
    line = make_pipeline(StandardScaler(), RidgeCV(np.logspace(0, 4, 9)))
    return np.asarray(cross_val_predict(line, known, truth, cv=min(10, len(truth))))


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


def answer(name: str, of: Mapping[str, Estimate], covered: tuple[float, float], point: float, below: float) -> str:
    """One headline in sentences."""
    asked = ASKED_FOR[name]

    def said(each: Estimate) -> str:
        return each.points() if asked.kind == "difference" else each.share()

    strict = of.get("half the tolerance")
    sentences = [
        f"**{asked.words}**: {said(of['all'])}; under another seed {said(of['another seed'])}.",
        f"The declared values give {100 * point:.0f} %, more than {below:.0%} of the worlds.",
        *([f"At half the tolerance: {said(strict)}."] if strict else []),
        f"With each set taken for the truth in turn the band of the others holds it in {covered[0]:.0%},",
        f"recentred in {covered[1]:.0%} ({ASKED}).",
    ]
    return " ".join(sentences)


def tried(marks: Mapping[str, object]) -> str:
    """How many settings the search tried."""
    counts = marks.get("tried", {})
    lines = "\n".join(f"- {name}: {count}" for name, count in counts.items()) if isinstance(counts, Mapping) else ""
    return f"## How the sets were found\n\n{lines}\n\n" if lines else ""


if __name__ == "__main__":
    main()
