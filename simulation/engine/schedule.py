"""What a month is made of: phases of steps, and who acts in a step. The list of them is `simulation.month.PHASES`."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Actor:
    """Who acts in a step: the rows of a table, or those of its rows that are what ``only`` says.

    Attributes
    ----------
    name : as it stands in the ODD.
    table : a table of the world; None for the world itself, which acts once.
    only : columns and the values that they must have.
    """

    name: str
    table: str | None = None
    only: Mapping[str, int] = field(default_factory=dict)


WORLD = Actor("world")
COUNCIL = Actor("council", "councils")
MARKET = Actor("market", "councils")
RESIDENTS = Actor("residents", "councils")
NEIGHBOURHOOD = Actor("neighbourhood", "neighbourhoods")
ORGANISATION = Actor("organisation", "organisations", {"alive": 1})
COMMUNITY_ORGANISATION = Actor("community_organisation", "organisations", {"alive": 1, "enterprise": 0})
SOCIAL_ENTERPRISE = Actor("social_enterprise", "organisations", {"alive": 1, "enterprise": 1})
CONTRACTOR = Actor("contractor", "contractors", {"alive": 1})


@dataclass(frozen=True)
class Step:
    """One rule of a phase, ``rule(world, row, month)`` for whoever acts; for the world it is ``rule(world, month)``."""

    actor: Actor
    rule: Callable[..., Any]

    @property
    def name(self) -> str:
        """Name of the rule, and of the method of the Mesa agents that apply it."""
        return self.rule.__name__

    def code(self, call: str) -> Iterator[str]:
        """Lines of code that let all of its actors act by ``call``, the name of the rule there."""
        if self.actor.table is None:
            yield f"{call}(world, month)"
            return
        yield f"for row in range(len(world.{self.actor.table})):"
        conditions = [f"world.{self.actor.table}[row].{column} == {value}" for column, value in self.actor.only.items()]
        if conditions:
            yield f"    if {' and '.join(conditions)}:"
        yield f"{'        ' if conditions else '    '}{call}(world, row, month)"

    def act(self, world: Any, month: int) -> None:
        """Carry the step out by itself: whoever acts, in the order of rows."""
        if self.actor.table is None:
            self.rule(world, month)
            return
        for number, row in enumerate(getattr(world, self.actor.table)):
            if all(row[column] == value for column, value in self.actor.only.items()):
                self.rule(world, number, month)


@dataclass(frozen=True)
class Phase:
    """One phase of the month. Within a phase all of a step's actors act before the next step begins."""

    number: int
    name: str
    title: str
    meaning: str
    steps: tuple[Step, ...]
