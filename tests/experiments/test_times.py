"""How long an experiment takes is counted before it begins."""

from __future__ import annotations

import pytest

from simulation.sweep.design import Design, plan
from tests.experiments.test_runner import FOLDER, script


@pytest.fixture
def times(monkeypatch):
    monkeypatch.syspath_prepend(str(FOLDER))
    return script("times")


def test_months_of_both_arms_are_counted_from_where_they_part(times):
    def seconds(**more):
        return times.core_seconds(
            plan(Design.from_mapping({"name": "it", "scenarios": ("leadership-change",), **more}))
        )

    one = seconds(replicates=10)
    assert one == pytest.approx(10 * (60 + 2 * 180) * times.MONTH)
    assert seconds(replicates=20) == pytest.approx(2 * one)
    assert seconds(replicates=10, policies=[{"name": "a"}, {"name": "b", "governance": 0.5}]) == pytest.approx(2 * one)
    assert seconds(replicates=10, months=84) == pytest.approx(10 * (60 + 2 * 24) * times.MONTH)


def test_what_is_said_can_be_added_up(times):
    line = times.said("places", {"places": 90.0, "ward": 30.0})
    assert line == "places: about 2.0 core-minutes (places 1.5, ward 0.5)"
    assert times.seconds_in(line) == 120.0
    assert times.in_all(240.0, 2).startswith("In all about 4 core-minutes, 2 minutes on the 2 cores here")


def test_whoever_looks_into_results_that_are_not_there_ends_the_plan(times):
    said = []
    with pytest.raises(AttributeError):
        times.Unknown(lambda: said.append("planned")).world  # noqa: B018
    assert said == ["planned"]
