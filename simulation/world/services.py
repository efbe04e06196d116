"""The service catalogue: what councils provide, and what makes a service fit or unfit for co-production."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from simulation.world.codes import Portfolio
from simulation.world.errors import SettingError


@dataclass(frozen=True)
class Service:
    """One service of the catalogue.

    Attributes
    ----------
    name, title : identifier in files; words on the screen.
    coproducibility : how much residents' own effort adds to the outcome (0: nothing, 1: it is half of the service).
    capital_intensity : share of buildings and equipment in the cost; candidates for PFI lie above one half.
    standard : minimum professional input, below which the service fails (0: none, 1: only professionals may deliver).
    weight : share of the council's standard spending on all services; the weights add up to 1.
    contract_months : usual length of an ordinary contract (evidence §4).
    statutory : share that the law requires; cut last.
    scale : how much cheaper one large provider is than many small ones (share of the unit cost).
    portfolio : group of services to which it belongs; one portfolio holder answers for each.
    network : 1 for a network that a PFI contract covers as a whole, 0 for buildings, of which it covers some.
    """

    name: str
    title: str
    coproducibility: float
    capital_intensity: float
    standard: float
    weight: float
    contract_months: float
    statutory: float
    scale: float
    network: float
    portfolio: Portfolio


# Capital intensities of the candidates for PFI: so that deals by sector are as in evidence §2 (schools 171, roads 61,
# waste 28, culture 17). Networks are the streets; a plant or a depot is a building.
# Weights: what the law requires takes 0.43 of spending (evidence §3: 0.45 in 2010); roads and refuse are duties whose
# standard is largely a choice, and were cut with the rest (evidence §3). The other columns are judgements in the order
# that the two source articles and evidence §4 suggest; portfolios are those that most councils' executives have.
SERVICES: tuple[Service, ...] = (
    Service("winter_maintenance", "winter maintenance", 0.75, 0.15, 0.25, 0.03, 60, 0, 0.10, 1, Portfolio.ENVIRONMENT),
    Service("meals_at_home", "meals at home", 0.85, 0.10, 0.20, 0.05, 36, 0, 0.05, 0, Portfolio.ADULTS),
    Service("day_care", "day care", 0.70, 0.20, 0.45, 0.27, 48, 1, 0.05, 0, Portfolio.ADULTS),
    Service(
        "youth_work", "youth work and violence reduction", 0.90, 0.10, 0.35, 0.08, 36, 0, 0.02, 0, Portfolio.CHILDREN
    ),
    Service("mental_health", "early mental-health support", 0.80, 0.05, 0.50, 0.08, 36, 0, 0.02, 0, Portfolio.ADULTS),
    Service("employment_support", "employment support", 0.70, 0.05, 0.30, 0.06, 48, 0, 0.05, 0, Portfolio.COMMUNITIES),
    Service(
        "libraries", "libraries and community centres", 0.65, 0.545, 0.30, 0.09, 84, 0, 0.05, 0, Portfolio.COMMUNITIES
    ),
    Service("refuse_collection", "refuse collection", 0.15, 0.574, 0.70, 0.15, 96, 0.6, 0.20, 0, Portfolio.ENVIRONMENT),
    Service("roads", "road maintenance", 0.10, 0.66, 0.80, 0.12, 96, 0.6, 0.20, 1, Portfolio.ENVIRONMENT),
    Service("schools_estate", "schools estate", 0.20, 0.95, 0.75, 0.07, 84, 0, 0.10, 0, Portfolio.CHILDREN),
)

SERVICE_COLUMNS = tuple(name for name in Service.__dataclass_fields__ if name not in ("name", "title"))
SERVICE_NUMBER: dict[str, int] = {service.name: number for number, service in enumerate(SERVICES)}


def catalogue(services: tuple[Service, ...] = SERVICES) -> np.recarray:
    """The catalogue as a table, one row per service, for the rules; `SettingError` unless the weights add up to 1."""
    table = np.zeros(len(services), [(column, "f8") for column in SERVICE_COLUMNS]).view(np.recarray)
    for row, service in zip(table, services, strict=True):
        for column in SERVICE_COLUMNS:
            row[column] = getattr(service, column)
    if abs(table.weight.sum() - 1) > 1e-9 or not (table.weight >= 0).all():
        raise SettingError(f"the weights of the services add up to {table.weight.sum():g}: each is a share, together 1")
    return table
