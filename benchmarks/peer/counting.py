"""Counting what the rules ask for: draws, exponentials and logarithms, while the peer runs."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from simulation.engine import draws


class CountedChances:
    """In place of the month's chances: notes which rows' blocks are looked at."""

    def __init__(self, random: Any, name: str, counts: Counter[str]) -> None:
        self.random, self.name, self.counts = random, name, counts
        self.looked_at: set[int] = set()

    def __getitem__(self, index: tuple[int, int]) -> float:
        self.looked_at.add(index[1])
        return self.random()

    def end_month(self) -> None:
        """One block serves all the chances of a row in a month."""
        self.counts[self.name] += len(self.looked_at)
        self.looked_at.clear()


@contextmanager
def counted(counts: Counter[str]) -> Iterator[None]:
    """Count calls of ``math.exp`` and ``math.log`` and single draws by the rules of this process."""
    kept = [(math, "exp", math.exp), (math, "log", math.log)]
    kept += [(draws, name, getattr(draws, name)) for name in ("uniform", "normal", "four")]
    names = {"exp": "exponentials", "log": "logarithms"}

    def counting(function: Any, name: str) -> Any:
        def call(*arguments: Any) -> Any:
            counts[name] += 1
            return function(*arguments)

        return call

    for module, name, function in kept:
        vars(module)[name] = counting(function, names.get(name, "single draws"))
    try:
        yield
    finally:
        for module, name, function in kept:
            vars(module)[name] = function
