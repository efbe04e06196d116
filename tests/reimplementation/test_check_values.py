"""The check values of the ODD are those of a model that shares no rule with the code."""

from tests.reimplementation.check_values import documented, first_difference


def test_the_second_model_agrees_with_every_check_value():
    assert first_difference() == ""


def test_every_phase_has_something_to_check():
    values = documented()
    assert len(values) == 12 and all(values.values())
