"""What the events did: the main measures with their intervals."""

from __future__ import annotations

from matplotlib.figure import Figure

from simulation.figures.forest import Panel, forest
from simulation.figures.style import house_style
from simulation.results.results import Results
from simulation.results.summary_table import DIFFERENCES

RESILIENCE = ("resistance", "resilience_loss", "hysteresis", "collapse_probability", "recovered")
DURATIONS = (
    ("recovery_mean", "effect"),
    ("survival_at_the_event_mean", "difference"),
    ("survival_all_mean", "difference"),
)


@house_style()
def effects(results: Results) -> Figure:
    """Draw a forest plot: differences in the final year, resilience of co-production, and times in months."""
    summary = results.summary
    panels = [
        Panel(
            "Difference that the events make, in the last 12 months",
            "percentage points, hundredths of indices (with the events minus without)",
            [summary.row(name, "difference", "final_year") for name in DIFFERENCES],
        ),
        Panel("Resilience of any co-production", "per cent", [summary.row(name, "effect") for name in RESILIENCE]),
        Panel("Times", "months", [summary.row(name, arm) for name, arm in DURATIONS], 1.0),  # type: ignore[arg-type]
    ]
    remark = ""
    if any(row.excluded for panel in panels for row in panel.rows):
        remark = "Left out: futures with (almost) nothing to lose, in which a relative drop has no meaning."
    lead = f"{summary.why_the_same}: nothing differs." if summary.fork >= summary.months else ""
    return forest(results, f"What the events did: {summary.title}", panels, summary.worlds, lead, remark)
