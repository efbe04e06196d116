"""Who plans and who delivers, in one future: the nine squares with their counts and names."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from simulation.app.charts import svg
from simulation.app.charts.chart import Chart
from simulation.app.story import names
from simulation.world.matrix import CELLS

WIDTH, HEIGHT, LEFT, TOP, GAP = 400.0, 262.0, 88.0, 22.0, 5.0
LINES = 3  # of text in a square, under its number
PLANNERS = ("Professionals", "Together", "Community")


def matrix(
    cells: NDArray[np.int64],
    locked: NDArray[np.int64],
    contractors: NDArray[np.int64],
    title: str,
    given: Mapping[str, str] | None = None,
) -> Chart:
    """The matrix of one future.

    Parameters
    ----------
    cells, locked, contractors : arrangements in each cell, and those of them that are under a PFI contract or
        delivered by private contractors, [cell].
    given : what the room calls squares.
    """
    wide, high = (WIDTH - LEFT) / 3, (HEIGHT - TOP) / 3
    parts = [
        svg.text(0, TOP - 7, "Who plans:", 12, classes="quiet"),
        svg.text(0, TOP + 14, "Who delivers:", 12, classes="quiet"),
        *(svg.text(LEFT + (n + 0.5) * wide, TOP - 7, who, 14, "middle") for n, who in enumerate(PLANNERS)),
        *(svg.text(0, TOP + (n + 0.5) * high + 5, who, 12.5) for n, who in enumerate(PLANNERS)),
    ]
    for number in range(len(CELLS)):
        delivery, planning = divmod(number, 3)
        x, y = LEFT + planning * wide, TOP + delivery * high
        counts = int(cells[number]), int(locked[number]), int(contractors[number])
        parts.append(_square(number, *counts, x, y, wide - GAP, high - GAP, given))
    rows = tuple(
        (
            names.cell(number, given),
            PLANNERS[number % 3],
            PLANNERS[number // 3],
            str(cells[number]),
            str(locked[number]),
            str(contractors[number]),
        )
        for number in range(len(CELLS))
    )
    heads = ("square", "who plans", "who delivers", "services", "locked by PFI", "by contractors")
    described = "; ".join(f"{name}: {value}" for name, _, _, value, *_ in rows)
    return Chart(title, svg.chart(WIDTH, HEIGHT, title, parts, described), heads, rows)


def _square(
    number: int,
    value: int,
    locked: int,
    contractors: int,
    x: float,
    y: float,
    wide: float,
    high: float,
    given: Mapping[str, str] | None,
) -> str:
    full = CELLS[number] == "full_coproduction"
    ink = "on-text" if full else ""
    name = names.on_the_square(number, given)
    size = 12.0
    lines = [(line, ink) for line in svg.wrapped(name, wide - 9, size, LINES - bool(contractors)) if line]
    lines += [(f"contractors {contractors}", "quiet")] if contractors else []
    box = f'x="{svg.number(x)}" y="{svg.number(y)}" width="{svg.number(wide)}" height="{svg.number(high)}" rx="3"'
    parts = [f'<rect class="{"on" if full else "off"}" {box}/>']
    top = y + (23 if len(lines) == LINES else 27)
    parts.append(svg.text(x + 7, top, str(value), 24 if value < 100 or not locked else 21, classes=ink, bold=True))
    if locked:
        parts.append(f'<rect class="lock" {box}/>')
        parts.append(svg.text(x + wide - 5, y + 20, f"£ {locked}", 12.5, "end", ink or "event-text", bold=True))
    parts += [
        svg.text(x + 7, y + high - 8 - 14 * (len(lines) - 1 - n), line, size, classes=classes)
        for n, (line, classes) in enumerate(lines)
    ]
    of_which = [f"{who} {count}" for who, count in (("contractors", contractors), ("PFI", locked)) if count]
    said = f"{names.cell(number, given)}: {value}" + (f", of which {', '.join(of_which)}" if of_which else "")
    return svg.part(said, "".join(parts))
