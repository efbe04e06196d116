"""Which levers do well in a perfect storm whatever the unknown numbers are."""

from __future__ import annotations

import numpy as np
from scipy import stats
from shared import Experiment

from simulation.analysis import Robustness, pareto_set, prim, robustness
from simulation.analysis.pareto import running_cost
from simulation.figures import dots
from simulation.report.sweep_origin import origin
from simulation.sweep.store import Stored
from simulation.world.parameters import PARAMETERS

SCENARIO, ON, BUDGET = "perfect-storm", 0.8, 0.01
LEVERS = ("governance", "planning_support", "capacity_building", "joint_working", "open_procurement")
ALL = dict.fromkeys(LEVERS, ON)
POLICIES = {
    "nothing": {},
    **{f"{lever.replace('_', ' ')} alone": {lever: ON} for lever in LEVERS},
    "whole framework": ALL,
    "framework with legal form": {**ALL, "legal_form": 1.0},
    "ward assemblies": {"assemblies": ON},
    "consultation that is heeded": {"consultation": ON, "consultation_heeded": ON},
    "anchor enterprises": {"enterprise_independence": 0.6, "enterprise_assets": 1.0},
}
OUTCOME, GOOD_ENOUGH = "coproduction_final_year", 0.15
OFFERED = 6  # factors in which a corner is looked for


def main() -> None:
    """Run the policies through the states of the world and write the answer."""
    experiment = Experiment(
        "robust_levers",
        "Cuts, an unsupportive leadership and PFI at once: which levers keep co-production alive whatever the unknown "
        "numbers are?",
    )
    uncertain = {name: {} for name, parameter in PARAMETERS.items() if parameter.role == "uncertainty"}
    states, replicates = experiment.size(120, 6), experiment.size(5, 2)
    stored = experiment.sweep(
        "states",
        scenarios=(SCENARIO,),
        uncertainties=uncertain,
        policies=tuple({"name": name, **levers} for name, levers in POLICIES.items()),
        points=states,
        replicates=replicates,
        outcomes=("coproduction", "quality", "unit_cost", "trust"),
    )
    values = stored.values(OUTCOME).reshape(len(POLICIES), states, replicates)
    found = robustness(values, list(POLICIES), GOOD_ENOUGH)
    frontier = pareto(found)
    box = corner(stored, values)
    experiment.figure(
        "regret", regret_figure(stored, found), stored, "Regret of each policy over all states of the world"
    )
    experiment.figure(
        "satisfied",
        satisfied_figure(stored, found),
        stored,
        "In how many states of the world each policy is good enough",
    )
    experiment.table(
        "robustness",
        ("policy", "statistic", "estimate", "low", "high"),
        [
            (policy, column, *map(float, (found.estimate[row, at], found.low[row, at], found.high[row, at])))
            for row, policy in enumerate(found.policies)
            for at, column in enumerate(found.columns)
        ],
        "mean, regret and satisficing of every policy",
    )
    experiment.table(
        "within_budget",
        ("policy", "running cost", "mean co-production", "good enough"),
        [
            (
                found.policies[row],
                cost(found.policies[row]),
                float(found.estimate[row, 0]),
                float(found.estimate[row, 4]),
            )
            for row in frontier
        ],
        f"policies for at most {BUDGET:.0%} of spending that none of the others beats",
    )
    if box is not None:
        experiment.table(
            "corner",
            ("factor", "from", "to"),
            [(name, *limits) for name, limits in box.limits.items()],
            f"the PRIM box in which the whole framework is not good enough: {box.density:.0%} of the states "
            "in it, which holds "
            f"{box.coverage:.0%} of all such states (among the {OFFERED} factors whose ranks go most with the "
            "outcome)",
        )
    order = np.argsort(found.estimate[:, 1])
    best, worst = int(order[0]), int(order[-1])
    rank = {name: row for row, name in enumerate(found.policies)}
    affordable = max(frontier, key=lambda row: found.estimate[row, 0])
    nothing = rank["nothing"]
    experiment.finish(
        "Robust levers",
        f"A perfect storm (half of the grant goes, PFI is pushed, an unsupportive leadership takes over) in {states} "
        "states of the world: a "
        "Latin hypercube over the whole declared ranges of all uncertain parameters. Nine policies, in force from "
        "the start, meet "
        "the same states and the same chance. Regret is how much more co-production the best of them would have "
        "kept in the same state; "
        f"good enough (satisficing) is a co-produced share of at least {GOOD_ENOUGH:.0%} in the last of twenty years.",
        (
            f"Over all states the policy with the least regret is '{found.policies[best]}': it keeps "
            f"{100 * found.estimate[best, 1]:.1f} percentage points ({100 * found.low[best, 1]:.1f} to "
            f"{100 * found.high[best, 1]:.1f}) less than the "
            f"best choice in hindsight, against {100 * found.estimate[worst, 1]:.1f} percentage points for "
            f"'{found.policies[worst]}'.",
            f"It is good enough in {100 * found.estimate[best, 4]:.0f} % of the states, doing nothing in "
            f"{100 * found.estimate[nothing, 4]:.0f} %.",
            f"For at most {100 * BUDGET:.0f} % of the council's spending the most co-production comes with "
            f"'{found.policies[affordable]}', on average {100 * found.estimate[affordable, 0]:.1f} % of services "
            "against "
            f"{100 * found.estimate[nothing, 0]:.1f} % with nothing.",
        ),
    )


