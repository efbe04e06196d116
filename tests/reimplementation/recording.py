"""What is measured at the end of a month: Eqs. 3 and 90 to 93."""

from __future__ import annotations

from collections.abc import Callable
from statistics import fmean

from tests.reimplementation.budget import funding, is_flexible
from tests.reimplementation.codes import COMMUNITY, CONTRACTOR, LEVERS, NO_PARTY, PFI, PROFESSIONALS, TOGETHER
from tests.reimplementation.entities import Arrangement, Council, Neighbourhood, World
from tests.reimplementation.formulas import MIDDLE
from tests.reimplementation.moves import terms_public
from tests.reimplementation.support import effective_support

CELLS = {  # (planning, delivery) of every named cell, row by row of the table in section 2
    "traditional_service": (0, 0),
    "co_planned_service": (1, 0),
    "community_planning": (2, 0),
    "co_delivery": (0, 1),
    "full_coproduction": (1, 1),
    "community_led": (2, 1),
    "community_under_contract": (0, 2),
    "co_planned_community_delivered": (1, 2),
    "self_help": (2, 2),
}
PROVIDERS = ("in_house", "contractor", "pfi", "social_enterprise", "community_organisation", "partnership")
LITTLE = 1e-12


def rung(world: World, arrangement: Arrangement) -> int:
    """Eq. 3."""
    if arrangement.planning == PROFESSIONALS:
        public = terms_public(world, arrangement)
        heard, told = public * arrangement.council.hearing, public * arrangement.council.telling
        return min(5, 4 + int(4 * (heard - MIDDLE))) if heard >= MIDDLE else min(3, 1 + int(3 * told))
    if arrangement.planning == TOGETHER:
        return 6 if arrangement.delivery == PROFESSIONALS else 7
    if arrangement.delivery == PROFESSIONALS:
        return 4 if effective_support(arrangement) < MIDDLE else 5
    return 7 if arrangement.delivery == TOGETHER else 8


def weight(arrangement: Arrangement) -> float:
    """Eq. 90."""
    return arrangement.council.population * arrangement.volume


def paid(arrangement: Arrangement) -> float:
    """Eq. 90."""
    cost = weight(arrangement) * arrangement.unit_cost
    return cost * funding(arrangement) if is_flexible(arrangement) else cost


def months_locked(arrangement: Arrangement) -> int:
    """Eq. 92."""
    if arrangement.contract is None:
        return 0
    left = arrangement.contract.months_left
    return min(left, 12) if arrangement.contract.break_clause else left


def is_accountable(arrangement: Arrangement) -> bool:
    """Eq. 91."""
    own = arrangement.delivery != COMMUNITY and arrangement.provider not in (CONTRACTOR, PFI)
    return own or arrangement.planning == TOGETHER


def weighted_sum(
    arrangements: list[Arrangement],
    weight: Callable[[Arrangement], float],
    value: Callable[[Arrangement], float],
) -> float:
    return sum(weight(arrangement) * value(arrangement) for arrangement in arrangements)


def weighted_mean(
    arrangements: list[Arrangement],
    weight: Callable[[Arrangement], float],
    value: Callable[[Arrangement], float],
) -> float:
    """Eq. 91; 0 where there is no weight."""
    total = sum(weight(arrangement) for arrangement in arrangements)
    return weighted_sum(arrangements, weight, value) / max(total, LITTLE)


def record(world: World) -> dict[str, float]:
    """Eqs. 91 and 93: the measures by name."""
    return record_arrangements(world) | record_places(world) | record_councils(world.councils)


