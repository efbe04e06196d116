"""How tables of public bodies write amounts, gaps and financial years: one rule for all readers of such tables."""

from __future__ import annotations

import re
from collections.abc import Iterator

from simulation.world.numbers import parsed

NOUGHT = frozenset(("", "-", "–", "—", "nil", "[z]", "[low]"))  # nothing, or nothing to report
UNKNOWN = frozenset(("..", "...", "…", ":", "[x]", "[c]", "[u]", "n/a", "#n/a"))  # there is no figure
_IN_THOUSANDS = re.compile(r"-?\d{1,3}([, ]\d{3})+(\.\d+)?")  # 1,234,567 or 1 234 567
_NOTE = re.compile(r"(?<=\S)(\s*\[[^\]]*\]|\s*\*+|\s*\((note\s*)?\d{1,2}\))+$", re.IGNORECASE)
_YEARS = re.compile(r"(?<![\d-])((?:19|20)\d\d)\s*(?:[-–/_]|to)?\s*((?:19|20)?\d\d)(?!-?\d)")


def is_nought(cell: str) -> bool:
    """Whether a cell says that there is nothing: it is empty, or has a sign for that."""
    return cell.strip().casefold() in NOUGHT


def is_unknown(cell: str) -> bool:
    """Whether a cell says that there is no figure, which is not nothing."""
    return cell.strip().casefold() in UNKNOWN


def amount(cell: str) -> float:
    """The amount in a cell: with a £, thousands apart, a loss in brackets, and a note behind it, if any.

    Raises
    ------
    ValueError : as the end of a sentence that begins with the cell.
    """
    text = " ".join(without_notes(cell).replace("£", "").split())
    if loss := re.fullmatch(r"\((.*)\)", text):
        text = f"-{loss[1].strip()}"
    return parsed(re.sub("[, ]", "", text) if _IN_THOUSANDS.fullmatch(text) else text)


def without_notes(cell: str) -> str:
    """A cell without the marks of notes behind it: ``Wigan [note 3]``, ``Wigan (2)``, ``Wigan*``."""
    return _NOTE.sub("", cell.strip())


def financial_years(text: str) -> Iterator[int]:
    """The first calendar years of the financial years that a text names: ``2016-17``, ``2016/17``, ``2016 to 2017``."""
    for match in _YEARS.finditer(text):
        year, next_one = int(match[1]), int(match[2])
        if next_one in (year + 1, (year + 1) % 100):
            yield year
