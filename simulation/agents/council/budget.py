"""The budget: what is committed, what the law requires, and how the rest is shared."""

from __future__ import annotations

from simulation.agents.private_contractor.rules import own_cost
from simulation.engine.compilation import rule
from simulation.engine.maths import clip
from simulation.world.codes import Provider, Who
from simulation.world.tables import NOBODY
from simulation.world.territory import arrangement_in, contractors_of, neighbourhoods_of, organisations_of


@rule
def set_budget(world, c, month):
    """Phase 3 for one council (ODD eq. 23, 25).

    1. Add up this month's payments under contract, and the cost of what is flexible: services in house and in
       partnership. On the way, count what every provider has in hand and earns.
    2. Income less payments, less the cost of the framework, is available. If it does not cover the flexible cost,
       statutory services bear ``statutory_cut`` of the shortfall rate that discretionary ones bear; if it does, what is
       over pays what is owed for leaving a contract early, and goes to discretionary services.

    What is left for discretionary services is shared by need and by claims: neighbourhoods compete with their plans,
    and what one gains another loses. Money in equals money out: the change of balances is income less spending.
    """
    p = world.parameters[0]
    council = world.councils[c]
    _change_grant(council)
    _clear_providers(world, council)
    committed = council_overheads(world, council)
    statutory = 0.0
    discretionary = 0.0
    claimed = 0.0
    services = len(world.services)
    for n in neighbourhoods_of(council):
        neighbourhood = world.neighbourhoods[n]
        shared = 0.0
        plans = 0.0
        scale = neighbourhood.population * neighbourhood.need * neighbourhood.surge
        for s in range(services):
            a = arrangement_in(world, n, s)
            arrangement = world.arrangements[a]
            volume = scale * world.services[s].weight
            arrangement.volume = volume
            cost = volume * arrangement.unit_cost
            _count_work(world, council, arrangement, volume)
            flexible = is_flexible(arrangement)
            legal = world.services[s].statutory
            from_budget = cost if flexible else 0.0
            statutory += legal * from_budget
            shared += (1.0 - legal) * from_budget
            plans += 1.0 if arrangement.planning != Who.PROFESSIONALS else 0.0
            committed += 0.0 if flexible else cost
        neighbourhood.claim = 1.0 + p.planned_claim * plans / services
        discretionary += shared
        claimed += shared * neighbourhood.claim
    income = council.grant + council.local_income
    share_money(p, council, income, committed, statutory, discretionary, claimed)


@rule
def is_flexible(arrangement):
    """Whether the arrangement is paid from what the budget leaves, rather than under a contract or not at all.

    ODD eq. 24.
    """
    return (arrangement.contract == NOBODY) & (arrangement.delivery != Who.COMMUNITY)


@rule
def council_overheads(world, council):
    """Running cost of the framework levers a month (money), and of what keeps procedures going (ODD eq. 25)."""
    p = world.parameters[0]
    total = 0.0
    for lever in range(len(council.levers)):
        total += council.levers[lever]
    assemblies = 0.0
    for n in neighbourhoods_of(council):
        assemblies += world.neighbourhoods[n].assemblies / council.neighbourhoods
    own = total * p.lever_cost + council.legal_form * p.legal_form_cost + assemblies * p.assemblies_cost
    return own + council.complaints_procedure * p.procedure_cost + council.consultation * p.consultation_cost


@rule
def share_money(p, council, income, committed, statutory, discretionary, claimed):
    """Set funding ratios, pressure and balances from the month's totals (all in money) (ODD eq. 26)."""
    needed = statutory + discretionary
    available = income - committed
    council.pressure = clip(1.0 - available / needed) if needed > 0.0 else 0.0
    ratio = max(available, 0.0) / needed if needed > 0.0 else 1.0
    if ratio < 1.0:
        council.funding_statutory = 1.0 - p.statutory_cut * (1.0 - ratio)
        for_others = max(available, 0.0) - council.funding_statutory * statutory
        if for_others < 0.0:
            council.funding_statutory = max(available, 0.0) / statutory
            for_others = 0.0
    else:
        council.funding_statutory = 1.0
        surplus = max(available - needed, 0.0)
        for_others = discretionary + surplus - min(surplus, max(-council.balances, 0.0))
    council.funding_discretionary = for_others / claimed if claimed > 0.0 else 0.0
    spent_on_others = for_others if claimed > 0.0 else 0.0
    spending = committed + council.funding_statutory * statutory + spent_on_others
    council.commitments = committed
    council.spending = spending
    council.balances += income - spending


@rule
def _change_grant(council):
    """ODD eq. 22."""
    if council.grant_months > 0:
        council.grant *= council.grant_step
        council.grant_months -= 1


@rule
def _clear_providers(world, council):
    for o in organisations_of(council):
        organisation = world.organisations[o]
        organisation.load = 0.0
        organisation.contract_income = 0.0
        organisation.services = 0
        organisation.co_planned = 0
    for k in contractors_of(council):
        world.contractors[k].load = 0.0
        world.contractors[k].turnover = 0.0
        world.contractors[k].cost = 0.0


@rule
def _count_work(world, council, arrangement, volume):
    """Add the arrangement to the work and the income of whoever delivers or plans it besides the council.

    ODD eq. 28.
    """
    p = world.parameters[0]
    row = arrangement.provider_row
    provider = arrangement.provider
    if provider == Provider.CONTRACTOR and row != NOBODY:
        firm = world.contractors[row]
        firm.load += volume
        firm.turnover += volume * arrangement.unit_cost
        firm.cost += volume * own_cost(p, firm, world.services[arrangement.service])
    partner = arrangement.partner
    o = row if provider == Provider.SOCIAL_ENTERPRISE or provider == Provider.COMMUNITY_ORGANISATION else partner
    if o != NOBODY:
        organisation = world.organisations[o]
        organisation.services += 1
        if arrangement.planning != Who.PROFESSIONALS:
            organisation.co_planned += 1
        work = p.planning_work * volume if arrangement.planning != Who.PROFESSIONALS else 0.0
        if provider == Provider.PARTNERSHIP:
            work += p.partnership_work * volume
            organisation.contract_income += p.partnership_fee * volume
        elif arrangement.delivery == Who.COMMUNITY:
            work += volume
            if arrangement.contract != NOBODY:
                organisation.contract_income += volume * arrangement.unit_cost
        take_on(p, council, organisation, work)


@rule
def carrying_capacity(p, organisation):
    """Work that an organisation can carry, relative to the standard spending of a neighbourhood (ODD eq. 28)."""
    size = p.carry_untrained + organisation.capacity * (p.carry_alone + (1.0 - p.carry_alone) * organisation.volunteers)
    if organisation.enterprise == 1:
        size *= p.enterprise_size
    return p.carry * size


@rule
def take_on(p, council, organisation, work):
    """Work that is awarded counts at once, so that one organisation does not win everything in one month.

    ODD eq. 60.
    """
    organisation.load = max(organisation.load + work * council.neighbourhoods / carrying_capacity(p, organisation), 0.0)


@rule
def funding(council, neighbourhood, statutory):
    """Money for an arrangement that is paid from the budget, relative to its standard cost (ODD eq. 27)."""
    return (
        statutory * council.funding_statutory + (1.0 - statutory) * council.funding_discretionary * neighbourhood.claim
    )
