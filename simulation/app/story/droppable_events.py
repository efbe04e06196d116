"""What the room can let happen at the time cursor: kinds of events with their values, and the chips that show them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from simulation.app.story.names import capital
from simulation.scenarios import Event, Scenario
from simulation.scenarios.in_words import describe, when
from simulation.scenarios.times import first_month
from simulation.world.codes import LEVERS

COLD, WARM = 0.1, 0.9  # commitment to co-production of a leader who comes in cold, or warm
TO_THE_MARKET = {COLD: 0.7, WARM: 0.2}  # and to the market, as in the library's scenarios
TERM = 4  # years that neither votes nor chance take from them, as there


@dataclass(frozen=True)
class DroppableEvent:
    """One kind of event that can be dropped.

    Attributes
    ----------
    key : short identifier; events are named after it.
    title : what the button says.
    chip : what the chip says.
    within : the same within a sentence, after "without".
    values : the event's kind and its own fields.
    tip : what it does, in a sentence.
    """

    key: str
    title: str
    chip: str
    within: str
    values: Mapping[str, Any]
    tip: str


DROPPABLE: dict[str, DroppableEvent] = {
    droppable.key: droppable
    for droppable in (
        DroppableEvent(
            "leader",
            "Leadership changes",
            "Cold leader",
            "the cold leader",
            {"kind": "leadership_change", "commitment": COLD, "market": TO_THE_MARKET[COLD], "lasts": TERM},
            "Another party takes over for four years with a leader who sees services as the business of professionals. "
            "Dropped again, the leadership changes back to one that wants to work with residents.",
        ),
        DroppableEvent(
            "back",
            "Leadership changes back",
            "Warm leader",
            "the warm leader",
            {"kind": "leadership_change", "commitment": WARM, "market": TO_THE_MARKET[WARM], "lasts": TERM},
            "Another party takes over for four years with a leader who wants to plan and deliver with residents.",
        ),
        DroppableEvent(
            "pfi",
            "PFI is offered",
            "PFI offered",
            "the offer of PFI",
            {"kind": "pfi_support", "value": 1.0},
            "National government makes private finance the only money for new buildings.",
        ),
        DroppableEvent(
            "pfi-ends",
            "PFI offer ends",
            "PFI offer ends",
            "the end of the PFI offer",
            {"kind": "pfi_support", "value": 0.0},
            "No new PFI contracts; those that are signed run on.",
        ),
        DroppableEvent(
            "cut",
            "Grant cut by 30 %",
            "Grant cut",
            "the grant cut",
            {"kind": "grant_change", "size": -0.3, "over_months": 24},
            "The government grant falls by 30 per cent within two years, for good.",
        ),
        DroppableEvent(
            "framework",
            "Framework adopted",
            "Framework",
            "the framework",
            {"kind": "framework_adopted", **dict.fromkeys(LEVERS, 0.8)},
            "The council adopts all five parts of the Community Co-production Framework.",
        ),
        DroppableEvent(
            "programme",
            "Regeneration programme",
            "Programme",
            "the programme",
            {"kind": "programme", "size": 0.4, "years": 10, "neighbourhoods": 6},
            "Ten years of extra money, spent together with residents, for the six most deprived neighbourhoods.",
        ),
        DroppableEvent(
            "contractor",
            "Contractor fails",
            "Contractor fails",
            "the contractor’s failure",
            {"kind": "contractor_fails"},
            "The council's largest contractor goes out of business.",
        ),
        DroppableEvent(
            "assemblies",
            "Ward assemblies",
            "Assemblies",
            "the assemblies",
            {"kind": "local_assemblies", "value": 0.8},
            "Decisions about a neighbourhood are taken in an assembly of its own, in every ward of the town.",
        ),
        DroppableEvent(
            "emergency",
            "Emergency",
            "Emergency",
            "the emergency",
            {"kind": "emergency", "need": 1.5, "over_months": 18},
            "Need rises by half for a year and a half, and a wave of volunteers comes forward.",
        ),
    )
}

ABBREVIATIONS = {"pfi": "PFI"}  # in the names of events

IN_SIGHT = ("leader", "pfi")
IN_THE_MENU = tuple(key for key in DROPPABLE if key not in IN_SIGHT)


def droppable_of(event: Event) -> DroppableEvent | None:
    """What an event was dropped as, if it was."""
    key, _, number = event.name.rpartition("-")
    return DROPPABLE.get(key) if number.isdigit() and event.kind == DROPPABLE.get(key, _NONE).values["kind"] else None


def chip(event: Event) -> str:
    """What the chip of an event says, without its time."""
    known = droppable_of(event)
    if known is not None:
        return known.chip
    if " " in event.name:  # in words already, in which a hyphen can be a minus
        return capital(event.name)
    return capital(" ".join(ABBREVIATIONS.get(word, word) for word in event.name.split("-")))


def happened_anyway(scenario: Scenario) -> list[str]:
    """The events that are not under study, by time: when, and what."""
    events = sorted(
        (event for event in scenario.events if not event.under_study),
        key=lambda event: first_month(event, scenario.start),
    )
    return [f"{capital(when(event, scenario))}: {chip(event)} – {describe(event, scenario)}." for event in events]


def within(events: Sequence[Event]) -> str:
    """What events are called after "without": by name where there is one that the room knows."""
    known = droppable_of(events[0]) if len(events) == 1 else None
    return known.within if known is not None else "the event" if len(events) == 1 else "the events"


_NONE = DroppableEvent("", "", "", "", {"kind": ""}, "")
