"""Commissioning: Eqs. 51 to 60. What is up for award goes to the option with the best score."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import NamedTuple

from tests.reimplementation.budget import funding, load_of
from tests.reimplementation.codes import (
    COMMUNITY,
    COMMUNITY_ORGANISATION,
    CONTRACT_ENDED,
    CONTRACTOR,
    IN_HOUSE,
    PARTNERSHIP,
    PROFESSIONALS,
    PROVIDER_CONVERTED,
    SERVICE_REVIEW,
    SOCIAL_ENTERPRISE,
    TOGETHER,
)
from tests.reimplementation.contractors import price, quote
from tests.reimplementation.delivery import (
    codelivery_cost,
    codelivery_quality,
    community_input,
    community_quality,
    contractor_quality,
    professional_quality,
)
from tests.reimplementation.entities import Arrangement, Contractor, Council, Organisation, World
from tests.reimplementation.formulas import MIDDLE, clip, saturating
from tests.reimplementation.moves import alive, contract_out, deliver_together, end_own_contract, move, take_in_house
from tests.reimplementation.organisations import make_enterprise, start
from tests.reimplementation.pfi import consider_pfi
from tests.reimplementation.support import effective_support

INCUMBENT_OF = {  # the option that continues with the present kind of provider; self-help (option 5) has none
    IN_HOUSE: 0,
    CONTRACTOR: 1,
    SOCIAL_ENTERPRISE: 2,
    PARTNERSHIP: 3,
    COMMUNITY_ORGANISATION: 4,
}


class Option(NamedTuple):
    """One option of an award: its score, and what happens if it wins."""

    score: float
    settle: Callable[[], None]


def commission(world: World) -> None:
    """Phase 7."""
    for contractor in world.contractors:
        if contractor.alive:
            quote(world, contractor)
    for council in world.councils:
        consider_pfi(world, council)
    for council in world.councils:
        for arrangement in council.arrangements:
            consider_review(world, arrangement)
            if arrangement.review:
                award(world, arrangement)
                arrangement.review = 0
        spin_out(world, council)


def consider_review(world: World, arrangement: Arrangement) -> None:
    """Eq. 51."""
    council = arrangement.council
    if arrangement.contract is arrangement.own_contract:
        arrangement.contract.months_left -= 1
        if arrangement.contract.months_left <= 0:
            arrangement.review = CONTRACT_ENDED
    own = arrangement.contract is arrangement.own_contract
    free = arrangement.contract is None and not arrangement.programme
    if not arrangement.review and (own or free):
        chance = dismissal(world, arrangement) if own else chance_of_review(world, arrangement)
        if world.uniform("review", council, arrangement.number) < chance:
            arrangement.review = SERVICE_REVIEW


def chance_of_review(world: World, arrangement: Arrangement) -> float:
    """Eq. 51, first line."""
    p, council = world.p, arrangement.council
    joint = arrangement.planning == TOGETHER and arrangement.provider == IN_HOUSE
    return p.review_rate / 12 * (1 + p.review_pressure * council.pressure + p.review_joint * joint)


def dismissal(world: World, arrangement: Arrangement) -> float:
    """Eq. 51, second line."""
    p = world.p
    return p.dismissal_rate / 12 * (arrangement.quality < p.dismissal_below * p.standard_quality)


def release(world: World, arrangement: Arrangement) -> None:
    """Eq. 52."""
    if arrangement.provider == CONTRACTOR:
        contractor = arrangement.provider_row
        contractor.load = max(contractor.load - arrangement.volume, 0)
    elif arrangement.provider == PARTNERSHIP:
        give_up(world, arrangement.partner, world.p.partnership_work * arrangement.volume)
    elif arrangement.delivery == COMMUNITY:
        give_up(world, arrangement.provider_row, arrangement.volume)


def give_up(world: World, organisation: Organisation, work: float) -> None:
    """Eq. 52."""
    organisation.load = max(organisation.load - load_of(world, organisation, work), 0)


def take_on(world: World, organisation: Organisation, work: float) -> None:
    """Eq. 60."""
    organisation.load += load_of(world, organisation, work)


def award(world: World, arrangement: Arrangement) -> None:
    """Commissioning: the best score wins; of equals, the first."""
    release(world, arrangement)
    max(options(world, arrangement).values(), key=lambda option: option.score).settle()


def options(world: World, arrangement: Arrangement) -> dict[int, Option]:
    """Commissioning: the options that can be had, by number, in the order in which equals are preferred."""
    contractor = best_quote(world, arrangement)
    enterprise = best_enterprise(world, arrangement)
    home = arrangement.neighbourhood
    partner = arrangement.partner if alive(arrangement.partner) else home.organiser

    found = {0: in_house(world, arrangement)}
    if contractor and not ((enterprise or alive(partner)) and reserved(world, arrangement)):
        found[1] = by_contractor(world, arrangement, contractor)
    if enterprise:
        found[2] = by_community(world, arrangement, enterprise, 2)
    if alive(partner):
        found[3] = in_partnership(world, arrangement, partner)
        if not partner.enterprise:
            found[4] = by_community(world, arrangement, partner, 4)
        if arrangement.service.statutory < world.p.abandon_statutory:
            found[5] = self_help(world, arrangement, partner)
    return found


def chance(world: World, arrangement: Arrangement, option: int) -> float:
    """Eq. 53."""
    u = world.uniform("commissioning", arrangement.council, 6 * arrangement.number + option)
    return world.p.score_chance * math.log(u / (1 - u))


def value(world: World, arrangement: Arrangement, quality: float, cost: float, social: float) -> float:
    """Eq. 54."""
    p = world.p
    weight_of_price = p.score_price * (1 + p.score_pressure * arrangement.council.pressure)
    return p.score_quality * quality + weight_of_price * (1 - cost) + social


def social_value(world: World) -> float:
    """Eq. 54."""
    return world.p.social_value_weight * (1 + world.nation.social_value)


def handed_over(world: World, arrangement: Arrangement) -> float:
    """Eq. 54."""
    return world.p.cuts_invite * world.p.handing_over * arrangement.council.pressure


def incumbency(world: World, arrangement: Arrangement, option: int, provider: Organisation | None = None) -> float:
    """Eq. 54: for options 2 and 4 only the same organisation continues."""
    continues = INCUMBENT_OF.get(arrangement.provider) == option
    if arrangement.contract and arrangement.review != CONTRACT_ENDED:
        continues = False
    if provider:
        continues = continues and arrangement.provider_row is provider
    return world.p.score_incumbent * continues


def views(world: World, arrangement: Arrangement) -> float:
    """Eq. 54: w, the weight of the leadership's views."""
    return world.p.renewal_preference if arrangement.review == CONTRACT_ENDED else 1.0


