"""Planning: who sits at the table, and how that changes."""

from __future__ import annotations

from simulation.agents.community_organisation.rules import is_alive, is_capable, offered
from simulation.agents.council.politics import sway
from simulation.agents.council.portfolios import extreme_views, view
from simulation.agents.council.support import effective_support
from simulation.engine import draws
from simulation.engine.compilation import rule
from simulation.engine.draws import Purpose
from simulation.engine.maths import clip, saturating
from simulation.world.codes import Cause, Lever, Provider, Who
from simulation.world.moves import deliver_together, is_self_help, replan, take_in_house
from simulation.world.tables import NOBODY
from simulation.world.territory import arrangements_in, neighbourhoods_of, organisations_of, places_in


@rule
def plan(world, c, month):
    """Phase 5 for one council: planning changes hands, arrangement by arrangement.

    Few months change anything, so a draw is first held against a chance that no arrangement of the neighbourhood can
    exceed (thinning, Lewis and Shedler 1979); the result is the same.
    """
    council = world.councils[c]
    helper = travelling_enterprise(world, council)
    _, highest = extreme_views(council)
    for n in neighbourhoods_of(council):
        neighbourhood = world.neighbourhoods[n]
        neighbourhood.organiser = find_organiser(world, n, helper)
        neighbourhood.capable = 1 if is_capable(world, neighbourhood) else 0
        most = most_opening(world, council, neighbourhood, highest)
        for a in arrangements_in(world, n):
            planning = world.arrangements[a].planning
            if planning == Who.PROFESSIONALS:
                u = draws.chance(world.arrangement_chances, Purpose.JOINT_PLANNING, a)
                if u < most:
                    _open_planning(world, a, u, month)
            elif planning == Who.TOGETHER:
                _keep_joint_planning(world, a, month)
            else:
                _answer_community_plan(world, a, month)


@rule
def travelling_enterprise(world, council):
    """Row of the social enterprise of this council that is readiest to work away from home, or nobody."""
    best = NOBODY
    for o in organisations_of(council):
        organisation = world.organisations[o]
        if organisation.alive == 1 and organisation.enterprise == 1:
            if best == NOBODY or organisation.availability > world.organisations[best].availability:
                best = o
    return best


@rule
def find_organiser(world, n, helper):
    """The readiest organisation for neighbourhood ``n``: a local one, or a much readier travelling enterprise."""
    p = world.parameters[0]
    best = NOBODY
    readiness = p.least_availability
    for o in places_in(n):
        organisation = world.organisations[o]
        if organisation.alive == 1 and organisation.availability > readiness:
            best = o
            readiness = organisation.availability
    if helper != NOBODY and p.travel_discount * world.organisations[helper].availability > readiness:
        best = helper
    return best


@rule
def seat(world, council, neighbourhood, arrangement):
    """How far residents who want one get a seat at the table: effective support, and a local assembly (ODD eq. 36)."""
    p = world.parameters[0]
    support = effective_support(world, council, arrangement)
    return support + (1.0 - support) * p.assemblies_effect * neighbourhood.assemblies


@rule
def confidence(p, neighbourhood):
    """How far residents come to the council's table: fully, unless they trust the council too little (ODD eq. 36).

    Those who do not come keep their initiative and turn it to plans of their own: distrust stirs, but not to take part
    (Gamson 1968).
    """
    return 1.0 - p.residents_distrust * (1.0 - clip(neighbourhood.trust / p.trust_needed))


@rule
def opening(world, council, neighbourhood, suitable, grievance, welcome, wish):
    """This month's chances that professional planning opens: to complaints, to residents' initiative, by the council's
    invitation, and without a seat at the table (ODD eq. 37).

    All rise with ``suitable``, the first with ``grievance``, the second with ``welcome`` (the last falls with it), the
    third with ``wish``, the view of the portfolio holder.
    Councils invite more often under budget pressure.
    """
    p = world.parameters[0]
    ready = 0.0
    if neighbourhood.organiser != NOBODY:
        ready = world.organisations[neighbourhood.organiser].availability
    trusting = confidence(p, neighbourhood)
    common = suitable * (1.0 - neighbourhood.fatigue) * ready * trusting / 12.0
    heard = common * p.planning_by_complaints * council.complaints_procedure * grievance
    asked = common * p.planning_by_initiative * neighbourhood.initiative * welcome
    invited = (
        common
        * sway(p, council)
        * p.planning_by_invitation
        * wish
        * wish
        * (p.invitation_unaided + offered(council, neighbourhood, Lever.PLANNING_SUPPORT))
        * (1.0 + p.cuts_invite * p.invitation_pressure * council.pressure)
    )
    refused = suitable * p.planning_by_refusal / 12.0 * neighbourhood.initiative * (1.0 - welcome * trusting)
    return heard, asked, invited, refused * (1.0 + world.national[0].localism)


@rule
def most_opening(world, council, neighbourhood, highest):
    """A chance that professional planning opens this month which no arrangement of the neighbourhood exceeds.

    ``highest`` is the highest view in the council.
    """
    heard, asked, invited, _ = opening(world, council, neighbourhood, 1.0, 1.0, 1.0, highest)
    _, _, _, refused = opening(world, council, neighbourhood, 1.0, 1.0, 0.0, highest)
    return heard + asked + invited + refused


