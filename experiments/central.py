"""Designs of experiments are in the central world unless they say otherwise: what is published is about that one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from simulation.sweep.design import Design as AnyDesign
from simulation.world.names_of_worlds import CENTRAL_NAME


class Design(AnyDesign):
    """A design whose futures are all drawn with the declared values, whatever the default of the package is."""

    @classmethod
    def from_mapping(cls, data: Mapping[str, Any]) -> AnyDesign:
        """As of any design."""
        return AnyDesign.from_mapping({"worlds": CENTRAL_NAME, **data})
