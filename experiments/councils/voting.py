"""How every council votes: what is known of it by acts and orders, and what its seats show."""

from __future__ import annotations

from experiments.councils import cycles, joins, succession
from experiments.councils.raw import CYCLES_2018, by_range


def movements(found: dict[str, joins.Entry]) -> dict[str, dict[int, cycles.Moved]]:
    """What moved in each council by year, without the year in which a new one took a county's place and name."""
    histories = {slug: cycles.movements(entry.council) for slug, entry in found.items()}
    for slug in succession.COUNTY_UNTIL.keys() & found.keys():
        histories[slug].pop(succession.COUNTY_UNTIL[slug], None)
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
    cycle = _lawful(entry, own) or cycles.infer(own, chances, told, whole)
    if first is None or cycle is None:
        return cycle
    return cycles.after_a_county(cycle, cycles.lawful(county, cycles.BY_LAW["county"]), first)


def _lawful(entry: joins.Entry, history: dict[int, cycles.Moved]) -> cycles.Cycle | None:
    """How a council votes by acts and orders; none where these leave it open."""
    gone = entry.successors and entry.country != "England"  # before 1995 they voted in other years
    slug, known = entry.slug, () if gone else cycles.BY_LAW.get(entry.kind, ())
    if slug in succession.ORDERED:
        first = succession.COUNTY_UNTIL.get(slug, min(entry.council.rows))
        known = (("all_out_4", succession.ORDERED[slug] % 4, first),)
    if slug in succession.RESOLVED:
        known = (*known, ("all_out_4", succession.RESOLVED[slug] % 4, succession.RESOLVED[slug]))
    return cycles.lawful(history, known) if known else None
