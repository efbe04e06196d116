"""Seats on record are those of the world, year by year; from the last of them on the model votes."""

import numpy as np
import pytest

from simulation.ensemble import run
from simulation.history.recorded import recorded
from simulation.model import CoproductionModel
from simulation.scenarios import on_record, parse, record
from simulation.validation.runs import Runs
from simulation.world.event_kinds import NO_PARTY, PARTIES

FIRST = 2015


def played(council, more=""):
    return parse(f"name = 'test'\ncouncil = '{council}'\nfrom = {FIRST}\nto = 2034\n{more}")


def look(world, month):
    council = world.councils[0]
    parties = len(council.seats)
    return (
        council.seats.tolist(),
        council.classes.reshape(-1, parties).sum(axis=0).tolist(),
        int(council.control),
        int(council.members),
        int(council.replayed),
    )


@pytest.mark.parametrize("council", ["stockport", "barnet", "north northamptonshire"])  # thirds, all out, of 2021
def test_a_council_has_the_seats_of_every_year_and_who_holds_them_controls_it(council):
    scenario = played(council)
    (seen,) = Runs(1, workers=1).watch(scenario, 1, range(0, 12 * (2034 - FIRST), 12), look)
    rows = record.seats(council)
    for year, (seats, classes, control, members, replayed) in enumerate(seen, start=FIRST):
        assert seats == classes and sum(seats) == members
        if year in rows:
            own = on_record.by_party(rows[year])
            assert seats == [own.get(party, 0) for party in PARTIES]
            whole = max(own.values()) > sum(own.values()) / 2
            assert control == (PARTIES.index(max(own, key=own.get)) if whole else NO_PARTY)
        assert (replayed == 0) == (year >= 2026)


def test_votes_alone_follow_the_record_too():
    scenario = played("stockport")
    months = range(0, 12 * (2027 - FIRST), 12)
    (alone,) = Runs(1, workers=1).watch(scenario, 1, months, look, votes_only=True)
    (all_of_it,) = Runs(1, workers=1).watch(scenario, 1, months, look)
    assert [each[0] for each in alone] == [each[0] for each in all_of_it]


def test_under_mesa_the_record_is_put_in_as_well():
    scenario = played("barnet", "[settings]\nneighbourhoods = 2\n")
    ensemble = run(scenario, 1, 3, workers=1, months=145)
    model = CoproductionModel(scenario, rng=3)
    model.run(145)
    collected = model.datacollector.get_model_vars_dataframe().to_numpy()
    np.testing.assert_array_equal(collected, ensemble.measures[0, 0])


def test_a_leader_whose_stay_an_event_has_stated_outlasts_the_recorded_elections():
    event = "[[events]]\nname = 'held'\nkind = 'leadership_change'\ndate = '2021-06'\ncommitment = 0.9\nlasts = 3\n"

    def leader(world, month):
        return int(world.councils[0].leader_party)

    months = (12 * 7 - 1, 12 * 7, 12 * 9 + 1)  # before and after May 2022, when Labour won Barnet; June 2024
    (seen,) = Runs(1, workers=1).watch(played("barnet", event), 1, months, leader)
    assert seen[0] == seen[1], "the event's leader stays"
    assert seen[2] == PARTIES.index("B"), "then the seats decide"


def test_the_government_is_elected_again_from_the_year_stated():
    def replayed(world, month):
        return int(world.national[0].replayed)

    month = 12 * (2026 - FIRST)
    (seen,) = Runs(1, workers=1).watch(played("wigan"), 1, (month - 1, month), replayed)
    assert seen == [1, 0]


def test_seats_from_before_the_burn_in_are_those_it_begins_with():
    scenario = played("wigan").model_copy(update={"burn_in_years": 1})
    known = recorded(scenario)
    assert min(known.seats) == -12 and all(month in (-12, 0) or month > 0 for month in known.seats)
    spans = list(known.spans(-12, 30))
    assert spans[0][0] == -12 and spans[-1][1] == 30
