"""The measures of a run as Mesa collects them."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from simulation.engine.mesa_compatibility import DataCollector
from simulation.world.measures import COLUMN

if TYPE_CHECKING:
    from simulation.model.coproduction_model import CoproductionModel


class MeasureCollector(DataCollector):
    """Mesa's data collector with every measure of `simulation.world.measures` as a model reporter."""

    def __init__(self) -> None:
        self.row: dict[str, float] = {}
        super().__init__(model_reporters={name: partial(self._measure, name) for name in COLUMN})

    def collect(self, model: CoproductionModel) -> None:
        """Add a row: the measures of the world as it stands, taken once for all of them."""
        self.row = model.measures()
        super().collect(model)

    def _measure(self, name: str, model: CoproductionModel) -> float:
        return self.row[name]
