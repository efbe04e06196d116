"""Scoring: what each option for delivery is worth to a council, and whose bid it looks at."""

from __future__ import annotations

import math
from enum import IntEnum

from simulation.agents.council.budget import carrying_capacity
from simulation.agents.private_contractor.rules import price
from simulation.engine import draws
from simulation.engine.compilation import rule
from simulation.engine.draws import Purpose
from simulation.engine.maths import MIDDLE, clip, saturating
from simulation.world.codes import Cause, Lever, Provider, Who
from simulation.world.tables import NOBODY
from simulation.world.territory import contractors_of, organisations_of
from simulation.world.ways_of_delivering import (
    codelivery_cost,
    codelivery_quality,
    community_input,
    community_quality,
    contractor_quality,
    professional_quality,
)


class Option(IntEnum):
    """Who can deliver, in the order in which options are scored; where nobody does, residents help themselves."""

    COUNCIL = 0
    CONTRACTOR = 1
    ENTERPRISE = 2
    BOTH = 3
    COMMUNITY = 4
    NOBODY = 5


OPTIONS = len(Option)


@rule
def value(p, council, quality, cost, social):
    """Score of an option: expected quality, price (heavier under pressure), social value (ODD eq. 54)."""
    return (
        p.score_quality * quality + p.score_price * (1.0 + p.score_pressure * council.pressure) * (1.0 - cost) + social
    )


@rule
def openness(world, council):
    """How open procurement is to small providers: the council's own route, or what national rules ask (ODD eq. 57)."""
    return max(council.levers[Lever.OPEN_PROCUREMENT], world.national[0].openness)


@rule
def barrier(world, council, organisation, volume):
    """What keeps a community provider out that cannot show what tenders ask for, or cannot carry the lots.

    A lot holds the service in several neighbourhoods. The worse of the two counts; an open route asks less of both.

    ODD eq. 57.
    """
    p = world.parameters[0]
    shown = clip(organisation.professionalisation / p.bidder_shows)
    lot = p.lot_size * volume * council.neighbourhoods / carrying_capacity(p, organisation)
    room = clip((1.0 - organisation.load) / lot)
    return p.procurement_barrier * (1.0 - openness(world, council)) * (1.0 - min(shown, room))


@rule
def remaining(p, council):
    """Share of the hurdle before a step out of professional hands that a policy, and experience with it, leave.

    Without ``policy_first`` services need no policy, and do not learn.

    ODD eq. 61.
    """
    eased = p.policy_ease
    if p.policy_first == 1.0:
        learned = saturating(council.experience, p.experience_half)
        eased = council.policy * (p.policy_ease + (1.0 - p.policy_ease) * learned)
    return 1.0 - eased


@rule
def preference(p, arrangement):
    """How much the leadership's views weigh: less when a contract ends than in a first decision (ODD eq. 54)."""
    return p.renewal_preference if arrangement.review == Cause.CONTRACT_ENDED else 1.0


@rule
def incumbent(p, arrangement):
    """Advantage of who delivers now under a contract; none for one that is put up before its time (ODD eq. 54)."""
    ended = arrangement.contract == NOBODY or arrangement.review == Cause.CONTRACT_ENDED
    return p.score_incumbent if ended else 0.0


@rule
def social_value(world):
    """What social value counts in the score of a community provider (ODD eq. 54)."""
    p = world.parameters[0]
    return p.social_value_weight * (1.0 + world.national[0].social_value)


@rule
def handing_over(p, council):
    """What cuts add to the score of every option in which residents take a part (ODD eq. 54)."""
    return p.cuts_invite * p.handing_over * council.pressure


@rule
def is_reserved(world, council, arrangement, service, month):
    """Whether the tender is reserved for providers from the community, which only an open route can do (ODD eq. 56)."""
    p = world.parameters[0]
    chance = p.reserved * openness(world, council) * service.coproducibility
    return chance > 0.0 and draws.uniform(world.key, Purpose.RESERVED, month, council.id, arrangement.number) < chance


@rule
def best_quote(world, council, service, volume):
    """Row of the best bid of the contractors that still have room, price against quality, or nobody.

    ODD eq. 56.
    """
    p = world.parameters[0]
    best = NOBODY
    lowest = 0.0
    for k in contractors_of(council):
        firm = world.contractors[k]
        if firm.alive == 1 and firm.load + volume <= firm.capacity:
            asked = price(p, firm, service) - p.tender_quality * firm.quality
            if best == NOBODY or asked < lowest:
                best = k
                lowest = asked
    return best


@rule
def best_enterprise(world, council, arrangement):
    """Row of the social enterprise that offers most for this place, or nobody (ODD eq. 57)."""
    p = world.parameters[0]
    best = NOBODY
    most = p.least_availability
    for o in organisations_of(council):
        organisation = world.organisations[o]
        if organisation.alive == 1 and organisation.enterprise == 1:
            offer = organisation.availability
            if organisation.neighbourhood != arrangement.neighbourhood:
                offer *= p.travel_discount
            if arrangement.provider_row == o and arrangement.provider == Provider.SOCIAL_ENTERPRISE:
                offer += 1.0
            if offer > most:
                best = o
                most = offer
    return best


