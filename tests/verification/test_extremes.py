"""Extreme conditions: whatever the settings, levels stay within their ranges and go where they must."""

import numpy as np
import pytest

from simulation.world.measures import COLUMN, MEASURES
from simulation.world.parameters import PARAMETERS
from tests.verification.worlds import plan, run

SHARES = [
    COLUMN[measure.name] for measure in MEASURES if measure.unit in ("share", "index") and measure.name != "quality_gap"
]


def check(done):
    assert np.isfinite(done.measures).all()
    assert done.measures[:, SHARES].min() >= -1e-9
    assert done.measures[:, SHARES].max() <= 1 + 1e-9
    rungs = sum(done.series(name) for name in ("non_participation", "tokenism", "citizen_power"))
    np.testing.assert_allclose(rungs, 1)


@pytest.mark.parametrize(
    "settings",
    [
        {"income_level": 0.5, "pfi_policy": 1, "market_mean": 1, "tradition_mean": 0},
        {"income_level": 1.3, "tradition_mean": 1, "market_mean": 0},
        {"governance": 1, "planning_support": 1, "capacity_building": 1, "joint_working": 1, "open_procurement": 1},
        {"organisations": 1, "enterprises": 0, "contractors": 1, "neighbourhoods": 2},
        {"organisations": 120, "enterprises": 30, "contractors": 30},
        {"complaints_procedure": 0, "civic_base": 0.2},
        {"complaints_procedure": 1, "assemblies": 1, "civic_base": 0.9},
    ],
)
def test_levels_stay_within_their_ranges(settings):
    check(run(plan(**settings), 180))


@pytest.mark.parametrize("end", ["low", "high"])
@pytest.mark.parametrize("part", range(8))
def test_levels_stay_within_their_ranges_at_the_ends_of_the_parameters(end, part):
    """An eighth of all uncertain parameters at the end of their ranges at once, the others at their defaults."""
    uncertain = [parameter for parameter in PARAMETERS.values() if parameter.role == "uncertainty"][part::8]
    check(run(plan({parameter.name: getattr(parameter, end) for parameter in uncertain}, neighbourhoods=8), 120))


def mean(measure, **settings):
    return np.mean([run(plan(**settings), 120, replicate=r).series(measure)[60:].mean() for r in range(6)])


def test_a_poor_council_cuts_and_a_rich_one_does_not():
    assert mean("pressure", income_level=0.5) > 0.2
    assert mean("pressure", income_level=1.3) < 0.02


def test_leaders_who_all_believe_in_co_production_have_more_of_it_than_leaders_who_all_do_not():
    assert mean("coproduction", tradition_mean=1) > 0.3 + mean("coproduction", tradition_mean=0)


def test_without_private_finance_there_is_none():
    assert mean("pfi", pfi_policy=0) == 0 < mean("pfi", pfi_policy=1)


def test_barriers_at_their_highest_leave_communities_fewer_contracts():
    assert mean("community_organisation", procurement_barrier=4) < mean("community_organisation", procurement_barrier=0)
