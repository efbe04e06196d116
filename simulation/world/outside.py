"""Values outside the declared ranges, where they are allowed: which they are, also in words for who reads results."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from simulation.world import extension
from simulation.world.parameters import PARAMETERS


def outside(values: Iterable[tuple[str, float]]) -> dict[str, list[float]]:
    """Of the settings among these values, the least and the greatest of each that leaves its declared range."""
    found: dict[str, list[float]] = {}
    for name, value in values:
        if name in PARAMETERS:
            low, high = found.get(name, (value, value))
            found[name] = [min(low, value), max(high, value)]
    return {
        name: ends for name, ends in found.items() if ends[0] < PARAMETERS[name].low or ends[1] > PARAMETERS[name].high
    }


def outside_in_words(found: Mapping[str, Iterable[float]]) -> str:
    """A sentence that names them, with what is declared; empty where there are none."""
    parts = []
    for name, ends in found.items():
        low, high = ends
        parameter = PARAMETERS[name]
        said = f"{low:.4g}" if low == high else f"{low:.4g} to {high:.4g}"
        parts.append(f"{name} = {said} (declared {parameter.low:g} to {parameter.high:g} {parameter.unit})")
    return f"Outside the declared range, where the model is not meant to work: {'; '.join(parts)}." if parts else ""


def in_short(manifest: Mapping[str, Any]) -> list[str]:
    """For small print, what of some results is not as declared: parameters outside their ranges, and an extension."""
    found = [f"outside declared ranges: {', '.join(manifest['outside'])}"] if manifest.get("outside") else []
    return found + extension.in_short(manifest)
