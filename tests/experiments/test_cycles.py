"""How councils vote: a by-election in a small council is no election, and a new council is not the county before it."""

import itertools

import numpy as np
import pytest

from experiments.councils import cycles
from experiments.councils.cycles import Moved
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


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("Torbay", "inferred: it elects the whole council every four years, next in 2027, 2031 (probability 0.9"),
        ("Rutland", "inferred: it elects the whole council every four years, next in 2027, 2031 (probability 0.9"),
        ("Bassetlaw", "inferred: it elects the whole council every four years, next in 2027, 2031 "),
        ("Dorset", "inferred: it elects the whole council every four years, next in 2028 (probability 0.9"),
        ("Eastleigh", "inferred: it elects a third of the seats in three years of four, next in 2027, 2028, 2030"),
        ("Somerset", "recorded: by acts and orders it elects the whole council every four years, next in 2027, 2031 ("),
        (
            "Cumberland",
            "recorded: by acts and orders it elects the whole council every four years, next in 2027, 2031 (",
        ),
        ("Wirral", "recorded: by acts and orders it elects the whole council every four years, next in 2027, 2031 ("),
        ("Salford", "recorded: by acts and orders it elects a third of the seats in three years of four, next in 2027"),
        ("Powys", "recorded: by acts and orders it elects the whole council every five years, next in 2027 ("),
    ],
)
def test_how_councils_vote_in_words(name, words):
    assert on_record.elections_in_words(record.council(name)).startswith(words)
