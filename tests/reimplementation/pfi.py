"""PFI: Eqs. 46 to 48."""

from __future__ import annotations

import math

from tests.reimplementation.codes import CONTRACT_ENDED, PFI, PFI_SIGNED, PROFESSIONALS
from tests.reimplementation.entities import Arrangement, Council, World
from tests.reimplementation.formulas import clip
from tests.reimplementation.moves import end_own_contract, move


def consider_pfi(world: World, council: Council) -> None:
    """Part of phase 7: Eq. 47."""
    p = world.p
    for number, service in enumerate(world.services):
        if council.pfi_contracts[number].months_left > 0:
            run_pfi(world, council, number)
        elif world.nation.pfi_support > 0 and service.capital_intensity >= p.pfi_least_capital:
            if world.uniform("pfi_signed", council, number) < chance_of_signing(world, council, number):
                sign_pfi(world, council, number)


def chance_of_signing(world: World, council: Council, number: int) -> float:
    """Eq. 47."""
    p = world.p
    built = (world.services[number].capital_intensity - p.pfi_least_capital) / (1 - p.pfi_least_capital)
    appetite = (p.pfi_regardless + council.market) * (1 + p.pfi_pressure * council.pressure)
    return p.pfi_rate / 12 * world.nation.pfi_support * built * appetite


def run_pfi(world: World, council: Council, number: int) -> None:
    """Eq. 46."""
    p, contract = world.p, council.pfi_contracts[number]
    contract.price *= 1 + p.pfi_indexation / 12
    contract.months_left -= 1
    if world.uniform("early_exit", council, number) < p.pfi_early_exit / 12:
        owed = contract.price * contract.months_left * sum(one.volume for one in under_pfi(council, number))
        council.balances -= p.pfi_exit_cost * owed
        council.spending += p.pfi_exit_cost * owed
        contract.months_left = 0
    for arrangement in under_pfi(council, number):
        arrangement.unit_cost = contract.price
        if contract.months_left <= 0:
            arrangement.contract = None
            arrangement.review = CONTRACT_ENDED


def under_pfi(council: Council, number: int) -> list[Arrangement]:
    """Eq. 46: the arrangements of a contract."""
    return [one for one in council.arrangements if one.service_number == number and one.provider == PFI]


def sign_pfi(
    world: World, council: Council, number: int, years: float = math.nan, confidentiality: float = math.nan
) -> None:
    """Eq. 48; years and confidentiality that are not stated (nan) are drawn, or the usual ones."""
    p = world.p
    if math.isnan(years):
        deviate = world.normal("contract_length", council, number)
        years = clip(p.pfi_years + p.pfi_years_spread * deviate, 15, 40)
    council.pfi_deals += 1
    covered = usual_cover(world, council, number)
    close_deal(world, council, number, covered, round(12 * years), confidentiality)


def usual_cover(world: World, council: Council, number: int) -> list[Arrangement]:
    """Eq. 48: what a deal covers."""
    p, wards = world.p, [home.arrangements[number] for home in council.neighbourhoods]
    if world.services[number].network:
        return wards
    drawn = [drawn_for_cover(world, arrangement) for arrangement in wards]
    return [a for a, u in zip(wards, drawn, strict=True) if u < p.pfi_wards or u == min(drawn)]


def drawn_for_cover(world: World, arrangement: Arrangement) -> float:
    """Eq. 48: u."""
    return world.uniform("pfi_ward", arrangement.council, arrangement.number)


def close_deal(
    world: World, council: Council, number: int, covered: list[Arrangement], months: int, confidentiality: float
) -> None:
    """Eq. 48: the contract for a service, and what goes to the consortium."""
    p, contract = world.p, council.pfi_contracts[number]
    contract.months_left = months
    contract.price = p.pfi_price
    contract.break_clause = False
    contract.confidentiality = p.pfi_confidentiality if math.isnan(confidentiality) else confidentiality
    contract.provider, contract.provider_row = PFI, None
    for arrangement in covered:
        end_own_contract(arrangement)
        arrangement.contract = contract
        arrangement.unit_cost = contract.price
        arrangement.review = 0
        move(world, arrangement, PROFESSIONALS, PROFESSIONALS, PFI, None, PFI_SIGNED)
