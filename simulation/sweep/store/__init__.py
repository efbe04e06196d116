"""The store: what a sweep has computed is on disk, whole and under its key, or it is not there at all."""

from simulation.sweep.store.parts import OUTCOMES, Parts
from simulation.sweep.store.reader import Stored, open_store, outcome_columns
from simulation.sweep.store.remarks import drawn_in, remarks
from simulation.sweep.store.sampled import Sampled, sampled
from simulation.sweep.store.tables import TABLES, consolidate
from simulation.sweep.store.workplace import Workplace, open_workplace
from simulation.world.errors import DamagedPart, StoreError

__all__ = [
    "OUTCOMES",
    "TABLES",
    "DamagedPart",
    "Parts",
    "Sampled",
    "StoreError",
    "Stored",
    "Workplace",
    "consolidate",
    "drawn_in",
    "open_store",
    "open_workplace",
    "outcome_columns",
    "remarks",
    "sampled",
]
