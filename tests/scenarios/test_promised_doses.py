"""What the library promises is delivered: leaderships stay as long as the story says, levers stand where it says."""

import numpy as np
import pytest

from simulation.scenarios import load
from simulation.world.codes import LEVERS
from tests.world.worlds import SMALL, months

TINY = {**SMALL, "neighbourhoods": 2, "leader_exit": 0.2}  # chance would take most leaders within four years


def leaders(name, last):
    """The leader's two commitments in every month of the scenario, and the levers in force."""
    views, levers = [], []
    for month, world in months(load(name).with_settings(TINY), last):
        if month >= 0:
            views.append((world.councils.commitment[0], world.councils.market[0]))
            levers.append(world.councils.levers[0].copy())
    return np.array(views), np.array(levers)


@pytest.mark.parametrize(
    ("name", "first", "years", "leader"),
    [
        ("leadership-change", 60, 4, (0.1, 0.7)),
        ("perfect-storm", 72, 4, (0.1, 0.9)),
        ("pfi-then-reversal", 48, 5, (0.2, 0.9)),
        ("alternating-leadership", 60, 4, (0.1, 0.7)),
        ("alternating-leadership", 108, 4, (0.9, 0.2)),
        ("lambeth", 13 * 12, 2.5, (0.8, None)),  # May 2010 to November 2012
        ("barnet", 13 * 12, 12, (None, 0.9)),  # May 2010 to May 2022
    ],
)
def test_leaderships_stay_as_long_as_promised(name, first, years, leader):
    last = first + round(12 * years)
    views, _ = leaders(name, last)
    there = views[first:last]
    assert (there == there[0]).all()
    for stated, view in zip(leader, there[0], strict=True):
        assert stated is None or view == stated


def test_a_champion_stays_until_the_departure_that_is_studied():
    views, _ = leaders("champion-leaves", 61)
    assert (views[:60, 0] == 0.9).all() and views[60, 0] != 0.9


def test_the_framework_stands_in_full_until_the_leadership_changes():
    _, levers = leaders("framework-then-leadership-change", 72)
    assert (levers[:60] == 0.8).all() and (levers[71] < 0.8).any()


def test_partnerships_are_there_until_government_asks_for_them_no_more():
    _, levers = leaders("uk-calendar", 15 * 12)
    joint = levers[:, LEVERS.index("joint_working")]
    begins, ends = 12 * 4 - 1, 12 * 14 - 1  # April 2001, April 2011
    assert (joint[begins:ends] == 0.3).all() and (joint[ends : ends + 12] == 0.1).all()
