"""Events of a scenario as rows of the timeline."""

import numpy as np
import pytest

from simulation.scenarios import Scenario
from simulation.world.codes import LEVERS
from simulation.world.event_kinds import EVENT, EVENT_KINDS, EVERY, NO_PARTY, PARTIES


def scenario(*events, **rest):
    named = [{"name": f"event-{position}"} | event for position, event in enumerate(events)]
    return Scenario.from_mapping({"name": "test", "events": named} | rest)


def rows(*events, **rest):
    return scenario(*events, **rest).timeline()


def minimal(kind, **more):
    """The least that an event of a kind needs."""
    event = {"kind": kind.name, "year": 1}
    event |= {field.name: field.low for field in kind.fields if field.default is None}
    event |= {
        target: {"service": "roads", "party": "A"}[target] for target in kind.concerns if target != "neighbourhoods"
    }
    return event | more


def test_no_events():
    table = Scenario(name="test").timeline()
    assert table.dtype == EVENT and len(table) == 0


@pytest.mark.parametrize("kind", EVENT_KINDS.values(), ids=lambda kind: kind.name)
def test_every_kind_with_the_least_it_needs(kind):
    (row,) = rows(minimal(kind))
    assert (row.kind, row.month, row.until, row.rate, row.share) == (kind.number, 12, 13, 1.0, 1.0)
    assert row.council == EVERY
    filled = {field.column: field for field in kind.fields}
    for column in ("value", "second"):
        if column in filled:
            field = filled[column]
            expected = field.low if field.default is None else field.default
            assert row[column] == expected or (np.isnan(expected) and np.isnan(row[column]))
        else:
            assert np.isnan(row[column])
    if "duration" not in filled:
        assert row.duration == -1


@pytest.mark.parametrize("kind", EVENT_KINDS.values(), ids=lambda kind: kind.name)
def test_every_field_fills_the_column_it_is_declared_to_fill(kind):
    for field in kind.fields:
        (row,) = rows(minimal(kind, **{field.name: field.high}))
        column, _, place = field.column.partition(".")
        months = 12 if field.unit == "years" else 1
        assert (row[column][int(place)] if place else row[column]) == field.high * months


def test_levers_fill_their_places():
    values = {lever: (position + 1) / 10 for position, lever in enumerate(LEVERS)}
    (row,) = rows({"kind": "framework_adopted", "year": 1, "legal_form": 1.0} | values)
    np.testing.assert_array_equal(row.levers, list(values.values()))
    assert row.legal_form == 1.0


def test_unstated_duration_is_left_to_the_model():
    (row,) = rows({"kind": "pfi_deal", "year": 1, "service": "libraries"})
    assert row.duration == -1 and np.isnan(row.second) and row.service == 6
    (row,) = rows({"kind": "pfi_deal", "year": 1, "service": "libraries", "years": 25})
    assert row.duration == 300


@pytest.mark.parametrize(
    ("when", "month"), [({"year": 2.5}, 30), ({"month": 7}, 7), ({"date": "1998-01"}, 8), ({"year": 0}, 0)]
)
def test_times(when, month):
    (row,) = rows({"kind": "contractor_fails"} | when, start="1997-05")
    assert (row.month, row.until) == (month, month + 1)


def test_random_events():
    (row,) = rows({"kind": "contractor_fails", "per_year": 0.3})
    assert (row.month, row.until) == (0, 240)
    assert row.rate == pytest.approx(0.3 / 12)
    (row,) = rows({"kind": "contractor_fails", "per_year": 0.3, "year": 5, "until_year": 10})
    assert (row.month, row.until) == (60, 120)


def test_once_at_random():
    first, second = rows({"kind": "contractor_fails", "between": [5, 7], "councils": [0, 1]}, settings={"councils": 2})
    assert (first.month, first.until, first.rate) == (60, 84, 1.0)
    assert (first.id, second.id) == (0, 1) and first.once == second.once == 1  # in the same month


def test_repeats_and_alternating_values():
    event = {"kind": "leadership_change", "year": 5, "every_years": 4, "alternate": {"commitment": [0.1, 0.9]}}
    table = rows(event)
    np.testing.assert_array_equal(table.month, [60, 108, 156, 204])
    np.testing.assert_array_equal(table.value, [0.1, 0.9, 0.1, 0.9])
    assert np.isnan(table.second).all()
    np.testing.assert_array_equal(rows(event | {"until_year": 13}).month, [60, 108, 156])