@rule
def _open_planning(world, a, u, month):
    """Professional planning becomes joint (complaints, initiative, invitation) or a community plan (no seat).

    ``u`` is the draw that decides.

    ODD eq. 37.
    """
    p = world.parameters[0]
    arrangement = world.arrangements[a]
    if arrangement.provider == Provider.PFI:
        return
    neighbourhood = world.neighbourhoods[arrangement.neighbourhood]
    council = world.councils[arrangement.council]
    service = world.services[arrangement.service]
    suitable = p.planning_suitability + (1.0 - p.planning_suitability) * service.coproducibility
    openness = 1.0 - p.contract_closure if arrangement.provider == Provider.CONTRACTOR else 1.0
    grievance = saturating(arrangement.complaints, p.complaints_half)
    welcome = seat(world, council, neighbourhood, arrangement)
    wish = view(world, council, arrangement)
    heard, asked, invited, refused = opening(
        world, council, neighbourhood, suitable * openness, grievance, welcome, wish
    )
    joint = clip(heard + asked + invited)
    if u < joint + refused and not is_alive(world, arrangement.partner):
        arrangement.partner = neighbourhood.organiser
    if u < joint:
        cause = Cause.COUNCIL_INVITATION
        if u < heard:
            cause = Cause.COMPLAINTS
        elif u < heard + asked:
            cause = Cause.RESIDENTS_INITIATIVE
        arrangement.complaints *= 1.0 - p.complaints_settled
        replan(world, a, Who.TOGETHER, cause, month)
    elif u < joint + refused:
        replan(world, a, Who.COMMUNITY, Cause.NO_SEAT_AT_THE_TABLE, month)


@rule
def _keep_joint_planning(world, a, month):
    """Joint planning ends when the partner is gone and nobody takes its place, or when people tire of meetings.

    Those who trust the partnership, which is the working relationship, bear more; it is another trust than that in the
    council.

    ODD eq. 38.
    """
    p = world.parameters[0]
    arrangement = world.arrangements[a]
    if not is_alive(world, arrangement.partner):
        neighbourhood = world.neighbourhoods[arrangement.neighbourhood]
        if neighbourhood.organiser == NOBODY:
            replan(world, a, Who.PROFESSIONALS, Cause.PARTNER_LOST, month)
            return
        arrangement.partner = neighbourhood.organiser
        arrangement.relationship *= 1.0 - p.tie_loss * (1.0 - arrangement.embeddedness)
    council = world.councils[arrangement.council]
    neighbourhood = world.neighbourhoods[arrangement.neighbourhood]
    tedium = p.planning_tedium / 12.0 * (p.tedium_unsatisfied + arrangement.satisfaction) * neighbourhood.fatigue
    tedium *= 1.0 - p.planning_support_effect * offered(council, neighbourhood, Lever.PLANNING_SUPPORT)
    tedium *= 1.0 - p.tedium_trusted * arrangement.relationship
    if draws.chance(world.arrangement_chances, Purpose.PLANNING_ENDS, a) < tedium:
        replan(world, a, Who.PROFESSIONALS, Cause.FATIGUE, month)


@rule
def _answer_community_plan(world, a, month):
    """A community plan gets its seat at the table, or fades where nobody has the energy to keep it up (ODD eq. 39).

    The longer it stands and is insisted on, the less goodwill it finds.
    """
    p = world.parameters[0]
    arrangement = world.arrangements[a]
    council = world.councils[arrangement.council]
    neighbourhood = world.neighbourhoods[arrangement.neighbourhood]
    if not is_alive(world, arrangement.partner):
        arrangement.partner = neighbourhood.organiser
    accepted = 0.0
    if arrangement.partner != NOBODY:
        trust = world.organisations[arrangement.partner].trust
        goodwill = 1.0 - p.insisting * saturating(arrangement.age, p.plan_patience)
        accepted = p.invitation_rate / 12.0 * seat(world, council, neighbourhood, arrangement) * trust * goodwill
    faded = p.plan_fade / 12.0 * (1.0 - neighbourhood.initiative) * (p.plan_fade_rested + neighbourhood.fatigue)
    u = draws.chance(world.arrangement_chances, Purpose.PLANNING_ENDS, a)
    if u < accepted and is_self_help(arrangement):
        # With the seat comes support: the group goes on together with council staff.
        deliver_together(world, a, arrangement.partner, Who.TOGETHER, Cause.INVITATION_ACCEPTED, month)
    elif u < accepted:
        replan(world, a, Who.TOGETHER, Cause.INVITATION_ACCEPTED, month)
    elif u < accepted + faded:
        if is_self_help(arrangement):
            # Self-help has no contract to fall back on: with the plan, the service falls to the council again.
            take_in_house(world, a, Who.PROFESSIONALS, Cause.COMMUNITY_PLAN_FADED, month)
            arrangement.review = Cause.COMMUNITY_PLAN_FADED
        else:
            replan(world, a, Who.PROFESSIONALS, Cause.COMMUNITY_PLAN_FADED, month)
