"""Community organisations and social enterprises: Eqs. 35 and 75 to 82."""

from __future__ import annotations

import math

from tests.reimplementation.codes import (
    COMMUNITY,
    COMMUNITY_ORGANISATION,
    PARTNERSHIP,
    PROFESSIONALS,
    PROVIDER_CONVERTED,
    PROVIDER_FAILED,
    SOCIAL_ENTERPRISE,
)
from tests.reimplementation.contractors import new_entrants, trade
from tests.reimplementation.entities import Council, Neighbourhood, Organisation, World
from tests.reimplementation.formulas import clip, towards
from tests.reimplementation.moves import move, put_up_for_review


def live_and_trade(world: World) -> None:
    """Phase 9."""
    for enterprise in (False, True):
        for organisation in world.organisations:
            if organisation.alive and organisation.enterprise is enterprise:
                live(world, organisation)
    for organisation in world.organisations:
        if organisation.alive and not organisation.enterprise:
            consider_enterprise(world, organisation)
    for organisation in world.organisations:
        if not organisation.alive:
            found(world, organisation)
    for contractor in world.contractors:
        if contractor.alive:
            trade(world, contractor)
    new_entrants(world)


def offer(world: World, organisation: Organisation) -> None:
    """Eq. 35."""
    p = world.p
    able = (p.availability_unskilled + (1 - p.availability_unskilled) * organisation.capacity) / (
        1 + organisation.load**2
    )
    willing = clip(organisation.trust / p.trust_needed) * clip(organisation.volunteers / p.volunteers_needed)
    organisation.availability = clip(able * willing)
    usual = p.community_price * (1 + p.professional_price * organisation.professionalisation)
    organisation.ask = usual * (1 - discount(world, organisation))


def discount(world: World, organisation: Organisation) -> float:
    """Eq. 35."""
    return world.p.underpricing * clip(1 - organisation.reserves / world.p.safe_reserves)


def live(world: World, organisation: Organisation) -> None:
    """Phase 9 for one organisation."""
    if organisation.enterprise and organisation.reserves > world.p.safe_reserves:
        organisation.capacity += world.p.enterprise_growth * (1 - organisation.capacity)
    organisation.age += 1
    earn(world, organisation)
    look_after_people(world, organisation)
    learn_and_professionalise(world, organisation)
    trust(world, organisation)
    chance = 1 - math.exp(-closure_hazard(world, organisation))
    if world.uniform("closure", organisation.council, organisation.number) < chance:
        close(world, organisation)


def is_capable(world: World, home: Neighbourhood) -> bool:
    """Eq. 74."""
    return (home.organiser.capacity if home.organiser else 0) >= world.p.capable_first


def offered(home: Neighbourhood, lever: str) -> float:
    """Eq. 74."""
    return home.council.levers[lever] if home.capable else 0.0


def capacity_support(home: Neighbourhood) -> float:
    """Eq. 75."""
    return max(offered(home, "capacity_building"), home.outside_capacity)


def taken(world: World, council: Council) -> float:
    """Eq. 75."""
    return world.p.cuts_take * (1 - clip(council.funding_discretionary))


def renew_grant(world: World, organisation: Organisation) -> None:
    """Eq. 75."""
    p, council, left = world.p, organisation.council, organisation.grant_months
    left += -1 if left > 0 else 1 if left < 0 else 0
    if left == 0:
        home = organisation.neighbourhood
        support = offered(home, "planning_support") + capacity_support(home)
        likely = p.grant_chance + p.grant_support * support + p.grant_stance * (council.commitment - 0.5)
        won = world.uniform("grant", council, organisation.number) < (1 - taken(world, council)) * likely
        left = int(p.grant_months) if won else -int(p.grant_months)
    organisation.grant_months = left


