"""A measure of several futures is one thing wherever it is printed: in a summary, a response, a report, an experiment.

The world is made up: in two futures of three there is next to nothing to lose, and there the relative gap is large.
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pytest

from simulation import ensemble
from simulation.analysis import ema_model, respond, sensitivity
from simulation.ensemble import Replicate
from simulation.report import sweep_dots
from simulation.results import summarise
from simulation.scenarios import load
from simulation.sweep import block, sweep
from simulation.sweep.design import parse, plan
from simulation.sweep.store import open_store
from simulation.world.errors import AnalysisError, StoreError
from simulation.world.measures import COLUMN, MEASURES
from simulation.world.services import SERVICES
from simulation.world.spells import SPELL

pytestmark = pytest.mark.filterwarnings("error")

SCENARIO, FORK, REPLICATES = "leadership-change", 60, 6
HAD = np.array([0.40, 0.012, 0.015, 0.50, 0.0, 0.02])  # co-production without the event; nothing at all in one future
KEPT = np.array([0.30, 0.030, 0.030, 0.42, 0.0, 0.04])


def replicate(number: int, months: int, fails: tuple[int, ...] = ()) -> Replicate:
    if number in fails:
        raise FloatingPointError("it fails")
    measures = np.zeros((2, months, len(MEASURES)))
    measures[:, :, COLUMN["coproduction"]] = HAD[number]
    measures[0, FORK:, COLUMN["coproduction"]] = KEPT[number] + 0.001 * np.arange(months - FORK)
    return Replicate(number, measures, np.zeros((2, months, len(SERVICES), 3), "f4"), np.zeros(0, SPELL), ())


@pytest.fixture(autouse=True)
def made_up(monkeypatch):
    monkeypatch.setattr(block, "run_replicate", lambda plan, times, seed, number, *_: replicate(number, times.months))
    monkeypatch.setattr(
        ensemble, "run_replicate", lambda plan, times, seed, number, *_: replicate(number, times.months)
    )


def expected(months: int, since: int) -> float:
    """Lost of what there was, by hand: sums over futures with something to lose."""
    level = KEPT[:, None] + 0.001 * np.arange(months - FORK)
    some = HAD > 0.01
    return float(1 - level[some, since - FORK :].mean(axis=1).sum() / HAD[some].sum())


def stored_sweep(folder: Path, months: int = 96, outcomes: str = "", **more: str):
    text = f'scenarios = ["{SCENARIO}"]\nsampler = "full_factorial"\nreplicates = {REPLICATES}\nmonths = {months}\n'
    text += f'worlds = "central"\n{outcomes}\n[levers]\ngovernance = [0, 0.3, 0.6, 1]'
    assert sweep(plan(parse(text)), folder)
    return open_store(folder)


@pytest.mark.parametrize("months", [96, 66])  # in the second, half a year is left after the event
def test_one_number_everywhere(tmp_path, months):
    loss, gap = expected(months, FORK), expected(months, max(FORK, months - 12))
    stored = stored_sweep(tmp_path / "out", months)
    for name, value in (("resilience_loss", loss), ("hysteresis", gap)):
        found = sweep_dots._interval(stored, name, "scenario", [np.arange(4)])
        assert found[0] == pytest.approx(value) and found[1] < value < found[2]
        with pytest.raises(AnalysisError, match=f"the outcome is {value:.6g} at all 4 points"):
            sensitivity(stored, name)
    summary = summarise(ensemble.run(load(SCENARIO), REPLICATES, months=months, worlds="central"))
    assert summary.row("resilience_loss", "effect").estimate == pytest.approx(loss)
    assert summary.row("hysteresis", "effect").estimate == pytest.approx(gap)


def test_a_response_is_what_the_summary_says():
    summary = summarise(ensemble.run(load(SCENARIO), REPLICATES))
    names = ("hysteresis", "resilience_loss", "resistance", "collapsed", "recovered", "recovery_months")
    rows = ("hysteresis", "resilience_loss", "resistance", "collapse_probability", "recovered", "recovery_mean")
    found = respond(SCENARIO, {}, [*names, "coproduction_final_year", "coproduction_final_year_effect"], REPLICATES)
    for name, row in zip(names, rows, strict=True):
        assert found[name] == pytest.approx(summary.row(row, "effect").estimate), name
    for name, arm in (("coproduction_final_year", "scenario"), ("coproduction_final_year_effect", "difference")):
        assert found[name] == pytest.approx(summary.row("coproduction", arm, "final_year").estimate)
    assert list(found)[:2] == ["hysteresis", "resilience_loss"]


def test_what_a_response_cannot_say_is_refused_in_one_line(monkeypatch):
    with pytest.raises(AnalysisError, match="compares the two worlds already"):
        respond(SCENARIO, {}, ["resistance_effect"], 2)
    for name in ("seed", "arm", "resistence"):
        with pytest.raises(AnalysisError, match=f"there is no outcome '{name}'"):
            respond(SCENARIO, {}, [name], 2)
    monkeypatch.setattr(block, "run_replicate", lambda plan, times, seed, number, *_: replicate(number, 9, (0, 1)))
    with pytest.raises(AnalysisError, match="all 2 futures failed, the first with FloatingPointError: it fails"):
        respond(SCENARIO, {}, ["resistance"], 2)


def test_experiments_say_the_same(tmp_path, monkeypatch):
    monkeypatch.syspath_prepend(str(Path(__file__).parents[2] / "experiments"))
    from estimates import share_lost

    stored = stored_sweep(tmp_path / "out")
    assert share_lost(stored, 2).value == pytest.approx(expected(96, FORK))
    both = [share_lost(stored, point, "final_year").value for point in (2, 0)]
    assert [*both, share_lost(stored, 2, "final_year", less=0).value] == pytest.approx([expected(96, 84)] * 2 + [0])
    sys.modules.pop("estimates", None)


def test_a_ratio_of_sums_needs_the_sums(tmp_path):
    stored = stored_sweep(tmp_path / "out", outcomes='outcomes = ["hysteresis"]')
    with pytest.raises(StoreError, match=r"needs coproduction_final_year.*add \"coproduction\" to the outcomes"):
        stored.weights("hysteresis")


def test_whole_numbers_stay_whole_in_ema_workbench():
    pytest.importorskip("ema_workbench")
    model = ema_model(SCENARIO, ["governance"], ["neighbourhoods"], ["resistance"], 2)
    assert [type(each).__name__ for each in (*model.levers, *model.uncertainties)] == [
        "RealParameter",
        "IntegerParameter",
    ]
    with pytest.raises(AnalysisError, match="named twice"):
        ema_model(SCENARIO, ["governance"], ["governance"], ["resistance"], 2)


# Reading: by key, never by position


def test_points_come_in_the_order_in_which_they_are_asked_for(tmp_path, monkeypatch):
    def run(world_plan, times, seed, number, *_):
        made = replicate(0, times.months)
        made.measures[:, :, COLUMN["quality"]] = 10 * world_plan.parameters[0].governance + number
        return made

    monkeypatch.setattr(block, "run_replicate", run)
    stored = stored_sweep(tmp_path / "out")
    truth = np.array([0, 3, 6, 10])[:, None] + np.arange(REPLICATES)
    for points in ([3, 1], [1, 1, 0], np.array([2]), [], np.array([2.0, 0.0])):
        for arm in ("scenario", "counterfactual"):
            found = stored.values("quality_final_year", arm, points)
            np.testing.assert_allclose(found, truth[np.asarray(points, int)])
        assert stored.weights("hysteresis", points).shape == stored.weights("quality", points).shape == found.shape
    for points, message in (
        ([0, 4], "has no point 4: its points are 0 to 3"),
        ([-1], "has no point -1"),
        ([True, False, False, True], "by their numbers"),
        ([0.5], "by their numbers"),
    ):
        with pytest.raises(StoreError, match=message):
            stored.values("quality_final_year", points=points)
    with pytest.raises(StoreError, match="'seed' says which run it is"):
        stored.values("seed")
    with pytest.raises(StoreError, match="there is no arm 'both'"):
        stored.values("quality_final_year", "both")
