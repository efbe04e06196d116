"""Moving an arrangement to another cell or provider: it happens here only, so that every move is logged."""

from __future__ import annotations

from simulation.engine.compilation import rule
from simulation.world import log
from simulation.world.codes import Provider, Who
from simulation.world.event_kinds import NO_PARTY
from simulation.world.matrix import coproduced
from simulation.world.tables import NOBODY


@rule
def move(world, a, planning, delivery, provider, provider_row, cause, month):
    """Put arrangement ``a`` into a cell with a provider, log why, and count an ended spell.

    The partner stays while planning or delivery is shared or the community plans; the programme flag goes with shared
    delivery. Shared work begins with some relationship (ODD eq. 71), and under the party in the lead. A council
    learns from what leaves the hands of professionals (ODD eq. 61).
    """
    arrangement = world.arrangements[a]
    before = coproduced(arrangement.planning, arrangement.delivery)
    same_cell = arrangement.planning == planning and arrangement.delivery == delivery
    if same_cell and arrangement.provider == provider and arrangement.provider_row == provider_row:
        return
    handed_over = arrangement.delivery == Who.PROFESSIONALS and delivery != Who.PROFESSIONALS
    log.write(world, a, planning, delivery, provider, cause, month)
    arrangement.planning = planning
    arrangement.delivery = delivery
    arrangement.provider = provider
    arrangement.provider_row = provider_row
    arrangement.age = 0
    if planning == Who.PROFESSIONALS and delivery == Who.PROFESSIONALS:
        arrangement.partner = NOBODY
    if delivery != Who.TOGETHER:
        arrangement.programme = 0
    if handed_over:
        world.councils[arrangement.council].experience += 1.0
    after = coproduced(planning, delivery)
    if before and not after:
        world.councils[arrangement.council].ended_spells += 1
        arrangement.begun_by = NO_PARTY
    if after and not before:
        p = world.parameters[0]
        arrangement.begun_by = world.councils[arrangement.council].leader_party
        arrangement.relationship = max(arrangement.relationship, p.relationship_start)


@rule
def replan(world, a, planning, cause, month):
    """Change who plans; delivery and provider stay."""
    arrangement = world.arrangements[a]
    move(world, a, planning, arrangement.delivery, arrangement.provider, arrangement.provider_row, cause, month)


@rule
def take_in_house(world, a, planning, cause, month):
    """Professionals of the council deliver from now on; a contract of the arrangement's own ends."""
    drop_contract(world, a)
    world.arrangements[a].unit_cost = 1.0
    move(world, a, planning, Who.PROFESSIONALS, Provider.IN_HOUSE, NOBODY, cause, month)


@rule
def deliver_together(world, a, partner, planning, cause, month):
    """Council staff and residents deliver together in partnership."""
    drop_contract(world, a)
    world.arrangements[a].partner = partner
    move(world, a, planning, Who.TOGETHER, Provider.PARTNERSHIP, NOBODY, cause, month)


@rule
def contract_out(world, a, planning, delivery, provider, provider_row, price, months, terms, cause, month):
    """A provider delivers under a contract of the arrangement's own; ``terms`` = (break clause, confidentiality)."""
    arrangement = world.arrangements[a]
    contract = world.contracts[a]
    contract.price = price
    contract.months_left = months
    contract.break_clause = terms[0]
    contract.confidentiality = terms[1]
    contract.provider = provider
    contract.provider_row = provider_row
    arrangement.contract = a
    arrangement.unit_cost = price
    if delivery == Who.COMMUNITY:
        arrangement.partner = provider_row
    move(world, a, planning, delivery, provider, provider_row, cause, month)


@rule
def agree_pfi(contract, price, months, confidentiality):
    """The terms of a council's PFI contract for a service."""
    contract.price = price
    contract.months_left = months
    contract.break_clause = 0
    contract.confidentiality = confidentiality
    contract.provider = Provider.PFI
    contract.provider_row = NOBODY


@rule
def put_under_pfi(world, a, row, cause, month):
    """The PFI contract in ``row`` delivers from now on; what was planned or delivered together ends."""
    arrangement = world.arrangements[a]
    drop_contract(world, a)
    arrangement.contract = row
    arrangement.unit_cost = world.contracts[row].price
    arrangement.review = 0
    move(world, a, Who.PROFESSIONALS, Who.PROFESSIONALS, Provider.PFI, NOBODY, cause, month)


@rule
def is_self_help(arrangement):
    """Whether the community delivers without a contract, and so without any money from the council."""
    return arrangement.delivery == Who.COMMUNITY and arrangement.contract == NOBODY


@rule
def drop_contract(world, a):
    """End the arrangement's own contract, if it has one; a PFI contract covers a service and is left alone."""
    arrangement = world.arrangements[a]
    if arrangement.contract == a:
        world.contracts[a].months_left = 0
    arrangement.contract = NOBODY


@rule
def terms_public(world, arrangement, governance):
    """Share of the arrangement's terms that is public (0..1), with performance published under ``governance``.

    ODD eq. 45.
    """
    p = world.parameters[0]
    secret = 0.0
    if arrangement.contract != NOBODY:
        secret = world.contracts[arrangement.contract].confidentiality
    return 1.0 - secret * (1.0 - p.governance_opens * governance)
