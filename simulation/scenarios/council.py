"""A council that a scenario names, with what is known of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, Strict, ValidationInfo, field_validator, model_validator

from simulation.scenarios.checks import Label, Number, one_of, without_repeats
from simulation.scenarios.register import Contract, NamedOrganisation, PfiContract
from simulation.world.errors import shown
from simulation.world.event_kinds import PARTIES

NO_CONTROL = "none"
Cycle = Literal["all_out_4", "all_out_5", "thirds"]
Kind = Literal["district", "metropolitan", "county", "london", "scotland_wales"]
MOST_SEATS = 1000


class NamedCouncil(BaseModel):
    """One entry of ``[[councils]]``; what it leaves out is drawn like for any other council.

    Attributes
    ----------
    name : the council's name.
    neighbourhoods : names of its neighbourhoods, in the order of their numbers; where ``deprivation`` is stated, that
        is also the order from the most deprived to the least.
    kind : what kind of council it is; those of one kind vote in the same years (`simulation.world.council_kinds`), in
        the month of the year in which the scenario starts.
    cycle : elections of the whole council every four or five years, or of a third of it in three years of four; that
        of its kind if left out.
    votes_in : a calendar year in which it votes, of thirds the first in a row; that of its kind if left out.
    seats : how many there are, or how many of them each party (``A``, ``B``, ``C``, ``local``) holds at the start; 1 to
        1000 in all.
    party : the party in control at the start, ``none`` for no overall control; not beside seats by party. A council
        whose seats or control are stated first votes after the start.
    tradition : political tradition of co-production, 0..1.
    deprivation : of the median neighbourhood, 0 (least) to 1 (most deprived).
    deprivations : of each neighbourhood, in the order of their numbers, 0 to 1; not beside ``deprivation``.
    seats_in : seats by party after the elections of calendar years, as they are on record; between these years nobody
        votes, from the last of them on the model does. It needs a scenario with a ``start``.
    population : relative to the mean council; 1 if left out.
    organisations : those that are known by name.
    contracts : ordinary contracts with their ends.
    pfi : PFI contracts with their charges.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    name: Label
    neighbourhoods: tuple[Label, ...] = ()
    kind: Kind | None = None
    cycle: Cycle | None = None
    votes_in: Annotated[int, Strict(), Field(ge=0, le=9999)] | None = None
    seats: int | Mapping[str, int] | None = None
    party: str | None = None
    tradition: Annotated[Number, Field(ge=0, le=1)] | None = None
    deprivation: Annotated[Number, Field(ge=0, le=1)] | None = None
    deprivations: tuple[Annotated[Number, Field(ge=0, le=1)], ...] = ()
    population: Annotated[Number, Field(gt=0, le=100)] | None = None
    seats_in: Mapping[Annotated[int, Field(ge=0, le=9999)], Mapping[str, int]] = {}
    organisations: tuple[NamedOrganisation, ...] = ()
    contracts: tuple[Contract, ...] = ()
    pfi: tuple[PfiContract, ...] = ()

    @field_validator("organisations", "contracts", "pfi", mode="before")
    @classmethod
    def _tables(cls, entries: object, info: ValidationInfo) -> object:
        if not isinstance(entries, list | tuple) or not all(isinstance(each, Mapping | BaseModel) for each in entries):
            heading = f"[[councils.{info.field_name}]]"
            raise ValueError(f"{info.field_name} are written as {heading}, with one 'key = value' a line below")
        return entries

    @field_validator("neighbourhoods")
    @classmethod
    def _distinct(cls, names: tuple[str, ...]) -> tuple[str, ...]:
        return without_repeats("neighbourhood", names)

    @property
    def seats_by_party(self) -> Mapping[str, int]:
        """Seats at the start, where they are stated by party."""
        return self.seats if isinstance(self.seats, Mapping) else {}

    @property
    def stated(self) -> str:
        """Its name, and in brackets the keys that are stated of it."""
        keys = [key for key in type(self).model_fields if key in self.model_fields_set and key != "name"]
        return f"{self.name} ({', '.join(keys)})" if keys else self.name

    @property
    def members(self) -> int:
        """Number of seats, 0 where it is not stated."""
        return self.seats if isinstance(self.seats, int) else sum(self.seats_by_party.values())

    @field_validator("seats", mode="before")
    @classmethod
    def _some_seats(cls, seats: object) -> object:
        return seats if seats is None else _checked("seats", seats)

    @field_validator("seats_in", mode="before")
    @classmethod
    def _seats_by_year(cls, seats_in: object) -> object:
        if not isinstance(seats_in, Mapping) or not all(isinstance(seats, Mapping) for seats in seats_in.values()):
            raise ValueError(f"seats_in = {shown(seats_in)}: write it as in {{2022 = {{A = 12, B = 40}}}}")
        for year, seats in seats_in.items():
            _checked(f"seats_in {year}", seats)
        return seats_in

    @model_validator(mode="after")
    def _said_once(self) -> NamedCouncil:
        if self.party is not None and (self.seats_by_party or self.seats_in):
            raise ValueError("seats by party say who is in control: leave party out")
        if self.deprivation is not None and self.deprivations:
            raise ValueError("deprivations say how deprived each neighbourhood is: leave deprivation out")
        return self

    @field_validator("party", mode="before")
    @classmethod
    def _known_party(cls, party: object) -> object:
        return party if party is None else one_of("party", party, (*PARTIES, NO_CONTROL))


def _checked(what: str, seats: object) -> object:
    """Seats, in all or by party, if they are some."""
    by_party = seats if isinstance(seats, Mapping) else {}
    for party in by_party:
        one_of("party", party, PARTIES)
    numbers: list[Any] = list(by_party.values()) if isinstance(seats, Mapping) else [seats]
    whole = all(type(number) is int and number >= 0 for number in numbers)
    if not whole or not 1 <= sum(numbers) <= MOST_SEATS:
        raise ValueError(
            f"{what} = {shown(seats)}: it must be a whole number from 1 to {MOST_SEATS}, or one for each party"
        )
    return seats
