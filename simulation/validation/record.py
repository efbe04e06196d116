"""Britain's councils from 1997 to 2024, as far as S24 judges by them: those that stood throughout.

All of it is on the record that the package carries (`simulation.scenarios.record`), which names sources and licences.
"""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np

from simulation.scenarios import record
from simulation.scenarios.council_files import PARTY_OF
from simulation.scenarios.on_record import by_party
from simulation.scenarios.record_tables import CouncilOnRecord, Seats
from simulation.scenarios.voting import stated

FIRST, LAST = 1997, 2024
CONTROLS = (*PARTY_OF, "none")


def councils() -> list[dict[str, Any]]:
    """The councils as entries of a scenario, with the seats of the first year."""
    return [{"name": each.name, "seats": by_party(rows[FIRST]), **stated(each, FIRST, LAST)} for each, rows in _stood()]


def control() -> np.ndarray:
    """Shares of the councils under A, B, C and no control, after the elections of each year, ``[year, control]``."""
    found = [[rows[year].control for _, rows in _stood()] for year in range(FIRST, LAST + 1)]
    return np.array([[year.count(each) / len(year) for each in CONTROLS] for year in found])


@cache
def _stood() -> tuple[tuple[CouncilOnRecord, dict[int, Seats]], ...]:
    """Councils with a row for every year, and their rows."""
    years = set(range(FIRST, LAST + 1))
    everyone = ((each, record.seats(each.id)) for each in record.councils() if each.first <= FIRST)
    return tuple((each, rows) for each, rows in everyone if years <= rows.keys())