@rule
def score_council(world, council, a, month, money):
    """Score of delivery in house (ODD eq. 55).

    It can be run on less than the service needs, which a contract cannot: part of that counts as a saving.
    """
    p = world.parameters[0]
    score = value(p, council, professional_quality(p, money), 1.0 - p.thrift * (1.0 - min(money, 1.0)), 0.0)
    score += preference(p, world.arrangements[a]) * p.score_stance * (MIDDLE - council.market)
    score += _chance(world, council, a, month, Option.COUNCIL)
    if world.arrangements[a].provider == Provider.IN_HOUSE:
        score += p.score_incumbent
    return score


@rule
def score_contractor(world, council, a, month, k):
    """Score of contractor ``k`` (ODD eq. 56)."""
    p = world.parameters[0]
    arrangement = world.arrangements[a]
    service = world.services[arrangement.service]
    firm = world.contractors[k]
    expected = contractor_quality(p, service, firm.quality, p.expected_watch)
    score = value(p, council, expected, price(p, firm, service), 0.0)
    score += preference(p, arrangement) * p.score_stance * (council.market - MIDDLE)
    score += _chance(world, council, a, month, Option.CONTRACTOR)
    if arrangement.provider == Provider.CONTRACTOR:
        score += incumbent(p, arrangement)
    return score


@rule
def score_community(world, council, a, month, o, support, option, provider):
    """Score of delivery by organisation ``o`` alone, a social enterprise or a community organisation (ODD eq. 57)."""
    p = world.parameters[0]
    arrangement = world.arrangements[a]
    service = world.services[arrangement.service]
    organisation = world.organisations[o]
    community = community_input(p, organisation, world.neighbourhoods[arrangement.neighbourhood])
    expected = community_quality(p, service, community, organisation.professionalisation, p.expected_relationship)
    score = value(p, council, expected, organisation.ask, social_value(world))
    score -= barrier(world, council, organisation, arrangement.volume)
    score += handing_over(p, council) + preference(p, arrangement) * p.score_support * (support - MIDDLE)
    score += _chance(world, council, a, month, option)
    if arrangement.delivery == Who.PROFESSIONALS:
        # An enterprise can tender for a service without any policy, but not for the building that goes with it.
        needs = service.capital_intensity if option == Option.ENTERPRISE else 1.0
        score -= p.handover_hurdle * needs * remaining(p, council)
    if arrangement.provider == provider and arrangement.provider_row == o:
        score += incumbent(p, arrangement)
    return score


@rule
def score_together(world, council, a, month, o, support, money):
    """Score of delivery by council staff and residents together, with organisation ``o``.

    The part of the work that would leave the council's own hands has to pass procurement.

    ODD eq. 58.
    """
    p = world.parameters[0]
    arrangement = world.arrangements[a]
    service = world.services[arrangement.service]
    organisation = world.organisations[o]
    community = community_input(p, organisation, world.neighbourhoods[arrangement.neighbourhood])
    relationship = arrangement.relationship
    expected = codelivery_quality(p, service, money, community, relationship, organisation.professionalisation)
    cost = codelivery_cost(p, service, community, relationship)
    score = value(p, council, expected, cost, social_value(world)) + _chance(world, council, a, month, Option.BOTH)
    score += handing_over(p, council) + preference(p, arrangement) * p.score_support * (support - MIDDLE)
    if arrangement.delivery == Who.PROFESSIONALS:
        work = p.partnership_work
        score -= p.handover_hurdle * remaining(p, council)
        score -= work * barrier(world, council, organisation, work * arrangement.volume)
    if arrangement.planning == Who.TOGETHER:
        score += p.joint_plan_bonus
    if arrangement.provider == Provider.PARTNERSHIP:
        score += p.score_incumbent
    return score


@rule
def score_nobody(world, council, a, month, o):
    """Score of leaving it to organisation ``o``, which helps itself: the council saves the money (ODD eq. 59)."""
    p = world.parameters[0]
    arrangement = world.arrangements[a]
    service = world.services[arrangement.service]
    neighbourhood = world.neighbourhoods[arrangement.neighbourhood]
    organisation = world.organisations[o]
    community = community_input(p, organisation, neighbourhood)
    able = community * neighbourhood.civic_capacity
    expected = community_quality(p, service, community, organisation.professionalisation, 0.0)
    score = (
        value(p, council, expected, 0.0, 0.0) - p.abandon_reluctance * remaining(p, council) + handing_over(p, council)
    )
    return score + (p.score_self_help * (able - MIDDLE) + _chance(world, council, a, month, Option.NOBODY))


@rule
def _chance(world, council, a, month, option):
    """The unexplained part of an option's score: logistic noise, as in a random-utility model (ODD eq. 53)."""
    p = world.parameters[0]
    second = world.arrangements[a].number * OPTIONS + option
    u = draws.uniform(world.key, Purpose.COMMISSIONING, month, council.id, second)
    return p.score_chance * math.log(u / (1.0 - u))