def record_arrangements(world: World) -> dict[str, float]:
    """Eq. 91."""
    arrangements = world.arrangements

    def share(value: Callable[[Arrangement], float]) -> float:
        return weighted_mean(arrangements, weight, value)

    def share_of_money(value: Callable[[Arrangement], float]) -> float:
        return weighted_mean(arrangements, paid, value)

    measures = {"coproduction": share(lambda one: one.coproduced)}
    for name, cell in CELLS.items():
        measures[name] = share(lambda one, cell=cell: (one.planning, one.delivery) == cell)
    for number, name in enumerate(PROVIDERS):
        measures[name] = share(lambda one, number=number: one.provider == number)
    measures |= {
        "non_participation": share(lambda one: rung(world, one) < 3),
        "tokenism": share(lambda one: 3 <= rung(world, one) <= 5),
        "citizen_power": share(lambda one: rung(world, one) > 5),
        "quality": share(lambda one: one.quality),
        "unit_cost": share(lambda one: one.unit_cost),
        "satisfaction": share(lambda one: one.satisfaction),
        "complaints": fmean(one.complaints for one in arrangements),
        "lock_in": share_of_money(lambda one: months_locked(one) > 12),
        "lock_in_months": share_of_money(months_locked),
        "accountability": share_of_money(is_accountable),
        "transparency": share_of_money(lambda one: terms_public(world, one)),
        "pfi_charges": share_of_money(lambda one: one.provider == PFI),
    }
    outside = [one for one in arrangements if one.provider in (CONTRACTOR, PFI) or one.delivery == COMMUNITY]
    measures["outside_contractors"] = weighted_mean(outside, paid, lambda one: one.provider == CONTRACTOR)
    measures["outside_pfi"] = weighted_mean(outside, paid, lambda one: one.provider == PFI)
    measures["outside_community"] = weighted_mean(outside, paid, lambda one: one.delivery == COMMUNITY)
    shared = [one for one in arrangements if one.coproduced]
    measures["embeddedness"] = weighted_mean(shared, weight, lambda one: one.embeddedness)
    measures["relationship"] = weighted_mean(shared, weight, lambda one: one.relationship)
    flexible = [one for one in arrangements if is_flexible(one)]
    measures["statutory_funding"] = weighted_mean(flexible, lambda one: weight(one) * one.service.statutory, funding)
    measures["discretionary_funding"] = weighted_mean(
        flexible, lambda one: weight(one) * (1 - one.service.statutory), funding
    )
    return measures


def record_by_service(world: World) -> list[list[float]]:
    """Eq. 91: shares of co-production, full co-production and PFI, service by service."""
    shares = []
    for number in range(len(world.services)):
        rows = [home.arrangements[number] for home in world.neighbourhoods]
        shares.append(
            [
                weighted_mean(rows, weight, lambda one: one.coproduced),
                weighted_mean(rows, weight, lambda one: one.planning == one.delivery == TOGETHER),
                weighted_mean(rows, weight, lambda one: one.provider == PFI),
            ]
        )
    return shares


def fifth(home: Neighbourhood) -> int:
    """Eq. 93."""
    return max(1, len(home.council.neighbourhoods) // 5)


def record_places(world: World) -> dict[str, float]:
    """Eq. 93: neighbourhoods and organisations."""
    homes = world.neighbourhoods
    people = [home.council.population * home.population for home in homes]

    def mean_over_people(name: str) -> float:
        return sum(v * getattr(home, name) for v, home in zip(people, homes, strict=True)) / sum(people)

    def mean_quality(places: list[Neighbourhood]) -> float:
        rows = [arrangement for home in places for arrangement in home.arrangements]
        return weighted_mean(rows, weight, lambda one: one.quality)

    most = [home for home in homes if home.deprivation_rank < fifth(home)]
    least = [home for home in homes if home.deprivation_rank >= len(home.council.neighbourhoods) - fifth(home)]
    living = [organisation for organisation in world.organisations if organisation.alive]
    measures = {
        "trust": mean_over_people("trust"),
        "civic_capacity": mean_over_people("civic_capacity"),
        "quality_gap": mean_quality(least) - mean_quality(most),
        "organisations": len(living),
    }
    for name in ("capacity", "roots", "independence", "volunteers"):
        measures[name] = fmean(getattr(one, name) for one in living) if living else 0.0
    return measures


def record_councils(councils: list[Council]) -> dict[str, float]:
    """Eq. 93: councils."""
    return {
        "pressure": fmean(council.pressure for council in councils),
        "leader_commitment": fmean(council.commitment for council in councils),
        "officer_culture": fmean(council.officer_culture for council in councils),
        **{f"{lever}_lever": fmean(council.levers[lever] for council in councils) for lever in LEVERS},
        "framework": fmean(sum(council.levers.values()) / len(LEVERS) for council in councils),
        "no_overall_control": fmean(council.control == NO_PARTY for council in councils),
        "control_changes": sum(council.control_changed for council in councils),
        "largest_party_changes": sum(council.largest_changed for council in councils),
        "leader_changes": sum(council.leader_changed for council in councils),
        "foundings": sum(council.foundings for council in councils),
        "closures": sum(council.closures for council in councils),
        "pfi_deals": sum(council.pfi_deals for council in councils),
        "ended_spells": sum(council.ended_spells for council in councils),
    }
