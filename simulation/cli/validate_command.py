"""``coproduction validate``: the patterns and figures that the model must show, each checked against its range."""

from __future__ import annotations

import shlex
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from simulation.cli.output_folder import check_place
from simulation.cli.scenario_arguments import With, WorldsName, extension_in_words, load_worlds
from simulation.cli.status import check_range, complain, refuse, whole
from simulation.cli.where_it_runs import Workers, check_workers
from simulation.world.errors import nearest, shown
from simulation.world.limits import LAST_SEED
from simulation.world.names_of_worlds import CENTRAL_NAME, PLAUSIBLE

if TYPE_CHECKING:
    from simulation.validation.check import Result

WIDTH = 170  # characters, where there is no terminal to ask
OUT = Path("results/validation")
OUT_OVER, FILE_OVER = Path("results/validation-worlds"), "over-worlds.json"
PAIRS = 48  # in each of several worlds
OUT_QUICK = Path("results/validation-quick")  # never in the place of the full one


def validate(
    quick: Annotated[
        bool, typer.Option("--quick", help="Fewer paired seeds, too few to show all: under a minute.")
    ] = False,
    only: Annotated[
        list[str] | None,
        typer.Option(metavar="CHECK", help="This check alone (P3, S9, R1 ...), and no null models; may be repeated."),
    ] = None,
    worlds: WorldsName = CENTRAL_NAME,
    extension: With = None,
    pairs: Annotated[
        int | None,
        typer.Option(
            parser=whole,
            metavar="INTEGER",
            help=f"Paired seeds in each of several worlds, by default {PAIRS}.",
            show_default=False,
        ),
    ] = None,
    seed: Annotated[int, typer.Option(parser=whole, metavar="INTEGER", help="Same seed, same verdicts.")] = 1,
    workers: Workers = None,
    out: Annotated[
        Path | None,
        typer.Option(
            metavar="DIR", help=f"Folder for the results, by default {OUT} or {OUT_QUICK}.", show_default=False
        ),
    ] = None,
) -> None:
    """Check the model against the patterns and figures that it must show, and null models that must fail them.

    P are patterns from theory and practice, S the figures that it is fitted to, R predictions of what was not fitted.

    Every check was fixed beforehand: claim, estimator, accepted range and number of paired seeds. With --worlds each is
    judged in every world, and the share of worlds in which it holds is told; what is done is kept, and the same command
    goes on where an earlier one was stopped.
    """
    from rich.console import Console

    from simulation.cli.progress import progress
    from simulation.validation import CHECKS
    from simulation.validation.running import validate as run
    from simulation.validation.verdicts import checks_table, nulls_table, save

    check_range("--seed", seed, 0, LAST_SEED)
    check_workers(workers)
    known = [check.name for check in CHECKS]
    for name in only or ():
        if name not in known:
            refuse(f"--only {shown(name)}: there is no such check{nearest(name, known)}")
    if extension is not None:
        complain(extension_in_words())
        out = out or OUT.with_name(f"{OUT.name}-{extension.stem}")  # never in the place of the model's own
    if worlds != CENTRAL_NAME:
        if quick:
            refuse("--quick is for the central world: with --worlds say how many --pairs")
        check_range("--pairs", pairs, 2, 10_000)
        _over(worlds, only, pairs or PAIRS, seed, workers, out or OUT_OVER)
        return
    if pairs is not None:
        refuse("--pairs is for several --worlds: in the central one every check has a number of its own")
    out = out or (OUT_QUICK if quick or only else OUT)
    _check_out(out)
    with progress(1, "validation") as report_progress:
        watch = Watch(report_progress)
        report = run(seed, quick, workers, watch, only)
    console = Console(width=None if sys.stdout.isatty() else WIDTH, markup=False, highlight=False)
    console.print(checks_table(report.results, "Checks of the model"))
    if report.nulls:
        console.print(nulls_table(report))
    passed = sum(result.verdict == "pass" for result in report.results)
    console.print(f"{passed} of {len(report.results)} checks pass, in {report.wall_seconds:.0f} seconds.")
    files = save(report, out)
    console.print(f"Written to {out}: {', '.join(path.name for path in files)}")
    console.print(_in_other_worlds(report.results, watch.seconds, only, extension, seed, workers), soft_wrap=True)


