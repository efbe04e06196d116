"""Commissioning: who delivers next where a contract ends, a provider fails, delivery is withdrawn or reviewed."""

from __future__ import annotations

from simulation.agents.community_organisation.rules import is_alive
from simulation.agents.council.budget import funding, take_on
from simulation.agents.council.scoring import (
    Option,
    best_enterprise,
    best_quote,
    is_reserved,
    score_community,
    score_contractor,
    score_council,
    score_nobody,
    score_together,
)
from simulation.agents.council.spin_outs import spin_out
from simulation.agents.council.support import effective_support
from simulation.agents.private_contractor.rules import price
from simulation.engine import draws
from simulation.engine.compilation import rule
from simulation.engine.draws import Purpose
from simulation.world.codes import Cause, Provider, Who
from simulation.world.moves import contract_out, deliver_together, drop_contract, move, take_in_house
from simulation.world.tables import NOBODY
from simulation.world.territory import arrangements_of


@rule
def commission(world, c, month):
    """Phase 7 for one council: contracts run down, reviews come up, and every open arrangement gets a new provider.

    A contract is put up before its time where the service has become bad: its quality moves slowly, so that one bad
    month is not enough. As in `planning.plan`, a draw is first held against a chance that no arrangement exceeds.

    ODD eq. 51.
    """
    p = world.parameters[0]
    council = world.councils[c]
    bad = p.dismissal_below * p.standard_quality
    dismissal = p.dismissal_rate / 12.0
    usual = review_rate(p, council, 0.0)
    planned_together = review_rate(p, council, 1.0)
    most = max(usual, planned_together, dismissal)
    for a in arrangements_of(world, council):
        arrangement = world.arrangements[a]
        contract = world.contracts[a]
        own = arrangement.contract == a
        contract.months_left -= 1 if own else 0
        ended = own & (contract.months_left <= 0)
        u = draws.chance(world.arrangement_chances, Purpose.REVIEW, a)
        if not (ended | (u < most) | (arrangement.review != 0)):
            continue
        together = (arrangement.planning == Who.TOGETHER) & (arrangement.provider == Provider.IN_HOUSE)
        rate = planned_together if together else usual
        if own and arrangement.quality < bad:
            rate = dismissal
        settled = (own & (arrangement.quality < bad)) | (
            (arrangement.contract == NOBODY) & (arrangement.programme == 0)
        )
        reviewed = settled and u < rate
        if ended or reviewed or arrangement.review != 0:
            if ended:
                arrangement.review = Cause.CONTRACT_ENDED
            elif arrangement.review == 0:
                arrangement.review = Cause.SERVICE_REVIEW
            award(world, c, a, month)
            arrangement.review = 0
    spin_out(world, c, month)


@rule
def review_rate(p, council, together):
    """Chance a month that a service in house, in partnership or by self-help comes up for review (ODD eq. 51).

    Sooner under pressure, and where people who plan together ask how it could be delivered.
    """
    return p.review_rate / 12.0 * (1.0 + p.review_pressure * council.pressure + p.review_joint * together)


@rule
def award(world, c, a, month):
    """Give the arrangement to the option with the highest score, chance included; of equals, to the first."""
    p = world.parameters[0]
    council = world.councils[c]
    arrangement = world.arrangements[a]
    service = world.services[arrangement.service]
    neighbourhood = world.neighbourhoods[arrangement.neighbourhood]
    _release(world, council, arrangement)
    money = funding(council, neighbourhood, service.statutory)
    support = effective_support(world, council, arrangement)
    best_option, best = Option.COUNCIL, score_council(world, council, a, month, money)

    e = best_enterprise(world, council, arrangement)
    o = arrangement.partner if is_alive(world, arrangement.partner) else neighbourhood.organiser
    k = best_quote(world, council, service, arrangement.volume)
    if (e != NOBODY or is_alive(world, o)) and is_reserved(world, council, arrangement, service, month):
        k = NOBODY
    if k != NOBODY:
        score = score_contractor(world, council, a, month, k)
        if score > best:
            best_option, best = Option.CONTRACTOR, score

    if e != NOBODY:
        score = score_community(world, council, a, month, e, support, Option.ENTERPRISE, Provider.SOCIAL_ENTERPRISE)
        if score > best:
            best_option, best = Option.ENTERPRISE, score

    if is_alive(world, o):
        score = score_together(world, council, a, month, o, support, money)
        if score > best:
            best_option, best = Option.BOTH, score
        if world.organisations[o].enterprise == 0:
            provider = Provider.COMMUNITY_ORGANISATION
            score = score_community(world, council, a, month, o, support, Option.COMMUNITY, provider)
            if score > best:
                best_option, best = Option.COMMUNITY, score
        if service.statutory < p.abandon_statutory:
            score = score_nobody(world, council, a, month, o)
            if score > best:
                best_option, best = Option.NOBODY, score

    _settle(world, c, a, month, best_option, k, e, o)


