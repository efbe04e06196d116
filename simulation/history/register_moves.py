"""How what a council states of itself changes a world: an organisation is there, a contract is in force."""

from __future__ import annotations

from simulation.agents.community_organisation.rules import close, offer, start
from simulation.agents.private_contractor.rules import enter, price
from simulation.agents.social_enterprise.rules import convert, make_enterprise
from simulation.engine.compilation import rule
from simulation.world.codes import Cause, Provider, Who
from simulation.world.moves import agree_pfi, contract_out, deliver_together, put_under_pfi, take_in_house
from simulation.world.tables import NOBODY
from simulation.world.territory import arrangement_in, contractors_of, neighbourhoods_of, pfi_row


@rule
def why(arrangement, a, month):
    """The cause that is logged: the start, the end of what was there, or a decision of the council."""
    if month <= 0:
        return Cause.START.value
    return Cause.CONTRACT_ENDED.value if arrangement.contract == a else Cause.SERVICE_REVIEW.value


@rule
def make_way(world, o, enterprise, month):
    """A social enterprise closes where a community organisation is to be."""
    organisation = world.organisations[o]
    if organisation.alive == 1 and organisation.enterprise > enterprise:
        close(world, o, month)


@rule
def put_organisation(world, o, enterprise, month):
    """An organisation is in its place: the one there, which may become an enterprise, or a new one."""
    organisation = world.organisations[o]
    if organisation.alive == 0:
        start(world, o, month)
    if enterprise > organisation.enterprise:
        make_enterprise(world.parameters[0], organisation)
        offer(world, o, month)
        convert(world, o, month)


@rule
def put_together(world, a, o, month):
    """A service is delivered together with an organisation; who plans it stays."""
    arrangement = world.arrangements[a]
    arrangement.review = 0
    deliver_together(world, a, o, arrangement.planning, why(arrangement, a, month), month)


@rule
def roomiest_firm(world, c, month):
    """Row of the contractor with most room in the council's market, of equals the first; a new one if there is none."""
    council = world.councils[c]
    best = NOBODY
    for k in contractors_of(council):
        firm = world.contractors[k]
        if firm.alive == 1 and (best == NOBODY or _room(firm) > _room(world.contractors[best])):
            best = k
    if best == NOBODY:
        best = council.first_contractor
        enter(world, best, month)
    return best


@rule
def _room(firm):
    return firm.capacity - firm.load


@rule
def put_contract(world, a, k, months, confidentiality, month):
    """A contract with a contractor is in force, at its price, with so many months to go."""
    arrangement = world.arrangements[a]
    firm = world.contractors[k]
    firm.load += arrangement.volume
    arrangement.review = 0
    planning = arrangement.planning if arrangement.delivery != Who.COMMUNITY else Who.PROFESSIONALS.value
    contract_out(
        world,
        a,
        planning,
        Who.PROFESSIONALS,
        Provider.CONTRACTOR,
        k,
        price(world.parameters[0], firm, world.services[arrangement.service]),
        months,
        (0, confidentiality),
        why(arrangement, a, month),
        month,
    )


@rule
def put_community_contract(world, a, o, months, month):
    """A contract with an organisation is in force, at what it asks, with so many months to go."""
    arrangement = world.arrangements[a]
    organisation = world.organisations[o]
    provider = Provider.SOCIAL_ENTERPRISE if organisation.enterprise == 1 else Provider.COMMUNITY_ORGANISATION
    arrangement.review = 0
    contract_out(
        world,
        a,
        arrangement.planning,
        Who.COMMUNITY,
        provider,
        o,
        organisation.ask,
        months,
        (1, 0.0),
        why(arrangement, a, month),
        month,
    )


@rule
def put_pfi(world, c, s, arrangements, months, confidentiality, month):
    """A PFI contract of a council for a service is in force at the usual price for these rows (ODD eq. 48)."""
    row = pfi_row(world, c, s)
    agree_pfi(world.contracts[row], world.parameters[0].pfi_price, months, confidentiality)
    for each in range(len(arrangements)):
        put_under_pfi(world, arrangements[each], row, Cause.PFI_SIGNED, month)


@rule
def leave_pfi(world, c, s, month):
    """What the council's PFI contract for a service covers is taken in house."""
    row = pfi_row(world, c, s)
    for n in neighbourhoods_of(world.councils[c]):
        a = arrangement_in(world, n, s)
        arrangement = world.arrangements[a]
        if arrangement.contract == row:
            take_in_house(world, a, arrangement.planning, Cause.CONTRACT_ENDED, month)
