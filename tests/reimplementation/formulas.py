"""What recurs: the three small functions of Eq. 1, and the middle of a scale."""

from __future__ import annotations

MIDDLE = 0.5


def clip(x: float, low: float = 0.0, high: float = 1.0) -> float:
    """Eq. 1."""
    return min(max(x, low), high)


def towards(x: float, goal: float, rate: float) -> float:
    """Eq. 1."""
    return x + rate * (goal - x)


def saturating(x: float, half: float) -> float:
    """Eq. 1."""
    return x / (x + half)
