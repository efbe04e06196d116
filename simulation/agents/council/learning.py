"""Learning: officer culture, what residents blame the council for, the framework, and pockets of excellence."""

from __future__ import annotations

from simulation.agents.community_organisation.rules import taken_away
from simulation.agents.council.politics import sway
from simulation.engine import draws
from simulation.engine.compilation import rule
from simulation.engine.draws import Purpose
from simulation.engine.maths import clip, towards
from simulation.world.codes import Lever, Provider
from simulation.world.matrix import is_coproduced
from simulation.world.tables import NOBODY
from simulation.world.territory import arrangements_of, neighbourhoods_of

WOUND_UP = 0.05  # sum of the levers in force below which nothing is left of a framework: they fade, and never reach 0


@rule
def learn(world, c, month):
    """Phase 10 for one council: look back on the month, let officers learn, adopt or drop parts of the framework.

    ODD eq. 87.
    """
    p = world.parameters[0]
    council = world.councils[c]
    _look_back(world, c)
    # Officers drift towards what works, and towards what leaders reward.
    council.officer_culture = clip(
        council.officer_culture
        + p.culture_reward * (council.commitment - council.officer_culture)
        + p.culture_success * council.success * (1.0 - council.officer_culture)
    )
    _consider_policy(world, council, month)
    _choose_levers(world, c, month)
    move_levers(p, council, month)
    _spend_outside_money(world, council)


@rule
def _look_back(world, c):
    """Approval of what the council can be blamed for, and the visible success of what is co-produced (ODD eq. 86)."""
    p = world.parameters[0]
    council = world.councils[c]
    blamed = 0.0
    approved = 0.0
    volume = 0.0
    excess = 0.0
    for a in arrangements_of(world, council):
        arrangement = world.arrangements[a]
        blame = 1.0
        if arrangement.provider == Provider.CONTRACTOR:
            blame = p.blame_contractor
        elif arrangement.provider == Provider.PFI:
            blame = p.blame_pfi
        elif arrangement.provider != Provider.IN_HOUSE and arrangement.provider != Provider.PARTNERSHIP:
            blame = p.blame_community
        blamed += blame * arrangement.volume
        approved += blame * arrangement.volume * arrangement.satisfaction
        volume += arrangement.volume
        if is_coproduced(arrangement):
            excess += arrangement.volume * max(0.0, arrangement.quality - p.standard_quality)
    if blamed > 0.0:
        council.approval = clip(approved / blamed)
    seen = clip(p.success_scale * excess / volume)
    council.success = towards(council.success, seen, p.success_rate)


@rule
def enthusiasm(p, council):
    """How far the leader is a champion of co-production, 0..1 (ODD eq. 88)."""
    return max(0.0, council.commitment - p.champion_above) / (1.0 - p.champion_above)


@rule
def dismantling(p, council):
    """Chance a month that an unsupportive leadership drops a lever, or a policy (ODD eq. 88)."""
    hostility = max(0.0, p.hostility_below - council.commitment) / p.hostility_below
    return p.dismantling_rate / 12.0 * hostility * (1.0 - p.legal_form_shield * council.legal_form)


@rule
def _consider_policy(world, council, month):
    """A supportive or a pressed leadership makes it policy to hand over or to share; an unsupportive one drops it.

    The decision costs something once. What was learned by doing fades as the people who did it leave.

    ODD eq. 61.
    """
    p = world.parameters[0]
    council.experience *= 1.0 - p.experience_fading
    u = draws.monthly(world.key, Purpose.POLICY, month, council.id)
    if council.policy == 1:
        if u < dismantling(p, council):
            council.policy = 0
    elif u < p.policy_rate / 12.0 * (enthusiasm(p, council) + p.policy_pressure * council.pressure):
        council.policy = 1
        council.balances -= p.policy_cost
        council.spending += p.policy_cost


@rule
def outside_money(world, council):
    """Capacity building paid from outside, the mean over the council's neighbourhoods (ODD eq. 88)."""
    total = 0.0
    for n in neighbourhoods_of(council):
        total += world.neighbourhoods[n].outside_capacity
    return total / council.neighbourhoods


@rule
def _spend_outside_money(world, council):
    """Capacity building paid from outside comes nearer to its end."""
    for n in neighbourhoods_of(council):
        neighbourhood = world.neighbourhoods[n]
        if neighbourhood.outside_months > 0:
            neighbourhood.outside_months -= 1
            if neighbourhood.outside_months == 0:
                neighbourhood.outside_capacity = 0.0


