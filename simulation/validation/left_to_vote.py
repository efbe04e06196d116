"""Britain's councils left to vote from the seats of 1997 on, held against the record and against each other (S24)."""

from __future__ import annotations

import numpy as np

from simulation.results.quantiles import quantiles
from simulation.scenarios import Scenario, load
from simulation.validation import record
from simulation.validation.check import Rows
from simulation.validation.runs import Runs
from simulation.world.event_kinds import NO_PARTY
from simulation.world.tables import World

CONTROLS = (0, 1, 2, NO_PARTY)
BAND = (0.05, 0.95)
Nations = np.ndarray  # [nation, year, control]


def scenario() -> Scenario:
    """The national calendar with these councils; two neighbourhoods each are enough for politics."""
    base = load("uk-calendar").to_mapping()
    settings = {**base.get("settings", {}), "neighbourhoods": 2}
    return Scenario.from_mapping({**base, "name": "left-to-vote", "councils": record.councils(), "settings": settings})


def shares(world: World, month: int) -> np.ndarray:
    """Shares of the councils under each control."""
    return np.array([(world.councils.control == control).mean() for control in CONTROLS])


def nations(runs: Runs, replicates: int, votes_only: bool = False) -> Nations:
    """Shares after the elections of every year from 1997 on."""
    months = range(0, 12 * (record.LAST - record.FIRST) + 1, 12)
    return np.array(runs.watch(scenario(), replicates, months, shares, votes_only))


def in_band(one: np.ndarray, others: Nations) -> float:
    """Share of the years and controls in which a history lies in the band of others; the first year is given."""
    low, high = quantiles(others[:, 1:], BAND)
    return float(((one[1:] >= low) & (one[1:] <= high)).mean())


def ranges_in_band(one: np.ndarray, others: Nations) -> float:
    """Share of the controls whose range over the years lies in the band of others' ranges."""
    low, high = quantiles(np.ptp(others, axis=1), BAND)
    return float(((np.ptp(one, axis=0) >= low) & (np.ptp(one, axis=0) <= high)).mean())


def crps(one: np.ndarray, others: Nations) -> np.ndarray:
    """What each of the others adds to their continuous ranked probability score as forecasts of a history.

    The mean is the score, without the bias that few of them would bring (Ferro 2014).
    """
    others = others[:, 1:]
    error = np.abs(others - one[1:]).mean(axis=(1, 2))
    apart = np.array([np.abs(others - other).mean(axis=(1, 2)).sum() for other in others]) / max(1, len(others) - 1)
    return error - apart / 2


def ranks(runs: Runs, pairs: int) -> Rows:
    """For every nation whether the record does at least as well as it does among the others: points, then ranges."""
    return ranks_among(record.control(), nations(runs, replicates(pairs)))


def ranks_among(recorded: np.ndarray, found: Nations) -> Rows:
    """The same for a history, ``[year, control]``, among nations."""
    rows = []
    for number, nation in enumerate(found):
        others = np.delete(found, number, axis=0)
        rows.append(
            [
                in_band(recorded, found) >= in_band(nation, others),
                ranges_in_band(recorded, found) >= ranges_in_band(nation, others),
            ]
        )
    return np.array(rows, float)


def skill(runs: Runs, pairs: int) -> Rows:
    """CRPS over that of persistence, for which the shares of the first year are those of every year."""
    return skill_among(record.control(), nations(runs, replicates(pairs)))


def skill_among(recorded: np.ndarray, found: Nations) -> Rows:
    """The same of a history, ``[year, control]``, and nations as its forecasts."""
    persistence = crps(recorded, recorded[None, [0]].repeat(len(recorded), axis=1))
    return crps(recorded, found)[:, None] / persistence


def replicates(pairs: int) -> int:
    """Nations enough for a band and for a rank in it: one for every two pairs asked for."""
    return pairs // 2
