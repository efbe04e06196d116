"""Who plans and who delivers, in one future: the nine squares with their counts and names."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape

import numpy as np
from numpy.typing import NDArray

from simulation.app.charts import svg
from simulation.app.charts.chart import Chart
from simulation.app.story import names
from simulation.world.matrix import CELLS

WIDTH, HEIGHT, LEFT, TOP, GAP = 400.0, 262.0, 88.0, 22.0, 5.0
PLANNERS = ("Professionals", "Together", "Community")


def matrix(
    cells: NDArray[np.int64], locked: NDArray[np.int64], title: str, given: Mapping[str, str] | None = None
) -> Chart:
    """The matrix of one future.

    Parameters
    ----------
    cells, locked : arrangements in each cell, and those of them under a PFI contract, [cell].
    given : what the room calls squares.
    """
    wide, high = (WIDTH - LEFT) / 3, (HEIGHT - TOP) / 3
    parts = [
        svg.text(0, TOP - 7, "plan → deliver ↓", 11, classes="quiet"),
        *(svg.text(LEFT + (n + 0.5) * wide, TOP - 7, who, 14, "middle") for n, who in enumerate(PLANNERS)),
        *(svg.text(0, TOP + (n + 0.5) * high + 5, who, 12.5) for n, who in enumerate(PLANNERS)),
    ]
    for number in range(len(CELLS)):
        delivery, planning = divmod(number, 3)
        x, y = LEFT + planning * wide, TOP + delivery * high
        parts.append(_square(number, int(cells[number]), int(locked[number]), x, y, wide - GAP, high - GAP, given))
    rows = tuple(
        (
            names.cell(number, given),
            PLANNERS[number % 3],
            PLANNERS[number // 3],
            str(cells[number]),
            str(locked[number]),
        )
        for number in range(len(CELLS))
    )
    heads = ("square", "who plans", "who delivers", "services", "locked by PFI")
    described = "; ".join(f"{name}: {value}" for name, _, _, value, _ in rows)
    return Chart(title, svg.chart(WIDTH, HEIGHT, title, parts, described), heads, rows)


def _square(
    number: int, value: int, locked: int, x: float, y: float, wide: float, high: float, given: Mapping[str, str] | None
) -> str:
    full = CELLS[number] == "full_coproduction"
    ink = "on-text" if full else ""
    box = f'x="{svg.number(x)}" y="{svg.number(y)}" width="{svg.number(wide)}" height="{svg.number(high)}" rx="3"'
    parts = [f'<rect class="{"on" if full else "off"}" {box}/>']
    parts.append(svg.text(x + 7, y + 27, str(value), 24 if value < 100 or not locked else 21, classes=ink, bold=True))
    if locked:
        parts.append(f'<rect class="lock" {box}/>')
        parts.append(svg.text(x + wide - 5, y + 20, f"£ {locked}", 12.5, "end", ink or "event-text", bold=True))
    name = names.cell(number, given)
    size = 12.0
    lines = svg.wrapped(name, wide - 9, size, 2)
    parts += [
        svg.text(x + 7, y + high - 8 - 14 * (len(lines) - 1 - n), line, size, classes=ink)
        for n, line in enumerate(lines)
    ]
    return f"<g><title>{escape(names.cell(number))}: {value}</title>{''.join(parts)}</g>"
