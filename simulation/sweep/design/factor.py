"""A factor: one thing that a design varies, and over which values."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict, Field, model_validator

from simulation.scenarios.checks import Number, Whole
from simulation.world.errors import shown

DECLARED = "declared"

Floats = NDArray[np.float64]


class Factor(BaseModel):
    """The values that a factor takes.

    In a design file it is written as ``"declared"`` (the range of the parameter's declaration), as a list of values
    ``[0, 0.4, 0.8]``, or as a range ``{low = 0.1, high = 0.5}`` of which either end can be left out.

    Attributes
    ----------
    low, high : ends of the range; None for the end that is declared.
    values : the only values to choose from, instead of a range.
    steps : into how many evenly spaced values a full factorial divides the range.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    low: Number | None = None
    high: Number | None = None
    values: tuple[Number, ...] | None = None
    steps: Annotated[Whole, Field(ge=2, le=1000)] | None = None

    @model_validator(mode="before")
    @classmethod
    def _written_shortly(cls, data: Any) -> Any:
        if data == DECLARED:
            return {}
        if isinstance(data, list | tuple):
            return {"values": tuple(data)}
        if not isinstance(data, Mapping):
            raise ValueError(
                f'{shown(data)} is no factor: write "{DECLARED}", a list of values or {{low = 0, high = 1}}'
            )
        return data

    @model_validator(mode="after")
    def _one_way(self) -> Factor:
        if self.values is not None:
            if not self.values or len(set(self.values)) < len(self.values):
                raise ValueError(f"values = {shown(list(self.values))}: give one or more, each once")
            if (self.low, self.high, self.steps) != (None, None, None):
                raise ValueError("give either values or a range, not both")
        elif self.low is not None and self.high is not None and self.low >= self.high:
            raise ValueError(f"low = {self.low:g} must be less than high = {self.high:g}")
        return self

    def ends(self, low: float, high: float) -> tuple[float, float]:
        """The least and the greatest value that it can take; ``low`` and ``high`` are the declared ends."""
        if self.values is not None:
            return min(self.values), max(self.values)
        return low if self.low is None else self.low, high if self.high is None else self.high

    def scale(self, unit: Floats, low: float, high: float, integer: bool) -> Floats:
        """Numbers of the unit interval as values of the factor; ``low`` and ``high`` are the declared ends."""
        if self.values is not None:
            choices = np.array(self.values, float)
            return choices[np.minimum((unit * len(choices)).astype(np.int64), len(choices) - 1)]
        low, high = self.ends(low, high)
        if integer:
            return np.minimum(np.floor(low + unit * (high - low + 1)), high)
        return np.clip(low + unit * (high - low), low, high)  # rounding must not leave the range

    def levels(self, low: float, high: float, integer: bool) -> Floats | None:
        """The values for a full factorial; None for a range without ``steps``."""
        if self.values is not None:
            return np.array(self.values, float)
        if self.steps is None:
            return None
        low, high = self.ends(low, high)
        levels = np.linspace(low, high, self.steps)
        return np.unique(np.round(levels)) if integer else levels
