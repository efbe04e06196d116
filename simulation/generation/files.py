"""The files that are written from the declarations, each as it should be."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from simulation.generation.month_code import compiled_month, timed_month
from simulation.generation.scenario_reference import REFERENCE
from simulation.generation.tables import rewritten

ROOT = Path(__file__).parents[2]
DOCUMENT = ROOT / "docs" / "odd.md"
SCENARIOS = ROOT / "docs" / "scenarios.md"


def generated(document: Path = DOCUMENT) -> dict[Path, Callable[[], str]]:
    """For each file, how its content is made; ``document`` is the ODD."""
    return {
        document: lambda: rewritten(document.read_text(encoding="utf-8")),
        SCENARIOS: lambda: rewritten(SCENARIOS.read_text(encoding="utf-8"), REFERENCE),
        ROOT / "simulation" / "compiled_month.py": compiled_month,
        ROOT / "benchmarks" / "timed_month.py": timed_month,
    }
