"""The command ``coproduction``: it says so where another package that is called ``simulation`` comes before ours."""

from __future__ import annotations

import sys


def main() -> None:
    """Run the command, or say in one line whose ``simulation`` Python found."""
    import simulation

    if "CoproductionModel" not in getattr(simulation, "__all__", ()):
        sys.exit(
            f"coproduction: 'simulation' is another package here, {simulation.__file__}: take it off Python's path "
            "(PYTHONPATH), or install coproduction in an environment of its own"
        )
    from simulation.cli import main as command

    command()
