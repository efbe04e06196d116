"""How every council votes: what is known of it by acts and stated sources, and what its seats show."""

from __future__ import annotations

from dataclasses import replace

from experiments.councils import cycles, joins, stated, succession
from experiments.councils.raw import CYCLES_2018, by_range


def movements(found: dict[str, joins.Entry]) -> dict[str, dict[int, cycles.Moved]]:
    """What moved in each council by year, without the year in which a new one took the name of another."""
    histories = {slug: cycles.movements(entry.council) for slug, entry in found.items()}
    for slug, entry in found.items():
        anew = succession.ANEW.get(entry.country, 0) if entry.predecessors else 0
        histories[slug].pop(succession.COUNTY_UNTIL.get(slug, anew), None)
    return histories


def cycles_of(
    found: dict[str, joins.Entry], histories: dict[str, dict[int, cycles.Moved]]
) -> tuple[dict[str, cycles.Cycle | None], cycles.Chances]:
    """How every council votes, and the chances of movements: counted by law, and again with what they have shown."""
    known = {slug: _lawful(entry, histories[slug]) for slug, entry in found.items()}
    for _ in range(2):
        chances = cycles.chances(known, histories)
        known = {
            slug: _cycle_of(entry, histories[slug], chances, by_range(entry.council.ids, CYCLES_2018))
            for slug, entry in found.items()
        }
    return known, chances


def _cycle_of(
    entry: joins.Entry, history: dict[int, cycles.Moved], chances: cycles.Chances, told: str
) -> cycles.Cycle | None:
    """How a council votes; one that took a county's place and name is judged by its own years."""
    first = succession.COUNTY_UNTIL.get(entry.slug)
    county, own = ({year: history[year] for year in history if (year > (first or 0)) is new} for new in (False, True))
    # Outside England, counties that became unitary, and the unitaries of 2008 and later, vote as a whole.
    whole = entry.country != "England" or first is not None
    whole |= entry.kind == "unitary" and min(entry.council.rows) >= 2008
    cycle = _lawful(entry, own) if _acts(entry) else _shown(entry, own, chances, told, whole)
    if first is None or cycle is None:
        return cycle
    return cycles.after_a_county(cycle, cycles.lawful(county, cycles.BY_LAW["county"]), first)


def _shown(
    entry: joins.Entry, own: cycles.History, chances: cycles.Chances, told: str, whole: bool
) -> cycles.Cycle | None:
    """How seats show that a council votes; if a source states the newest cycle, they show what was before it."""
    newest = stated.cycles().get(entry.slug)
    opening, since = (cycles.OPENING, cycles.OPENED) if _district_of_1973(entry) else ((), 0)
    until = newest[2] if newest else max(own, default=0) + 1
    shown = cycles.infer({year: own[year] for year in own if since <= year < until}, chances, told, whole)
    if newest:
        return cycles.lawful(own, (*opening, *(shown.path if shown else ()), newest))
    return replace(shown, before=(*opening, *shown.before)) if shown else None


def _district_of_1973(entry: joins.Entry) -> bool:
    """Whether it was a district of England or Wales by the Act of 1972; of these the metropolitan ones vote by law."""
    district = entry.kind in ("district", "unitary") or (
        entry.kind == "Wales" and bool(entry.successors) and entry.slug not in succession.WELSH_COUNTIES
    )
    return district and min(entry.council.rows) == 1973 and entry.slug not in succession.COUNTY_UNTIL


def _lawful(entry: joins.Entry, history: cycles.History) -> cycles.Cycle | None:
    """How a council votes by acts and by what a source states; none where neither says it."""
    newest = stated.cycles().get(entry.slug)
    known = (*_acts(entry), *((newest,) if newest else ()))
    return cycles.lawful(history, known) if known else None


def _acts(entry: joins.Entry) -> tuple[tuple[str, int, int], ...]:
    """The cycles that acts give all councils of a kind."""
    gone = entry.successors and entry.country != "England"  # before 1995 they voted in other years
    return () if gone else cycles.BY_LAW.get(entry.kind, ())
