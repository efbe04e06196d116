"""Small pure functions that the rules share."""

from __future__ import annotations

from simulation.engine.compilation import rule

MIDDLE = 0.5  # of a scale from 0 to 1


@rule
def clip(value, low=0.0, high=1.0):
    """``value``, not below ``low`` and not above ``high`` (ODD eq. 1)."""
    return min(max(value, low), high)


@rule
def towards(value, goal, rate):
    """``value`` moved by the share ``rate`` of its distance to ``goal`` (ODD eq. 1)."""
    return value + rate * (goal - value)


@rule
def saturating(value, half):
    """Rises from 0 to 1 with diminishing returns; one half at ``half`` (ODD eq. 1)."""
    return value / (value + half)
