"""How often intervals hold the truth: the counting, the verdict, and the table that is published.

A *corner* is one kind of data at one size. What a corner comes to is kept in a file of its own under
results/reliability/corners as soon as it is known, so a run that was stopped goes on where it was; the files name the
number of data sets, and a run with more writes them anew.
"""

from __future__ import annotations

import json
import os
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import numpy as np

from simulation.results.atomic import write_json, write_text

FOLDER = Path(os.environ.get("RELIABILITY", Path(__file__).parents[2] / "results" / "reliability"))
SETS = int(os.environ.get("DATA_SETS", "1000"))
LEAST, MOST = 0.87, 0.93  # of 90 %
LEAST_IF_SKEWED = 0.84
FEWEST_GIVEN = 0.10  # of the data sets: below it, what is given is counted but not judged by itself

AT_LEAST = "at least"  # values with few levels: no interval can hold the truth in exactly 90 % of data sets
SKEWED = "nearly"  # skewness 6 and few replicates: what has not been seen yet matters most
REFUSED = "refused"
ABOUT = "about"


class Corner(NamedTuple):
    """A kind of interval, of data, and a number of replicates, with what is promised there."""

    kind: str
    data: str
    replicates: int
    promise: str = ABOUT

    @property
    def name(self) -> str:
        return f"{self.kind}, {self.data}, {self.replicates}"

    def rng(self) -> np.random.Generator:
        return np.random.default_rng(zlib.crc32(self.name.encode()))


def seen(low: np.ndarray, high: np.ndarray, truth: float) -> dict[str, float]:
    """Share of data sets with an interval, share of these that hold the truth, share of all with one that does not."""
    low, high = np.asarray(low, float), np.asarray(high, float)
    given = ~(np.isnan(low) | np.isnan(high))
    holds = (low <= truth + 1e-9) & (truth - 1e-9 <= high)
    share = float(given.mean())
    held = float(holds[given].mean()) if given.any() else 0.0
    return {"given": share, "held": held, "wrong": float((given & ~holds).mean()), "data_sets": len(low)}


def check(corner: Corner, measure: Callable[[Corner, int], dict[str, float]]) -> None:
    """Measure a corner, unless it is on record with as many data sets, and assert what is promised there."""
    path = FOLDER / "corners" / f"{corner.name.replace(', ', '-').replace(' ', '_')}.json"
    found = json.loads(path.read_text()) if path.exists() else None
    if found is None or found.get("asked", 0) < SETS or found["promise"] != corner.promise:
        found = corner._asdict() | {"asked": SETS} | measure(corner, SETS)
        path.parent.mkdir(parents=True, exist_ok=True)
        write_json(path, found)
    publish()
    assert verdict(found) == "as promised", f"{corner.name}: {found}"


def verdict(found: dict) -> str:
    """Whether a corner keeps its promise, within what chance allows to so many data sets."""
    if found["promise"] == REFUSED:
        return "as promised" if found["given"] == 0 else "given, but not to be"
    # Two standard errors of the simulation itself.
    least = LEAST_IF_SKEWED if found["promise"] == SKEWED else LEAST
    chance = 2 * np.sqrt(0.09 / max(1.0, found["given"] * found["data_sets"]))
    if found["wrong"] > 1 - least + chance:
        return "too narrow"
    if found["given"] >= FEWEST_GIVEN and found["held"] < least - chance:
        return "too narrow"
    if found["promise"] == ABOUT and found["held"] > MOST + chance:
        return "too wide"
    return "as promised"


def publish() -> None:
    """Write coverage.json and coverage.md from what is on record."""
    rows = [json.loads(path.read_text()) for path in (FOLDER / "corners").glob("*.json")]
    rows = [row | {"verdict": verdict(row)} for row in rows]
    rows.sort(key=lambda row: (row["kind"], row["data"], row["replicates"]))
    write_json(FOLDER / "coverage.json", {"level": 0.9, "corners": rows})
    sizes = sorted({row["replicates"] for row in rows})
    table: dict[tuple[str, str], dict[int, dict]] = {}
    for row in rows:
        table.setdefault((row["kind"], row["data"]), {})[row["replicates"]] = row
    sets = min((row["data_sets"] for row in rows), default=0)
    lines = [
        f"In per cent of at least {sets} data sets; in brackets, of how many per cent of them an interval is given.",
        "",
        f"| interval | data | {' | '.join(map(str, sizes))} |",
        f"| --- | --- |{' --- |' * len(sizes)}",
    ]
    for (kind, data), by_size in table.items():
        lines.append(f"| {kind} | {data} | {' | '.join(_cell(by_size.get(size)) for size in sizes)} |")
    write_text(FOLDER / "coverage.md", "\n".join(lines) + "\n")


def _cell(row: dict | None) -> str:
    if row is None:
        return ""
    if not row["given"]:
        return "none"
    some = f" [{100 * row['given']:.0f}]" if row["given"] < 0.995 else ""
    return f"{100 * row['held']:.1f}{some}" + ("" if row["verdict"] == "as promised" else f" **{row['verdict']}**")


if __name__ == "__main__":
    publish()
    print((FOLDER / "coverage.md").read_text())
