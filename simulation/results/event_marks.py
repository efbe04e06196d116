"""The events of a scenario as marks on a time axis."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any

from simulation.results.ensemble_like import ScenarioLike


@dataclass(frozen=True)
class Mark:
    """One event at one time.

    Attributes
    ----------
    name : the event's name in its scenario.
    month : when it happens, or from when on it can happen at random.
    until : the month after it; with ``random`` the month from which on it can no longer happen.
    random : whether it happens at random in that span.
    under_study : whether the counterfactual leaves it out.
    """

    name: str
    month: int
    until: int
    random: bool
    under_study: bool

    def to_json(self) -> dict[str, Any]:
        """As it stands in ``manifest.json``."""
        return asdict(self)


def marks(scenario: ScenarioLike, months: int) -> tuple[Mark, ...]:
    """The events of months 0 to ``months``, by time; one mark however many councils an event hits."""
    return tuple(sorted(_marks(scenario, months), key=lambda mark: (mark.month, mark.name)))


def _marks(scenario: Any, months: int) -> Iterator[Mark]:
    from simulation.scenarios.times import occasions

    for event in scenario.events:
        for occasion in occasions(event, scenario):
            if 0 <= occasion.month < months:
                until = min(occasion.until, months)
                yield Mark(event.name, occasion.month, until, event.random, event.under_study)
