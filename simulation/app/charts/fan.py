"""Co-production over time in many futures as a fan, with the event strip of the one that is shown under it."""

from __future__ import annotations

from collections.abc import Sequence

from simulation.app.charts import svg
from simulation.app.charts.axes import AXIS, PLOT, TOP, WIDTH, Axes, ends_of_quarters
from simulation.app.charts.chart import Chart, in_words
from simulation.app.charts.event_strip import event_strip, strip_height
from simulation.app.futures.view import View
from simulation.app.story import names
from simulation.app.story.droppable_events import chip
from simulation.app.story.sentences import spread_of, when
from simulation.app.story.state import YEAR
from simulation.results.intervals import FEWEST_FUTURES
from simulation.scenarios.times import first_month

SMALL_WIDTH, SMALL_HEIGHT = 300.0, 110.0
MOST_FLAGS = 8
APART = 17.0  # between the lines of two labels


def fan_chart(view: View, until: int | None = None, now: bool = True) -> Chart:
    """The fan with the event strip under it.

    Parameters
    ----------
    until : draw the futures with the events up to this month only, for a slow reveal.
    now : with the time cursor; without it the drawing is the same at any time, and `time_cursor` is laid over it.
    """
    state, futures = view.state, view.futures
    axes = Axes(futures.months, view.ceiling, start=state.start)
    height = _height(view)
    title, heads, rows = _title(view), _heads(view), _rows(view)
    unit = "neighbourhoods" if state.service is not None else "local services"
    parts = [
        svg.text(0, 14, f"{title} ({unit} of {state.places})", 15),
        *_grid(axes),
        *_fan(axes, view, until),
        *_flags(axes, view),
        *_years(axes, heads, [row for month, row in rows if until is None or month < until]),
        *(_cursor(axes, state.cursor, height) if now else ()),
        *event_strip(axes, view, TOP + PLOT + AXIS, until),
    ]
    label = f"{title}: {futures.size} futures with the events, and their median without them"
    drawing = svg.chart(WIDTH, height, label, parts, _said(view) if now else "")
    return Chart(title, drawing, heads, tuple(row for _, row in rows))


def time_cursor(view: View) -> str:
    """The time cursor alone, of the size of the fan."""
    height = _height(view)
    axes = Axes(view.futures.months, view.ceiling)
    return svg.chart(WIDTH, height, _said(view), _cursor(axes, view.state.cursor, height))


def _height(view: View) -> float:
    return TOP + PLOT + AXIS + strip_height(view)


def _said(view: View) -> str:
    count, now = view.count, when(view.state.cursor, view.state.start)
    return f"Median at {now}: {count.median} with, {count.without} without the events"


def small_fan(view: View, name: str, ceiling: int) -> Chart:
    """The fan alone, small, for the comparison; ``ceiling`` is the top of an axis that others share."""
    axes = Axes(view.futures.months, ceiling, SMALL_HEIGHT - 26, SMALL_WIDTH, 32, 12, 6, view.state.start)
    title, heads, rows = f"{name}: {_title(view)}", _heads(view), [row for _, row in _rows(view)]
    label = f"{title}. {view.futures.size} futures; at the end about {int(view.bands[2, -1])}"
    parts = [*_grid(axes, 2, False), *_fan(axes, view, None, False), *_years(axes, heads, rows)]
    return Chart(title, svg.chart(SMALL_WIDTH, SMALL_HEIGHT, label, parts), heads, tuple(rows))


def _title(view: View) -> str:
    what = "Full co-production" if view.state.counted == "full_coproduction" else "Any co-production"
    of = f": {names.service(view.state.service)}" if view.state.service is not None else ""
    return f"{what} over time{of}"


def _heads(view: View) -> tuple[str, ...]:
    return "time", "median", f"{spread_of(view.futures.size)} futures", "without the events"


def _rows(view: View) -> list[tuple[int, tuple[str, ...]]]:
    """The numbers at the end of each year, with its last month."""
    rows: list[tuple[int, tuple[str, ...]]] = []
    for month in range(YEAR - 1, view.futures.months, YEAR):
        low, middle, high = (int(value) for value in view.bands[[0, 2, 4], month])
        time, without = when(month + 1, view.state.start), int(view.without[month])
        rows.append((month, (time, str(middle), f"{low}–{high}", str(without))))
    return rows


def _years(axes: Axes, heads: Sequence[str], rows: Sequence[tuple[str, ...]]) -> list[str]:
    """A column around the end of each year, which tells its row."""
    columns = []
    for number, row in enumerate(rows, start=1):
        left, right = (axes.x(min((number + half) * YEAR, axes.months)) for half in (-0.5, 0.5))
        box = f'x="{svg.number(left)}" y="{svg.number(axes.top)}" width="{svg.number(right - left)}"'
        columns.append(
            svg.part(in_words(heads, row), f'<rect class="column" {box} height="{svg.number(axes.height)}"/>')
        )
    return columns


