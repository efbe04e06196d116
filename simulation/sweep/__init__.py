"""Sweeps: every point of a design simulated on any executor, kept in a store that loses nothing."""

from simulation.sweep.run import Progress, Shard, sweep
from simulation.world.errors import SweepError

__all__ = ["Progress", "Shard", "SweepError", "sweep"]
