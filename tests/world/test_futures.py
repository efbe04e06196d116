"""One scenario and one seed have one history: run in whatever way, on however many cores, whoever else is there."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from simulation.ensemble import run, run_replicate, times_of
from simulation.history.building import blueprint
from simulation.history.recording import record
from simulation.scenarios import Scenario, load
from simulation.simulate import simulate
from simulation.world.measures import COLUMN, MEASURES
from simulation.world.parameters import PARAMETERS
from simulation.world.spells import spells
from tests.world.worlds import begin, differences, digest, everything, months, small, tables

ROOT = Path(__file__).parents[2]
SEED = 7


@pytest.fixture(scope="module")
def shocked() -> Scenario:
    """A change of leadership under study in the second year, after a PFI deal that both arms have."""
    return small(
        years=4,
        events=[
            {"name": "deal", "kind": "pfi_deal", "month": 6, "service": "roads", "under_study": False},
            {"name": "change", "kind": "leadership_change", "month": 18, "commitment": 0.05},
            {"name": "swings", "kind": "champion_leaves", "year": 0, "per_year": 0.5, "under_study": False},
        ],
    )


# Arms -----------------------------------------------------------------------------------------------------------------


def test_the_arms_are_one_up_to_the_fork_and_two_after_it(shocked):
    ensemble = run(shocked, replicates=3, seed=SEED, workers=1)
    fork = shocked.fork
    assert ensemble.fork == fork == 18
    np.testing.assert_array_equal(ensemble.measures[:, 0, :fork], ensemble.measures[:, 1, :fork])
    np.testing.assert_array_equal(ensemble.by_service[:, 0, :fork], ensemble.by_service[:, 1, :fork])
    assert np.any(ensemble.measures[:, 0, fork] != ensemble.measures[:, 1, fork])


def test_worlds_of_both_arms_are_the_same_up_to_the_fork(shocked):
    both = zip(months(shocked, seed=SEED), months(shocked, seed=SEED, arm="counterfactual"), strict=True)
    for (month, scenario), (_, counterfactual) in both:
        alike = not differences(scenario, counterfactual, ignoring=("events",))
        assert alike == (month < shocked.fork), f"month {month}"


@pytest.mark.parametrize("arm", ["scenario", "counterfactual"])
def test_an_arm_run_alone_from_the_start_is_the_branch_of_the_ensemble(shocked, arm):
    branch = ("scenario", "counterfactual").index(arm)
    times, services = times_of(shocked), 10
    replicate = run_replicate(blueprint(shocked), times, SEED, 2)
    world = begin(shocked, SEED, 2, arm)
    measures = np.zeros((times.months, len(MEASURES)))
    by_service = np.zeros((times.months, services, 3), np.float32)
    simulate(world, times.first_month, times.months, measures, by_service)
    np.testing.assert_array_equal(replicate.measures[branch], measures)
    np.testing.assert_array_equal(replicate.by_service[branch], by_service)
    found = replicate.spells[replicate.spells["arm"] == branch]
    np.testing.assert_array_equal(found, spells(world, 2, branch, times.months))


def test_measuring_councils_alone_changes_nothing_else(shocked):
    times = times_of(shocked)
    measured, logs = {}, {}
    for whole in (True, False):
        world = begin(shocked, SEED, 2)
        measured[whole], by_service = (
            np.zeros((times.months, len(MEASURES))),
            np.zeros((times.months, 10, 3), np.float32),
        )
        simulate(world, times.first_month, times.months, measured[whole], by_service, all_measures=whole)
        logs[whole] = world.changes[: int(world.logged[0])]
    assert (logs[True] == logs[False]).all()
    of_councils = [name for name, column in COLUMN.items() if measured[False][:, column].any()]
    assert {"leader_changes", "leader_commitment"} <= set(of_councils)
    columns = [COLUMN[name] for name in of_councils]
    np.testing.assert_array_equal(measured[True][:, columns], measured[False][:, columns])


def test_dropping_an_event_from_the_study_leaves_the_scenario_as_it_is(shocked):
    others = zip(months(shocked, seed=SEED), months(shocked.without(["swings"]), seed=SEED), strict=True)
    assert not any(differences(one, other) for (_, one), (_, other) in others)


# Workers and seeds ----------------------------------------------------------------------------------------------------


def test_the_number_of_workers_changes_nothing(shocked):
    one = run(shocked, replicates=5, seed=SEED, workers=1)
    two = run(shocked, replicates=5, seed=SEED, workers=2)
    assert not one.failures and not two.failures
    np.testing.assert_array_equal(one.measures, two.measures)
    np.testing.assert_array_equal(one.by_service, two.by_service)
    np.testing.assert_array_equal(one.spells, two.spells)


def test_a_replicate_does_not_depend_on_how_many_there_are(shocked):
    few = run(shocked, replicates=2, seed=SEED, workers=1)
    many = run(shocked, replicates=4, seed=SEED, workers=1)
    np.testing.assert_array_equal(few.measures, many.measures[:2])


def test_seeds_and_replicates_differ(shocked):
    first = run(shocked, replicates=2, seed=SEED, workers=1).measures
    assert np.any(first[0] != first[1])
    assert np.any(first[0] != run(shocked, replicates=1, seed=SEED + 1, workers=1).measures[0])


# Interpreted ----------------------------------------------------------------------------------------------------------

INTERPRETED = """
from tests.world.worlds import digest, everything, months
for _, world in months(everything(years=2, burn_in_years=0.5), seed=3):
    print(digest(world))
