"""An ensemble made up in a second, with the attributes of the real one: shapes and plausible numbers, no model."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from simulation.scenarios import Scenario
from simulation.world.measures import COLUMN, MEASURES
from simulation.world.worlds import CENTRAL, Worlds

SPELL = np.dtype(
    [
        (name, "i8")
        for name in ("replicate", "arm", "council", "neighbourhood", "service", "start", "end", "cause", "ended")
    ]
)
CELLS = MEASURES[1:10]
CELL_SHARES = np.array([0.52, 0.08, 0.03, 0.09, 0.06, 0.02, 0.13, 0.03, 0.04])
COPRODUCED_CELLS = np.array([1, 3, 4, 5, 7])


@dataclass(frozen=True)
class SyntheticEnsemble:
    scenario: Scenario
    seed: int
    replicates: int
    fork: int
    months: int
    measures: np.ndarray
    spells: np.ndarray
    failures: list[tuple[int, str]]
    arms: tuple[str, str] = ("scenario", "counterfactual")
    worlds: Worlds = CENTRAL
    groups: tuple[()] = ()


EVENTS = [{"name": "hostile-leader", "kind": "leadership_change", "year": 5, "commitment": 0.1}]


def scenario(events: list[dict[str, Any]] | None = None, years: float = 20, **rest: Any) -> Scenario:
    data = {"name": "synthetic", "title": "A hostile leader takes over", "years": years}
    return Scenario.from_mapping({**data, "events": EVENTS if events is None else events, **rest})


def ensemble(
    of: Scenario | None = None, replicates: int = 12, seed: int = 1, drop: float = 0.5, lasting: float = 0.25
) -> SyntheticEnsemble:
    """A world in which co-production falls by a share ``drop`` at the fork; a part of it, ``lasting``, stays lost."""
    of = of or scenario()
    rng = np.random.default_rng(seed)
    months, fork = of.months, of.fork
    after = np.maximum(np.arange(months) - fork + 1, 0)
    lost = np.where(after > 0, drop * (lasting + (1 - lasting) * np.exp(-after / 50)), 0.0)
    weather = np.cumsum(rng.normal(0, 0.012, (replicates, months)), axis=1)
    place = np.exp(weather - 0.5 * weather.mean(axis=1, keepdims=True) + rng.normal(0, 0.15, (replicates, 1)))

    measures = np.empty((replicates, 2, months, len(MEASURES)))
    measures[:] = rng.uniform(0.3, 0.7, len(MEASURES))
    measures *= 1 + 0.1 * (place[:, None, :, None] - 1)
    for column, measure in enumerate(MEASURES):
        effect = rng.normal(0, 0.12) if measure.better != "neither" else 0.0
        own = np.exp(rng.normal(0, 0.05, (replicates, 1)))
        measures[:, 0, :, column] *= 1 + effect * own * (after > 0)
    severity = rng.lognormal(0, 0.3, (replicates, 1))
    for arm in (0, 1):
        cells = CELL_SHARES * np.ones((replicates, months, 1))
        factor = place * (1 - np.minimum(lost * severity, 0.95) if arm == 0 else 1)
        cells[..., COPRODUCED_CELLS] *= factor[..., None]
        cells[..., 0] += 1 - cells.sum(axis=2)
        measures[:, arm, :, 1:10] = cells
        measures[:, arm, :, COLUMN["coproduction"]] = cells[..., COPRODUCED_CELLS].sum(axis=2)
    return SyntheticEnsemble(of, seed, replicates, fork, months, measures, spells(rng, replicates, months, fork), [])


def spells(rng: np.random.Generator, replicates: int, months: int, fork: int) -> np.ndarray:
    """Spells that are the same in both arms until the fork, when those of the scenario start to end sooner."""
    rows = []
    for replicate in range(replicates):
        for _ in range(60):
            start = int(rng.integers(-60, months))
            slow, fast = int(rng.geometric(0.012)), int(rng.geometric(0.03))
            natural = start + slow
            hit = max(start, fork) + fast
            place = (0, int(rng.integers(24)), int(rng.integers(10)))
            for arm, end in ((0, min(natural, hit) if natural >= fork else natural), (1, natural)):
                if end < 0:
                    continue
                ended = end < months
                rows.append((replicate, arm, *place, start, min(end, months), 7 if ended else 0, int(ended)))
    return np.array(rows, SPELL)
