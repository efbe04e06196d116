"""Patterns 7, 8 and 9: complaints, procurement and professionalisation."""

from __future__ import annotations

import numpy as np

from simulation.scenarios import Scenario
from simulation.validation.check import Check, Part, Rows, difference, ratio_difference
from simulation.validation.runs import Runs, gap, series
from simulation.world.codes import Who
from simulation.world.tables import NOBODY, World

LATER = (120, 240)  # the procedure is in force from month 60; its effect is read from five years after
JOINT = ("co_planned_service", "full_coproduction", "co_planned_community_delivered")


def _joint_planning(runs: Runs, pairs: int) -> Rows:
    futures = runs.futures("complaints-to-co-planning", pairs)
    return sum(gap(futures, cell, *LATER) for cell in JOINT)  # type: ignore[return-value]


def _trust(runs: Runs, pairs: int) -> Rows:
    return gap(runs.futures("complaints-to-co-planning", pairs), "trust", *LATER)


P7 = Check(
    "P7",
    "complaints heard or not",
    "Complaints with a good procedure lead to joint planning; without one, to distrust.",
    ("complaints-to-co-planning",),
    (
        Part("planned together, good procedure minus poor", 0.02, 1.0, _joint_planning),
        Part("trust in the council, good procedure minus poor", 0.02, 1.0, _trust, unit="index"),
    ),
)

HIGH = Scenario(name="high-barriers", settings={"procurement_barrier": 4})
LOW = Scenario(name="low-barriers", settings={"procurement_barrier": 0})


def _jointly_planned(runs: Runs, pairs: int, scenario: Scenario) -> Rows:
    """Volume planned together and delivered by professionals, and all that is planned together."""
    futures = runs.futures(scenario, pairs)
    cells = [series(futures, cell)[:, slice(*LATER)].mean(axis=1) for cell in JOINT]
    return np.column_stack([cells[0], sum(cells)])


def _still_joint(runs: Runs, pairs: int) -> Rows:
    return np.column_stack([_jointly_planned(runs, pairs, each)[:, 1] for each in (HIGH, LOW)])


def _by_the_system(runs: Runs, pairs: int) -> Rows:
    return np.hstack([_jointly_planned(runs, pairs, each) for each in (HIGH, LOW)])


P8 = Check(
    "P8",
    "procurement returns delivery to the system",
    "High procurement barriers: planning becomes joint but delivery returns to 'the system'.",
    ("baseline with procurement barriers at the top of their range, and without any",),
    (
        Part("planned together, high barriers minus none", -0.02, 1.0, _still_joint, difference),
        Part(
            "of what is planned together, delivered by professionals: high barriers minus none",
            0.05,
            1.0,
            _by_the_system,
            ratio_difference,
        ),
    ),
)

PROFESSIONAL, AMATEUR = 0.5, 0.25  # from the first on an organisation counts as professional, below the second as not


def organisations(world: World, month: int) -> Rows:
    """Numbers and sums over organisations by what they are: see the names in `_ROW`."""
    rows = np.flatnonzero(world.organisations.alive == 1)
    table = world.organisations[rows]
    arrangements = world.arrangements
    holds = (arrangements.delivery == Who.COMMUNITY) & (arrangements.contract != NOBODY)
    contract = np.isin(rows, arrangements.provider_row[holds])
    professional, amateur = table["professionalisation"] >= PROFESSIONAL, table["professionalisation"] < AMATEUR
    planned = np.where(table["services"] > 0, table["co_planned"] / np.maximum(table["services"], 1), 0) >= 0.5
    groups = (professional, amateur, contract & planned, contract & ~planned)
    return np.array([[group.sum(), (contract & group).sum(), table["roots"][group].sum()] for group in groups]).ravel()


NUMBER, WITH_CONTRACT, ROOTS = 0, 1, 2
PROFESSIONALS_, AMATEURS, CO_PLANNERS, OTHERS = 0, 3, 6, 9


def _compare(quantity: int, first: int, second: int):
    """Sample of a quantity per organisation in two groups."""

    def sample(runs: Runs, pairs: int) -> Rows:
        seen = runs.watch("baseline", pairs, (119, 239), organisations)
        rows = np.array(seen, float).sum(axis=1)
        return rows[:, [first + quantity, first, second + quantity, second]]

    return sample


P9 = Check(
    "P9",
    "professionalisation wins contracts and costs roots",
    "Organisations that professionalise win contracts and lose roots; those that co-plan with residents lose fewer.",
    ("baseline: organisations after ten and twenty years",),
    (
        Part(
            "share that holds a contract, professional minus unprofessional",
            0.10,
            1.0,
            _compare(WITH_CONTRACT, PROFESSIONALS_, AMATEURS),
            ratio_difference,
        ),
        Part(
            "roots, professional minus unprofessional",
            -1.0,
            -0.05,
            _compare(ROOTS, PROFESSIONALS_, AMATEURS),
            ratio_difference,
            "index",
        ),
        Part(
            "roots of those with a contract, co-planning minus not",
            0.02,
            1.0,
            _compare(ROOTS, CO_PLANNERS, OTHERS),
            ratio_difference,
            "index",
        ),
    ),
)
