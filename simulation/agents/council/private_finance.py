"""Private finance: a council signs PFI contracts, pays them as they are indexed, and sometimes buys itself out."""

from __future__ import annotations

import math

from simulation.engine import clock, draws
from simulation.engine.compilation import rule
from simulation.engine.draws import Purpose
from simulation.engine.maths import clip
from simulation.world.codes import Cause, Provider
from simulation.world.limits import LONGEST_PFI, SHORTEST_PFI
from simulation.world.moves import agree_pfi, put_under_pfi
from simulation.world.tables import NOBODY
from simulation.world.territory import arrangement_in, neighbourhoods_of, pfi_row


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
