"""Futures in hand, as `simulation.run` returns them: the ensemble, and everything that is made of it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from simulation.ensemble import Ensemble
from simulation.figures import save_figures
from simulation.notebook.in_hand import InHand
from simulation.results import Results, save, summarise, tabulate
from simulation.results.by_group import part
from simulation.scenarios import Scenario
from simulation.world.errors import ResultError
from simulation.world.groups import Group, the_group

if TYPE_CHECKING:
    import xarray


class Futures(InHand):
    """Paired futures of one scenario, see `simulation.run`.

    Attributes
    ----------
    ensemble : the futures as arrays (`simulation.ensemble.Ensemble`), which is what functions of `simulation.results`
        take.
    """

    def __init__(self, ensemble: Ensemble) -> None:
        self.ensemble = ensemble

    @property
    def scenario(self) -> Scenario:
        """The scenario with its settings."""
        return self.ensemble.scenario

    @property
    def measures(self) -> NDArray[np.float64]:
        """Every month of every future, float64 [replicate, arm, month, measure]; nan of a replicate that failed."""
        return self.ensemble.measures

    @property
    def failures(self) -> Sequence[tuple[int, str]]:
        """Number and error of the replicates that failed."""
        return self.ensemble.failures

    @cached_property
    def results(self) -> Results:
        """The estimates and tables; raises `ResultError` if no replicate finished."""
        return tabulate(self.ensemble, summarise(self.ensemble))

    def of(self, name: str, by: str | None = None) -> Futures:
        """One council, service or fifth that was measured, as futures of its own: ``futures.of("Redtown")``."""
        groups: dict[tuple[str, str], Group] = {(group.by, group.name): group for group in self.ensemble.groups}
        found = the_group(list(groups), name, by, "give run(..., by=)", lambda text: ResultError(f"there is {text}"))
        return Futures(part(self.ensemble, groups[found]))

    def to_xarray(self) -> xarray.Dataset:
        """All months of all futures, a variable for each measure, see `simulation.notebook.arrays.of_futures`."""
        from simulation.notebook.arrays import of_futures

        return of_futures(self.ensemble)

    def save(self, folder: str | Path) -> list[Path]:
        """Write a folder of results with figures, as ``coproduction run --out`` does; return the files."""
        return save(self.results, Path(folder), save_figures)
