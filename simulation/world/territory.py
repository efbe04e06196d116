"""Which rows of the tables belong to a council: they lie together."""

from __future__ import annotations

from simulation.engine.compilation import rule
from simulation.world.tables import PLACES_FOR_ORGANISATIONS


@rule
def neighbourhoods_of(council):
    """First row of the council's neighbourhoods, and the one behind the last."""
    return council.first_neighbourhood, council.first_neighbourhood + council.neighbourhoods


@rule
def arrangements_of(world, council):
    """First row of the council's arrangements, and the one behind the last."""
    services = len(world.services)
    first, end = neighbourhoods_of(council)
    return first * services, end * services


@rule
def organisations_of(council):
    """First row of the council's places for organisations, and the one behind the last."""
    first, end = neighbourhoods_of(council)
    return first * PLACES_FOR_ORGANISATIONS, end * PLACES_FOR_ORGANISATIONS


@rule
def contractors_of(council):
    """First row of the places for contractors in the council's market, and the one behind the last."""
    return council.first_contractor, council.first_contractor + council.contractors
