"""The check values of the ODD are those of a model that shares no rule with the code."""

from simulation.generation.check_worlds import WORLDS
from tests.reimplementation.check_values import documented, first_difference


def test_the_second_model_agrees_with_every_check_value():
    assert first_difference() == ""


def test_every_phase_has_something_to_check():
    first, second = documented(0), documented(1)
    assert len(first.sums) == 12 and all(first.sums.values())
    for check, told in zip(WORLDS, (first, second), strict=True):
        assert len(told.checksums) == 1 + 10 * check.months
    assert len(second.chances) > 25 and all(second.chances.values())
