"""Figures in hand: each is drawn in the house style, handed to pyplot, and its axes come back to be changed."""

from __future__ import annotations

import contextlib
from collections.abc import Callable

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from simulation.figures import between_groups, by_group, effects, fan_chart, matrix_occupancy, survival_curves
from simulation.results import Results
from simulation.world.errors import ResultError
from simulation.world.errors import shown as quoted

Drawn = Axes | list[Axes]
NAMES = ("fan", "effects", "survival", "matrix", "by_group", "between_groups")


class Plot:
    """The figures of one set of results. Each returns its matplotlib axes, a list where there are several.

    A notebook shows a figure at the end of the cell (with matplotlib 3.11 or later; with earlier ones end the cell with
    ``axes.figure``); ``axes.figure.savefig(path)`` writes it.
    """

    def __init__(self, results: Results) -> None:
        self._results = results

    def __call__(self, name: str, *options: str, **named: str) -> Drawn:
        """One of the figures by its name, as a stored sweep has them: ``plot("by_group", "fifth")``."""
        if name not in NAMES:
            raise ResultError(f"there is no figure {quoted(name)}: there are {', '.join(NAMES)}")
        figure: Drawn = getattr(self, name)(*options, **named)
        return figure

    def __repr__(self) -> str:
        return f".plot.{NAMES[0]}() {' '.join(NAMES[1:])}"

    def fan(self) -> Drawn:
        """Any co-production over time: its median or mean, and bands of futures or worlds."""
        return self._shown(fan_chart)

    def effects(self) -> Drawn:
        """What the events did: the main measures with their intervals."""
        return self._shown(effects)

    def survival(self) -> Drawn:
        """How long co-produced arrangements last, with and without the events (Kaplan-Meier)."""
        return self._shown(survival_curves)

    def matrix(self) -> Drawn:
        """The share of services in each cell of the matrix of planning and delivery, over time."""
        return self._shown(matrix_occupancy)

    def by_group(self, by: str | None = None, measure: str = "coproduction") -> Drawn:
        """A measure of each council, service or fifth over time, on one scale; see `simulation.figures.by_group`."""
        return self._shown(lambda results: by_group(results, by, measure))

    def between_groups(self, by: str | None = None, measure: str = "coproduction") -> Drawn:
        """How far each council, service or fifth differs from the first, world by world, in the same futures."""
        return self._shown(lambda results: between_groups(results, by, measure))

    def _shown(self, draw: Callable[[Results], Figure]) -> Drawn:
        return shown(draw(self._results))


def shown(figure: Figure) -> Drawn:
    """Hand a figure to pyplot, so that notebooks and windows show it; its axes."""
    import matplotlib.pyplot as plt

    with contextlib.suppress(TypeError, ValueError):  # before 3.11 pyplot takes no figure that it has not made
        plt.figure(figure)
    return figure.axes[0] if len(figure.axes) == 1 else list(figure.axes)
