"""What goes wrong by somebody's doing: one family of errors, whose messages are one line each.

The line names the thing, its value and what would be right.

``except CoproductionError`` catches them all. Each is also the built-in error that such a thing usually raises.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable


class CoproductionError(Exception):
    """The base of all errors of this package."""


class SettingError(CoproductionError, ValueError):
    """A setting that does not exist or lies outside its range."""


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


def nearest(name: str, known: Iterable[object]) -> str:
    """``"; did you mean 'x'?"`` when something known resembles ``name``, else an empty string."""
    match = difflib.get_close_matches(str(name), [str(each) for each in known], n=1, cutoff=0.5)
    return f"; did you mean '{match[0]}'?" if match else ""