def cost(policy: str) -> float:
    """Running cost of a policy; what enterprises own is not the council's money."""
    return running_cost(POLICIES[policy])


def pareto(found: Robustness) -> list[int]:
    """Policies within the budget on the frontier of cost, mean and share of good enough states."""
    costs = [cost(policy) for policy in found.policies]
    table = np.column_stack([costs, found.estimate[:, 0], found.estimate[:, 4]])
    return pareto_set(table, [False, True, True], costs, BUDGET).tolist()


def corner(stored: Stored, values: np.ndarray):
    """Where even the whole framework is not good enough."""
    row = list(POLICIES).index("whole framework")
    states = values.shape[1]
    numbers = np.arange(row * states, (row + 1) * states)
    sample = np.column_stack([stored.points[name].to_numpy()[numbers] for name in stored.factors])
    level = np.nanmean(values[row], axis=1)
    # So many factors would fit so few states by chance: only those whose ranks go most with the outcome are offered.
    strength = np.nan_to_num([abs(stats.spearmanr(column, level).statistic) for column in sample.T])
    offered = np.argsort(-strength)[:OFFERED]
    return prim(sample[:, offered], level < GOOD_ENOUGH, [stored.factors[column] for column in offered])


def regret_figure(stored: Stored, found: Robustness):
    """Mean and high regret."""
    series = {
        words: tuple(100 * table[:, at] for table in (found.estimate, found.low, found.high))
        for at, words in ((1, "mean regret"), (2, "regret in the worst tenth of the states"))
    }
    return dots(
        origin(stored),
        "Regret of the levers in a perfect storm",
        "How much more co-production the best policy would have kept in the same state of the world, in percentage "
        "points; 90 % intervals over states and runs.",
        list(found.policies),
        series,
        "percentage points",
    )


def satisfied_figure(stored: Stored, found: Robustness):
    """Shares of states."""
    series = {
        words: tuple(100 * table[:, at] for table in (found.estimate, found.low, found.high))
        for at, words in ((4, f"at least {GOOD_ENOUGH:.0%} co-produced"), (3, "no policy does better"))
    }
    return dots(
        origin(stored),
        "Satisficing: in how many states of the world a policy is good enough",
        "Share of the sampled states; 90 % intervals over states and runs.",
        list(found.policies),
        series,
        "per cent of the states",
    )


if __name__ == "__main__":
    main()
