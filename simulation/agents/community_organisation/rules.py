"""Community organisations: whether to plan and work with the council, how they grow, tire, professionalise and close.

Social enterprises are organisations too and follow the same rules, with additions of their own in `social_enterprise`.
"""

from __future__ import annotations

import math

from simulation.engine import draws
from simulation.engine.compilation import rule
from simulation.engine.draws import Purpose
from simulation.engine.maths import MIDDLE, clip, towards
from simulation.world.codes import Cause, Lever, Provider, Who
from simulation.world.moves import take_in_house
from simulation.world.tables import NOBODY
from simulation.world.territory import arrangements_of, places_in


@rule
def is_alive(world, o):
    """Whether row ``o`` is an organisation, and one that still exists."""
    return o != NOBODY and world.organisations[o].alive == 1


@rule
def offer(world, o, month):
    """Phase 5 for one organisation: how ready it is to take on more with the council, and at what price (ODD eq. 35).

    It needs skills, room, and some trust in the council; a poor organisation goes below its price to win work.
    """
    organisation = world.organisations[o]
    p = world.parameters[0]
    room = 1.0 / (1.0 + organisation.load * organisation.load)
    organisation.availability = clip(
        (p.availability_unskilled + (1.0 - p.availability_unskilled) * organisation.capacity)
        * room
        * clip(organisation.trust / p.trust_needed)
        * clip(organisation.volunteers / p.volunteers_needed)
    )
    usual = p.community_price * (1.0 + p.professional_price * organisation.professionalisation)
    organisation.ask = usual * (1.0 - discount(p, organisation))


@rule
def live(world, o, month):
    """Phase 9 for one organisation: money, people, skills, roots and trust; then whether it goes on."""
    p = world.parameters[0]
    organisation = world.organisations[o]
    council = world.councils[organisation.council]
    neighbourhood = world.neighbourhoods[organisation.neighbourhood]
    organisation.age += 1
    support = offered(council, neighbourhood, Lever.PLANNING_SUPPORT)
    training = capacity_support(council, neighbourhood)
    _renew_grant(world, council, organisation, support + training, month)
    _earn(p, council, organisation)
    _look_after_people(world, council, neighbourhood, organisation, support)
    _learn_and_professionalise(p, organisation, support, training)
    _trust(p, council, organisation)
    hazard = closure_hazard(p, organisation)
    u = draws.chance(world.organisation_chances, Purpose.CLOSURE, o)
    # The chance is less than the hazard, which spares most of the exponentials.
    if u < hazard and u < 1.0 - math.exp(-hazard):
        close(world, o, month)


@rule
def running_cost(p, organisation):
    """Running cost a month without delivery, relative to the standard spending of a neighbourhood (ODD eq. 75)."""
    return p.organisation_cost * (p.cost_unprofessional + organisation.professionalisation)


@rule
def discount(p, organisation):
    """How far below its usual price an organisation goes for want of reserves (ODD eq. 35)."""
    return p.underpricing * clip(1.0 - organisation.reserves / p.safe_reserves)


@rule
def own_means(world, o):
    """How far organisation ``o``, a partner, could do without the council: own income, and assets (ODD eq. 41)."""
    if o == NOBODY:
        return 0.0
    organisation = world.organisations[o]
    return 1.0 - (1.0 - organisation.independence) * (1.0 - organisation.assets)


@rule
def taken_away(p, council):
    """Share of what volunteers depend on that cuts have taken: grants, venues, posts (ODD eq. 75)."""
    return p.cuts_take * (1.0 - clip(council.funding_discretionary))


@rule
def _renew_grant(world, council, organisation, support, month):
    """Grants come in lumps: for some years, or not at all (ODD eq. 75)."""
    p = world.parameters[0]
    if organisation.grant_months > 0:
        organisation.grant_months -= 1
    elif organisation.grant_months < 0:
        organisation.grant_months += 1
    if organisation.grant_months == 0:
        likely = p.grant_chance + p.grant_support * support + p.grant_stance * (council.commitment - MIDDLE)
        u = draws.uniform(world.key, Purpose.GRANT, month, council.id, organisation.number)
        granted = u < (1.0 - taken_away(p, council)) * likely
        organisation.grant_months = int(p.grant_months) if granted else -int(p.grant_months)


