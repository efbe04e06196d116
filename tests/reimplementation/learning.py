"""Learning: Eqs. 86 to 89."""

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
        consider_policy(world, council)
        choose_levers(world, council)
        move_levers(world, council)
        for home in council.neighbourhoods:
            if home.outside_months > 0:
                home.outside_months -= 1
                if home.outside_months == 0:
                    home.outside_capacity = 0.0
    for council in world.councils:  # Publishing
        council.published_success = council.success
        council.published_levers = dict(council.levers)
        council.published_legal_form = council.legal_form


def blame(world: World, arrangement: Arrangement) -> float:
    """Eq. 86."""
    if arrangement.provider in (IN_HOUSE, PARTNERSHIP):
        return 1.0
    by_provider = {CONTRACTOR: world.p.blame_contractor, PFI: world.p.blame_pfi}
    return by_provider.get(arrangement.provider, world.p.blame_community)


def look_back(world: World, council: Council) -> None:
    """Eq. 86."""
    p, arrangements = world.p, list(council.arrangements)
    blamed = sum(blame(world, one) * one.volume for one in arrangements)
    if blamed > 0:
        council.approval = clip(sum(blame(world, one) * one.volume * one.satisfaction for one in arrangements) / blamed)
    gained = sum(one.volume * max(0, one.quality - p.standard_quality) for one in arrangements if one.coproduced)
    seen = clip(p.success_scale * gained / sum(one.volume for one in arrangements))
    council.success = towards(council.success, seen, p.success_rate)


def teach_officers(world: World, council: Council) -> None:
    """Eq. 87."""
    p, culture = world.p, council.officer_culture
    rewarded = p.culture_reward * (council.commitment - culture)
    council.officer_culture = clip(culture + rewarded + p.culture_success * council.success * (1 - culture))


def champion(world: World, council: Council) -> float:
    """Eq. 88."""
    return max(0, council.commitment - world.p.champion_above) / (1 - world.p.champion_above)


def drop(world: World, council: Council) -> float:
    """Eq. 88."""
    p = world.p
    hostility = max(0, p.hostility_below - council.commitment) / p.hostility_below
    return p.dismantling_rate / 12 * hostility * (1 - p.legal_form_shield * council.legal_form)


def consider_policy(world: World, council: Council) -> None:
    """Eq. 61: the monthly part."""
    p = world.p
    council.experience *= 1 - p.experience_fading
    u = world.uniform("policy", council)
    if council.policy:
        council.policy = u >= drop(world, council)
    elif u < chance_of_policy(world, council):
        council.policy = True
        council.balances -= p.policy_cost
        council.spending += p.policy_cost


def chance_of_policy(world: World, council: Council) -> float:
    """Eq. 61."""
    return world.p.policy_rate / 12 * (champion(world, council) + world.p.policy_pressure * council.pressure)


def choose_levers(world: World, council: Council) -> None:
    """Eq. 88."""
    p = world.p
    seen = max([council.success, *(visibility(world, other) * other.published_success for other in council.looks_to)])
    homes = council.neighbourhoods
    paid = sum(home.outside_capacity for home in homes) / len(homes)
    able = sway(world, council)
    for number, lever in enumerate(LEVERS):
        if world.month < council.held_until[lever]:
            continue
        target = council.targets[lever]
        imitate = able * p.imitation_rate / 12 * ahead(world, council, lever) * champion(world, council)
        learn_from = able * p.adoption_rate / 12 * seen * champion(world, council)
        adopt = learn_from + imitate + p.adoption_paid / 12 * paid
        dropped = able * drop(world, council) if target > 0 else 0
        u = world.uniform("framework_choice", council, number)
        if u < dropped:
            council.targets[lever] = 0.0
        elif u < dropped + p.copied_whole * imitate:
            copy(world, council, max(council.looks_to, key=lambda other: step_ahead(world, council, other, lever)))
        elif u < dropped + adopt:
            council.targets[lever] = min(1.0, target + p.adoption_step)


def visibility(world: World, other: Council) -> float:
    """Eq. 88."""
    told = world.p.diffusion_alone
    return world.p.diffusion * (told + (1 - told) * other.published_levers["planning_support"])


def ahead(world: World, council: Council, lever: str) -> float:
    """Eq. 88."""
    steps = [step_ahead(world, council, other, lever) for other in council.looks_to]
    return sum(steps) / len(steps) if steps else 0.0


def step_ahead(world: World, council: Council, other: Council, lever: str) -> float:
    """Eq. 88: a neighbour's term in `ahead`."""
    step = (other.published_levers[lever] - council.targets[lever]) / world.p.adoption_step
    return visibility(world, other) * clip(step)


def copy(world: World, council: Council, model: Council) -> None:
    """Eq. 88: a proven model is taken over whole."""
    for lever in LEVERS:
        if world.month >= council.held_until[lever]:
            council.targets[lever] = max(council.targets[lever], model.published_levers[lever])
    council.legal_form = max(council.legal_form, model.published_legal_form)


def move_levers(world: World, council: Council) -> None:
    """Eq. 89."""
    p = world.p
    before = sum(council.levers.values())
    for lever in LEVERS:
        force, target = council.levers[lever], council.targets[lever]
        if lever in ("planning_support", "capacity_building") and world.month >= council.held_until[lever]:
            target *= 1 - taken(world, council)
        shield = 1 - p.legal_form_shield * council.legal_form if target < force else 1
        council.levers[lever] = clip(towards(force, target, p.lever_rate * shield))
    if not any(council.targets.values()) and before > 0 and sum(council.levers.values()) < 0.05:
        council.legal_form = 0.0
