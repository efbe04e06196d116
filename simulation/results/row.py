"""One line of a summary."""

from __future__ import annotations

import math
from dataclasses import asdict, dataclass
from typing import Any, Literal

from simulation.results.bootstrap import LEVEL
from simulation.world.arms import ArmOrDifference

Of = Literal[ArmOrDifference, "effect"]  # what a row is about
Period = Literal["final_year", "after_event"]

_NUMBERS = ("estimate", "low", "high", "futures_low", "futures_high")


def notes(*texts: str) -> str:
    """Those that say something, in one line."""
    return "; ".join(filter(None, texts))


@dataclass(frozen=True)
class Row:
    """One estimate.

    Attributes
    ----------
    measure, label, unit, definition : what it is; a difference of shares is in shares too.
    arm : the world with the events, the one without, their difference (scenario minus counterfactual), or an effect,
        which has no levels to subtract.
    period : the last 12 months, or all months from the first event under study on.
    estimate : mean over replicates, unless the definition says otherwise; inf: beyond the horizon; nan: not defined.
    low, high : interval of the estimate at ``level``: how well it is known; nan where that cannot be told.
    futures_low, futures_high : nine futures in ten lie between them: what may happen; nan where there are none, or too
        few replicates.
    replicates, excluded : replicates that the estimate rests on; those left out because there was nothing to lose.
    worse, same, better : differences of measures that have a better direction: in how many futures the events made it
        worse, the same within 1 % of the counterfactual, or better.
    note : what must be known beside the number, also why a number is not there.
    """

    measure: str
    label: str
    unit: str
    definition: str
    arm: Of
    period: Period
    estimate: float
    low: float
    high: float
    futures_low: float = math.nan
    futures_high: float = math.nan
    replicates: int = 0
    excluded: int = 0
    level: float = LEVEL
    worse: int | None = None
    same: int | None = None
    better: int | None = None
    note: str = ""

    def to_json(self) -> dict[str, Any]:
        """As it stands in ``summary.json``, where null is a number that does not exist (the note says why)."""
        data = asdict(self)
        return data | {name: data[name] if math.isfinite(data[name]) else None for name in _NUMBERS}

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Row:
        """The row that `to_json` wrote; what was infinite comes back as nan, with its note."""
        return cls(**data | {name: math.nan if data[name] is None else data[name] for name in _NUMBERS})
