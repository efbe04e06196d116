"""The bars of the event strip: joined where they follow each other, named as far as there is space."""

from __future__ import annotations

from types import SimpleNamespace

from simulation.app.charts.axes import Axes
from simulation.app.charts.event_strip import _bar, _joined, _leader
from simulation.app.futures.view import Span, View
from simulation.app.story import councils
from simulation.app.story.state import Workshop


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


def test_how_warm_a_leader_is_is_said_and_not_only_shaded():
    axes = Axes(240, 10)
    cold, warm = (_leader(axes, Span(0, 120, "1", value), 0) for value in (0.1, 0.9))
    assert ">Leader B, cold</text>" in cold and ">Leader B, devoted</text>" in warm
    assert "<title>Leader B (cold, 10): year 0 to year 10. The darker, the warmer</title>" in cold
    shades = [float(bar.partition('fill-opacity="')[2][:4]) for bar in (cold, warm)]
    assert shades[0] < shades[1]
    short = _leader(axes, Span(0, 24, "1", 0.1), 0)
    assert ">B</text>" in short and "Leader B (cold, 10)" in short


def test_what_was_offered_before_the_start_is_offered_at_the_start():
    view = View(SimpleNamespace(months=420), Workshop(councils.played("wigan")))  # type: ignore[arg-type]
    assert [(span.start, span.until, span.value) for span in view.offers[:2]] == [(0, 6, 0.5), (6, 31, 0.3)]
    assert all(span.until > span.start >= 0 for span in view.offers)
