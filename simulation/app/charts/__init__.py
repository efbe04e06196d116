"""The charts of the workshop: pure functions from numbers to SVG text, each with the same numbers as a table.

They use the classes of `simulation.app.charts.style`, whose colours are custom properties, so that they follow the
theme of the page; an exported chart carries the style with it.
"""

from simulation.app.charts.chart import Chart
from simulation.app.charts.dots import dots
from simulation.app.charts.fan import fan_chart, small_fan, time_cursor
from simulation.app.charts.lines import lines
from simulation.app.charts.matrix import matrix
from simulation.app.charts.tiles import tiles

__all__ = ["Chart", "dots", "fan_chart", "lines", "matrix", "small_fan", "tiles", "time_cursor"]
