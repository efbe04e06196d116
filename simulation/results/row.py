"""One line of a summary."""

from __future__ import annotations

import math
from dataclasses import asdict, dataclass, replace
from typing import Any, Literal

from simulation.results.bootstrap import LEVEL
from simulation.world.arms import ArmOrDifference

Of = Literal[ArmOrDifference, "effect"]  # what a row is about
Period = Literal["final_year", "after_event"]

_OVER_WORLDS = ("sign_share", "no_matter_share", "chance_share", "worlds_error", "simulation_error")
_NUMBERS = ("estimate", "low", "high", "future_low", "future_high", *_OVER_WORLDS)
_EARLIER = {"futures_low": "future_low", "futures_high": "future_high"}  # names in files of earlier versions
NOTHING_OVER_WORLDS: dict[str, Any] = dict.fromkeys(_OVER_WORLDS, math.nan)


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
    low, high : where futures are drawn in one world: interval of the estimate at ``level``, how well it is known. In
        several worlds: between them lies the average over futures in so large a share of worlds, for medians and
        survival the interval of the estimate still, as the note says. nan where that cannot be told.
    future_low, future_high : nine futures in ten lie between them: what may happen; nan where there are none, or too
        few replicates.
    replicates, excluded : replicates that the estimate rests on; those left out because there was nothing to lose.
    worse, same, better : differences of measures that have a better direction: in how many futures the events made it
        worse, the same within 1 % of the counterfactual, or better.
    sign_share, no_matter_share : of differences and relative losses, in what share of worlds the average effect has the
        sign of the estimate (and is not too small to matter), and in what share it is too small; the rest has the other
        sign. The second is nan for units that have no such size, and the first then counts all of that sign.
    chance_share : share of the variance of single futures that is chance, not the world's.
    worlds_error, simulation_error : standard errors of the estimate, because worlds are few and because futures are.
        These five are nan where futures are drawn in one world.
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
    future_low: float = math.nan
    future_high: float = math.nan
    replicates: int = 0
    excluded: int = 0
    level: float = LEVEL
    worse: int | None = None
    same: int | None = None
    better: int | None = None
    sign_share: float = math.nan
    no_matter_share: float = math.nan
    chance_share: float = math.nan
    worlds_error: float = math.nan
    simulation_error: float = math.nan
    note: str = ""

    def to_json(self) -> dict[str, Any]:
        """As it stands in ``summary.json``, where null is a number that does not exist (the note says why)."""
        data = asdict(self)
        return data | {name: data[name] if math.isfinite(data[name]) else None for name in _NUMBERS}

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Row:
        """The row that `to_json` wrote; what was infinite comes back as nan, with its note."""
        data = {_EARLIER.get(name, name): value for name, value in data.items()}
        numbers = {name: data.get(name) for name in _NUMBERS}
        return cls(**data | {name: math.nan if value is None else value for name, value in numbers.items()})

    @property
    def other_sign_share(self) -> float:
        """Share of worlds in which the average effect has the other sign than the estimate, and matters."""
        matters = 1 - (0.0 if math.isnan(self.no_matter_share) else self.no_matter_share)
        return round(matters - self.sign_share, 9) + 0.0  # none is 0, not a little less


def certain(row: Row) -> Row:
    """A row where nothing can differ between the arms: neither replicates nor worlds could make that less certain."""
    return replace(row, low=row.estimate, high=row.estimate, note="", **NOTHING_OVER_WORLDS)