@rule
def _earn(p, council, organisation):
    """Reserves, in months of running cost: independent income, a grant, and what contracts leave or go on costing.

    Most of a gap between income and cost is closed by spending less or more; the rest is saved or eats reserves.

    ODD eq. 75.
    """
    grant = p.grant_cover if organisation.grant_months > 0 else 0.0
    work = council.neighbourhoods / running_cost(p, organisation)
    income = organisation.contract_income
    organisation.staff = max(income, towards(organisation.staff, income, p.staff_rate))
    margin = 1.0 - (1.0 - p.contract_margin) / (1.0 - discount(p, organisation))
    net = organisation.independence + (1.0 - organisation.independence) * grant + margin * income * work - 1.0
    idle = p.staff_cost * (organisation.staff - income) * work
    reserves = organisation.reserves + p.cost_stickiness * net - idle
    organisation.reserves = clip(reserves, p.reserves_floor, p.reserves_cap)
    goal = p.independence_base
    if organisation.enterprise == 1:
        goal += p.trading_independence
    if organisation.contract_income > 0.0:
        goal *= 1.0 - p.dependence
    organisation.independence = clip(towards(organisation.independence, goal, p.independence_rate))
    if organisation.reserves > p.asset_threshold:
        organisation.assets = clip(organisation.assets + p.asset_rate)


@rule
def is_capable(world, neighbourhood):
    """Whether the neighbourhood's organiser is skilled enough for the framework's support (ODD eq. 74)."""
    p = world.parameters[0]
    capacity = 0.0
    if neighbourhood.organiser != NOBODY:
        capacity = world.organisations[neighbourhood.organiser].capacity
    return capacity >= p.capable_first


@rule
def offered(council, neighbourhood, lever):
    """What the framework offers in this neighbourhood: the lever in force, or nothing (ODD eq. 74)."""
    return council.levers[lever] * neighbourhood.capable


@rule
def capacity_support(council, neighbourhood):
    """Capacity building in force here: what the council offers or what is paid from outside, whichever is more.

    ODD eq. 75.
    """
    return max(offered(council, neighbourhood, Lever.CAPACITY_BUILDING), neighbourhood.outside_capacity)


@rule
def _look_after_people(world, council, neighbourhood, organisation, support):
    """Volunteers come from a rooted tie to a neighbourhood with civic capacity, and burn out under work unsupported.

    Fewer come where there is no staffed place to meet, and where people volunteer less everywhere.

    ODD eq. 76.
    """
    p = world.parameters[0]
    goal = clip(
        p.volunteers_base + p.volunteers_civic * neighbourhood.civic_capacity + p.volunteers_roots * organisation.roots
    )
    goal *= world.national[0].volunteering * (1.0 - p.volunteers_venues * taken_away(p, council))
    organisation.volunteers = towards(organisation.volunteers, goal, p.volunteer_rate)
    helped = 1.0 - p.planning_support_effect * support
    organisation.volunteers *= 1.0 - p.burnout / 12.0 * helped * min(organisation.load, 1.0)
    organisation.volunteers = clip(organisation.volunteers)


@rule
def _learn_and_professionalise(p, organisation, support, training):
    """Skills grow with work and training and fade unused; support and contracts professionalise, which costs roots.

    An organisation that plans together with its residents keeps more of its roots.

    ODD eq. 77.
    """
    busy = min(organisation.load, 1.0)
    learning = p.capacity_learning * busy + p.capacity_training * training
    organisation.capacity = clip(
        organisation.capacity
        + learning * (1.0 - organisation.capacity)
        - p.capacity_fading * (1.0 - busy) * organisation.capacity
    )
    paid = 1.0 if organisation.contract_income > 0.0 else 0.0
    helped = p.professionalising_support * support
    drive = p.professionalising * (paid + helped + p.professionalising_training * training)
    gained = drive * (1.0 - organisation.professionalisation)
    lost = p.deprofessionalising * (1.0 - paid) * organisation.professionalisation
    organisation.professionalisation = clip(organisation.professionalisation + gained - lost)
    planned = organisation.co_planned / organisation.services if organisation.services > 0 else 0.0
    erosion = p.root_erosion * gained * (1.0 - p.coplanning_keeps_roots * planned)
    renewal = (
        p.root_renewal * (p.root_renewal_alone + planned) * (1.0 - organisation.professionalisation * (1.0 - planned))
    )
    organisation.roots = clip(organisation.roots - erosion * organisation.roots + renewal * (1.0 - organisation.roots))


@rule
def _trust(p, council, organisation):
    """Trust in the council grows slowly where the leadership means it, and is lost by withdrawal (see `support`).

    ODD eq. 78.
    """
    officers = p.organisation_trust_officers
    goal = officers * council.officer_culture + (1.0 - officers) * council.commitment
    rate = p.organisation_trust_gain
    if goal < organisation.trust:
        rate = rate * p.trust_asymmetry
    organisation.trust = clip(towards(organisation.trust, goal, rate))


