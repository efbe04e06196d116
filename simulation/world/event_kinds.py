"""Kinds of events: what can happen to a world from outside, declared once, as rows of one table.

A scenario file names events in words (`simulation.scenarios`); here is what each kind of event is called, which fields
it takes and within which ranges. What an event does to the world is a rule: `simulation.nation.events`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import IntEnum
from typing import Literal

import numpy as np

from simulation.world import extension
from simulation.world.codes import LEVERS
from simulation.world.limits import LONGEST_PFI, LONGEST_YEARS, SHORTEST_PFI

EVERY = -1  # an event row's council, service or neighbourhood: all of them
UNSTATED = np.nan  # an optional number that the scenario left out; the rule then draws it

EVENT = np.dtype(
    [
        ("id", "i8"),  # position in the scenario, the entity of the event's random draws; the same in both arms
        ("kind", "i8"),
        ("month", "i8"),  # first month in which it can happen; month 0 is the scenario's start
        ("until", "i8"),  # events at random: happens with `rate` in each month before this one; else month + 1
        ("rate", "f8"),  # events at random: chance per month and council; 1 for an event with a date
        ("once", "i8"),  # 1 + id of its event's first row, if its one month is drawn (before `until`); else 0
        ("share", "f8"),  # chance that a given council is among those hit; 1 for all that `council` names
        ("council", "i8"),  # row of the council, or EVERY
        ("service", "i8"),  # row in the service catalogue, or EVERY
        ("neighbourhood", "i8"),  # number of the neighbourhood within its council, or EVERY
        ("neighbourhoods", "i8"),  # with EVERY: how many are hit, the most deprived first
        ("party", "i8"),
        ("duration", "i8"),  # months
        ("value", "f8"),
        ("second", "f8"),
        ("levers", "f8", (len(LEVERS),)),
        ("legal_form", "f8"),
    ]
)

PARTIES = ("A", "B", "C", "local")  # two that form national governments, a third one, and everybody else
MAIN_PARTIES = 2  # the first ones, those that form national governments
NO_PARTY = -1  # no overall control
UNSTATED_CONTROL = -2  # in a blueprint: control is drawn with everything else


@dataclass(frozen=True)
class Field:
    """One field of an event: its name in scenario files, the column it fills, its range, unit and meaning.

    A field without a default is required; a default of `UNSTATED` means that the model says what it is, as ``unstated``
    tells. Where it is ``endless``, ``true`` may stand for the highest value and ``false`` for none.
    """

    name: str
    column: str
    low: float
    high: float
    unit: str
    meaning: str
    default: float | None = None
    endless: bool = False
    unstated: str = "drawn"


class Kind(IntEnum):
    """Kinds of events. A number is part of the model: never reuse one."""

    LEADERSHIP_CHANGE = 1
    CHAMPION_LEAVES = 2
    CONTROL = 3
    GOVERNMENT = 4
    NATIONAL_SWING = 5
    PFI_SUPPORT = 6
    PFI_DEAL = 7
    GRANT_CHANGE = 8
    PROGRAMME = 9
    PROGRAMME_ENDS = 10
    CONTRACTOR_FAILS = 11
    FRAMEWORK_ADOPTED = 12
    FRAMEWORK_ABANDONED = 13
    PROCUREMENT_REFORM = 14
    CAPACITY_PROGRAMME = 15
    EMERGENCY = 16
    LOCAL_ASSEMBLIES = 17
    COMPLAINTS_PROCEDURE = 18
    SOCIAL_VALUE = 19
    LOCALISM_RIGHTS = 20
    CONSULTATION = 28
    VOLUNTEERING = 31


@dataclass(frozen=True)
class EventKind:
    """One kind of event.

    ``scope`` is ``national`` (concerns the whole world) or ``council`` (takes ``councils``, ``share``, ``per_year``);
    ``concerns`` lists which of ``service``, ``neighbourhoods`` and ``party`` it takes.
    """

    number: IntEnum
    scope: Literal["national", "council"]
    meaning: str
    fields: tuple[Field, ...] = ()
    concerns: tuple[Literal["service", "neighbourhoods", "party"], ...] = ()

    @property
    def name(self) -> str:
        """Its name in scenario files."""
        return self.number.name.lower()


def _share(name: str, meaning: str, column: str = "value", default: float | None = None) -> Field:
    return Field(name, column, 0.0, 1.0, "0..1", meaning, default)


_COMMITMENT = _share("commitment", "the new leader's commitment to co-production", "value", UNSTATED)
_MARKET = _share("market", "the new leader's commitment to the market", "second", UNSTATED)
_LASTS = Field(
    "lasts", "duration", 0, LONGEST_YEARS, "years", "how long neither vote nor chance replaces this leader", 0.0
)

_KINDS: tuple[EventKind, ...] = (
    EventKind(
        Kind.LEADERSHIP_CHANGE,
        "council",
        "another party takes over the council, with a leader of its own",
        (_COMMITMENT, _MARKET, _LASTS),
    ),
    EventKind(
        Kind.CHAMPION_LEAVES,
        "council",
        "the leader goes without a change of party",
        (_COMMITMENT, _MARKET, _LASTS),
    ),
    EventKind(
        Kind.CONTROL,
        "council",
        "recorded political control; from the first such event on the council no longer votes in the model",
        (_COMMITMENT, _MARKET),
        ("party",),
    ),
    EventKind(
        Kind.GOVERNMENT,
        "national",
        "recorded national government; from the first such event on the government no longer changes in the model",
        (),
        ("party",),
    ),
    EventKind(
        Kind.NATIONAL_SWING,
        "national",
        "a sudden swing of the national mood towards a party",
        (Field("size", "value", -2.0, 2.0, "latent support", "how much the party's support rises"),),
        ("party",),
    ),
    EventKind(
        Kind.PFI_SUPPORT,
        "national",
        "national policy on PFI, in PFI credits",
        (_share("value", "0: abolished, no new contracts; 1: the only money for new buildings"),),
    ),
    EventKind(
        Kind.PFI_DEAL,
        "council",
        "a PFI contract for a service reaches financial close",
        (
            Field("years", "duration", SHORTEST_PFI, LONGEST_PFI, "years", "length of the contract", UNSTATED),
            Field(
                "confidentiality",
                "second",
                0.0,
                1.0,
                "0..1",
                "share of the terms kept confidential",
                UNSTATED,
                unstated="`pfi_confidentiality`",
            ),
        ),
        ("service",),
    ),
    EventKind(
        Kind.GRANT_CHANGE,
        "council",
        "the government grant changes for good",
        (
            Field("size", "value", -0.9, 1.0, "share of the grant", "relative change, -0.3 for a cut of 30 %"),
            Field("over_months", "duration", 1, 240, "months", "how long the change takes", 12),
        ),
    ),
    EventKind(
        Kind.PROGRAMME,
        "council",
        "a time-limited regeneration programme, co-delivered with residents, begins; it ends by itself",
        (
            Field("size", "value", 0.0, 2.0, "share of the neighbourhood's usual spending", "extra money a month"),
            Field("years", "duration", 1, 20, "years", "how long the money lasts"),
        ),
        ("neighbourhoods",),
    ),
    EventKind(
        Kind.PROGRAMME_ENDS,
        "council",
        "the programmes running in these neighbourhoods end early",
        (),
        ("neighbourhoods",),
    ),
    EventKind(Kind.CONTRACTOR_FAILS, "council", "the council's largest contractor fails"),
    EventKind(
        Kind.FRAMEWORK_ADOPTED,
        "council",
        "the council adopts parts of the Community Co-production Framework",
        (
            *(
                _share(lever, f"the {lever.replace('_', ' ')} lever", f"levers.{n}", 0.0)
                for n, lever in enumerate(LEVERS)
            ),
            _share("legal_form", "1: the framework is a legal body of its own", "legal_form", 0.0),
            Field(
                "held",
                "duration",
                0,
                LONGEST_YEARS,
                "years",
                "how long the levers stated above 0 stand at these values, at once (true: to the end)",
                0.0,
                endless=True,
            ),
        ),
    ),
    EventKind(Kind.FRAMEWORK_ABANDONED, "council", "the council starts to dismantle its framework"),
    EventKind(
        Kind.PROCUREMENT_REFORM,
        "national",
        "national rules open procurement to small providers",
        (_share("value", "least openness of every council's procurement"),),
    ),
    EventKind(
        Kind.CAPACITY_PROGRAMME,
        "council",
        "outside money for training and community development, in all neighbourhoods or some; it ends by itself",
        (
            _share("value", "strength, on the scale of the capacity building lever"),
            Field("years", "duration", 1, 20, "years", "how long it lasts"),
        ),
        ("neighbourhoods",),
    ),
    EventKind(
        Kind.EMERGENCY,
        "council",
        "sudden need and a wave of volunteers",
        (
            Field("need", "value", 1.0, 3.0, "times the usual need", "need at its height"),
            Field("over_months", "duration", 1, 60, "months", "how long the need lasts"),
            _share(
                "volunteers",
                "size of the wave: chance that a mutual-aid group starts in a neighbourhood",
                "second",
                0.7,
            ),
        ),
    ),
    EventKind(
        Kind.LOCAL_ASSEMBLIES,
        "council",
        "local assemblies are introduced, in all neighbourhoods or in some",
        (_share("value", "how far decisions are taken there"),),
        ("neighbourhoods",),
    ),
    EventKind(
        Kind.COMPLAINTS_PROCEDURE,
        "council",
        "the complaints procedure is changed",
        (_share("value", "0: none worth the name; 1: every complaint answered and learned from"),),
    ),
    EventKind(
        Kind.SOCIAL_VALUE,
        "national",
        "national rules on social value in procurement",
        (_share("value", "weight that social value must be given"),),
    ),
    EventKind(
        Kind.LOCALISM_RIGHTS,
        "national",
        "communities' rights to challenge and to plan",
        (_share("value", "strength of the rights"),),
    ),
    EventKind(
        Kind.CONSULTATION,
        "council",
        "the council consults residents, before or after it plans, in another way than so far",
        (
            _share("value", "how regularly it consults: 0 never, 1 on everything"),
            _share("heeded", "how far it acts on what it hears", "second"),
        ),
    ),
    EventKind(
        Kind.VOLUNTEERING,
        "national",
        "the number of people who volunteer in the country changes",
        (Field("value", "value", 0.0, 2.0, "times the usual number", "how many volunteer from now on"),),
    ),
)


def event(
    scope: Literal["national", "council"],
    meaning: str,
    fields: tuple[Field, ...] = (),
    concerns: tuple[Literal["service", "neighbourhoods", "party"], ...] = (),
) -> EventKind:
    """A kind of event of an extension, which is named where it is declared."""
    return EventKind(Kind.LEADERSHIP_CHANGE, scope, meaning, fields, concerns)  # until it has its number


FIRST_OWN = 1001  # number of the first kind of event of an extension

_own = extension.declared("EVENTS", EventKind, {kind.name for kind in _KINDS}, {"event": event, "Field": Field})
_OwnKind = IntEnum("_OwnKind", {name.upper(): number for number, name in enumerate(_own, FIRST_OWN)})  # type: ignore[misc]  # made here
OWN: tuple[EventKind, ...] = tuple(replace(each, number=_OwnKind[name.upper()]) for name, each in _own.items())
EVENT_KINDS: dict[str, EventKind] = {kind.name: kind for kind in (*_KINDS, *OWN)}
NATIONAL = tuple(int(kind.number) for kind in EVENT_KINDS.values() if kind.scope == "national")  # for the rules
