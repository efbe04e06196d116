"""The futures behind the pictures: the same as those of a run, shared, bounded, latest first."""

from __future__ import annotations

import contextlib
import threading

import numpy as np
import pytest

from simulation import ensemble as engine
from simulation.app.futures import shared_counterfactuals
from simulation.app.futures.futures import TRACES
from simulation.app.futures.logs import whole
from simulation.app.futures.scheduler import Scheduler
from simulation.app.story.played_in import Given
from simulation.app.story.state import first
from simulation.results import summarise
from simulation.results.occupancy import COUNTED, packed, stand
from simulation.world.measures import COLUMN
from simulation.world.services import SERVICES
from simulation.world.worlds import CENTRAL, Worlds

STORY = first().at(24).drop("leader").at(36).drop("pfi").scenario.model_copy(update={"years": 6, "burn_in_years": 1})


SEVERAL = Worlds("several", ("leader_spread", "trust_needed"), np.array([[0.05, 0.2], [0.3, 0.5], [0.2, 0.9]]))


@pytest.fixture(scope="module")
def scheduler():
    return Scheduler(total=12, first=5, threads=2)


@pytest.fixture(scope="module", params=[CENTRAL, SEVERAL], ids=lambda worlds: worlds.name)
def worlds(request):
    return request.param


@pytest.fixture(scope="module")
def run(worlds):
    return engine.run(STORY, 12, 1, keep_changes=True, worlds=worlds)


def test_a_first_view_then_a_fine_one_then_its_estimates(scheduler):
    seen = list(scheduler.watch(STORY, 1, threading.Event()))
    assert [(f.size, f.complete, f.summary is not None) for f in seen] in (
        [(5, False, False), (12, True, False), (12, True, True)],
        [(5, False, False), (12, True, True)],
        [(12, True, False), (12, True, True)],  # all were there before the first was looked at
        [(12, True, True)],
    )
    assert (seen[0].counts == seen[-1].counts[: seen[0].size]).all()


def test_a_stopped_one_ends_its_threads_and_leaves_the_rest_undone():
    scheduler, stop = Scheduler(total=5000, first=5, threads=2), threading.Event()
    seen = scheduler.watch(STORY, 1, stop)
    assert next(seen).size >= 5
    threads = [thread for thread in threading.enumerate() if thread.name.startswith("futures-")]
    running = [thread for thread in threads if thread in scheduler._running]
    scheduler.stop()
    assert len(running) == 2 and not any(thread.is_alive() for thread in running)
    assert not scheduler.look(STORY, 1).complete
    stop.set()
    seen.close()


def test_the_estimates_are_those_of_a_run(scheduler, run, worlds):
    assert scheduler.get(STORY, 1, worlds=worlds).summary.to_json() == summarise(run).to_json()


def test_every_future_is_that_of_a_run_in_the_same_worlds(scheduler, run, worlds):
    futures = scheduler.get(STORY, 1, estimates=False, worlds=worlds)
    for number, logs in enumerate(futures.logs):
        for arm, log in enumerate(logs):
            assert (whole(log) == packed(run.changes[number, arm])).all()
    assert futures.in_worlds.tolist() == [worlds.number(number) for number in range(12)]


def test_other_worlds_are_other_futures(scheduler):
    few = Worlds("several", SEVERAL.names, SEVERAL.values[:2])
    one, other, third = (scheduler.get(STORY, 1, False, worlds=each) for each in (CENTRAL, SEVERAL, few))
    assert (one.counts != other.counts).any()
    assert (other.counts[:4] == third.counts[:4]).all() and (other.counts != third.counts).any()


def test_futures_where_something_is_high_are_some_of_those_that_are_there(scheduler):
    futures = scheduler.get(STORY, 1, worlds=SEVERAL)
    high, low = (futures.where(Given("leader_spread", half)) for half in ("high", "low"))
    assert high.numbers.tolist() == [2, 3, 8, 9]  # the second of three worlds lies above the middle
    assert sorted([*high.numbers, *low.numbers]) == futures.numbers.tolist()
    assert (high.counts == futures.counts[[2, 3, 8, 9]]).all() and high.logs[2] is futures.logs[8]
    assert high.summary is None and futures.summary is not None
    assert futures.where(Given("leader_spread", "high")) is high and futures.where(None) is futures


