"""Portfolios of one budget cost the same, and hold no lever beyond its range."""

from __future__ import annotations

import pytest

from simulation.analysis.pareto import running_cost
from tests.experiments.test_runner import FOLDER, script


@pytest.fixture
def portfolios(monkeypatch):
    monkeypatch.syspath_prepend(str(FOLDER))
    return script("portfolios")


def test_portfolios_of_one_budget_cost_the_same(portfolios):
    found = portfolios.portfolios()
    assert {each.budget for each in found} == set(portfolios.BUDGETS)
    assert {each.mix for each in found} == set(portfolios.MIXES)
    for each in found:
        assert running_cost(each.factors) == pytest.approx(each.budget), each.name
        assert all(0 < value <= 1 for value in each.factors.values())


def test_levers_of_the_framework_are_held_by_its_event(portfolios):
    assert portfolios.factors({"governance": 0.5, "assemblies": 0.2}) == {
        "framework.governance": 0.5,
        "assemblies": 0.2,
    }
    assert portfolios.factors({"consultation": 0.5}) == {"consultation": 0.5, "consultation_heeded": 1.0}