@rule
def closure_hazard(p, organisation):
    """Hazard of closing a month: higher when reserves are thin; mutual-aid groups fade fast unless they settle down.

    ODD eq. 79.
    """
    strain = clip(1.0 - organisation.reserves / p.safe_reserves, 0.0, p.closure_strain_cap)
    hazard = p.closure_base / 12.0 * (1.0 + p.closure_strain * strain * strain)
    if organisation.mutual_aid == 1:
        hazard += p.mutual_aid_fading * (1.0 - organisation.professionalisation)
    # Own buildings and an endowment carry an organisation through lean years.
    return hazard * (1.0 - p.assets_protect * organisation.assets)


@rule
def close(world, o, month):
    """The organisation closes: what it delivered falls to the council, what it planned loses its partner."""
    organisation = world.organisations[o]
    organisation.alive = 0
    council = world.councils[organisation.council]
    council.closures += 1
    for a in arrangements_of(world, council):
        arrangement = world.arrangements[a]
        if arrangement.partner == o or (arrangement.delivery == Who.COMMUNITY and arrangement.provider_row == o):
            if arrangement.provider == Provider.PARTNERSHIP or arrangement.delivery == Who.COMMUNITY:
                # Beside a number from a table numba takes no member of an enum.
                planning = arrangement.planning if arrangement.delivery != Who.COMMUNITY else Who.PROFESSIONALS.value
                take_in_house(world, a, planning, Cause.PROVIDER_FAILED, month)
                arrangement.review = Cause.PROVIDER_FAILED
            arrangement.partner = NOBODY


@rule
def found(world, n, month):
    """Phase 9 for one neighbourhood: new organisations take free places where civic capacity allows (ODD eq. 81)."""
    p = world.parameters[0]
    neighbourhood = world.neighbourhoods[n]
    council = world.councils[neighbourhood.council]
    chance = (
        p.founding
        / 12.0
        * (p.founding_base + p.founding_civic * neighbourhood.civic_capacity)
        * (1.0 + p.founding_support * capacity_support(council, neighbourhood))
    )
    for o in places_in(n):
        organisation = world.organisations[o]
        if organisation.alive == 0:
            if draws.chance(world.organisation_chances, Purpose.FOUNDING, o) < chance:
                start(world, o, month)
                council.foundings += 1


@rule
def free_place(world, n):
    """Row of the first free place for an organisation in the neighbourhood, or nobody."""
    for o in places_in(n):
        if world.organisations[o].alive == 0:
            return o
    return NOBODY


@rule
def start(world, o, month):
    """A new organisation in a free place, with traits drawn for this place and month (ODD eq. 82)."""
    p = world.parameters[0]
    organisation = world.organisations[o]
    neighbourhood = world.neighbourhoods[organisation.neighbourhood]
    council = world.councils[neighbourhood.council]
    u0, u1, u2, u3 = draws.four(world.key, Purpose.INITIAL_ORGANISATION, month, council.id, organisation.number)
    v0, v1, _, _ = draws.four(world.key, Purpose.INITIAL_ORGANISATION_MORE, month, council.id, organisation.number)
    organisation.alive = 1
    organisation.enterprise = 0
    organisation.mutual_aid = 0
    organisation.age = 0
    organisation.capacity = clip(
        p.new_capacity_lowest + p.new_capacity_spread * u0 + p.new_capacity_civic * neighbourhood.civic_capacity
    )
    organisation.volunteers = clip(
        p.new_volunteers_lowest + p.new_volunteers_spread * u1 + p.new_volunteers_civic * neighbourhood.civic_capacity
    )
    organisation.professionalisation = p.new_professionalisation_lowest + p.new_professionalisation_spread * u2 * u2
    organisation.roots = clip(p.new_roots_lowest + p.new_roots_spread * u3)
    organisation.reserves = p.safe_reserves * (p.new_reserves_lowest + p.new_reserves_spread * v0)
    organisation.independence = clip(p.independence_base * (p.new_independence_lowest + p.new_independence_spread * v1))
    residents = p.new_trust_residents
    organisation.trust = clip(residents * neighbourhood.trust + (1.0 - residents) * council.commitment)
    organisation.assets = 0.0
    organisation.load = 0.0
    organisation.contract_income = 0.0
    organisation.staff = 0.0
    u = draws.uniform(world.key, Purpose.GRANT, month, council.id, organisation.number)
    left = 1 + int(
        p.grant_months * draws.uniform(world.key, Purpose.FIRST_GRANT, month, council.id, organisation.number)
    )
    organisation.grant_months = left if u < p.grant_chance else -left
    organisation.services = 0
    organisation.co_planned = 0
    offer(world, o, month)
