"""Numbers and names as people read them; the same in tables, figures and reports."""

from __future__ import annotations

import math

_NAMES = {
    "coproduction": "any co-production",
    "full_coproduction": "full co-production",
    "community_led": "community-led",
    "community_under_contract": "community-delivered under contract",
    "co_planned_community_delivered": "co-planned, community-delivered",
    "self_help": "self-help",
    "non_participation": "non-participation",
    "lock_in": "lock-in",
    "lock_in_months": "months of lock-in",
    "pfi": "PFI",
    "pfi_charges": "PFI charges",
    "outside_pfi": "outside PFI",
    "pfi_deals": "new PFI contracts",
}
_DECIMALS = {"share": 1, "months": 1, "count": 1, "per month": 2, "money": 1, "index": 3, "ratio": 3, "p value": 3}
_SCALE = {"share": 100, "per month": 12}  # from what is stored to what is shown


def label(name: str) -> str:
    """A measure's name in words: ``co_delivery`` is co-delivery."""
    if name in _NAMES:
        return _NAMES[name]
    words = name.replace("_", " ")
    return "co-" + words[3:] if words.startswith("co ") else words


def capital(words: str) -> str:
    """The words as a line of their own begins."""
    return words[:1].upper() + words[1:]


def number(value: float, unit: str, signed: bool = False, bare: bool = False) -> str:
    """A number in its unit, or without it (``bare``); shares in per cent, ``signed`` in percentage points."""
    if math.isnan(value):
        return "–"
    if math.isinf(value):
        return "beyond the horizon"
    decimals = _DECIMALS.get(unit, 2)
    value = round(value * _SCALE.get(unit, 1), decimals)
    text = f"{value:{'+' if signed and value else ''}.{decimals}f}" if value else f"{0:.{decimals}f}"
    ending = {"share": " percentage points" if signed else " %", "months": " months", "per month": " a year"}.get(
        unit, ""
    )
    return text.replace("-", "−") + ("" if bare else ending)
