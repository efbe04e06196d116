"""What was sampled: every factor, and what policies set, between which ends, in what unit, and how far it went."""

from __future__ import annotations

from typing import NamedTuple

from simulation.sweep.store.reader import Stored


class Sampled(NamedTuple):
    """One thing that differs between points.

    Attributes
    ----------
    low, high : between which ends the design let it vary; of what policies set, the least and the greatest of it.
    least, greatest : how far it went at the points.
    unit : empty in sweeps written before units were.
    values : the only values that it could take, where the design listed them.
    declared : the ends of its declaration; none in sweeps written before these were.
    factor : whether it was sampled; else policies set it.
    """

    name: str
    low: float
    high: float
    least: float
    greatest: float
    unit: str
    values: tuple[float, ...]
    declared: tuple[float, float] | None
    factor: bool

    @property
    def outside(self) -> bool:
        """Whether the points leave the declared range."""
        return self.declared is not None and not self.declared[0] <= self.least <= self.greatest <= self.declared[1]


def sampled(stored: Stored) -> list[Sampled]:
    """Everything that differs between points, in the order of the columns of the table of points."""
    ranges, varied = stored.manifest.get("ranges", {}), stored.manifest.get("varied", {})
    found = []
    for name in stored.varied:
        values = stored.points[name].drop_null().to_pylist()
        least, greatest = min(values), max(values)
        low, high = ranges.get(name, (least, greatest))
        said = varied.get(name, {})
        declared = tuple(said["declared"]) if "declared" in said else None
        listed = tuple(said.get("values", ()))
        factor = name in stored.factors
        found.append(Sampled(name, low, high, least, greatest, said.get("unit", ""), listed, declared, factor))
    return found
