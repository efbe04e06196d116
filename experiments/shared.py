"""What the experiments share: a folder of results, sweeps at full or quick size, tables, figures and the README."""

from __future__ import annotations

import argparse
import csv
import io
import os
import sys
import time
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import Executor
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from central import Design
from manifests import MANIFEST, publish
from matplotlib.figure import Figure
from numpy.typing import ArrayLike

from simulation.cli.progress import progress
from simulation.cli.status import FAILED, STOPPED
from simulation.engine.versions import recorded_fingerprint
from simulation.figures import save_figure
from simulation.report.sweep_origin import origin
from simulation.results.atomic import write_text
from simulation.results.bootstrap import LEVEL, bootstrap_replicates
from simulation.results.intervals import mean_interval
from simulation.results.resilience import WEIGHT
from simulation.sweep import sweep
from simulation.sweep.design import plan
from simulation.sweep.store import Stored, open_store
from simulation.world.errors import StoreError, SweepError

ROOT = Path(__file__).parent.parent


class Estimate(NamedTuple):
    """An estimate with its 90 % interval over replicates."""

    value: float
    low: float
    high: float

    def points(self) -> str:
        """A difference of shares in words: ``+3.1 percentage points (2.0 to 4.2)``."""
        return self._said("+.1f", 100, " percentage points")

    def share(self) -> str:
        """A share in words: ``31 % (28 to 34)``."""
        return self._said(".0f", 100, " %")

    def plain(self, decimals: int = 1) -> str:
        """A number in words: ``41.2 (38.0 to 44.5)``."""
        return self._said(f".{decimals}f")

    def _said(self, form: str, factor: float = 1.0, unit: str = "") -> str:
        """Value and interval; few replicates have none."""
        value, low, high = (f"{factor * each:{form}}".replace("-", "−") for each in self)
        known = self.low == self.low and self.high == self.high
        return f"{value}{unit} ({low} to {high})" if known else f"{value}{unit} (too few runs for an interval)"

    @property
    def sign(self) -> int:
        """1 or −1 if the interval leaves out zero, else 0."""
        return int(self.low > 0) - int(self.high < 0)


def estimate(values: ArrayLike) -> Estimate:
    """Mean over replicates (those that have a value) with its interval."""
    known = np.asarray(values, float).ravel()
    return Estimate(*(float(each) for each in mean_interval(known[np.isfinite(known)])))


def share_lost(stored: Stored, points: Sequence[int], period: str = "after_event") -> list[Estimate]:
    """Share of co-production lost at each point, and with two points the first minus the second.

    All runs are taken together (ratio of sums): in a run with next to nothing to lose a ratio means nothing.
    """
    column, measure = f"coproduction_{period}", {each: name for name, each in WEIGHT.items()}[period]
    known = np.isfinite(stored.values(measure, points=points))  # as in every summary: not where nothing is to lose
    arms = [np.where(known, stored.values(column, arm, points), 0.0) for arm in ("scenario", "counterfactual")]

    def statistics(weights: Any) -> Any:
        lost = 1 - (weights @ arms[0].T) / (weights @ arms[1].T)
        return np.column_stack([lost, lost[:, 0] - lost[:, 1]]) if len(points) == 2 else lost

    low, high = bootstrap_replicates(statistics, stored.replicates, LEVEL)
    value = statistics(np.ones((1, stored.replicates)))[0]
    return [Estimate(*map(float, each)) for each in zip(value, low, high, strict=True)]


def chosen(sign: int, more: str, less: str, same: str) -> str:
    """The word that an interval allows."""
    return {1: more, -1: less, 0: same}[sign]


