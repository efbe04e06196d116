"""The measures of a run as Mesa collects them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

from simulation.engine.mesa_compatibility import DataCollector
from simulation.world.errors import UseError
from simulation.world.measures import COLUMN

if TYPE_CHECKING:
    from simulation.model.coproduction_model import CoproductionModel


class MeasureCollector(DataCollector):
    """Mesa's data collector with every measure of `simulation.world.measures` as a model reporter.

    Parameters
    ----------
    model_reporters : further ones, as Mesa takes them; one with the name of a measure is refused.
    others : ``agent_reporters``, ``agenttype_reporters`` and ``tables``, as Mesa takes them.
    """

    def __init__(self, model_reporters: Mapping[str, Any] | None = None, **others: Any) -> None:
        self.row: dict[str, float] = {}
        own = dict(model_reporters or {})
        for name in own.keys() & COLUMN.keys():
            raise UseError(f"model reporter {name!r}: there is a measure of that name; call yours otherwise")
        measures = {name: partial(self._measure, name) for name in COLUMN}
        super().__init__(model_reporters=measures | own, **others)

    def collect(self, model: CoproductionModel) -> None:
        """Add a row: the measures of the world as it stands, taken once for all of them."""
        self.row = model.measures()
        super().collect(model)

    def _measure(self, name: str, model: CoproductionModel) -> float:
        return self.row[name]
