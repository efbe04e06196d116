"""Hand the published sensitivity results to the workshop: what an assumption does to the answer if it is wrong.

``python experiments/publish_sensitivity.py`` reads ``results/sensitivity`` and writes the small table that is installed
with the package. `sensitivity.py` does the same at its end; nothing is simulated here. Numbers that the model had when
the results were made, and has no more, are left out.
"""

from __future__ import annotations

import csv
import json
import re
from pathlib import Path
from typing import Any

from simulation.app.story.influence import TABLE
from simulation.results.manifests import read_manifest
from simulation.world.parameters import PARAMETERS

RESULTS = Path(__file__).parent.parent / "results" / "sensitivity"
ORIGIN = re.compile(
    r"^- (?P<run>screening|variance): (?P<origin>model (?P<model>\w+) .*? scenario (?P<scenario>[\w-]+) .*?)"
    r"(?:, key \w+)?$",
    re.MULTILINE,
)
STATISTICS = {"screening": ("mean_absolute", "mean"), "variance": ("total",)}


def published(results: Path = RESULTS) -> dict[str, Any]:
    """The table: for each outcome the Morris effects and total Sobol' indices, and where both come from."""
    origins = {found["run"]: found for found in ORIGIN.finditer((results / "README.md").read_text(encoding="utf-8"))}
    table: dict[str, Any] = {
        "scenario": origins["screening"]["scenario"],
        "fingerprint": read_manifest(results)["fingerprint"],
        "model_versions": sorted({found["model"] for found in origins.values()}),
    }
    for run, statistics in STATISTICS.items():
        estimates: dict[str, Any] = {}
        with (results / f"{run}.csv").open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                if row["statistic"] in statistics and row["factor"] in PARAMETERS:
                    of_outcome = estimates.setdefault(row["outcome"], {}).setdefault(row["factor"], {})
                    of_outcome[row["statistic"]] = [float(row[column]) for column in ("estimate", "low", "high")]
        table[run] = {"origin": origins[run]["origin"], "estimates": estimates}
    return table


def publish(results: Path = RESULTS, target: Path = TABLE) -> None:
    """Write it, one factor a line."""
    text = json.dumps(published(results), indent=1, ensure_ascii=False)
    short = re.sub(r"\[\s+([^\[\]{}]*?)\s+\]", lambda found: f"[{' '.join(found[1].split())}]", text)
    target.write_text(re.sub(r"\{\s+([^{}]*?)\s+\}", _one_line, short) + "\n", encoding="utf-8")


def _one_line(found: re.Match[str]) -> str:
    return f"{{{' '.join(found[1].split())}}}"


if __name__ == "__main__":
    publish()
    print(TABLE)
