"""Where the horizon leaves no month, or few, after the event: nothing is measured of an event that has not happened."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from simulation.ensemble import run
from simulation.report import report
from simulation.results import read, summarise, write
from simulation.results.levels import levels
from simulation.results.reach import BEYOND
from simulation.results.sentence import headline
from simulation.scenarios import Scenario
from simulation.scenarios.times import stopped
from simulation.sweep import sweep
from simulation.sweep.design import parse, plan
from simulation.sweep.store import open_store, remarks
from simulation.world.errors import DesignError
from tests.sweep.sweeps import SCENARIO
from tests.synthetic_ensemble import SyntheticEnsemble, ensemble

EFFECTS = ("resistance", "recovery_months", "recovered", "resilience_loss", "hysteresis", "collapsed")
SHORT = {"burn_in_years": 0, "settings": {"neighbourhoods": 2, "organisations": 2}, "years": 1}


def cut(months: int) -> SyntheticEnsemble:
    """A world whose event lies in month 60, watched for so many months."""
    made = ensemble(replicates=20)
    spells = made.spells[made.spells["start"] < months]
    spells["ended"] &= spells["end"] < months
    spells["end"] = np.minimum(spells["end"], months)
    return replace(made, months=months, measures=made.measures[:, :, :months], spells=spells)


@pytest.mark.parametrize("months", [13, 60])
def test_nothing_is_said_of_an_event_beyond_the_horizon(months: int, tmp_path: Path) -> None:
    made = cut(months)
    summary = summarise(made)
    assert summary.fork == summary.months and summary.beyond
    for row in summary.rows:
        numbers = (row.estimate, row.low, row.high, row.future_low, row.future_high)
        if row.arm == "effect" or row.period == "after_event":
            assert np.isnan(numbers).all() and row.note == BEYOND, row.measure
            assert row.worse is None and not row.replicates
        elif row.arm == "difference":
            assert numbers[:3] == (0, 0, 0), row.measure
        else:
            assert np.isfinite(row.estimate), row.measure
    found = levels(made)
    assert np.isnan(found.after_event).all() and np.isnan(found.resilience.resistance).all()
    assert (
        headline(summary, 1)
        == f"No event under study happens within {months} months, so both worlds are still the same."
    )
    write(made, summary, tmp_path / "out")
    page = report(tmp_path / "out").read_text(encoding="utf-8")
    assert f"No event under study can happen within {months} months" in page and "No event is under study" not in page
    assert read(tmp_path / "out").runs["resistance"].null_count == 40


@pytest.mark.parametrize(
    ("left", "short"),
    [
        (1, {"resistance", "recovered", "recovery_mean", "hysteresis", "collapse_probability", "coproduction"}),
        (5, {"resistance", "recovered", "recovery_mean", "hysteresis", "collapse_probability", "coproduction"}),
        (6, {"resistance", "hysteresis", "collapse_probability", "coproduction"}),
        (12, {"resistance"}),
        (24, set()),
    ],
)
def test_a_measure_says_over_how_few_months_it_goes(left: int, short: set[str]) -> None:
    summary = summarise(cut(60 + left))
    for name in ("resistance", "recovered", "recovery_mean", "hysteresis", "collapse_probability", "coproduction"):
        row = summary.row(name, "difference" if name == "coproduction" else "effect")
        said = "the horizon leaves" in row.note or "only the last" in row.note
        assert said == (name in short) and (not said or f"{left} " in row.note), (name, row.note)
        assert np.isfinite(row.estimate)


def test_without_an_event_a_longer_horizon_has_none_either() -> None:
    """The end of the scenario is no event, also where the run goes on beyond it."""
    made = run(Scenario.from_mapping({"name": "quiet", **SHORT}), 5, months=20)
    assert made.fork == made.months == 20
    np.testing.assert_array_equal(levels(made).after_event, made.measures.mean(axis=2))
    row = summarise(made).row("resistance", "effect")
    assert (row.estimate, row.low, row.high) == (1, 1, 1)


def test_events_that_stop_with_their_scenario_are_told_where_a_run_goes_on() -> None:
    events = [
        {"name": "again", "kind": "contractor_fails", "year": 0.5, "every_years": 0.25},
        {"name": "chance", "kind": "contractor_fails", "per_year": 1},
        {"name": "once", "kind": "contractor_fails", "year": 0.5},
        {"name": "meant", "kind": "contractor_fails", "per_year": 1, "until_year": 0.5},
    ]
    made = Scenario.from_mapping({"name": "often", **SHORT, "events": events})
    assert stopped(made, 12) == "" and "ends in month 12, and with it again, chance: the run" in stopped(made, 13)


def swept(folder: Path, text: str, years: float = 2):
    folder.mkdir(exist_ok=True)
    (folder / "short.toml").write_text(SCENARIO.format(years=years), encoding="utf-8")
    made = plan(parse(f'scenarios = ["short.toml"]\nsampler = "full_factorial"\nreplicates = 2\n{text}'), folder)
    assert sweep(made, folder / "out")
    return open_store(folder / "out")


def test_a_sweep_measures_nothing_of_an_event_beyond_the_horizon(tmp_path: Path) -> None:
    """The event of `SCENARIO` lies in month 6."""
    stored = swept(tmp_path, "months = 6\n[levers]\ngovernance = [0, 1]")
    for name in (*EFFECTS, "coproduction_after_event"):
        assert np.isnan(stored.values(name)).all(), name
    assert np.isfinite(stored.values("coproduction_final_year")).all() and stored.beyond.all()
    assert ["At 2 of 2 points no event" in said for said in remarks(stored)] == [True]
    assert "no event under study can happen within the horizon" in report(stored.folder).read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "text",
    [
        '[levers]\n"hostile.year" = [0.5, 1.5]',
        '[[policies]]\nname = "a"\n[[policies]]\nname = "b"\n"hostile.year" = 1.5',
    ],
)
def test_points_of_a_sweep_that_move_the_event_beyond_the_horizon(tmp_path: Path, text: str) -> None:
    stored = swept(tmp_path, f'months = 12\noutcomes = ["coproduction", "resistance", "hysteresis"]\n{text}')
    assert stored.beyond.tolist() == [False, True] and stored.left.tolist() == [6, 0]
    assert np.isfinite(stored.values("resistance")[0]).all() and np.isnan(stored.values("resistance")[1]).all()
    assert stored.weights("hysteresis").shape == (2, 2)
    assert "At 1 of 2 points no event" in remarks(stored)[0] and "fewer than 24 months" in remarks(stored)[1]


def test_a_sweep_without_events_has_all_its_months_after_nothing(tmp_path: Path) -> None:
    (tmp_path / "quiet.toml").write_text("years = 1\nburn_in_years = 0\n[settings]\nneighbourhoods = 2\n")
    made = plan(parse('scenarios = ["quiet.toml"]\nreplicates = 2\nmonths = 20\nmonthly = ["coproduction"]'), tmp_path)
    assert sweep(made, tmp_path / "out")
    stored = open_store(tmp_path / "out")
    assert stored.forks.tolist() == [20] and not stored.beyond.any() and not remarks(stored)
    assert (stored.values("resistance") == 1).all()
    series = np.stack(stored.table(["coproduction"], table="monthly")["coproduction"].to_numpy(zero_copy_only=False))
    np.testing.assert_allclose(stored.values("coproduction_after_event")[0], series[::2].mean(axis=1), rtol=1e-5)


def test_what_no_point_can_give_is_refused_where_it_is_asked_for_by_name(tmp_path: Path) -> None:
    with pytest.raises(DesignError, match=r"months = 6: no event under study can happen by then.*no resistance"):
        swept(tmp_path, 'months = 6\noutcomes = ["coproduction", "resistance"]')
