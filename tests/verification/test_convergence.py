"""Means over replicates settle as independent replicates must; levels do not drift once the burn-in is over."""

import numpy as np
import pytest
from scipy import stats

from simulation import ensemble
from simulation.scenarios import Scenario
from simulation.world.measures import COLUMN, MEASURES

BLOCKS, SIZE = 20, 20
ERROR = 0.001  # false alarms per test, shared among the measures


@pytest.fixture(scope="module")
def baseline():
    town = Scenario(name="settling", years=20, settings={"neighbourhoods": 12})
    return ensemble.run(town, BLOCKS * SIZE, seed=11, worlds="central")


@pytest.fixture(scope="module")
def means(baseline):
    """Mean of every measure over the last five years, ``[replicate, measure]``."""
    return baseline.measures[:, 0, -60:].mean(axis=1)


def largest_drift(futures, measure):
    """End of the 99.9 % interval of a measure's change from the first five years to the last five, without sign."""
    series = futures.measures[:, 0, :, COLUMN[measure]]
    change = series[:, -60:].mean(axis=1) - series[:, :60].mean(axis=1)
    return abs(change.mean()) + stats.norm.isf(ERROR / 2) * change.std(ddof=1) / np.sqrt(len(change))


def test_the_error_of_every_mean_falls_with_the_root_of_the_replicates(means):
    """The variance of the means of blocks is that of replicates over the size of a block (chi-squared, 19 degrees)."""
    moving = means.std(axis=0) > 1e-12
    blocks = means.reshape(BLOCKS, SIZE, -1).mean(axis=1).var(axis=0, ddof=1)
    expected = means.var(axis=0, ddof=1) / SIZE
    ratio = (BLOCKS - 1) * blocks[moving] / expected[moving]
    p = 2 * np.minimum(stats.chi2.cdf(ratio, BLOCKS - 1), stats.chi2.sf(ratio, BLOCKS - 1))
    assert moving.sum() > len(MEASURES) - 6
    assert p.min() > ERROR / moving.sum()


def test_replicates_are_independent_of_their_neighbours(means):
    """No correlation between successive replicates in any measure."""
    moving = means.std(axis=0) > 1e-12
    centred = (means - means.mean(axis=0))[:, moving]
    correlation = (centred[1:] * centred[:-1]).sum(axis=0) / (centred**2).sum(axis=0)
    bound = stats.norm.isf(ERROR / 2 / moving.sum()) / np.sqrt(len(means))
    assert np.abs(correlation).max() < bound


def test_halves_of_the_replicates_agree(means):
    half = len(means) // 2
    moving = means.std(axis=0) > 1e-12
    p = stats.ttest_ind(means[:half, moving], means[half:, moving], equal_var=False).pvalue
    assert p.min() > ERROR / moving.sum()


@pytest.mark.parametrize(
    ("measure", "allowed"),
    [
        ("coproduction", 0.05),
        ("full_coproduction", 0.05),
        ("contractor", 0.05),
        ("social_enterprise", 0.05),
        ("satisfaction", 0.03),
        ("quality", 0.03),
        ("trust", 0.05),
        ("officer_culture", 0.05),
        ("relationship", 0.05),
        ("pressure", 0.03),
    ],
)
def test_levels_do_not_drift_after_the_burn_in(baseline, measure, allowed):
    """Equivalence: the 99.9 % interval of the change over fifteen years lies within what is allowed."""
    assert largest_drift(baseline, measure) < allowed


@pytest.mark.parametrize("neighbourhoods", [12, 24])
def test_with_ten_years_of_burn_in_satisfaction_does_not_drift_either(neighbourhoods):
    settings = {"neighbourhoods": neighbourhoods}
    longer = Scenario(name="settling-longer", years=20, burn_in_years=10, settings=settings)
    assert largest_drift(ensemble.run(longer, BLOCKS * SIZE, seed=12, worlds="central"), "satisfaction") < 0.03
