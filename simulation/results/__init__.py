"""Results: what an ensemble comes to, with its uncertainty, and the folder that keeps it."""

from simulation.results.folder import check_folder, read, save, write
from simulation.results.results import Results, tabulate
from simulation.results.row import Row
from simulation.results.summary import Summary, summarise
from simulation.world.errors import ResultError

__all__ = ["ResultError", "Results", "Row", "Summary", "check_folder", "read", "save", "summarise", "tabulate", "write"]
