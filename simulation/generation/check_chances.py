"""Chances, hazards and scores as they stand after a phase: what the state alone shows only once they strike.

Each is summed over the rows that it is of, weighted by row number + 1. Rules are called where one can be; the few lines
that a rule holds together with its draw are written once more, and held against the second model with all others.
"""

from __future__ import annotations

from collections import defaultdict

from simulation.agents.community_organisation import rules as organisations
from simulation.agents.council import budget, commissioning, learning, planning, politics, portfolios, scoring, support
from simulation.agents.private_contractor import rules as contractors
from simulation.engine.maths import clip, saturating
from simulation.nation.politics import SUREST_DEFEAT
from simulation.world.codes import Cause, Lever, Provider, Who
from simulation.world.event_kinds import PARTIES
from simulation.world.tables import NOBODY, World

CHANCES_IN = 18  # the month of the second world: money is short, one council of two has a policy and a majority
Found = defaultdict[str, float]


def chances(world: World, phase: int, month: int) -> dict[str, float]:
    """Weighted sums by name, of what the rules of this phase decide by; ``world`` is left as it is."""
    found: Found = defaultdict(float)
    if phase in _OF_PHASE:
        _OF_PHASE[phase](world.copy(), month, found)
    return dict(found)


def _national(world: World, month: int, found: Found) -> None:
    p, national = world.parameters[0], world.national[0]
    found["Eq. 11, chance"] = clip(p.government_loss * national.years_in_office, 0.0, SUREST_DEFEAT)


def _votes(world: World, month: int, found: Found) -> None:
    parties = len(PARTIES)
    for c in range(len(world.councils)):
        for party in range(parties):
            found["Eq. 14, share"] += (c * parties + party + 1) * politics.share_of_vote(world, c, party)


def _planning(world: World, month: int, found: Found) -> None:
    p = world.parameters[0]
    for a, arrangement in enumerate(world.arrangements):
        council = world.councils[arrangement.council]
        home = world.neighbourhoods[arrangement.neighbourhood]
        welcome = planning.seat(world, council, home, arrangement)
        found["Eq. 36, welcome"] += (a + 1) * welcome
        offered = organisations.offered(council, home, Lever.PLANNING_SUPPORT)
        if arrangement.planning == Who.TOGETHER:
            chance = p.planning_tedium / 12.0 * (p.tedium_unsatisfied + arrangement.satisfaction) * home.fatigue
            chance *= 1.0 - p.planning_support_effect * offered
            found["Eq. 38, chance"] += (a + 1) * chance * (1.0 - p.tedium_trusted * arrangement.relationship)
        elif arrangement.planning == Who.COMMUNITY:
            if arrangement.partner != NOBODY:
                goodwill = 1.0 - p.insisting * saturating(arrangement.age, p.plan_patience)
                trust = world.organisations[arrangement.partner].trust
                found["Eq. 39, accepted"] += (a + 1) * p.invitation_rate / 12.0 * welcome * trust * goodwill
            faded = p.plan_fade / 12.0 * (1.0 - home.initiative) * (p.plan_fade_rested + home.fatigue)
            found["Eq. 39, faded"] += (a + 1) * faded
        elif arrangement.provider != Provider.PFI:
            service = world.services[arrangement.service]
            suitable = p.planning_suitability + (1.0 - p.planning_suitability) * service.coproducibility
            suitable *= 1.0 - p.contract_closure if arrangement.provider == Provider.CONTRACTOR else 1.0
            grievance = saturating(arrangement.complaints, p.complaints_half)
            wish = portfolios.view(world, council, arrangement)
            of_each = planning.opening(world, council, home, suitable, grievance, welcome, wish)
            for name, chance in zip(("heard", "asked", "invited", "refused"), of_each, strict=True):
                found[f"Eq. 37, {name}"] += (a + 1) * chance


def _withdrawal(world: World, month: int, found: Found) -> None:
    p = world.parameters[0]
    for a, arrangement in enumerate(world.arrangements):
        council = world.councils[arrangement.council]
        effective = support.effective_support(world, council, arrangement)
        found["Eq. 40, support"] += (a + 1) * effective
        hazard = support.withdrawal_hazard(
            p,
            council.pressure,
            effective,
            arrangement.relationship,
            arrangement.quality,
            world.neighbourhoods[arrangement.neighbourhood].initiative,
            arrangement.embeddedness,
            1.0 if arrangement.contract != NOBODY else 0.0,
            support.disowned(p, council, arrangement),
            organisations.own_means(world, arrangement.partner),
        )
        found["Eq. 41, hazard"] += (a + 1) * hazard