def _grid(axes: Axes, most: int = 4, unit: bool = True) -> list[str]:
    parts = []
    step = next(
        s
        for s in (1, 2, 3, 4, 5, 6, 8, 10, 12, 15, 20, 25, 30, 40, 50, 60, 80, 100, 120, 150)
        if axes.ceiling / s <= most
    )
    bottom = axes.y(0)
    for value in range(0, axes.ceiling + 1, step):
        y = svg.number(axes.y(value))
        parts.append(f'<path class="rule" d="M{svg.number(axes.left)} {y}H{svg.number(axes.width - axes.right)}"/>')
        parts.append(svg.text(axes.left - 6, axes.y(value) + 5, str(value), 13, "end", "quiet"))
    years = axes.months / YEAR
    every = next(s for s in (1, 2, 5, 10, 20) if years / s <= 6)
    for year in range(0, int(years) + 1, every):
        last = unit and year + every > years
        label = f"{year} years" if last else str(year)
        if axes.start is not None:
            label = axes.year(year * YEAR)
        anchor = "middle" if not last or axes.right > 40 else "end"
        parts.append(svg.text(axes.x(year * YEAR), bottom + 17, label, 13, anchor, "quiet"))
    return parts


def _fan(axes: Axes, view: View, until: int | None, labels: bool = True) -> list[str]:
    months = ends_of_quarters(view.futures.months)
    seen = months if until is None else months[months < until]
    parts = []
    if len(seen) > 1:
        low, quarter, _, upper, high = view.bands
        areas = (("band", low, high), ("half", quarter, upper))
        for classes, bottom, top in areas[:1] if view.futures.size < FEWEST_FUTURES else areas:
            area = axes.line(seen, top) + " " + axes.line(seen[::-1], bottom)
            parts.append(f'<polygon class="{classes}" points="{area}"/>')
        parts += [f'<polyline class="thin" points="{axes.line(seen, each)}"/>' for each in view.thin]
    if view.state.without:
        parts.append(f'<polyline class="dashed" points="{axes.line(months, view.without)}"/>')
    if len(seen) > 1:
        parts.append(f'<polyline class="median" points="{axes.line(seen, view.bands[2])}"/>')
    if labels:
        parts += _ends(axes, view, until is None)
    return parts


def _ends(axes: Axes, view: View, with_events: bool) -> list[str]:
    """Direct labels at the right end, moved apart where they would overlap."""
    x = axes.x(axes.months) + 7
    ends: list[tuple[float, str, str, bool]] = []
    if with_events:
        middle = view.bands[2, -1]
        ends.append((axes.y(middle) + 5, f"with {int(middle)}", "with-text", True))
    if view.state.without:
        ends.append((axes.y(view.without[-1]) + 5, f"without {int(view.without[-1])}", "", False))
    ends.sort(key=lambda end: end[0])
    lowest = axes.y(0) + 1  # above the years of the axis
    heights = [min(end[0], lowest) for end in ends]
    if len(ends) == 2 and heights[1] - heights[0] < APART:
        lower = min(sum(heights) / 2 + APART / 2, lowest)
        heights = [lower - APART, lower]
    return [
        svg.text(x, y, words, 14, "start", classes, bold)
        for y, (_, words, classes, bold) in zip(heights, ends, strict=True)
    ]


def _flags(axes: Axes, view: View) -> list[str]:
    """The events under study on the time axis: lines, and as many names as fit in a row above."""
    parts, free = [], [axes.left, axes.left]  # where each of the two rows of names is free
    scenario = view.state.played
    events = sorted(scenario.studied, key=lambda event: first_month(event, scenario.start))
    for position, event in enumerate(events):
        x = axes.x(first_month(event, scenario.start))
        parts.append(f'<path class="event" d="M{svg.number(x)} {svg.number(axes.top - 2)}V{svg.number(axes.y(0))}"/>')
        words = chip(event)
        width = svg.wide(words, 13) + 8
        start = min(x - 2, axes.width - width + 4)
        row = next((row for row in (0, 1) if start >= free[row]), None)
        if position < MOST_FLAGS and row is not None:
            parts.append(svg.text(start, axes.top - 7 - 14 * row, words, 13, "start", "event-text"))
            free[row] = start + width
    return parts


def _cursor(axes: Axes, month: int, height: float) -> list[str]:
    x, bottom = svg.number(axes.x(month)), svg.number(axes.y(0))
    return [
        # It does not strike through the years of the axis.
        f'<path class="cursor" d="M{x} {svg.number(axes.top - 4)}V{bottom}M{x} {svg.number(axes.y(0) + AXIS - 3)}'
        f'V{svg.number(height - 2)}"/>',
        f'<circle class="knob" cx="{x}" cy="{bottom}" r="4"/>',
    ]
