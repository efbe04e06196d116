"""What a council knows of itself beyond the public record: its organisations by name, its contracts, its PFI."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Annotated, Literal, NamedTuple

from pydantic import BaseModel, ConfigDict, Field, field_validator

from simulation.scenarios.checks import Label, Number, Whole, month_of, months, one_of, without_repeats
from simulation.world.errors import nearest, shown
from simulation.world.limits import LONGEST_YEARS
from simulation.world.services import SERVICE_NUMBER

if TYPE_CHECKING:
    from simulation.scenarios.council import NamedCouncil

CONTRACTOR = "contractor"
BUDGET = "04"  # month in which a financial year begins


class _Entry(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    @field_validator("service", mode="before", check_fields=False)
    @classmethod
    def _known_service(cls, service: object) -> object:
        return one_of("service", service, tuple(SERVICE_NUMBER))

    @field_validator("services", check_fields=False)
    @classmethod
    def _known_services(cls, services: tuple[str, ...]) -> tuple[str, ...]:
        return without_repeats("service", [one_of("service", each, tuple(SERVICE_NUMBER)) for each in services])

    @field_validator("since", "start", "end", "signed", check_fields=False)
    @classmethod
    def _calendar_month(cls, date: str | None) -> str | None:
        if date is not None:
            month_of(date)
        return date

    @field_validator("neighbourhoods", check_fields=False)
    @classmethod
    def _distinct(cls, places: tuple[str | int, ...]) -> tuple[str | int, ...]:
        return without_repeats("neighbourhood", places)


class NamedOrganisation(_Entry):
    """One entry of ``[[councils.organisations]]``.

    In its place the model has one of the organisations that it draws for a neighbourhood; people, skills and money of
    it are drawn as for any other, and from then on it fares as the rules have it.

    Attributes
    ----------
    name : what contracts call it.
    kind : whether it trades and works in the whole council, or belongs to its neighbourhood.
    neighbourhood : its home, by name or number (counted from 0); each has room for three organisations.
    services : those that it delivers there together with the council when the scenario starts, or since ``since``.
    since : the calendar month from which on it is there; the scenario's start if left out.
    """

    name: Label
    kind: Literal["community_organisation", "social_enterprise"] = "community_organisation"
    neighbourhood: str | Whole
    services: tuple[str, ...] = ()
    since: str | None = None


class Contract(_Entry):
    """One entry of ``[[councils.contracts]]``.

    A contract that runs when the scenario starts is in force from its first month, with as long to go as is left of it;
    a later one from its own first month. When it ends the model decides who delivers.

    Attributes
    ----------
    service : name of a service in the catalogue.
    provider : ``contractor``, one of those in the council's market, or the name of one of the council's organisations.
    start : its first calendar month.
    end : the calendar month in which it ends and the service is awarded anew.
    neighbourhoods : where it holds, names or numbers (counted from 0); all if left out.
    """

    service: str
    provider: Label
    start: str
    end: str
    neighbourhoods: tuple[str | Whole, ...] = ()


class PfiContract(_Entry):
    """One entry of ``[[councils.pfi]]``.

    One that was signed before the scenario starts is lived through in the burn-in; should chance have ended it there,
    it is in force again at the start.

    Attributes
    ----------
    service : name of a service in the catalogue; it has one PFI contract at a time.
    signed : the calendar month of its financial close.
    years : to its end.
    charges : the unitary charge by financial year (2016 begins in April 2016), as a share of the council's income of
        that year. It says how much of the service the contract covers, at the usual price of PFI, and then its price;
        before the first of these years it is the first one, after each it rises as PFI charges do. If left out, cover
        and price are the usual ones.
    neighbourhoods : those that it covers, names or numbers (counted from 0); if left out, as many as the charge pays
        for.
    confidentiality : share of its terms that residents cannot see; ``pfi_confidentiality`` if left out.
    """

    service: str
    signed: str
    years: Annotated[Number, Field(gt=0, le=LONGEST_YEARS)]
    charges: Mapping[Annotated[int, Field(ge=1900, le=9999)], Annotated[Number, Field(gt=0, le=1)]] = {}
    neighbourhoods: tuple[str | Whole, ...] = ()
    confidentiality: Annotated[Number, Field(ge=0, le=1)] | None = None

    @field_validator("years")
    @classmethod
    def _lasts(cls, years: float) -> float:
        if not months(years):
            raise ValueError(f"years = {years:g} is less than half a month: write how long it runs, from 0.08 on")
        return years

    @field_validator("charges", mode="before")
    @classmethod
    def _by_year(cls, charges: object) -> object:
        if not isinstance(charges, Mapping) or not all(re.fullmatch(r"\d{4}", str(year)) for year in charges):
            raise ValueError(
                f"charges = {shown(charges)}: write the years in which financial years begin, as in {{2016 = 0.021}}"
            )
        return charges


class Span(NamedTuple):
    """First month of something and the one in which it ends, counted from the start of the scenario."""

    first: int
    end: int


def month_in(date: str, start: str) -> int:
    """A calendar month as one of the scenario that starts in the month ``start``."""
    return month_of(date) - month_of(start)


def span_of(entry: Contract | PfiContract, start: str) -> Span:
    """The months of a contract."""
    if isinstance(entry, Contract):
        return Span(month_in(entry.start, start), month_in(entry.end, start))
    signed = month_in(entry.signed, start)
    return Span(signed, signed + months(entry.years))


def since(organisation: NamedOrganisation, start: str) -> int:
    """From which month on an organisation is there."""
    return 0 if organisation.since is None else max(0, month_in(organisation.since, start))


def rows_of(places: Sequence[str | int], council: NamedCouncil, size: int) -> tuple[int, ...]:
    """Numbers of neighbourhoods of a council, all of ``size`` if none is listed; ``ValueError`` for one that is not."""
    found = []
    for place in places:
        if isinstance(place, int):
            if not 0 <= place < size:
                raise ValueError(f"there is no neighbourhood number {place}: the council has {size}, numbered from 0")
            found.append(place)
        elif place in council.neighbourhoods:
            found.append(council.neighbourhoods.index(place))
        else:
            hint = (
                nearest(place, council.neighbourhoods) or f"; it has {size}, to be called by number where none is named"
            )
            raise ValueError(f"there is no neighbourhood {place!r} in {council.name}{hint}")
    return tuple(found) or tuple(range(size))