class Experiment:
    """One question, its folder ``results/NAME``, and what is written there.

    Attributes
    ----------
    quick : whether a small version is asked for, which shows that all works rather than what is true.
    numbers : sizes that the command can state, by name.
    """

    def __init__(self, name: str, question: str, numbers: Mapping[str, tuple[int, int, str]] | None = None) -> None:
        """``numbers`` are options of the command: in the full and in the quick version, and what is counted."""
        parser = argparse.ArgumentParser(description=question)
        parser.add_argument("--quick", action="store_true", help="a small version, in a minute")
        parser.add_argument("--out", type=Path, help="folder for the results, by default results/NAME")
        parser.add_argument("--workers", type=int, default=os.cpu_count(), help="threads")
        for option, (full_size, quick_size, counted) in (numbers or {}).items():
            of = f"{counted}; {full_size} by default, {quick_size} in the quick version"
            parser.add_argument(f"--{option.replace('_', '-')}", type=int, metavar="N", help=of)
        arguments = parser.parse_args()
        self.name, self.question, self.quick = name, question, bool(arguments.quick)
        full = ROOT / "results" / name
        self.folder: Path = arguments.out or (full.with_name(f"{name}-quick") if self.quick else full)
        if self.quick and self.folder.resolve() == full:
            parser.error(f"--out {arguments.out}: a quick version does not take the place of the full one")
        stated = {option: getattr(arguments, option) for option in numbers or {}}
        self.numbers = {
            option: self.size(*(numbers or {})[option][:2]) if value is None else value
            for option, value in stated.items()
        }
        self.command = " ".join(
            [
                f"python experiments/{name}.py{' --quick' if self.quick else ''}",
                *(f"--{option.replace('_', '-')} {value}" for option, value in stated.items() if value is not None),
            ]
        )
        self._began = time.perf_counter()
        self._workers: int = arguments.workers
        self._figures: list[tuple[str, str]] = []
        self._tables: list[tuple[str, str]] = []
        self._seeds: set[int] = set()
        self._sizes: dict[str, dict[str, Any]] = {}
        self._sweeps: dict[str, dict[str, Any]] = {}

    def size(self, full: int, quick: int) -> int:
        """A number of points or replicates."""
        return quick if self.quick else full

    def sweep(self, label: str, executor: Executor | None = None, **design: Any) -> Stored:
        """Simulate a design, or what is missing of it; give the results."""
        made = plan(Design.from_mapping({"name": f"{self.name}-{label}", **design}), ROOT / "experiments")
        folder = self.folder / "sweeps" / label
        try:
            with progress(len(made) * made.design.replicates, f"{self.name}, {label}") as report:
                sweep(
                    made,
                    folder,
                    workers=self._workers,
                    executor=executor,
                    command=self.command,
                    on_progress=lambda now: report(now.done, now.total),
                )
        except KeyboardInterrupt:
            print(f"{self.name}: stopped; the same command goes on", file=sys.stderr)
            sys.exit(STOPPED)
        except (StoreError, SweepError) as error:
            print(f"{self.name}: {error}", file=sys.stderr)
            sys.exit(FAILED)
        stored = open_store(folder)
        self._seeds.add(made.design.seed)
        self._sizes[label] = {"points": len(made), "replicates": made.design.replicates}
        self._sweeps[label] = {
            "origin": origin(stored),
            "key": stored.manifest["key"],
            "scenarios": list(stored.manifest["scenarios"]),
        }
        if len(stored.failures):
            print(f"{self.name}: {len(stored.failures)} runs failed", file=sys.stderr)
        return stored

    def figure(self, name: str, drawn: Figure, stored: Stored, caption: str) -> None:
        """Write a figure."""
        save_figure(drawn, self.folder, name, f"{self.name}: {name}", origin(stored))
        self._figures.append((name, caption))

    def table(self, name: str, columns: Sequence[str], rows: Iterable[Sequence[Any]], caption: str) -> None:
        """Write a table; numbers with four significant digits."""
        text = io.StringIO()
        writer = csv.writer(text, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows([f"{cell:.4g}" if isinstance(cell, float) else cell for cell in row] for row in rows)
        write_text(self.folder / f"{name}.csv", text.getvalue())
        self._tables.append((name, caption))

    def finish(self, title: str, design: str, answer: Sequence[str], more: str = "") -> None:
        """Write the README (question, design, answer, ``more`` of the answer, figures, command); the manifest last."""
        quick = (
            "> This is the quick version: it shows that everything works, its numbers mean little.\n\n"
            if self.quick
            else ""
        )
        pictures = "\n\n".join(f"![{caption}]({name}.png)\n\n*{caption}*" for name, caption in self._figures)
        tables = "\n".join(f"- [{name}.csv]({name}.csv): {caption}" for name, caption in self._tables)
        runs = "\n".join(
            f"- {label}: {size['points']:,} points × {size['replicates']} runs × 2 worlds, "
            f"{', '.join(self._sweeps[label]['scenarios'])}"
            for label, size in self._sizes.items()
        )
        origins = "\n".join(f"- {label}: {each['origin']}, key {each['key']}" for label, each in self._sweeps.items())
        text = (
            f"# {title}\n\n{quick}**Question.** {self.question}\n\n**Answer.** {' '.join(answer)}\n\n"
            "Intervals are 90 % and say how well the simulated runs fix a number; how far the numbers hang on what "
            "nobody knows is the question of `sensitivity` and `robust_levers`. Every future is simulated with and "
            f"without the events under study, with the same chance.\n\n"
            f"{more}## Design\n\n{design}\n\n{runs}\n\n## Figures\n\n{pictures}\n\n"
            f"## Tables\n\n{tables}\n\n"
            f"## The same again\n\n```\n{self.command}\n```\n\n{origins}\n\n"
            f"Behaviour of the model: fingerprint {recorded_fingerprint()}. [{MANIFEST}]({MANIFEST}) has versions, "
            "sizes and a digest of every file.\n"
        )
        write_text(self.folder / "README.md", text)
        publish(
            self.folder,
            f"{self.name}.py",
            self.command,
            [
                "README.md",
                *(f"{name}.{kind}" for name, _ in self._figures for kind in ("png", "svg")),
                *(f"{name}.csv" for name, _ in self._tables),
            ],
            seeds=sorted(self._seeds),
            sizes=self._sizes,
            wall_seconds=time.perf_counter() - self._began,
            quick=self.quick,
            more={"sweeps": self._sweeps},
        )
        print(f"{self.folder}/README.md\n\n{' '.join(answer)}")


def signed(share: float) -> str:
    """A share as per cent with its sign, ``−7``."""
    return f"{100 * share:+.0f}".replace("-", "−")
