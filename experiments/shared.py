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
from typing import Any

import numpy as np
import sides
from estimates import written
from headlines import Headline, about_bands, as_markdown, forest_of
from manifests import MANIFEST, folder_of, publish
from matplotlib.figure import Figure
from times import Unknown, core_seconds, said

from simulation.cli.progress import progress
from simulation.cli.status import FAILED, STOPPED
from simulation.engine.versions import recorded_fingerprint
from simulation.figures import save_figure
from simulation.report.sweep_origin import origin
from simulation.results.atomic import write_text
from simulation.results.over_worlds import FEWEST_WORLDS
from simulation.results.summary import DrawnIn
from simulation.sweep import sweep
from simulation.sweep.design import Design, plan
from simulation.sweep.store import Stored, open_store
from simulation.world.errors import SettingError, StoreError, SweepError
from simulation.world.names_of_worlds import DEFAULT
from simulation.world.worlds import CENTRAL, FUTURES_A_WORLD, worlds

ROOT = Path(__file__).parent.parent
A_WORLD = 4  # futures of each world at every point: of so many worlds more of each would tell little more
A_WORLD_OF_MANY_POINTS = 2  # where there are many points


class Experiment:
    """One question, its folder ``results/NAME``, and what is written there.

    Attributes
    ----------
    quick : whether a small version is asked for, which shows that all works rather than what is true.
    numbers : sizes that the command can state, by name.
    worlds : the worlds that all futures are drawn in.
    several : whether there are several of them.
    planning : whether only the time is asked for that all of it takes.
    """

    def __init__(self, name: str, question: str, numbers: Mapping[str, tuple[int, int, str]] | None = None) -> None:
        """``numbers`` are options of the command: in the full and in the quick version, and what is counted."""
        parser = argparse.ArgumentParser(description=question)
        parser.add_argument("--quick", action="store_true", help="a small version, in a minute")
        parser.add_argument("--out", type=Path, help="folder for the results, by default results/NAME")
        parser.add_argument("--workers", type=int, default=os.cpu_count(), help="threads")
        parser.add_argument(
            "--worlds",
            metavar="plausible|central|FILE",
            help=f"the worlds that futures are drawn in, {DEFAULT} by default; results of others are in "
            "results/NAME-WORLDS",
        )
        parser.add_argument(
            "--futures-a-world",
            type=int,
            metavar="N",
            help="futures of each world at every point, where there are several; by default as the experiment says",
        )
        parser.add_argument("--plan", action="store_true", help="say how long all of it takes, and simulate nothing")
        for option, (full_size, quick_size, counted) in (numbers or {}).items():
            of = f"{counted}; {full_size} by default, {quick_size} in the quick version"
            parser.add_argument(f"--{option.replace('_', '-')}", type=int, metavar="N", help=of)
        arguments = parser.parse_args()
        self.name, self.question, self.quick = name, question, bool(arguments.quick)
        try:
            self.worlds = worlds(arguments.worlds or DEFAULT)
        except SettingError as error:
            parser.error(f"--worlds: {error}")
        sides.tell(self.worlds)
        self.several, self.planning = len(self.worlds) > 1, bool(arguments.plan)
        self._a_world: int | None = arguments.futures_a_world
        if self._a_world is not None and (self._a_world < FUTURES_A_WORLD or self._a_world % FUTURES_A_WORLD):
            parser.error(f"--futures-a-world {self._a_world}: it must be an even number from {FUTURES_A_WORLD} on")
        full = ROOT / "results" / name
        self.folder: Path = arguments.out or folder_of(name, self.quick, arguments.worlds)
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
                *(
                    f"--{option.replace('_', '-')} {value}"
                    for option, value in {
                        "worlds": arguments.worlds,
                        "futures_a_world": self._a_world,
                        **stated,
                    }.items()
                    if value is not None
                ),
            ]
        )
        self._began = time.perf_counter()
        self.workers: int = arguments.workers
        self._figures: list[tuple[str, str]] = []
        self._tables: list[tuple[str, str]] = []
        self._seeds: set[int] = set()
        self._sizes: dict[str, dict[str, Any]] = {}
        self._sweeps: dict[str, dict[str, Any]] = {}
        self._planned: dict[str, float] = {}
        self._in_worlds: dict[str, Stored] = {}  # sweeps by label

    def size(self, full: int, quick: int) -> int:
        """A number of points or replicates."""
        return quick if self.quick else full

    def futures(self, full: int, quick: int, a_world: int = A_WORLD, fewest: int = FEWEST_WORLDS) -> int:
        """Futures at every point: in one world as many as are given, in several so many of each.

        The quick version takes the first worlds alone, as many as a band needs, or the ``fewest`` of an analysis.
        """
        if not self.several:
            return self.size(full, quick)
        number = min(len(self.worlds), fewest) if self.quick else len(self.worlds)
        return (self._a_world or self.size(a_world, FUTURES_A_WORLD)) * number

    def sweep(self, label: str, executor: Executor | None = None, central: bool = False, **design: Any) -> Stored:
        """Simulate a design, or what is missing of it; give the results.

        ``central`` is for designs that vary by themselves what worlds differ in.
        """
        drawn = CENTRAL if central else self.worlds
        made = plan(Design.from_mapping({"name": f"{self.name}-{label}", **design}), ROOT / "experiments", drawn)
        if self.planning:
            self._planned[label] = core_seconds(made)
            return Unknown(self._say_plan)  # type: ignore[return-value]
        of_worlds = f"-{drawn.digest[:8]}" if len(drawn) > 1 else ""
        folder = self.folder / "sweeps" / f"{label}{of_worlds}"
        try:
            with progress(len(made) * made.design.replicates, f"{self.name}, {label}") as report:
                sweep(
                    made,
                    folder,
                    workers=self.workers,
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
        if not central:
            self._in_worlds[label] = stored
        return stored

    def _say_plan(self) -> None:
        """Say how long all of it takes, and end."""
        print(said(self.name, self._planned))
        sys.exit(0)

    def figure(self, name: str, drawn: Figure, stored: Stored, caption: str) -> None:
        """Write a figure."""
        save_figure(drawn, self.folder, name, f"{self.name}: {name}", origin(stored))
        self._figures.append((name, caption))

    def table(self, name: str, columns: Sequence[str], rows: Iterable[Sequence[Any]], caption: str) -> None:
        """Write a table; numbers with six significant digits, an estimate with all that is known of it."""
        head, cells = written(columns, rows)
        text = io.StringIO()
        writer = csv.writer(text, lineterminator="\n")
        writer.writerow(head)
        writer.writerows([f"{cell:.6g}" if isinstance(cell, float) else cell for cell in row] for row in cells)
        write_text(self.folder / f"{name}.csv", text.getvalue())
        self._tables.append((name, caption))

    def _headlines(self, title: str, headlines: Sequence[Headline], swept: str) -> str:
        """Write the table of headlines, over worlds their figure too; the table for the README."""
        if not headlines:
            return ""
        self.table(
            "headlines",
            ("headline", "what", "kind", "estimate"),
            [(each.words, each.kind, each.answer, each.estimate) for each in headlines],
            "the headlines: what is left, and what is lost or gained; whether that was assumed or found",
        )
        stored = self._in_worlds[swept] if swept else self._only()
        if self.several:
            drawn = DrawnIn(self.worlds.name, self.worlds.digest, len(np.unique(stored.world)))
            drawing = forest_of(stored, headlines, f"{title.rstrip('?')}: headlines over worlds", drawn)
            self.figure("headlines", drawing, stored, "The headlines over worlds")
        return f"## Headlines\n\n{as_markdown(headlines)}\n\n"

    def _only(self) -> Stored:
        """The sweep in all worlds, where there is one."""
        if len(self._in_worlds) != 1:
            raise ValueError(f"{self.name}: which sweep are the headlines of, {' or '.join(self._in_worlds)}?")
        [stored] = self._in_worlds.values()
        return stored

    def finish(
        self,
        title: str,
        design: str,
        answer: Sequence[str],
        headlines: Sequence[Headline],
        more: str = "",
        swept: str = "",
    ) -> None:
        """Write the README (question, design, answer, headlines, ``more`` of the answer, figures, command).

        ``swept`` is the label of the sweep that the figure of headlines names as its origin; it need not be said where
        there is one. The manifest comes last.
        """
        told = self._headlines(title, headlines, swept)
        quick = (
            "> This is the quick version: it shows that everything works, its numbers mean little.\n\n"
            if self.quick
            else ""
        )
        pictures = "\n\n".join(f"![{caption}]({name}.png)\n\n*{caption}*" for name, caption in self._figures)
        tables = "\n".join(f"- [{name}.csv]({name}.csv): {caption}" for name, caption in self._tables)
        runs = "\n".join(
            f"- {label}: {size['points']:,} points × {size['replicates']} runs, with the events and without, "
            f"{', '.join(self._sweeps[label]['scenarios'])}"
            for label, size in self._sizes.items()
        )
        origins = "\n".join(f"- {label}: {each['origin']}, key {each['key']}" for label, each in self._sweeps.items())
        text = (
            f"# {title}\n\n{quick}**Question.** {self.question}\n\n**Answer.** {' '.join(answer)}\n\n"
            f"{about_bands(self.several)} Every future is simulated with and without the events under study, with the "
            f"same chance.\n\n{told}{more}## Design\n\n{design}\n\n{runs}\n\n## Figures\n\n{pictures}\n\n"
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
            more={
                "worlds": {"name": self.worlds.name, "number": len(self.worlds), "digest": self.worlds.digest},
                "core_seconds": round(time.process_time(), 1),
                "sweeps": self._sweeps,
            },
        )
        print(f"{self.folder}/README.md\n\n{' '.join(answer)}")
