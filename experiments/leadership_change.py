"""What a change of leadership does to co-production, and what softens it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pyarrow.compute as pc
import pyarrow.dataset as ds
from estimates import BANDS, Estimate, chosen, ends, estimate, mean_over_time, share_lost
from headlines import Headline
from shared import Experiment

from simulation.analysis import cox
from simulation.figures import Line, dots, lines
from simulation.figures.spread import middle as middle_of
from simulation.figures.spread import reading, spread
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
STATED = "F37"  # the claim whose direction equations state, and by the same equations that of a supportive leadership
LEFT = {
    "resistance": "kept at the deepest, of what there would have been",
    "left_after": "left over the time after, of all services",
    "left_at_the_end": "left at the end, of all services",
}
LOST = {"resilience_loss": "lost over the time after", "hysteresis": "still lost at the end"}


def main() -> None:
    """Run the sweeps and write the answer."""
    experiment = Experiment(
        "leadership_change",
        "When another leadership takes over, how much co-production is lost, for how long, and what protects it?",
    )
    replicates = experiment.futures(400, 6)
    keep = {"sampler": "full_factorial", "replicates": replicates, "monthly": ("coproduction",)}
    protected = experiment.sweep("protection", scenarios=tuple(SCENARIOS), spells=True, **keep)
    policies = (
        {"name": "unsupportive", "hostile-leadership.commitment": 0.1, "hostile-leadership.market": 0.7},
        {"name": "supportive", "hostile-leadership.commitment": 0.9, "hostile-leadership.market": 0.2},
    )
    both = experiment.sweep("asymmetry", scenarios=("leadership-change",), policies=policies, **keep)

    rows = {name: resilience(protected, point) for point, name in enumerate(SCENARIOS)}
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
    experiment.figure("left", left(protected, rows), protected, "How much is left, by what was there before")
    experiment.figure("lost", lost(protected, rows), protected, "How much is lost, by what was there before")
    experiment.table(
        "resilience",
        ("scenario", "measure", "estimate"),
        [(name, measure, value) for name, of in rows.items() for measure, value in of.items()],
        "what is left of co-production in each situation, what there would have been, and the share lost",
    )
    experiment.table(
        "hazard", ("scenario", "hazard ratio"), [(name, value) for name, value in hazards.items()],
        "how much sooner arrangements that were there end once the leadership has changed (Cox; the interval is of "
        "the estimate, clustered by future, or by world where there are several)",
    )  # fmt: skip
    plain, framed = rows["leadership-change"], rows["framework-then-leadership-change"]
    ratio = hazards["leadership-change"]
    more_lost = share_lost(protected, 1, less=0)
    more_at_the_end = share_lost(protected, 1, "final_year", less=0)
    anchored = share_lost(protected, 2, less=0)
    kept = estimate(
        protected.values("coproduction_after_event", points=[1])[0]
        - protected.values("coproduction_after_event", points=[0])[0],
        protected.world,
    )
    experiment.finish(
        "A change of leadership",
        "A council of 24 neighbourhoods; after five years the leadership changes. Four situations, and an "
        "unsupportive and a supportive successor. Any co-production is the need-weighted share of services that is "
        "planned or delivered together. Futures in which there would be next to none count in no share lost or kept.",
        (
            f"An unsupportive leadership changes any co-production by {effects['unsupportive']['after'].points()} "
            "on average over the fifteen years after it: "
            f"{plain['left_after'].share()} of services are left co-produced, and {plain['resilience_loss'].share()} "
            "of what there would have been is lost. A supportive one changes it by "
            f"{effects['supportive']['after'].points()}.",
            f"At the deepest point of the first two years {plain['resistance'].share()} of what there would have been "
            f"is left, and arrangements end {ratio.value:.2f} times as often as without the change (90 % interval of "
            f"the estimate {ratio.low:.2f} to {ratio.high:.2f}).",
            f"Where the framework had been held for five years until the change, {framed['resistance'].share()} is "
            f"left at the deepest point and {framed['left_after'].share()} of services over the years, "
            f"{kept.points()} against the same without it. It changes the share that is lost by {more_lost.points()}: "
            + chosen(
                more_lost,
                "of what there is a larger share goes, and more is left all the same"
                if kept.sign > 0
                else "of what there is a larger share goes",
                "of what there is a smaller share goes",
                "no difference that these runs could show",
            )
            + f". What is still lost in the last year it changes by {more_at_the_end.points()}.",
            f"Enterprises with assets and income of their own change the share that is lost by {anchored.points()}.",
        ),
        [
            *(
                Headline(f"{what}, {words}", kind, rows[name][measure], STATED)
                for name, words in SCENARIOS.items()
                for what, kind, measure in (
                    ("left", "level", "left_after"),
                    ("left at the end", "level", "left_at_the_end"),
                    ("lost", "lost", "resilience_loss"),
                    ("still lost at the end", "lost", "hysteresis"),
                )
            ),
            Headline("framework: more left", "difference", kept, "M16"),
            Headline("framework: share lost", "lost difference", more_lost),
            Headline("framework: still lost at the end", "lost difference", more_at_the_end),
            Headline("anchor enterprises: share lost", "lost difference", anchored, "F40"),
            *(Headline(f"{kind} leadership", "difference", effects[kind]["after"], STATED) for kind in KINDS),
        ],
        swept="protection",
    )


def resilience(stored: Stored, point: int) -> dict[str, Estimate]:
    """What is left, what there would have been, and the share lost, over the time after the change and at the end."""

    def of(column: str, arm: str = "scenario") -> Estimate:
        return estimate(stored.values(column, arm, [point]), stored.world, effect=False)

    return {
        "resistance": of("resistance"),
        "left_after": of("coproduction_after_event"),
        "without_the_change_after": of("coproduction_after_event", "counterfactual"),
        "resilience_loss": share_lost(stored, point),
        "left_at_the_end": of("coproduction_final_year"),
        "without_the_change_at_the_end": of("coproduction_final_year", "counterfactual"),
        "hysteresis": share_lost(stored, point, "final_year"),
    }


def effect(stored: Stored, point: int) -> dict[str, Estimate]:
    """Difference of co-production after the event and in the last year."""
    columns = {"after": "coproduction_after_event", "final": "coproduction_final_year"}
    return {
        name: estimate(stored.values(column, "difference", [point]), stored.world) for name, column in columns.items()
    }


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
            "without": Line(middle_of(series(stored, point, "counterfactual"))),
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
        gap = -gap if kind == "unsupportive" else gap
        middle, low, high = mean_over_time(gap, stored.world)
        panel[f"{kind} leadership: {'lost' if kind == 'unsupportive' else 'gained'}"] = Line(middle, low, high)
    return lines(
        origin(stored),
        "An unsupportive and a supportive leadership",
        "What the one takes of co-production and what the other brings, against the same runs without the change; "
        f"means with {BANDS[stored.in_worlds]}.",
        {"lost or gained, of all services": panel},
        "years since the start",
        "percentage points",
    )


def left(stored: Stored, rows: dict[str, dict[str, Estimate]]):
    """What is left by situation."""
    return dots(
        origin(stored),
        "What is left of co-production after a change of leadership",
        f"Means over runs with {BANDS[stored.in_worlds]}.",
        list(SCENARIOS.values()),
        {words: ends(rows[name][measure] for name in SCENARIOS) for measure, words in LEFT.items()},
        "per cent",
    )


def lost(stored: Stored, rows: dict[str, dict[str, Estimate]]):
    """The share lost by situation."""
    return dots(
        origin(stored),
        "The share of co-production that a change of leadership takes",
        "Of the co-production that there would have been without the change; all runs taken together, with "
        f"{BANDS[stored.in_worlds]}. Negative: a gain.",
        list(SCENARIOS.values()),
        {words: ends(rows[name][measure] for name in SCENARIOS) for measure, words in LOST.items()},
        "per cent of the level without the change",
    )


def hazard(stored: Stored, point: int, name: str) -> Estimate:
    """Hazard ratio of the arrangements alive at the change, with against without it, stratified by service.

    Its errors are over whole futures, or over whole worlds where there are several.
    """
    columns = ["replicate", "arm", "service", "start", "end", "ended"]
    table = stored.table(columns, ds.field("point") == point, "spells")
    since = stored.manifest["forks"][name]
    table = table.filter(pc.and_(pc.less(table["start"], since), pc.greater_equal(table["end"], since)))
    spells: Lifetimes = cohort(
        {column: table[column].to_numpy() for column in ("replicate", "start", "end", "ended")}, since
    )
    with_change = np.array(table["arm"].to_pylist()) == "scenario"
    spells = replace(spells, replicate=stored.world[spells.replicate]) if stored.in_worlds else spells
    found = cox(spells, with_change, ("change",), np.unique(table["service"].to_pylist(), return_inverse=True)[1])
    return Estimate(float(found.ratio[0]), float(found.low[0]), float(found.high[0]))


if __name__ == "__main__":
    main()
