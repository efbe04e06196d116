"""In any world that can be declared, what must hold holds at the end of every month."""

from __future__ import annotations

import numpy as np
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from simulation.engine.draws import Purpose
from simulation.history.recording import record
from simulation.scenarios import Scenario
from simulation.world.codes import Who
from simulation.world.matrix import coproduced
from simulation.world.measures import COLUMN, MEASURES
from simulation.world.spells import spells
from simulation.world.tables import World
from tests.world.invariants import ROUNDING, violations
from tests.world.strategies import scenarios
from tests.world.worlds import begin, months

EXAMPLES = settings(
    max_examples=60,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
SEEDS = st.integers(0, 2**32 - 1)


def balance(world: World) -> np.ndarray:
    return np.array(world.councils.balances)


def measured(world: World) -> np.ndarray:
    row = np.zeros(len(MEASURES))
    record(world, row, np.zeros((len(world.services), 3), np.float32))
    return row


@EXAMPLES
@given(scenarios(), SEEDS)
def test_every_world_is_consistent(scenario: Scenario, seed: int) -> None:
    assert not violations(begin(scenario, seed), -scenario.burn_in_months), "at the start"
    for month, world in months(scenario, seed=seed):
        assert not violations(world, month), f"month {month}"


@EXAMPLES
@given(scenarios(), SEEDS)
def test_money_in_equals_money_out(scenario: Scenario, seed: int) -> None:
    before = balance(begin(scenario, seed))
    for month, world in months(scenario, seed=seed):
        spending = world.councils.spending
        left = world.councils.grant + world.councils.local_income - spending
        allowed = ROUNDING * max(1.0, spending.max())
        np.testing.assert_allclose(balance(world) - before, left, rtol=0, atol=allowed, err_msg=f"month {month}")
        assert np.all(world.councils.commitments <= spending + allowed), f"month {month}"
        before = balance(world)


@EXAMPLES
@given(scenarios(), SEEDS)
def test_no_contract_stands_still(scenario: Scenario, seed: int) -> None:
    before = np.array(begin(scenario, seed).contracts.months_left)
    for month, world in months(scenario, seed=seed):
        changes = world.changes[: int(world.logged[0])]
        awarded = np.isin(np.arange(len(world.arrangements)), changes.arrangement[changes.month == month])
        signed = np.repeat(world.councils.pfi_deals > 0, len(world.services))
        left = np.array(world.contracts.months_left)
        # A service that has become bad is put up before its time, and may go to the same provider for the same term.
        put_up = world.arrangement_chances[Purpose.REVIEW & 3] < world.parameters.dismissal_rate[0] / 12
        still = (before > 0) & (left == before) & ~np.concatenate([awarded | put_up, signed])
        assert not still.any(), f"month {month}"
        before = left


@EXAMPLES
@given(scenarios(), SEEDS)
def test_measures_are_in_range_and_shares_add_up(scenario: Scenario, seed: int) -> None:
    first_cell, first_provider = COLUMN["traditional_service"], COLUMN["in_house"]
    bounds = {"share": (0, 1), "index": (0, 1), "months": (0, np.inf), "count": (0, np.inf)}
    for month, world in months(scenario, seed=seed):
        row = measured(world)
        assert np.isfinite(row).all(), f"month {month}"
        assert abs(row[first_cell : first_cell + 9].sum() - 1.0) < ROUNDING, f"month {month}: the nine cells"
        assert abs(row[first_provider : first_provider + 6].sum() - 1.0) < ROUNDING, f"month {month}: the providers"
        for measure, value in zip(MEASURES, row, strict=True):
            low, high = bounds.get(measure.unit, (-np.inf, np.inf))
            if measure.name != "quality_gap":  # a difference of two indices
                assert low - ROUNDING <= value <= high + ROUNDING, f"month {month}: {measure.name} = {value}"


@EXAMPLES
@given(scenarios(), SEEDS)
def test_every_move_is_logged_and_spells_fit_together(scenario: Scenario, seed: int) -> None:
    ended = 0
    for month, world in months(scenario, seed=seed):
        ended += int(world.councils.ended_spells.sum()) if month >= 0 else 0
    arrangements, horizon = world.arrangements, scenario.months
    state = {a: (Who.PROFESSIONALS, Who.PROFESSIONALS, 0) for a in range(len(arrangements))}
    previous = -(2**31)
    for change in world.changes[: int(world.logged[0])].tolist():
        at = dict(zip(world.changes.dtype.names, change, strict=True))
        a = at["arrangement"]
        assert previous <= at["month"] < horizon, "the log is in the order of months"
        assert state[a] == (at["planning_before"], at["delivery_before"], at["provider_before"])
        state[a] = (at["planning"], at["delivery"], at["provider"])
        previous = at["month"]
    for a, row in enumerate(arrangements):
        assert state[a] == (row.planning, row.delivery, row.provider), f"arrangement {a} moved without a trace"

    found = spells(world, 0, 0, horizon)
    open_now = {a for a, (planning, delivery, _) in state.items() if coproduced(planning, delivery)}
    services = len(world.services)
    still_open = set()
    last: dict[int, int] = {}
    for spell in found:
        council = world.councils[spell["council"]]
        a = int((council.first_neighbourhood + spell["neighbourhood"]) * services + spell["service"])
        assert last.get(a, spell["start"]) <= spell["start"] <= spell["end"] <= horizon, "spells do not overlap"
        last[a] = spell["end"]
        assert (spell["ended"] == 1) == (spell["cause"] != 0)
        if spell["ended"] == 0:
            assert spell["end"] == horizon
            still_open.add(a)
    assert still_open == open_now, "open spells are what is co-produced at the horizon"
    assert int(found["ended"].sum()) == ended, "ended spells are those that were counted month by month"
