"""Scenario discovery, robust levers and Pareto sets on cases whose answer is known."""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from simulation.analysis import ema_model, pareto_set, prim, respond, robustness
from simulation.analysis.pareto import running_cost
from simulation.ensemble import Replicate
from simulation.sweep import block
from simulation.sweep.design.samplers import latin_hypercube
from simulation.world.errors import AnalysisError
from simulation.world.measures import MEASURES
from simulation.world.parameters import PARAMETERS
from simulation.world.services import SERVICES
from simulation.world.spells import SPELL
from tests.sweep.sweeps import write_design


def test_prim_finds_the_corner():
    pytest.importorskip("ema_workbench")
    sample = latin_hypercube(4, 1000, 1)
    box = prim(sample, (sample[:, 1] > 0.6) & (sample[:, 3] < 0.5), ("a", "b", "c", "d"))
    assert box is not None and set(box.limits) >= {"b", "d"}
    assert box.limits["b"][0] == pytest.approx(0.6, abs=0.06) and box.limits["d"][1] == pytest.approx(0.5, abs=0.12)
    assert box.density > 0.8 and box.coverage > 0.7


def test_prim_finds_nothing_where_there_is_nothing():
    assert prim(np.zeros((5, 1)), np.zeros(5, bool), ("a",)) is None if "ema_workbench" in sys.modules else True


def test_without_ema_workbench_one_line_says_what_is_missing(monkeypatch):
    monkeypatch.setitem(sys.modules, "ema_workbench", None)
    monkeypatch.setitem(sys.modules, "ema_workbench.analysis", None)
    for use in (lambda: prim([[0.0]], [True], ("a",)), lambda: ema_model("baseline", [], ["leader_exit"], [])):
        with pytest.raises(AnalysisError, match=r"pip install 'coproduction\[discovery\]'"):
            use()


@pytest.mark.filterwarnings("default")
def test_the_model_as_an_ema_workbench_model():
    pytest.importorskip("ema_workbench")
    from ema_workbench import SequentialEvaluator

    model = ema_model(
        "leadership-change", ["hostile-leadership.commitment"], ["leader_exit"], ["coproduction_final_year"], 2
    )
    with SequentialEvaluator(model) as evaluator:
        experiments, outcomes = evaluator.perform_experiments(scenarios=2, policies=2)
    assert len(experiments) == 4 and np.isfinite(outcomes["coproduction_final_year"]).all()


WORKBENCH = """
import multiprocessing
import sys

from simulation.analysis import ema_model

if __name__ == "__main__":
    multiprocessing.set_start_method("spawn")
    from ema_workbench import MultiprocessingEvaluator

    model = ema_model(sys.argv[1], ["governance"], ["leader_exit"], ["coproduction_final_year"], 1)
    with MultiprocessingEvaluator(model, n_processes=1) as evaluator:
        experiments, outcomes = evaluator.perform_experiments(scenarios=1, policies=1)
    asked = {name: float(experiments[name].iloc[0]) for name in ("governance", "leader_exit")}
    assert model.function(**asked)["coproduction_final_year"] == outcomes["coproduction_final_year"][0]
    print("the same")
"""


def test_a_worker_that_the_workbench_starts_afresh_answers_as_this_process(tmp_path):
    """By spawn, as on Windows and macOS: nothing comes with it but what is pickled."""
    pytest.importorskip("ema_workbench")
    write_design(tmp_path, years=1)
    (tmp_path / "program.py").write_text(WORKBENCH)
    command = [sys.executable, "-W", "ignore", str(tmp_path / "program.py"), str(tmp_path / "short.toml")]
    here = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    done = subprocess.run(command, capture_output=True, text=True, env=here, timeout=300)
    assert done.returncode == 0 and done.stdout.strip() == "the same", done.stderr


@pytest.mark.filterwarnings("default")
def test_the_ema_workbench_model_can_be_sent_to_a_process_and_rounds_what_counts(monkeypatch):
    pytest.importorskip("ema_workbench")
    from ema_workbench import IntegerParameter

    from simulation.analysis import response

    model = ema_model("baseline", ["governance"], ["contractors"], ["coproduction_final_year"], 2)
    function = pickle.loads(pickle.dumps(model.function))
    asked = []
    monkeypatch.setattr(response, "respond", lambda scenario, values, *rest: asked.append(values) or {})
    function(governance=0.3, contractors=3.64)
    assert asked == [{"governance": 0.3, "contractors": 4}]
    assert isinstance(model.uncertainties["contractors"], IntegerParameter)


