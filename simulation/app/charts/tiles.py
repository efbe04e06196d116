"""One tile for each neighbourhood: a tiny matrix with its own squares filled. Position tells, not colour."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from simulation.app.charts import svg
from simulation.app.charts.chart import Chart
from simulation.app.story import names
from simulation.results.occupancy import FULL_CELL
from simulation.world.matrix import CELLS

WIDTH, HEIGHT, MARGIN = 400.0, 168.0, 7.0
FAINTEST = 0.16  # a square with one service among many is still seen


def tiles(cells: NDArray[np.int64], locked: NDArray[np.int64], places: Sequence[str], title: str) -> Chart:
    """The neighbourhoods of one future.

    Parameters
    ----------
    cells, locked : arrangements of each neighbourhood in each cell, those under a PFI contract: [neighbourhood, cell].
    places : names of the neighbourhoods.
    """
    columns, rows = _grid(len(places))
    size = min((WIDTH + MARGIN) / columns, (HEIGHT + MARGIN) / rows) - MARGIN
    parts = []
    for number, place in enumerate(places):
        row, column = divmod(number, columns)
        x, y = column * (size + MARGIN) + 2, row * (size + MARGIN) + 2
        parts.append(_tile(number, place, cells[number], locked[number], x, y, size - 4))
    table = tuple(
        (place, *(str(value) for value in cells[number]), str(locked[number].sum()))
        for number, place in enumerate(places)
    )
    heads = ("neighbourhood", *map(names.cell, range(len(CELLS))), "locked by PFI")
    return Chart(title, svg.chart(WIDTH, HEIGHT, title, parts), heads, table)


def _grid(number: int) -> tuple[int, int]:
    """Columns and rows that give the largest tiles."""
    best = max(
        range(1, number + 1),
        key=lambda columns: min((WIDTH + MARGIN) / columns, (HEIGHT + MARGIN) / math.ceil(number / columns)),
    )
    return best, math.ceil(number / best)


def _tile(
    number: int, place: str, cells: NDArray[np.int64], locked: NDArray[np.int64], x: float, y: float, size: float
) -> str:
    total, bound = max(int(cells.sum()), 1), int(locked.sum())
    step = size / 3
    # Paths say in a third of the characters what squares would; a room of people receives many tiles.
    one, all_three = svg.number(step), svg.number(size)
    corner = f"M{svg.number(x)} {svg.number(y)}"
    upright = f"m{one} 0v{all_three}m{one} 0v-{all_three}"
    level = f"M{svg.number(x)} {svg.number(y + step)}h{all_three}m0 {one}h-{all_three}"
    frame = f"{corner}h{all_three}v{all_three}h-{all_three}z"
    squares = [f'<path class="off" stroke-width=".6" d="{frame}{upright}{level}"/>']
    for cell, value in enumerate(cells.tolist()):
        if value:
            delivery, planning = divmod(cell, 3)
            share = FAINTEST + (1 - FAINTEST) * math.sqrt(value / total)
            at = f"M{svg.number(x + planning * step)} {svg.number(y + delivery * step)}"
            squares.append(f'<path class="on" fill-opacity="{share:.2f}" d="{at}h{one}v{one}h-{one}z"/>')
    border = "lock" if bound else "frame"
    squares.append(
        f'<rect class="{border}" x="{svg.number(x)}" y="{svg.number(y)}" width="{svg.number(size)}" '
        f'height="{svg.number(size)}"/>'
    )
    if bound:
        squares.append(svg.text(x + size - 2, y + size - 3, "£", max(size / 3, 9), "end", "event-text", bold=True))
    most = int(cells.argmax())
    said = f"{place}: {names.cell(most)}" if total == 1 else f"{place}: {int(cells[FULL_CELL])} in full co-production"
    said += f", {bound} locked by PFI" if bound else ""
    return svg.part(said, "".join(squares), "tile", f"place-{number}")
