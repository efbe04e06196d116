"""Which of the numbers that nobody knows decide what an unsupportive leadership destroys: screening, then variances."""

from __future__ import annotations

import sys

from estimates import estimate, share_lost
from headlines import Headline
from publish_sensitivity import RESULTS, publish
from shared import Experiment

from simulation.analysis import Importance, Sensitivity, importance, sensitivity
from simulation.analysis.importance import FEWEST_WORLDS
from simulation.cli.status import FAILED
from simulation.figures import bars
from simulation.report.sweep_importance import importance_figure
from simulation.report.sweep_origin import origin
from simulation.sweep.store import Stored
from simulation.world.arms import ArmOrDifference as Arm
from simulation.world.errors import AnalysisError
from simulation.world.parameters import PARAMETERS

SCENARIO = "leadership-change"
OUTCOMES = {
    "coproduction_final_year": "co-production in the last year",
    "coproduction_after_event": "co-production that the change destroys",
}
ARMS: dict[str, Arm] = {"coproduction_final_year": "scenario", "coproduction_after_event": "difference"}
KEPT = ("coproduction", "full_coproduction", "quality", "resistance")
HANGS_ON = {  # over worlds, where the loss is relative: what there is to lose differs between them
    "coproduction_final_year": "co-production in the last year",
    "resilience_loss": "the share of co-production lost",
}
FINALISTS = 8
SHOWN = 15


def main() -> None:
    """Screen all uncertain parameters, then give the variance to the few that matter."""
    experiment = Experiment(
        "sensitivity",
        "Which uncertain numbers of the model decide how much co-production there is, and how much an unsupportive "
        "leadership destroys?",
    )
    uncertain = {name: {} for name, parameter in PARAMETERS.items() if parameter.role == "uncertainty"}
    if experiment.quick:
        uncertain = dict(list(uncertain.items())[:12])
    over = None
    if experiment.several:
        over = experiment.sweep(
            "worlds",
            scenarios=(SCENARIO,),
            sampler="full_factorial",
            replicates=experiment.futures(0, 0, 16, FEWEST_WORLDS + 10),
            outcomes=(*KEPT, "resilience_loss"),
        )
    screening = experiment.sweep(
        "screening",
        central=True,
        scenarios=(SCENARIO,),
        sampler="morris",
        uncertainties=uncertain,
        points=experiment.size(20, 2),
        replicates=experiment.size(5, 2),
        outcomes=KEPT,
    )
    finalists = list(uncertain)[:FINALISTS]
    if not experiment.planning:
        screened = sensitivity(screening, "coproduction_final_year")
        finalists = [screened.factors[row] for row in screened.order()[:FINALISTS]]
    variance = experiment.sweep(
        "variance",
        central=True,
        scenarios=(SCENARIO,),
        sampler="saltelli",
        uncertainties={name: {} for name in finalists},
        points=experiment.size(256, 4),
        replicates=experiment.size(8, 2),
        outcomes=KEPT,
    )
    indices = {outcome: sensitivity(variance, outcome, ARMS[outcome]) for outcome in OUTCOMES}
    experiment.figure(
        "screening",
        screening_figure(screening, screened),
        screening,
        "Which uncertain numbers move co-production at all",
    )
    for outcome, found in indices.items():
        experiment.figure(
            f"variance_{outcome}",
            variance_figure(variance, found, outcome),
            variance,
            f"Shares of variance: {OUTCOMES[outcome]}",
        )
    for name, found in (("screening", {"coproduction_final_year": screened}), ("variance", indices)):
        experiment.table(
            name,
            ("outcome", "factor", "statistic", "estimate", "low", "high"),
            [
                (
                    outcome,
                    each.factors[row],
                    column,
                    *map(float, (each.estimate[row, at], each.low[row, at], each.high[row, at])),
                )
                for outcome, each in found.items()
                for row in each.order()
                for at, column in enumerate(each.columns)
            ],
            "Morris' elementary effects" if name == "screening" else "Sobol' indices",
        )
    design, answer = words(screened, indices, len(uncertain))
    headlines: list[Headline] = []
    if over is not None:
        told, headlines = over_worlds(experiment, over)
        answer = (*told, "Over the whole declared ranges, whatever the record rules out of them:", *answer)
        design += (
            " Screening and variances go through the whole declared ranges, most of which the record rules out, and "
            "say nothing of these worlds. Worlds are no independent draws, so over them a number counts by Borgonovo's "
            "delta or its rank "
            "correlation with the outcome, against what the largest of all numbers shows when worlds are shuffled."
        )
    experiment.finish("What the answers hang on", design, answer, headlines)
    if experiment.folder.resolve() == RESULTS:
        publish()  # so that the workshop says the same


