"""Measures by council, service and fifth: parts of one world, measured by the one rule that measures the whole."""

from __future__ import annotations

import numpy as np
import pytest

from simulation.ensemble import groups_of, run
from simulation.world.errors import ResultError, SettingError
from simulation.world.groups import BY, FIFTHS, LACKING, groups, the_group
from simulation.world.measures import COLUMN, MEASURES
from simulation.world.territory import fifth_at
from tests.world.worlds import everything, small

COUNTED = ("organisations", "foundings", "closures", "pfi_deals", "ended_spells", "control_changes")
SHARES = [COLUMN[measure.name] for measure in MEASURES[: COLUMN["in_house"]] if measure.unit == "share"]


@pytest.fixture(scope="module")
def made():
    events = [{"name": "cut", "kind": "grant_change", "month": 6, "size": -0.3, "under_study": True}]
    return run(small(councils=[{"name": "Redtown"}, {"name": "Blueham"}], events=events), 2, months=18, by=BY)


def of(made, by):
    """Measures of the groups of one kind, [replicate, arm, month, group, measure]."""
    return made.by_group[..., [at for at, group in enumerate(made.groups) if group.by == by], :]


def test_the_only_council_is_the_whole_to_the_bit():
    alone = run(everything(), 1, months=30, by=["council"])
    assert np.array_equal(alone.by_group[..., 0, :], alone.measures)


def test_groups_change_nothing_else(made):
    without = run(made.scenario, 2, months=18)
    assert np.array_equal(made.measures, without.measures) and np.array_equal(made.spells, without.spells)


def test_councils_add_up_to_the_whole(made):
    councils, counted = of(made, "council"), [COLUMN[name] for name in COUNTED]
    assert councils[..., counted].sum(axis=3) == pytest.approx(made.measures[..., counted])
    assert councils[..., COLUMN["pressure"]].mean(axis=3) == pytest.approx(made.measures[..., COLUMN["pressure"]])
    assert not np.isnan(councils).any()


@pytest.mark.parametrize("by", BY)
def test_the_whole_lies_between_its_parts_in_every_share(made, by):
    parts, whole = of(made, by)[..., SHARES], made.measures[..., SHARES]
    low, high = np.nanmin(parts, axis=3), np.nanmax(parts, axis=3)
    assert (low <= whole + 1e-12).all() and (whole <= high + 1e-12).all() and high.max() <= 1 + 1e-12


def test_services_are_what_the_whole_says_of_them(made):
    services = of(made, "service")
    for column, name in enumerate(("coproduction", "full_coproduction", "pfi")):
        assert services[..., COLUMN[name]] == pytest.approx(made.by_service[..., column], abs=1e-6)


def test_the_gap_of_quality_is_that_of_the_outer_fifths():
    made = run(small({"neighbourhoods": 10}), 2, months=6, by=["fifth"])
    quality = made.by_group[..., COLUMN["quality"]]
    gap = quality[..., -1] - quality[..., 0]
    assert gap == pytest.approx(made.measures[..., COLUMN["quality_gap"]])


@pytest.mark.parametrize("by", BY)
def test_what_a_group_lacks_is_not_given_and_all_else_is(made, by):
    empty = np.isnan(of(made, by)).all(axis=(0, 1, 2))
    assert (empty == empty[0]).all()
    assert {MEASURES[column].name for column in np.flatnonzero(empty[0])} == set(LACKING[by])


@pytest.mark.parametrize("count", [1, 2, 3, 5, 7, 24])
def test_every_neighbourhood_is_in_one_fifth_by_its_rank(count):
    fifths = np.array([fifth_at(rank, count) for rank in range(count)])
    assert (np.diff(fifths) >= 0).all() and set(fifths) <= set(range(FIFTHS))
    if count >= FIFTHS:
        sizes = np.bincount(fifths, minlength=FIFTHS)
        assert sizes[0] == sizes[-1] == count // FIFTHS and sizes.min() >= 1


def test_a_fifth_without_neighbourhoods_is_no_group():
    assert [group.number for group in groups_of(small({"neighbourhoods": 3}), ["fifth"])] == [0, 1, 4]


def test_every_council_has_a_name_of_its_own():
    scenario = small({"councils": 3}, councils=[{"name": "council 2"}])
    assert [group.name for group in groups_of(scenario, "council")] == [
        "council 2",
        "council 2 (generated)",
        "council 3",
    ]


def test_what_is_no_kind_of_group_is_refused():
    with pytest.raises(SettingError, match="by = 'councils': it must be one of council, service, fifth; did you mean"):
        groups(["councils"], ["Redtown"])
    with pytest.raises(SettingError, match="council is given twice"):
        groups(["council", "council"], ["Redtown"])


def test_a_group_is_found_by_its_name_if_there_is_one_of_it():
    known = [("council", "Redtown"), ("council", "parks"), ("service", "parks")]

    def found(name, by=None, among=known):
        return the_group(among, name, by, "there are none", lambda text: ResultError(f"there is {text}"))

    assert found("Redtown") == ("council", "Redtown")
    assert found("parks", "service") == ("service", "parks")
    with pytest.raises(ResultError, match="no single group 'parks': it is one of council, service, say which"):
        found("parks")
    with pytest.raises(ResultError, match="did you mean 'Redtown'"):
        found("Redtwon")
    with pytest.raises(ResultError, match="there are none"):
        found("Redtown", among=[])
