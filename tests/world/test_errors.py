"""What is suggested for a name that there is not: what was nearly written, or begins with it, and nothing by chance."""

import pytest

from simulation.world.errors import nearest
from simulation.world.parameters import PARAMETERS

SAMPLERS = ("latin_hypercube", "sobol_sequence", "saltelli")


@pytest.mark.parametrize(
    ("name", "known", "meant"),
    [
        ("comitment", ("market", "commitment"), "commitment"),
        ("sobol", SAMPLERS, "sobol_sequence"),
        ("hold", ("with-a-hold-on-it-all", "hold-on-to-it-all-the-way"), "hold-on-to-it-all-the-way"),
        ("hostile", ("a-hostile-leadership",), "a-hostile-leadership"),
        ("tested_partners", PARAMETERS, ""),  # half of its letters are those of start_enterprise
        ("scenarios", ("years", "title"), ""),
        ("low", ("lowest_of_all_values",), ""),  # three letters are in everything
    ],
)
def test_suggestions(name, known, meant):
    assert nearest(name, known) == (f"; did you mean '{meant}'?" if meant else "")
