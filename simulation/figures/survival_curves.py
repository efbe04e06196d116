"""How long co-produced arrangements last, with and without the events."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from simulation.figures.style import (
    BODY,
    DASHED,
    LIGHT,
    PRINT,
    QUIET,
    SMALL,
    WITH,
    WITHOUT,
    add_axes,
    house_style,
    sheet,
)
from simulation.results.in_words import number
from simulation.results.results import Results
from simulation.results.survival import Survival
from simulation.results.survival_rows import Which, survivals

LEFT, AXES_WIDTH, AXES_HEIGHT, BELOW, BETWEEN = 0.8, 3.6, 2.9, 1.0, 0.65  # inches
LINES = ((WITH, "-", 1.8, "with the events"), (WITHOUT, DASHED, 1.4, "without"))

PANELS: dict[Which, tuple[str, str]] = {
    "at_the_event": ("Arrangements alive when the event hit", "years since the event"),
    "all": ("All arrangements, by age", "years since the arrangement became co-produced"),
}


@house_style()
def survival_curves(results: Results) -> Figure:
    """Draw Kaplan-Meier curves of both arms: of the arrangements hit by the event, and of all by age."""
    summary = results.summary
    differs = summary.fork < summary.months
    found = _survivals(results)
    explanation = (
        "Share of co-produced arrangements that are still co-produced (Kaplan–Meier). "
        f"{_bands(found.values(), summary.worlds.several)}"
    )
    if differs and any(np.isfinite(each.log_rank.p) for each in found.values()):
        explanation += " The p value is that of a log-rank test which exchanges the arms of whole replicates."
    figure = sheet(
        results,
        BELOW + AXES_HEIGHT + 0.55,
        f"How long arrangements last: {summary.title}",
        explanation if differs else f"{explanation} {summary.why_the_same}: the worlds are one.",
    )
    for column, (which, survival) in enumerate(found.items()):
        axes = add_axes(figure, LEFT + column * (AXES_WIDTH + BETWEEN), BELOW, AXES_WIDTH, AXES_HEIGHT)
        heading, time = PANELS[which]
        if which == "at_the_event" and not differs:
            heading, time = "Arrangements alive at the start", "years since the start"
        _panel(axes, survival, heading, time, differs)
        if column == 0:
            axes.set_ylabel("still co-produced", fontsize=BODY)
    return figure


def _bands(found: Iterable[Survival], several: bool) -> str:
    """What the bands are, if there are any."""
    if any(np.isfinite(curve.low).any() for survival in found for curve in survival.curves):
        return f"Bands: nine in ten resamples of whole {'worlds' if several else 'replicates'}."
    return "No bands: they take more replicates."


def _panel(axes: Axes, survival: Survival, heading: str, time: str, differs: bool) -> None:
    for arm, (curve, (colour, style, width, name)) in enumerate(zip(survival.curves, LINES, strict=True)):
        if arm == 1 and not differs:
            break
        last = int((~np.isnan(curve.survival)).sum())
        x = np.concatenate([[0], np.arange(last)]) / 12
        low, middle, high = (
            100 * np.concatenate([[1], band[:last]]) for band in (curve.low, curve.survival, curve.high)
        )
        hatch = (
            {"hatch": "////", "facecolor": "none", "edgecolor": WITHOUT, "alpha": 0.25} if arm else {"color": colour}
        )
        axes.fill_between(x, low, high, step="post", linewidth=0, **({"alpha": LIGHT + 0.08} | hatch))
        axes.step(x, middle, where="post", color=colour, linestyle=style, linewidth=width, label=name)
    longest = max(int((curve.at_risk > 0).sum()) for curve in survival.curves)
    axes.set_xlim(0, max(longest, 12) / 12)
    axes.set_ylim(0, 103)
    axes.axhline(50, color=QUIET, linewidth=0.6, linestyle=":", zorder=0)
    axes.xaxis.set_major_locator(MaxNLocator(nbins=5, integer=True))
    axes.yaxis.set_major_formatter("{x:g} %")
    axes.set_xlabel(time, fontsize=BODY)
    axes.text(0, 1.14, heading, transform=axes.transAxes, fontsize=BODY, fontweight="bold")
    axes.text(0, 1.02, _result(survival, differs), transform=axes.transAxes, fontsize=SMALL, va="bottom", color=WITHOUT)
    if differs:
        axes.legend(loc="best", frameon=False, fontsize=SMALL, handlelength=3.2)
    _numbers_at_risk(axes, survival, differs)


def _result(survival: Survival, differs: bool) -> str:
    """Mean lifetimes and the test in words."""
    means = [number(mean.value, "months", bare=True) for mean in survival.restricted_means]
    text = f"mean lifetime within {survival.months} months: {means[0]}"
    if not differs:
        return text
    p = survival.log_rank.p
    if np.isnan(p):
        return f"{text} with, {means[1]} without\nno log-rank test: it takes more replicates"
    return f"{text} with, {means[1]} without\nlog-rank test: p {'< 0.001' if p < 0.001 else f'= {p:.3f}'}"


def _numbers_at_risk(axes: Axes, survival: Survival, differs: bool) -> None:
    """How many spells are watched at each tick: a curve is worth as much as what it rests on."""
    low, high = axes.get_xlim()
    across = axes.get_xaxis_transform()
    axes.text(low, -0.235, "spells at risk", transform=across, fontsize=PRINT, color=QUIET, va="top")
    for arm, (curve, (colour, _, _, name)) in enumerate(zip(survival.curves, LINES, strict=True)):
        if arm == 1 and not differs:
            break
        y = -0.275 - 0.04 * arm
        for tick in (tick for tick in axes.get_xticks() if low <= tick <= high):
            month = round(12 * tick)
            watched = curve.at_risk[month] if month < len(curve.at_risk) else 0
            axes.text(tick, y, f"{watched:,}".replace(",", " "), transform=across, fontsize=PRINT, color=colour,
                      ha="center", va="top")  # fmt: skip
        if differs:
            axes.text(low - 0.065 * (high - low), y, name.removesuffix(" the events"), transform=across, fontsize=PRINT,
                      color=colour, ha="right", va="top")  # fmt: skip


def _survivals(results: Results) -> dict[Which, Survival]:
    summary = results.summary
    failed = [number for number, _ in summary.failures]
    replicates = np.setdiff1d(np.arange(summary.replicates), failed)
    spells = results.spells
    columns = {name: spells[name].to_numpy() for name in ("replicate", "start", "end", "ended")}
    arm = pc.index_in(spells["arm"], pa.array(results.manifest["arms"])).to_numpy()
    since = summary.fork if summary.fork < summary.months else 0
    worlds = results.worlds[replicates] if summary.worlds.several else None
    return survivals(columns | {"arm": arm}, replicates, since, worlds)
