"""Which rows of the tables belong to a council or a neighbourhood: they lie together; and which fifth a place is in."""

from __future__ import annotations

from simulation.engine.compilation import rule
from simulation.world.groups import FIFTHS
from simulation.world.tables import PLACES_FOR_ORGANISATIONS

MOST_DEPRIVED, LEAST_DEPRIVED = 0, FIFTHS - 1
BETWEEN = FIFTHS - 2


@rule
def neighbourhoods_of(council):
    """Rows of the council's neighbourhoods."""
    return range(council.first_neighbourhood, council.first_neighbourhood + council.neighbourhoods)


@rule
def block_of(world, council):
    """First row of the council's arrangements, and the row after the last one."""
    services = len(world.services)
    first = council.first_neighbourhood * services
    return first, first + council.neighbourhoods * services


@rule
def arrangements_of(world, council):
    """Rows of the council's arrangements, in the order in which it goes through them."""
    first, last = block_of(world, council)
    return range(first, last)


@rule
def organisations_of(council):
    """Rows of the council's places for organisations."""
    return range(
        council.first_neighbourhood * PLACES_FOR_ORGANISATIONS,
        (council.first_neighbourhood + council.neighbourhoods) * PLACES_FOR_ORGANISATIONS,
    )


@rule
def contractors_of(council):
    """Rows of the places for contractors in the council's market."""
    return range(council.first_contractor, council.first_contractor + council.contractors)


@rule
def arrangements_in(world, n):
    """Rows of the arrangements of one neighbourhood, service by service."""
    return range(n * len(world.services), (n + 1) * len(world.services))


@rule
def pfi_row(world, c, s):
    """Row of the council's PFI contract for a service, behind the contracts of arrangements."""
    return len(world.arrangements) + c * len(world.services) + s


@rule
def arrangement_in(world, n, s):
    """Row of the arrangement of one service in one neighbourhood."""
    return n * len(world.services) + s


@rule
def places_in(n):
    """Rows of the places for organisations in one neighbourhood."""
    return range(n * PLACES_FOR_ORGANISATIONS, (n + 1) * PLACES_FOR_ORGANISATIONS)


@rule
def fifth_at(rank, neighbourhoods):
    """Which fifth a neighbourhood belongs to by its rank of deprivation in its council, 0 for the most deprived.

    The first and the last hold as many as a fifth does, rounded down but at least one; the others share the rest.
    ODD eq. 93.
    """
    width = max(1, neighbourhoods // FIFTHS)
    if rank < width:
        return MOST_DEPRIVED
    if rank >= neighbourhoods - width:
        return LEAST_DEPRIVED
    return 1 + (rank - width) * BETWEEN // (neighbourhoods - width - width)


@rule
def fifth_of(world, n):
    """Which fifth of its council's neighbourhoods one belongs to by deprivation, 0 for the most deprived."""
    neighbourhood = world.neighbourhoods[n]
    return fifth_at(neighbourhood.deprivation_rank, world.councils[neighbourhood.council].neighbourhoods)