@rule
def _choose_levers(world, c, month):
    """Adopt a lever for its visible success here or next door, or because neighbours have it; dismantle a framework.

    Success is learned from, what many neighbours have is imitated, by steps or as a proven model that is copied whole;
    a leader who is no champion does neither, an unsupportive one dismantles. While a programme pays, anybody
    adopts. What an event holds is left alone.

    ODD eq. 88.
    """
    p = world.parameters[0]
    council = world.councils[c]
    able = sway(p, council)
    champion = enthusiasm(p, council)
    dismantle = dismantling(p, council)
    paid = p.adoption_paid / 12.0 * outside_money(world, council)
    seen = council.success
    for link in range(world.links.shape[1]):
        neighbour = world.links[c, link]
        if neighbour != NOBODY:
            other = world.councils[neighbour]
            seen = max(seen, visibility(p, other) * other.published_success)
    for lever in range(len(council.targets)):
        if month < council.held_until[lever]:
            continue
        wanted = council.targets[lever]
        adopt = paid
        copy = 0.0
        if champion > 0.0:
            imitate = able * p.imitation_rate / 12.0 * ahead(world, c, lever) * champion
            adopt += able * p.adoption_rate / 12.0 * seen * champion + imitate
            copy = p.copied_whole * imitate
        drop = able * dismantle if wanted > 0.0 else 0.0
        if adopt + drop > 0.0:
            u = draws.monthly(world.key, Purpose.FRAMEWORK_CHOICE, month, council.id, lever)
            if u < drop:
                council.targets[lever] = 0.0
            elif u < drop + copy:
                copy_framework(council, world.councils[foremost(world, c, lever)], month)
            elif u < drop + adopt:
                council.targets[lever] = min(1.0, wanted + p.adoption_step)


@rule
def visibility(p, other):
    """How visible a neighbour's practice is: planning and development support carries it, without it pilots stay local.

    ODD eq. 88.
    """
    return p.diffusion * (
        p.diffusion_alone + (1.0 - p.diffusion_alone) * other.published_levers[Lever.PLANNING_SUPPORT]
    )


@rule
def step_ahead(p, other, lever, here):
    """How visibly a neighbour is a step ahead of the target ``here`` with a lever, 0..1 (ODD eq. 88)."""
    return visibility(p, other) * clip((other.published_levers[lever] - here) / p.adoption_step)


@rule
def ahead(world, c, lever):
    """Share of neighbours that are visibly a step ahead with a lever; 0 without neighbours (ODD eq. 88)."""
    p = world.parameters[0]
    here = world.councils[c].targets[lever]
    share = 0.0
    neighbours = 0
    for link in range(world.links.shape[1]):
        neighbour = world.links[c, link]
        if neighbour != NOBODY:
            share += step_ahead(p, world.councils[neighbour], lever, here)
            neighbours += 1
    return share / max(1, neighbours)


@rule
def foremost(world, c, lever):
    """Row of the neighbour that is most visibly ahead with a lever, of equals the lowest, or nobody (ODD eq. 88)."""
    p = world.parameters[0]
    here = world.councils[c].targets[lever]
    best = NOBODY
    most = 0.0
    for link in range(world.links.shape[1]):
        neighbour = world.links[c, link]
        if neighbour != NOBODY:
            step = step_ahead(p, world.councils[neighbour], lever, here)
            if step > most or (step == most and neighbour < best):
                best = neighbour
                most = step
    return best


@rule
def copy_framework(council, model, month):
    """A proven model is taken over whole: all its levers and its legal form, where they go further (ODD eq. 88)."""
    for lever in range(len(council.targets)):
        if month >= council.held_until[lever]:
            council.targets[lever] = max(council.targets[lever], model.published_levers[lever])
    council.legal_form = max(council.legal_form, model.published_legal_form)


@rule
def move_levers(p, council, month):
    """Levers in force follow what was decided: built up over about a year, dismantled slowly behind a legal form.

    Support and training are posts, which cuts take away again, but not from what an event holds.
    When nothing of the framework is left, its legal body is wound up.

    ODD eq. 89.
    """
    wanted = 0.0
    before = 0.0
    after = 0.0
    for lever in range(len(council.levers)):
        goal = council.targets[lever]
        posts = lever == Lever.PLANNING_SUPPORT or lever == Lever.CAPACITY_BUILDING
        if posts and month >= council.held_until[lever]:
            goal *= 1.0 - taken_away(p, council)
        rate = p.lever_rate
        if goal < council.levers[lever]:
            rate = p.lever_rate * (1.0 - p.legal_form_shield * council.legal_form)
        wanted += council.targets[lever]
        before += council.levers[lever]
        council.levers[lever] = clip(towards(council.levers[lever], goal, rate))
        after += council.levers[lever]
    if wanted == 0.0 and before > 0.0 and after < WOUND_UP:
        council.legal_form = 0.0


@rule
def publish(world, month):
    """What neighbours will see next month; written after every council has learned, so order does not matter."""
    for c in range(len(world.councils)):
        council = world.councils[c]
        council.published_success = council.success
        council.published_legal_form = council.legal_form
        for lever in range(len(council.levers)):
            council.published_levers[lever] = council.levers[lever]