def _commissioning(world: World, month: int, found: Found) -> None:
    p = world.parameters[0]
    services = len(world.services)
    for c, council in enumerate(world.councils):
        for s, service in enumerate(world.services):
            if service.capital_intensity >= p.pfi_least_capital:
                built = (service.capital_intensity - p.pfi_least_capital) / (1.0 - p.pfi_least_capital)
                appetite = (p.pfi_regardless + council.market) * (1.0 + p.pfi_pressure * council.pressure)
                chance = p.pfi_rate / 12.0 * world.national[0].pfi_support * built * appetite
                found["Eq. 47, chance"] += (c * services + s + 1) * chance
    for a, arrangement in enumerate(world.arrangements):
        council = world.councils[arrangement.council]
        joint = arrangement.planning == Who.TOGETHER and arrangement.provider == Provider.IN_HOUSE
        found["Eq. 51, chance"] += (a + 1) * commissioning.review_rate(p, council, 1.0 if joint else 0.0)
        bad = arrangement.quality < p.dismissal_below * p.standard_quality
        found["Eq. 51, dismissal"] += (a + 1) * p.dismissal_rate / 12.0 * bad
        arrangement.review = Cause.SERVICE_REVIEW if arrangement.contract == NOBODY else Cause.CONTRACT_ENDED
        _scores(world, a, month, found)


def _scores(world: World, a: int, month: int, found: Found) -> None:
    p = world.parameters[0]
    arrangement = world.arrangements[a]
    council, service = world.councils[arrangement.council], world.services[arrangement.service]
    home = world.neighbourhoods[arrangement.neighbourhood]
    money = budget.funding(council, home, service.statutory)
    effective = support.effective_support(world, council, arrangement)
    enterprise = scoring.best_enterprise(world, council, arrangement)
    other = arrangement.partner if organisations.is_alive(world, arrangement.partner) else home.organiser
    firm = scoring.best_quote(world, council, service, arrangement.volume)
    there = organisations.is_alive(world, other)
    if (enterprise != NOBODY or there) and scoring.is_reserved(world, council, arrangement, service, month):
        firm = NOBODY
    this = (world, council, a, month)
    scores = {"Eq. 55, score of option 0": scoring.score_council(*this, money)}
    if firm != NOBODY:
        scores["Eq. 56, score of option 1"] = scoring.score_contractor(*this, firm)
    if enterprise != NOBODY:
        option, provider = scoring.Option.ENTERPRISE, Provider.SOCIAL_ENTERPRISE
        scores["Eq. 57, score of option 2"] = scoring.score_community(*this, enterprise, effective, option, provider)
    if there:
        scores["Eq. 58, score of option 3"] = scoring.score_together(*this, other, effective, money)
        if world.organisations[other].enterprise == 0:
            option, provider = scoring.Option.COMMUNITY, Provider.COMMUNITY_ORGANISATION
            scores["Eq. 57, score of option 4"] = scoring.score_community(*this, other, effective, option, provider)
        if service.statutory < p.abandon_statutory:
            scores["Eq. 59, score of option 5"] = scoring.score_nobody(*this, other)
    for name, score in scores.items():
        found[name] += (a + 1) * score


def _organisations(world: World, month: int, found: Found) -> None:
    p = world.parameters[0]
    for o, organisation in enumerate(world.organisations):
        if organisation.alive == 1:
            found["Eq. 79, hazard"] += (o + 1) * organisations.closure_hazard(p, organisation)
            if organisation.enterprise == 0 and organisation.professionalisation >= p.enterprise_threshold:
                chance = p.enterprise_rate / 12.0 * (p.enterprise_rate_base + organisation.independence)
                found["Eq. 80, chance"] += (o + 1) * chance
    for n, home in enumerate(world.neighbourhoods):
        training = organisations.capacity_support(world.councils[home.council], home)
        fertile = p.founding_base + p.founding_civic * home.civic_capacity
        found["Eq. 81, chance"] += (n + 1) * p.founding / 12.0 * fertile * (1.0 + p.founding_support * training)
    for k, firm in enumerate(world.contractors):
        if firm.alive == 1:
            found["Eq. 83, hazard"] += (k + 1) * contractors.failure_hazard(p, firm)


def _learning(world: World, month: int, found: Found) -> None:
    p = world.parameters[0]
    for c, council in enumerate(world.councils):
        champion = learning.enthusiasm(p, council)
        found["Eq. 88, champion"] += (c + 1) * champion
        found["Eq. 88, dismantle"] += (c + 1) * learning.dismantling(p, council)
        wish = champion + p.policy_pressure * council.pressure
        found["Eq. 61, chance of a policy"] += (c + 1) * p.policy_rate / 12.0 * wish
        for lever in range(len(council.levers)):
            found["Eq. 88, ahead"] += (c * len(council.levers) + lever + 1) * learning.ahead(world, c, lever)


_OF_PHASE = {
    1: _national,
    2: _votes,
    5: _planning,
    6: _withdrawal,
    7: _commissioning,
    9: _organisations,
    10: _learning,
}
