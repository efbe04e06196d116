"""A dot without an interval looks otherwise than one with a short one, and the figure says what its intervals hold."""

from __future__ import annotations

from types import SimpleNamespace

import matplotlib.pyplot as plt
import numpy as np
import pytest

from simulation.figures import dots
from simulation.report import sweep_dots, sweep_words


def words(figure) -> str:
    return " ".join(" ".join(text.get_text() for text in [*figure.texts, *figure.axes[0].texts]).split())


@pytest.mark.parametrize("known", [[True, True], [True, False], [False, False]])
def test_dots_without_an_interval_are_open(known: list[bool]) -> None:
    ends = np.where(known, 0.1, np.nan)
    estimate = np.array([1.0, 2.0])
    figure = dots("origin", "title", "Means.", ["a", "b"], {"x": (estimate, estimate - ends, estimate + ends)}, "unit")
    filled, hollow = (line for line in figure.axes[0].lines if line.get_marker() == "o")
    np.testing.assert_array_equal(np.isfinite(filled.get_xdata()), known)
    np.testing.assert_array_equal(np.isfinite(hollow.get_xdata()), ~np.array(known))
    assert hollow.get_markerfacecolor() == "white"
    assert ("Open dots have no interval" in words(figure)) == (not all(known))
    plt.close(figure)


class Made:
    """A sweep whose outcome is the number of the point plus that of the future."""

    def __init__(self, sampler: str, points: int, replicates: int) -> None:
        self.replicates, self.factors = replicates, ["a"]
        self.manifest = {"design": {"sampler": sampler}}
        self.world, self.in_worlds = np.zeros(replicates, int), False
        rows = SimpleNamespace(to_pylist=lambda: ["one"] * points)
        self.points = {"scenario": rows, "policy": SimpleNamespace(to_pylist=lambda: [None] * points)}

    def values(self, outcome, arm, points):
        return np.add.outer(10.0 * np.asarray(points), np.arange(self.replicates))

    def weights(self, outcome, points):
        return np.ones((len(points), self.replicates))


@pytest.mark.parametrize(
    ("sampler", "points", "replicates", "said", "spread"),
    [
        ("random", 30, 8, "over points and futures", (8, np.inf)),
        ("random", 30, 3, "over points, not over futures: 3 futures are fewer than 5", (8, np.inf)),
        ("random", 3, 8, "over runs, and not the chance of 3 drawn points", (0, 7)),
        ("random", 3, 3, "There are no intervals", None),
        ("full_factorial", 30, 8, "over runs.", (0, 7)),
        ("csv", 30, 8, "over runs.", (0, 7)),
        ("csv", 30, 4, "There are no intervals", None),
        ("morris", 30, 8, "over units of the sampler and futures", (8, np.inf)),
        ("morris", 8, 8, "over runs, and not the chance of 4 drawn units", (0, 7)),
    ],
)
def test_what_is_too_few_is_not_resampled(sampler, points, replicates, said, spread) -> None:
    """Points lie 10 apart and futures 1: an interval that holds the chance of points is longer."""
    stored = Made(sampler, points, replicates)
    assert said in sweep_words.intervals_in_words(stored)
    estimate, low, high = sweep_dots._interval(stored, "x", "scenario", [np.arange(points)])
    assert estimate == pytest.approx(5 * (points - 1) + (replicates - 1) / 2)
    if spread is None:
        assert np.isnan([low, high]).all()
    else:
        assert low < estimate < high and spread[0] < high - low < spread[1]
