"""What S24 is judged by is what the package has on record."""

import numpy as np
import pytest

from simulation.scenarios.council import NamedCouncil
from simulation.validation import record
from simulation.validation.left_to_vote import scenario


def test_councils_that_stood_throughout_with_their_seats_and_elections():
    found = {each["name"]: NamedCouncil(**each) for each in record.councils()}
    assert len(found) == 358 == len(scenario().councils)
    assert all(council.kind and council.cycle and council.votes_in and council.members for council in found.values())
    barnet = found["Barnet"]
    assert (barnet.kind, barnet.cycle, barnet.votes_in) == ("london", "all_out_4", 1998)
    assert barnet.seats_by_party == {"A": 29, "B": 25, "C": 6}
    assert "Buckinghamshire" not in found  # no row of 2020


def test_shares_of_control_are_those_of_these_councils():
    shares = record.control()
    assert shares.shape == (28, 4) and (shares.sum(axis=1) < 1).all()
    of_a = [2 * each["seats"].get("A", 0) > sum(each["seats"].values()) for each in record.councils()]
    assert shares[0] == pytest.approx([np.mean(of_a), 0.5084, 0.1061, 0.2737], abs=5e-5)
