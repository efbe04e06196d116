"""The parameters of an extension: a section of its own, whose values are tied to no record."""

from __future__ import annotations

from collections.abc import Sequence
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


def own_section(of_the_model: Sequence[type[Section]]) -> type[Section]:
    """The section of an extension, empty if there is none, next to those of the model."""
    taken = {parameter.name for section in of_the_model for parameter in section.parameters}
    declared = extension.declared("PARAMETERS", Parameter, taken, WORDS)
    own = extension.current()
    title = f"Of {own.path.name}, uncalibrated" if own else ""
    section = new_class("OwnSection", (Section,), {"title": title}, lambda body: body.update(declared))
    if own:
        try:
            ParameterSet(*of_the_model, section)
        except ValueError as error:
            own.refuse(f"PARAMETERS: {error}")
    return section
