"""What a change of leadership does to co-production, and what softens it."""

from __future__ import annotations

import numpy as np
import pyarrow.compute as pc
import pyarrow.dataset as ds
from shared import Estimate, Experiment, chosen, estimate, share_lost, signed

from simulation.analysis import cox
from simulation.figures import Line, dots, lines
from simulation.figures.spread import middle, reading, spread
from simulation.report.sweep_origin import origin
from simulation.results.survival import Lifetimes, cohort
from simulation.sweep.store import Stored

SCENARIOS = {
    "leadership-change": "no protection",
    "framework-then-leadership-change": "framework in force",
    "anchor-social-enterprise": "anchor enterprises",
    "champion-leaves": "champion leaves, party stays",
}
KINDS = ("unsupportive", "supportive")
MEASURES = {
    "resistance": "kept at the deepest",
    "resilience_loss": "lost over the time after",
    "hysteresis": "still lost at the end",
}


def main() -> None:
    """Run the sweeps and write the answer."""
    experiment = Experiment(
        "leadership_change",
        "When another leadership takes over, how much co-production is lost, for how long, and what protects it?",
    )
    replicates = experiment.size(400, 6)
    keep = {"sampler": "full_factorial", "replicates": replicates, "monthly": ("coproduction",)}
    protected = experiment.sweep("protection", scenarios=tuple(SCENARIOS), spells=True, **keep)
    policies = (
        {"name": "unsupportive", "hostile-leadership.commitment": 0.1, "hostile-leadership.market": 0.7},
        {"name": "supportive", "hostile-leadership.commitment": 0.9, "hostile-leadership.market": 0.2},
    )
    both = experiment.sweep("asymmetry", scenarios=("leadership-change",), policies=policies, **keep)

    rows = {
        name: {
            "resistance": estimate(protected.values("resistance", points=np.array([point]))),
            "resilience_loss": share_lost(protected, [point])[0],
            "hysteresis": share_lost(protected, [point], "final_year")[0],
        }
        for point, name in enumerate(SCENARIOS)
    }
    effects = {kind: effect(both, point) for point, kind in enumerate(KINDS)}
    hazards = {name: hazard(protected, point, name) for point, name in enumerate(SCENARIOS)}

    experiment.figure(
        "over_time",
        over_time(protected),
        protected,
        "Co-production over time in four situations, with and without the change",
    )
    experiment.figure(
        "asymmetry",
        asymmetry(both),
        both,
        "The difference that an unsupportive and a supportive leadership make, over time",
    )
    experiment.figure(
        "protection", protection(protected, rows), protected, "How much is lost, by what was there before"
    )
    experiment.table(
        "resilience",
        ("scenario", "measure", "estimate", "low", "high"),
        [(name, measure, *value) for name, of in rows.items() for measure, value in of.items()],
        "resilience of co-production in each situation",
    )
    experiment.table(
        "hazard", ("scenario", "hazard ratio", "low", "high"), [(name, *value) for name, value in hazards.items()],
        "how much sooner arrangements that were there end once the leadership has changed (Cox, clustered by future)",
    )  # fmt: skip
    plain, framed = rows["leadership-change"], rows["framework-then-leadership-change"]
    ratio = hazards["leadership-change"]
    gained = share_lost(protected, [0, 1])[2]
    experiment.finish(
        "A change of leadership",
        "A council of 24 neighbourhoods; in the fifth year the leadership changes. Four situations, and an "
        "unsupportive and a supportive successor. Any co-production is the need-weighted share of services that is "
        "planned or delivered together.",
        (
            f"An unsupportive leadership changes any co-production by {effects['unsupportive']['after'].points()} "
            "on average over the fifteen years after it, which is "
            f"{signed(-plain['resilience_loss'].value)} % of what there would have been, while a supportive one "
            f"changes it by {effects['supportive']['after'].points()}.",
            f"At the deepest point of the first two years {plain['resistance'].share()} of what there would have been "
            f"is left, and arrangements end {ratio.plain(2)} times as often as without the change.",
            f"Where the framework had been in force for five years, {framed['resistance'].share()} is left at the "
            "deepest point; it "
            + chosen(
                gained.sign,
                f"lowers the share that is lost over the years by {100 * gained.value:.0f} percentage points "
                f"({100 * gained.low:.0f} to {100 * gained.high:.0f}).",
                "does not lower the share that is lost over the years, which rises by "
                f"{-100 * gained.value:.0f} percentage points ({-100 * gained.high:.0f} to {-100 * gained.low:.0f}).",
                "makes no difference to the share lost over the years that these runs could show.",
            ),
        ),
    )