def earn(world: World, organisation: Organisation) -> None:
    """Eq. 75."""
    p, council = world.p, organisation.council
    renew_grant(world, organisation)
    income, grant = organisation.contract_income, p.grant_cover * (organisation.grant_months > 0)
    organisation.staff = max(income, towards(organisation.staff, income, p.staff_rate))
    cost = p.organisation_cost * (p.cost_unprofessional + organisation.professionalisation)
    in_months = len(council.neighbourhoods) / cost
    margin = (1 - (1 - p.contract_margin) / (1 - discount(world, organisation))) * income * in_months
    net = organisation.independence + (1 - organisation.independence) * grant + margin - 1
    idle = p.staff_cost * (organisation.staff - income) * in_months
    organisation.reserves = clip(
        organisation.reserves + p.cost_stickiness * net - idle, p.reserves_floor, p.reserves_cap
    )
    own_income = p.independence_base + p.trading_independence * organisation.enterprise
    goal = own_income * (1 - p.dependence * (organisation.contract_income > 0))
    organisation.independence = clip(towards(organisation.independence, goal, p.independence_rate))
    if organisation.reserves > p.asset_threshold:
        organisation.assets = clip(organisation.assets + p.asset_rate)


def look_after_people(world: World, organisation: Organisation) -> None:
    """Eq. 76."""
    p, home = world.p, organisation.neighbourhood
    goal = clip(p.volunteers_base + p.volunteers_civic * home.civic_capacity + p.volunteers_roots * organisation.roots)
    goal *= world.nation.volunteering * (1 - p.volunteers_venues * taken(world, organisation.council))
    volunteers = towards(organisation.volunteers, goal, p.volunteer_rate)
    supported = 1 - p.planning_support_effect * offered(home, "planning_support")
    burnt_out = p.burnout / 12 * supported * min(organisation.load, 1)
    organisation.volunteers = clip(volunteers * (1 - burnt_out))


def learn_and_professionalise(world: World, organisation: Organisation) -> None:
    """Eq. 77."""
    p, home = world.p, organisation.neighbourhood
    support = capacity_support(home)
    busy = min(organisation.load, 1)
    learnt = (p.capacity_learning * busy + p.capacity_training * support) * (1 - organisation.capacity)
    forgotten = p.capacity_fading * (1 - busy) * organisation.capacity
    organisation.capacity = clip(organisation.capacity + learnt - forgotten)

    paid = organisation.contract_income > 0
    pull = paid + p.professionalising_support * offered(home, "planning_support")
    pull += p.professionalising_training * support
    gained = p.professionalising * pull * (1 - organisation.professionalisation)
    lost = p.deprofessionalising * (1 - paid) * organisation.professionalisation
    organisation.professionalisation = clip(organisation.professionalisation + gained - lost)

    planned = organisation.co_planned / organisation.services if organisation.services else 0.0
    erosion = p.root_erosion * gained * (1 - p.coplanning_keeps_roots * planned)
    aloof = organisation.professionalisation * (1 - planned)
    renewal = p.root_renewal * (p.root_renewal_alone + planned) * (1 - aloof)
    organisation.roots = clip(organisation.roots - erosion * organisation.roots + renewal * (1 - organisation.roots))


def trust(world: World, organisation: Organisation) -> None:
    """Eq. 78."""
    p, council = world.p, organisation.council
    of_officers = p.organisation_trust_officers
    goal = of_officers * council.officer_culture + (1 - of_officers) * council.commitment
    rate = p.organisation_trust_gain * (p.trust_asymmetry if goal < organisation.trust else 1)
    organisation.trust = clip(towards(organisation.trust, goal, rate))


def closure_hazard(world: World, organisation: Organisation) -> float:
    """Eq. 79."""
    p = world.p
    strain = clip(1 - organisation.reserves / p.safe_reserves, 0, p.closure_strain_cap)
    fading = p.mutual_aid_fading * (1 - organisation.professionalisation) * organisation.mutual_aid
    bare = p.closure_base / 12 * (1 + p.closure_strain * strain**2) + fading
    return bare * (1 - p.assets_protect * organisation.assets)


def close(world: World, organisation: Organisation) -> None:
    """When it closes."""
    organisation.alive = False
    organisation.council.closures += 1
    for arrangement in organisation.council.arrangements:
        if organisation in (arrangement.partner, arrangement.provider_row):
            if arrangement.delivery == COMMUNITY:
                put_up_for_review(world, arrangement, PROFESSIONALS, PROVIDER_FAILED)
            elif arrangement.provider == PARTNERSHIP:
                put_up_for_review(world, arrangement, arrangement.planning, PROVIDER_FAILED)
            arrangement.partner = None


