"""Which portfolio of levers does well in a perfect storm at equal cost, whatever the unknown numbers are."""

from __future__ import annotations

import numpy as np
from estimates import BANDS, Estimate, estimate, lost_parts, ratio
from headlines import Headline
from portfolios import BUDGETS, MIXES, PRICES, portfolios
from scipy import stats
from shared import Experiment

from simulation.analysis import Robustness, prim, robustness
from simulation.figures import Line, dots, lines
from simulation.report.sweep_origin import origin
from simulation.sweep.store import Stored
from simulation.world.parameters import PARAMETERS

SCENARIO = "scenarios/levers-then-perfect-storm.toml"
PORTFOLIOS = portfolios()
NOTHING = "nothing"
POLICIES = {NOTHING: {}, **{each.name: each.factors for each in PORTFOLIOS}}
OUTCOME, GOOD_ENOUGH = "coproduction_final_year", 0.15
OFFERED = 6  # factors in which a corner is looked for
MEAN, REGRET, HIGH_REGRET, BEST, SATISFIED = range(5)  # columns of a `Robustness`


def main() -> None:
    """Run the portfolios through the states of the world and write the answer."""
    experiment = Experiment(
        "robust_levers",
        "Cuts, an unsupportive leadership and PFI at once: on which levers is a budget well spent whatever the unknown "
        "numbers are?",
    )
    uncertain = {
        name: {} for name, parameter in PARAMETERS.items() if parameter.role == "uncertainty" and name not in PRICES
    }
    states = experiment.size(120, 3)
    drawn = {"uncertainties": uncertain, "points": states} if not experiment.several else {"sampler": "full_factorial"}
    stored = experiment.sweep(
        "portfolios",
        scenarios=(SCENARIO,),
        settings=PRICES,
        policies=tuple({"name": name, **levers} for name, levers in POLICIES.items()),
        replicates=experiment.futures(5, 2, 8),
        outcomes=("coproduction", "full_coproduction", "resilience_loss"),
        **drawn,
    )
    values = by_state(stored, stored.values(OUTCOME))
    found = {budget: compared(values, budget) for budget in BUDGETS}
    left, lost, gained = levels(stored), losses(stored), gains(stored)

    experiment.figure(
        "by_budget", by_budget(stored, gained), stored, "What a budget adds to co-production, by what it is spent on"
    )
    experiment.figure("regret", regret_figure(stored, found), stored, "Regret of equal-cost portfolios by budget")
    experiment.table(
        "portfolios",
        (
            "mix",
            "budget, share of spending",
            "strength of its levers",
            "left",
            "share lost",
            "more left than with nothing",
        ),
        [
            (each.mix, each.budget, each.strength, left[each.name], lost[each.name], gained[each.name])
            for each in PORTFOLIOS
        ]
        + [(NOTHING, 0.0, 0.0, left[NOTHING], lost[NOTHING], gained[NOTHING])],
        "co-production left in the last year, share of services, and the share lost over the years since the storm "
        "began, of what there would have been with the same portfolio",
    )
    experiment.table(
        "robustness",
        ("budget", "mix", "statistic", "estimate", "low", "high"),
        [
            (budget, policy, column, *map(float, (of.estimate[row, at], of.low[row, at], of.high[row, at])))
            for budget, of in found.items()
            for row, policy in enumerate(of.policies)
            for at, column in enumerate(of.columns)
        ],
        "mean, regret and satisficing of the portfolios of each budget, which cost the same; 90 % intervals over "
        "states",
    )
    box = None if experiment.several else corner(stored, values)
    if box is not None:
        experiment.table(
            "corner",
            ("factor", "from", "to"),
            [(name, *limits) for name, limits in box.limits.items()],
            f"the PRIM box in which the whole framework is not good enough: {box.density:.0%} of the states in it, "
            f"which holds {box.coverage:.0%} of all such states (among the {OFFERED} factors whose ranks go most with "
            "the outcome)",
        )
    where = f"{values.shape[1]} worlds" if experiment.several else f"{states} states of the world"
    drawn_from = (
        "sets of values for what nobody knows"
        if experiment.several
        else "a Latin hypercube over the whole declared ranges of all uncertain parameters"
    )
    experiment.finish(
        "Robust portfolios of levers",
        f"A perfect storm (half of the grant goes, PFI is pushed, an unsupportive leadership takes over) in {where}, "
        f"{drawn_from}. A budget is spent on one of {len(MIXES)} mixes of levers, all of one strength, which are held "
        "for five years until the storm; portfolios of one budget cost the same in every state, and none can spend "
        "more "
        "than its levers take. All meet the same states and the same chance. Regret is how much more co-production the "
        "best portfolio of the same budget would have kept in the same state, as the futures of that state show it: "
        "chance among so few makes regret rather too large, and how often a portfolio is best rather too even; good "
        "enough (satisficing) is a "
        f"co-produced share of at least {GOOD_ENOUGH:.0%} in the last of twenty years.",
        answer(found, left, lost),
        [
            Headline(f"{what}, {name}", kind, of[name], stated(what, name))
            for what, kind, of in (
                ("left", "level", left),
                ("lost", "lost", lost),
                ("more left", "difference", gained),
            )
            for name in (NOTHING, *(best_of(found[budget], budget) for budget in BUDGETS))
        ],
    )


