"""Round 3 on the page to take home: every number is one of what was bought, and by the rules of the screen."""

from __future__ import annotations

import re

import numpy as np
import pytest

from simulation.app.futures.bought import Answer, Nothing, Standard
from simulation.app.story.protection import plain, spent_on
from simulation.app.story.sentences import LITTLE_TO_LOSE
from simulation.app.story.state import Workshop, first
from simulation.app.take_home.again import command
from simulation.app.take_home.points import WAITING, round_3
from simulation.results.outcomes import Left, Tally

PLAIN = (48, 81, 72, 69, 62, 83, 69)
BARE = Nothing(119, np.arange(200), np.arange(200))


@pytest.fixture
def town() -> Workshop:
    return first().in_worlds("central").begin("3")


def left(more: int, less: int = 30) -> Left:
    return Left(Tally(119, more, 200), Tally(119, less, 200))


STANDARD = Standard(BARE, 78, tuple(map(left, PLAIN)))


def rows(text: str) -> list[list[str]]:
    return [re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row) for row in re.findall(r"<tr>(.*?)</tr>", text)[1:]]


def answers(state: Workshop, **more: int) -> dict[str, Answer]:
    spent = {"A": 0.6, "B": 1.0, "C": 0.2}
    return {title: Answer(state.set("governance", spent[title]), left(number)) for title, number in more.items()}


def test_each_answer_is_told_with_its_points_and_who_is_ahead_by_the_rule_of_the_board(town):
    state = town.set("governance", 1.0)
    text = round_3(state, STANDARD, answers(town, A=81, B=72, C=48))
    assert rows(text) == [
        ["A", "Published agreement 60", "60", "81 of 200 ✓", "30"],
        ["B (this page)", "Published agreement 100", "100", "72 of 200", "30"],
        ["C", "Published agreement 20", "20", "48 of 200", "30"],
    ]
    assert text.startswith("<h2>Round 3</h2>") and "at its worst, year 10; ✓: target reached</caption>" in text
    assert "<p>A and B are too close to call. The target, 78, is reached by 1 of 3 answers. Answers less than" in text
    assert "the mean of the best 3 of 7 plain ways to spend 100 points.</p>" in text
    clear = round_3(state, STANDARD, answers(town, A=82, B=72))  # exactly five in a hundred
    assert "<p>A wins, in 82 of 200. The target, 78, is reached by 1 of 2 answers." in clear


def test_an_answer_that_costs_too_much_wins_nothing(town):
    dear = town.set("governance", 1.0).set("capacity_building", 0.3)
    text = round_3(town, STANDARD, answers(town, A=50) | {"B": Answer(dear, left(150))})
    assert rows(text)[1][2:] == ["130, 30 too many", "150 of 200", "30"]
    assert "<p>The target, 78, is reached by 0 of 1 answer." in text


def test_before_anybody_has_bought_it_has_the_plain_ways_for_when_the_machine_fails(town):
    text = round_3(town, STANDARD, {})
    assert [row[0] for row in rows(text)] == [spent_on(way.of(town)) for way in plain(town)]
    assert [int(row[2].split()[0]) for row in rows(text)] == list(PLAIN)
    assert [" ✓" in row[2] for row in rows(text)] == [more >= 78 for more in PLAIN]
    assert "<p>Target: more left than with nothing bought in 78 of 200 futures" in text and "answer" not in text


def test_it_says_so_where_nothing_is_counted_yet_or_there_is_nothing_to_lose(town):
    for standard, found in ((None, {}), (Standard(BARE), {}), (STANDARD, None)):
        assert WAITING in round_3(town, standard, found)
    assert LITTLE_TO_LOSE in round_3(town, Standard(Nothing(None, BARE.numbers, BARE.left), 0), {})


def test_it_stands_where_points_are_spent_and_nowhere_else(town):
    bought = town.set("governance", 1.0)
    for state in (first(), bought.begin("1"), bought.begin("2"), town.begin("home")):
        assert round_3(state, STANDARD, {}) == "" and "--against" not in command(state, 200)
    home = bought.begin("home")
    assert "not kept (this page)" in round_3(home, STANDARD, {"not kept": Answer(home, left(48))})
    assert "--against governance=0" in command(home, 200)
