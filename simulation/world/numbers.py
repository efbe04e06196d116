"""Numbers as people give them: one rule for what is one, wherever it comes from."""

from __future__ import annotations

import math
import re
from numbers import Real

_PLAIN = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d{1,4})?", re.ASCII | re.IGNORECASE)
_COMMA = re.compile(r"[+-]?\d*,\d+", re.ASCII)
MOST_DIGITS = 40  # of a number in a table or on the command line


def as_number(value: object) -> float:
    """A number of a file of settings as a float; NaN for what is none: text, true and false, what no float holds."""
    if isinstance(value, bool) or not isinstance(value, Real):
        return math.nan
    try:
        return float(value)
    except OverflowError:
        return math.nan


def parsed(text: str) -> float:
    """The number that a cell of a table or a word of the command line states.

    Python reads more than people mean by a number (``0_1``, ``nan``, digits of other scripts); this does not.

    Raises
    ------
    ValueError : as the end of a sentence that begins with the value.
    """
    text = text.strip()
    if _COMMA.fullmatch(text):
        raise ValueError("is not a number: write decimals with a point")
    if len(text) > MOST_DIGITS or not _PLAIN.fullmatch(text) or math.isinf(float(text)):
        raise ValueError("is not a number")
    return float(text)


def parsed_whole(text: str) -> int:
    """The whole number that a cell states; ``29.0`` is one, as other programs write it."""
    try:
        number = parsed(text)
    except ValueError:
        number = math.nan
    if not number >= 0 or not number.is_integer() or number > 2**53:
        raise ValueError("is not a whole number")
    return int(number)