def stated(what: str, name: str) -> str:
    """The claim whose direction an equation states: the storm brings an unsupportive leadership, a framework adds."""
    return {"lost": "F37", "more left": "M16" if "framework" in name else ""}.get(what, "")


def by_state(stored: Stored, values: np.ndarray) -> np.ndarray:
    """An outcome ``[point, replicate]`` as ``[policy, state, replicate]``: states are worlds, or else points."""
    if not stored.in_worlds:
        return values.reshape(len(POLICIES), -1, stored.replicates)
    order = np.argsort(stored.world, kind="stable")
    return values[:, order].reshape(len(POLICIES), len(np.unique(stored.world)), -1)


def state_of(stored: Stored) -> np.ndarray:
    """The number of the state of each value of a policy, in the order of `by_state` flattened."""
    states, futures = by_state(stored, stored.values(OUTCOME)).shape[1:]
    return np.repeat(np.arange(states), futures)


def levels(stored: Stored) -> dict[str, Estimate]:
    """Co-production left in the last year under each policy."""
    state, values = state_of(stored), by_state(stored, stored.values(OUTCOME))
    return {name: estimate(values[row], state, effect=False) for row, name in enumerate(POLICIES)}


def gains(stored: Stored) -> dict[str, Estimate]:
    """Co-production left in the last year under each policy, less that with nothing spent."""
    state, values = state_of(stored), by_state(stored, stored.values(OUTCOME))
    nothing = values[list(POLICIES).index(NOTHING)]
    return {name: estimate(values[row] - nothing, state) for row, name in enumerate(POLICIES)}


def losses(stored: Stored) -> dict[str, Estimate]:
    """Share of co-production lost since the storm began under each policy."""
    state = state_of(stored)
    parts = np.array([lost_parts(stored, point) for point in range(len(stored.points))])  # [point, part, replicate]
    both = [by_state(stored, parts[:, part]) for part in (0, 1)]
    return {name: ratio(np.array([each[row].ravel() for each in both]), state) for row, name in enumerate(POLICIES)}


def compared(values: np.ndarray, budget: float) -> Robustness:
    """Regret and satisficing of the portfolios of one budget."""
    rows = [list(POLICIES).index(each.name) for each in PORTFOLIOS if each.budget == budget]
    return robustness(values[rows], [each.mix for each in PORTFOLIOS if each.budget == budget], GOOD_ENOUGH)


def best_of(found: Robustness, budget: float) -> str:
    """The policy with the least mean regret at a budget."""
    return next(
        each.name
        for each in PORTFOLIOS
        if each.budget == budget and each.mix == found.policies[int(found.estimate[:, REGRET].argmin())]
    )