def over_worlds(experiment: Experiment, stored: Stored) -> tuple[list[str], list[Headline]]:
    """What level and loss hang on over worlds: a figure and a table each, the answer and the headlines."""
    found: dict[str, Importance] = {}
    for outcome, name in HANGS_ON.items():
        try:
            found[outcome] = importance(stored, outcome)
        except AnalysisError as error:
            print(f"{experiment.name}, {outcome}: {error}", file=sys.stderr)
            sys.exit(FAILED)
        drawn = importance_figure(stored, outcome, name, SCENARIO, None, SCENARIO)
        experiment.figure(f"over_worlds_{outcome}", drawn, stored, f"What {name} hangs on over worlds")
    columns = next(iter(found.values())).columns
    experiment.table(
        "over_worlds",
        ("outcome", "number", "where", *columns),
        [
            (
                outcome,
                each.inputs[row],
                f"{each.where[row]} is on" if each.where[row] else "",
                *each.estimate[row].tolist(),
            )
            for outcome, each in found.items()
            for row in each.order()
        ],
        "what level and loss hang on over worlds: Borgonovo's delta, rank correlation, and what chance alone makes",
    )
    told = [
        f"Over worlds {HANGS_ON[outcome]} goes "
        + (
            f"most with {', '.join(map(each.words, each.order()[: len(each.found[:5])]))}"
            if each.found
            else "with no single number so closely that it can be told from chance"
        )
        + "."
        for outcome, each in found.items()
    ]
    level = estimate(stored.values("coproduction_final_year"), stored.world, effect=False)
    return told, [
        Headline("co-production left in the last year", "level", level),
        Headline("lost over the years after the change", "lost", share_lost(stored, 0), "F37"),
    ]


def words(screened: Sensitivity, indices: dict[str, Sensitivity], count: int) -> tuple[str, tuple[str, ...]]:
    """Design and answer."""
    main = indices["coproduction_final_year"]
    top = [main.factors[row].replace("_", " ") for row in main.order()[:3]]
    shares = [main.estimate[row, 1] for row in main.order()[:3]]
    clear = int((screened.low[:, 0] > 0.02).sum())
    design = (
        f"All {count} uncertain parameters go through their whole declared range one at a time on Morris' "
        "trajectories (screening); "
        f"the {len(main.factors)} that move co-production most then share out its variance on a Saltelli sample "
        "(Sobol' indices). "
        "All points share their chance, and the intervals include both the points drawn and the runs."
    )
    lost = indices["coproduction_after_event"]
    first = lost.order()[0]
    low, high = lost.low[first, 1], lost.high[first, 1]
    interval = f"{low:.2f} to {high:.2f}" if low == low else "too few points for an interval"
    return design, (
        f"Of {count} uncertain numbers {clear} move the co-produced share of services by clearly more than two "
        "points over their whole "
        "range.",
        f"The largest parts of its variance go with {top[0]} (total index {shares[0]:.2f}), {top[1]} "
        f"({shares[1]:.2f}) and {top[2]} "
        f"({shares[2]:.2f}); replicate variance (chance alone) is "
        f"{main.noise:.0%} of the variance between single runs.",
        f"How much an unsupportive leadership destroys hangs most on {lost.factors[first].replace('_', ' ')} "
        f"(total index {lost.estimate[first, 1]:.2f}, {interval}).",
    )


def screening_figure(stored: Stored, found: Sensitivity):
    """The largest elementary effects."""
    rows = found.order()[:SHOWN]
    return bars(
        origin(stored),
        "Which uncertain numbers move co-production",
        "Mean absolute change of the co-produced share in the last year when a number goes over its whole declared "
        "range (bar, 90 % interval), and the mean change with its sign (diamond), in percentage points.",
        [found.factors[row].replace("_", " ") for row in rows],
        *(100 * table[rows, 0] for table in (found.estimate, found.low, found.high)),
        "percentage points",
        100 * found.estimate[rows, 1],
        "mean with sign",
    )


def variance_figure(stored: Stored, found: Sensitivity, outcome: str):
    """Total and first-order indices."""
    rows = found.order()
    return bars(
        origin(stored),
        f"What decides the {OUTCOMES[outcome]}",
        "Share of the variance over all points in which the number takes part, alone or with others (total index, bar, "
        "90 % interval), and which it explains by itself (first order, diamond).",
        [found.factors[row].replace("_", " ") for row in rows],
        *(table[rows, 1] for table in (found.estimate, found.low, found.high)),
        "share of variance",
        found.estimate[rows, 0],
        "first order",
    )


if __name__ == "__main__":
    main()
