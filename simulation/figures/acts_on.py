"""Which quantity of the model acts on which: a causal diagram of too many arrows, drawn as a table."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from itertools import groupby

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from simulation.figures.style import BODY, QUIET, SMALL, TINT, WITH, WITHOUT, add_axes, house_style, sheet

LEFT, NAMES = 3.52, 3.27  # inches left of the cells, and from where on names of groups stand there
WIDE, HIGH = 0.228, 0.235  # inches of a cell
ABOVE, BELOW = 2.9, 0.1  # inches, for the names of columns and at the foot
GAP = 0.35  # of a cell, between groups
ENTERS, DECIDES = 78.0, 26.0  # size of a mark
EXPLANATION = (
    "Row: what acts. Column: on what. Full square: it enters the value. Small ring: it only decides whether, where or "
    "which value is written. Grey: on itself. In brackets: the phases of the month in which it changes. Derived from "
    "the source of the rules; how strongly something acts, and in which direction, is not said."
)

Pairs = Collection[tuple[str, str]]
Places = dict[str, float]


@house_style()
def acts_on(
    groups: Mapping[str, str], enters: Pairs, decides: Pairs, changed_in: Mapping[str, Sequence[int]], origin: str
) -> Figure:
    """Draw a row for each cause and a column for each effect.

    Parameters
    ----------
    groups : every quantity, and whose it is; those of one owner stand together.
    enters, decides : cause and effect.
    changed_in : the phases in which each effect changes; what is not there is no effect.
    origin : the small print.
    """
    rows, across = _places(groups), _places({name: whose for name, whose in groups.items() if name in changed_in})
    height, width = max(rows.values()) + 0.5, max(across.values()) + 0.5
    figure = sheet(origin, ABOVE + height * HIGH + BELOW, "What acts on what", EXPLANATION)
    axes = add_axes(figure, LEFT, BELOW, (width + 0.5) * WIDE, (height + 0.5) * HIGH)
    axes.set(xlim=(-0.5, width), ylim=(height, -0.5), xticks=[], yticks=[])
    axes.axis("off")
    _name(axes, rows, across, changed_in)
    _separate(axes, groups, rows, across)
    for pairs, marker, size in ((enters, "s", ENTERS), (decides, "o", DECIDES)):
        for itself in (False, True):
            colour = QUIET if itself else WITH
            chosen = [pair for pair in sorted(pairs) if (pair[0] == pair[1]) is itself]
            axes.scatter(
                [across[effect] for _, effect in chosen],
                [rows[cause] for cause, _ in chosen],
                size,
                marker=marker,
                facecolor=colour if pairs is enters else "none",
                edgecolor=colour,
                linewidth=0.9,
            )
    return figure


def _name(axes: Axes, rows: Places, across: Places, changed_in: Mapping[str, Sequence[int]]) -> None:
    """Names beside the rows and above the columns, there with the phases."""
    for name, y in rows.items():
        axes.text(-0.75, y, name, ha="right", va="center", fontsize=SMALL, color=WITHOUT)
    for name, x in across.items():
        phases = " ".join(map(str, changed_in[name]))
        axes.text(x, -0.8, f"{name}  ({phases})", rotation=90, ha="center", va="bottom", fontsize=SMALL, color=WITHOUT)


def _separate(axes: Axes, groups: Mapping[str, str], rows: Places, across: Places) -> None:
    """Groups told apart by tinted fields, and by their names on the left."""

    def spans(places: Places) -> dict[str, tuple[float, float]]:
        kinds = dict.fromkeys(groups[name] for name in places)
        of = {whose: [at for name, at in places.items() if groups[name] == whose] for whose in kinds}
        return {whose: (min(each) - 0.5, max(each) - min(each) + 1) for whose, each in of.items()}

    for whose, (top, high) in spans(rows).items():
        axes.text(-NAMES / WIDE, top + high / 2, whose, ha="left", va="center", fontsize=BODY, fontweight="bold")
        for left, wide in spans(across).values():
            axes.add_patch(Rectangle((left, top), wide, high, color=TINT, linewidth=0, zorder=0))


def _places(groups: Mapping[str, str]) -> Places:
    """Where each quantity stands, with a gap between groups."""
    places: Places = {}
    at = 0.0
    for _, names in groupby(groups, key=lambda name: groups[name]):
        for name in names:
            places[name] = at
            at += 1
        at += GAP
    return places