def effect(stored: Stored, point: int) -> dict[str, Estimate]:
    """Difference of co-production after the event and in the last year."""
    columns = {"after": "coproduction_after_event", "final": "coproduction_final_year"}
    return {name: estimate(stored.values(column, "difference", np.array([point]))) for name, column in columns.items()}


def series(stored: Stored, point: int, arm: str) -> np.ndarray:
    """Co-production month by month, ``[replicate, month]``."""
    rows = stored.table(["coproduction"], (ds.field("point") == point) & (ds.field("arm") == arm), "monthly")
    return np.stack(rows["coproduction"].to_numpy())


def over_time(stored: Stored):
    """Fans of co-production with the counterfactual."""
    panels, events = {}, {}
    for point, (name, words) in enumerate(SCENARIOS.items()):
        panels[words] = {
            "with the change": spread(series(stored, point, "scenario")),
            "without": Line(middle(series(stored, point, "counterfactual"))),
        }
        events[words] = stored.manifest["forks"][name] / 12
    return lines(
        origin(stored),
        "Co-production when the leadership changes",
        f"{reading(stored.replicates)} Dashed: the same runs without the change, which comes at the dotted line.",
        panels,
        "years since the start",
        "co-produced share",
        events=events,
    )


def asymmetry(stored: Stored):
    """The lost share and the gained share over time, as means with intervals."""
    panel = {}
    for point, kind in enumerate(KINDS):
        gap = series(stored, point, "scenario") - series(stored, point, "counterfactual")
        gap = np.abs(gap.mean(axis=0)), gap.std(axis=0, ddof=1) * 1.645 / np.sqrt(len(gap))
        panel[f"{kind} leadership: share {'lost' if kind == 'unsupportive' else 'gained'}"] = Line(
            gap[0], np.maximum(gap[0] - gap[1], 0), gap[0] + gap[1]
        )
    return lines(
        origin(stored),
        "An unsupportive and a supportive leadership",
        "Absolute difference of co-production to the same runs without the change, mean with 90 % interval, in "
        "percentage points of services.",
        {"difference": panel},
        "years since the start",
        "percentage points",
    )


def protection(stored: Stored, rows: dict[str, dict[str, Estimate]]):
    """Resilience measures by situation."""
    found = {
        words: tuple(100 * np.array([rows[name][measure] for name in SCENARIOS]).T)
        for measure, words in MEASURES.items()
    }
    return dots(
        origin(stored),
        "What protects co-production",
        "In per cent of the co-production that there would have been without the change; means over runs with "
        "90 % intervals.",
        list(SCENARIOS.values()),
        found,
        "per cent of the level without the change",
    )


def hazard(stored: Stored, point: int, name: str) -> Estimate:
    """Hazard ratio of the arrangements alive at the change, with against without it, stratified by service."""
    columns = ["replicate", "arm", "service", "start", "end", "ended"]
    table = stored.table(columns, ds.field("point") == point, "spells")
    since = stored.manifest["forks"][name]
    table = table.filter(pc.and_(pc.less(table["start"], since), pc.greater_equal(table["end"], since)))
    spells: Lifetimes = cohort(
        {column: table[column].to_numpy() for column in ("replicate", "start", "end", "ended")}, since
    )
    with_change = np.array(table["arm"].to_pylist()) == "scenario"
    found = cox(spells, with_change, ("change",), np.unique(table["service"].to_pylist(), return_inverse=True)[1])
    return Estimate(float(found.ratio[0]), float(found.low[0]), float(found.high[0]))


if __name__ == "__main__":
    main()
