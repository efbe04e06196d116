"""Stated cycles are of councils on record, agree with the next election they name, and say what seats do not."""

import re
from pathlib import Path

import pytest

from experiments.councils import cycles, joins, stated, voting
from experiments.councils.cycles import Moved
from experiments.councils.joins import Entry
from experiments.councils.raw import Council, Row, read_seats
from simulation.scenarios import on_record, record
from simulation.scenarios.record_tables import votes

DATA = Path(__file__).parents[3] / "shared" / "data"
SEATS = [DATA / f"council-composition-{years}.csv" for years in ("1973-2015", "2016-2026")]
by_council = pytest.mark.parametrize("row", stated.rows(), ids=lambda row: row["council"])


def test_every_council_is_stated_once():
    assert [row["council"] for row in stated.rows()] == sorted(stated.cycles())


@by_council
def test_a_row_is_of_a_council_on_record_and_has_a_source(row):
    council = record.council(row["council"])
    assert (council.id, council.code) == (row["council"], row["code"])
    assert council.first <= int(row["since"]) <= council.last
    assert bool(row["seen"]) != row["source"].startswith("from memory")


@by_council
def test_the_next_election_is_that_of_the_cycle(row):
    newest = on_record.newest()
    due = next(year for year in range(newest + 1, newest + 9) if votes(row["cycle"], int(row["year"]), year))
    assert due == int(row["next"])


@by_council
def test_a_cycle_begins_with_an_election(row):
    first_term_is_long = re.search("first term is of five years", row["source"])
    begins = votes(row["cycle"], int(row["year"]), int(row["since"]))
    assert begins or first_term_is_long or row["council"] in joins.OF_THEIR_OWN_KIND


@pytest.fixture(scope="module")
def alone():
    """How councils vote by acts and seats, had no source been read."""
    if not all(path.is_file() for path in SEATS):
        pytest.skip("the real files are not there: ../shared/data")
    councils, _ = read_seats(SEATS)
    found = joins.entries(councils.values())
    joins.classify(found)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(stated, "cycles", dict)
        return voting.cycles_of(found, voting.movements(found))[0]


@by_council
def test_a_row_differs_from_what_the_seats_show_or_says_why_it_stands(row, alone):
    shown = alone[row["council"]]
    same = shown is not None and (shown.kind, shown.year, shown.since) == stated.cycles()[row["council"]]
    assert same == bool(row["stands"]), shown


def test_a_stated_cycle_wins_and_the_years_before_it_show_the_older_ones(monkeypatch):
    """The seats of a district move by thirds in all years; from 2012 on it is stated to vote as a whole."""
    up = {year: Moved(0.15 if year >= 1979 and year % 4 != 1 else 0.0, 60) for year in range(1974, 2016)}
    rows = {year: Row(year, 60, {}, "") for year in (1973, 2015)}
    entry = Entry(Council("erewhon", {"Erewhon": 2015}, rows=rows), "erewhon", "England", "district")
    known = {"thirds": cycles.lawful(up, (("thirds", 1, 1975),))}
    chances = cycles.chances(known, {"thirds": up})
    assert voting._cycle_of(entry, up, chances, "").kind == "thirds"
    monkeypatch.setattr(stated, "cycles", lambda: {"erewhon": ("all_out_4", 0, 2012)})
    cycle = voting._cycle_of(entry, up, chances, "")
    assert cycle.path == (("all_out_4", 0, 1974), ("thirds", 1, 1979), ("all_out_4", 0, 2012))
    assert (cycle.by_law, cycle.years, cycle.agrees) == (True, 4, 2)