"""


def test_rules_as_ordinary_python_have_the_same_history():
    compiled = [digest(world) for _, world in months(everything(years=2, burn_in_years=0.5), seed=3)]
    environment = os.environ | {"NUMBA_DISABLE_JIT": "1", "PYTHONPATH": str(ROOT)}
    result = subprocess.run(
        [sys.executable, "-c", INTERPRETED], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    assert result.returncode == 0, result.stderr
    assert result.stdout.split() == compiled


# Who else is there ----------------------------------------------------------------------------------------------------


def owners(world) -> dict[str, np.ndarray]:
    """For each table, the council to which each of its rows belongs."""
    councils = np.arange(len(world.councils))
    owned = {name: getattr(world, name).council for name in ("neighbourhoods", "arrangements", "organisations")}
    return owned | {
        "councils": councils,
        "contractors": world.contractors.council,
        "contracts": np.concatenate([world.arrangements.council, np.repeat(councils, len(world.services))]),
    }


def of_first_councils(world, councils: int) -> dict[str, np.ndarray]:
    """The rows of the first councils of every table, and the log of their arrangements."""
    found = {}
    for name, council in owners(world).items():
        rows = getattr(world, name)[council < councils].copy()
        if name == "arrangements":
            # PFI contracts follow those of all arrangements, so their rows move when there are more of these.
            rows.contract[rows.contract >= len(council)] -= len(council)
        found |= {f"{name}.{column}": rows[column] for column in rows.dtype.names}
    changes = tables(world)["changes"]
    mine = changes[world.arrangements.council[changes.arrangement] < councils]
    found |= {f"changes.{column}": mine[column] for column in mine.dtype.names}
    found["national"] = world.national["mood"]
    return found


def test_a_council_in_another_region_changes_nothing_for_the_others():
    settings = {"region_size": 2, "neighbouring_councils": 1, "pfi_policy": 1.0, "pfi_rate": 0.5}
    two = months(small(settings | {"councils": 2}, years=5), seed=SEED)
    three = months(small(settings | {"councils": 3}, years=5), seed=SEED)
    for (month, without), (_, with_another) in zip(two, three, strict=True):
        mine, theirs = of_first_councils(without, 2), of_first_councils(with_another, 2)
        changed = [name for name in mine if not np.array_equal(mine[name], theirs[name], equal_nan=True)]
        assert not changed, f"month {month}"
    assert np.any(without.arrangements.contract >= len(without.arrangements)), (
        "no PFI deal: the test shows less than it says"
    )


def test_councils_of_a_region_look_to_each_other():
    """The counterpart: within a region another council does make a difference, in time."""
    spreading = {
        name: PARAMETERS[name].high for name in ("adoption_rate", "diffusion", "diffusion_alone", "success_scale")
    }
    settings = {"region_size": 3, "neighbouring_councils": 1} | spreading

    def levers(councils: int, seed: int) -> np.ndarray:
        *_, (_, world) = months(small(settings | {"councils": councils}, years=5), seed=seed)
        return world.councils.targets[:2]

    assert any(np.any(levers(2, seed) != levers(3, seed)) for seed in range(10))


# Recording ------------------------------------------------------------------------------------------------------------


def test_recording_changes_nothing():
    scenario = load("leadership-change")
    measures, by_service = np.zeros(len(MEASURES)), np.zeros((10, 3), np.float32)
    watched, alone = months(scenario, 24, seed=SEED), months(scenario, 24, seed=SEED)
    for (month, world), (_, other) in zip(watched, alone, strict=True):
        for _ in range(3):
            record(world, measures, by_service)
            spells(world, 0, 0, month)
        assert not differences(world, other), f"month {month}"