def test_the_counts_are_those_of_the_worlds(scheduler, worlds):
    futures = scheduler.get(STORY, 1, worlds=worlds)
    for number, arm, month in ((0, 0, 71), (3, 1, 30), (7, 0, 24)):
        world = engine.future_world(STORY, 1, number, engine.ARMS[arm], month + 1, worlds)
        cells = 3 * world.arrangements["delivery"] + world.arrangements["planning"]
        now = stand(whole(futures.logs[number][arm]), len(world.arrangements), month)
        assert (now.cell == cells).all()
        assert (now.provider == world.arrangements["provider"]).all()
        together = (world.arrangements["planning"] == 1) | (world.arrangements["delivery"] == 1)
        by_service = np.array([together[s :: len(SERVICES)].sum() for s in range(len(SERVICES))])
        assert (futures.counts[number, arm, month, :, COUNTED.index("coproduction")] == by_service).all()
        assert futures.of("full_coproduction", None)[number, arm, month] == (cells == 4).sum()


def test_before_the_first_event_both_worlds_are_the_same(scheduler):
    futures = scheduler.get(STORY, 1)
    assert futures.fork == 24
    assert (futures.counts[:, 0, :24] == futures.counts[:, 1, :24]).all()
    assert (futures.counts[:, 0, 24:] != futures.counts[:, 1, 24:]).any()


def test_traces_are_the_measures(scheduler, run, worlds):
    futures = scheduler.get(STORY, 1, worlds=worlds)
    for name in TRACES:
        assert (futures.trace(name) == run.measures[..., COLUMN[name]].astype(np.float32)).all(), name


def test_what_was_computed_is_not_computed_again(scheduler, monkeypatch):
    scheduler.get(STORY, 1)
    monkeypatch.setattr(shared_counterfactuals, "run_arm", lambda *_, **__: pytest.fail("computed again"))
    assert scheduler.look(STORY, 1).complete
    assert scheduler.get(STORY, 1).size == 12


def test_a_stopped_watch_ends_and_goes_on_from_where_it_was():
    scheduler = Scheduler(total=40, first=3, threads=1)
    stop = threading.Event()
    watch = scheduler.watch(STORY, 2, stop)
    assert next(watch).size == 3
    stop.set()
    scheduler.wake()
    assert list(watch) == []
    assert scheduler.get(STORY, 2).size == 40


def test_memory_is_bounded_and_the_latest_stays():
    scheduler = Scheduler(total=4, first=2, threads=2)
    scheduler.get(STORY, 1)
    scheduler.cache_bytes = int(1.5 * scheduler.size)
    for seed in (2, 3, 4):
        scheduler.get(STORY, seed)
        assert scheduler.size <= scheduler.cache_bytes
    assert scheduler.look(STORY, 4) is not None
    assert scheduler.look(STORY, 1) is None


def test_a_future_that_fails_is_left_out_and_reported(monkeypatch):
    real = shared_counterfactuals.run_arm

    def sometimes(plan, times, seed, number, *rest, **options):
        if number == 1:
            raise ArithmeticError("the sums do not add up")
        return real(plan, times, seed, number, *rest, **options)

    monkeypatch.setattr(shared_counterfactuals, "run_arm", sometimes)
    futures = Scheduler(total=4, first=2, threads=1).get(STORY, 1, estimates=False)
    assert futures.numbers.tolist() == [0, 2, 3]
    assert futures.failures == ((1, "ArithmeticError: the sums do not add up"),)


def test_a_scenario_whose_every_future_fails_says_why(monkeypatch):
    def fail(*_, **__):
        raise ArithmeticError("broken")

    monkeypatch.setattr(shared_counterfactuals, "run_arm", fail)
    with pytest.raises(RuntimeError, match="ArithmeticError: broken"):
        Scheduler(total=4, first=2, threads=1).get(STORY, 1, estimates=False)


@pytest.mark.parametrize(
    ("crowd", "order"), [(4, [1, 1, 2, 2, 3, 3] * 3), (3, [1, 1, 2, 2, 3, 3, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3])]
)
def test_nobody_waits_for_the_fine_view_of_somebody_else(crowd, order):
    """The few of everybody in turn, then the first views in turn unless many wait, then the fine ones in turn."""
    scheduler = Scheduler(total=6, first=4, few=2, crowd=crowd, threads=0)
    doors = [looking(scheduler, seed=seed) for seed in (1, 2, 3)]
    assert served(scheduler) == order
    for door in doors:
        door.close()
    assert scheduler._next() is None


