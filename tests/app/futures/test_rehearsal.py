"""The hour, rehearsed: the lines that its rounds say, and all ways to spend the points."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from simulation.app.futures.bought import Standard, more_left, nothing_bought
from simulation.app.futures.futures import Futures
from simulation.app.futures.rehearsal import rehearsed, ways
from simulation.app.futures.scheduler import Scheduler
from simulation.app.futures.to_say import to_say
from simulation.app.futures.view import View
from simulation.app.story import protection
from simulation.app.story.doubts import clearly_more
from simulation.app.story.protection import POINTS, spent
from simulation.app.story.state import Workshop, first
from simulation.results.outcomes import Tally
from simulation.scenarios import parse

GUIDE = (Path(__file__).parents[3] / "docs" / "facilitator.md").read_text(encoding="utf-8")
PRINTED = [block for block in GUIDE.split("```") if "Round 3: of 21 ways" in block]  # by the command, tests/long says
SMALL = parse('name = "small"\nyears = 16\n[settings]\nneighbourhoods = 2\n')


@pytest.fixture
def scheduler():
    return Scheduler(total=6, first=2, few=2)


def test_ways_spend_all_points():
    town = first().in_worlds("central").begin("3")
    assert len(ways(town)) == 21
    assert {spent(way.in_its_round(town)) for way in ways(town)} == {POINTS}
    assert len({tuple(way.settings.values()) for way in ways(town)}) == 21


def test_rounds_say_what_they_will_say(scheduler):
    town = first().in_worlds("central").open(SMALL)
    lines = list(rehearsed(town, scheduler))
    assert lines[0] == "small: 6 futures, seed 1; worlds: central"

    def seen(key: str) -> View:
        state = town.begin(key)
        return View(_futures(scheduler, state), state)

    assert lines[1] == f"Round 1: {to_say(seen('1'))}"
    assert lines[2] == f"Round 2: {to_say(seen('2'))}"
    assert re.match(
        r"Round 2: of 6 futures, in \d a contract outlives two leaders; in \d it falls below half", lines[3]
    )
    state, nothing = town.begin("3"), nothing_bought(seen("3"))
    plain = [View(_futures(scheduler, way.in_its_round(state)), state) for way in protection.plain(state)]
    aim = protection.target([more_left(each, nothing) for each in plain])
    assert lines[4] == f"Round 3: {to_say(seen('3'), Standard(nothing, aim))}"
    assert aim == 0 or re.match(
        r"Round 3: of 21 ways to spend 100 points in steps of 20, \d+ reach the target", lines[5]
    )


def _futures(scheduler: Scheduler, state: Workshop) -> Futures:
    return scheduler.get(state.played, state.seed, worlds=state.drawn_in)


def test_a_round_that_does_not_fit_says_why(scheduler):
    short = first().in_worlds("central").open(parse('name = "short"\nyears = 9\n[settings]\nneighbourhoods = 2\n'))
    assert list(rehearsed(short, scheduler))[2:] == [
        "Round 2 needs 14 years, and this story has 9",
        "Round 3 needs 14 years, and this story has 9",
    ]


@pytest.mark.parametrize("block", PRINTED)
def test_in_the_towns_of_the_guide_round_3_is_neither_won_nor_lost_by_anything_that_is_bought(block):
    """Nothing bought misses the target, 15 to 60 in 100 ways to spend all points reach it, and it matters which."""
    target, futures = _numbers(r"Target: .* in (\d+) of (\d+) futures", block)
    ways, reach = _numbers(r"of (\d+) ways to spend 100 points in steps of 20, (\d+) reach", block)
    assert target > 0, "nothing bought leaves more than nothing bought in 0 futures"
    assert 15 <= 100 * reach / ways <= 60
    best, worst = (
        Tally(0, *_numbers(rf"more is left {often} often with .*: in (\d+) of (\d+) futures", block))
        for often in ("most", "least")
    )
    assert best.futures == worst.futures == futures and worst.number < target <= best.number
    assert clearly_more(best, worst)


def test_the_guide_has_its_town_in_both_kinds_of_worlds():
    assert [block.count("worlds: central") for block in PRINTED] == [0, 1]


def _numbers(pattern: str, text: str) -> tuple[int, ...]:
    found = re.search(pattern, text)
    assert found, pattern
    return tuple(map(int, found.groups()))
