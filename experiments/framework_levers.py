"""Which part of the framework carries its effect, for whom, at what cost: a factorial of its levers and legal form."""

from __future__ import annotations

import numpy as np
from estimates import BANDS, Estimate, ends, estimate, lost_parts, ratio
from headlines import Headline
from shared import A_WORLD_OF_MANY_POINTS, Experiment

from simulation.analysis import pareto_set
from simulation.analysis.pareto import running_cost
from simulation.figures import dots
from simulation.report.sweep_origin import origin
from simulation.sweep.store import Stored
from simulation.world.measures import MEASURES

SCENARIO, EVENT, ON = "framework-then-leadership-change", "framework", 0.8
LEVERS = ("governance", "planning_support", "capacity_building", "joint_working", "open_procurement")
FORMS = (*LEVERS, "legal_form")
OUTCOMES = {
    "coproduction_after_event": "co-production",
    "full_coproduction_after_event": "full co-production",
    "quality_after_event": "quality of services",
    "quality_gap_after_event": "quality gap",
    "unit_cost_after_event": "cost of the same service",
}
UNITS = {"resistance": "share", **{f"{measure.name}_after_event": measure.unit for measure in MEASURES}}
PARTS = {
    "governance": "governance and accountability",
    "planning_support": "planning support",
    "capacity_building": "capacity building",
    "joint_working": "joint working",
    "open_procurement": "open procurement",
    "legal_form": "a legal form of its own",
}
STATED = {"joint_working": "M24", "legal_form": "M18"}  # the claims of which equations state what these add


def main() -> None:
    """Run the factorial and write the answer."""
    experiment = Experiment(
        "framework_levers",
        "Which part of the Community Co-production Framework carries its effect, for whom, and at what cost?",
    )
    factors = {f"{EVENT}.{lever}": (0.0, 1.0 if lever == "legal_form" else ON) for lever in FORMS}
    stored = experiment.sweep(
        "factorial",
        scenarios=(SCENARIO,),
        sampler="full_factorial",
        levers=factors,
        replicates=experiment.futures(100, 3, A_WORLD_OF_MANY_POINTS),
    )
    on = {lever: stored.points[f"{EVENT}.{lever}"].to_numpy() > 0 for lever in FORMS}
    effects = {outcome: {lever: main_effect(stored, outcome, on[lever]) for lever in FORMS} for outcome in OUTCOMES}
    kept = {lever: main_effect(stored, "resistance", on[lever]) for lever in FORMS}
    lost = {lever: lost_less(stored, np.flatnonzero(on[lever]), np.flatnonzero(~on[lever])) for lever in FORMS}
    together = np.array(list(on.values()))
    every, none = (int(np.flatnonzero(which)[0]) for which in (together.all(axis=0), ~together.any(axis=0)))
    whole = {outcome: contrast(stored, outcome, every, none) for outcome in OUTCOMES}
    best = pareto(stored, on)

    experiment.figure(
        "main_effects",
        figure(stored, effects),
        stored,
        "What each part adds, averaged over all combinations of the others",
    )
    experiment.table(
        "main_effects",
        ("outcome", "part", "effect"),
        [(OUTCOMES[outcome], lever, value) for outcome, of in effects.items() for lever, value in of.items()]
        + [("kept at the deepest point", lever, value) for lever, value in kept.items()]
        + [("share lost", lever, value) for lever, value in lost.items()],
        "effect of each part, averaged over all combinations of the other parts",
    )
    experiment.table(
        "pareto",
        ("running cost, share of spending", "co-production", "quality gap", "parts"),
        best,
        "combinations that no cheaper one matches in co-production and in the quality gap; what they cost to run is at "
        "the declared prices, what they do at those of every world",
    )
    order = sorted(FORMS, key=lambda lever: -effects["coproduction_after_event"][lever].value)
    first, second = order[0], order[1]
    cost = running_cost({**dict.fromkeys(LEVERS, ON), "legal_form": 1.0})
    legal = effects["coproduction_after_event"]["legal_form"]
    experiment.finish(
        "Which part of the framework does it?",
        "The framework is in force from the start; an unsupportive leadership takes over after five years. All 64 "
        "combinations of the "
        "five levers (off, or at 0.8, where they are held until the change) and the legal form. Effects are means "
        "over the fifteen years after the change, "
        "in the world with it.",
        (
            f"Most is carried by {PARTS[first]}, which adds {effects['coproduction_after_event'][first].points()} to "
            f"the co-produced share of services, then by {PARTS[second]} with "
            f"{effects['coproduction_after_event'][second].points()}; the whole framework with its legal form adds "
            f"{whole['coproduction_after_event'].points()}, and the legal form by itself {legal.points()}. Of what "
            f"there would have been the change takes {lost_at(stored, none).share()} without any part and "
            f"{lost_at(stored, every).share()} with all of them, which leave {left(stored, none).share()} and "
            f"{left(stored, every).share()} of services co-produced.",
            of_gap(effects["quality_gap_after_event"])
            + f" The whole framework changes it by {hundredths(whole['quality_gap_after_event'])}.",
            f"At the declared prices it costs {100 * cost:.1f} % of the council's spending to run, and it changes the "
            f"cost of the same service by {hundredths(whole['unit_cost_after_event'])}.",
        ),
        [
            Headline("left, no part", "level", left(stored, none)),
            Headline("left, all parts", "level", left(stored, every)),
            Headline("lost, no part", "lost", lost_at(stored, none), "F37"),
            Headline("lost, all parts", "lost", lost_at(stored, every), "F37"),
            *(
                Headline(
                    f"{OUTCOMES[outcome]}, {PARTS[lever]}", "difference", effects[outcome][lever], STATED.get(lever, "")
                )
                for outcome in OUTCOMES
                if UNITS[outcome] == "share"
                for lever in FORMS
            ),
            *(Headline(f"share lost, {PARTS[lever]}", "lost difference", lost[lever]) for lever in FORMS),
            *(
                Headline(f"quality gap, {PARTS[lever]}", "index", effects["quality_gap_after_event"][lever])
                for lever in FORMS
            ),
        ],
    )


