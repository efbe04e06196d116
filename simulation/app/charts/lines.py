"""Measures of one run over time: up to three lines with their names at their ends, told apart by dashes too."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from simulation.app.charts import svg
from simulation.app.charts.chart import Chart, in_words
from simulation.app.story.sentences import when

WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM = 460.0, 300.0, 34.0, 138.0, 34.0, 30.0
YEAR = 12
APART = 18.0  # between two names
SIZE = 14.0
MOST = 3


def lines(title: str, series: Mapping[str, Sequence[float]], months: int) -> Chart:
    """Shares or indices from 0 to 1 over the months of a run.

    Parameters
    ----------
    series : by name, the values at the ends of the months so far; up to `MOST`.
    months : how long the run is; the axis stays as it is while the run goes on.
    """
    ceiling = max(1.0, *(math.ceil(max(values, default=0) * 2) / 2 for values in series.values()))
    wide, high = WIDTH - LEFT - RIGHT, HEIGHT - TOP - BOTTOM

    def x(month: float) -> float:
        return LEFT + wide * month / months

    def y(value: float) -> float:
        return TOP + high * (1 - value / ceiling)

    parts = [svg.text(0, 15, title, 15)]
    for tick in (0.0, ceiling / 2, ceiling):
        parts.append(f'<path class="rule" d="M{LEFT:g} {svg.number(y(tick))}h{wide:g}"/>')
        parts.append(svg.text(LEFT - 6, y(tick) + 4, f"{tick:g}", 12, "end", "quiet"))
    years = max(months // YEAR, 1)
    step = next(each for each in (1, 2, 5, 10, 20, 40) if years / each <= 5)
    for year in range(0, years + 1, step):
        word = f"year {year}" if year == 0 else str(year)
        parts.append(svg.text(x(year * YEAR), HEIGHT - 10, word, 12, "start" if year == 0 else "middle", "quiet"))
    ends = []
    for number, (name, values) in enumerate(series.items()):
        if values:
            drawn = svg.points([x(month + 1) for month in range(len(values))], [y(value) for value in values])
            parts.append(f'<polyline class="line line-{number + 1}" points="{drawn}"/>')
            ends.append((y(values[-1]) + 4, number, f"{name} {values[-1]:.2f}"))
    at = x(max(len(values) for values in series.values())) + 6 if ends else 0.0
    space = WIDTH - min(at, WIDTH - RIGHT + 6)
    for height, (_, number, words) in zip(_spread([end[0] for end in sorted(ends)]), sorted(ends), strict=True):
        kept = svg.shortened(words, space, SIZE)
        parts.append(svg.text(WIDTH - space, height, kept, SIZE, classes=f"line-{number + 1}-text"))
    if not ends:
        parts.append(svg.text(LEFT + 8, TOP + 0.8 * high, "Press Step or Play.", SIZE, classes="quiet"))
    last = max((len(values) for values in series.values()), default=0)
    heads, rows, left = ("time", *series), [], x(0)
    for month in sorted({*range(YEAR - 1, last, YEAR), last - 1} - {-1}):
        rows.append((when(month + 1), *(f"{values[month]:.3f}" for values in series.values())))
        right = x(month + 1)
        box = f'x="{svg.number(left)}" y="{TOP:g}" width="{svg.number(right - left)}" height="{high:g}"'
        parts.append(svg.part(in_words(heads, rows[-1]), f'<rect class="column" {box}/>'))
        left = right
    told = "; ".join(f"{name}: {values[-1]:.2f}" for name, values in series.items() if values)
    drawing = svg.chart(WIDTH, HEIGHT, title, parts, f"{when(last)}: {told}" if told else "")
    return Chart(title, drawing, heads, tuple(rows))


def _spread(heights: Sequence[float]) -> list[float]:
    """Heights in order, moved apart so that no two names cover each other, and kept on the paper."""
    placed: list[float] = []
    for height in heights:
        placed.append(max(height, placed[-1] + APART) if placed else max(height, TOP))
    over = max(placed[-1] - (HEIGHT - BOTTOM), 0.0) if placed else 0.0
    return [height - over for height in placed]
