"""Small checks that the parts of a scenario share; each raises ``ValueError`` with a full sentence."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Annotated, Any, TypeVar

from pydantic import AfterValidator, Field, Strict, ValidationInfo

from simulation.world.errors import nearest, shown
from simulation.world.parameters import PARAMETERS

T = TypeVar("T", bound=object)

Number = Annotated[float, Strict()]  # whole numbers too, but neither text nor true and false
Whole = Annotated[int, Strict()]
Text = Annotated[str, Field(max_length=20_000)]

MONTHS_A_YEAR = 12
LONGEST_LABEL = 80


def known_settings(settings: Any, info: ValidationInfo) -> Any:
    """Check the settings of a file whose ``allow_outside`` was read before them."""
    outside = bool(info.data.get("allow_outside"))
    return PARAMETERS.check(settings, outside) if isinstance(settings, Mapping) else settings


def label(text: str) -> str:
    """Return ``text`` if it is one line that can stand in a table."""
    if not text.strip() or len(text) > LONGEST_LABEL or not text.isprintable():
        raise ValueError(f"{shown(text)} must be one line of 1 to {LONGEST_LABEL} characters")
    return text


def identifier(text: str) -> str:
    """Return ``text`` if it can name a scenario and the folder of its results."""
    if not _IDENTIFIER.fullmatch(text) or len(text) > LONGEST_LABEL:
        raise ValueError(
            f"name = {shown(text)}: use letters, digits, hyphens, underscores and dots, a letter or digit first"
        )
    return text


_IDENTIFIER = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
Label = Annotated[str, AfterValidator(label)]
Identifier = Annotated[str, AfterValidator(identifier)]


def months(years: float) -> int:
    """Years as whole months."""
    return round(years * MONTHS_A_YEAR)


def one_of(what: str, value: object, allowed: Sequence[str], listed: str = "") -> str:
    """Return ``value`` if it is one of the allowed words; ``listed`` says where they are, if too many for a line."""
    if not isinstance(value, str) or value not in allowed:
        there = listed or f"it is one of: {', '.join(allowed)}"
        hint = nearest(str(value), allowed) or f"; {there}"
        raise ValueError(f"{what} = {shown(value)} is not known{hint}")
    return value


def without_repeats(what: str, names: Iterable[T]) -> tuple[T, ...]:
    """Return ``names`` as a tuple if none occurs twice."""
    names = tuple(names)
    for name, times in Counter(names).items():
        if times > 1:
            raise ValueError(f"the {what} {shown(name)} is named twice")
    return names


def month_of(date: str) -> int:
    """Months since the year 0 of a date written as ``YYYY-MM``."""
    year, _, month = date.partition("-")
    if len(year) != 4 or len(month) != 2 or not (year + month).isdecimal() or not 1 <= int(month) <= MONTHS_A_YEAR:
        raise ValueError(f'{shown(date)} is not a month; write it as in "2008-05"')
    return int(year) * MONTHS_A_YEAR + int(month) - 1
