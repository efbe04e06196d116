"""Mesa, with what differs from version to version put right: the only file that imports it."""

from __future__ import annotations

import inspect
import multiprocessing
import sys
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
    from mesa import Agent, DataCollector, Model, batch_run, batchrunner

__all__ = ["Agent", "DataCollector", "NumberedModel", "iteration_of_batch_run"]

# Since Mesa 3.4 the batch runner gives each iteration a seed; before, it gives a model nothing to tell iterations by.
BATCHES_NAME_SEEDS = "rng" in inspect.signature(batch_run).parameters


def iteration_of_batch_run(model: Model) -> int:
    """Which iteration of Mesa's ``batch_run`` this model is being made for; 0 if for none, or if Mesa names the seeds.

    Mesa 3.3 keeps the number to itself, in each of its processes: it is read in the function that makes the model.
    """
    frame = None if BATCHES_NAME_SEEDS else inspect.currentframe()
    while frame is not None and frame.f_code is not batchrunner._model_run_func.__code__:
        frame = frame.f_back
    return frame.f_locals["iteration"] if frame is not None and frame.f_locals["model_cls"] is type(model) else 0


class NumberedModel(Model):
    """A Mesa model that numbers its agents itself, from 1.

    Mesa 3.3 counts in a dictionary of the class `Agent`: it holds on to every model for ever, and begins again at 1 in
    the copy of a model, which then has two agents of one number.
    """

    def __init__(self, rng: int) -> None:
        self._agents_so_far = 0
        super().__init__(rng=rng)

    @property
    def scenario(self) -> Any:
        """What is played. Mesa 3.5 has a property of this name for scenarios of its own kind.

        Its `SolaraViz` takes every scenario for one of those, and would put an empty one in the place of the model's
        own at each Reset: it is told that there is none.
        """
        asking = sys._getframe(1).f_globals.get("__name__")
        return None if asking == "mesa.visualization.solara_viz" else self._scenario

    @scenario.setter
    def scenario(self, scenario: Any) -> None:
        self._scenario = scenario

    def register_agent(self, agent: Agent) -> None:
        """Called by Mesa for every new agent."""
        super().register_agent(agent)
        getattr(Agent, "_ids", {}).pop(self, None)
        self._agents_so_far += 1
        agent.unique_id = self._agents_so_far

    def expect(self, agent_type: type[Agent]) -> None:
        """Let ``agents_by_type`` know a type of which there may be no agent yet; else it raises ``KeyError``."""
        self._agents_by_type.setdefault(agent_type, type(self._all_agents)([], random=self.random))
