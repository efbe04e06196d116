"""What a validation came to: the table on the screen, and the file and the figures that keep it."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from simulation.results.intervals import THE_SAME
from simulation.results.provenance import provenance
from simulation.validation.check import Finding, Result
from simulation.validation.in_words import accepted, estimate
from simulation.validation.nulls import Null

if TYPE_CHECKING:
    from rich.table import Table

FILE = "validation.json"


@dataclass(frozen=True)
class Report:
    """A validation: results of the model itself and of the null models.

    Attributes
    ----------
    results : of every check on the model itself.
    nulls : for each null model, the results of the patterns.
    quick : whether it was the quick run.
    """

    results: tuple[Result, ...]
    nulls: tuple[tuple[Null, tuple[Result, ...]], ...]
    seed: int
    quick: bool
    wall_seconds: float

    def to_json(self) -> dict[str, Any]:
        """As it stands in the file."""
        return {
            **provenance().to_json(),
            "command": f"coproduction validate{' --quick' if self.quick else ''} --seed {self.seed}",
            "seed": self.seed,
            "quick": self.quick,
            "wall_seconds": round(self.wall_seconds, 1),
            "checks": [_check(result) for result in self.results],
            "nulls": [
                {
                    "name": null.name,
                    "meaning": null.meaning,
                    "settings": dict(null.settings),
                    "must_fail": list(null.fails),
                    "fails_what_it_must": fails_what_it_must(null, results),
                    "checks": [_check(result) for result in results],
                }
                for null, results in self.nulls
            ],
        }


def fails_what_it_must(null: Null, results: Sequence[Result]) -> bool:
    """Whether a null model was put to all checks that it must not pass, and passes none of them."""
    judged = {result.check.name for result in results}
    return judged.issuperset(null.fails) and all(
        result.verdict != "pass" for result in results if result.check.name in null.fails
    )


def save(report: Report, folder: Path) -> list[Path]:
    """Write the file and the figures; return them."""
    from simulation.validation.drawing import draw

    folder.mkdir(parents=True, exist_ok=True)
    text = json.dumps(report.to_json(), indent=1, ensure_ascii=False, allow_nan=False)
    (folder / FILE).write_text(text + "\n", encoding="utf-8")
    return [folder / FILE, *draw(report, folder)]


def checks_table(results: Sequence[Result], title: str) -> Table:
    """Every part of every check: estimate with its 90 % interval, accepted range, verdict."""
    from rich.table import Table

    table = Table(title=title, title_justify="left")
    for heading in ("check", "what is estimated", "estimate [90 %]", "accepted", "pairs", "verdict"):
        table.add_column(heading)
    for result in results:
        check = result.check
        table.add_row(check.name, check.title, "", "", str(result.pairs), result.verdict.upper(), style="bold")
        for finding in result.findings:
            table.add_row("", finding.part.name, estimate(finding), accepted(finding), "", finding.verdict)
    return table


def nulls_table(report: Report) -> Table:
    """Verdicts of the patterns under the model and under each null model; a star marks what a null must not pass."""
    from rich.table import Table

    table = Table(title="Null models (* must not pass)", title_justify="left")
    table.add_column("check")
    table.add_column("model")
    for null, _ in report.nulls:
        table.add_column(null.name)
    found = {null.name: {result.check.name: result.verdict for result in results} for null, results in report.nulls}
    for result in report.results:
        name = result.check.name
        verdicts = [found[null.name].get(name, "") + " *" * (name in null.fails) for null, _ in report.nulls]
        if any(verdicts):
            table.add_row(f"{name} {result.check.title}", result.verdict, *verdicts)
    return table


def _check(result: Result) -> dict[str, Any]:
    check = result.check
    return {
        "name": check.name,
        "title": check.title,
        "claim": check.claim,
        "scenarios": list(check.scenarios),
        "pairs": result.pairs,
        "verdict": result.verdict,
        "parts": [_finding(finding) for finding in result.findings],
    }


def _finding(finding: Finding) -> dict[str, Any]:
    part = finding.part
    numbers = {"estimate": finding.estimate, "low": finding.low, "high": finding.high}
    return {
        "name": part.name,
        **{name: None if math.isnan(value) else value for name, value in numbers.items()},
        "accepted": [part.low, part.high],
        "why": part.why,
        "amended": part.amended,
        "unit": part.unit,
        "note": THE_SAME if finding.same else "",
        "verdict": finding.verdict,
    }
