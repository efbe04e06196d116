"""A world whose tick is no month: all that is declared by the month, as its rules read it, and its log as months again.

Outside, in scenarios and results, all is in months. A world with such a tick is as one whose month is a tick. Money is
counted in ticks of standard spending, reserves in ticks of cost. What a rule holds against a draw stays a chance a
month: the draw is that of the tick (`simulation.engine.clock`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np

from simulation.engine.clock import MONTHLY, compounded, ticks_a_year
from simulation.world.errors import SettingError
from simulation.world.parameters import PARAMETERS, Parameter
from simulation.world.tables import World
from simulation.world.ticks import MONTHS, month_of, whole_ticks

Conversion = Callable[[float, int], float]


def unchanged(value: float, a_year: int) -> float:
    """What knows no months, what is held against a draw, what happens once a year, and what is read as years."""
    return value


def share(value: float, a_year: int) -> float:
    """The part that is lost, or of a way that is gone, in a month."""
    return compounded(value, MONTHS / a_year)


def total(value: float, a_year: int) -> float:
    """What is added in a month, whatever there is."""
    return value * MONTHS / a_year


def span(value: float, a_year: int) -> float:
    """A time, or a stock in months of what flows in or out."""
    return value * a_year / MONTHS


BY_UNIT: Mapping[str, Conversion] = {
    "per month": share,
    "months": span,
    "months of spending": span,
    "per year": unchanged,
    "per place and year": unchanged,
    "per seat and year": unchanged,
    "per year in office": unchanged,
    "years": unchanged,
}
BY_NAME: Mapping[str, Conversion] = {
    "mutual_aid_fading": unchanged,  # part of a hazard that is held against a draw
    "answer_base": unchanged,  # `voice.judge` converts their sum,
    "answer_procedure": unchanged,  # with the complaints that come in meanwhile
    "asset_rate": total,
    "burnout": total,
    "pfi_indexation": total,
    "general_election_months": whole_ticks,
    "community_contract_months": whole_ticks,
    "grant_months": whole_ticks,
}


def conversion(parameter: Parameter) -> Conversion:
    """How a parameter is converted: by its name, else by its unit; a unit that speaks of no time needs nothing."""
    found = BY_NAME.get(parameter.name) or BY_UNIT.get(parameter.unit)
    if found is None and any(word in parameter.unit for word in ("month", "year")):
        raise SettingError(f"{parameter.name}: nothing is known of {parameter.unit!r} where a tick is no month")
    return found or unchanged


def in_ticks(world: World) -> World:
    """The world as its rules read it; one that is not drawn yet, as it is declared, with its timeline in ticks."""
    a_year = int(world.parameters["ticks_a_year"][0])
    if a_year == MONTHS:
        return world
    parameters, services = world.parameters.copy(), world.services.copy()
    for name, parameter in PARAMETERS.items():
        parameters[name] = conversion(parameter)(float(parameters[name][0]), a_year)
    services["contract_months"] = [whole_ticks(months, a_year) for months in services["contract_months"]]
    key = np.append(world.key, np.uint64(a_year))
    return world._replace(key=key, parameters=parameters, services=services)


def log_in_months(world: World) -> None:
    """Date the log of a world at its end in months."""
    if len(world.key) != MONTHLY:
        world.changes["month"] = month_of(world.changes["month"], ticks_a_year(world.key))