def test_regret_and_satisficing():
    values = np.array([[1.0, 0.0, 0.5], [0.6, 0.6, 0.6]])[..., None]  # a gamble and a safe choice in three states
    found = robustness(values, ("gamble", "safe"), good_enough=0.55, resamples=100)
    columns = dict(zip(found.columns, found.estimate.T, strict=True))
    np.testing.assert_allclose(columns["mean"], [0.5, 0.6])
    np.testing.assert_allclose(columns["mean_regret"], [0.7 / 3, 0.4 / 3])
    np.testing.assert_allclose(columns["best"], [1 / 3, 2 / 3])
    np.testing.assert_allclose(columns["satisfied"], [1 / 3, 1])
    less = robustness(values, ("gamble", "safe"), good_enough=0.55, more_is_better=False, resamples=100)
    assert less.estimate[0, 1] == pytest.approx((0.4 + 0 + 0) / 3)


def test_pareto_set():
    objectives = [[1, 5], [2, 4], [2, 3], [3, 1], [0, 0]]
    assert pareto_set(objectives, [True, True]).tolist() == [0, 1, 3]
    assert pareto_set(objectives, [True, False]).tolist() == [3, 4]
    assert pareto_set(objectives, [True, True], cost=[1, 3, 1, 1, 1], budget=2).tolist() == [0, 2, 3]
    assert pareto_set([[1, 1], [1, 1]], [True, True]).tolist() == [0, 1]  # equals do not beat each other
    assert pareto_set([[np.nan, 1], [0, 0]], [True, True]).tolist() == [1]


def test_running_cost_counts_what_has_a_price_of_its_own():
    priced = {"assemblies": 0.5, "consultation": 1.0, "consultation_heeded": 1.0}
    assert running_cost(priced) == pytest.approx(
        0.5 * PARAMETERS["assemblies_cost"].default + PARAMETERS["consultation_cost"].default
    )


def test_running_cost_counts_levers_however_they_are_named():
    assert running_cost({"framework.governance": 1.0, "open_procurement": 0.5, "leader_exit": 9}) == pytest.approx(
        1.5 * 0.004
    )


@pytest.mark.parametrize(("states", "replicates"), [(4, 9), (5, 9), (5, 1), (9, 4)])
def test_robustness_from_few_states_has_no_interval_and_few_futures_count_as_one(states, replicates):
    values = np.random.default_rng(1).random((2, states, replicates))
    found = robustness(values, ("a", "b"), good_enough=0.5, resamples=100)
    assert np.isfinite(found.low).all() == np.isfinite(found.high).all() == (states >= 5)
    if replicates < 5:
        of_means = robustness(values.mean(axis=2, keepdims=True), ("a", "b"), good_enough=0.5, resamples=100)
        np.testing.assert_allclose(found.low, of_means.low)


def test_futures_that_failed_are_not_left_out_without_a_word(monkeypatch, tmp_path):
    write_design(tmp_path, years=1)

    def failing(plan, times, seed, number, *_):
        if number == 1:
            raise ZeroDivisionError("no council left")
        measures = np.full((2, times.months, len(MEASURES)), 0.5)
        by_service = np.zeros((2, times.months, len(SERVICES), 3), np.float32)
        return Replicate(number, measures, by_service, np.zeros(0, SPELL), ())

    monkeypatch.setattr(block, "run_replicate", failing)
    with pytest.warns(RuntimeWarning, match="1 of 3 futures failed and are left out, the first with ZeroDivisionError"):
        found = respond(str(tmp_path / "short.toml"), {}, ["coproduction_final_year"], 3)
    assert found == {"coproduction_final_year": 0.5}


def test_what_has_no_mean_or_no_cost_is_refused_and_not_left_out():
    values = np.ones((2, 6, 5))
    values[1, 2, 3] = np.inf
    with pytest.raises(AnalysisError, match="1 of 60 values are infinite"):
        robustness(values, ("a", "b"), good_enough=0.5, resamples=100)
    for cost in ([1.0], [1.0, np.nan], 1.0):
        with pytest.raises(AnalysisError, match="one number for each of 2 choices"):
            pareto_set([[1.0], [2.0]], [True], cost, 1.0)
