"""The three small functions that recur: Eq. 1."""

from __future__ import annotations


def clip(x: float, low: float = 0.0, high: float = 1.0) -> float:
    """Eq. 1."""
    return min(max(x, low), high)


def towards(x: float, goal: float, rate: float) -> float:
    """Eq. 1."""
    return x + rate * (goal - x)


def saturating(x: float, half: float) -> float:
    """Eq. 1."""
    return x / (x + half)
