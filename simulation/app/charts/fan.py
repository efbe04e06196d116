"""Co-production over time in many futures, and under it who led and which contracts ran in the one that is shown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from html import escape

import numpy as np
from numpy.typing import NDArray

from simulation.app.charts import svg
from simulation.app.charts.chart import Chart
from simulation.app.futures.view import Picture, Span
from simulation.app.story import names
from simulation.app.story.droppable_events import chip
from simulation.app.story.sentences import when
from simulation.app.story.state import QUARTER, YEAR
from simulation.scenarios.times import first_month

WIDTH, LEFT, RIGHT = 600.0, 34.0, 84.0
TOP, PLOT, AXIS = 52.0, 190.0, 24.0
ROW, STRIP = 21.0, 3.0
MOST_CONTRACTS = 3
MOST_FLAGS = 8
APART = 17.0  # between the lines of two labels


@dataclass(frozen=True)
class Axes:
    """Where months and counts lie on the paper."""

    months: int
    ceiling: int
    height: float = PLOT
    width: float = WIDTH
    left: float = LEFT
    right: float = RIGHT
    top: float = TOP

    def x(self, month: float) -> float:
        """Months since the start."""
        return self.left + (self.width - self.left - self.right) * month / self.months

    def y(self, value: float) -> float:
        """A count."""
        return self.top + self.height * (1 - min(value, self.ceiling) / self.ceiling)

    def line(self, months: NDArray[np.int64], values: NDArray[np.floating] | NDArray[np.integer]) -> str:
        """Values at the ends of months, as points."""
        chosen = values[months].tolist()
        heights = {value: svg.number(self.y(value)) for value in set(chosen)}  # counts repeat
        across = _across(self, tuple(months.tolist()))
        return " ".join(f"{x},{heights[value]}" for x, value in zip(across, chosen, strict=True))


@lru_cache(maxsize=64)
def _across(axes: Axes, months: tuple[int, ...]) -> tuple[str, ...]:
    """Where the ends of months lie, as text; the same for all lines of a drawing."""
    return tuple(svg.number(axes.x(month + 1)) for month in months)


def ends_of_quarters(months: int) -> NDArray[np.int64]:
    """The last month of every quarter, and the last one of all."""
    ends = np.arange(QUARTER - 1, months, QUARTER)
    return np.append([0], ends) if len(ends) and ends[-1] == months - 1 else np.concatenate([[0], ends, [months - 1]])


def timeline(picture: Picture, until: int | None = None, now: bool = True) -> Chart:
    """The fan with the event strip under it.

    Parameters
    ----------
    until : draw the futures with the events up to this month only, for a slow reveal.
    now : with the time cursor; without it the drawing is the same at any time, and `cursor` is laid over it.
    """
    state, futures = picture.state, picture.futures
    axes = Axes(futures.months, picture.ceiling)
    height = _height(picture)
    what = "Full co-production" if state.counted == "full_coproduction" else "All co-production"
    of = f": {names.service(state.service)}" if state.service is not None else ""
    title = f"{what} over time{of}"
    unit = "neighbourhoods" if state.service is not None else "local services"
    parts = [
        svg.text(0, 14, f"{title} ({unit} of {state.places})", 15),
        *_grid(axes),
        *_fan(axes, picture, until),
        *_flags(axes, picture),
        *(_cursor(axes, state.cursor, height) if now else ()),
        *_strip(axes, picture, TOP + PLOT + AXIS, until),
    ]
    label = f"{title}: {futures.size} futures with the events, and their median without them"
    heads = ("time", "median", "9 in 10 futures", "without the events")
    drawing = svg.chart(WIDTH, height, label, parts, _said(picture) if now else "")
    return Chart(title, drawing, heads, tuple(_rows(picture)))


def cursor(picture: Picture) -> str:
    """The time cursor alone, of the size of the timeline."""
    height = _height(picture)
    axes = Axes(picture.futures.months, picture.ceiling)
    return svg.chart(WIDTH, height, _said(picture), _cursor(axes, picture.state.cursor, height))


def _height(picture: Picture) -> float:
    rows = min(len(picture.contracts), MOST_CONTRACTS) + bool(picture.offers)
    return TOP + PLOT + AXIS + (1 + rows) * (ROW + STRIP)


def _said(picture: Picture) -> str:
    count = picture.count
    return f"Median at {when(picture.state.cursor)}: {count.median} with, {count.without} without the events"


def fan(picture: Picture, ceiling: int = 0, width: float = 300, height: float = 110) -> str:
    """The fan alone, small, for the comparison; ``ceiling`` is the top of an axis that others share."""
    axes = Axes(picture.futures.months, ceiling or picture.ceiling, height - 26, width, 32, 12, 6)
    label = f"{picture.futures.size} futures; at the end about {int(picture.bands[2, -1])}"
    return svg.chart(width, height, label, [*_grid(axes, 2, False), *_fan(axes, picture, None, False)])


def _rows(picture: Picture) -> list[tuple[str, ...]]:
    rows: list[tuple[str, ...]] = []
    for month in range(YEAR - 1, picture.futures.months, YEAR):
        low, _, middle, _, high = (int(value) for value in picture.bands[:, month])
        rows.append((when(month + 1), str(middle), f"{low}–{high}", str(int(picture.without[month]))))
    return rows


def _grid(axes: Axes, most: int = 4, words: bool = True) -> list[str]:
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
        last = words and year + every > years
        label = f"{year} years" if last else str(year)
        anchor = "middle" if not last or axes.right > 40 else "end"
        parts.append(svg.text(axes.x(year * YEAR), bottom + 17, label, 13, anchor, "quiet"))
    return parts


def _fan(axes: Axes, picture: Picture, until: int | None, labels: bool = True) -> list[str]:
    months = ends_of_quarters(picture.futures.months)
    seen = months if until is None else months[months < until]
    parts = []
    if len(seen) > 1:
        low, quarter, _, upper, high = picture.bands
        for classes, bottom, top in (("band", low, high), ("half", quarter, upper)):
            area = axes.line(seen, top) + " " + axes.line(seen[::-1], bottom)
            parts.append(f'<polygon class="{classes}" points="{area}"/>')
        parts += [f'<polyline class="thin" points="{axes.line(seen, each)}"/>' for each in picture.thin]
    if picture.state.without:
        parts.append(f'<polyline class="dashed" points="{axes.line(months, picture.without)}"/>')
    if len(seen) > 1:
        parts.append(f'<polyline class="median" points="{axes.line(seen, picture.bands[2])}"/>')
    if labels:
        parts += _ends(axes, picture, until is None)
    return parts


def _ends(axes: Axes, picture: Picture, with_events: bool) -> list[str]:
    """Direct labels at the right end, moved apart where they would overlap."""
    x = axes.x(axes.months) + 7
    ends: list[tuple[float, str, str, bool]] = []
    if with_events:
        middle = picture.bands[2, -1]
        ends.append((axes.y(middle) + 5, f"with {int(middle)}", "with-text", True))
    if picture.state.without:
        ends.append((axes.y(picture.without[-1]) + 5, f"without {int(picture.without[-1])}", "", False))
    ends.sort(key=lambda end: end[0])
    heights = [end[0] for end in ends]
    if len(ends) == 2 and heights[1] - heights[0] < APART:
        middle_height = sum(heights) / 2
        lower = min(middle_height + APART / 2, axes.y(0) + 4)  # above the years of the axis
        heights = [lower - APART, lower]
    return [
        svg.text(x, y, words, 14, "start", classes, bold)
        for y, (_, words, classes, bold) in zip(heights, ends, strict=True)
    ]


def _flags(axes: Axes, picture: Picture) -> list[str]:
    """The events under study on the time axis: lines, and as many names as fit in a row above."""
    parts, free = [], [axes.left, axes.left]  # where each of the two rows of names is free
    scenario = picture.state.played
    events = sorted(scenario.studied, key=lambda event: first_month(event, scenario.start))
    for position, event in enumerate(events):
        x = axes.x(first_month(event, scenario.start))
        parts.append(f'<path class="event" d="M{svg.number(x)} {svg.number(axes.top - 2)}V{svg.number(axes.y(0))}"/>')
        words = chip(event)
        room = svg.wide(words, 13) + 8
        start = min(x - 2, axes.width - room + 4)
        row = next((row for row in (0, 1) if start >= free[row]), None)
        if position < MOST_FLAGS and row is not None:
            parts.append(svg.text(start, axes.top - 7 - 14 * row, words, 13, "start", "event-text"))
            free[row] = start + room
    return parts


def _cursor(axes: Axes, month: int, height: float) -> list[str]:
    x, bottom = svg.number(axes.x(month)), svg.number(axes.y(0))
    return [
        # It does not strike through the years of the axis.
        f'<path class="cursor" d="M{x} {svg.number(axes.top - 4)}V{bottom}M{x} {svg.number(axes.y(0) + AXIS - 3)}'
        f'V{svg.number(height - 2)}"/>',
        f'<circle class="knob" cx="{x}" cy="{bottom}" r="4"/>',
    ]


def _strip(axes: Axes, picture: Picture, top: float, until: int | None) -> list[str]:
    """Who leads and which contracts run; in a reveal no more of it than of the futures."""
    end = axes.months if until is None else until
    parts = []
    for span in _cut(picture.leaders, end):
        who = names.leader(int(span.label))
        parts.append(_bar(axes, span, top, (who, who.removeprefix("Leader ")), "leader", 0.12 + 0.5 * span.value))
    y = top
    if picture.offers:
        y += ROW + STRIP
        for span in _cut(_joined(picture.offers), end):
            parts.append(_bar(axes, span, y, ("£ PFI offered", "£ PFI", "£"), "worse", 0.18))
    for contract in picture.contracts[:MOST_CONTRACTS]:
        y += ROW + STRIP
        beyond = ", runs on" if contract.until >= axes.months else ""
        of = names.service(int(contract.value))
        for span in _cut([contract], end):
            parts.append(_bar(axes, span, y, (f"£ contract: {of}{beyond}", f"£ {of}", "£"), "lock", 1))
    more = len(picture.contracts) - MOST_CONTRACTS
    if more > 0 and until is None:
        parts.append(svg.text(axes.x(axes.months) + 7, y + 15, f"and {more} more", 12.5, classes="quiet"))
    parts.append(svg.text(axes.x(axes.months) + 7, top + 15, f"future {picture.number}", 12.5, classes="quiet"))
    return parts


def _cut(spans: Sequence[Span], end: int) -> list[Span]:
    """What of some spans lies before a month."""
    return [span._replace(until=min(span.until, end)) for span in spans if span.start < end]


def _joined(spans: Sequence[Span]) -> list[Span]:
    """Spans that follow each other without a gap as one."""
    joined: list[Span] = []
    for span in spans:
        if joined and joined[-1].until == span.start:
            joined[-1] = joined[-1]._replace(until=span.until)
        else:
            joined.append(span)
    return joined


def _bar(axes: Axes, span: Span, y: float, words: Sequence[str], classes: str, opacity: float) -> str:
    """A bar with the longest of its names that it has room for; the first one is in the tooltip."""
    x, end = axes.x(span.start), axes.x(span.until)
    opaque = f' fill-opacity="{opacity:.2f}"' if opacity < 1 else ""
    box = f'x="{svg.number(x)}" y="{svg.number(y)}" width="{svg.number(max(end - x - 1.5, 1))}" height="{ROW}"'
    size = 12.5
    label = next((each for each in words if svg.wide(each, size) <= end - x - 6), "")
    inside = svg.text(x + 5, y + 15, label, size) if label else ""
    years = f"{words[0]}: {when(span.start).lower()} to {when(span.until).lower()}"
    return f'<g><title>{escape(years)}</title><rect class="{classes}" {box}{opaque}/>{inside}</g>'
