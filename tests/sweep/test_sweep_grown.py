"""A sweep that grows: the tables of having asked for all at once, and no future is simulated twice."""

from __future__ import annotations

import json
import shutil

import numpy as np
import pytest

from simulation.sweep import Shard, block, sweep
from simulation.sweep import run as run_room
from simulation.sweep.design import SAMPLERS, Plan, parse, plan
from simulation.sweep.store import Parts, open_store
from tests.sweep.sweeps import SCENARIO, digests

DESIGN = """
scenarios = ["short.toml"]
sampler = "{sampler}"
points = {points}
replicates = {replicates}
monthly = ["coproduction"]
spells = true
by = ["fifth", "council"]
policies = [{{name = "none"}}, {{name = "both", governance = 0.8}}]
[uncertainties]
leader_exit = "declared"
"hostile.commitment" = {{low = 0.1, high = 0.4}}
"""


@pytest.fixture
def planned(tmp_path):
    (tmp_path / "short.toml").write_text(SCENARIO.format(years=2), encoding="utf-8")

    def planned(points: int, replicates: int, sampler: str = "sobol_sequence", text: str = DESIGN) -> Plan:
        return plan(parse(text.format(points=points, replicates=replicates, sampler=sampler)), tmp_path)

    return planned


@pytest.fixture
def simulated(monkeypatch):
    """Every future that is simulated from now on."""
    real, done = block.run_replicate, []

    def counted(placed, times, seed, number, *more):
        done.append(number)
        return real(placed, times, seed, number, *more)

    monkeypatch.setattr(block, "run_replicate", counted)
    return done


def everything(folder):
    groups = (folder / "groups.parquet").read_bytes()
    parts = sorted((folder / "parts" / open_store(folder).manifest["key"]).glob("*.parquet"))
    return digests(folder), groups, [path.read_bytes() for path in parts]


def test_more_replicates_and_points_are_added_to_what_is_there(planned, simulated, tmp_path):
    assert sweep(planned(8, 30), tmp_path / "at once")
    simulated.clear()
    for points, replicates, new in ((4, 9, 8 * 9), (4, 30, 8 * 21), (8, 30, 8 * 30)):
        assert sweep(planned(points, replicates), tmp_path / "grown")
        assert len(simulated) == new
        simulated.clear()
    assert everything(tmp_path / "grown") == everything(tmp_path / "at once")
    assert sweep(planned(4, 9), tmp_path / "grown") and not simulated  # and back: it was never thrown away


def test_a_sweep_may_grow_before_it_is_finished(planned, simulated, tmp_path):
    assert not sweep(planned(4, 30), tmp_path / "grown", shard=Shard(2, 3))
    there = len(simulated)
    progress = []
    assert sweep(planned(4, 40), tmp_path / "grown", on_progress=progress.append)
    assert len(simulated) == progress[-1].total == 8 * 40 and progress[-1].before == there
    assert sweep(planned(4, 40), tmp_path / "at once")
    assert everything(tmp_path / "grown") == everything(tmp_path / "at once")


def test_a_policy_can_be_added(planned, simulated, tmp_path):
    assert sweep(planned(2, 3), tmp_path / "grown")
    simulated.clear()
    text = DESIGN.replace("policies = [", 'policies = [{{name = "third", portfolios = 0}}, ')
    assert sweep(planned(2, 3, text=text), tmp_path / "grown")
    assert len(simulated) == 2 * 3
    assert sweep(planned(2, 3, text=text), tmp_path / "at once")
    assert everything(tmp_path / "grown") == everything(tmp_path / "at once")


@pytest.mark.parametrize("change", ["seed", "kept", "horizon", "scenario", "code"])
def test_what_depends_on_anything_else_is_simulated(planned, simulated, tmp_path, monkeypatch, change):
    assert sweep(planned(2, 3), tmp_path / "out")
    simulated.clear()
    text = DESIGN
    if change in ("seed", "kept", "horizon"):
        text = {"seed": "seed = 2\n", "kept": 'outcomes = ["quality"]\n', "horizon": "months = 20\n"}[change] + DESIGN
    if change == "scenario":
        (tmp_path / "short.toml").write_text(SCENARIO.format(years=3), encoding="utf-8")
    if change == "code":
        for room in (run_room, block):
            monkeypatch.setattr(room, "code_version", lambda: "0123456789abcdef")
    assert sweep(planned(2, 3, text=text), tmp_path / "out")
    assert len(simulated) == 4 * 3


def test_a_damaged_part_of_the_earlier_design_is_simulated(planned, simulated, tmp_path):
    assert sweep(planned(2, 30), tmp_path / "grown")
    (folder,) = (tmp_path / "grown" / "parts").iterdir()
    broken = Parts.found_in(folder).path("monthly", 1)
    broken.write_bytes(broken.read_bytes()[:-9])
    simulated.clear()
    assert sweep(planned(2, 40), tmp_path / "grown")
    assert len(simulated) == 4 * 10 + 50  # the new ones, and those of the part
    assert sweep(planned(2, 40), tmp_path / "at once")
    assert everything(tmp_path / "grown") == everything(tmp_path / "at once")


def test_a_run_that_failed_is_taken_over_unless_it_is_to_be_tried_again(planned, simulated, tmp_path, monkeypatch):
    counted = block.run_replicate

    def failing(placed, times, seed, number, *more):
        found = counted(placed, times, seed, number, *more)
        if number == 1:
            raise ZeroDivisionError("no council left")
        return found

    with monkeypatch.context() as patch:
        patch.setattr(block, "run_replicate", failing)
        assert sweep(planned(2, 3), tmp_path / "out")
    shutil.copytree(tmp_path / "out", tmp_path / "again")
    for name, retry, left in (("out", False, 2 * 4), ("again", True, 0)):
        assert sweep(planned(2, 5), tmp_path / name, retry_failed=retry)
        assert len(open_store(tmp_path / name).failures) == left


@pytest.mark.parametrize("sampler", ["sobol_sequence", "saltelli"])
def test_the_points_of_a_sequence_stay_when_there_are_more(sampler):
    for factors in (1, 3, 7):
        few, many = SAMPLERS[sampler](factors, 8, 5), SAMPLERS[sampler](factors, 32, 5)
        np.testing.assert_array_equal(few, many[: len(few)])


def test_the_log_says_what_was_there(planned, tmp_path):
    assert sweep(planned(1, 2), tmp_path / "out")
    assert sweep(planned(1, 3), tmp_path / "out")
    lines = [
        json.loads(line) for path in (tmp_path / "out" / "log").iterdir() for line in path.read_text().splitlines()
    ]
    assert sorted(line["earlier"] for line in lines if line["event"] == "part") == [0, 4]
