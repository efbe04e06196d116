"""Worlds for verification: built like any other, with parameters that may lie outside the range meant for use."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from simulation.ensemble import SERVICE_MEASURES
from simulation.history.building import blueprint, build
from simulation.scenarios import Scenario
from simulation.simulate import simulate
from simulation.world.measures import COLUMN, MEASURES


@dataclass
class Run:
    """A world after some months, with its monthly measures and its log of changes after the start."""

    world: object
    measures: np.ndarray

    def series(self, measure):
        return self.measures[:, COLUMN[measure]]

    @property
    def changes(self):
        log = self.world.changes[: int(self.world.logged[0])]
        return log[log["cause"] != 1]  # 1: the initial state itself


def plan(parameters=None, **settings):
    """A blueprint; ``parameters`` are put in without a check of their range, to reach the limits of the rules."""
    scenario = Scenario(name="verification", settings=settings)
    made = blueprint(scenario)
    for name, value in (parameters or {}).items():
        made.parameters[name][0] = value
    return made


def run(made, months=120, seed=1, replicate=0, change=None):
    """Build a world, let ``change`` alter its initial state, and simulate it."""
    world = build(made, seed, replicate, 0)
    if change is not None:
        change(world)
    measures = np.zeros((months, len(MEASURES)))
    by_service = np.zeros((months, len(world.services), len(SERVICE_MEASURES)), np.float32)
    return Run(simulate(world, 0, months, measures, by_service), measures)
