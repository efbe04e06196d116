"""Rows of the survival of co-produced arrangements."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any, Literal

import numpy as np
from numpy.typing import ArrayLike

from simulation.results.bootstrap import FEWEST, LEVEL
from simulation.results.over_worlds import OF_THE_ESTIMATE
from simulation.results.row import Of, Row, notes
from simulation.results.survival import Estimate, Survival, cohort, lifetimes, survive
from simulation.world.arms import COUNTERFACTUAL, SCENARIO

Which = Literal["at_the_event", "all"]

WHICH: dict[Which, tuple[str, str]] = {
    "at_the_event": (
        "arrangements hit",
        "co-produced spells alive when the event hit, timed from the event to their end, censored at the horizon",
    ),
    "all": (
        "all arrangements",
        "co-produced spells alive at the event or begun after it, by age; those alive count from the age they had "
        "(delayed entry), those open at the horizon are censored",
    ),
}

ENDED_IN_FEW = f"no interval: it takes {FEWEST} {{}} in which spells ended"
DIFFER_IN_FEW = f"no p value: it takes {FEWEST} replicates in which the arms differ"


def survivals(spells: Any, replicates: ArrayLike, since: int, worlds: ArrayLike | None = None) -> dict[Which, Survival]:
    """Both comparisons of the arms.

    Parameters
    ----------
    spells : table with columns replicate, arm (0 scenario, 1 counterfactual), start, end, ended.
    replicates : numbers of the replicates that finished, sorted.
    since : month of the first event under study; month 0 without one.
    worlds : number of the world of each of these replicates, where they were drawn in several.
    """
    columns = {name: np.asarray(spells[name]) for name in ("replicate", "start", "end", "ended")}
    arm = np.asarray(spells["arm"])
    scenario, counterfactual = (
        {name: column[arm == number] for name, column in columns.items()} for number in (SCENARIO, COUNTERFACTUAL)
    )
    return {
        "at_the_event": survive(cohort(scenario, since), cohort(counterfactual, since), replicates, LEVEL, worlds),
        "all": survive(lifetimes(scenario, since), lifetimes(counterfactual, since), replicates, LEVEL, worlds),
    }


# Without an event under study there is none that an arrangement could have been hit by.
WITHOUT_EVENT: dict[Which, tuple[str, str]] = {
    "at_the_event": (
        "arrangements of the start",
        "co-produced spells alive in month 0, timed from there to their end, censored at the horizon",
    ),
    "all": (
        "all arrangements",
        "co-produced spells alive in month 0 or begun later, by age; those alive count from the age they had (delayed "
        "entry), those open at the horizon are censored",
    ),
}


def survival_rows(
    results: dict[Which, Survival], replicates: int, months_left: int, several_worlds: bool = False
) -> Iterator[Row]:
    """Medians, restricted means, their difference and the log-rank test, with intervals over replicates.

    Parameters
    ----------
    months_left : from the first event under study to the horizon; 0 where there is none.
    several_worlds : whether replicates were drawn in more than one; notes then say what the intervals are.
    """
    drawn = "worlds" if several_worlds else "replicates"
    words = WHICH if months_left else WITHOUT_EVENT
    for which, result in results.items():
        mean = f"mean lifetime within {result.months} months"
        for number, arm in _ARMS:
            yield _row(which, words[which], "median", "median lifetime", arm, result.medians[number], replicates, drawn)
        for number, arm in _ARMS:
            yield _row(which, words[which], "mean", mean, arm, result.restricted_means[number], replicates, drawn)
        yield _row(which, words[which], "mean", mean, "difference", result.difference, replicates, drawn)
        yield _log_rank_row(which, words[which], result, replicates)


_ARMS: tuple[tuple[int, Of], ...] = ((SCENARIO, "scenario"), (COUNTERFACTUAL, "counterfactual"))


def _row(
    which: Which, words: tuple[str, str], name: str, what: str, arm: Of, numbers: Estimate, replicates: int, drawn: str
) -> Row:
    who, definition = words
    return Row(
        f"survival_{which}_{name}",
        f"{who}, {what}",
        "months",
        f"{definition}; Kaplan–Meier {what}",
        arm,
        "after_event",
        *numbers,
        replicates=replicates,
        note=notes(
            "inf or null: more than half survive for as long as they are watched" if math.inf in numbers else "",
            ENDED_IN_FEW.format(drawn) if math.isnan(numbers.low) and not math.isnan(numbers.value) else "",
            OF_THE_ESTIMATE if drawn == "worlds" and not math.isnan(numbers.low) else "",
        ),
    )


def _log_rank_row(which: Which, words: tuple[str, str], result: Survival, replicates: int) -> Row:
    who, definition = words
    return Row(
        f"survival_{which}_log_rank",
        f"{who}, log-rank test (p value)",
        "p value",
        "log-rank test between the arms: share of rearrangements of the arms within whole replicates that differ as "
        f"much or more; {definition}",
        "effect",
        "after_event",
        result.log_rank.p,
        math.nan,
        math.nan,
        replicates=replicates,
        note=notes(
            f"chi-squared {result.log_rank.chi2:.2f} on one degree of freedom",
            DIFFER_IN_FEW if math.isnan(result.log_rank.p) else "",
        ),
    )
