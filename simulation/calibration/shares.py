"""In what share of worlds the checks hold: every check judged in every world, by what is estimated there."""

from __future__ import annotations

import math
import os
from collections.abc import Callable, Sequence
from concurrent.futures import Executor
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from simulation.calibration.figures import as_judged, bounds, outside
from simulation.calibration.pool import Effort, Stage
from simulation.results.intervals import share_interval
from simulation.results.quantiles import quantiles
from simulation.validation.check import Check, Part
from simulation.validation.in_words import amount, between
from simulation.world.worlds import Worlds

if TYPE_CHECKING:
    from rich.table import Table

SPREAD = (0.05, 0.5, 0.95)


class PartOverWorlds(NamedTuple):
    """What a part of a check comes to over worlds: the share in which it lies in its range, and quantiles `SPREAD`."""

    part: Part
    share: float
    spread: tuple[float, ...]


class CheckOverWorlds(NamedTuple):
    """In how many of the worlds that tell all its parts lie in their ranges, with the interval of that share."""

    check: Check
    holds: int
    told: int
    low: float
    high: float
    parts: tuple[PartOverWorlds, ...]

    def to_json(self) -> dict[str, Any]:
        """As it stands in the file."""
        return {
            "name": self.check.name,
            "title": self.check.title,
            "holds": self.holds,
            "told": self.told,
            "low": _or_none(self.low),
            "high": _or_none(self.high),
            "parts": [
                {
                    "name": each.part.name,
                    "accepted": [each.part.low, each.part.high],
                    "unit": each.part.unit,
                    **dict(zip(("share", "q05", "q50", "q95"), map(_or_none, (each.share, *each.spread)), strict=True)),
                }
                for each in self.parts
            ],
        }


def judged_over(
    worlds: Worlds,
    checks: Sequence[Check],
    folder: Path,
    seed: int = 1,
    pairs: int = 48,
    workers: int | None = None,
    executor: Executor | None = None,
    on_progress: Callable[[int, int], None] | None = None,
) -> list[CheckOverWorlds]:
    """Judge checks in every world, in pieces that are kept in a folder.

    A check holds in a world if the estimates of all its parts lie in their accepted ranges. Estimates of few pairs err,
    so a share is that of the model's worlds and of chance together: near the end of a range it is drawn towards half.

    Parameters
    ----------
    pairs : paired futures in each world; far fewer than a verdict on a single world takes.
    """
    figures = [figure for check in checks for figure in as_judged(check)]
    stage = Stage(folder, "worlds", worlds.names, figures, worlds.values, Effort(seed, pairs, pairs))
    estimates = stage.run(workers or os.cpu_count(), executor, on_progress).estimates
    low, high = bounds(figures)
    found, first = [], 0
    for check in checks:
        mine = slice(first, first := first + len(check.parts))
        inside = outside(low[mine], high[mine], estimates[:, mine]) == 0
        told = np.isfinite(estimates[:, mine]).all(axis=1)
        holds = int(inside[told].all(axis=1).sum())
        _, least, most = share_interval(holds, int(told.sum()))
        parts = tuple(_part(part, column) for part, column in zip(check.parts, estimates[:, mine].T, strict=True))
        found.append(CheckOverWorlds(check, holds, int(told.sum()), least, most, parts))
    return found


def _or_none(value: float) -> float | None:
    return None if math.isnan(value) else value


def _part(part: Part, estimates: np.ndarray) -> PartOverWorlds:
    known = estimates[np.isfinite(estimates)]
    if not len(known):
        return PartOverWorlds(part, np.nan, (np.nan,) * len(SPREAD))
    inside = outside(np.array(part.low), np.array(part.high), known) == 0
    return PartOverWorlds(part, float(inside.mean()), tuple(map(float, quantiles(known, SPREAD))))


def table_of(found: Sequence[CheckOverWorlds], title: str) -> Table:
    """Every check with the share of worlds in which it holds, and every part of it over worlds."""
    from rich.table import Table

    table = Table(title=title, title_justify="left")
    for heading in ("check", "what is estimated", "holds in", "median [5 % to 95 % of worlds]", "accepted"):
        table.add_column(heading)
    for each in found:
        between_which = f" [{each.low:.0%} to {each.high:.0%}]" if each.told else ""
        holds = f"{each.holds} of {each.told}{between_which}"
        table.add_row(each.check.name, each.check.title, holds, "", "", style="bold")
        for part in each.parts:
            low, middle, high = (amount(value, part.part.unit) for value in part.spread)
            share = "" if math.isnan(part.share) else f"{part.share:.0%}"
            accepted = between(part.part.low, part.part.high, part.part.unit)
            table.add_row("", part.part.name, share, f"{middle} [{low} to {high}]", accepted)
    return table
