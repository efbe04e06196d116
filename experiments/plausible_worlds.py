"""What plausible worlds are worth: three headlines over all sets, over stricter and other ones, and on known truth."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa
from matplotlib.figure import Figure
from numpy.typing import NDArray
from shared import Experiment

from simulation.calibration.figures import FIGURES, halved, outside
from simulation.figures import dots
from simulation.report.sweep_origin import origin
from simulation.results.over_worlds import OverWorlds, of_ratio, over_worlds, signs
from simulation.sweep.store import Stored
from simulation.world.names_of_worlds import CENTRAL_NAME, PLAUSIBLE
from simulation.world.worlds import FIGURE, FUTURES_A_WORLD, table_and_marks, worlds

Floats = NDArray[np.float64]

HEADLINES = {
    "lost": "share of co-production lost after an unsupportive leadership takes over",
    "added": "co-production added by the framework, in the last year",
    "level": "level of co-production without events, in the last year",
}
SCENARIO = {"lost": "leadership-change", "added": "framework", "level": "baseline"}
PAIRS = 32  # futures of a world: what single chances do to its average is then small


class Headline(NamedTuple):
    """A headline in every future, ``[future]``, and the world of each."""

    values: Floats
    world: NDArray[np.int64]

    def among(self, chosen: NDArray[np.bool_]) -> Headline:
        """The futures of some worlds."""
        mine = chosen[self.world]
        return Headline(self.values[mine], self.world[mine])

    def over(self) -> OverWorlds:
        """Its average over worlds and what is uncertain about it."""
        return over_worlds(self.values, self.world)


def main() -> None:
    """Run three scenarios in all worlds and in the central one, and write the answer."""
    experiment = Experiment(
        "plausible_worlds",
        "How sure are headlines once everything that nobody knows is in every run, and do their bands hold the truth?",
    )
    table, marks = table_and_marks(PLAUSIBLE)
    sets = len(worlds(PLAUSIBLE))
    pairs = experiment.size(PAIRS, 2 * FUTURES_A_WORLD)
    design: dict[str, Any] = {
        "sampler": "full_factorial",
        "scenarios": tuple(SCENARIO.values()),
        "outcomes": ("coproduction",),
    }
    stored = experiment.sweep("everywhere", worlds=PLAUSIBLE, replicates=pairs * sets, **design)
    declared = experiment.sweep("declared", worlds=CENTRAL_NAME, replicates=experiment.size(2000, 20), **design)
    found = headlines(stored)
    central = {name: float(each.values.mean()) for name, each in headlines(declared).items()}
    chosen = selections(table, sets)
    rows = {
        (name, which): told(headline.among(among))
        for name, headline in found.items()
        for which, among in chosen.items()
    }
    covered = {name: coverage(headline, figures_of(table)) for name, headline in found.items()}
    places = {name: float((averages(headline) < central[name]).mean()) for name, headline in found.items()}

    experiment.table(
        "headlines",
        ("headline", "sets", "number of sets", "average", "low", "high", "sign share", "no matter", "chance share"),
        [(name, which, *row) for (name, which), row in rows.items()],
        "three headlines over all sets, over those that meet half the tolerance, and over either half of them",
    )
    experiment.table(
        "coverage",
        ("headline", "sets taken for the truth", "as they are", "figures recentred on the truth"),
        [(name, sets, *each) for name, each in covered.items()],
        "how often the band of the others holds the average of a set that is taken for the truth (asked: .86 to .94)",
    )
    experiment.table(
        "declared",
        ("headline", "at the declared values", "share of sets below"),
        [(name, central[name], places[name]) for name in HEADLINES],
        "where the declared values, one hand-set point, lie among the sets",
    )
    experiment.figure(
        "headlines",
        figure(stored, rows, central),
        stored,
        "Averages over worlds and their bands, by which sets are taken",
    )
    experiment.finish(
        "Plausible worlds",
        f"{sets} sets of values for everything uncertain that the record does not rule out (docs/decisions/"
        f"0022-plausible-worlds.md); {pairs} pairs of futures in each. *Recentred*: each set in turn is the truth and "
        "the record reports its figures; the other sets are moved to them along the linear dependence of the headline "
        "on all figures (ridge regression), without a new simulation.",
        answer(rows, covered, central, places),
        tried(marks),
    )


def headlines(stored: Stored) -> dict[str, Headline]:
    """All three in every future."""
    of = {name: stored.points["scenario"].to_pylist().index(scenario) for name, scenario in SCENARIO.items()}
    after = [stored.values("coproduction_after_event", arm, [of["lost"]])[0] for arm in ("scenario", "counterfactual")]
    last = "coproduction_final_year"
    return {
        "lost": Headline(of_ratio(after[1] - after[0], after[1], stored.world), stored.world),
        "added": Headline(stored.values(last, "difference", [of["added"]])[0], stored.world),
        "level": Headline(stored.values(last, "scenario", [of["level"]])[0], stored.world),
    }


def selections(table: pa.Table, sets: int) -> dict[str, NDArray[np.bool_]]:
    """Which sets are taken, by name."""
    numbers = np.arange(sets)
    figures = figures_of(table)
    low, high = halved([figure for figure in FIGURES if FIGURE + figure.name in table.column_names])
    strict = (np.nan_to_num(outside(low, high, figures)) == 0).all(axis=1)
    return {
        "all": numbers >= 0,
        "half the tolerance": strict,
        "even ones": numbers % 2 == 0,
        "odd ones": numbers % 2 == 1,
    }


def figures_of(table: pa.Table) -> Floats:
    """What the figures came to in each set, ``[set, figure]``; nan where one cannot be said."""
    names = [FIGURE + figure.name for figure in FIGURES if FIGURE + figure.name in table.column_names]
    return np.column_stack([table[name].to_numpy(zero_copy_only=False) for name in names])


def told(headline: Headline) -> tuple[float, ...]:
    """Sets, average, band, shares of worlds by sign, share of chance."""
    if not len(headline.values):
        return 0, *[float("nan")] * 6
    over = headline.over()
    middle = float(headline.values.mean())
    by_sign = signs(over.averages, middle, "share")
    count = len(np.unique(headline.world))
    return count, middle, float(over.low), float(over.high), *map(float, by_sign), float(over.chance_share)


def averages(headline: Headline) -> Floats:
    """The average of each world, as far apart as the true ones are."""
    return headline.over().averages


def coverage(headline: Headline, figures: Floats) -> tuple[float, float]:
    """How often the band from two futures of all other worlds holds a world's average, which the others tell.

    As the sets are, and with the headline moved to the figures of the truth.
    """
    replicate = np.arange(len(headline.values))
    seen = replicate < FUTURES_A_WORLD * (headline.world.max() + 1)
    truth = averages(Headline(headline.values[~seen], headline.world[~seen]))
    drawn = Headline(headline.values[seen], headline.world[seen])
    moved = along_figures(truth, figures)
    as_they_are: list[bool] = []
    recentred: list[bool] = []
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
    found: Floats = cross_val_predict(line, known, truth, cv=min(10, len(truth)))
    return found


def figure(stored: Stored, rows: Mapping[tuple[str, str], tuple[float, ...]], central: Mapping[str, float]) -> Figure:
    """All headlines by which sets are taken, and the declared values."""
    which = list(dict.fromkeys(key[1] for key in rows))
    series: dict[str, tuple[Floats, Floats, Floats]] = {}
    for each in which:
        middle, low, high = (100 * np.array([rows[name, each][column] for name in HEADLINES]) for column in (1, 2, 3))
        series[each] = middle, low, high
    nothing = np.full(len(HEADLINES), np.nan)
    series["declared values"] = (100 * np.array([central[name] for name in HEADLINES]), nothing, nothing)
    return dots(
        origin(stored),
        "Three headlines over plausible worlds",
        "Average over worlds; nine worlds in ten have their average in the band.",
        ["lost to a leadership", "added by the framework", "level without events"],
        series,
        "per cent, or percentage points",
    )


def answer(
    rows: Mapping[tuple[str, str], tuple[float, ...]],
    covered: Mapping[str, tuple[float, float]],
    central: Mapping[str, float],
    places: Mapping[str, float],
) -> list[str]:
    """In sentences."""
    said = []
    for name, words in HEADLINES.items():
        _, middle, low, high, sign, no_matter, chance = rows[name, "all"]
        few, *strict = rows[name, "half the tolerance"][:4]
        amounts = [f"{100 * each:.0f} %" for each in (middle, low, high, central[name], *strict)]
        said += [
            f"**{words[0].upper()}{words[1:]}**: {amounts[0]} on average over worlds, in nine of ten between",
            f"{amounts[1]} and {amounts[2]}; the same sign in {sign:.0%} of them, no matter in {no_matter:.0%};",
            f"{chance:.0%} of what single futures vary by is chance. The declared values give {amounts[3]}, more than",
            f"{places[name]:.0%} of the worlds.",
            f"At half the tolerance: {amounts[4]}, between {amounts[5]} and {amounts[6]} ({few} sets)."
            if few
            else "No set meets the figures at half the tolerance.",
            "With each set taken for the truth in turn the band of the others holds it in",
            f"{covered[name][0]:.0%}, recentred in {covered[name][1]:.0%}.",
        ]
    return said


def tried(marks: Mapping[str, object]) -> str:
    """How many settings the search tried."""
    counts = marks.get("tried", {})
    lines = "\n".join(f"- {name}: {count}" for name, count in counts.items()) if isinstance(counts, Mapping) else ""
    return f"## How the sets were found\n\n{lines}\n\n" if lines else ""


if __name__ == "__main__":
    main()