def of_gap(gap: dict[str, Estimate]) -> str:
    """Which parts change the gap in quality with the whole band, too little to matter, or perhaps, in a sentence."""
    small = [PARTS[lever] for lever in FORMS if gap[lever].no_matter]
    told = {
        sign: [PARTS[lever] for lever in FORMS if gap[lever].sign == sign and not gap[lever].no_matter]
        for sign in (-1, 1, 0)
    }
    listed = {sign: " and ".join(names) or "no part" for sign, names in told.items()}
    rest = f"; under half a hundredth in nine worlds in ten is what comes of {', '.join(small)}" if small else ""
    rest += f"; the bands of the others hold 0 ({', '.join(told[0])})" if told[0] else ""
    return (
        "Between the least and the most deprived fifth of neighbourhoods the gap in quality is clearly narrowed by "
        f"{listed[-1]} and clearly widened by {listed[1]}{rest}."
    )


def hundredths(value: Estimate) -> str:
    """A difference of an index or a ratio in words."""
    return value.points().replace("percentage points", "hundredths")


def main_effect(stored: Stored, outcome: str, on: np.ndarray) -> Estimate:
    """Mean with a part minus mean without it over all other combinations, future by future (chance is shared)."""
    values = stored.values(outcome)
    return estimate(mean_known(values[on]) - mean_known(values[~on]), stored.world, UNITS[outcome])


def lost_less(stored: Stored, on: np.ndarray, off: np.ndarray) -> Estimate:
    """Share lost with a part minus share lost without it, over all other combinations taken together."""
    parts = [np.nansum([lost_parts(stored, int(point)) for point in points], axis=0) for points in (on, off)]
    return ratio(parts[0], stored.world, parts[1])


def lost_at(stored: Stored, point: int) -> Estimate:
    """Share lost of co-production at one combination."""
    return ratio(lost_parts(stored, point), stored.world)


def left(stored: Stored, point: int) -> Estimate:
    """Co-production that is left at one combination."""
    return estimate(stored.values("coproduction_after_event", points=[point]), stored.world, effect=False)


def mean_known(values: np.ndarray) -> np.ndarray:
    """Mean over combinations of those that have a value, future by future; nan where none has."""
    known = np.isfinite(values)
    count = known.sum(axis=0)
    return np.divide(np.where(known, values, 0).sum(axis=0), count, out=np.full(len(count), np.nan), where=count > 0)


def contrast(stored: Stored, outcome: str, one: int, other: int) -> Estimate:
    """One combination minus another."""
    values = stored.values(outcome, points=[one, other])
    return estimate(values[0] - values[1], stored.world, UNITS[outcome])


def pareto(stored: Stored, on: dict[str, np.ndarray]) -> list[tuple[float, float, float, str]]:
    """The combinations on the frontier of cost, co-production and quality gap, cheapest first."""
    count = len(stored.points)
    cost = [
        running_cost({lever: ON if lever != "legal_form" else 1.0 for lever in FORMS if on[lever][point]})
        for point in range(count)
    ]
    level = stored.values("coproduction_after_event").mean(axis=1)
    gap = stored.values("quality_gap_after_event").mean(axis=1)
    chosen = pareto_set(np.column_stack([cost, level, gap]), [False, True, False])
    rows = [
        (cost[point], float(level[point]), float(gap[point]), " + ".join(lever for lever in FORMS if on[lever][point]))
        for point in chosen
    ]
    return sorted(rows)


def figure(stored: Stored, effects: dict[str, dict[str, Estimate]]):
    """Main effects on the shares."""
    shown = (
        "coproduction_after_event",
        "full_coproduction_after_event",
        "quality_after_event",
        "quality_gap_after_event",
    )
    series = {OUTCOMES[outcome]: ends(effects[outcome][lever] for lever in FORMS) for outcome in shown}
    return dots(
        origin(stored),
        "What each part of the framework adds",
        "Effect of each part over the fifteen years after an unsupportive leadership took over, averaged over all "
        "combinations of the "
        f"other parts; in percentage points, with {BANDS[stored.in_worlds]}.",
        [PARTS[lever] for lever in FORMS],
        series,
        "percentage points",
    )


if __name__ == "__main__":
    main()
