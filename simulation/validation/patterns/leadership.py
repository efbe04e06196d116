"""Patterns 3 and 4: what an adverse and a favourable leadership do, and what outlives the adverse one."""

from __future__ import annotations

import numpy as np

from simulation.scenarios import Scenario
from simulation.validation.check import Check, Part, Rows, ratio, ratio_difference
from simulation.validation.runs import Runs, event, gap, series

SHOCK = 60  # month of the change in all scenarios of this file
# As far above the mean tradition as the unsupportive leadership of `leadership-change` (0.1, market 0.7) lies below it,
# and in office for as long.
FAVOURABLE = Scenario(
    name="favourable-leadership",
    events=(event("change", "leadership_change", year=5, commitment=0.8, market=0.2, lasts=4),),
)


def _arms(runs: Runs, pairs: int) -> Rows:
    """Co-production after the shock: months of the scenario, then months of the counterfactual."""
    futures = runs.futures("leadership-change", pairs)
    return np.hstack([series(futures, "coproduction", arm)[:, SHOCK:] for arm in (0, 1)])


def _lost(means: Rows) -> Rows:
    """Share of the counterfactual's mean level that is lost, month by month."""
    scenario, counterfactual = np.split(means, 2)
    return 1 - scenario / counterfactual


def _loss_of_second_year(means: Rows) -> float:
    return float(_lost(means)[12:24].mean())


def fall_and_recovery(means: Rows) -> float:
    """Months from the worst to half of the worst, over months from the event to half of the worst.

    A recovery that the horizon cuts off counts as if it ended there, so the ratio is a lower bound.
    """
    lost = _lost(means)
    worst = int(lost.argmax())
    half = lost[worst] / 2
    fall = int(np.argmax(lost >= half)) + 1
    back = np.flatnonzero(lost[worst:] <= half)
    return float(back[0] if len(back) else len(lost) - worst) / fall


def _first_year(runs: Runs, pairs: int) -> Rows:
    """Gain under the favourable and loss under the adverse leadership, after a year (mean of months 9 to 15)."""
    months = (SHOCK + 9, SHOCK + 15)
    favourable = gap(runs.futures(FAVOURABLE, pairs), "coproduction", *months)
    adverse = gap(runs.futures("leadership-change", pairs), "coproduction", *months)
    return np.column_stack([favourable, -adverse])


def _gain(runs: Runs, pairs: int) -> Rows:
    return gap(runs.futures(FAVOURABLE, pairs), "coproduction", SHOCK + 24, SHOCK + 60)


P3 = Check(
    "P3",
    "asymmetry of leadership changes",
    "An adverse leadership change cuts co-production sharply and recovery is slower than the fall; a favourable one "
    "raises it, slowly.",
    ("leadership-change", "the mirror image, a favourable leadership"),
    (
        Part("share of co-production lost in the second year", 0.20, 1.0, _arms, _loss_of_second_year),
        Part("time of half the recovery over time of half the fall", 1.5, 1e3, _arms, fall_and_recovery, "ratio"),
        Part("gain in years 3 to 5 of a favourable leadership", 0.005, 1.0, _gain),
        Part(
            "gain of a favourable over loss of an adverse leadership after a year",
            -1,
            0.75,
            _first_year,
            ratio,
            "ratio",
        ),
    ),
)

_CHAMPION = event("champion", "champion_leaves", year=0, commitment=0.9, market=0.3, under_study=False)
_HOSTILE = event("hostile", "leadership_change", year=5, commitment=0.1, market=0.7)
_INSTITUTION = event("institution", "framework_adopted", year=0, governance=0.8, legal_form=1.0, under_study=False)
CHAMPION = Scenario(name="champion-then-hostile", years=10, events=(_CHAMPION, _HOSTILE))
EMBEDDED = Scenario(name="embedded-then-hostile", years=10, events=(_CHAMPION, _INSTITUTION, _HOSTILE))


def _cohort(runs: Runs, scenario: Scenario, pairs: int, months: int) -> Rows:
    """Of the spells alive at the shock: months lived within ``months``, those that lived them all, all."""
    spells = runs.futures(scenario, pairs).spells
    spells = spells[(spells["arm"] == 0) & (spells["start"] < SHOCK) & (spells["end"] >= SHOCK)]
    lasted = np.minimum(spells["end"] - SHOCK, months)
    alive = (spells["end"] - SHOCK >= months) | (spells["ended"] == 0)
    counts = [np.bincount(spells["replicate"], weights, pairs) for weights in (lasted, alive, np.ones(len(spells)))]
    return np.column_stack(counts)


def _alive(runs: Runs, pairs: int) -> Rows:
    embedded, champion = (_cohort(runs, each, pairs, 24) for each in (EMBEDDED, CHAMPION))
    return np.hstack([embedded[:, 1:], champion[:, 1:]])


def _lifetime(runs: Runs, pairs: int) -> Rows:
    embedded, champion = (_cohort(runs, each, pairs, 60) for each in (EMBEDDED, CHAMPION))
    return np.hstack([embedded[:, [0, 2]], champion[:, [0, 2]]])


P4 = Check(
    "P4",
    "embedded outlives champion-dependent",
    "Embedded arrangements outlive champion-dependent ones: the same shock and paired seeds, different survival.",
    ("a champion, then an unsupportive leader, with and without governance and legal form",),
    (
        Part("alive two years after the shock, embedded minus not", 0.10, 1.0, _alive, ratio_difference),
        Part("mean lifetime within five years, embedded minus not", 3, 60, _lifetime, ratio_difference, "months"),
    ),
)
