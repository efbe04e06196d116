"""Estimates and ranges as text."""

from __future__ import annotations

import math

from simulation.validation.check import Finding

_PER_CENT = ("share", "rate")
_UNBOUNDED = 1e3  # an upper bound that only stands for 'no bound'


def amount(value: float, unit: str) -> str:
    """A number in its unit, with as many digits as say something."""
    if math.isnan(value):
        return "–"
    if unit in _PER_CENT:
        return f"{100 * value:.1f} %"
    if unit == "year":
        return f"{value:.0f}"
    return f"{value:.3f}" if unit == "index" else f"{value:.2f}"


def estimate(finding: Finding) -> str:
    """``23.1 % [20.0 %, 26.4 %]``, or ``0.0 %, in all replicates``."""
    unit = finding.part.unit
    if finding.same:
        return f"{amount(finding.estimate, unit)}, in all replicates"
    if math.isnan(finding.low):
        return amount(finding.estimate, unit)
    return f"{amount(finding.estimate, unit)} [{amount(finding.low, unit)}, {amount(finding.high, unit)}]"


def accepted(finding: Finding) -> str:
    """The accepted range: ``9.0 % to 12.0 %``, or one bound where the other only stands for the end of the scale."""
    return between(finding.part.low, finding.part.high, finding.part.unit)


def between(low: float, high: float, unit: str) -> str:
    """The same of any two bounds."""
    natural = {"share": (-1.0, 1.0), "rate": (0.0, 1.0), "index": (-1.0, 1.0), "year": (0.0, 9999.0)}.get(
        unit, (-_UNBOUNDED, _UNBOUNDED)
    )
    if high >= natural[1]:
        return f"at least {amount(low, unit)}"
    if low <= natural[0] or (low == 0 and unit in (*_PER_CENT, "deals")):
        return f"at most {amount(high, unit)}"
    return f"{amount(low, unit)} to {amount(high, unit)}"
