"""The parameters of an extension: a section of its own, whose values are tied to no record."""

from __future__ import annotations

from collections.abc import Collection
from types import new_class

from simulation.world import extension
from simulation.world.parameters.parameter import (
    Parameter,
    ParameterSet,
    Section,
    constant,
    lever,
    literature,
    measured,
    swept,
    switch,
)

WORDS = {each.__name__: each for each in (constant, lever, literature, measured, swept, switch)}


def own_section(taken: Collection[str]) -> type[Section]:
    """The section of an extension, empty if there is none; ``taken`` are the names of the model's own parameters."""
    declared = extension.declared("PARAMETERS", Parameter, taken, WORDS)
    own = extension.current()
    title = f"Of {own.path.name}, uncalibrated" if own else ""
    section = new_class("OwnSection", (Section,), {"title": title}, lambda body: body.update(declared))
    if own:
        try:
            ParameterSet(section)
        except ValueError as error:
            own.refuse(f"PARAMETERS: {error}")
    return section
