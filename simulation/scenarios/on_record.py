"""What a scenario states of real councils: seats, elections, wards and their deprivation, and what is not on record."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Any, NamedTuple

import numpy as np

from simulation.scenarios import record
from simulation.scenarios.checks import LONGEST_LABEL
from simulation.scenarios.council_files import OTHERS, PARTY_OF
from simulation.scenarios.record_tables import CouncilOnRecord, Seats, Ward
from simulation.scenarios.voting import stated
from simulation.world.parameters import PARAMETERS

LEAST, MOST = PARAMETERS["neighbourhoods"].low, PARAMETERS["neighbourhoods"].high
USUAL = int(PARAMETERS["neighbourhoods"].default)
# Where no wards are on record: the shares of all people of Great Britain in areas of low and of high deprivation. Means
# over councils by their seats; the ranks that tell the wards of English councils apart most alike are 0.46 and 0.86.
LOW, HIGH = 0.45, 0.16


class Place(NamedTuple):
    """The neighbourhoods of a council from the most deprived to the least.

    Attributes
    ----------
    names : of wards, empty where there are none on record, or they are not told apart.
    deprivations : 0 to 1, the share of England's wards that are less deprived; empty where the model draws it.
    wards : how many wards on record they are made of.
    whose : the councils of 2020 whose wards they were, where another one has their area since.
    """

    names: tuple[str, ...]
    deprivations: tuple[float, ...]
    wards: int
    whose: tuple[str, ...] = ()


def newest() -> int:
    """The newest year on record."""
    return max(each.last for each in record.councils())


def by_party(row: Seats) -> dict[str, int]:
    """Seats by the parties of the model."""
    seats: dict[str, int] = defaultdict(int)
    for party, number in row.parties.items():
        if number:
            seats[PARTY_OF.get(party, OTHERS)] += number
    return dict(seats)


def seats_in(council: CouncilOnRecord, first: int, last: int) -> dict[int, dict[str, int]]:
    """Seats after the elections of the first year, of each in which they change, and of the last.

    Years without a row have the seats of the row before; years before all rows those of the first.
    """
    rows = record.seats(council.id)
    found: dict[int, dict[str, int]] = {}
    now = by_party(rows[max((year for year in rows if year <= first), default=min(rows))])
    for year in range(first, last + 1):
        before, now = now, by_party(rows[year]) if year in rows else now
        if year in (first, last) or now != before:
            found[year] = now
    return found


def wards(council: CouncilOnRecord) -> tuple[tuple[Ward, ...], tuple[str, ...]]:
    """The wards of a council, or those of the councils whose area it has whole, and the names of these councils."""
    own = record.wards(council.id)
    if own or council.kind == "county":
        return own, ()
    before = [record.council(each, abolished=True) for each in council.predecessors]
    before = [each for each in before if record.wards(each.id) and each.successors == (council.id,)]
    taken = [ward for each in before for ward in record.wards(each.id)]
    return tuple(sorted(taken, key=lambda ward: (-ward.imd, ward.code))), tuple(each.name for each in before)


def place(council: CouncilOnRecord, neighbourhoods: int | None = None) -> Place:
    """The neighbourhoods of a council: its wards, or so many that are alike in steps through them."""
    found, whose = wards(council)
    if not found:
        return Place((), _by_shares(council, neighbourhoods or USUAL), 0)
    number = neighbourhoods or int(np.clip(len(found), LEAST, MOST))
    if number > len(found):
        steps = [[found[step * len(found) // number]] for step in range(number)]
    else:
        steps = [[found[row] for row in rows] for rows in np.array_split(np.arange(len(found)), number)]
    names = tuple(map(_together, steps)) if number <= len(found) else ()
    ranks = tuple(round(float(np.mean([rank(ward.imd) for ward in step])), 4) for step in steps)
    return Place(_distinct(names), ranks, len(found), whose)


def named_council(council: CouncilOnRecord, begin: int, votes_from: int, last: int, where: Place) -> dict[str, Any]:
    """The entry of a scenario for a council whose seats follow the record from one year to another.

    Parameters
    ----------
    begin : calendar year of the first seats.
    votes_from : the last year of recorded seats, from which on the model votes.
    last : the last year of the scenario; of the ways in which the council voted, that of these last years is stated.
    """
    entry: dict[str, Any] = {"name": council.name, **stated(council, votes_from, max(votes_from, last))}
    found = seats_in(council, begin, votes_from)
    entry["seats"] = found[begin]
    if votes_from > begin:
        entry["seats_in"] = found
    if where.names:
        entry["neighbourhoods"] = where.names
    if where.deprivations:
        entry["deprivations"] = where.deprivations
    return entry


def _together(step: Sequence[Ward]) -> str:
    """The name of wards that are one neighbourhood."""
    names = " / ".join(ward.name for ward in step)
    return names if len(names) <= LONGEST_LABEL else f"{step[0].name} and {len(step) - 1} more"


def _distinct(names: Sequence[str]) -> tuple[str, ...]:
    """Names with a number behind those that occur again."""
    seen: Counter[str] = Counter()
    found = []
    for name in names:
        seen[name] += 1
        found.append(name if seen[name] == 1 else f"{name} ({seen[name]})")
    return tuple(found)


def _by_shares(council: CouncilOnRecord, number: int) -> tuple[float, ...]:
    """Deprivation in equal steps, with as many people in areas of low and of high deprivation as on record."""
    if council.least is None or council.most is None:
        return ()
    people = (0.0, council.least, 1 - council.most, 1.0)
    middles = 1 - (np.arange(number) + 0.5) / number
    return tuple(round(float(each), 4) for each in np.interp(middles, people, (0.0, LOW, 1 - HIGH, 1.0)))


def rank(imd: float) -> float:
    """Share of England's wards that are less deprived, of equals half."""
    scores = _scores()
    return (bisect_left(scores, imd) + bisect_right(scores, imd)) / 2 / len(scores)


