"""Learning: Eqs. 88 to 91."""

from __future__ import annotations

from tests.reimplementation.codes import CONTRACTOR, IN_HOUSE, LEVERS, PARTNERSHIP, PFI
from tests.reimplementation.entities import Arrangement, Council, World
from tests.reimplementation.formulas import clip, towards
from tests.reimplementation.organisations import taken
from tests.reimplementation.politics import sway


def learn(world: World) -> None:
    """Phase 10."""
    for council in world.councils:
        look_back(world, council)
        teach_officers(world, council)
        choose_levers(world, council)
        move_levers(world, council)
        if council.outside_months > 0:
            council.outside_months -= 1
            if council.outside_months == 0:
                council.outside_capacity = 0.0
    for council in world.councils:  # Publishing
        council.published_success = council.success
        council.published_levers = dict(council.levers)


def blame(world: World, arrangement: Arrangement) -> float:
    """Eq. 88."""
    if arrangement.provider in (IN_HOUSE, PARTNERSHIP):
        return 1.0
    by_provider = {CONTRACTOR: world.p.blame_contractor, PFI: world.p.blame_pfi}
    return by_provider.get(arrangement.provider, world.p.blame_community)


def look_back(world: World, council: Council) -> None:
    """Eq. 88."""
    p, arrangements = world.p, list(council.arrangements)
    blamed = sum(blame(world, one) * one.volume for one in arrangements)
    if blamed > 0:
        council.approval = clip(sum(blame(world, one) * one.volume * one.satisfaction for one in arrangements) / blamed)
    gained = sum(one.volume * max(0, one.quality - p.standard_quality) for one in arrangements if one.coproduced)
    seen = clip(p.success_scale * gained / sum(one.volume for one in arrangements))
    council.success = towards(council.success, seen, p.success_rate)


def teach_officers(world: World, council: Council) -> None:
    """Eq. 89."""
    p, culture = world.p, council.officer_culture
    rewarded = p.culture_reward * (council.commitment - culture)
    council.officer_culture = clip(culture + rewarded + p.culture_success * council.success * (1 - culture))


def choose_levers(world: World, council: Council) -> None:
    """Eq. 90."""
    p = world.p
    seen = max([council.success, *(visibility(world, other) * other.published_success for other in council.looks_to)])
    champion = max(0, council.commitment - p.champion_above) / (1 - p.champion_above)
    hostility = max(0, p.hostility_below - council.commitment) / p.hostility_below
    for number, lever in enumerate(LEVERS):
        if world.month < council.held_until[lever]:
            continue
        target = council.targets[lever]
        able = sway(world, council)
        adopt = able * (p.adoption_rate * seen + p.imitation_rate * ahead(world, council, lever)) / 12 * champion
        drop = able * p.dismantling_rate / 12 * hostility * (1 - p.legal_form_shield * council.legal_form)
        drop = drop if target > 0 else 0
        u = world.uniform("framework_choice", council, number)
        if u < drop:
            council.targets[lever] = 0.0
        elif u < drop + adopt:
            council.targets[lever] = min(1.0, target + p.adoption_step)


def visibility(world: World, other: Council) -> float:
    """Eq. 90."""
    told = world.p.diffusion_alone
    return world.p.diffusion * (told + (1 - told) * other.published_levers["planning_support"])


def ahead(world: World, council: Council, lever: str) -> float:
    """Eq. 90."""
    steps = [
        visibility(world, other)
        * clip((other.published_levers[lever] - council.targets[lever]) / world.p.adoption_step)
        for other in council.looks_to
    ]
    return sum(steps) / len(steps) if steps else 0.0


def move_levers(world: World, council: Council) -> None:
    """Eq. 91."""
    p = world.p
    before = sum(council.levers.values())
    for lever in LEVERS:
        force, target = council.levers[lever], council.targets[lever]
        if lever in ("planning_support", "capacity_building"):
            target *= 1 - taken(world, council)
        shield = 1 - p.legal_form_shield * council.legal_form if target < force else 1
        council.levers[lever] = clip(towards(force, target, p.lever_rate * shield))
    if not any(council.targets.values()) and before > 0 and sum(council.levers.values()) < 0.05:
        council.legal_form = 0.0
