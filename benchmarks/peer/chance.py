"""Draws as a Mesa model makes them: from ``model.random``, when they are needed, in the order of the agents."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from simulation.engine import draws


class Chances:
    """In place of the chances drawn at the beginning of a month: each is drawn when a rule looks at it."""

    def __init__(self, random: Callable[[], float]) -> None:
        self.random = random

    def __getitem__(self, index: object) -> float:
        return self.random()


def draw_from(generator: Any) -> None:
    """Let the rules of this process draw from a generator of Python's own instead of keyed draws."""
    random, gauss = generator.random, generator.gauss

    def uniform(key: Any, purpose: int, month: int, entity: int, second: int = 0) -> float:
        return random()

    def normal(key: Any, purpose: int, month: int, entity: int, second: int = 0) -> float:
        return gauss(0.0, 1.0)

    def four(key: Any, block: int, month: int, entity: int, second: int) -> tuple[float, float, float, float]:
        return random(), random(), random(), random()

    def fill(chances: Any, key: Any, block: int, month: int, entity: int, first: int, last: int) -> None:
        """Nothing: `Chances` draws what is looked at."""

    for function in (uniform, normal, four, fill):
        vars(draws)[function.__name__] = function  # a module of rules takes no assignment
