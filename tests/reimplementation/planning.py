"""Planning: Eqs. 36 to 39, and who organises. Offers (Eq. 35) are in `organisations.py`."""

from __future__ import annotations

from tests.reimplementation.codes import (
    COMMUNITY,
    COMMUNITY_PLAN_FADED,
    COMPLAINTS,
    CONTRACTOR,
    COUNCIL_INVITATION,
    FATIGUE,
    INVITATION_ACCEPTED,
    NO_SEAT_AT_THE_TABLE,
    PARTNER_LOST,
    PFI,
    PROFESSIONALS,
    RESIDENTS_INITIATIVE,
    TOGETHER,
)
from tests.reimplementation.entities import Arrangement, Council, Neighbourhood, Organisation, World
from tests.reimplementation.formulas import clip, saturating
from tests.reimplementation.moves import alive, deliver_together, is_self_help, put_up_for_review, replan
from tests.reimplementation.organisations import is_capable, offer, offered
from tests.reimplementation.politics import sway
from tests.reimplementation.support import effective_support, view


def plan(world: World) -> None:
    """Phase 5."""
    for organisation in world.organisations:
        if organisation.alive:
            offer(world, organisation)
    for council in world.councils:
        travelling = travelling_enterprise(council)
        for home in council.neighbourhoods:
            home.organiser = find_organiser(world, home, travelling)
            home.capable = is_capable(world, home)
            for arrangement in home.arrangements:
                if arrangement.planning == PROFESSIONALS:
                    open_planning(world, arrangement)
                elif arrangement.planning == TOGETHER:
                    keep_joint_planning(world, arrangement)
                else:
                    answer_community_plan(world, arrangement)


def travelling_enterprise(council: Council) -> Organisation | None:
    """Planning: the most available enterprise of the council."""
    enterprises = (one for one in council.organisations if one.alive and one.enterprise)
    return max(enterprises, key=lambda one: one.availability, default=None)


def find_organiser(world: World, home: Neighbourhood, travelling: Organisation | None) -> Organisation | None:
    """Planning: the most available organisation at home, or one that travels."""
    p = world.p
    ready = (one for one in home.organisations if one.alive and one.availability > p.least_availability)
    best = max(ready, key=lambda one: one.availability, default=None)
    to_beat = best.availability if best else p.least_availability
    if travelling and p.travel_discount * travelling.availability > to_beat:
        return travelling
    return best


def welcome(world: World, arrangement: Arrangement) -> float:
    """Eq. 36."""
    support = effective_support(arrangement)
    return support + (1 - support) * world.p.assemblies_effect * arrangement.neighbourhood.assemblies


def confidence(world: World, home: Neighbourhood) -> float:
    """Eq. 36."""
    p = world.p
    return 1 - p.residents_distrust * (1 - clip(home.trust / p.trust_needed))


def openings(world: World, arrangement: Arrangement) -> tuple[float, float, float, float]:
    """Eq. 37: heard, asked, invited and refused."""
    p, home, council = world.p, arrangement.neighbourhood, arrangement.council
    organiser = home.organiser
    suitable = p.planning_suitability + (1 - p.planning_suitability) * arrangement.service.coproducibility
    openness = 1 - p.contract_closure if arrangement.provider == CONTRACTOR else 1
    heard = asked = invited = 0.0
    if organiser:
        common = suitable * openness * (1 - home.fatigue) * organiser.availability * confidence(world, home) / 12
        complaining = saturating(arrangement.complaints, p.complaints_half)
        heard = common * p.planning_by_complaints * council.complaints_procedure * complaining
        asked = common * p.planning_by_initiative * home.initiative * welcome(world, arrangement)
        inviting = view(arrangement) ** 2 * (p.invitation_unaided + offered(home, "planning_support"))
        pressed = 1 + p.cuts_invite * p.invitation_pressure * council.pressure
        invited = sway(world, council) * common * p.planning_by_invitation * inviting * pressed
    seated = welcome(world, arrangement) * confidence(world, home)
    unwelcome = home.initiative * (1 - seated) * (1 + world.nation.localism)
    return heard, asked, invited, suitable * openness * p.planning_by_refusal / 12 * unwelcome


def open_planning(world: World, arrangement: Arrangement) -> None:
    """Eq. 37."""
    if arrangement.provider == PFI:
        return
    p, home, council = world.p, arrangement.neighbourhood, arrangement.council
    heard, asked, invited, refused = openings(world, arrangement)
    joint = clip(heard + asked + invited)
    u = world.uniform("joint_planning", council, arrangement.number)
    if u < joint + refused and not alive(arrangement.partner):
        arrangement.partner = home.organiser
    if u < joint:
        arrangement.complaints *= 1 - p.complaints_settled
        asking = RESIDENTS_INITIATIVE if u < heard + asked else COUNCIL_INVITATION
        replan(world, arrangement, TOGETHER, COMPLAINTS if u < heard else asking)
    elif u < joint + refused:
        replan(world, arrangement, COMMUNITY, NO_SEAT_AT_THE_TABLE)


def keep_joint_planning(world: World, arrangement: Arrangement) -> None:
    """Eq. 38, after a partner that is gone has been replaced."""
    p, home, council = world.p, arrangement.neighbourhood, arrangement.council
    if not alive(arrangement.partner):
        if home.organiser is None:
            replan(world, arrangement, PROFESSIONALS, PARTNER_LOST)
            return
        arrangement.partner = home.organiser
        arrangement.relationship *= 1 - p.tie_loss * (1 - arrangement.embeddedness)
    if world.uniform("planning_ends", council, arrangement.number) < tedium(world, arrangement):
        replan(world, arrangement, PROFESSIONALS, FATIGUE)


def tedium(world: World, arrangement: Arrangement) -> float:
    """Eq. 38."""
    p, home = world.p, arrangement.neighbourhood
    supported = 1 - p.planning_support_effect * offered(home, "planning_support")
    bored = p.tedium_unsatisfied + arrangement.satisfaction
    trusted = 1 - p.tedium_trusted * arrangement.relationship
    return p.planning_tedium / 12 * bored * home.fatigue * supported * trusted


def answers(world: World, arrangement: Arrangement) -> tuple[float, float]:
    """Eq. 39: accepted and faded."""
    p, home = world.p, arrangement.neighbourhood
    accepted = 0.0
    if arrangement.partner:
        goodwill = 1 - p.insisting * saturating(arrangement.age, p.plan_patience)
        accepted = p.invitation_rate / 12 * welcome(world, arrangement) * arrangement.partner.trust * goodwill
    return accepted, p.plan_fade / 12 * (1 - home.initiative) * (p.plan_fade_rested + home.fatigue)


def answer_community_plan(world: World, arrangement: Arrangement) -> None:
    """Eq. 39, after a partner that is gone has been replaced."""
    if not alive(arrangement.partner):
        arrangement.partner = arrangement.neighbourhood.organiser
    accepted, faded = answers(world, arrangement)
    u = world.uniform("planning_ends", arrangement.council, arrangement.number)
    if u < accepted:
        if is_self_help(arrangement):
            deliver_together(world, arrangement, arrangement.partner, TOGETHER, INVITATION_ACCEPTED)
        else:
            replan(world, arrangement, TOGETHER, INVITATION_ACCEPTED)
    elif u < accepted + faded:
        if is_self_help(arrangement):
            put_up_for_review(world, arrangement, PROFESSIONALS, COMMUNITY_PLAN_FADED)
        else:
            replan(world, arrangement, PROFESSIONALS, COMMUNITY_PLAN_FADED)
