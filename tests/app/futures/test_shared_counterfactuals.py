"""What scenarios with the same counterfactual share: the same to the bit as if each was simulated alone."""

from __future__ import annotations

import numpy as np
import pytest

from simulation.app.futures import shared_counterfactuals
from simulation.app.futures.scheduler import Scheduler
from simulation.app.story.state import first
from simulation.ensemble import run_arm, run_replicate, times_of
from simulation.history.building import blueprint
from simulation.world.names_of_worlds import DEFAULT
from simulation.world.worlds import CENTRAL, Worlds, worlds

SHORT = {"years": 6, "burn_in_years": 1}
TOWN = first().scenario.model_copy(update=SHORT)
COLD = first().at(24).drop("leader").scenario.model_copy(update=SHORT)
BOTH = first().at(24).drop("leader").at(36).drop("pfi").scenario.model_copy(update=SHORT)
EARLY = first().at(12).drop("pfi").scenario.model_copy(update=SHORT)


@pytest.mark.parametrize("number", [0, 3])
def test_an_arm_alone_is_the_arm_of_a_replicate(number):
    plan, times = blueprint(BOTH), times_of(BOTH)
    whole = run_replicate(plan, times, 1, number, True)
    without = run_arm(plan, times, 1, number, 1, None, times.fork)
    assert without.stage is not None and without.stage.month == times.fork
    for arm, run in ((1, without), (0, run_arm(plan, times, 1, number, 0))):
        assert np.array_equal(run.measures, whole.measures[arm])
        assert np.array_equal(run.changes, whole.changes[arm])
    late = run_arm(plan, times, 1, number, 0, without.stage)
    assert np.array_equal(late.measures[times.fork :], whole.measures[0][times.fork :])
    assert np.array_equal(late.changes, whole.changes[0][whole.changes[0]["month"] >= times.fork])


def test_a_log_that_is_too_short_is_repeated():
    plan, times = blueprint(BOTH, log_rows=300), times_of(BOTH)
    assert np.array_equal(run_arm(plan, times, 1, 0, 0).changes, run_arm(blueprint(BOTH), times, 1, 0, 0).changes)


@pytest.mark.parametrize("before", [[TOWN], [COLD], [EARLY], [BOTH, EARLY, COLD], [TOWN, BOTH]])
@pytest.mark.parametrize("asked", [TOWN, COLD, BOTH, EARLY])
def test_what_is_shared_changes_nothing(before, asked):
    alone = Scheduler(total=3, first=2, threads=1).get(asked, 1, estimates=False)
    scheduler = Scheduler(total=3, first=2, threads=1)
    for scenario in before:
        scheduler.get(scenario, 1, estimates=False)
    shared = scheduler.get(asked, 1, estimates=False)
    assert (shared.counts == alone.counts).all() and (shared.traces == alone.traces).all()
    assert shared.logs == alone.logs


def test_what_is_shared_is_of_the_same_worlds():
    several = Worlds("several", ("leader_spread",), np.array([[0.05], [0.3]]))
    alone = Scheduler(total=4, first=2, threads=1).get(COLD, 1, estimates=False, worlds=several)
    scheduler = Scheduler(total=4, first=2, threads=1)
    for scenario, played_in in ((TOWN, CENTRAL), (TOWN, several), (COLD, CENTRAL)):
        scheduler.get(scenario, 1, estimates=False, worlds=played_in)
    shared = scheduler.get(COLD, 1, estimates=False, worlds=several)
    assert (shared.counts == alone.counts).all() and (shared.traces == alone.traces).all()


def test_one_more_event_costs_one_arm(monkeypatch):
    scheduler = Scheduler(total=3, first=2, threads=1)
    scheduler.get(TOWN, 1, estimates=False)
    runs: list[tuple[int, int | None]] = []
    real = shared_counterfactuals.run_arm

    def noted(plan, times, seed, number, arm, start, keep, **options):
        runs.append((arm, start.month if start is not None else None))
        return real(plan, times, seed, number, arm, start, keep, **options)

    monkeypatch.setattr(shared_counterfactuals, "run_arm", noted)
    scheduler.get(COLD, 1, estimates=False)
    assert runs == [(0, None)] * 3  # the town was kept as it stood in month 60, after this event
    runs.clear()
    scheduler.get(BOTH, 1, estimates=False)
    assert runs == [(0, 24)] * 3
    runs.clear()
    scheduler.get(TOWN.model_copy(update={"settings": {"capacity_building": 0.5}}), 1, estimates=False)
    assert runs == [(1, None)] * 3


def test_what_is_kept_is_bounded():
    scheduler = Scheduler(total=4, first=2, threads=1)
    scheduler.get(COLD, 1, estimates=False)
    kept = scheduler._shared
    kept.most_bytes = 2 * kept.size
    for seed in range(2, 6):
        scheduler.get(COLD, seed, estimates=False)
        assert kept.size <= kept.most_bytes
    plan_of = shared_counterfactuals.key(COLD, times_of(COLD), 5, worlds(DEFAULT))
    assert kept.find(plan_of, 0) is not None
    assert kept.find(shared_counterfactuals.key(COLD, times_of(COLD), 1, worlds(DEFAULT)), 0) is None