@cache
def _scores() -> list[float]:
    return sorted(ward.imd for each in record.councils(abolished=True) for ward in record.wards(each.id))


# In words -------------------------------------------------------------------------------------------------------------

_VOTES = re.compile(r"; from \d+ on the model votes$")
_DRAWN = "generated: how many people live in each neighbourhood, "


def generated(councils: Sequence[Mapping[str, Any]] = ({},)) -> str:
    """What the model draws beside what is stated in these entries of a scenario."""
    tradition = "" if all("tradition" in each for each in councils) else "the place's tradition, "
    contracts, pfi, organisations = (
        f"other {name}" if any(each.get(key) for each in councils) else name
        for key, name in (("contracts", "contracts"), ("pfi", "PFI"), ("organisations", "organisations"))
    )
    rest = f"who leads and what they want, services, {contracts}, {pfi}, {organisations} and contractors"
    return f"{_DRAWN}{tradition}{rest}"


def with_stated(said: Sequence[str], councils: Sequence[Mapping[str, Any]], stated: Sequence[str]) -> list[str]:
    """Lines of what is recorded and generated when these entries of a scenario state more than the record does.

    Parameters
    ----------
    stated : each of these councils, with the keys that a file states.
    """
    kept = [generated(councils) if line.startswith(_DRAWN) else line for line in said]
    return [*kept, f"stated in the file, whatever the record says: {', '.join(stated)}"]


def with_control(said: Sequence[str]) -> list[str]:
    """The same lines where a file has events that say who controls the council: after them nobody votes."""
    kept = [_VOTES.sub("", line) for line in said]
    return [*kept, "stated in the file: who controls the council after that; nobody votes there"]


def in_words(
    council: CouncilOnRecord, where: Place, votes_from: int, first: int, last: int | None = None
) -> Iterator[str]:
    """What a scenario takes from the record for one council from a year on, and what it generates, in sentences.

    ``last`` is the year in which it ends; if left out, after those on record.
    """
    since = max(council.first, first)
    until = votes_from if last is None else min(votes_from, last)
    span = f"every year from {since} to {until}" if since < until else f"{since}"
    if since > until:
        span += f", which stand for those of {until}"
    yield f"recorded: seats of {span}{votes_in_words(votes_from, last)}"
    if since > first:
        yield f"generated: seats before {council.first}, the first year on record, are those of {council.first}"
    if before := namesake_in_words(council, since):
        yield before
    if merged := others_in_words(council, until):
        yield merged
    yield elections_in_words(council)
    yield money_in_words(council)
    yield neighbourhoods_in_words(where)
    yield generated()


