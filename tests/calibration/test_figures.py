"""The recorded figures: half the tolerance, and what would have to be met in another truth."""

import numpy as np

from simulation.calibration.figures import AT_LEAST, FIGURES, bounds, halved, outside, recentred

LOW, HIGH = bounds(FIGURES)


def test_half_the_tolerance_lies_within_the_whole_one():
    low, high = halved(FIGURES)
    assert ((low >= LOW) & (high <= HIGH)).all()
    whole = np.array([figure.name in AT_LEAST for figure in FIGURES])
    np.testing.assert_allclose((high - low)[~whole], (HIGH - LOW)[~whole] / 2)
    np.testing.assert_array_equal((high - low)[whole], (HIGH - LOW)[whole])


def test_another_truth_meets_ranges_as_wide_about_what_it_comes_to():
    estimates = (LOW + HIGH) / 2 + 3 * (HIGH - LOW)
    estimates[3] = np.nan
    low, high = bounds(recentred(FIGURES, estimates))
    np.testing.assert_allclose(high - low, HIGH - LOW)
    stays = np.array([figure.name in AT_LEAST for figure in FIGURES])
    stays[3] = True
    assert (low[stays] == LOW[stays]).all()
    assert (outside(low, high, estimates)[~stays] == 0).all()
    assert (low[~stays] > HIGH[~stays]).all()
