"""A sweep over many worlds of a model that is known: its level is two numbers of the worlds, and chance."""

from __future__ import annotations

import numpy as np
import pytest

from simulation.ensemble import Replicate
from simulation.sweep import block, sweep
from simulation.sweep.design import parse, plan
from simulation.sweep.store import Stored, open_store
from simulation.world.measures import COLUMN, MEASURES
from simulation.world.services import SERVICES
from simulation.world.spells import SPELL
from simulation.world.worlds import Worlds

NAMES = ("fatigue_growth", "leader_exit", "founding", "cuts_take")
RANGES = np.array([[0.02, 0.15], [0.05, 0.2], [0.001, 0.01], [0, 1]])
WORLDS = 60


def made_up(count: int = WORLDS, seed: int = 1) -> Worlds:
    """Worlds in which `founding` goes with `fatigue_growth`, and a coin decides on `cuts_take`."""
    unit = np.random.default_rng(seed).random((count, len(NAMES)))
    unit[:, 2] = 0.8 * unit[:, 0] + 0.2 * unit[:, 2]
    unit[:, 3] = unit[:, 3] > 0.5
    return Worlds("made up", NAMES, RANGES[:, 0] + unit * np.ptp(RANGES, axis=1))


def level(settings, number: int) -> float:
    """What the model comes to in a future."""
    chance = 0.02 * np.sin(37.0 * number)
    governed = 0.3 * settings["governance"] * (1 + settings["cuts_take"])
    return 0.3 + 2 * settings["fatigue_growth"] + 0.1 * settings["cuts_take"] + governed + chance


@pytest.fixture(scope="module")
def known_model():
    """In the place of the model: the world with the events has three quarters of the other one."""

    def run(world_plan, times, seed, number, *_):
        p = world_plan.parameters[0]
        measures = np.zeros((2, times.months, len(MEASURES)))
        found = level({name: getattr(p, name) for name in (*NAMES, "governance")}, number)
        measures[:, :, COLUMN["coproduction"]] = found
        measures[0, times.fork :, COLUMN["coproduction"]] *= 0.75
        return Replicate(number, measures, np.zeros((2, times.months, len(SERVICES), 3), "f4"), np.zeros(0, SPELL), ())

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(block, "run_replicate", run)
        yield


def swept(folder, more: str = "", worlds: Worlds | None = None, replicates: int = 2 * WORLDS) -> Stored:
    """A stored sweep of it."""
    text = f'scenarios = ["leadership-change"]\nreplicates = {replicates}\nmonths = 84\n'
    text += 'outcomes = ["coproduction", "resistance", "resilience_loss"]\n'
    assert sweep(plan(parse(text + more), worlds=worlds or made_up()), folder, workers=1)
    return open_store(folder)
