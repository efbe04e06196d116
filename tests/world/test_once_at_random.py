"""An event that happens once at random: one month a future, the same in both arms and whatever else is set."""

from __future__ import annotations

import numpy as np
from scipy.stats import chisquare

from simulation import ensemble
from simulation.engine import draws
from simulation.engine.draws import Purpose
from simulation.scenarios import Scenario

FIRST, LAST = 6, 18
REPLICATES = 240


def run(settings=None, once=True, under_study=True, **more):
    when = {"between": [FIRST / 12, LAST / 12]} if once else {"month": FIRST}
    cut = {"name": "cut", "kind": "grant_change", "size": -0.9, "over_months": 1, "under_study": under_study} | when
    sizes = {"councils": 2, "neighbourhoods": 2, "organisations": 1, "contractors": 1}
    data = {"name": "once", "years": 2, "burn_in_years": 0, "settings": sizes | (settings or {}), "events": [cut]}
    return ensemble.run(Scenario.from_mapping(data), REPLICATES, 3, worlds="central", **more)


def months(found):
    """The month in which the arms part, of every future."""
    differ = (found.measures[:, 0] != found.measures[:, 1]) & ~np.isnan(found.measures[:, 0])
    return differ.any(axis=2).argmax(axis=1)


def drawn(seed, replicate):
    key = np.array([seed, replicate], np.uint64)
    return FIRST + int(draws.uniform(key, int(Purpose.EVENT_MONTH), draws.BEFORE, 0, 0) * (LAST - FIRST))


def test_every_future_has_its_month_and_keeps_it():
    found = months(run())
    assert found.tolist() == [drawn(3, replicate) for replicate in range(REPLICATES)]
    counts = np.bincount(found - FIRST, minlength=LAST - FIRST)
    assert len(counts) == LAST - FIRST and chisquare(counts).pvalue > 0.01
    np.testing.assert_array_equal(months(run({"portfolios": 0, "governance": 0.7})), found)


def test_it_happens_to_all_in_the_same_month_and_in_both_arms():
    by = run(by="council")
    of_each = [(by.by_group[:, 0, :, at] != by.by_group[:, 1, :, at]) for at in range(2)]
    valid = [np.where(np.isnan(by.by_group[:, 0, :, at]), False, each) for at, each in enumerate(of_each)]
    first, second = (each.any(axis=2).argmax(axis=1) for each in valid)
    np.testing.assert_array_equal(first, second)
    unstudied = run(under_study=False)
    np.testing.assert_array_equal(unstudied.measures[:, 0], unstudied.measures[:, 1])
    np.testing.assert_array_equal(unstudied.measures[:, 0], run().measures[:, 0])