def test_parties_can_alternate():
    event = {"kind": "control", "year": 1, "every_years": 1, "until_year": 4, "alternate": {"party": ["A", "none"]}}
    np.testing.assert_array_equal(rows(event).party, [0, NO_PARTY, 0, NO_PARTY])


@pytest.mark.parametrize("party", [*PARTIES, "none"])
def test_parties(party):
    (row,) = rows({"kind": "control", "year": 1, "party": party})
    assert row.party == (PARTIES.index(party) if party in PARTIES else NO_PARTY)


COUNCILS = [
    {"name": "Eastby", "neighbourhoods": ["Mill", "Quay"]},
    {"name": "Westby", "neighbourhoods": ["Hill", "Mill"]},
]


def test_named_and_numbered_councils():
    event = {"kind": "contractor_fails", "year": 1}
    table = rows(event | {"councils": ["Westby", 0]}, councils=COUNCILS)
    np.testing.assert_array_equal(table.council, [1, 0])
    np.testing.assert_array_equal(table.share, [1.0, 1.0])


def test_share_of_the_councils():
    (row,) = rows({"kind": "contractor_fails", "year": 1, "councils": {"share": 0.25}})
    assert (row.council, row.share) == (EVERY, 0.25)


def test_neighbourhoods():
    programme = {"kind": "programme", "year": 1, "size": 0.3, "years": 10}

    def hit(**where):
        table = rows(programme | where, councils=COUNCILS)
        return [(row.council, row.neighbourhood, row.neighbourhoods) for row in table]

    assert hit() == [(EVERY, EVERY, 24)]
    assert hit(neighbourhoods=4) == [(EVERY, EVERY, 4)]
    assert hit(neighbourhoods=[3, 5]) == [(EVERY, 3, 1), (EVERY, 5, 1)]
    assert hit(neighbourhoods=["Quay"]) == [(0, 1, 1)]
    assert hit(neighbourhoods=["Mill"]) == [(0, 0, 1), (1, 1, 1)]
    assert hit(neighbourhoods=["Mill"], councils=["Westby"]) == [(1, 1, 1)]


def test_sorted_by_month_then_by_position_in_the_file():
    table = rows(
        {"kind": "contractor_fails", "year": 3},
        {"kind": "contractor_fails", "year": 1},
        {"kind": "framework_abandoned", "year": 3},
    )
    np.testing.assert_array_equal(table.id, [1, 0, 2])


def test_ids_are_the_same_in_both_arms():
    both = scenario(
        {"kind": "contractor_fails", "year": 1, "every_years": 2},
        {"kind": "contractor_fails", "year": 2, "under_study": False},
        {"kind": "champion_leaves", "per_year": 0.1, "under_study": False},
    )
    with_events, without = both.timeline("scenario"), both.timeline("counterfactual")
    assert len(with_events) == 12 and len(without) == 2
    kept = with_events[np.isin(with_events.id, without.id)]
    assert kept.tobytes() == without.tobytes()
    np.testing.assert_array_equal(np.sort(with_events.id), np.arange(12))


def test_choosing_other_events_to_study_changes_no_id():
    both = scenario({"kind": "contractor_fails", "year": 1}, {"kind": "contractor_fails", "year": 2})
    other = both.without(["event-1"])
    assert other.timeline().tobytes() == both.timeline().tobytes()
    np.testing.assert_array_equal(other.timeline("counterfactual").id, [0])
    assert [event.under_study for event in other.events] == [False, True]


def test_fork():
    assert Scenario(name="test").fork == 240
    assert scenario({"kind": "contractor_fails", "year": 1, "under_study": False}).fork == 240
    assert scenario({"kind": "contractor_fails", "year": 4}, {"kind": "contractor_fails", "year": 3}).fork == 36
    assert scenario({"kind": "contractor_fails", "per_year": 1, "year": 2}).fork == 24
    assert scenario({"kind": "contractor_fails", "per_year": 1}).fork == 0


def test_unknown_arm():
    with pytest.raises(ValueError, match="scenario, counterfactual"):
        Scenario(name="test").timeline("other")
