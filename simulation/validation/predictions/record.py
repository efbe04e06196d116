"""Predictions about national figures since 1997 to which no number of the model was fitted."""

from __future__ import annotations

import numpy as np

from simulation.scenarios import Scenario, load
from simulation.validation.check import Check, Part, Rows, difference, ratio
from simulation.validation.runs import Runs, series
from simulation.validation.targets import COUNCILS, month_of
from simulation.world.services import SERVICE_NUMBER, SERVICES
from simulation.world.tables import World

HISTORY = "uk-1997-2024"
DUTIES = sum(service.weight * service.statutory for service in SERVICES)  # share of standard spending that is statutory


def _lived() -> Scenario:
    """History as it was: what is under study happens too."""
    return load(HISTORY)


def _in(runs: Runs, pairs: int, measure: str, *years: int) -> Rows:
    """Mean of a measure in each of the years, by replicate."""
    lived = series(runs.futures(_lived(), max(8, pairs // 6)), measure)
    return np.column_stack([lived[:, month_of(year) : month_of(year) + 12].mean(axis=1) for year in years])


SECTORS = ("schools_estate", "roads", "refuse_collection", "libraries")


def _deals(world: World, month: int) -> np.ndarray:
    """PFI contracts in force, by service."""
    services = len(world.services)
    running = world.contracts.months_left[len(world.arrangements) :].reshape(-1, services) > 0
    return running.sum(axis=0)


def _schools(runs: Runs, pairs: int) -> Rows:
    """PFI contracts for schools, and for all services that the list of sectors has, at the end of 2010."""
    country = _lived().with_settings({"councils": COUNCILS, "neighbourhoods": 2})
    seen = runs.watch(country, max(4, pairs // 40), (month_of(2011) - 1,), _deals)
    rows = np.array([one[0] for one in seen], float)
    listed = [SERVICE_NUMBER[name] for name in SECTORS]
    return np.column_stack([rows[:, SERVICE_NUMBER["schools_estate"]], rows[:, listed].sum(axis=1)])


def _duties(runs: Runs, pairs: int) -> Rows:
    """Share of what councils spend themselves that goes to statutory services, 2017 and 2010."""
    legal, other = (_in(runs, pairs, f"{kind}_funding", 2017, 2010) for kind in ("statutory", "discretionary"))
    return DUTIES * legal / (DUTIES * legal + (1 - DUTIES) * other)


def _satisfied(runs: Runs, pairs: int) -> Rows:
    return _in(runs, pairs, "satisfaction", 2011, 2018)


def _enterprises(world: World, month: int) -> int:
    organisations = world.organisations
    return int(((organisations.alive == 1) & (organisations.enterprise == 1)).sum())


def _growth(runs: Runs, pairs: int) -> Rows:
    """Social enterprises in 2022 and in 2014."""
    seen = runs.watch(_lived(), max(8, pairs // 6), (month_of(2014), month_of(2022)), _enterprises)
    return np.array(seen, float)[:, ::-1]


def _in_debt(world: World, month: int) -> float:
    return float((world.councils.balances < 0).mean())


def _insolvent(runs: Runs, pairs: int) -> Rows:
    """Share of the councils whose balances are negative, mean of the ends of the years 2018 to 2023."""
    months = tuple(month_of(year + 1) - 1 for year in range(2018, 2024))
    return np.array(runs.watch(_lived(), max(8, pairs // 6), months, _in_debt), float).mean(axis=1)


R9 = Check(
    "R9",
    "what PFI builds",
    "Of the contracts for schools (171), roads and lighting (61), waste (28) and culture and leisure (17) in 2015, "
    "62 % are for schools.",
    (f"{HISTORY} with 371 councils",),
    (Part("of PFI contracts in force in 2010, those for schools", 0.45, 0.80, _schools, ratio, why="evidence §2"),),
)
R10 = Check(
    "R10",
    "the law takes a larger share",
    "The statutory share of spending rose from 45 to 54 % between 2010 and 2017.",
    (HISTORY,),
    (
        Part(
            "rise of the statutory share of what councils spend themselves",
            0.04,
            0.14,
            _duties,
            difference,
            why="evidence §3",
        ),
    ),
)
R11 = Check(
    "R11",
    "satisfaction falls slowly",
    "Satisfaction with the council fell from 67 % (2011) to 61 % (2018).",
    (HISTORY,),
    (Part("fall of satisfaction from 2011 to 2018", 0.02, 0.09, _satisfied, difference, why="evidence §3"),),
)
R12 = Check(
    "R12",
    "enterprises multiply",
    "Community businesses went from 5,000 (2014) to 11,000 (2022).",
    (HISTORY,),
    (Part("social enterprises in 2022 over those in 2014", 1.2, 3.0, _growth, ratio, "ratio", "evidence §5"),),
)
R13 = Check(
    "R13",
    "few councils run out of money",
    "Eight of 333 English councils issued a section 114 notice between 2018 and 2023.",
    (HISTORY,),
    (Part("councils with negative balances, 2018 to 2023", 0.005, 0.08, _insolvent, why="evidence §8"),),
)
