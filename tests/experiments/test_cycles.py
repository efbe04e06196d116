"""How councils vote: a by-election in a small council is no election, and a new council is not the county before it."""

import dataclasses
import itertools

import numpy as np
import pytest

from experiments.councils import cycles, voting
from experiments.councils.cycles import Moved
from experiments.councils.joins import Entry
from experiments.councils.raw import Council, Row
from simulation.scenarios import on_record, record

YEARS = range(1974, 2016)


def history(total, up, ordinary, single=()):
    """What moved in a council: a share of its seats where some are up, one seat in some other years."""
    return {year: Moved((up(year) * ordinary or (year in single) / total), total) for year in YEARS}


@pytest.fixture
def found():
    """Chances counted from large councils that are known, with a by-election in some of them each year."""
    known, histories = {}, {}
    for number, share in itertools.product(range(8), (0.08, 0.2, 0.35)):
        single = [year for year in YEARS if (year + number) % 8 == 0]
        whole = history(63, lambda year: year % 4 == 2, share, single)
        thirds = history(66, lambda year: year % 4 != 1, share / 3, single)
        for name, own, path in (
            ("whole", whole, (("all_out_4", 2, 1974),)),
            ("thirds", thirds, (("thirds", 1, 1974),)),
        ):
            histories[name, number, share] = own
            known[name, number, share] = cycles.lawful(own, path)
    return cycles.chances(known, histories)


@pytest.mark.parametrize("total", [20, 26, 36, 60])
def test_by_elections_make_no_council_vote_by_thirds(found, total):
    single = [year for year in YEARS if year % 3 == 0]
    cycle = cycles.infer(history(total, lambda year: year % 4 == 3, 0.25, single), found)
    assert (cycle.kind, cycle.year, cycle.before) == ("all_out_4", 3, ())


@pytest.mark.parametrize("total", [27, 36, 60])
def test_small_councils_that_vote_by_thirds_are_told(found, total):
    cycle = cycles.infer(history(total, lambda year: year % 4 != 1, 0.12), found)
    assert (cycle.kind, cycle.year) == ("thirds", 1)


@pytest.mark.parametrize("total", [12, 26, 45, 126])
def test_likelihoods_of_all_numbers_of_seats_add_up_to_one(found, total):
    every = [cycles._likelihoods(Moved(seats / total, total), 1, found) for seats in range(total + 1)]
    assert np.allclose(np.sum(every, axis=0), 1)


def test_a_new_council_votes_as_itself_and_before_as_the_county():
    before = history(60, lambda year: year % 4 == 1, 0.2)
    county = cycles.lawful(before, cycles.BY_LAW["county"])
    new = cycles.lawful({}, (("all_out_4", 3, 2016),))
    joined = cycles.after_a_county(new, county, 2014)
    assert (joined.kind, joined.year, joined.since, joined.by_law) == ("all_out_4", 3, 2014, True)
    assert joined.before == (("all_out_4", 1, 1973),) and county.agrees == county.years == 42


def entry(kind, slug="erewhon", country="England", successors=()):
    """A council with rows since 1973."""
    rows = {year: Row(year, 60, {}, "") for year in (1973, max(YEARS))}
    return Entry(Council(slug, {slug: max(YEARS)}, rows=rows), slug, country, kind, successors=list(successors))


@pytest.mark.parametrize(("up", "cycle"), [({3}, ("all_out_4", 3)), ({0, 2, 3}, ("thirds", 1))])
def test_a_district_of_1973_has_its_cycle_since_1979(found, up, cycle):
    quiet_until_then = history(60, lambda year: year >= 1979 and year % 4 in up, 0.2)
    shown = voting._cycle_of(entry("district"), quiet_until_then, found, "")
    assert ((shown.kind, shown.year), shown.since, shown.before) == (cycle, 1979, (("all_out_4", 0, 1974),))
    assert shown.agrees == shown.years == max(YEARS) - 1979 + 1


def test_a_welsh_county_has_its_cycle_from_the_start(found):
    county = entry("Wales", "dyfed", "Wales", ("ceredigion",))
    shown = voting._cycle_of(county, history(60, lambda year: year % 4 == 1, 0.2), found, "")
    assert (shown.kind, shown.year, shown.since, shown.before) == ("all_out_4", 1, min(YEARS), ())


def test_metropolitan_districts_elected_no_third_in_1974():
    own = history(63, lambda year: year >= 1975 and year % 4 != 1, 0.1)
    shown = cycles.lawful(own, cycles.BY_LAW["metropolitan"])
    assert shown.agrees == shown.years == len(YEARS) - 1


@pytest.mark.parametrize(("predecessors", "crossed"), [(["dwyfor"], False), ([], True)])
def test_the_year_in_which_a_new_council_took_an_old_name_is_no_movement(predecessors, crossed):
    """Gwynedd is a county of 1973 and another council of 1995; Orkney went on."""
    rows = {year: Row(year, 10, {"con": 10 if year < 1995 else 0}, "") for year in (1994, 1995, 1996)}
    own = Entry(
        Council("erewhon", {"Erewhon": 1996}, rows=rows), "erewhon", "Wales", "Wales", predecessors=predecessors
    )
    assert set(voting.movements({"erewhon": own})["erewhon"]) == ({1995, 1996} if crossed else {1996})


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("Torbay", "inferred: it elects the whole council every four years, next in 2027, 2031 (probability 0.9"),
        ("Rutland", "inferred: it elects the whole council every four years, next in 2027, 2031 (probability 0.9"),
        ("Bassetlaw", "inferred: it elects the whole council every four years, next in 2027, 2031 "),
        ("Dorset", "inferred: it elects the whole council every four years, next in 2028 (probability 0.9"),
        ("Norwich", "inferred: it elects a third of the seats in three years of four, next in 2027, 2028, 2030"),
        ("Somerset", "recorded: by law it elects the whole council every four years, next in 2027, 2031 ("),
        (
            "Cumberland",
            "recorded: by law it elects the whole council every four years, next in 2027, 2031 (",
        ),
        ("Wirral", "recorded: by law it elects the whole council every four years, next in 2027, 2031 ("),
        ("Salford", "recorded: by law it elects a third of the seats in three years of four, next in 2027"),
        ("Stroud", "recorded: by law it elects the whole council every four years, next in 2028 ("),
        ("Babergh", "recorded: by law it elects the whole council every four years, next in 2027, 2031 ("),
        ("Hull", "recorded: by law it elects a third of the seats in three years of four, next in 2027, 2028"),
        ("Fareham", "recorded: by law it elects half of the seats every second year, next in 2028, 2030 ("),
        ("Powys", "recorded: by law it elects the whole council every five years, next in 2027 ("),
    ],
)
def test_how_councils_vote_in_words(name, words):
    assert on_record.elections_in_words(record.council(name)).startswith(words)


@pytest.mark.parametrize("by_law", [False, True])
def test_halves_are_said_to_be_played_as_thirds_however_they_are_known(by_law):
    gosport = record.council("Gosport")
    known = dataclasses.replace(gosport, election=dataclasses.replace(gosport.election, by_law=by_law))
    assert on_record.elections_in_words(known).endswith(", played as thirds that rest in years without election")
