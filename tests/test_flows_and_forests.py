"""Figures of experiments: flows between cells, headlines over worlds, heat maps, and what falls below nought."""

from __future__ import annotations

import math
from itertools import pairwise

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


def test_names_that_have_no_room_have_more_lines_and_hide_nothing():
    name = "most deprived: capacity building in the most deprived fifth of wards instead, full co-production or any"
    panels = [Panel("Difference", "percentage points", [row(name), row(f"not {name}")]), Panel("Rest", "%", [row("a")])]
    found = forest("origin", "Title", panels, DrawnIn("plausible", "0" * 16, 64))
    renderer = found.canvas.get_renderer()  # type: ignore[attr-defined]
    boxes = [label.get_window_extent(renderer) for label in found.axes[0].get_yticklabels()]
    assert all(box.x0 >= 0 for box in boxes) and not boxes[0].overlaps(boxes[1])
    assert [" ".join(label.get_text().split()) for label in found.axes[0].get_yticklabels()] == [name, f"not {name}"]
    assert found.axes[0].get_position().width > 0.1
    heights = [axes.get_position().height / len(panel.rows) for axes, panel in zip(found.axes, panels, strict=True)]
    assert heights[0] > heights[1]


def test_ratios_are_drawn_by_their_logarithm_about_one():
    def ratio(low: float, high: float) -> Row:
        return Row("a", "a", "ratio", "", "scenario", "after_event", 1.2, low, high, 0.01, 500.0)

    panels = [Panel("Ratio", "times", [ratio(0.9, 1.5), ratio(1.1, 1.5)], 1.0)]
    [axes] = forest("origin", "Title", panels, DrawnIn("plausible", "0" * 16, 64)).axes
    dots = [line for line in axes.lines if line.get_marker() == "o"]
    assert axes.get_xscale() == "log" and [dot.get_markerfacecolor() == "white" for dot in dots] == [True, False]
    assert any(list(line.get_xdata()) == [1.0, 1.0] for line in axes.lines)
    low, high = axes.get_xlim()
    assert 0 < low < 0.01 and high > 500


@pytest.mark.parametrize("world", [3, 23])  # of which 1 less both shares is a little less than 0
def test_no_share_of_worlds_is_less_than_nought(world):
    shares = row("a", sign_share=(49 - world) / 49, no_matter_share=world / 49)  # type: ignore[arg-type]
    panels = [Panel("Difference", "percentage points", [shares])]
    said = " ".join(texts(forest("origin", "Title", panels, DrawnIn("plausible", "0" * 16, 49))))
    assert f"0 / {100 * world / 49:.0f} / " in said and "-0" not in said


def test_flows_keep_what_there_is():
    moves = np.array([[0.5, 0.1], [0.2, 0.2]])
    back = np.array([[0.7, 0.0], [0.1, 0.2]])
    found = flows("origin", "T", "E", ("before", "then", "at last"), ("a", "b"), {"all": [moves, back]}, (False, True))
    said = texts(found)
    assert [each for each in said if each.startswith("a ")] == ["a 60 %", "a 70 %", "a 80 %"]
    assert [each for each in said if each.startswith("b ")] == ["b 40 %", "b 30 %", "b 20 %"]
    ribbons = [patch for patch in found.axes[0].patches if hasattr(patch, "get_path") and len(patch.get_path()) == 9]
    assert len(ribbons) == 7  # one for each move that there is


def test_names_of_small_places_do_not_hide_each_other():
    small = np.diag([0.96, *[0.005] * 8])
    names = [f"a place with a long name {number}" for number in range(9)]
    found = flows("origin", "T", "E", ("before", "after"), names, {"all": [small]}, [False] * 9)
    renderer = found.canvas.get_renderer()  # type: ignore[attr-defined]
    for moment in (0, 1):
        drawn = [each for each in found.axes[0].texts if "%" in each.get_text()][9 * moment : 9 * (moment + 1)]
        boxes = [each.get_window_extent(renderer) for each in drawn]
        assert [each.get_text()[:-4].strip() for each in drawn] == names
        assert all(above.y0 >= below.y1 - 0.5 for above, below in pairwise(boxes))
        assert boxes[-1].y0 >= found.axes[0].get_window_extent(renderer).y0 - 1


def test_bands_side_by_side_hide_nothing():
    months = np.linspace(0.0, 0.5, 24)
    panel = {"one": Line(months, months - 0.1, months + 0.1), "other": Line(months, months - 0.2, months + 0.3)}
    [axes] = lines("o", "T", "E", {"a": panel}, "year", "share", beside=(1.0, 2.0)).axes
    one, other = (each.get_segments() for each in axes.collections)  # and no areas
    assert [line[:, 1].tolist() for line in one] == [
        pytest.approx([100 * (months[row] - 0.1), 100 * (months[row] + 0.1)]) for row in (11, 23)
    ]
    at = [23 / 24, 47 / 24]
    assert all(left[0, 0] < x < right[0, 0] < x + 0.1 for left, right, x in zip(one, other, at, strict=True))


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
