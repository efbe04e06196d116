"""What the results need of an ensemble; `simulation.ensemble.Ensemble` has it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from simulation.world.groups import Group
from simulation.world.worlds import Worlds


class ScenarioLike(Protocol):
    """What the results need of a scenario; `simulation.scenarios.Scenario` has it."""

    @property
    def name(self) -> str: ...
    @property
    def title(self) -> str | None: ...
    @property
    def start(self) -> str | None: ...
    @property
    def months(self) -> int: ...
    @property
    def events(self) -> tuple[Any, ...]: ...
    @property
    def outside(self) -> dict[str, list[float]]: ...
    def to_mapping(self) -> dict[str, Any]: ...


class EnsembleLike(Protocol):
    """Many runs of a scenario and of its counterfactual.

    Attributes
    ----------
    measures : ``[replicate, arm, month, measure]``, columns of `simulation.world.measures.MEASURES`.
    spells : co-produced spells, with columns replicate, arm, council, neighbourhood, service, start, end, cause, ended.
    worlds : the worlds that the replicates were drawn in.
    groups : what was measured by itself beside the whole; where there are any, it is a `simulation.ensemble.Ensemble`.
    failures : number and error of each replicate that did not finish; its measures mean nothing.
    """

    @property
    def scenario(self) -> ScenarioLike: ...
    @property
    def seed(self) -> int: ...
    @property
    def replicates(self) -> int: ...
    @property
    def arms(self) -> tuple[str, ...]: ...
    @property
    def fork(self) -> int: ...
    @property
    def months(self) -> int: ...
    @property
    def measures(self) -> NDArray[np.float64]: ...
    @property
    def spells(self) -> NDArray[Any]: ...
    @property
    def worlds(self) -> Worlds: ...
    @property
    def failures(self) -> Sequence[tuple[int, str]]: ...
    @property
    def groups(self) -> tuple[Group, ...]: ...