def answer(found: dict[float, Robustness], left: dict[str, Estimate], lost: dict[str, Estimate]) -> list[str]:
    """Which portfolio of each budget has the least regret, and what it leaves."""
    said = [f"With nothing spent {left[NOTHING].share()} of services are left co-produced in the last year."]
    for budget, of in found.items():
        best, name = int(of.estimate[:, REGRET].argmin()), best_of(of, budget)
        worst = int(of.estimate[:, REGRET].argmax())
        said.append(
            f"For {100 * budget:g} % of spending, which {len(of.policies)} mixes can spend, the least regret "
            f"has *{of.policies[best]}*: "
            f"{100 * of.estimate[best, REGRET]:.1f} percentage points (90 % interval {100 * of.low[best, REGRET]:.1f} "
            f"to {100 * of.high[best, REGRET]:.1f}), against {100 * of.estimate[worst, REGRET]:.1f} of "
            f"*{of.policies[worst]}*; it leaves {left[name].share()} and loses {lost[name].share()} of what there "
            f"would have been, is the best in {of.estimate[best, BEST]:.0%} of the states and good enough in "
            f"{of.estimate[best, SATISFIED]:.0%}."
        )
    return [each.replace("(90 % interval nan to nan)", "(too few states for an interval)") for each in said]


def corner(stored: Stored, values: np.ndarray):
    """Where even the whole framework at the largest budget is not good enough."""
    row = list(POLICIES).index(
        next(e.name for e in PORTFOLIOS if (e.mix, e.budget) == ("whole framework", BUDGETS[-1]))
    )
    states = values.shape[1]
    numbers = np.arange(row * states, (row + 1) * states)
    sample = np.column_stack([stored.points[name].to_numpy()[numbers] for name in stored.factors])
    level = np.nanmean(values[row], axis=1)
    # So many factors would fit so few states by chance: only those whose ranks go most with the outcome are offered.
    strength = np.nan_to_num([abs(stats.spearmanr(column, level).statistic) for column in sample.T])
    offered = np.argsort(-strength)[:OFFERED]
    return prim(sample[:, offered], level < GOOD_ENOUGH, [stored.factors[column] for column in offered])


def by_budget(stored: Stored, gained: dict[str, Estimate]):
    """What is added over the budget, a panel for each mix, with the best mix of every budget."""
    most = [max(gained[each.name].value for each in PORTFOLIOS if each.budget == budget) for budget in BUDGETS]
    x = 100 * np.array([0.0, *BUDGETS])
    panels = {}
    for mix in MIXES:
        mine = [Estimate(0.0, 0.0, 0.0), *(gained[each.name] for each in PORTFOLIOS if each.mix == mix)]
        at = [0.0, *(each.budget for each in PORTFOLIOS if each.mix == mix)]
        # Where a mix cannot spend so little or so much there is no line.
        table = np.full((3, len(x)), np.nan)
        for budget, value in zip(at, mine, strict=True):
            table[:, int(np.argmin(np.abs(x - 100 * budget)))] = value[:3]
        panels[mix] = {
            "this mix": Line(*table),
            "the best of each budget": Line(np.array([0.0, *most])),
        }
    return lines(
        origin(stored),
        "What a budget adds to the co-production that a perfect storm leaves",
        "Co-produced share of services in the last of twenty years, less that of the same futures with nothing spent; "
        f"means with {BANDS[True]}. All mixes of one budget cost the same; lines end where the levers of a mix are in "
        "full force.",
        panels,
        "running cost, per cent of the council's spending",
        "percentage points",
        x=x,
    )


def regret_figure(stored: Stored, found: dict[float, Robustness]):
    """Mean regret of each mix at up to four budgets."""
    shown = BUDGETS[:-1]
    series = {}
    for budget in shown:
        of = found[budget]
        table = np.full((3, len(MIXES)), np.nan)
        for row, mix in enumerate(of.policies):
            column = list(MIXES).index(mix)
            table[:, column] = [100 * each[row, REGRET] for each in (of.estimate, of.low, of.high)]
        series[f"{100 * budget:g} % of spending"] = tuple(table)
    return dots(
        origin(stored),
        "Regret of equal-cost portfolios in a perfect storm",
        "How much more co-production the best portfolio of the same budget would have kept in the same state of the "
        "world, in percentage points; mean over states with 90 % intervals. No dot: the mix cannot spend that; the "
        "largest budget is in robustness.csv.",
        list(MIXES),
        series,
        "percentage points of services",
    )


if __name__ == "__main__":
    main()
