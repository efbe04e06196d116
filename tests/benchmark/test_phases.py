"""The month with the clock in it has the steps of the month; `tests/long` compiles it and compares the histories."""

from benchmarks import phases
from simulation.month import PHASES


def test_every_step_is_timed_in_the_order_of_the_phases():
    steps = [(phase.number, f"{step.actor.name}: {step.name}") for phase in PHASES for step in phase.steps]
    assert [step for step in phases.STEPS if step[0]] == steps
