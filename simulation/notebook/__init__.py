"""What a researcher has in hand in Python: `simulation.run`, and results as tables, arrays and pictures."""

from simulation.notebook.futures import Futures
from simulation.notebook.measures import measures_table
from simulation.notebook.parameters import parameters_table
from simulation.notebook.run import run
from simulation.notebook.stored import StoredRun, StoredSweep, open_results

__all__ = ["Futures", "StoredRun", "StoredSweep", "measures_table", "open_results", "parameters_table", "run"]
