"""What is declared to be used by one mechanism alone changes nothing without it, and something with it."""

from __future__ import annotations

import pytest

from simulation.world.parameters import PARAMETERS
from simulation.world.parameters.parameter import ParameterSet, Section, swept, switch
from tests.world.only_with import ON, moves

PAIRS = [(name, parameter.only_with) for name, parameter in PARAMETERS.items() if parameter.only_with]


@pytest.mark.parametrize(("name", "switch"), PAIRS)
def test_without_its_switch_a_number_leaves_every_byte_as_it_is(name, switch):
    assert not moves(name, {**ON, switch: 0.0}), f"{name} is used without {switch}: it is not only with it"
    futures = next((count for count in (1, 4, 16) if moves(name, ON, count)), 0)
    assert futures, f"{name} changes nothing with {switch} either: these worlds do not tell"
    assert not moves(name, {**ON, switch: 0.0}, futures)


def test_a_number_is_only_with_a_switch():
    class Wrong(Section, title="Wrong"):
        number = swept(0.5, (0, 1), "share", "of a mechanism", only_with="other")
        other = swept(0.5, (0, 1), "share", "no switch")

    class Right(Section, title="Right"):
        number = swept(0.5, (0, 1), "share", "of a mechanism", only_with="mechanism")
        mechanism = switch("a mechanism")

    assert ParameterSet(Right)["number"].only_with == "mechanism"
    with pytest.raises(ValueError, match="number: only with other, which is no switch"):
        ParameterSet(Wrong)
