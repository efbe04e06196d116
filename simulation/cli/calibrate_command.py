"""``coproduction calibrate``: the search for all settings that the record does not rule out; it can be stopped."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from simulation.cli.output_folder import check_place
from simulation.cli.scenario_arguments import chosen_settings, refusing
from simulation.cli.status import STOPPED, check_range, complain, refuse, say, whole
from simulation.cli.where_it_runs import Dask, Workers, check_workers, dask_executor
from simulation.world.limits import LAST_SEED

if TYPE_CHECKING:
    from numpy.typing import NDArray

ACCEPTED = "accepted.parquet"


def calibrate(
    folder: Annotated[
        Path, typer.Argument(metavar="DIR", help="Folder for what is tried, kept in pieces.", show_default=False)
    ],
    seed: Annotated[int, typer.Option(parser=whole, metavar="INTEGER", help="Same seed, same sets.")] = 1,
    share: Annotated[
        float,
        typer.Option(metavar="SHARE", help="Share of the full size, down to 0.02 for a trial.", show_default=True),
    ] = 1.0,
    turns: Annotated[
        int | None,
        typer.Option(
            parser=whole, metavar="INTEGER", help="End after so many turns of acceptance.", show_default=False
        ),
    ] = None,
    workers: Workers = None,
    dask: Dask = None,
    foresee: Annotated[bool, typer.Option("--foresee", help="Say how long it will take, and stop.")] = False,
    again: Annotated[
        str | None,
        typer.Option(
            metavar="plausible|FILE",
            help="Instead try these sets once more, and name those refuted.",
            show_default=False,
        ),
    ] = None,
    set_: Annotated[
        list[str] | None,
        typer.Option(
            "--set",
            metavar="KEY=VALUE",
            help="With --again: this value in all sets; may be repeated.",
            show_default=False,
        ),
    ] = None,
) -> None:
    """Find the settings that meet all recorded figures: plausible worlds.

    Waves to learn from, rounds in which candidates come nearer, then acceptance by the simulation itself. What is done
    is kept: the same command goes on where an earlier one was stopped. At full size it takes hours, and says so first.

    With --again sets that were accepted are simulated under a seed that judged none of them: after a change of the
    model's rules, those that the record refutes now are named. With --set, those that it refutes if a number is the
    same in all of them, as in a run with that --set.

    For example: coproduction calibrate results/worlds --share 0.05
    """
    check_range("--seed", seed, 0, LAST_SEED)
    check_workers(workers, dask)
    if not 0.02 <= share <= 10:
        refuse(f"--share {share:g}: it must be a number from 0.02 to 10")
    check_place(folder)
    settings = chosen_settings(set_ or ())
    if settings and again is None:
        refuse("--set is for --again: the search itself looks for these values")
    try:
        import sklearn  # noqa: F401
    except ImportError:
        refuse("calibrate needs scikit-learn: pip install 'coproduction[calibration]'")
    from simulation.calibration.calibrate import Calibration, Sizes
    from simulation.cli.progress import lines
    from simulation.results.atomic import writing
    from simulation.results.provenance import provenance
    from simulation.world.sealed import to_parquet
    from simulation.world.worlds import worlds

    sizes = Sizes.of(share)
    check_range("--turns", turns, 1, sizes.turns)
    sizes = replace(sizes, turns=turns or sizes.turns)
    with dask_executor(dask) as executor:
        calibration = Calibration(folder, seed, sizes, workers=workers, executor=executor, say=say, on_progress=lines)
        if again is not None:
            with refusing():
                chosen = worlds(again).with_settings(settings)
            with going_on(folder):
                refuted = calibration.again(chosen)
            say("\n".join(_refuted(refuted, settings)))
            return
        hours = calibration.seconds() / 3600
        say(f"About {hours:.1f} core-hours in all; what is in {folder} already is not done again.")
        if foresee:
            return
        with going_on(folder):
            accepted = calibration.run()
    how = {"seed": seed, "sizes": sizes.to_json(), "tried": dict(accepted.tried), "turns": list(accepted.turns)}
    marks = how | provenance().to_json()
    with writing(folder / ACCEPTED) as file:
        file.write(to_parquet(accepted.table(), marks, compression="zstd"))
    half = int(accepted.at_half.sum())
    say(f"{len(accepted.values)} sets meet all figures, {half} at half the tolerance; written to {folder / ACCEPTED}")


@contextmanager
def going_on(folder: Path) -> Iterator[None]:
    """What is stopped can be gone on with."""
    try:
        yield
    except KeyboardInterrupt:
        complain(f"What is done is in {folder}; the same command goes on with it.", "")
        raise typer.Exit(STOPPED) from None


def _refuted(refuted: NDArray[Any], settings: Mapping[str, float]) -> Iterator[str]:
    import numpy as np

    from simulation.calibration.figures import FIGURES

    out = np.asarray(refuted.any(axis=1))
    where = ", ".join(f"{name} = {value:g}" for name, value in settings.items())
    said = f"{(~out).sum()} of {len(out)} sets ({(~out).mean():.0%}) are not refuted under this seed."
    yield f"With {where} in all sets, {said}" if where else said
    for number in np.flatnonzero(out):
        names = [figure.name for figure, is_out in zip(FIGURES, refuted[number], strict=True) if is_out]
        yield f"  world {number}: {', '.join(names)}"
