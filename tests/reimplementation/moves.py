"""Moves between cells and providers: section 'Moves' of ODD 7, and Eq. 45."""

from __future__ import annotations

from tests.reimplementation.codes import COMMUNITY, IN_HOUSE, NO_PARTY, PARTNERSHIP, PROFESSIONALS, TOGETHER
from tests.reimplementation.entities import Arrangement, Change, Contractor, Organisation, World


def move(
    world: World,
    arrangement: Arrangement,
    planning: int,
    delivery: int,
    provider: int,
    provider_row: Organisation | Contractor | None,
    cause: int,
) -> None:
    """Moves: the one place where cell and provider change."""
    before = (arrangement.planning, arrangement.delivery, arrangement.provider)
    if before == (planning, delivery, provider) and arrangement.provider_row is provider_row:
        return
    # The moves of the initial state are logged with the first month of the burn-in.
    month = max(world.month, world.first_month)
    world.log.append(Change(month, arrangement, *before, planning, delivery, provider, cause))
    if arrangement.delivery == PROFESSIONALS and delivery != PROFESSIONALS:
        arrangement.council.experience += 1
    was_coproduced = arrangement.coproduced
    arrangement.planning, arrangement.delivery = planning, delivery
    arrangement.provider, arrangement.provider_row = provider, provider_row
    arrangement.age = 0
    if planning == PROFESSIONALS and delivery == PROFESSIONALS:
        arrangement.partner = None
    if delivery != TOGETHER:
        arrangement.programme = False
    if arrangement.coproduced and not was_coproduced:
        arrangement.relationship = max(arrangement.relationship, world.p.relationship_start)
        arrangement.begun_by = arrangement.council.leader_party
    if was_coproduced and not arrangement.coproduced:
        arrangement.council.ended_spells += 1
        arrangement.begun_by = NO_PARTY


def replan(world: World, arrangement: Arrangement, planning: int, cause: int) -> None:
    """Moves: planning changes, the rest stays."""
    move(world, arrangement, planning, arrangement.delivery, arrangement.provider, arrangement.provider_row, cause)


def take_in_house(world: World, arrangement: Arrangement, planning: int, cause: int) -> None:
    """Moves: professionals of the council deliver."""
    end_own_contract(arrangement)
    arrangement.unit_cost = 1.0
    move(world, arrangement, planning, PROFESSIONALS, IN_HOUSE, None, cause)


def put_up_for_review(world: World, arrangement: Arrangement, planning: int, cause: int) -> None:
    """Taken in house, to be commissioned in the next phase 7."""
    take_in_house(world, arrangement, planning, cause)
    arrangement.review = cause


def deliver_together(world: World, arrangement: Arrangement, partner: Organisation, planning: int, cause: int) -> None:
    """Moves: a partnership delivers."""
    end_own_contract(arrangement)
    arrangement.partner = partner
    move(world, arrangement, planning, TOGETHER, PARTNERSHIP, None, cause)


def contract_out(
    world: World,
    arrangement: Arrangement,
    planning: int,
    delivery: int,
    provider: int,
    provider_row: Organisation | Contractor,
    price: float,
    months: int,
    break_clause: bool,
    confidentiality: float,
    cause: int,
) -> None:
    """Moves: the arrangement's own contract is filled."""
    contract = arrangement.own_contract
    contract.price, contract.months_left = price, months
    contract.break_clause, contract.confidentiality = break_clause, confidentiality
    contract.provider, contract.provider_row = provider, provider_row
    arrangement.contract = contract
    arrangement.unit_cost = price
    if delivery == COMMUNITY:
        arrangement.partner = provider_row
    move(world, arrangement, planning, delivery, provider, provider_row, cause)


def end_own_contract(arrangement: Arrangement) -> None:
    """Moves: a PFI contract goes on without the arrangement, its own contract ends."""
    if arrangement.contract is arrangement.own_contract:
        arrangement.own_contract.months_left = 0
    arrangement.contract = None


def is_self_help(arrangement: Arrangement) -> bool:
    """Section 2: delivery by the community without a contract."""
    return arrangement.delivery == COMMUNITY and arrangement.contract is None


def alive(organisation: Organisation | None) -> bool:
    return organisation is not None and organisation.alive


def terms_public(world: World, arrangement: Arrangement) -> float:
    """Eq. 45."""
    confidentiality = arrangement.contract.confidentiality if arrangement.contract else 0.0
    return 1 - confidentiality * (1 - world.p.governance_opens * arrangement.council.levers["governance"])
