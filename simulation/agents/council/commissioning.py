"""Commissioning: who delivers next where a contract ends, a provider fails, delivery is withdrawn or reviewed."""

from __future__ import annotations

import math
from enum import IntEnum

from simulation.agents.community_organisation.rules import free_place, is_alive, offer, start
from simulation.agents.council.budget import carrying_capacity, funding
from simulation.agents.council.support import effective_support
from simulation.agents.private_contractor.rules import price
from simulation.agents.social_enterprise.rules import make_enterprise
from simulation.engine import clock, draws
from simulation.engine.compilation import rule
from simulation.engine.draws import Purpose
from simulation.engine.maths import MIDDLE, clip, saturating
from simulation.world.codes import Cause, Lever, Provider, Who
from simulation.world.limits import LONGEST_PFI, SHORTEST_PFI
from simulation.world.moves import (
    agree_pfi,
    contract_out,
    deliver_together,
    drop_contract,
    move,
    put_under_pfi,
    take_in_house,
)
from simulation.world.tables import NOBODY
from simulation.world.territory import (
    arrangement_in,
    arrangements_in,
    arrangements_of,
    contractors_of,
    neighbourhoods_of,
    organisations_of,
    pfi_row,
)
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
def is_reserved(world, council, arrangement, service, month):
    """Whether the tender is reserved for providers from the community, which only an open route can do (ODD eq. 56)."""
    p = world.parameters[0]
    chance = p.reserved * openness(world, council) * service.coproducibility
    return chance > 0.0 and draws.uniform(world.key, Purpose.RESERVED, month, council.id, arrangement.number) < chance


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
    best_option, best = Option.COUNCIL, _score_council(world, council, a, month, money)

    e = best_enterprise(world, council, arrangement)
    o = arrangement.partner if is_alive(world, arrangement.partner) else neighbourhood.organiser
    k = best_quote(world, council, service, arrangement.volume)
    if (e != NOBODY or is_alive(world, o)) and is_reserved(world, council, arrangement, service, month):
        k = NOBODY
    if k != NOBODY:
        score = _score_contractor(world, council, a, month, k)
        if score > best:
            best_option, best = Option.CONTRACTOR, score

    if e != NOBODY:
        score = _score_community(world, council, a, month, e, support, Option.ENTERPRISE, Provider.SOCIAL_ENTERPRISE)
        if score > best:
            best_option, best = Option.ENTERPRISE, score

    if is_alive(world, o):
        score = _score_together(world, council, a, month, o, support, money)
        if score > best:
            best_option, best = Option.BOTH, score
        if world.organisations[o].enterprise == 0:
            provider = Provider.COMMUNITY_ORGANISATION
            score = _score_community(world, council, a, month, o, support, Option.COMMUNITY, provider)
            if score > best:
                best_option, best = Option.COMMUNITY, score
        if service.statutory < p.abandon_statutory:
            score = _score_nobody(world, council, a, month, o)
            if score > best:
                best_option, best = Option.NOBODY, score

    _settle(world, c, a, month, best_option, k, e, o)


@rule
def _score_council(world, council, a, month, money):
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
def _score_contractor(world, council, a, month, k):
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
def _score_community(world, council, a, month, o, support, option, provider):
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
def _score_together(world, council, a, month, o, support, money):
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
def _score_nobody(world, council, a, month, o):
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
def _release(world, council, arrangement):
    """While the arrangement is open, the work is nobody's: the present provider has room for it again (ODD eq. 52)."""
    row = arrangement.provider_row
    if arrangement.provider == Provider.CONTRACTOR:
        firm = world.contractors[row]
        firm.load = max(firm.load - arrangement.volume, 0.0)
    elif arrangement.provider == Provider.PARTNERSHIP:
        p = world.parameters[0]
        _take_on(p, council, world.organisations[arrangement.partner], -p.partnership_work * arrangement.volume)
    elif arrangement.delivery == Who.COMMUNITY:
        _take_on(world.parameters[0], council, world.organisations[row], -arrangement.volume)


@rule
def _chance(world, council, a, month, option):
    """The unexplained part of an option's score: logistic noise, as in a random-utility model (ODD eq. 53)."""
    p = world.parameters[0]
    second = world.arrangements[a].number * OPTIONS + option
    u = draws.uniform(world.key, Purpose.COMMISSIONING, month, council.id, second)
    return p.score_chance * math.log(u / (1.0 - u))


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
        _take_on(p, council, organisation, arrangement.volume)
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
        _take_on(p, council, world.organisations[o], p.partnership_work * arrangement.volume)
        deliver_together(world, a, o, planning, cause, month)
    elif option == Option.COMMUNITY:
        organisation = world.organisations[o]
        _take_on(p, council, organisation, arrangement.volume)
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


@rule
def _take_on(p, council, organisation, work):
    """Work that is awarded counts at once, so that one organisation does not win everything in one month.

    ODD eq. 60.
    """
    organisation.load = max(organisation.load + work * council.neighbourhoods / carrying_capacity(p, organisation), 0.0)


