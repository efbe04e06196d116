"""Words around the picture: levers, chips, the outcome of a vote, what a town is good for."""

from __future__ import annotations

import pytest

from simulation.app.charts.fan import Axes, _bar, _joined
from simulation.app.futures import prediction as forecast
from simulation.app.futures.view import Span
from simulation.app.story import names
from simulation.app.story.droppable_events import chip
from simulation.app.story.levers import LEVERS
from simulation.app.story.sentences import not_a_forecast
from simulation.app.story.state import Vote, first
from simulation.matrix import CELLS
from simulation.scenarios import library, load


@pytest.mark.parametrize(
    ("name", "value", "word"),
    [
        ("pfi_policy", 0.0, "None"),
        ("pfi_policy", 0.1, "Weak"),  # a little is not nothing
        ("pfi_policy", 1.0, "Only way to build"),
        ("capacity_building", 0.05, "Thin"),
        ("capacity_building", 1 / 3, "Fair"),
        ("tradition_mean", 0.45, "Mixed"),
        ("tradition_mean", 0.19, "Cold"),
    ],
)
def test_a_lever_is_told_in_words_that_are_true(name, value, word):
    assert LEVERS[name].word(value) == word


def test_every_lever_says_all_its_words_in_their_order():
    for lever in LEVERS.values():
        starts = [start for start, _ in lever.scale]
        assert starts == sorted(starts) and starts[0] == lever.parameter.low
        assert [word for _, word in lever.scale] == list(lever.words)
        assert lever.word(lever.parameter.high) == lever.words[-1]


def test_chips_write_pfi_as_everybody_does():
    said = [chip(event) for name in library() for event in load(name).events]
    assert any(words.startswith("PFI") for words in said)
    assert not any("pfi" in words or "Pfi" in words for words in said)


@pytest.mark.parametrize(
    ("hands", "futures", "said"),
    [
        (
            (2, 9, 11, 1),
            (84, 25, 48, 43),
            "The most hands, 11 of 23, went up for “halved”. It came out as “grown” most often: in 84 of 200 futures. "
            "It came out as “halved” in 48.",
        ),
        (
            (0, 1, 0, 0),
            (0, 150, 50, 0),
            "The most hands, 1 of 1, went up for “held”. It came out as “held” most often: in 150 of 200 futures. "
            "That is what the room expected.",
        ),
        (
            (0, 4, 4, 0),
            (0, 100, 100, 0),
            "The most hands, 4 of 8 each, went up for “held” and “halved”. It came out as “held” and “halved” most "
            "often: in 100 of 200 futures each. That is what the room expected.",
        ),
        ((0, 0, 0, 0), (1, 0, 0, 0), "No hands were counted. It came out as “grown” most often: in 1 of 1 future."),
    ],
)
def test_the_most_are_not_called_the_majority(hands, futures, said):
    assert forecast.verdict(hands, futures) == said


def test_a_vote_is_about_a_time_after_the_first_event():
    state = first().at(60).drop("leader")
    assert forecast.asked(state, 60).month == state.months
    assert forecast.asked(state.voted(96, (1, 2, 0, 0)), 60) == Vote(96, (1, 2, 0, 0))
    assert forecast.asked(state.voted(36, (1, 2, 0, 0)), 60) == Vote(state.months, (1, 2, 0, 0))


def test_a_documented_place_is_not_called_made_up_throughout():
    assert not_a_forecast(load("baseline")).startswith("This is a made-up town")
    assert not_a_forecast(load("barnet")).startswith("The dates are those of Barnet, the rest is made up")


def test_a_name_that_the_room_gave_stays_as_it_was_written():
    given = {"co_delivery": "Friends of Millbank"}
    assert names.cell_inside(CELLS.index("co_delivery"), given) == "Friends of Millbank"
    assert names.cell_inside(CELLS.index("outsourcing"), given) == "outsourcing"


def test_bars_that_follow_each_other_are_one_and_short_ones_have_short_names():
    spans = [Span(0, 12, "offer", 0.1), Span(12, 30, "offer", 0.9), Span(40, 50, "offer", 0.9)]
    assert [(span.start, span.until) for span in _joined(spans)] == [(0, 30), (40, 50)]
    axes = Axes(240, 10)
    bars = {
        months: _bar(axes, Span(0, months, "", 1), 0, ("£ PFI offered", "£ PFI", "£"), "worse", 1)
        for months in (1, 10, 30, 120)
    }
    assert [
        next((words for words in ("£ PFI offered<", "£ PFI<", "£<") if f">{words}/text" in bar), "")
        for bar in bars.values()
    ] == ["", "£<", "£ PFI<", "£ PFI offered<"]
