"""The state of one workshop: everything that the address holds, and what people can do to it. Nothing is mutable."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from simulation.app import limits
from simulation.app.story import councils, origins, played_in
from simulation.app.story.droppable_events import DROPPABLE
from simulation.app.story.levers import LEVERS
from simulation.app.story.names import short
from simulation.app.story.played_in import Given, Half
from simulation.app.story.rounds import ROUNDS
from simulation.scenarios import Event, Scenario, load
from simulation.scenarios.times import first_month
from simulation.world.errors import StateError
from simulation.world.parameters import PARAMETERS
from simulation.world.services import SERVICES
from simulation.world.switched import interpreted_in
from simulation.world.worlds import Worlds

Counted = Literal["full_coproduction", "coproduction"]

QUARTER = 3
YEAR = 12
FIRST_CURSOR = 5 * YEAR  # where a town without events waits for the room's first one
SHOWN_AFTER = 3 * YEAR  # what an event does is looked at so long after it, unless the room asks about another time
SEED = 1
SLOTS = ("A", "B", "C", "D")

# The presets in the order of keys 1 to 5: scenarios of the library, with the words on the buttons.
PRESETS: Mapping[str, str] = {
    "baseline": "One town",
    "austerity": "Austerity",
    "pfi-push": "PFI era",
    "framework": "Framework",
    "perfect-storm": "Perfect storm",
}


@dataclass(frozen=True)
class Vote:
    """What the room expects: hands for each of `simulation.results.outcomes.OUTCOMES`, for the end of a month."""

    month: int
    hands: tuple[int, int, int, int] = (0, 0, 0, 0)


@dataclass(frozen=True)
class Trial:
    """An assumption that is tried in all rows of the comparison: at a value, or where it is low or high."""

    name: str
    at: float | Half


@dataclass(frozen=True)
class Workshop:
    """One state of the workshop.

    Attributes
    ----------
    scenario : the world with all events of the room, also those that are switched off.
    off : names of the events that are switched off.
    seed : same seed, same dice.
    worlds : the kind of worlds that futures are drawn in, one of `played_in.KINDS`.
    given : which of the futures are looked at, or all.
    cursor : months since the start; the view shows the end of the month before.
    counted : full co-production, or any.
    service : the one service in view, or None for all.
    future, arm : which single future the matrix shows (counted from 0), with the events (0) or without them (1).
    without : whether the dashed line "without the events" is drawn.
    names : what the room calls squares of the matrix, as pairs of cell and name.
    vote : what the room expects, before the reveal.
    notes : insights that the room typed.
    contested : assumptions that the room doubts.
    slots : what stands in A to D of the comparison, as pairs of letter and scenario (complete, nothing switched off).
    trial : the assumption that is tried in all of them, or none.
    round : which of `ROUNDS` is played, or none.
    dark, big, keys : theme, 125 per cent, keyboard shortcuts.
    """

    scenario: Scenario
    off: frozenset[str] = frozenset()
    seed: int = SEED
    worlds: str = field(default_factory=played_in.usual)
    given: Given | None = None
    cursor: int = FIRST_CURSOR
    counted: Counted = "full_coproduction"
    service: int | None = None
    future: int = 0
    arm: int = 0
    without: bool = True
    names: tuple[tuple[str, str], ...] = ()
    vote: Vote | None = None
    notes: tuple[str, ...] = ()
    contested: tuple[str, ...] = ()
    slots: tuple[tuple[str, Scenario], ...] = ()
    trial: Trial | None = None
    round: str = ""
    dark: bool = False
    big: bool = False
    keys: bool = True

    # What follows from it

    @cached_property
    def played(self) -> Scenario:
        """The scenario that is run: without the events that are switched off."""
        if not self.off:
            return self.scenario
        events = tuple(event for event in self.scenario.events if event.name not in self.off)
        return self.scenario.model_copy(update={"events": events})

    @cached_property
    def drawn_in(self) -> Worlds:
        """The worlds that futures are drawn in."""
        return played_in.of_kind(self.worlds)

    def is_open(self, name: str) -> bool:
        """Whether a number is what it is in each world: neither the story nor the room fixes it."""
        return name in self.drawn_in.names and name not in self.scenario.settings

    @cached_property
    def worlds_looked_at(self) -> NDArray[np.int64]:
        """Numbers of the worlds, from 0, that the futures of a fine view which are looked at are in."""
        played = {self.drawn_in.number(future) for future in range(limits.FUTURES) if self.looks_at(future)}
        return np.array(sorted(played), np.int64)

    def values(self, name: str) -> NDArray[np.float64]:
        """What a number is in those of these worlds in which it counts; its one value if it is not left open."""
        if not self.is_open(name):
            return np.array([self.value(name)])
        counted = self.worlds_looked_at[interpreted_in(name, self.drawn_in)[self.worlds_looked_at]]
        return self.drawn_in.column(name)[counted]

    @cached_property
    def admitted(self) -> NDArray[np.bool_]:
        """Which worlds the futures that are looked at can be in, [world]."""
        if self.given is None:
            return np.ones(len(self.drawn_in), bool)
        return self.given.admits(self.drawn_in)

    def looks_at(self, future: int) -> bool:
        """Whether a future, counted from 0, is one of those that are looked at."""
        return bool(self.admitted[self.drawn_in.number(future)])

    @property
    def months(self) -> int:
        """Horizon."""
        return self.scenario.months

    @property
    def start(self) -> str | None:
        """Month of the calendar that the story begins with; none of a town without dates."""
        return self.scenario.start

    @cached_property
    def record_ends(self) -> int:
        """The month up to which a real council's politics are on record; the start of any other town."""
        return councils.record_ends(self.scenario)

    @property
    def month(self) -> int:
        """The month at whose end the view stands."""
        return max(self.cursor, 1) - 1

    @property
    def arrangements(self) -> int:
        """All local services: one for each service in each neighbourhood."""
        return self.scenario.size("neighbourhoods") * len(SERVICES)

    @property
    def places(self) -> int:
        """Arrangements that are counted: all local services, or one service's neighbourhoods."""
        return self.arrangements if self.service is None else self.scenario.size("neighbourhoods")

    @property
    def chips(self) -> tuple[Event, ...]:
        """The events under study, by time."""
        studied = self.scenario.studied
        return tuple(sorted(studied, key=lambda event: first_month(event, self.scenario.start)))

    @property
    def sold(self) -> bool:
        """Whether a round is played in which points are to be spent."""
        return bool(self.round) and ROUNDS[self.round].sold

    @property
    def locked(self) -> frozenset[str]:
        """Levers that may not be moved in this round, or would do nothing."""
        return self.overruled | (ROUNDS[self.round].locked if self.round else frozenset())

    @cached_property
    def overruled(self) -> frozenset[str]:
        """Levers that the calendar has set otherwise before the story begins."""
        early = {event.kind for event in self.scenario.events if first_month(event, self.start) < 0}
        return frozenset({"pfi_policy"} if "pfi_support" in early else ())

    @cached_property
    def as_the_round_has_it(self) -> bool:
        """Whether what happens is what the round is about."""
        return self.begin(self.round).played.studied == self.played.studied

    def value(self, name: str) -> float:
        """The value of a parameter that is not left open."""
        return float(self.scenario.settings.get(name, PARAMETERS[name].default))

    # What people do to it

    def set(self, name: str, value: float) -> Workshop:
        """Move a lever, or fix an assumption in all worlds.

        Back at its default it is no longer listed, unless worlds differ in it: left open it would be something else.
        """
        settings = dict(self.scenario.settings)
        number = PARAMETERS.check({name: value})[name]
        if PARAMETERS[name].role == "size":
            raise StateError(f"{name} is the size of the world; open a scenario of that size instead")
        if name in self.overruled:
            raise StateError(f"{LEVERS[name].title} is as the calendar has it; drop an event instead")
        if name in self.locked:
            raise StateError(f"{LEVERS[name].title} is not for sale: it stays as it is in round {self.round}")
        settings.pop(name, None)
        if number != PARAMETERS[name].default or name in self.drawn_in.names:
            settings[name] = number
        return self._with(settings=settings)._looking_at_what_is_open()

    def leave_open(self, name: str) -> Workshop:
        """Let a number be what it is in each world."""
        kept = {known: value for known, value in self.scenario.settings.items() if known != name}
        return self._with(settings=kept)

    def in_worlds(self, kind: str) -> Workshop:
        """Play in the worlds of this kind."""
        played_in.of_kind(kind)
        return replace(self, worlds=kind, trial=None)._looking_at_what_is_open()

    def only(self, name: str, half: Half) -> Workshop:
        """Look only at futures in whose world a number lies in that half; asked for again, at all of them."""
        given = played_in.check(Given(name, half), self.drawn_in)
        if not self.is_open(name):
            raise StateError(f"{name} is fixed, and so the same in all worlds; leave it open first")
        chosen = replace(self, given=None if given == self.given else given)
        if not len(chosen.worlds_looked_at):
            raise StateError(f"{name} is {half} in no world of {limits.FUTURES} futures")
        return chosen.in_future(chosen.future)

    def _looking_at_what_is_open(self) -> Workshop:
        """The same without a choice by something in which worlds do not differ any longer."""
        return self if self.given is None or self.is_open(self.given.name) else replace(self, given=None)

    def reset_assumptions(self) -> Workshop:
        """All parameters as the preset or file has them; events stay."""
        origin = self.origin
        return self._with(settings=dict(origin.settings) if origin else {})._looking_at_what_is_open()

    @property
    def origin(self) -> Scenario | None:
        """What the scenario began as, a scenario of the library or a council on record; none of the room's own."""
        return origins.origin(self.scenario)

    def start_again(self) -> Workshop:
        """The preset as it was opened; worlds, look, names and comparison stay."""
        return self.open(self.origin or self.scenario)

    def open(self, scenario: Scenario) -> Workshop:
        """Another scenario: a preset, a documented place, or the room's own file."""
        scenario = limits.check(scenario)
        opened = replace(self, scenario=scenario, off=frozenset(), vote=None, seed=SEED, given=None, round="")
        return opened.at(first_cursor(scenario))

    def begin(self, key: str) -> Workshop:
        """Begin a round of the hour, or begin it again.

        A round with events of its own has them alone, in this town with its levers as it was opened with them; what
        the room assumes stays. In a real council its years count from the last one on record.
        """
        if key not in ROUNDS:
            raise StateError(f"there is no round {key!r}; there are: {', '.join(ROUNDS)}")
        part, state = ROUNDS[key], replace(self, round=key)
        if not part.events:
            return state
        needed = max(year for _, year in part.events) * YEAR + SHOWN_AFTER
        zero = self.record_ends
        if self.months - zero < needed:
            there = f"{(self.months - zero) // YEAR}{' after the last one on record' if zero else ''}"
            raise StateError(f"{part.title} needs {needed // YEAR} years, and this story has {there}")
        began = self.origin or self.scenario
        settings = {name: value for name, value in self.scenario.settings.items() if name not in LEVERS}
        settings |= {name: value for name, value in began.settings.items() if name in LEVERS}
        happened = {event.name for event in self.scenario.events if not event.under_study}
        events = [event for event in self._events() if event["name"] in happened]
        state = replace(state._with(settings=settings, events=events), off=frozenset(), vote=None, arm=0)
        state = replace(state, counted="full_coproduction", service=None, without=True)
        for event, year in part.events:
            state = state.at(zero + year * YEAR).drop(event)
        return state.at(zero + part.year * YEAR)._looking_at_what_is_open()

    def drop(self, key: str) -> Workshop:
        """Let something happen now; at the end of time nothing would come of it, so that time goes back first.

        A second change of leadership changes it back.
        """
        if key not in DROPPABLE:
            raise StateError(f"unknown event {key!r}; there are: {', '.join(DROPPABLE)}")
        if len(self.scenario.events) >= limits.MOST_EVENTS:
            raise StateError(f"there are {limits.MOST_EVENTS} events already; delete one first")
        month = self.cursor if self.cursor < self.months else max(self.months - SHOWN_AFTER, 0)
        if key == "leader" and self._cold_leader_at(month):
            key = "back"
        taken = {event.name for event in self.scenario.events}
        number = next(n for n in range(1, limits.MOST_EVENTS + 2) if f"{key}-{n}" not in taken)
        event = {"name": f"{key}-{number}", "month": month, **DROPPABLE[key].values}
        return self._with(events=[*self._events(), event]).at(month)

    def toggle(self, name: str) -> Workshop:
        """Switch an event off, or on again."""
        self._known(name)
        return replace(self, off=self.off ^ {name})

    def delete(self, name: str) -> Workshop:
        """Remove an event."""
        self._known(name)
        kept = [event for event in self._events() if event["name"] != name]
        return replace(self._with(events=kept), off=self.off - {name})

    def at(self, cursor: int) -> Workshop:
        """Move the time cursor."""
        return replace(self, cursor=int(min(max(cursor, 0), self.months)))

    def look_at(self, service: int | None) -> Workshop:
        """Choose one service, or all."""
        if service is not None and not 0 <= service < len(SERVICES):
            raise StateError(f"there is no service {service}")
        return replace(self, service=service)

    def counting(self, counted: str) -> Workshop:
        """Count full co-production, or any."""
        return replace(self, counted="coproduction" if counted == "coproduction" else "full_coproduction")

    def other_arm(self) -> Workshop:
        """Look into the same future with the events, or without them."""
        return replace(self, arm=1 - self.arm)

    def other_dice(self) -> Workshop:
        """Throw other dice: the next seed."""
        return replace(self, seed=(self.seed + 1) % limits.SEEDS)

    def in_future(self, number: int, step: int = 1) -> Workshop:
        """Look into another single future: this one, or the nearest in the direction of ``step`` that is looked at."""
        tried = ((number + step * far) % limits.FUTURES for far in range(limits.FUTURES))
        return replace(self, future=next(filter(self.looks_at, tried), number % limits.FUTURES))

    def named(self, cell: str, name: str) -> Workshop:
        """Name a square of the matrix; an empty name takes it back."""
        names = dict(self.names)
        names.pop(cell, None)
        if text := short(name, limits.SQUARE_CHARACTERS):
            names[cell] = text
        return replace(self, names=tuple(sorted(names.items())))

    def voted(self, month: int, hands: tuple[int, int, int, int]) -> Workshop:
        """Put down a show of hands."""
        counted = tuple(min(max(int(each), 0), limits.MOST_HANDS) for each in hands)
        return replace(self, vote=Vote(int(min(max(month, 1), self.months)), counted))  # type: ignore[arg-type]

    def noted(self, text: str) -> Workshop:
        """Put down an insight."""
        note = " ".join(text.split())[: limits.NOTE_CHARACTERS]
        return replace(self, notes=(*self.notes, note)[-limits.MOST_NOTES :]) if note else self

    def forget_note(self, number: int) -> Workshop:
        """Take an insight back."""
        return replace(self, notes=tuple(note for n, note in enumerate(self.notes) if n != number))

    def contest(self, name: str) -> Workshop:
        """Mark an assumption as doubted, or take the mark back."""
        PARAMETERS.check({name: PARAMETERS[name].default} if name in PARAMETERS else {name: 0})
        marked = set(self.contested) ^ {name}
        return replace(self, contested=tuple(sorted(marked)))

    def keep_in(self, slot: str) -> Workshop:
        """Keep what is played in a slot of the comparison."""
        if slot not in SLOTS:
            raise StateError(f"there is no slot {slot!r}; there are: {', '.join(SLOTS)}")
        return replace(self, slots=tuple(sorted({**dict(self.slots), slot: self.played}.items())))

    def empty(self, slot: str) -> Workshop:
        """Empty a slot of the comparison."""
        return replace(self, slots=tuple((letter, kept) for letter, kept in self.slots if letter != slot))

    def open_slot(self, slot: str) -> Workshop:
        """Go on with what stands in a slot."""
        kept = self.open(dict(self.slots)[slot])
        return replace(kept, cursor=self.cursor, seed=self.seed, round=self.round if kept.months == self.months else "")

    def row(self, kept: Scenario) -> Workshop:
        """What a row of the comparison shows: all futures of what is kept there, in no round."""
        return replace(self, scenario=kept, off=frozenset(), given=None, round="")

    @staticmethod
    def may_be_tried(name: str) -> bool:
        """Whether a number is an assumption, and neither what people choose nor the size of the world."""
        return PARAMETERS[name].role not in ("lever", "size")

    def doubt(self, name: str) -> Workshop:
        """Try an assumption in all rows so that the answer is there at once, where worlds differ in it.

        Among the futures that are there those are chosen where it is high; where all worlds have one value it is tried
        at its usual one, to be moved from there.
        """
        at: float | Half = "high" if played_in.varies(name, self.drawn_in) else PARAMETERS[name].default
        return self.try_in_all(Trial(name, at))

    def try_in_all(self, trial: Trial | None) -> Workshop:
        """Try an assumption in all rows of the comparison, or none."""
        if trial is not None:
            if isinstance(trial.at, str):
                played_in.check(Given(trial.name, trial.at), self.drawn_in)
            else:
                trial = Trial(trial.name, PARAMETERS.check({trial.name: trial.at})[trial.name])
            if not self.may_be_tried(trial.name):
                raise StateError(f"{trial.name} is no assumption: every row has its own")
        return replace(self, trial=trial)

    # Helpers

    def _events(self) -> list[dict[str, Any]]:
        return list(self.scenario.to_mapping().get("events", []))

    def _known(self, name: str) -> None:
        if name not in {event.name for event in self.scenario.events}:
            raise StateError(f"there is no event {name!r}")

    def _cold_leader_at(self, month: int) -> bool:
        """Whether the last change of leadership before a month brought a leader of little commitment."""
        latest: tuple[int, Event] | None = None
        for event in self.scenario.events:
            when = first_month(event, self.scenario.start)
            if event.kind == "leadership_change" and event.name not in self.off and when <= month:
                latest = (when, event) if latest is None or when >= latest[0] else latest
        return latest is not None and latest[1].values.get("commitment", 0.5) < 0.5

    def _with(self, **changes: Any) -> Workshop:
        scenario = Scenario.from_mapping(self.scenario.to_mapping() | changes)
        return replace(self, scenario=scenario)


def first() -> Workshop:
    """The state that the workshop opens with."""
    council = councils.usual()
    return opened(next(iter(PRESETS))) if council is None else _opened(council)


def opened(name: str) -> Workshop:
    """A scenario of the library, as the workshop opens it."""
    return _opened(load(name))


def _opened(scenario: Scenario) -> Workshop:
    return Workshop(limits.check(scenario)).at(first_cursor(scenario))


def first_cursor(scenario: Scenario) -> int:
    """A town without events waits for one, a real council where its record ends; a story is told to its end."""
    if scenario.studied:
        return scenario.months
    return councils.record_ends(scenario) or min(FIRST_CURSOR, scenario.months)
