"""Points of the unit cube and the settings that they stand for."""

import numpy as np
from scipy import stats

from simulation.calibration.unknowns import VOTES, Unknowns
from simulation.world.parameters import PARAMETERS

EVERYTHING = Unknowns()


def test_everything_that_nobody_knows_is_there():
    roles = {name: parameter.role for name, parameter in PARAMETERS.items()}
    assert set(EVERYTHING.names) == {name for name, role in roles.items() if role in ("uncertainty", "switch")}
    assert set(VOTES) < set(EVERYTHING.names)


def test_values_lie_in_the_prior_and_are_valid_settings():
    corners = np.array([np.zeros(len(EVERYTHING)), np.full(len(EVERYTHING), 0.5), np.ones(len(EVERYTHING))])
    for row in EVERYTHING.values(corners):
        checked = PARAMETERS.check(
            dict(zip(EVERYTHING.names, np.clip(row, EVERYTHING.low, EVERYTHING.high), strict=True))
        )
        assert all(PARAMETERS[name].prior[0] <= value <= PARAMETERS[name].prior[1] for name, value in checked.items())


def test_points_of_values_have_these_values():
    points = stats.uniform.rvs(size=(50, len(EVERYTHING)), random_state=1)
    values = EVERYTHING.values(points)
    np.testing.assert_allclose(EVERYTHING.values(EVERYTHING.points(values)), values, rtol=1e-12)


def test_rates_are_uniform_in_the_logarithm_and_switches_are_coins():
    points = stats.uniform.rvs(size=(4000, len(EVERYTHING)), random_state=2)
    values = dict(zip(EVERYTHING.names, EVERYTHING.values(points).T, strict=True))
    low, high = PARAMETERS["pfi_rate"].prior
    assert abs(np.mean(values["pfi_rate"] < np.sqrt(low * high)) - 0.5) < 0.03
    assert set(values["portfolios"]) == {0.0, 1.0}
    assert abs(np.mean(values["portfolios"]) - 0.5) < 0.03


def test_the_default_has_a_point():
    defaults = np.array([PARAMETERS[name].default for name in EVERYTHING.names])
    points = EVERYTHING.points(defaults)
    assert ((points >= 0) & (points <= 1)).all()
