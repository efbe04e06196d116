"""A council's seats by party and year, and below them who controlled it."""

from __future__ import annotations

import numpy as np
from matplotlib.figure import Figure

from simulation.figures.style import SMALL, add_axes, house_style, sheet
from simulation.scenarios.profile import LETTERS, NAMES, Profile

# Colours as they are usual, told apart by the letters of the strip too.
COLOURS = {
    "con": "#2B6CB0", "lab": "#C53030", "ld": "#F2A33A", "green": "#5A9E3D", "ukip": "#6B4E9B", "reform": "#1FA6B8",
    "snp": "#F3E27A", "plaid": "#3F7F63", "other": "#A7A9AC", "none": "#FFFFFF",
}  # fmt: skip
LEFT, BELOW, STRIP, BETWEEN, HEIGHT, WIDE = 0.55, 0.35, 0.28, 0.12, 2.1, 6.2  # inches


@house_style()
def council_strip(found: Profile) -> Figure:
    """Draw it."""
    council, control = found.council, found.control
    years = np.arange(min(control), max(control) + 1)
    figure = sheet(
        "Open Council Data UK, CC BY-SA 4.0",
        BELOW + STRIP + BETWEEN + HEIGHT + 0.1,
        f"{council.name}: seats and control, {years[0]} to {years[-1]}",
        "Above the share of the seats by party after the elections of each year, below who held more than half of them "
        "(- nobody). Before 2016 Greens, UKIP and others are one.",
    )
    upper = add_axes(figure, LEFT, BELOW + STRIP + BETWEEN, WIDE, HEIGHT)
    bottom = np.zeros(len(years))
    for party in list(NAMES)[:-1]:
        rows = [found.seats.get(int(year)) for year in years]
        share = np.array([0.0 if row is None else row.parties.get(party, 0) / row.total for row in rows])
        if share.any():
            upper.bar(years, share, 1.0, bottom, color=COLOURS[party], label=f"{LETTERS[party]}  {NAMES[party]}")
            bottom += share
    upper.axhline(0.5, color="black", linewidth=0.8)
    upper.set_xlim(years[0] - 0.5, years[-1] + 0.5)
    upper.set_ylim(0, 1)
    upper.set_yticks([0, 0.5, 1], ["0 %", "50 %", "100 %"])
    upper.tick_params(labelbottom=False)
    handles, labels = upper.get_legend_handles_labels()
    upper.legend(
        handles[::-1], labels[::-1], loc="center left", bbox_to_anchor=(1.01, 0.5), frameon=False, fontsize=SMALL
    )
    lower = add_axes(figure, LEFT, BELOW, WIDE, STRIP)
    for year, party in control.items():
        lower.bar(year, 1, 1.0, color=COLOURS[party], edgecolor="white", linewidth=0.4)
        lower.text(year, 0.5, LETTERS[party], ha="center", va="center", fontsize=6)
    lower.set_xlim(*upper.get_xlim())
    lower.set_ylim(0, 1)
    lower.set_yticks([])
    return figure
