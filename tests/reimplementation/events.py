"""Events: the tables of ODD, section 6. One function for each kind, by its name in the timeline."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

from simulation.world.event_kinds import EVENT_KINDS, EVERY
from tests.reimplementation.chance import BEFORE
from tests.reimplementation.codes import LEVERS, PFI, PROGRAMME_BEGAN, TOGETHER
from tests.reimplementation.contractors import fail
from tests.reimplementation.entities import Council, Neighbourhood, World
from tests.reimplementation.moves import alive, deliver_together
from tests.reimplementation.nation import govern
from tests.reimplementation.organisations import start
from tests.reimplementation.pfi import sign_pfi
from tests.reimplementation.politics import count_seats, give_seats, hand_over, new_leader, strongest, take_seats

NAME = {kind.number: kind.name for kind in EVENT_KINDS.values()}


def happen(world: World) -> None:
    """Phase 1: this month's rows of the timeline, in their order."""
    for event in world.events:
        if not event.month <= world.month < event.until:
            continue
        name = NAME[int(event.kind)]
        if name in TO_NATION:
            if happens(world, event, None):
                TO_NATION[name](world, event)
            continue
        for council in world.councils:
            concerned = event.council in (EVERY, council.id)
            if concerned and hits(world, event, council) and happens(world, event, council):
                TO_COUNCIL[name](world, event, council)


def happens(world: World, event: Any, council: Council | None) -> bool:
    """When: a dated event surely, one at random with its chance, one between two years in a month drawn once."""
    if event.once:
        draw = world.uniform("event_month", None, int(event.once) - 1, BEFORE)
        return world.month == event.month + math.floor(draw * (event.until - event.month))
    return event.rate >= 1 or world.uniform("event_happens", council, int(event.id)) < event.rate


def hits(world: World, event: Any, council: Council) -> bool:
    """Whom: a council is among the share that is hit always or never."""
    return event.share >= 1 or world.uniform("event_hits", council, int(event.id), BEFORE) < event.share


def places_hit(event: Any, council: Council) -> list[Neighbourhood]:
    """Whom: one neighbourhood by number, or so many of the most deprived."""
    if event.neighbourhood != EVERY:
        return [council.neighbourhoods[event.neighbourhood]]
    return [home for home in council.neighbourhoods if home.deprivation_rank < event.neighbourhoods]


def government(world: World, event: Any) -> None:
    world.nation.replayed = True
    govern(world, int(event.party))


def national_swing(world: World, event: Any) -> None:
    world.nation.mood[event.party] += float(event.value)


def national_policy(attribute: str) -> Callable[[World, Any], None]:
    def set_policy(world: World, event: Any) -> None:
        setattr(world.nation, attribute, float(event.value))

    return set_policy


def outlasted(world: World, event: Any, until: int) -> bool:
    """What: an event at random changes nothing that an earlier one keeps."""
    return event.rate < 1 and world.month < until


def leadership_change(world: World, event: Any, council: Council) -> None:
    if outlasted(world, event, council.leader_until):
        return
    leading = council.leader_party
    rival = strongest(council, besides=leading)
    if council.seats[leading] > council.seats[rival]:
        for held in (council.seats, *council.classes):
            held[leading], held[rival] = held[rival], held[leading]
    count_seats(council)
    hand_over(council)
    council.leader_party = rival
    new_leader(world, council, float(event.value), float(event.second))
    council.leader_until = world.month + int(event.duration)


def champion_leaves(world: World, event: Any, council: Council) -> None:
    if outlasted(world, event, council.leader_until):
        return
    new_leader(world, council, float(event.value), float(event.second))
    if event.duration > 0:
        council.leader_until = max(council.leader_until, world.month + int(event.duration))


def control(world: World, event: Any, council: Council) -> None:
    council.replayed = 1
    give_seats(council, int(event.party))
    take_seats(world, council, float(event.value), float(event.second))


