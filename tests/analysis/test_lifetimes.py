"""How long arrangements last by policy, arm, council and service: the curves of single runs."""

from __future__ import annotations

import numpy as np
import pytest

from simulation import ensemble
from simulation.analysis import kaplan_meier
from simulation.results.survival import kaplan_meier as curve_of
from simulation.results.survival import lifetimes, risk_sets, survive
from simulation.sweep import sweep
from simulation.sweep.design import load, plan
from simulation.sweep.store import open_store
from simulation.world.errors import AnalysisError
from tests.sweep.sweeps import SCENARIO

POLICIES = '[[policies]]\nname = "as now"\ngovernance = 0\n[[policies]]\nname = "framework"\ngovernance = 0.5\n'
TOWNS = '[[councils]]\nname = "Redtown"\ntradition = 0.9\n[[councils]]\nname = "Blueham"\ntradition = 0.1\n'


@pytest.fixture(scope="module")
def lasting(tmp_path_factory):
    folder = tmp_path_factory.mktemp("lasting")
    (folder / "short.toml").write_text(SCENARIO.format(years=3) + TOWNS, encoding="utf-8")
    design = folder / "design.toml"
    design.write_text(
        f'scenarios = ["short.toml"]\nreplicates = 8\nspells = true\nworlds = "central"\n{POLICIES}', encoding="utf-8"
    )
    made = plan(load(design), folder)
    assert sweep(made, folder / "out")
    return made, open_store(folder / "out")


def test_lifetimes_by_policy_are_those_of_its_runs(lasting):
    made, stored = lasting
    found = kaplan_meier(stored)
    assert found.names == ("as now", "framework") and found.differences[0] == (0, 0, 0)
    for number, name in enumerate(found.names):
        run = ensemble.run(made.scenario(made.point(number)), 8, 1, worlds="central")
        of_arm = lifetimes(run.spells[run.spells["arm"] == 0], run.fork)
        sets = risk_sets(of_arm, np.arange(8))
        expected = curve_of(sets.at_risk.sum(axis=0), sets.ended.sum(axis=0))
        np.testing.assert_allclose(found.curves[number].survival[: len(expected)], expected)
        assert found.spells[number] == len(of_arm.time), name
    assert found.table().num_rows == 2 and set(found.curves_table()["policy"].to_pylist()) == set(found.names)


def test_lifetimes_by_arm_are_compared_as_in_a_summary(lasting):
    made, stored = lasting
    run = ensemble.run(made.scenario(made.point(0)), 8, 1, worlds="central")
    arms = [lifetimes(run.spells[run.spells["arm"] == arm], run.fork) for arm in (0, 1)]
    expected, found = survive(arms[1], arms[0], np.arange(8)), kaplan_meier(stored, "arm")
    assert found.differences[1] == pytest.approx(expected.difference, nan_ok=True)
    assert found.p[1] == pytest.approx(expected.log_rank.p, nan_ok=True)


def test_lifetimes_by_council_and_service_are_all_lifetimes(lasting):
    _, stored = lasting
    councils, services = (kaplan_meier(stored, by) for by in ("council", "service"))
    assert councils.names == ("Redtown", "Blueham") and len(services.names) > 2
    assert sum(councils.spells) == sum(services.spells) == kaplan_meier(stored).spells[0]


def test_lifetimes_by_something_else_are_refused(lasting):
    with pytest.raises(AnalysisError, match="by = 'town': it must be one of policy, arm, council, service"):
        kaplan_meier(lasting[1], "town")