@rule
def spin_out(world, c, month):
    """Under a policy staff may found a social enterprise out of a service in house, more so where money helps them.

    It takes over the most co-producible service that is in house where they work, under contract.

    ODD eq. 62.
    """
    p = world.parameters[0]
    council = world.councils[c]
    if council.policy == 0:
        return
    u0, u1, _, _ = draws.four(world.key, Purpose.SPIN_OUT, month, council.id, 0)
    n = council.first_neighbourhood + int(u1 * council.neighbourhoods)
    if clock.in_a_tick(world.key, u0) >= p.spin_out_rate / 12.0 * (
        p.spin_out_unaided + world.neighbourhoods[n].outside_capacity
    ):
        return
    o = free_place(world, n)
    a = best_in_house(world, n)
    if o != NOBODY and a != NOBODY:
        start(world, o, month)
        organisation = world.organisations[o]
        organisation.enterprise = 1
        make_enterprise(p, organisation)
        offer(world, o, month)
        council.foundings += 1
        arrangement = world.arrangements[a]
        _take_on(p, council, organisation, arrangement.volume)
        months = int(world.services[arrangement.service].contract_months)
        contract_out(
            world,
            a,
            arrangement.planning,
            Who.COMMUNITY,
            Provider.SOCIAL_ENTERPRISE,
            o,
            organisation.ask,
            months,
            (1, 0.0),
            Cause.PROVIDER_CONVERTED,
            month,
        )


@rule
def best_in_house(world, n):
    """Row of the arrangement of the most co-producible service in house here, of equals the first, or nobody."""
    best = NOBODY
    most = 0.0
    for a in arrangements_in(world, n):
        arrangement = world.arrangements[a]
        suits = world.services[arrangement.service].coproducibility
        if arrangement.provider == Provider.IN_HOUSE and suits > most:
            best = a
            most = suits
    return best


@rule
def sign_pfi(world, c, s, month, years, confidentiality):
    """A PFI contract for service ``s`` of council ``c``: for a network everywhere, for buildings in some wards.

    ODD eq. 48.

    Length and confidentiality that are not given (nan) are drawn or taken from the evidence (§2). What was planned or
    delivered together in the service ends.
    """
    p = world.parameters[0]
    council = world.councils[c]
    row = pfi_row(world, c, s)
    if math.isnan(years):
        deviate = draws.normal(world.key, Purpose.CONTRACT_LENGTH, month, council.id, s)
        years = clip(p.pfi_years + p.pfi_years_spread * deviate, SHORTEST_PFI, LONGEST_PFI)
    if math.isnan(confidentiality):
        confidentiality = p.pfi_confidentiality
    agree_pfi(world.contracts[row], p.pfi_price, int(round(clock.ticks_a_year(world.key) * years)), confidentiality)
    council.pfi_deals += 1
    first = _first_ward(world, council, s, month)
    for n in neighbourhoods_of(council):
        a = arrangement_in(world, n, s)
        if world.services[s].network == 0.0 and n != first and _ward(world, council, a, month) >= p.pfi_wards:
            continue
        put_under_pfi(world, a, row, Cause.PFI_SIGNED, month)


@rule
def _ward(world, council, a, month):
    """A uniform draw: a contract for buildings covers the wards in which it is low (ODD eq. 48)."""
    return draws.uniform(world.key, Purpose.PFI_WARD, month, council.id, world.arrangements[a].number)


@rule
def _first_ward(world, council, s, month):
    """Row of the neighbourhood with the lowest draw: no contract covers nothing (ODD eq. 48)."""
    best = council.first_neighbourhood
    for n in neighbourhoods_of(council):
        lowest = _ward(world, council, arrangement_in(world, best, s), month)
        if _ward(world, council, arrangement_in(world, n, s), month) < lowest:
            best = n
    return best


@rule
def consider_pfi(world, c, month):
    """Part of phase 7: PFI contracts run down, some end early, and new ones are signed while policy supports them.

    ODD eq. 47.
    """
    p = world.parameters[0]
    council = world.councils[c]
    support = world.national[0].pfi_support
    for s in range(len(world.services)):
        service = world.services[s]
        contract = world.contracts[pfi_row(world, c, s)]
        if contract.months_left > 0:
            _run_pfi(world, c, s, month)
        elif support > 0.0 and service.capital_intensity >= p.pfi_least_capital:
            built = (service.capital_intensity - p.pfi_least_capital) / (1.0 - p.pfi_least_capital)
            appetite = p.pfi_rate / 12.0 * support * built
            appetite *= (p.pfi_regardless + council.market) * (1.0 + p.pfi_pressure * council.pressure)
            if draws.monthly(world.key, Purpose.PFI_SIGNED, month, council.id, s) < appetite:
                sign_pfi(world, c, s, month, math.nan, math.nan)


@rule
def _run_pfi(world, c, s, month):
    """A PFI contract's month: the payment is indexed; the contract ends at its term, or early and dearly.

    ODD eq. 46.
    """
    p = world.parameters[0]
    council = world.councils[c]
    contract = world.contracts[pfi_row(world, c, s)]
    contract.price *= 1.0 + p.pfi_indexation / 12.0
    contract.months_left -= 1
    if draws.monthly(world.key, Purpose.EARLY_EXIT, month, council.id, s) < p.pfi_early_exit / 12.0:
        # Buying out costs a share of all that was still to be paid, out of surpluses to come (evidence §2).
        covered = 0.0
        for n in neighbourhoods_of(council):
            arrangement = world.arrangements[arrangement_in(world, n, s)]
            covered += arrangement.volume if arrangement.provider == Provider.PFI else 0.0
        owed = contract.price * contract.months_left * covered
        council.balances -= p.pfi_exit_cost * owed
        council.spending += p.pfi_exit_cost * owed
        contract.months_left = 0
    for n in neighbourhoods_of(council):
        arrangement = world.arrangements[arrangement_in(world, n, s)]
        if arrangement.provider == Provider.PFI:
            arrangement.unit_cost = contract.price
            if contract.months_left <= 0:
                arrangement.review = Cause.CONTRACT_ENDED
                arrangement.contract = NOBODY