def pfi_deal(world: World, event: Any, council: Council) -> None:
    years = event.duration / 12 if event.duration >= 0 else math.nan
    sign_pfi(world, council, int(event.service), years, float(event.second))


def grant_change(world: World, event: Any, council: Council) -> None:
    council.grant_months = int(event.duration)
    council.grant_step = (1 + float(event.value)) ** (1 / council.grant_months)


def programme(world: World, event: Any, council: Council) -> None:
    for home in places_hit(event, council):
        home.programme, home.programme_months = float(event.value), int(event.duration)
        for arrangement in home.arrangements:
            partner = arrangement.partner or home.organiser
            suits = arrangement.service.coproducibility >= world.p.programme_suitability
            if suits and arrangement.provider != PFI and alive(partner):
                deliver_together(world, arrangement, partner, TOGETHER, PROGRAMME_BEGAN)
                arrangement.programme = True


def programme_ends(world: World, event: Any, council: Council) -> None:
    for home in places_hit(event, council):
        home.programme, home.programme_months = 0.0, 0


def contractor_fails(world: World, event: Any, council: Council) -> None:
    living = (contractor for contractor in council.contractors if contractor.alive)
    largest = max(living, key=lambda contractor: contractor.load, default=None)
    if largest:
        fail(world, largest)


def framework_adopted(world: World, event: Any, council: Council) -> None:
    for lever, stated in zip(LEVERS, event.levers, strict=True):
        if stated == 0 or outlasted(world, event, council.held_until[lever]):
            continue
        council.held_until[lever] = world.month + int(event.duration)
        if event.duration:
            council.targets[lever] = council.levers[lever] = float(stated)
        else:
            council.targets[lever] = max(council.targets[lever], float(stated))
    council.legal_form = max(council.legal_form, float(event.legal_form))


def framework_abandoned(world: World, event: Any, council: Council) -> None:
    for lever in LEVERS:
        if not outlasted(world, event, council.held_until[lever]):
            council.held_until[lever] = world.month
            council.targets[lever] = 0.0


def capacity_programme(world: World, event: Any, council: Council) -> None:
    for home in places_hit(event, council):
        home.outside_capacity, home.outside_months = float(event.value), int(event.duration)


def emergency(world: World, event: Any, council: Council) -> None:
    for home in places_hit(event, council):
        home.surge, home.surge_months = float(event.value), int(event.duration)
        home.fatigue *= 1 - world.p.emergency_spirit
        free = next((organisation for organisation in home.organisations if not organisation.alive), None)
        if free and world.uniform("mutual_aid", council, free.number) < event.second:
            start(world, free)
            free.mutual_aid = True
            council.foundings += 1


def local_assemblies(world: World, event: Any, council: Council) -> None:
    for home in places_hit(event, council):
        home.assemblies = float(event.value)


def complaints_procedure(world: World, event: Any, council: Council) -> None:
    council.complaints_procedure = float(event.value)


def consultation(world: World, event: Any, council: Council) -> None:
    council.consultation, council.consultation_heeded = float(event.value), float(event.second)


TO_NATION: dict[str, Callable[[World, Any], None]] = {
    "government": government,
    "national_swing": national_swing,
    "pfi_support": national_policy("pfi_support"),
    "procurement_reform": national_policy("openness"),
    "social_value": national_policy("social_value"),
    "localism_rights": national_policy("localism"),
    "volunteering": national_policy("volunteering"),
}

TO_COUNCIL: dict[str, Callable[[World, Any, Council], None]] = {
    function.__name__: function
    for function in (
        leadership_change,
        champion_leaves,
        control,
        pfi_deal,
        grant_change,
        programme,
        programme_ends,
        contractor_fails,
        framework_adopted,
        framework_abandoned,
        capacity_programme,
        emergency,
        local_assemblies,
        complaints_procedure,
        consultation,
    )
}
