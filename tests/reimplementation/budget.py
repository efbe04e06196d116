"""Budget: Eqs. 22 to 28."""

from __future__ import annotations

from tests.reimplementation.codes import COMMUNITY, CONTRACTOR, PARTNERSHIP, PROFESSIONALS
from tests.reimplementation.contractors import own_cost
from tests.reimplementation.entities import Arrangement, Council, Organisation, World
from tests.reimplementation.formulas import clip


def set_budget(world: World) -> None:
    """Phase 3."""
    for council in world.councils:
        change_grant(council)
        clear_work(council)
        for home in council.neighbourhoods:
            plans = sum(arrangement.planning != PROFESSIONALS for arrangement in home.arrangements)
            home.claim = 1 + world.p.planned_claim * plans / len(world.services)
        committed = overheads(world, council)
        statutory = discretionary = claimed = 0.0
        for arrangement in council.arrangements:
            arrangement.volume = volume(arrangement)
            count_work(world, arrangement)
            cost = arrangement.volume * arrangement.unit_cost
            if is_flexible(arrangement):  # Eq. 25
                legal = arrangement.service.statutory
                statutory += legal * cost
                discretionary += (1 - legal) * cost
                claimed += (1 - legal) * cost * arrangement.neighbourhood.claim
            else:
                committed += cost
        council.commitments = committed
        share_money(world, council, statutory, discretionary, claimed)


def change_grant(council: Council) -> None:
    """Eq. 22."""
    if council.grant_months > 0:
        council.grant *= council.grant_step
        council.grant_months -= 1


def volume(arrangement: Arrangement) -> float:
    """Eq. 23."""
    home = arrangement.neighbourhood
    return home.population * home.need * home.surge * arrangement.service.weight


def is_flexible(arrangement: Arrangement) -> bool:
    """Eq. 24."""
    return arrangement.contract is None and arrangement.delivery != COMMUNITY


def overheads(world: World, council: Council) -> float:
    """Eq. 25: what framework, assemblies, complaints procedure and consultations cost."""
    p = world.p
    assemblies = sum(home.assemblies for home in council.neighbourhoods) / len(council.neighbourhoods)
    return (
        p.lever_cost * sum(council.levers.values())
        + p.legal_form_cost * council.legal_form
        + p.assemblies_cost * assemblies
        + p.procedure_cost * council.complaints_procedure
        + p.consultation_cost * council.consultation
    )


def share_money(world: World, council: Council, statutory: float, discretionary: float, claimed: float) -> None:
    """Eq. 26."""
    p = world.p
    income = council.grant + council.local_income
    needed = statutory + discretionary
    available = income - council.commitments
    council.pressure = clip(1 - available / needed) if needed > 0 else 0.0
    ratio = max(available, 0) / needed if needed > 0 else 1.0
    if ratio < 1:
        council.funding_statutory = 1 - p.statutory_cut * (1 - ratio)
        others = max(available, 0) - council.funding_statutory * statutory
        if others < 0:
            council.funding_statutory = max(available, 0) / statutory
            others = 0.0
    else:
        council.funding_statutory = 1.0
        surplus = max(available - needed, 0)
        owed = max(-council.balances, 0)
        others = discretionary + surplus - min(surplus, owed)
    council.funding_discretionary = others / claimed if claimed > 0 else 0.0
    spent_on_others = others if claimed > 0 else 0.0
    council.spending = council.commitments + council.funding_statutory * statutory + spent_on_others
    council.balances += income - council.spending


def funding(arrangement: Arrangement) -> float:
    """Eq. 27."""
    council, legal = arrangement.council, arrangement.service.statutory
    claimed = council.funding_discretionary * arrangement.neighbourhood.claim
    return legal * council.funding_statutory + (1 - legal) * claimed


def clear_work(council: Council) -> None:
    """Eq. 28: all work in hand is counted again every month."""
    for organisation in council.organisations:
        organisation.load = organisation.contract_income = 0.0
        organisation.services = organisation.co_planned = 0
    for contractor in council.contractors:
        contractor.load = contractor.turnover = contractor.cost = 0.0


def count_work(world: World, arrangement: Arrangement) -> None:
    """Eq. 28: one arrangement's work for whoever delivers or plans it besides the council."""
    p, volume = world.p, arrangement.volume
    if arrangement.provider == CONTRACTOR:
        contractor = arrangement.provider_row
        contractor.load += volume
        contractor.turnover += volume * arrangement.unit_cost
        contractor.cost += volume * own_cost(world, contractor, arrangement.service)
    organisation = arrangement.provider_row if arrangement.delivery == COMMUNITY else arrangement.partner
    if organisation is None:
        return
    work = 0.0
    organisation.services += 1
    if arrangement.planning != PROFESSIONALS:
        organisation.co_planned += 1
        work += p.planning_work * volume
    if arrangement.provider == PARTNERSHIP:
        work += p.partnership_work * volume
        organisation.contract_income += p.partnership_fee * volume
    elif arrangement.delivery == COMMUNITY:
        work += volume
        if arrangement.contract:
            organisation.contract_income += volume * arrangement.unit_cost
    organisation.load += load_of(world, organisation, work)


def carrying_capacity(world: World, organisation: Organisation) -> float:
    """Eq. 28."""
    p = world.p
    at_work = p.carry_alone + (1 - p.carry_alone) * organisation.volunteers
    strength = p.carry_untrained + organisation.capacity * at_work
    return p.carry * strength * (p.enterprise_size if organisation.enterprise else 1)


def load_of(world: World, organisation: Organisation, work: float) -> float:
    """Eq. 28: work relative to what the organisation can carry."""
    return work * len(organisation.council.neighbourhoods) / carrying_capacity(world, organisation)