@rule
def _release(world, council, arrangement):
    """While the arrangement is open, the work is nobody's: the present provider has room for it again (ODD eq. 52)."""
    row = arrangement.provider_row
    if arrangement.provider == Provider.CONTRACTOR:
        firm = world.contractors[row]
        firm.load = max(firm.load - arrangement.volume, 0.0)
    elif arrangement.provider == Provider.PARTNERSHIP:
        p = world.parameters[0]
        take_on(p, council, world.organisations[arrangement.partner], -p.partnership_work * arrangement.volume)
    elif arrangement.delivery == Who.COMMUNITY:
        take_on(world.parameters[0], council, world.organisations[row], -arrangement.volume)


@rule
def _settle(world, c, a, month, option, k, e, o):
    """Carry out the award; the cause is why the arrangement was up (ODD eq. 60)."""
    p = world.parameters[0]
    council = world.councils[c]
    arrangement = world.arrangements[a]
    service = world.services[arrangement.service]
    cause = arrangement.review
    planning = arrangement.planning
    months = int(service.contract_months)
    if option == Option.COUNCIL:
        take_in_house(world, a, _planning_without_self_help(arrangement), cause, month)
    elif option == Option.CONTRACTOR:
        firm = world.contractors[k]
        firm.load += arrangement.volume
        planning = _planning_without_self_help(arrangement)
        terms = (0, p.contract_confidentiality)
        contract_out(
            world,
            a,
            planning,
            Who.PROFESSIONALS,
            Provider.CONTRACTOR,
            k,
            price(p, firm, service),
            months,
            terms,
            cause,
            month,
        )
    elif option == Option.ENTERPRISE:
        organisation = world.organisations[e]
        take_on(p, council, organisation, arrangement.volume)
        terms = (1, 0.0)
        contract_out(
            world,
            a,
            planning,
            Who.COMMUNITY,
            Provider.SOCIAL_ENTERPRISE,
            e,
            organisation.ask,
            months,
            terms,
            cause,
            month,
        )
    elif option == Option.BOTH:
        take_on(p, council, world.organisations[o], p.partnership_work * arrangement.volume)
        deliver_together(world, a, o, planning, cause, month)
    elif option == Option.COMMUNITY:
        organisation = world.organisations[o]
        take_on(p, council, organisation, arrangement.volume)
        terms = (1, 0.0)
        length = int(min(service.contract_months, p.community_contract_months))
        contract_out(
            world,
            a,
            planning,
            Who.COMMUNITY,
            Provider.COMMUNITY_ORGANISATION,
            o,
            organisation.ask,
            length,
            terms,
            cause,
            month,
        )
    else:
        drop_contract(world, a)
        arrangement.partner = o
        arrangement.unit_cost = 0.0
        provider = (
            Provider.SOCIAL_ENTERPRISE if world.organisations[o].enterprise == 1 else Provider.COMMUNITY_ORGANISATION
        )
        move(world, a, Who.COMMUNITY, Who.COMMUNITY, provider, o, cause, month)


@rule
def _planning_without_self_help(arrangement):
    """Who plans once others deliver: a self-help group's plan goes with the group's service."""
    if arrangement.planning == Who.COMMUNITY and arrangement.delivery == Who.COMMUNITY:
        return Who.PROFESSIONALS.value  # beside a number from a table numba takes no member of an enum
    return arrangement.planning
