"""Estimates as they stand in the table."""

import math

import pytest

from simulation.results import Row
from simulation.results.effect_rows import NOTHING_TO_LOSE
from simulation.results.summary_table import estimate, left_out


def row(unit, *numbers, arm="scenario"):
    return Row("it", "it", unit, "what it is", arm, "after_event", *numbers)


@pytest.mark.parametrize(
    ("given", "text"),
    [
        (row("share", 0.236, 0.141, 0.331), "23.6 % [14.1, 33.1]"),
        (row("share", -0.067, -0.131, 0.002, arm="difference"), "−6.7 percentage points [−13.1, +0.2]"),
        (row("months", 7.6, 3.4, 11.8), "7.6 months [3.4, 11.8]"),
        (row("index", 0.7, 0.6, 0.8), "0.700 [0.600, 0.800]"),
        (row("months", math.inf, 46.0, math.inf, arm="effect"), "beyond the horizon [46.0 months, beyond the horizon]"),
        (row("months", 46.0, 30.0, math.inf, arm="effect"), "46.0 months [30.0 months, beyond the horizon]"),
        (row("share", 0.2, math.nan, math.nan), "20.0 %"),
        (row("p value", 0.001, math.nan, math.nan, arm="effect"), "0.001"),
        (row("share", math.nan, math.nan, math.nan), "–"),
    ],
)
def test_estimate(given, text):
    assert estimate(given) == text


def test_futures_that_effects_do_not_rest_on_are_counted():
    told = Row(
        "it", "it", "share", "what it is", "effect", "after_event", 0.5, 0.4, 0.6, replicates=37, excluded=3, note="why"
    )
    assert left_out([row("share", 0.5, 0.4, 0.6), told]) == f"Without up to 3 of 40 futures: {NOTHING_TO_LOSE}."
    assert left_out([row("share", 0.5, 0.4, 0.6)]) is None
