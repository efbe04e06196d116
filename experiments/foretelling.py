"""Who foretells the futures of a scenario best: the full model, or simple models that have not seen the scenario.

The full model foretells a future by the others of its world. A simple model foretells it by what it makes of the levels
at the event and the leaders' paths of these others, each with an error such as it made in the same world in scenarios
that it has seen. So both know the world, as far as a simple model can: the difference equation is fitted in each world,
hazards, whose moves are rare, in all together.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

import numpy as np
from estimates import Estimate, estimate, ratio
from numpy.typing import NDArray
from simple_models import Forecast, Moves, Paths, difference_equation, hazards, no_change

Floats = NDArray[np.float64]
Numbers = NDArray[np.int64]
FULL, SIMPLE = "full model", ("no change", "difference equation", "hazards")
QUANTITIES = {"level": "full co-production over the years after the event", "change": "what the event changes of it"}
AS_WELL = 1.05  # a score is at most one part in twenty worse


class Scored(NamedTuple):
    """How a model foretells a quantity in a scenario.

    Attributes
    ----------
    mean : over futures; of the full model what comes about.
    score : mean CRPS, lower is better.
    relative : the score over that of the full model.
    explained : share of the variance of single futures, each foretold from its own leader's path and moved by the mean
        error of its world; nan of the full one.
    """

    mean: Estimate
    score: Estimate
    relative: Estimate
    explained: float

    @property
    def as_well(self) -> bool:
        """Whether its score is about as good as that of the full model."""
        return self.relative.value <= AS_WELL


def scored(
    name: str, paths: Mapping[str, Paths], moved: Mapping[str, Moves], world: Numbers
) -> dict[tuple[str, str], Scored]:
    """Scores of all models in a scenario that the simple ones have not seen, by quantity and model."""
    seen = [each for each in paths if each != name]
    fitted = (
        no_change,
        by_world(difference_equation, [paths[each] for each in seen], world),
        hazards([moved[each] for each in seen]),
    )
    levels = {
        model: {each: forecast(paths[each]) for each in paths} for model, forecast in zip(SIMPLE, fitted, strict=True)
    }
    draws = np.random.default_rng(1)
    result = {}
    for quantity in QUANTITIES:
        truth = {each: _value(quantity, paths[each].level) for each in paths}
        here = truth[name]
        best = crps(here, here, world)
        result[quantity, FULL] = _scored(here, best, best, world, float("nan"))
        for model, of in levels.items():
            foretold = {each: _value(quantity, of[each]) for each in paths}
            errors = np.array([truth[each] - foretold[each] for each in seen])
            drawn, usual = np.empty_like(here), np.empty_like(here)
            for number in np.unique(world):
                mine = world == number
                drawn[mine] = draws.choice(errors[:, mine].ravel(), mine.sum())
                usual[mine] = errors[:, mine].mean()
            score = crps(here, foretold[name] + drawn, world)
            explained = 1 - np.mean((here - foretold[name] - usual) ** 2) / max(here.var(), 1e-12)
            result[quantity, model] = _scored(foretold[name], score, best, world, float(explained))
    return result


def by_world(fit: Callable[[Sequence[Paths]], Forecast], seen: Sequence[Paths], world: Numbers) -> Forecast:
    """A simple model with numbers of its own in each world."""
    of = [world == number for number in np.unique(world)]
    fitted = [fit([_some(paths, mine) for paths in seen]) for mine in of]

    def forecast(paths: Paths) -> Floats:
        found = np.empty_like(paths.level)
        for mine, own in zip(of, fitted, strict=True):
            found[mine] = own(_some(paths, mine))
        return found

    return forecast


def _some(paths: Paths, mine: NDArray[np.bool_]) -> Paths:
    return Paths(*(part[mine] for part in paths))


def _value(quantity: str, level: Floats) -> Floats:
    """The quantity of each future, from levels ``[future, arm, month]``."""
    with_event, without = level.mean(axis=-1).T
    return with_event if quantity == "level" else with_event - without


def _scored(values: Floats, score: Floats, best: Floats, world: Numbers, explained: float) -> Scored:
    return Scored(
        estimate(values, world),
        estimate(score, world, effect=False),
        ratio(np.array([score, best]), world, effect=False),
        explained,
    )


def crps(values: Floats, members: Floats, world: Numbers) -> Floats:
    """Continuous ranked probability score of each future, foretold by the members of the others of its world.

    Without the bias that few members would bring (Ferro 2014).
    """
    found = np.empty_like(values)
    for number in np.unique(world):
        mine = world == number
        one, other = values[mine], members[mine]
        error, apart = (np.abs(each[:, None] - other) for each in (one, other))
        count = len(one) - 1  # a future foretells nothing of itself
        spread = (apart.sum() - 2 * apart.sum(axis=1)) / max(1, 2 * count * (count - 1))
        found[mine] = (error.sum(axis=1) - np.diag(error)) / count - spread
    return found
