"""Voice: Eqs. 29 to 34."""

from __future__ import annotations

from collections.abc import Callable

from tests.reimplementation.codes import PROFESSIONALS
from tests.reimplementation.entities import Arrangement, Neighbourhood, World
from tests.reimplementation.formulas import clip, saturating, towards
from tests.reimplementation.organisations import offered


def listen(world: World) -> None:
    """Phase 4."""
    for home in world.neighbourhoods:
        for arrangement in home.arrangements:
            compare(world, arrangement)
            complain(world, arrangement)
        trust(world, home)
        tire(world, home)
        organise(world, home)
        grow_civic_capacity(world, home)


def compare(world: World, arrangement: Arrangement) -> None:
    """Eq. 29."""
    p = world.p
    say = 0.0
    if arrangement.coproduced:
        say = arrangement.relationship
    elif arrangement.planning == PROFESSIONALS:
        say = p.consultation_say * arrangement.council.heeded
    goal = p.satisfaction_base + p.satisfaction_slope * (arrangement.quality - p.standard_quality)
    goal += p.satisfaction_say * say
    arrangement.satisfaction = clip(towards(arrangement.satisfaction, goal, p.satisfaction_rate))


def complain(world: World, arrangement: Arrangement) -> None:
    """Eq. 30."""
    p = world.p
    answered = clip(p.answer_base + p.answer_procedure * arrangement.council.hearing)
    shortfall = max(0, p.complaint_threshold - arrangement.satisfaction) / p.complaint_threshold
    arrangement.complaints += shortfall * (1 + p.complaint_gravity * shortfall) - answered * arrangement.complaints


def mean_over_services(home: Neighbourhood, value: Callable[[Arrangement], float]) -> float:
    """Mean weighted by volume."""
    total = sum(arrangement.volume for arrangement in home.arrangements)
    return sum(arrangement.volume * value(arrangement) for arrangement in home.arrangements) / total


def trust(world: World, home: Neighbourhood) -> None:
    """Eq. 31."""
    p = world.p
    home.dissatisfaction = clip(mean_over_services(home, lambda arrangement: 1 - arrangement.satisfaction))
    seats = mean_over_services(home, lambda arrangement: arrangement.planning != PROFESSIONALS)
    complaints = mean_over_services(home, lambda arrangement: arrangement.complaints)
    unanswered = saturating(complaints, p.complaints_half) * (1 - home.council.hearing)
    ignored = p.consultation_distrust * (home.council.consultation - home.council.heeded)
    say = seats + (1 - seats) * p.consultation_say * home.council.heeded
    gained = p.trust_gain * (1 - home.dissatisfaction) * (p.trust_base + p.trust_seat * say - home.trust)
    lost = p.trust_gain * p.trust_asymmetry * (unanswered + ignored) * home.trust
    home.trust = clip(home.trust + gained - lost)


def tire(world: World, home: Neighbourhood) -> None:
    """Eq. 32."""
    p = world.p
    meetings = sum(arrangement.planning != PROFESSIONALS for arrangement in home.arrangements) / len(world.services)
    supported = 1 - p.planning_support_effect * offered(home, "planning_support")
    effort = meetings * supported * (1 - p.assemblies_relief * home.assemblies)
    tired = p.fatigue_growth * effort * (1 - home.fatigue) * (1 - p.fatigue_civic * home.civic_capacity)
    home.fatigue = clip(home.fatigue + tired - p.fatigue_recovery * home.fatigue)


def organise(world: World, home: Neighbourhood) -> None:
    """Eq. 33."""
    p = world.p
    living = (organisation for organisation in home.organisations if organisation.alive)
    organised = max((organisation.capacity * organisation.roots for organisation in living), default=0.0)
    grievance = p.initiative_base + (1 - p.initiative_base) * home.dissatisfaction
    together = p.initiative_alone + (1 - p.initiative_alone) * organised
    home.initiative = clip(home.civic_capacity * (1 - home.fatigue) * grievance * together)


def usual_civic_capacity(world: World, home: Neighbourhood) -> float:
    """Eq. 34."""
    return world.p.civic_base - world.p.civic_deprivation * home.deprivation


def grow_civic_capacity(world: World, home: Neighbourhood) -> None:
    """Eq. 34."""
    p = world.p
    ties = sum(arrangement.relationship for arrangement in home.arrangements if arrangement.coproduced)
    grown = p.civic_growth * ties / len(world.services) * (1 - home.civic_capacity)
    returned = p.civic_return * (usual_civic_capacity(world, home) - home.civic_capacity)
    home.civic_capacity = clip(home.civic_capacity + grown + returned)
