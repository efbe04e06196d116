"""What goes wrong by somebody's doing: one family of errors, whose messages are one line each.

The line names the thing, its value and what would be right.

``except CoproductionError`` catches them all. Each is also the built-in error that such a thing usually raises.
"""

from __future__ import annotations

import difflib
import sys
import unicodedata
from collections.abc import Iterable


class CoproductionError(Exception):
    """The base of all errors of this package."""


class SettingError(CoproductionError, ValueError):
    """A setting that does not exist or lies outside its range."""


class UseError(CoproductionError, AttributeError):
    """A use of the model or of an agent that would have no effect."""


class ExtensionError(CoproductionError, ValueError):
    """An extension that does not fit the model; the message names its file and, where there is one, the line."""


class ScenarioError(CoproductionError, ValueError):
    """A scenario that cannot be used."""


class DesignError(CoproductionError, ValueError):
    """A design that cannot be used."""


class AnalysisError(CoproductionError, ValueError):
    """Results do not allow the analysis that is asked for."""


class ResultError(CoproductionError):
    """Results cannot be made, written or read."""


class StoreError(CoproductionError):
    """Results of a sweep cannot be kept or read."""


class SweepError(CoproductionError):
    """A sweep cannot go on; what is done is kept."""


class MachineError(CoproductionError):
    """The machine cannot go on (memory, disk, imports, compilation): no property of what was simulated."""


class Damaged(CoproductionError):
    """A file that is there, but is not what was written."""


class Busy(CoproductionError):
    """Something that another process is writing."""


class DamagedPart(StoreError):
    """A part of a sweep's results that is there but cannot be read."""

    def __init__(self, number: int, reason: str) -> None:
        super().__init__(reason)
        self.number = number


class DocumentationError(CoproductionError, ValueError):
    """A document whose places for generated tables do not fit the tables that there are."""


# Of the workshop ------------------------------------------------------------------------------------------------------


class AssetsMissing(CoproductionError, RuntimeError):
    """The files are not there and could not be fetched."""


class TooLarge(CoproductionError, ValueError):
    """A scenario that the workshop does not show; the message says why and what to use instead."""


class StateError(CoproductionError, ValueError):
    """Something that cannot be done; the message says why and what would be right."""


class LinkError(CoproductionError, ValueError):
    """An address that cannot be read; the message is for the person who opened it."""


class RoomError(CoproductionError, ValueError):
    """What a room for phones cannot do; the message is for people."""


# Words ----------------------------------------------------------------------------------------------------------------

LONGEST_LINE = 500  # characters of a message: what somebody gave can be a megabyte
LONGEST_VALUE = 60
LONGEST_NAME = 200
FEWEST_LETTERS = 4  # of a name that is looked for within others


def shown(value: object) -> str:
    """A value as its author wrote it, cut short when it is long."""
    try:
        text = repr(value)
    except ValueError:  # Python writes no whole numbers of thousands of digits
        return f"a number of more than {sys.get_int_max_str_digits()} digits"
    return text if len(text) <= LONGEST_VALUE else text[: LONGEST_VALUE - 3] + "..."


def printable(text: str) -> str:
    """``text`` with all that could steer a terminal shown as an escape, such as ``\\x1b``; lines stay lines."""
    if text.isprintable():
        return text
    return "".join(
        c if c in "\n\t" or c.isprintable() or unicodedata.category(c) == "Zs" else _escaped(c) for c in text
    )


def one_line(message: object) -> str:
    """A message as one line that a terminal can show, cut in its middle when it is long."""
    text = printable(str(message)).replace("\n", "\\n").replace("\t", "\\t")
    half = LONGEST_LINE // 2
    return text if len(text) <= LONGEST_LINE else f"{text[:half]} ... {text[-half:]}"


def _escaped(character: str) -> str:
    return character.encode("unicode_escape").decode()


# Measures that had another name until they were called what they are: nobody finds those by their letters.
FORMER_NAMES = {
    "outsourcing": "community_under_contract",
    "co_commissioned": "co_planned_community_delivered",
}


def renamed(name: str) -> list[str]:
    """What ``name`` may be called now, such as the ``co_commissioned_final_year`` of an older design."""
    return [name.replace(former, now) for former, now in FORMER_NAMES.items() if former in name]


def nearest(name: str, known: Iterable[object]) -> str:
    """``"; did you mean 'x'?"`` when something known is nearly ``name`` or has it in its own, else an empty string."""
    if len(name) > LONGEST_NAME:
        return ""  # no slip of the pen, and slow to compare
    there = [str(each) for each in known]
    match = (
        [now for now in renamed(str(name)) if now in there]
        or difflib.get_close_matches(str(name), there, n=1, cutoff=0.6)  # with less, half of the letters are chance
        or _longer(str(name), there)
    )
    return f"; did you mean '{match[0]}'?" if match else ""


def _longer(name: str, known: list[str]) -> list[str]:
    """Names that begin with this one, or have it within, the shortest first."""
    if len(name) < FEWEST_LETTERS:
        return []
    return sorted((each for each in known if name in each), key=lambda each: (not each.startswith(name), len(each)))
