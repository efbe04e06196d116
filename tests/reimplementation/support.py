"""Support and withdrawal: Eqs. 40 to 44."""

from __future__ import annotations

import math

from tests.reimplementation.codes import CUT, NO_PARTY, PROFESSIONALS, PROGRAMME_ENDED, SUPPORT_WITHDRAWN, TOGETHER
from tests.reimplementation.entities import Arrangement, World
from tests.reimplementation.formulas import MIDDLE, clip
from tests.reimplementation.moves import put_up_for_review, replan


def view(arrangement: Arrangement) -> float:
    """Eq. 20."""
    council, portfolio = arrangement.council, arrangement.service.portfolio
    if council.vacant[portfolio]:
        return council.officer_culture
    return clip(council.commitment + council.leanings[portfolio])


def effective_support(arrangement: Arrangement) -> float:
    """Eq. 40."""
    wish = view(arrangement)
    return wish + arrangement.embeddedness * max(0, arrangement.council.officer_culture - wish)


def is_disowned(arrangement: Arrangement) -> bool:
    """Eq. 41."""
    return arrangement.begun_by not in (NO_PARTY, arrangement.council.leader_party)


def own_means(arrangement: Arrangement) -> float:
    """Eq. 41."""
    partner = arrangement.partner
    return 1 - (1 - partner.independence) * (1 - partner.assets) if partner else 0.0


def withdrawal_hazard(world: World, arrangement: Arrangement) -> float:
    """Eq. 41."""
    p = world.p
    score = (
        p.withdrawal_support * (MIDDLE - effective_support(arrangement))
        + p.withdrawal_relationship * (MIDDLE - arrangement.relationship)
        + p.withdrawal_pressure * arrangement.council.pressure
        + p.withdrawal_quality * (p.standard_quality - arrangement.quality)
        - p.withdrawal_voice * arrangement.neighbourhood.initiative
        - p.withdrawal_embeddedness * arrangement.embeddedness
        - p.withdrawal_contract * (arrangement.contract is not None)
        + p.withdrawal_disowned * (p.disowning == 1 and is_disowned(arrangement))
        - p.own_means_protect * p.withdrawal_own * (own_means(arrangement) - MIDDLE)
    )
    return p.withdrawal_base / 12 * math.exp(score)


def review_support(world: World) -> None:
    """Phase 6: Eq. 42."""
    for arrangement in world.arrangements:
        if not arrangement.coproduced:
            continue
        u = world.uniform("withdrawal", arrangement.council, arrangement.number)
        if arrangement.programme:
            if arrangement.neighbourhood.programme_months == 0:
                end_programme(world, arrangement, u)
            continue
        chance = 1 - math.exp(-withdrawal_hazard(world, arrangement))
        by_money_alone = 1 - math.exp(-world.p.withdrawal_pressure * arrangement.council.pressure)
        if u < chance:
            withdraw(world, arrangement, CUT if u < chance * by_money_alone else SUPPORT_WITHDRAWN)


def end_programme(world: World, arrangement: Arrangement, u: float) -> None:
    """Eq. 43."""
    arrangement.programme = False
    p = world.p
    lasting = max(arrangement.embeddedness, own_means(arrangement))
    strength = p.cliff_support * effective_support(arrangement) + (1 - p.cliff_support) * lasting
    if u > clip(strength / p.cliff_threshold - 0.5):
        withdraw(world, arrangement, PROGRAMME_ENDED)


def withdraw(world: World, arrangement: Arrangement, cause: int) -> None:
    """Eq. 44."""
    p, partner = world.p, arrangement.partner
    if arrangement.delivery == TOGETHER:
        put_up_for_review(world, arrangement, PROFESSIONALS, cause)
    else:
        replan(world, arrangement, PROFESSIONALS, cause)
    arrangement.relationship *= 1 - p.withdrawal_damage
    arrangement.neighbourhood.trust *= 1 - p.withdrawal_distrust
    for organisation in arrangement.council.organisations:
        spread = 1 if organisation is partner else p.distrust_spread
        organisation.trust *= 1 - p.withdrawal_distrust * spread
