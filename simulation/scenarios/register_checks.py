"""What a council cannot have had of organisations, contracts and PFI, or what would make no difference."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import combinations
from typing import TYPE_CHECKING, NamedTuple

from simulation.scenarios.checks import MONTHS_A_YEAR, without_repeats
from simulation.scenarios.explain import entry
from simulation.scenarios.register import (
    BUDGET,
    CONTRACTOR,
    Contract,
    NamedOrganisation,
    PfiContract,
    Span,
    month_in,
    rows_of,
    since,
    span_of,
)
from simulation.world.errors import nearest
from simulation.world.services import SERVICE_NUMBER, SERVICES
from simulation.world.tables import PLACES_FOR_ORGANISATIONS

if TYPE_CHECKING:
    from simulation.scenarios.council import NamedCouncil
    from simulation.scenarios.scenario import Scenario

APART = 5.0  # a charge is no more than so many times what a service usually costs, and no less than the same part of it


class _Held(NamedTuple):
    """A service is delivered in a stated way in some neighbourhoods; ``what`` states it."""

    what: str
    service: str
    span: Span
    places: frozenset[int]
    pfi: bool = False


def check_register(council: NamedCouncil, scenario: Scenario) -> None:
    """Raise ``ValueError``, with a full sentence, for the first thing that is wrong."""
    named = dict(_named(council))
    if not named:
        return
    if scenario.start is None:
        raise ValueError("its organisations and contracts need a scenario with a 'start', such as start = \"2010-05\"")
    without_repeats("organisation", [each.name for each in council.organisations])
    size = scenario.size("neighbourhoods")
    held = []
    for what, each in named.items():
        try:
            held += _checked(what, each, council, scenario, scenario.start, size)
        except ValueError as error:
            raise ValueError(f"{what}: {error}") from None
    homes = Counter(rows_of([each.neighbourhood], council, size)[0] for each in council.organisations)
    for place, number in homes.items():
        if number > PLACES_FOR_ORGANISATIONS:
            raise ValueError(
                f"{number} organisations in {_called(place, council)}: a neighbourhood has room for "
                f"{PLACES_FOR_ORGANISATIONS}"
            )
    _check_overlaps(held, council)


def _named(council: NamedCouncil) -> Iterator[tuple[str, NamedOrganisation | Contract | PfiContract]]:
    """What a council states, each with the words for it: ``organisation 'Mill Works'``, ``contract 2``, ``pfi 1``."""
    for section in ("organisations", "contracts", "pfi"):
        listed = getattr(council, section)
        data = {section: [vars(each) for each in listed]}
        yield from ((entry(section, position, data), each) for position, each in enumerate(listed))


def _checked(
    what: str,
    stated: NamedOrganisation | Contract | PfiContract,
    council: NamedCouncil,
    scenario: Scenario,
    start: str,
    size: int,
) -> list[_Held]:
    """What is delivered as it is stated, if that can be."""
    if isinstance(stated, NamedOrganisation):
        if stated.name == CONTRACTOR:
            raise ValueError("contracts call firms so; give it a name of its own")
        home = frozenset(rows_of([stated.neighbourhood], council, size))
        first = since(stated, start)
        _check_before_the_end("since", stated.since, first, scenario)
        return [_Held(what, service, Span(first, first + 1), home) for service in stated.services]
    places, span = frozenset(rows_of(stated.neighbourhoods, council, size)), span_of(stated, start)
    if isinstance(stated, PfiContract):
        if span.end <= -scenario.burn_in_months:
            raise ValueError("it has ended before the burn-in begins: leave it out")
        _check_before_the_end("signed", stated.signed, span.first, scenario)
        _check_charges(stated, span, start, len(places) / size, size)
        return [_Held(what, stated.service, span, places, pfi=True)]
    if span.end <= span.first:
        raise ValueError(f"end = '{stated.end}' is not after start = '{stated.start}'")
    if span.end <= 0:
        raise ValueError(f"end = '{stated.end}' lies before the scenario's start, {start}: leave it out")
    _check_before_the_end("start", stated.start, span.first, scenario)
    _check_provider(stated, span, places, council, start, size)
    return [_Held(what, stated.service, span, places)]


def _check_before_the_end(key: str, date: str | None, month: int, scenario: Scenario) -> None:
    if month >= scenario.months:
        raise ValueError(f"{key} = '{date}' lies after the scenario's horizon of {scenario.years:g} years")


def _check_provider(
    contract: Contract, span: Span, places: frozenset[int], council: NamedCouncil, start: str, size: int
) -> None:
    """A firm, or an organisation that is there when the contract begins, and where it works."""
    if contract.provider == CONTRACTOR:
        return
    known = {each.name: each for each in council.organisations}
    if contract.provider not in known:
        hint = nearest(contract.provider, [CONTRACTOR, *known])
        raise ValueError(
            f"provider = {contract.provider!r}: it must be '{CONTRACTOR}' or the name of one of the council's "
            f"organisations{hint}"
        )
    holder = known[contract.provider]
    if max(span.first, 0) < since(holder, start):
        raise ValueError(f"start = '{contract.start}': {holder.name} is there only since {holder.since}")
    home = rows_of([holder.neighbourhood], council, size)
    if holder.kind == "community_organisation" and places != set(home):
        raise ValueError(
            f"{holder.name} is a community organisation and works in its own neighbourhood: write neighbourhoods = "
            f"[{holder.neighbourhood!r}], or call it a social_enterprise"
        )


def _check_charges(pfi: PfiContract, span: Span, start: str, covered: float, size: int) -> None:
    """Charges are of years of the contract, and of a size that such a service can cost."""
    usual = SERVICES[SERVICE_NUMBER[pfi.service]].weight
    highest, lowest = APART * usual * covered, usual / size / APART
    for year, share in pfi.charges.items():
        begin = month_in(f"{year}-{BUDGET}", start)
        if not span.first - MONTHS_A_YEAR < begin < span.end:
            raise ValueError(f"charges: {year} is no year of the contract")
        if share > highest:
            raise ValueError(
                f"charges: {year} = {share:g} is more than {APART:g} times what the service usually takes of the "
                f"council's money, {usual * covered:.2g}"
            )
        if share < lowest:
            raise ValueError(
                f"charges: {year} = {share:g} is less than {1 / APART:.0%} of what the service usually takes of the "
                f"council's money in one neighbourhood, {usual / size:.2g}"
            )


def _check_overlaps(held: list[_Held], council: NamedCouncil) -> None:
    """No service of a neighbourhood is delivered in two ways at a time, nor has two PFI contracts."""
    for one, two in combinations(held, 2):
        if one.service != two.service or max(one.span.first, two.span.first) >= min(one.span.end, two.span.end):
            continue
        if one.pfi and two.pfi:
            raise ValueError(
                f"{one.what} and {two.what} are both of {one.service} at the same time: join them, charges added up"
            )
        if both := one.places & two.places:
            raise ValueError(
                f"{one.what} and {two.what} are both of {one.service} in {_called(min(both), council)} at the same "
                "time; end one before, or name the neighbourhoods of each"
            )


def _called(place: int, council: NamedCouncil) -> str:
    return council.neighbourhoods[place] if place < len(council.neighbourhoods) else f"neighbourhood {place}"
