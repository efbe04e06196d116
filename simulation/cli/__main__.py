"""``python -m simulation.cli``: the command where it is not installed."""

from simulation.cli import main

main()
