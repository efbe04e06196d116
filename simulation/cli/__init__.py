"""The command ``coproduction``. Its commands import what is heavy only when they run, so that help answers at once."""

from simulation.cli.application import app, main

__all__ = ["app", "main"]
