"""The store: what a sweep has computed is on disk, whole and under its key, or it is not there at all."""

from simulation.store.errors import StoreError
from simulation.store.parts import Parts
from simulation.store.reader import ARMS, Stored, open_store
from simulation.store.tables import TABLES, DamagedPart, consolidate
from simulation.store.workplace import Workplace, open_workplace

__all__ = [
    "ARMS",
    "TABLES",
    "DamagedPart",
    "Parts",
    "StoreError",
    "Stored",
    "Workplace",
    "consolidate",
    "open_store",
    "open_workplace",
]