def openness(world: World, arrangement: Arrangement) -> float:
    """Eq. 57."""
    return max(arrangement.council.levers["open_procurement"], world.nation.openness)


def reserved(world: World, arrangement: Arrangement) -> bool:
    """Eq. 56."""
    chance = world.p.reserved * openness(world, arrangement) * arrangement.service.coproducibility
    return world.uniform("reserved", arrangement.council, arrangement.number) < chance


def barrier(world: World, arrangement: Arrangement, organisation: Organisation, work: float) -> float:
    """Eq. 57."""
    p = world.p
    room = clip((1 - organisation.load) / (p.lot_size * load_of(world, organisation, work)))
    shown = clip(organisation.professionalisation / p.bidder_shows)
    return p.procurement_barrier * (1 - openness(world, arrangement)) * (1 - min(shown, room))


def left(world: World, council: Council) -> float:
    """Eq. 61."""
    p = world.p
    learned = saturating(council.experience, p.experience_half)
    eased = council.policy * (p.policy_ease + (1 - p.policy_ease) * learned)
    return 1 - (eased if p.policy_first else p.policy_ease)


def planning_after_award(arrangement: Arrangement) -> int:
    """Commissioning: from self-help, options 0 and 1 return planning to professionals."""
    alone = arrangement.planning == arrangement.delivery == COMMUNITY
    return PROFESSIONALS if alone else arrangement.planning