def test_while_many_wait_the_first_view_has_few_futures():
    scheduler = Scheduler(total=12, first=8, few=2, crowd=2, threads=1)
    others = [threading.Event() for _ in range(4)]
    watches = [scheduler.watch(STORY, 20 + n, stop, estimates=False) for n, stop in enumerate(others)]
    sizes: dict[int, list[int]] = {}

    def follow(n: int) -> None:
        sizes[n] = [futures.size for futures in watches[n]]

    threads = [threading.Thread(target=follow, args=(n,)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert all(each[-2:] == [8, 12] for each in sizes.values())
    assert any(each[0] < 8 for each in sizes.values())
    assert next(Scheduler(total=12, first=8, few=2, crowd=2, threads=1).watch(STORY, 1, threading.Event())).size == 8


def looking(scheduler, scenario=STORY, seed=1, visitor=""):
    """A view of a scenario that somebody looks at; closed with ``close``."""
    stack = contextlib.ExitStack()
    stack.enter_context(scheduler._wanted(scenario, seed, False, CENTRAL, visitor))
    return stack


def served(scheduler) -> list[int]:
    """The seeds of all futures in the order in which they would be computed."""
    seeds = []
    while (job := scheduler._next()) is not None:
        job.next += 1
        seeds.append(job.seed)
    return seeds


def test_nothing_is_computed_for_visitors_who_left():
    scheduler = Scheduler(total=4, first=2, few=1, crowd=3, threads=0)
    scheduler.came("one")
    doors = [looking(scheduler, seed=seed, visitor=visitor) for seed, visitor in ((1, "one"), (2, "gone"), (3, "gone"))]
    assert not scheduler._crowded()  # nor do they make the others' first views smaller
    assert served(scheduler) == [1] * 4
    scheduler.came("gone")
    scheduler.left("one")
    assert served(scheduler) == [2, 3] * 2 + [2] * 2 + [3] * 2
    both = looking(scheduler, seed=4, visitor="one"), looking(scheduler, seed=4, visitor="gone")
    assert served(scheduler) == [4] * 4
    for door in (*doors, *both):
        door.close()


def test_a_costly_scenario_comes_after_the_others_of_its_round():
    scheduler = Scheduler(total=4, first=2, few=2, costly=2 * 12 * 7 * 24, threads=0)
    costly = STORY.model_copy(update={"years": 20})
    doors = [looking(scheduler, costly, 1), looking(scheduler, seed=2), looking(scheduler, seed=3)]
    assert served(scheduler) == [2, 2, 3, 3, 1, 1] * 2
    for door in doors:
        door.close()


def test_who_looks_at_many_at_once_has_the_second_after_the_first_of_everybody():
    scheduler = Scheduler(total=4, first=2, few=2, threads=0)
    for visitor in ("many", "one"):
        scheduler.came(visitor)
    doors = [looking(scheduler, seed=seed, visitor="many") for seed in (1, 2, 3)]
    doors += [looking(scheduler, seed=seed, visitor="one") for seed in (4, 3)]  # one of them is of both
    assert served(scheduler) == [1, 1, 3, 3, 2, 2, 4, 4] * 2
    doors.pop().close()
    for job in scheduler._jobs.values():
        job.next = 0
    assert served(scheduler) == [1, 1, 4, 4, 2, 2, 3, 3] * 2
    for door in doors:
        door.close()


def test_who_has_touched_nothing_since_has_the_fine_view_before_those_who_went_on_to_something_else():
    scheduler = Scheduler(total=4, first=2, few=2, threads=0)
    doors = []
    for seed, visitor in enumerate(("looks around", "waits", "looks around, and comes back"), 1):
        scheduler.came(visitor)
        scheduler.acted(visitor)  # what was done before one asked does not count
        doors.append(looking(scheduler, seed=seed, visitor=visitor))
    scheduler.acted("looks around")
    scheduler.acted("looks around, and comes back")
    doors.append(looking(scheduler, seed=4, visitor="looks around, and comes back"))
    assert served(scheduler) == [1, 1, 2, 2, 3, 3, 4, 4, 2, 2, 3, 3, 4, 4, 1, 1]
    for door in doors:
        door.close()


def test_where_memory_is_full_there_are_first_views_and_then_the_others_as_somebody_leaves():
    scheduler = Scheduler(total=6, first=2, few=2, threads=0)
    doors = [looking(scheduler, seed=seed) for seed in (1, 2, 3)]
    whole = max(job.size_when_complete for job in scheduler._jobs.values())
    scheduler.wanted_bytes = whole + 2 * max(job.size for job in scheduler._jobs.values())
    assert served(scheduler) == [1, 1, 2, 2, 3, 3] + [1] * 4
    doors[0].close()
    assert served(scheduler) == [2] * 4
    for door in doors[1:]:
        door.close()


def test_hundreds_of_levers_that_nobody_waited_for_leave_no_more_than_may_be_kept():
    scheduler = Scheduler(total=4, first=2, threads=0)
    looking(scheduler).close()
    scheduler.cache_bytes = 10 * scheduler.size
    for seed in range(300):
        looking(scheduler, seed=seed).close()
    assert len(scheduler._jobs) <= 11 and scheduler.size <= 11 * scheduler.cache_bytes / 10
