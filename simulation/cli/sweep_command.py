"""``coproduction sweep``: a whole design of experiments, on threads or a cluster; it resumes by itself."""

from __future__ import annotations

import re
import shlex
import traceback
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from simulation.cli.scenario_arguments import With, load_worlds
from simulation.cli.status import FAILED, STOPPED, complain, refuse, say
from simulation.cli.where_it_runs import Dask, Workers, check_workers, dask_executor

if TYPE_CHECKING:
    from simulation.sweep import Shard
    from simulation.sweep.design import Plan


def sweep(
    design: Annotated[Path, typer.Argument(metavar="DESIGN.toml", help="A design of experiments.", show_default=False)],
    out: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="Folder for the results, by default results/NAME.", show_default=False),
    ] = None,
    workers: Workers = None,
    dask: Dask = None,
    shard: Annotated[
        str, typer.Option(metavar="I/N", help="Compute share I of N; processes may share one folder.")
    ] = "1/1",
    worlds: Annotated[
        str | None,
        typer.Option(
            metavar="plausible|central|FILE",
            help="The worlds that futures are drawn in, instead of those that the design names.",
            show_default=False,
        ),
    ] = None,
    extension: With = None,
    retry_failed: Annotated[
        bool, typer.Option("--retry-failed", help="Compute runs that failed again, as after mending what failed them.")
    ] = False,
) -> None:
    """Simulate every point of a design; the same command goes on where an earlier one was stopped.

    With more replicates or points in the design it goes on from what is there; what is of no use any more is set aside.

    For example: coproduction sweep protection.toml --out results/protection (docs/guide.md shows such a file)
    """
    check_workers(workers, dask)
    share = _share(shard)
    plan = _plan(design, worlds)
    folder = out or Path("results") / plan.design.name
    words = ["coproduction", "sweep", str(design), *(["--out", str(out)] if out is not None else [])]
    words += ["--worlds", worlds] if worlds is not None else []
    words += ["--with", str(extension)] if extension is not None else []
    try:
        complete = _run(plan, folder, workers, dask, share, shlex.join(words), retry_failed)
    except KeyboardInterrupt:
        complain(f"What is done is in {folder}; the same command goes on with it.", "")
        raise typer.Exit(STOPPED) from None
    if complete:
        _tell(folder)
    else:
        say(f"Share {shard} is done; other shares of {folder} are still missing.")


def _run(
    plan: Plan, folder: Path, workers: int | None, dask: str | None, share: Shard, command: str, retry_failed: bool
) -> bool:
    from simulation.cli.progress import progress
    from simulation.sweep import Progress
    from simulation.sweep import sweep as run_sweep
    from simulation.world.errors import MachineError, StoreError, SweepError

    total = len(plan) * plan.design.replicates
    latest = Progress(0, total, 0)
    try:
        with dask_executor(dask) as executor, progress(total, f"{plan.design.name}, {len(plan):,} points") as report:

            def tell(now: Progress) -> None:
                nonlocal latest
                latest = now
                report(now.done, now.total)

            complete = run_sweep(
                plan,
                folder,
                workers=workers,
                executor=executor,
                shard=share,
                command=command,
                on_progress=tell,
                retry_failed=retry_failed,
            )
        if latest.before:
            say(f"{latest.before:,} of {latest.total:,} futures were there and are not simulated again.")
        return complete
    except StoreError as error:
        refuse(f"--out {error}")
    except typer.Exit:
        raise
    except (SweepError, MachineError, OSError) as error:
        complain(f"{error}; what is done is in {folder}: the same command goes on with it")
        raise typer.Exit(FAILED) from None
    except Exception as error:
        traceback.print_exc()
        complain(f"{plan.design.name} failed while running: {error}")
        raise typer.Exit(FAILED) from None


def _plan(path: Path, worlds: str | None) -> Plan:
    from simulation.sweep.design import load, plan
    from simulation.world.errors import DesignError, SettingError

    drawn_in = load_worlds(worlds) if worlds is not None else None
    try:
        return plan(load(path), path.parent, drawn_in)
    except (DesignError, SettingError) as error:
        refuse(error)


def _share(text: str) -> Shard:
    from simulation.sweep import Shard

    match = re.fullmatch(r"(\d{1,6})/(\d{1,6})", text)
    if match is None or not 1 <= int(match[1]) <= int(match[2]):
        refuse(f"--shard {text}: write it as 1/8, the first of eight shares")
    return Shard(int(match[1]), int(match[2]))


def _tell(folder: Path) -> None:
    """What there is now, and whether anything failed."""
    from simulation.sweep.store import drawn_in, open_store, remarks

    stored = open_store(folder)
    failures = len(stored.failures)
    rows = stored.dataset().count_rows()
    files = ", ".join(f"{name}.parquet" for name in stored.size)
    say(f"{len(stored.points):,} points, {rows:,} runs in {folder}: {files}")
    say(f"Futures are drawn in {drawn_in(stored)}.")
    for remark in remarks(stored):
        complain(remark, "")
    if failures:
        first = stored.failures.slice(0, 1).to_pylist()[0]
        complain(
            f"{failures} of {rows} runs failed; point {first['point']}, replicate {first['replicate']}: "
            f"{first['error']}"
        )
        raise typer.Exit(FAILED)
