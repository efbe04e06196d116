"""What a council knows of itself beyond the public record: its organisations by name, its contracts, its PFI."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations
from typing import TYPE_CHECKING, Annotated, Literal, NamedTuple

from pydantic import BaseModel, ConfigDict, Field, field_validator

from simulation.scenarios.checks import MONTHS_A_YEAR, Label, Number, Whole, month_of, months, one_of, without_repeats
from simulation.world.errors import nearest
from simulation.world.limits import LONGEST_YEARS
from simulation.world.services import SERVICE_NUMBER, SERVICES
from simulation.world.tables import PLACES_FOR_ORGANISATIONS

if TYPE_CHECKING:
    from simulation.scenarios.council import NamedCouncil
    from simulation.scenarios.scenario import Scenario

CONTRACTOR = "contractor"
DEAREST = 5.0  # a charge is no more than so many times what the service usually costs
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


def check_register(council: NamedCouncil, scenario: Scenario) -> None:
    """Raise ``ValueError`` for what a council cannot have had, or what would make no difference."""
    entries = [*council.organisations, *council.contracts, *council.pfi]
    if not entries:
        return
    if scenario.start is None:
        raise ValueError("its organisations and contracts need a scenario with a 'start', such as start = \"2010-05\"")
    size = scenario.size("neighbourhoods")
    without_repeats("organisation", [each.name for each in council.organisations])
    for section in ("organisations", "contracts", "pfi"):
        for number, entry in enumerate(getattr(council, section), start=1):
            try:
                _check(entry, council, scenario, size)
            except ValueError as error:
                raise ValueError(f"{section.removesuffix('s')} {getattr(entry, 'name', number)!r}: {error}") from None
    homes = Counter(rows_of([each.neighbourhood], council, size)[0] for each in council.organisations)
    for place, number in homes.items():
        if number > PLACES_FOR_ORGANISATIONS:
            raise ValueError(
                f"{number} organisations in neighbourhood {_called(place, council)}: it has room for "
                f"{PLACES_FOR_ORGANISATIONS}"
            )
    _check_overlaps(council, scenario.start, size)


def _check(
    entry: NamedOrganisation | Contract | PfiContract, council: NamedCouncil, scenario: Scenario, size: int
) -> None:
    assert scenario.start is not None
    if isinstance(entry, NamedOrganisation):
        if entry.name == CONTRACTOR:
            raise ValueError("contracts call firms so; give it a name of its own")
        rows_of([entry.neighbourhood], council, size)
        _check_before_the_end("since", entry.since, since(entry, scenario.start), scenario)
        return
    places = rows_of(entry.neighbourhoods, council, size)
    first, end = span_of(entry, scenario.start)
    if isinstance(entry, Contract):
        known = {each.name: each for each in council.organisations}
        if entry.provider != CONTRACTOR and entry.provider not in known:
            hint = nearest(entry.provider, [CONTRACTOR, *known])
            raise ValueError(
                f"provider = {entry.provider!r}: it must be '{CONTRACTOR}' or the name of one of the council's "
                f"organisations{hint}"
            )
        if end <= first:
            raise ValueError(f"end = '{entry.end}' is not after start = '{entry.start}'")
        if entry.provider in known and max(first, 0) < since(known[entry.provider], scenario.start):
            raise ValueError(
                f"start = '{entry.start}': {entry.provider} is there only since {known[entry.provider].since}"
            )
        if end <= 0:
            raise ValueError(f"end = '{entry.end}' lies before the scenario's start, {scenario.start}: leave it out")
        _check_before_the_end("start", entry.start, first, scenario)
        return
    if end <= -scenario.burn_in_months:
        raise ValueError("it has ended before the burn-in begins: leave it out")
    _check_before_the_end("signed", entry.signed, first, scenario)
    usual = SERVICES[SERVICE_NUMBER[entry.service]].weight * len(places) / size
    signed = month_of(entry.signed)
    for year, share in entry.charges.items():
        begin = month_of(f"{year}-{BUDGET}")
        if not signed - MONTHS_A_YEAR < begin < signed + months(entry.years):
            raise ValueError(f"charges: {year} is no year of the contract")
        if share > DEAREST * usual:
            raise ValueError(
                f"charges: {year} = {share:g} is more than {DEAREST:g} times what the service usually takes of the "
                f"council's money, {usual:.2g}"
            )


def _check_before_the_end(key: str, date: str | None, month: int, scenario: Scenario) -> None:
    if month >= scenario.months:
        raise ValueError(f"{key} = '{date}' lies after the scenario's horizon of {scenario.years:g} years")


def _check_overlaps(council: NamedCouncil, start: str, size: int) -> None:
    """No service of a neighbourhood is delivered in two ways at a time."""
    for (what, service, span, places), (other, same, others, there) in combinations(_held(council, start, size), 2):
        both = set(places) & set(there)
        if service == same and both and max(span.first, others.first) < min(span.end, others.end):
            raise ValueError(
                f"{what} and {other} are both of {service} in {_called(min(both), council)} at the same time; end one "
                "before, name the neighbourhoods of each, or join them"
            )
    for one, two in combinations(council.pfi, 2):
        first, second = span_of(one, start), span_of(two, start)
        if one.service == two.service and max(first.first, second.first) < min(first.end, second.end):
            raise ValueError(f"two PFI contracts are of {one.service} at the same time: join them, charges added up")


def _held(council: NamedCouncil, start: str, size: int) -> Iterator[tuple[str, str, Span, tuple[int, ...]]]:
    """Which service is delivered in a stated way, from when to when, in which neighbourhoods."""
    for organisation in council.organisations:
        first = since(organisation, start)
        for service in organisation.services:
            home = rows_of([organisation.neighbourhood], council, size)
            yield f"organisation {organisation.name!r}", service, Span(first, first + 1), home
    contracts: dict[str, Contract | PfiContract] = {
        f"contract {n}": each for n, each in enumerate(council.contracts, 1)
    }
    contracts |= {f"pfi {n}": each for n, each in enumerate(council.pfi, 1)}
    for what, entry in contracts.items():
        yield what, entry.service, span_of(entry, start), rows_of(entry.neighbourhoods, council, size)


def _called(place: int, council: NamedCouncil) -> str:
    return council.neighbourhoods[place] if place < len(council.neighbourhoods) else f"number {place}"
