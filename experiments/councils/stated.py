"""Cycles that a public source states: ``stated_cycles.csv``. They are believed before what the seats suggest.

Columns: council and code; cycle, remainder and first year as in ``councils.csv``; the next election after 2026 under
that scheme, whatever is reorganised before it; why a row stands where the seats suggest the same; who says so; how it
was read. A source "from memory" is what was known of an act or order when the row was written, without a look at it.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from experiments.councils.raw import read_rows

FILE = Path(__file__).with_name("stated_cycles.csv")
COLUMNS = ("council", "code", "cycle", "year", "since", "next", "stands", "source", "seen")


@cache
def rows() -> tuple[dict[str, str], ...]:
    """The rows as they are written."""
    return tuple(read_rows(FILE, COLUMNS))


@cache
def cycles() -> dict[str, tuple[str, int, int]]:
    """Kind, remainder and first year of each council's newest cycle."""
    return {row["council"]: (row["cycle"], int(row["year"]), int(row["since"])) for row in rows()}
