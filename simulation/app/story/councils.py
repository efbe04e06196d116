"""Councils on record to start from: which one is meant, what is played of it, and until when it is recorded."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache, lru_cache
from typing import NamedTuple

from simulation.scenarios import Scenario, library, load, record
from simulation.scenarios.checks import MONTHS_A_YEAR
from simulation.scenarios.files import CALENDAR, load_in
from simulation.scenarios.in_words import party_in_words
from simulation.scenarios.played_in import span
from simulation.scenarios.profile import kind_in_words
from simulation.scenarios.record import CouncilOnRecord
from simulation.scenarios.record_tables import Seats
from simulation.scenarios.voting import find
from simulation.world.errors import ScenarioError

KEPT = 16  # scenarios of councils; each is made in some ten milliseconds
STORY = (
    "The public record of {name} and the national calendar, as far as they reach; then the model's own politics. What "
    "is not on record is generated. It is no forecast: each future is one of many that could be."
)

_of_this_server: dict[str, str] = {}


def begin_with(name: str) -> None:
    """What ``coproduction app --council`` says: new states begin in that council.

    Raises
    ------
    ScenarioError : if it is none of the newest year.
    """
    _of_this_server["begins"] = record.council(name).id


def usual() -> Scenario | None:
    """The council that a new state begins in, if one is named."""
    return played(_of_this_server["begins"]) if _of_this_server else None


class Candidate(NamedTuple):
    """A council that can be meant, and which one it is."""

    council: CouncilOnRecord
    words: str


def candidates(words: str) -> tuple[Candidate, ...]:
    """Councils of the newest year with these words in one of their names, or in that of one whose place they took.

    Those whose name begins so come first.
    """
    found: dict[str, Candidate] = {}
    for each in record.search(words):
        for heir in _heirs(each):
            other = "" if heir == each else f", in the place of {each.name}"
            found.setdefault(heir.id, Candidate(heir, f"{heir.name} – {kind_in_words(heir)}{other}"))
    begins = words.strip().casefold()

    def order(one: Candidate) -> tuple[bool, str]:
        return not one.council.name.casefold().startswith(begins), one.words

    return tuple(sorted(found.values(), key=order))


def meant(words: str) -> CouncilOnRecord:
    """The one council of the newest year that words mean.

    Raises
    ------
    ScenarioError : if they mean none, or could mean several; it names them.
    """
    found = candidates(words)
    return found[0].council if len(found) == 1 else record.council(words)


def _heirs(council: CouncilOnRecord) -> Iterator[CouncilOnRecord]:
    """The council itself, or the councils of the newest year in its place."""
    if not council.abolished:
        yield council
    for each in council.successors:
        yield from _heirs(record.council(each, abolished=True))


@lru_cache(maxsize=KEPT)
def played(identifier: str) -> Scenario:
    """What the workshop plays of a council: all that is on record happens anyway, and what the room drops is studied.

    Raises
    ------
    ScenarioError : if no council of the newest year has this identifier.
    """
    council = record.council(identifier)
    if council.id != identifier:
        raise ScenarioError(f"council = {identifier!r}: its identifier is {council.id!r}")
    scenario = load_in(CALENDAR, identifier, span(None, None, None, None)).without([])
    return scenario.model_copy(update={"story": STORY.format(name=council.name)})


def on_record(scenario: Scenario) -> CouncilOnRecord | None:
    """The council on record that a scenario is played in; none where it is played in no single one."""
    real = len(scenario.councils) == 1 and scenario.councils[0].seats_in
    return find(scenario.councils[0].name) if real else None


@cache
def of_the_library(name: str) -> Scenario | None:
    """The scenario of the library that has this name, if any."""
    return load(name) if name in library() else None


def documented(scenario: Scenario) -> bool:
    """Whether it is a story of the library, and not the council on record that can have the same name."""
    began = of_the_library(scenario.name)
    return began is not None and (began.title, began.start) == (scenario.title, scenario.start)


def record_ends(scenario: Scenario) -> int:
    """Month of the last seats on record, from which on the model votes; 0 where none are, or in the library."""
    if scenario.first_year is None or documented(scenario):
        return 0
    years = [year for council in scenario.councils for year in council.seats_in]
    ends = MONTHS_A_YEAR * (max(years, default=scenario.first_year) - scenario.first_year)
    return min(max(ends, 0), scenario.months)


class Control(NamedTuple):
    """Months in which one party has more than half of the seats on record, or none."""

    start: int
    until: int
    party: str


def control(scenario: Scenario) -> list[Control]:
    """Who controls the council year by year, as far as it is on record and within the story.

    Of documented places nothing is told: some of it can be under study.
    """
    found: list[Control] = []
    if on_record(scenario) is None or scenario.first_year is None or documented(scenario):
        return found
    seats = dict(sorted(scenario.councils[0].seats_in.items()))
    starts = [max(MONTHS_A_YEAR * (year - scenario.first_year), 0) for year in seats]
    for start, until, row in zip(starts, [*starts[1:], record_ends(scenario)], seats.values(), strict=True):
        party = party_in_words(Seats(scenario.first_year, sum(row.values()), row).control, real=True)
        if found and found[-1].party == party:
            found[-1] = found[-1]._replace(until=until)
        elif until > start:
            found.append(Control(start, until, party))
    return found


def recorded_in_words(scenario: Scenario, council: CouncilOnRecord) -> str:
    """What of a council is on record, in a few words: ``On record of Wigan: seats until 2026, wards, money``."""
    year = max(scenario.councils[0].seats_in)
    if documented(scenario) and scenario.first_year is not None:
        year = min(year, scenario.first_year + scenario.months // MONTHS_A_YEAR)
    kinds = ["wards"] * bool(scenario.councils[0].neighbourhoods) + ["money"] * bool(record.money(council.id))
    kinds += ["the dates"] * documented(scenario)
    return f"On record of {council.name}: seats until {year}{''.join(f', {kind}' for kind in kinds)}"