def in_house(world: World, arrangement: Arrangement) -> Option:
    """Eq. 55, option 0."""
    p, money = world.p, funding(arrangement)
    saved = p.thrift * (1 - min(money, 1))
    score = (
        value(world, arrangement, professional_quality(world, money), 1 - saved, 0)
        + views(world, arrangement) * p.score_stance * (MIDDLE - arrangement.council.market)
        + chance(world, arrangement, 0)
        + incumbency(world, arrangement, 0)
    )

    def settle() -> None:
        take_in_house(world, arrangement, planning_after_award(arrangement), arrangement.review)

    return Option(score, settle)


def best_quote(world: World, arrangement: Arrangement) -> Contractor | None:
    """Eq. 56: among contractors with room, price and quality decide."""
    bidders = (
        contractor
        for contractor in arrangement.council.contractors
        if contractor.alive and contractor.load + arrangement.volume <= contractor.capacity
    )

    def rank(contractor: Contractor) -> float:
        return price(world, contractor, arrangement.service) - world.p.tender_quality * contractor.quality

    return min(bidders, key=rank, default=None)


def by_contractor(world: World, arrangement: Arrangement, contractor: Contractor) -> Option:
    """Eq. 56, option 1."""
    p, service = world.p, arrangement.service
    quality = contractor_quality(world, service, contractor.quality, p.expected_watch)
    score = (
        value(world, arrangement, quality, price(world, contractor, service), 0)
        + views(world, arrangement) * p.score_stance * (arrangement.council.market - MIDDLE)
        + chance(world, arrangement, 1)
        + incumbency(world, arrangement, 1)
    )

    def settle() -> None:
        contractor.load += arrangement.volume
        contract_out(
            world,
            arrangement,
            planning_after_award(arrangement),
            PROFESSIONALS,
            CONTRACTOR,
            contractor,
            price(world, contractor, service),
            int(service.contract_months),
            False,
            p.contract_confidentiality,
            arrangement.review,
        )

    return Option(score, settle)


def best_enterprise(world: World, arrangement: Arrangement) -> Organisation | None:
    """Eq. 57: the enterprise with the highest offer."""
    p = world.p

    def strength(enterprise: Organisation) -> float:
        at_home = enterprise.neighbourhood is arrangement.neighbourhood
        provides = arrangement.provider == SOCIAL_ENTERPRISE and arrangement.provider_row is enterprise
        return enterprise.availability * (1 if at_home else p.travel_discount) + provides

    bidders = [
        enterprise
        for enterprise in arrangement.council.organisations
        if enterprise.alive and enterprise.enterprise and strength(enterprise) > p.least_availability
    ]
    return max(bidders, key=strength, default=None)


def by_community(world: World, arrangement: Arrangement, organisation: Organisation, option: int) -> Option:
    """Eq. 57: option 2 is a social enterprise, option 4 a community organisation."""
    p, service, council = world.p, arrangement.service, arrangement.council
    needs = service.capital_intensity if option == 2 else 1
    first_step = arrangement.delivery == PROFESSIONALS
    brings = community_input(world, organisation, arrangement.neighbourhood)
    quality = community_quality(world, service, brings, organisation.professionalisation, p.expected_relationship)
    score = (
        value(world, arrangement, quality, organisation.ask, social_value(world))
        - barrier(world, arrangement, organisation, arrangement.volume)
        - p.handover_hurdle * needs * left(world, council) * first_step
        + views(world, arrangement) * p.score_support * (effective_support(arrangement) - MIDDLE)
        + handed_over(world, arrangement)
        + chance(world, arrangement, option)
        + incumbency(world, arrangement, option, organisation)
    )
    longest = math.inf if option == 2 else p.community_contract_months

    def settle() -> None:
        take_on(world, organisation, arrangement.volume)
        contract_out(
            world,
            arrangement,
            arrangement.planning,
            COMMUNITY,
            SOCIAL_ENTERPRISE if option == 2 else COMMUNITY_ORGANISATION,
            organisation,
            organisation.ask,
            int(min(service.contract_months, longest)),
            True,
            0.0,
            arrangement.review,
        )

    return Option(score, settle)


