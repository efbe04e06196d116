"""Mesa, with what differs from version to version put right: the only file that imports it."""

from __future__ import annotations

import multiprocessing
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any


@contextmanager
def _start_method_kept() -> Iterator[None]:
    """Mesa 3.3 makes *spawn* the start method of the whole process when it is imported; put back what was there."""
    before = multiprocessing.get_start_method(allow_none=True)
    try:
        yield
    finally:
        multiprocessing.set_start_method(before, force=True)


with _start_method_kept():
    from mesa import Agent, DataCollector, Model

__all__ = ["Agent", "DataCollector", "NumberedModel"]


class NumberedModel(Model):
    """A Mesa model that numbers its agents itself, from 1.

    Mesa 3.3 counts in a dictionary of the class `Agent`: it holds on to every model for ever, and begins again at 1 in
    the copy of a model, which then has two agents of one number.
    """

    scenario: Any = None  # Mesa 3.5 has a property of this name, which takes scenarios of its own kind only

    def __init__(self, rng: int) -> None:
        self._agents_so_far = 0
        super().__init__(rng=rng)

    def register_agent(self, agent: Agent) -> None:
        """Called by Mesa for every new agent."""
        super().register_agent(agent)
        getattr(Agent, "_ids", {}).pop(self, None)
        self._agents_so_far += 1
        agent.unique_id = self._agents_so_far

    def expect(self, agent_type: type[Agent]) -> None:
        """Let ``agents_by_type`` know a type of which there may be no agent yet; else it raises ``KeyError``."""
        self._agents_by_type.setdefault(agent_type, type(self._all_agents)([], random=self.random))
