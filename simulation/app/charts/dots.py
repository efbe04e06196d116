"""One dot for every future: worse, same or better than without the events; told apart by shape as well as by colour."""

from __future__ import annotations

from simulation.app.charts import svg
from simulation.app.charts.chart import Chart
from simulation.app.story.sentences import dots as caption
from simulation.results.occupancy import Count

WIDTH, STEP, COLUMNS, TOP = 600.0, 11.6, 50, 26.0


def dots(count: Count) -> Chart:
    """The futures as dots in one order: worse, same, better."""
    title = caption(count)
    kinds = {"worse": count.worse, "same": count.same, "better": count.better}
    rows = max(-(-sum(kinds.values()) // COLUMNS), 1)
    parts, place = [svg.text(0, 15, title, 15)], 0
    table = []
    for kind, number in kinds.items():
        table.append((f"{kind} than without the events", str(number)))
        places = [divmod(each, rows) for each in range(place, place + number)]
        drawn = "".join(_dot(kind, 8 + column * STEP, TOP + 6 + row * STEP) for column, row in places)
        parts += [svg.part(": ".join(table[-1]).capitalize(), drawn)] if number else []
        place += number
    return Chart(title, svg.chart(WIDTH, TOP + 4 * STEP + 4, title, parts), ("futures", "number"), tuple(table))


def _dot(kind: str, x: float, y: float) -> str:
    at = (svg.number(x), svg.number(y))
    if kind == "worse":
        return f'<circle class="worse" cx="{at[0]}" cy="{at[1]}" r="4.6"/>'
    if kind == "same":
        return f'<circle class="same" cx="{at[0]}" cy="{at[1]}" r="3.4"/>'
    return f'<path class="better" d="M{at[0]} {svg.number(y - 5.4)}l5.4 5.4l-5.4 5.4l-5.4 -5.4z"/>'
