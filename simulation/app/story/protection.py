"""What might protect co-production: each lever at full strength, and the same points spent on two of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import combinations

from simulation.app.story.levers import LEVERS
from simulation.app.story.state import Workshop
from simulation.world.parameters import PARAMETERS

POINTS = 100  # what a lever costs from its left end to its right end
BOUGHT = ("governance", "capacity_building", "open_procurement")  # what a council can decide to pay for
GIVEN = ("tradition_mean", "income_level")  # what a town has, or has not


@dataclass(frozen=True)
class Protection:
    """One way to protect it.

    Attributes
    ----------
    title : what it is, in words.
    settings : levers with their values; what is not named is as it is.
    points : what it costs, None for what cannot be bought.
    """

    title: str
    settings: Mapping[str, float]
    points: int | None

    def of(self, state: Workshop) -> Workshop:
        """A story with this protection from the start."""
        for name, value in self.settings.items():
            state = state.set(name, value)
        return state


def protections() -> tuple[Protection, ...]:
    """The town as it is first, then each lever alone, then pairs of those that can be bought, at equal cost."""
    whole = [Protection(LEVERS[name].title, {name: PARAMETERS[name].high}, POINTS) for name in BOUGHT]
    pairs = [
        Protection(
            " and ".join((LEVERS[one].title, LEVERS[other].title.lower())) + ", half each",
            {name: (PARAMETERS[name].low + PARAMETERS[name].high) / 2 for name in (one, other)},
            POINTS,
        )
        for one, other in combinations(BOUGHT, 2)
    ]
    given = [Protection(LEVERS[name].title, {name: PARAMETERS[name].high}, None) for name in GIVEN]
    return Protection("As it is", {}, 0), *whole, *pairs, *given


def spent(state: Workshop) -> int:
    """Points spent on what can be bought; what a story begins with is free, and giving it up brings nothing."""
    if not set(BOUGHT) & set(state.scenario.settings):
        return 0
    begun = state.origin.settings if state.origin is not None else {}
    total = 0.0
    for name in BOUGHT:
        lever = PARAMETERS[name]
        more = state.value(name) - begun.get(name, lever.default)
        total += POINTS * max(more, 0) / (lever.high - lever.low)
    return round(total)


def points_left(state: Workshop) -> str:
    """What is left to spend, in words; nothing while nothing is spent."""
    left = POINTS - spent(state)
    if left == POINTS:
        return ""
    return f"{POINTS} points: {left} left" if left >= 0 else f"{POINTS} points: {-left} too many"
