"""Agent-based simulation of the co-production of public services under political change.

``run`` simulates a scenario and its counterfactual, ``open_results`` opens what was stored, ``load`` reads a scenario,
``CoproductionModel`` is one run to step through and intervene in; ``PARAMETERS`` and ``MEASURES`` declare what goes in
and what comes out, and all errors are ``CoproductionError``. Each is imported when it is first used, so that
``import simulation`` and ``coproduction --help`` answer at once.
"""

from __future__ import annotations

import importlib
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from simulation.model import CoproductionModel
    from simulation.notebook import open_results
    from simulation.notebook.run import run
    from simulation.scenarios import load
    from simulation.world.errors import CoproductionError
    from simulation.world.measures import MEASURES
    from simulation.world.parameters import PARAMETERS

__version__ = "0.1.0"

__all__ = [
    "MEASURES",
    "PARAMETERS",
    "CoproductionError",
    "CoproductionModel",
    "__version__",
    "extend",
    "load",
    "open_results",
    "run",
]

_HOMES = {
    "CoproductionError": "simulation.world.errors",
    "CoproductionModel": "simulation.model",
    "MEASURES": "simulation.world.measures",
    "PARAMETERS": "simulation.world.parameters",
    "load": "simulation.scenarios",
    "open_results": "simulation.notebook",
    "run": "simulation.notebook",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'simulation' has no attribute {name!r}; there are {', '.join(__all__)}")
    return getattr(importlib.import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})


def extend(path: str | Path) -> None:
    """Make a file part of the model of this process, and of those that it starts: an extension, ``docs/extending.md``.

    It comes before anything else of the model, since compiled rules cannot change any more: ``import simulation``, then
    ``simulation.extend("my_extension.py")``, then ``simulation.run(...)``.

    Parameters
    ----------
    path : a Python file with parameters, columns, rules, measures and kinds of events.

    Raises
    ------
    ExtensionError : one line that names the file, its line and what does not fit; or if the model is loaded already.
    """
    from simulation.world import extension

    extension.choose(path)
    importlib.import_module("simulation.month")


if os.environ.get("COPRODUCTION_EXTENSION"):  # of the process that started this one
    extend(os.environ["COPRODUCTION_EXTENSION"].partition(" ")[2])