def in_partnership(world: World, arrangement: Arrangement, partner: Organisation) -> Option:
    """Eq. 58, option 3."""
    p, service, relationship = world.p, arrangement.service, arrangement.relationship
    brings = community_input(world, partner, arrangement.neighbourhood)
    money, skill = funding(arrangement), partner.professionalisation
    quality = codelivery_quality(world, service, money, brings, relationship, skill)
    cost = codelivery_cost(world, service, brings, relationship)
    tender = p.partnership_work * barrier(world, arrangement, partner, p.partnership_work * arrangement.volume)
    score = (
        value(world, arrangement, quality, cost, social_value(world))
        + views(world, arrangement) * p.score_support * (effective_support(arrangement) - MIDDLE)
        - (p.handover_hurdle * left(world, arrangement.council) + tender) * (arrangement.delivery == PROFESSIONALS)
        + handed_over(world, arrangement)
        + p.joint_plan_bonus * (arrangement.planning == TOGETHER)
        + chance(world, arrangement, 3)
        + incumbency(world, arrangement, 3)
    )

    def settle() -> None:
        take_on(world, partner, p.partnership_work * arrangement.volume)
        deliver_together(world, arrangement, partner, arrangement.planning, arrangement.review)

    return Option(score, settle)


def self_help(world: World, arrangement: Arrangement, helper: Organisation) -> Option:
    """Eq. 59, option 5."""
    p, home = world.p, arrangement.neighbourhood
    brings = community_input(world, helper, home)
    quality = community_quality(world, arrangement.service, brings, helper.professionalisation, 0)
    score = (
        value(world, arrangement, quality, 0, 0)
        - p.abandon_reluctance * left(world, arrangement.council)
        + handed_over(world, arrangement)
        + p.score_self_help * (brings * home.civic_capacity - MIDDLE)
        + chance(world, arrangement, 5)
    )

    def settle() -> None:
        end_own_contract(arrangement)
        arrangement.partner = helper
        arrangement.unit_cost = 0.0
        provider = SOCIAL_ENTERPRISE if helper.enterprise else COMMUNITY_ORGANISATION
        move(world, arrangement, COMMUNITY, COMMUNITY, provider, helper, arrangement.review)

    return Option(score, settle)


def spin_out(world: World, council: Council) -> None:
    """Eq. 62."""
    if not council.policy:
        return
    u0, u1, _, _ = world.four("spin_out", council)
    home = council.neighbourhoods[int(u1 * len(council.neighbourhoods))]
    free = next((organisation for organisation in home.organisations if not organisation.alive), None)
    in_house_now = [arrangement for arrangement in home.arrangements if arrangement.provider == IN_HOUSE]
    if u0 >= world.p.spin_out_rate / 12 * (world.p.spin_out_unaided + home.outside_capacity):
        return
    if free is None or not in_house_now:
        return
    taken = max(in_house_now, key=lambda arrangement: arrangement.service.coproducibility)
    start(world, free)
    make_enterprise(world, free)
    council.foundings += 1
    take_on(world, free, taken.volume)
    months, planning = int(taken.service.contract_months), taken.planning
    contract_out(
        world, taken, planning, COMMUNITY, SOCIAL_ENTERPRISE, free, free.ask, months, True, 0.0, PROVIDER_CONVERTED
    )