def namesake_in_words(council: CouncilOnRecord, first: int) -> str:
    """Whose seats those from a year on are, if another council had its name then; else empty."""
    began = council.began
    if began is None or first >= began:
        return ""
    older = f"recorded: seats until {began - 1} are those of an older council of its name"
    if council.county_until is None:
        return f"{older}, perhaps of another area"
    money = record.money(council.id)
    return f"{older}, a county{', and so is the money' if money and max(money) < began else ''}"


def votes_in_words(votes_from: int, last: int | None) -> str:
    """From when on the model votes, if it does before the scenario ends."""
    return "" if last is not None and last <= votes_from else f"; from {votes_from} on the model votes"


# Parties of the record that are one party, others, in the model.
MERGED = {
    "green": "Green",
    "ukip": "UKIP",
    "reform": "Reform UK",
    "snp": "Scottish National Party",
    "plaid": "Plaid Cymru",
    "other": "independents and others",
}


def others_in_words(council: CouncilOnRecord, year: int) -> str:
    """Which parties the model counts as one, where the record of a year tells some of them apart; else empty."""
    rows = record.seats(council.id)
    row = rows[max((each for each in rows if each <= year), default=min(rows))]
    there = sorted((party for party in MERGED if row.parties.get(party)), key=lambda party: -row.parties[party])
    if there in ([], ["other"]):
        return ""
    listed = ", ".join(f"{row.parties[party]} {MERGED[party]}" for party in there)
    return f"simplified: {listed} ({row.year}) count as others, one party in the model"


CYCLES = {
    "all_out_4": "the whole council every four years",
    "all_out_5": "the whole council every five years",
    "thirds": "a third of the seats in three years of four",
    "halves": "half of the seats every second year",
}


def elections_in_words(council: CouncilOnRecord) -> str:
    """How a council votes, and how sure that is."""
    election = council.election
    if election is None:
        return "generated: its elections are those usual for its kind, as it has too few years on record"
    years = [str(year) for year in range(newest() + 1, newest() + 6) if election.due(year)]
    votes = f"it elects {CYCLES[election.cycle]}, next in {', '.join(years)}"
    moved = f"seats moved accordingly in {election.agrees} of {election.years} years since {election.since}"
    played = ", played as thirds that rest in years without election" if election.cycle == "halves" else ""
    if election.by_law:
        return f"recorded: by law {votes} ({moved}){played}"
    return f"inferred: {votes} (probability {election.sure:.2f}; {moved}){played}"


def money_in_words(council: CouncilOnRecord) -> str:
    """Which changes of spending power are on record."""
    changes = record.money(council.id)
    if not changes:
        return "generated: its money, as none is on record; the grant changes as the scenario has it"
    change = float(np.prod([1 + each for each in changes.values()])) - 1
    return (
        f"recorded: change of spending power in real terms in each year from {_financial(min(changes))} to "
        f"{_financial(max(changes))}, {change:+.0%} in all; it falls on the grant, which changes no more after that"
    )


def _financial(year: int) -> str:
    return f"{year}/{(year + 1) % 100:02}"


def neighbourhoods_in_words(where: Place) -> str:
    """What the neighbourhoods are made of."""
    number = len(where.deprivations)
    if where.wards:
        whose = f" of {', '.join(where.whose)}, whose area it has" if where.whose else ""
        joined = "" if number == where.wards else f", in {number} steps from the most to the least deprived"
        wards = "one ward" if where.wards == 1 else f"{where.wards} wards"
        return f"recorded: deprivation of {wards} of 2020{whose}{joined}"
    if where.deprivations:
        return (
            f"generated: {number} neighbourhoods, as no wards are on record; recorded are the shares of people in "
            "areas of low and of high deprivation, which they follow"
        )
    return f"generated: {USUAL} neighbourhoods and their deprivation, of which nothing is on record"
