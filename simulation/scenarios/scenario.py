"""A scenario: a world, its settings and a timeline, which names its own counterfactual."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Annotated, Any

import numpy as np
from pydantic import BaseModel, ConfigDict, Field, Strict, ValidationError, field_validator, model_validator

from simulation.scenarios.checks import (
    MONTHS_A_YEAR,
    Identifier,
    Label,
    Number,
    Text,
    known_settings,
    month_of,
    months,
    without_repeats,
)
from simulation.scenarios.concerned import check_concerned
from simulation.scenarios.council import NamedCouncil
from simulation.scenarios.event import Event
from simulation.scenarios.explain import entry, explain
from simulation.scenarios.register import Contract, NamedOrganisation, PfiContract
from simulation.scenarios.register_checks import check_register
from simulation.scenarios.rows import event_rows
from simulation.scenarios.times import check_ticks, check_times, first_month
from simulation.scenarios.toml import to_toml
from simulation.world.arms import ARMS, Arm
from simulation.world.errors import ScenarioError, nearest
from simulation.world.limits import LONGEST_YEARS
from simulation.world.outside import outside
from simulation.world.parameters import PARAMETERS


class Scenario(BaseModel):
    """A world, its settings and a timeline. `simulation.scenarios.load` reads one from a file.

    Attributes
    ----------
    name : what results are filed under; that of the file if left out.
    title : what it is called.
    story : one paragraph.
    sources : where its facts come from.
    start : calendar month of month 0, ``"1997-05"``; needed for events with a ``date``.
    years : horizon, in years.
    burn_in_years : years simulated before month 0, so that the world forgets how it was drawn; an event whose date lies
        there happens there.
    general_elections_from : calendar year from which on general elections decide again who governs, where events of
        the kind ``government`` have done so before.
    on_record : what of its councils is on record and what is generated, in sentences.
    allow_outside : whether settings may lie outside the ranges of their declarations, as far as the model can bear it;
        every result says which do.
    settings : values of parameters that differ from their defaults, each within the range of its declaration.
    councils : councils that are known by name; the world's first councils, in this order.
    events : the timeline.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    name: Identifier
    title: Label | None = None
    story: Text = ""
    sources: tuple[Text, ...] = ()
    start: str | None = None
    years: Annotated[Number, Field(gt=0, le=LONGEST_YEARS)] = 20
    burn_in_years: Annotated[Number, Field(ge=0, le=LONGEST_YEARS)] = 5
    general_elections_from: Annotated[int, Strict(), Field(ge=0, le=9999)] | None = None
    on_record: tuple[Text, ...] = ()
    allow_outside: Annotated[bool, Strict()] = False
    settings: Mapping[str, float] = {}
    councils: tuple[NamedCouncil, ...] = ()
    events: tuple[Event, ...] = ()

    @classmethod
    def from_mapping(cls, data: Mapping[str, Any]) -> Scenario:
        """The scenario with the keys and values of a file; raise `ScenarioError` when something is wrong."""
        try:
            return cls.model_validate(data)
        except ValidationError as error:
            raise ScenarioError(explain(error, data, KEYS)) from None

    # What the world is

    def size(self, name: str) -> int:
        """How many ``councils``, ``neighbourhoods`` (in each council), … the world has.

        As many councils as are listed, and as many neighbourhoods as the setting says, unless the setting asks for more
        councils or a council lists more neighbourhoods; what has no name of its own is generated.
        """
        if name == "councils" and self.councils:
            return max(len(self.councils), int(self.settings.get(name, 0)))
        stated = int(self.settings.get(name, PARAMETERS[name].default))
        if name == "neighbourhoods":
            listed = [len(each) for council in self.councils for each in (council.neighbourhoods, council.deprivations)]
            return max(stated, *listed, 0)
        return stated

    @property
    def council_names(self) -> list[str]:
        """A name for every council of the world, in order; those without one of their own are numbered."""
        names = [council.name for council in self.councils]
        numbered = (f"council {number + 1}" for number in range(len(names), self.size("councils")))
        return names + [name if name not in names else f"{name} (generated)" for name in numbered]

    def parameters(self) -> np.recarray:
        """One-row table of all parameters, as the rules read it."""
        sizes = {name: self.size(name) for name in ("councils", "neighbourhoods")}
        return PARAMETERS.record({**self.settings, **sizes}, self.allow_outside)

    @property
    def outside(self) -> dict[str, list[float]]:
        """Settings outside the declared range, each twice: the least and the greatest value of it."""
        return outside(self.settings.items())

    # When things happen

    @property
    def months(self) -> int:
        """Horizon in months."""
        return max(1, months(self.years))

    @property
    def burn_in_months(self) -> int:
        """Months simulated before month 0."""
        return months(self.burn_in_years)

    @property
    def first_year(self) -> int | None:
        """Calendar year of month 0, if the scenario has a calendar."""
        return None if self.start is None else month_of(self.start) // MONTHS_A_YEAR

    @property
    def fork(self) -> int:
        """First month in which an event under study can happen; the horizon if there is none."""
        return self.fork_within(self.months)

    def fork_within(self, horizon: int) -> int:
        """`fork` of a run over so many months, which may be more or fewer than the scenario's own."""
        return min((first_month(event, self.start) for event in self.studied), default=horizon)

    @property
    def studied(self) -> tuple[Event, ...]:
        """The events that the counterfactual leaves out."""
        return tuple(event for event in self.events if event.under_study)

    def timeline(self, arm: Arm = "scenario") -> np.recarray:
        """The events of one arm as a table of dtype `simulation.world.event_kinds.EVENT`, sorted by month and id.

        The ids are the same in both arms, and with them all chance: an event that happens in both happens alike.
        """
        if arm not in ARMS:
            raise ValueError(f"arm = {arm!r}: it must be one of {', '.join(ARMS)}")
        table, under_study = event_rows(self)
        if arm == "counterfactual":
            table = table[~under_study]
        return table[np.lexsort((table["id"], table["month"]))].view(np.recarray)

    # Variants

    def without(self, events: Iterable[str]) -> Scenario:
        """The same scenario, compared with the world without exactly these events."""
        dropped = tuple(events)
        known = [event.name for event in self.events]
        for name in dropped:
            if name not in known:
                there = f"; there are: {', '.join(known)}" if known else "; it has none"
                raise ScenarioError(f"{self.name} has no event {name!r}{nearest(name, known) or there}")
        marked = (event.model_copy(update={"under_study": event.name in dropped}) for event in self.events)
        return self.model_copy(update={"events": tuple(marked)})

    def with_settings(self, settings: Mapping[str, float], allow_outside: bool = False) -> Scenario:
        """The same scenario with other values of some parameters, also outside their declared ranges if allowed."""
        allowed = {"allow_outside": True} if allow_outside else {}
        return self.from_mapping(self.to_mapping() | allowed | {"settings": {**self.settings, **settings}})

    # Files

    def to_mapping(self) -> dict[str, Any]:
        """The keys and values of a scenario file, complete in itself; what is left at its default is left out."""
        return {"name": self.name} | self.model_dump(mode="json", exclude_none=True, exclude_defaults=True)

    def to_toml(self) -> str:
        """The scenario as the text of a file, from which `simulation.scenarios.parse` reads an equal one."""
        return to_toml(self.to_mapping())

    def save(self, path: Path) -> None:
        """Write the scenario to a file."""
        path.write_text(self.to_toml(), encoding="utf-8")

    # Checks

    @field_validator("start")
    @classmethod
    def _calendar_month(cls, start: str | None) -> str | None:
        if start is not None:
            month_of(start)
        return start

    _known_settings = field_validator("settings", mode="before")(known_settings)

    @model_validator(mode="after")
    def _consistent(self) -> Scenario:
        without_repeats("council", [council.name for council in self.councils])
        without_repeats("event", [event.name for event in self.events])
        PARAMETERS.check({name: self.size(name) for name in ("councils", "neighbourhoods")})
        for council in self.councils:
            if council.seats_in and self.start is None:
                raise ValueError(f"council {council.name!r}: seats_in needs a scenario with a 'start'")
            try:
                check_register(council, self)
            except ValueError as error:
                raise ValueError(f"council {council.name!r}: {error}") from None
        if self.general_elections_from is not None and self.start is None:
            raise ValueError("general_elections_from needs a scenario with a 'start', such as start = \"1997-05\"")
        check_ticks(self)
        data = {"events": [{"name": event.name} for event in self.events]}
        for position, event in enumerate(self.events):
            try:
                check_times(event, self)
                check_concerned(event, self)
            except ValueError as error:
                raise ValueError(f"{entry('events', position, data)}: {error}") from None
        return self


PLACE = ("council", "from", "to", "votes_from", "begins")  # keys of a file that is played in councils on record
KEYS = {
    "": (*Scenario.model_fields, "extends", *PLACE),
    "councils": tuple(NamedCouncil.model_fields),
    "organisations": tuple(NamedOrganisation.model_fields),
    "contracts": tuple(Contract.model_fields),
    "pfi": tuple(PfiContract.model_fields),
    "events": tuple(Event.model_fields),
}
