"""Figures of experiments: flows between cells, headlines over worlds, heat maps, and what falls below nought."""

from __future__ import annotations

import math

import numpy as np
import pytest

from simulation.figures import Line, Panel, flows, forest, lines, phase_diagram
from simulation.results.over_worlds import HIDDEN
from simulation.results.row import Row
from simulation.results.summary import DrawnIn


def row(label: str, arm: str = "difference", **more: float) -> Row:
    return Row(label, label, "share", "", arm, "after_event", 0.1, -0.02, 0.2, -0.1, 0.4, **more)  # type: ignore[arg-type]


def texts(figure) -> list[str]:
    return [text.get_text() for axes in figure.axes for text in axes.texts] + [text.get_text() for text in figure.texts]


def test_a_forest_says_in_what_share_of_worlds_and_leaves_room_for_long_names():
    long = "a headline with rather more words than would fit beside axes"
    rows = [row(long, sign_share=0.8, no_matter_share=0.15), row("short", note=HIDDEN)]  # type: ignore[arg-type]
    panels = [Panel("Difference", "percentage points", rows), Panel("Level", "per cent", [row("level", "scenario")])]
    found = forest("origin", "Title", panels, DrawnIn("plausible", "0" * 16, 64))
    said = " ".join(texts(found))
    assert (
        "5 / 15 / 80" in said and "64 plausible worlds" in said and "Chance hides" in said and "lifetimes" not in said
    )
    first, second = found.axes
    labels = [label.get_text() for label in first.get_yticklabels()]
    assert labels == [long, "short*"] and first.get_position().x0 == second.get_position().x0
    renderer = found.canvas.get_renderer()  # type: ignore[attr-defined]
    assert all(label.get_window_extent(renderer).x0 >= 0 for label in first.get_yticklabels())
    assert first.get_position().width > 0.1


def test_flows_keep_what_there_is():
    moves = np.array([[0.5, 0.1], [0.2, 0.2]])
    back = np.array([[0.7, 0.0], [0.1, 0.2]])
    found = flows("origin", "T", "E", ("before", "then", "at last"), ("a", "b"), {"all": [moves, back]}, (False, True))
    said = texts(found)
    assert [each for each in said if each.startswith("a ")] == ["a 60 %", "a 70 %", "a 80 %"]
    assert [each for each in said if each.startswith("b ")] == ["b 40 %", "b 30 %", "b 20 %"]
    ribbons = [patch for patch in found.axes[0].patches if hasattr(patch, "get_path") and len(patch.get_path()) == 9]
    assert len(ribbons) == 7  # one for each move that there is


def test_a_heat_map_names_its_rows_and_columns_in_words():
    panel = {"dip": np.array([[1.0, -2.0], [0.5, np.nan]])}
    found = phase_diagram("o", "T", "E", ("", ["deep cuts", "storm"]), ("", ["low", "high"]), panel, "points", left=1.5)
    axes = found.axes[0]
    assert [" ".join(label.get_text().split()) for label in axes.get_xticklabels()] == ["deep cuts", "storm"]
    assert [label.get_text() for label in axes.get_yticklabels()] == ["low", "high"]
    assert sorted(text.get_text() for text in axes.texts if text.get_text() != "dip") == ["0.5", "1.0", "−2.0"]


@pytest.mark.parametrize(("low", "bottom"), [(0.0, 0.0), (-0.2, -21.6), (np.nan, 0.0)])
def test_the_upright_axis_reaches_below_nought_where_a_band_does(low, bottom):
    line = Line(np.array([0.1, 0.2]), np.array([low, 0.1]), np.array([0.2, 0.3]))
    found = lines("o", "T", "E", {"a": {"one": line}}, "year", "share", x=np.array([2000.5, 2001.5]), first=2000.0)
    axes = found.axes[0]
    assert math.isclose(axes.get_ylim()[0], bottom) and axes.get_xlim() == (2000.0, 2001.5)