class Watch:
    """Passes on how far a run is, and keeps how many seconds each check took."""

    def __init__(self, report: Callable[[int, int], None]) -> None:
        self.seconds: list[float] = []
        self._report, self._last = report, time.monotonic()

    def __call__(self, done: int, total: int) -> None:
        """One more check is judged."""
        now = time.monotonic()
        self.seconds.append(now - self._last)
        self._last = now
        self._report(done, total)


def _in_other_worlds(
    results: Sequence[Result],
    seconds: Sequence[float],
    only: Sequence[str] | None,
    extension: Path | None,
    seed: int,
    workers: int | None,
) -> str:
    """The command that judges the same checks in every plausible world, and how long it takes if that can be told.

    Why not this one: docs/decisions/0043-what-validate-judges.md.
    """
    from simulation.engine import compile_progress
    from simulation.world.worlds import worlds

    words = ["coproduction", "validate", "--worlds", PLAUSIBLE]
    for name in only or ():
        words += ["--only", name]
    stated = {"--with": extension, "--seed": seed if seed != 1 else None, "--workers": workers}
    for option, value in stated.items():
        words += [option, str(value)] if value is not None else []
    count = len(worlds(PLAUSIBLE))
    # Those of the model stand first, null models after them.
    a_world = sum(taken * PAIRS / each.pairs for taken, each in zip(seconds, results, strict=False))
    taking = "" if compile_progress.took_time() else f" (about {_long(count * a_world)}, at the pace of this run)"
    return f"This was the central world. In each of the {count} plausible ones{taking}: {shlex.join(words)}"


def _long(seconds: float) -> str:
    """A time that is known roughly: minutes up to two hours, then hours."""
    minutes = max(1, round(seconds / 60))
    return f"{minutes / 60:.0f} hours" if minutes > 120 else f"{minutes} minutes" if minutes > 1 else "a minute"


def _check_out(out: Path) -> None:
    """Refuse a place where no folder of verdicts can be."""
    check_place(out)
    if out.exists() and not out.is_dir():
        refuse(f"--out {out}: this is a file, not a folder")


def _over(worlds: str, only: Sequence[str] | None, pairs: int, seed: int, workers: int | None, out: Path) -> None:
    """Judge checks in every world, print and write in what share of them each holds."""
    import json

    from rich.console import Console

    from simulation.calibration.shares import judged_over, table_of
    from simulation.cli.progress import progress
    from simulation.results.atomic import write_text
    from simulation.results.provenance import provenance
    from simulation.validation import CHECKS

    drawn_in = load_worlds(worlds)
    _check_out(out)
    checks = [check for check in CHECKS if not only or check.name in only]
    with progress(len(drawn_in), f"{len(checks)} checks in {len(drawn_in)} worlds") as report_progress:
        found = judged_over(drawn_in, checks, out, seed, pairs, workers, on_progress=report_progress)
    console = Console(width=None if sys.stdout.isatty() else WIDTH, markup=False, highlight=False)
    title = f"Checks over {len(drawn_in)} worlds, {pairs} pairs in each"
    console.print(table_of(found, title))
    data = {"worlds": drawn_in.name, "digest": drawn_in.digest, "pairs": pairs, "seed": seed, **provenance().to_json()}
    content = {**data, "checks": [each.to_json() for each in found]}
    write_text(out / FILE_OVER, json.dumps(content, indent=1, ensure_ascii=False, allow_nan=False) + "\n")
    console.print(f"Written to {out}: {FILE_OVER}")
