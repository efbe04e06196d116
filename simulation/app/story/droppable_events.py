"""What the room can let happen at the time cursor: kinds of events with their values, and the chips that show them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from simulation.app.story.names import capital
from simulation.scenarios import Event

COLD, WARM = 0.1, 0.9  # commitment to co-production of a leader who comes in cold, or warm
TO_THE_MARKET = {COLD: 0.7, WARM: 0.2}  # and to the market, as in the library's scenarios


@dataclass(frozen=True)
class Happening:
    """One kind of event that can be dropped.

    Attributes
    ----------
    key : short identifier; events are named after it.
    title : what the button says.
    chip : what the chip says.
    values : the event's kind and its own fields.
    tip : what it does, in a sentence.
    """

    key: str
    title: str
    chip: str
    values: Mapping[str, Any]
    tip: str


HAPPENINGS: dict[str, Happening] = {
    happening.key: happening
    for happening in (
        Happening(
            "leader",
            "Leadership changes",
            "Cold leader",
            {"kind": "leadership_change", "commitment": COLD, "market": TO_THE_MARKET[COLD]},
            "Another party takes over with a leader who sees services as the business of professionals. Dropped again, "
            "the leadership changes back to one that wants to work with residents.",
        ),
        Happening(
            "back",
            "Leadership changes back",
            "Warm leader",
            {"kind": "leadership_change", "commitment": WARM, "market": TO_THE_MARKET[WARM]},
            "Another party takes over with a leader who wants to plan and deliver with residents.",
        ),
        Happening(
            "pfi",
            "PFI is offered",
            "PFI offered",
            {"kind": "pfi_support", "value": 1.0},
            "National government makes private finance the only money for new buildings.",
        ),
        Happening(
            "pfi-ends",
            "PFI offer ends",
            "PFI offer ends",
            {"kind": "pfi_support", "value": 0.0},
            "No new PFI contracts; those that are signed run on.",
        ),
        Happening(
            "cut",
            "Grant cut by 30 %",
            "Grant cut",
            {"kind": "grant_change", "size": -0.3, "over_months": 24},
            "The government grant falls by 30 per cent within two years, for good.",
        ),
        Happening(
            "framework",
            "Framework adopted",
            "Framework",
            {
                "kind": "framework_adopted",
                "governance": 0.8,
                "planning_support": 0.8,
                "capacity_building": 0.8,
                "joint_working": 0.8,
                "open_procurement": 0.8,
            },
            "The council adopts all five parts of the Community Co-production Framework.",
        ),
        Happening(
            "programme",
            "Regeneration programme",
            "Programme",
            {"kind": "programme", "size": 0.4, "years": 10, "neighbourhoods": 6},
            "Ten years of extra money, spent together with residents, for the six most deprived neighbourhoods.",
        ),
        Happening(
            "contractor",
            "Contractor fails",
            "Contractor fails",
            {"kind": "contractor_fails"},
            "The council's largest contractor goes out of business.",
        ),
        Happening(
            "emergency",
            "Emergency",
            "Emergency",
            {"kind": "emergency", "need": 1.5, "over_months": 18},
            "Need rises by half for a year and a half, and a wave of volunteers comes forward.",
        ),
    )
}

ABBREVIATIONS = {"pfi": "PFI"}  # in the names of events

IN_SIGHT = ("leader", "pfi")
IN_THE_MENU = ("back", "pfi-ends", "cut", "framework", "programme", "contractor", "emergency")


def happening_of(event: Event) -> Happening | None:
    """The happening that an event was dropped as, if it was."""
    key, _, number = event.name.rpartition("-")
    return HAPPENINGS.get(key) if number.isdigit() and event.kind == HAPPENINGS.get(key, _NONE).values["kind"] else None


def chip(event: Event) -> str:
    """What the chip of an event says, without its time."""
    known = happening_of(event)
    if known is not None:
        return known.chip
    return capital(" ".join(ABBREVIATIONS.get(word, word) for word in event.name.split("-")))


_NONE = Happening("", "", "", {"kind": ""}, "")