def consider_enterprise(world: World, organisation: Organisation) -> None:
    """Eq. 80."""
    if organisation.professionalisation < world.p.enterprise_threshold:
        return
    chance = chance_of_conversion(world, organisation)
    if world.uniform("conversion", organisation.council, organisation.number) < chance:
        convert(world, organisation)


def convert(world: World, organisation: Organisation) -> None:
    """Eq. 80: what it delivers moves with it."""
    organisation.enterprise = True
    for arrangement in organisation.council.arrangements:
        if arrangement.provider == COMMUNITY_ORGANISATION and arrangement.provider_row is organisation:
            if arrangement.contract:
                arrangement.contract.provider = SOCIAL_ENTERPRISE
            planning = arrangement.planning
            move(world, arrangement, planning, COMMUNITY, SOCIAL_ENTERPRISE, organisation, PROVIDER_CONVERTED)


def chance_of_conversion(world: World, organisation: Organisation) -> float:
    """Eq. 80."""
    return world.p.enterprise_rate / 12 * (world.p.enterprise_rate_base + organisation.independence)


def make_enterprise(world: World, organisation: Organisation) -> None:
    """Eq. 8: what an enterprise has beyond other organisations when it begins."""
    p = world.p
    organisation.enterprise = True
    organisation.capacity = clip(organisation.capacity + p.enterprise_capacity)
    organisation.professionalisation = clip(organisation.professionalisation + p.enterprise_professionalisation)
    organisation.independence = clip(organisation.independence + p.enterprise_independence)
    organisation.reserves = p.safe_reserves * (1 + p.enterprise_independence)
    organisation.assets = p.enterprise_assets
    offer(world, organisation)


def found(world: World, organisation: Organisation) -> None:
    """Eq. 81: a free place may be taken."""
    council, chance = organisation.council, chance_of_founding(world, organisation.neighbourhood)
    if world.uniform("founding", council, organisation.number) < chance:
        start(world, organisation)
        council.foundings += 1


def chance_of_founding(world: World, home: Neighbourhood) -> float:
    """Eq. 81."""
    p = world.p
    fertile = p.founding_base + p.founding_civic * home.civic_capacity
    return p.founding / 12 * fertile * (1 + p.founding_support * capacity_support(home))


def start(world: World, organisation: Organisation) -> None:
    """Eq. 82."""
    p, home, council = world.p, organisation.neighbourhood, organisation.council
    u0, u1, u2, u3 = world.four("initial_organisation", council, organisation.number)
    v0, v1, _, _ = world.four("initial_organisation_more", council, organisation.number)
    organisation.alive = True
    civic = home.civic_capacity
    organisation.capacity = clip(p.new_capacity_lowest + p.new_capacity_spread * u0 + p.new_capacity_civic * civic)
    organisation.volunteers = clip(
        p.new_volunteers_lowest + p.new_volunteers_spread * u1 + p.new_volunteers_civic * civic
    )
    organisation.professionalisation = p.new_professionalisation_lowest + p.new_professionalisation_spread * u2**2
    organisation.roots = clip(p.new_roots_lowest + p.new_roots_spread * u3)
    organisation.reserves = p.safe_reserves * (p.new_reserves_lowest + p.new_reserves_spread * v0)
    organisation.independence = clip(p.independence_base * (p.new_independence_lowest + p.new_independence_spread * v1))
    of_residents = p.new_trust_residents
    organisation.trust = clip(of_residents * home.trust + (1 - of_residents) * council.commitment)
    organisation.enterprise = organisation.mutual_aid = False
    organisation.age = organisation.services = organisation.co_planned = 0
    organisation.assets = organisation.load = organisation.contract_income = organisation.staff = 0.0
    left = 1 + int(p.grant_months * world.uniform("first_grant", council, organisation.number))
    organisation.grant_months = left if world.uniform("grant", council, organisation.number) < p.grant_chance else -left
    offer(world, organisation)
