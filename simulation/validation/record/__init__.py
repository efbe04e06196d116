"""Britain's councils from 1997 to 2024, as far as S24 judges by them: two small tables beside this file.

`councils-1997.csv`: councils that stood throughout, with the seats of each party in 1997 and a year in which they vote
(of thirds the first in a row), read off the years in which their seats moved. `control-1997-2024.csv`: the share of
them under each control, after the elections of each year. Both are computed from Open Council Data UK
(opencouncildata.co.uk), are under its licence, Creative Commons BY-SA 4.0, and are written by
``python experiments/evidence_figures.py --record simulation/validation/record`` with the arguments that it needs.
"""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import numpy as np

from simulation.world.event_kinds import PARTIES

HERE = Path(__file__).parent
FIRST, LAST = 1997, 2024


def councils() -> list[dict[str, Any]]:
    """The councils as entries of a scenario."""
    entries = []
    for row in _rows("councils-1997.csv"):
        entry: dict[str, Any] = {"name": row["name"], "seats": {party: int(row[party]) for party in PARTIES}}
        if row["cycle"]:
            entry |= {"cycle": row["cycle"], "votes_in": int(row["votes_in"])}
        entries.append(entry)
    return entries


def control() -> np.ndarray:
    """Shares of the councils under A, B, C and no control, ``[year, control]``."""
    return np.array([[float(row[each]) for each in ("A", "B", "C", "none")] for row in _rows("control-1997-2024.csv")])


def _rows(file: str) -> list[dict[str, str]]:
    with (HERE / file).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))
