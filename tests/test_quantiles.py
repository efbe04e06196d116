"""One definition of a quantile everywhere: order statistics, with numpy's as the reference."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pytest

from simulation.results.bootstrap import interval
from simulation.results.intervals import futures
from simulation.results.quantiles import quantiles

ROOT = Path(__file__).parents[1]
SHARES = (0.0, 0.05, 0.25, 0.5, 0.75, 0.9, 0.95, 1.0)


@pytest.mark.parametrize("count", [*range(1, 30), 100, 400, 2000])
def test_the_values_of_numpy(count):
    values = np.random.default_rng(count).normal(size=(count, 3))
    np.testing.assert_array_equal(quantiles(values, SHARES), np.quantile(values, SHARES, axis=0, method="inverted_cdf"))


def test_infinite_values_and_missing_ones():
    values = np.array([1.0, np.inf, 2.0, np.nan, np.inf])
    np.testing.assert_array_equal(quantiles(values, [0.25, 0.5, 0.75]), [1, 2, np.inf])
    assert np.isnan(quantiles([np.nan], [0.5])).all() and quantiles(np.zeros((0, 4)), [0.5]).shape == (1, 4)


def test_futures_and_resamples_share_it():
    values = np.r_[np.arange(18.0), np.inf]
    assert [float(end) for end in futures(values)] == [float(end) for end in interval(values)] == [0, np.inf]


def test_nobody_has_one_of_his_own():
    """Only the module of the definition, which takes none from elsewhere."""
    found = {
        path.name
        for folder in ("simulation", "experiments")
        for path in (ROOT / folder).rglob("*.py")
        if re.search(r"np\.(nan)?(quantile|percentile)\(", path.read_text(encoding="utf-8"))
    }
    assert found == set()
