"""The month: phases numbered and named once; the compiled month and Mesa's agents do what the list of phases says."""

from __future__ import annotations

import pytest

from simulation import compiled_month
from simulation.engine.schedule import Actor, Step
from simulation.generation import month_code
from simulation.model.coproduction_model import AGENTS
from simulation.month import PHASES
from simulation.world.tables import TABLES

STEPS = [step for phase in PHASES for step in phase.steps]


def test_phases_are_numbered_and_named_once():
    assert [phase.number for phase in PHASES] == list(range(1, len(PHASES) + 1))
    assert len({phase.name for phase in PHASES}) == len(PHASES)
    names = [(step.actor.name, step.name) for step in STEPS]
    assert len(set(names)) == len(names)


def test_the_compiled_month_knows_every_rule_of_the_phases():
    for step in STEPS:
        *_, module = month_code.module_of(step)
        assert getattr(getattr(compiled_month, module), step.name) is step.rule, step.name


@pytest.mark.parametrize("step", STEPS, ids=lambda step: f"{step.actor.name}-{step.name}")
def test_actors_are_rows_of_tables_and_agents_have_their_behaviours(step: Step):
    if step.actor.table is not None:
        columns = {column.name for column in TABLES[step.actor.table]}
        assert step.actor.only.keys() <= columns
    if step.actor.name in AGENTS:
        agent = AGENTS[step.actor.name]
        assert agent.table == step.actor.table
        behaviour = getattr(agent, step.name, None)
        missing = f"write {step.name} = behaviour(...) in class {agent.__name__}, {agent.__module__}"
        assert getattr(behaviour, "rule", None) is step.rule, missing


def test_loops_are_over_the_rows_that_act():
    step = Step(Actor("one", "organisations", {"alive": 1, "enterprise": 0}), STEPS[0].rule)
    *_, module = month_code.module_of(step)
    assert list(month_code.loop(step)) == [
        "for row in range(len(world.organisations)):",
        "    if world.organisations[row].alive == 1 and world.organisations[row].enterprise == 0:",
        f"        {module}.{step.name}(world, row, month)",
    ]
