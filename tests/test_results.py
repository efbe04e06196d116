"""The summary, its intervals, the tables, and the folder that is written whole or not at all."""

from __future__ import annotations

import json
import subprocess
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow.parquet as pq
import pytest
from numpy.testing import assert_allclose

from simulation.figures import save_figures
from simulation.results import check_folder, read, save, summarise, tabulate, write
from simulation.results.in_words import label, number
from simulation.results.intervals import futures, mean_interval, share_interval
from simulation.results.provenance import git_state, provenance
from simulation.world.errors import ResultError
from simulation.world.measures import COLUMN, MEASURES
from tests.synthetic_ensemble import SyntheticEnsemble, ensemble, scenario

FILES = {
    "manifest.json", "summary.json", "runs.parquet", "months.parquet", "spells.parquet",
    *(f"{name}.{kind}" for name in ("coproduction", "survival", "matrix", "effects") for kind in ("png", "svg")),
}  # fmt: skip


@pytest.fixture(scope="module")
def made() -> SyntheticEnsemble:
    return ensemble()


# Intervals


def test_the_interval_of_the_mean_covers_it_as_often_as_it_says() -> None:
    values = np.random.default_rng(1).exponential(size=(30, 4000))
    interval = mean_interval(values)
    covered = ((interval.low <= 1) & (interval.high >= 1)).mean()
    assert 0.89 < covered < 0.93  # Student's t alone: 0.88, since the quantity is skewed


def test_the_interval_of_a_share_is_exact_and_open_at_nought_and_one() -> None:
    assert share_interval(0, 50) == pytest.approx((0.0, 0.0, 1 - 0.05 ** (1 / 50)))
    assert share_interval(50, 50) == pytest.approx((1.0, 0.05 ** (1 / 50), 1.0))
    assert np.isnan(share_interval(0, 0)).all()


def test_futures_hold_nine_runs_in_ten() -> None:
    low, high = futures(np.arange(1.0, 101.0))
    assert (low, high) == (5.0, 96.0)  # the next one lies between them with a chance of 91 in 101
    assert futures(np.arange(1.0, 20.0)) == (1.0, 19.0)
    assert np.isnan(futures(np.arange(1.0, 19.0))).all()


# Summary


def test_levels_and_differences_are_means_over_replicates(made: SyntheticEnsemble) -> None:
    summary = summarise(made)
    values = made.measures[..., COLUMN["coproduction"]]
    final = values[:, :, -12:].mean(axis=2)
    after = values[:, :, made.fork :].mean(axis=2)
    assert summary.row("coproduction", "scenario", "final_year").estimate == pytest.approx(final[:, 0].mean())
    assert summary.row("coproduction", "counterfactual", "after_event").estimate == pytest.approx(after[:, 1].mean())
    row = summary.row("coproduction", "difference", "final_year")
    assert row.estimate == pytest.approx((final[:, 0] - final[:, 1]).mean())
    assert row.low < row.estimate < row.high < 0
    assert row.replicates == made.replicates


def test_every_measure_is_there_in_both_periods_and_all_arms_and_says_what_it_is(made: SyntheticEnsemble) -> None:
    rows = summarise(made).rows
    keys = [(row.measure, row.arm, row.period) for row in rows]
    assert len(set(keys)) == len(keys)
    for measure in MEASURES:
        for arm in ("scenario", "counterfactual", "difference"):
            for period in ("final_year", "after_event"):
                assert (measure.name, arm, period) in keys
    assert all(row.definition and row.unit and row.label and row.level == 0.90 for row in rows)


def test_a_future_is_counted_as_worse_by_the_measures_own_direction(made: SyntheticEnsemble) -> None:
    measures = made.measures.copy()
    measures[:, 1] = measures[:, 0]
    measures[:3, 0, :, COLUMN["lock_in"]] *= 1.5
    measures[3:4, 0, :, COLUMN["lock_in"]] *= 0.5
    measures[4, 0, :, COLUMN["lock_in"]] *= 1.005
    row = summarise(replace(made, measures=measures)).row("lock_in", "difference", "final_year")
    assert (row.worse, row.same, row.better) == (3, made.replicates - 4, 1)
    neither = summarise(made).row("community_under_contract", "difference", "final_year")
    assert (neither.worse, neither.same, neither.better) == (None, None, None)


def test_the_effects_are_those_of_the_runs(made: SyntheticEnsemble) -> None:
    summary = summarise(made)
    resistance = summary.row("resistance", "effect")
    values = made.measures[..., COLUMN["coproduction"]]
    lowest = (values[:, 0] / values[:, 1])[:, made.fork : made.fork + 24].min(axis=1)
    assert resistance.estimate == pytest.approx(lowest.mean())
    assert 0 <= resistance.low < resistance.high <= 1
    after = values[:, :, made.fork :].mean(axis=(0, 2))
    loss = summary.row("resilience_loss", "effect")
    assert loss.estimate == pytest.approx(1 - after[0] / after[1])  # all replicates together
    assert loss.low < loss.estimate < loss.high
    final = values[:, :, -12:].mean(axis=(0, 2))
    assert summary.row("hysteresis", "effect").estimate == pytest.approx(1 - final[0] / final[1])
    for which in ("at_the_event", "all"):
        gained = summary.row(f"survival_{which}_mean", "difference")
        assert gained.low <= gained.estimate <= gained.high < 0
        assert summary.row(f"survival_{which}_log_rank", "effect").estimate < 0.01


def test_a_summary_is_repeatable_and_survives_json(made: SyntheticEnsemble) -> None:
    summary = summarise(made)
    text = json.dumps(summary.to_json(), allow_nan=False)
    assert text == json.dumps(summarise(made).to_json(), allow_nan=False)
    again = type(summary).from_json(json.loads(text))
    assert again.to_json() == summary.to_json()


@pytest.mark.parametrize("cut_short", [False, True])
def test_without_an_event_under_study_nothing_differs(cut_short: bool) -> None:
    made = ensemble(scenario(events=[], years=4), replicates=5)
    if cut_short:  # the horizon lies before the event
        made = replace(made, fork=made.months + 10)
    summary = summarise(made)
    assert summary.fork == summary.months
    for row in summary.rows:
        if row.arm == "difference":
            assert (row.estimate, row.low, row.high) == (0.0, 0.0, 0.0), row.measure
            assert row.worse in (0, None) and row.better in (0, None)
    neutral = {"resistance": 1, "recovered": 1, "recovery_median": 0, "recovery_mean": 0, "resilience_loss": 0,
               "hysteresis": 0, "collapse_probability": 0}  # fmt: skip
    for name, value in neutral.items():
        row = summary.row(name, "effect")
        assert (row.estimate, row.low, row.high) == (value, value, value), name
    assert summary.row("survival_all_log_rank", "effect").estimate == 1.0


def test_nothing_to_lose_is_left_out_counted_and_written_as_null(made: SyntheticEnsemble) -> None:
    measures = made.measures.copy()
    measures[:4, ..., COLUMN["coproduction"]] = 0.0
    row = summarise(replace(made, measures=measures)).row("resistance", "effect")
    assert (row.replicates, row.excluded) == (made.replicates - 4, 4)
    assert np.isfinite(row.estimate) and "left out" in row.note
    measures[..., COLUMN["coproduction"]] = 0.0
    summary = summarise(replace(made, measures=measures))
    for name in ("resistance", "recovery_median", "recovery_mean", "recovered", "hysteresis", "collapse_probability"):
        assert summary.row(name, "effect").to_json()["estimate"] is None
    json.dumps(summary.to_json(), allow_nan=False)


@pytest.mark.parametrize("events", [None, []])
def test_a_resample_without_anything_to_lose_is_no_error(events: list[dict[str, Any]] | None) -> None:
    made = ensemble(scenario(events), replicates=3)
    measures = made.measures.copy()
    measures[1:, ..., COLUMN["coproduction"]] = 0.0
    row = summarise(replace(made, measures=measures)).row("hysteresis", "effect")
    assert not np.isfinite([row.low, row.high]).any() or row.low <= row.estimate <= row.high


def test_what_may_happen_is_wider_than_what_is_not_known() -> None:
    summary = summarise(ensemble(replicates=25))
    for row in (summary.row("coproduction", "difference"), summary.row("resilience_loss", "effect")):
        assert row.future_low < row.low < row.high < row.future_high and not row.note


@pytest.mark.parametrize("replicates", [1, 2, 4])
def test_too_few_replicates_have_estimates_but_no_intervals_and_say_so(replicates: int) -> None:
    for row in summarise(ensemble(replicates=replicates)).rows:
        assert np.isfinite(row.estimate) or row.note, row.measure
        if row.measure not in ("recovered", "collapse_probability"):  # the interval of a share is long, not wrong
            assert np.isnan([row.low, row.high]).all() and "it takes 5 replicates" in row.note, row.measure
        if row.arm in ("scenario", "difference") and "survival" not in row.measure:
            assert np.isnan(row.future_low) and "it takes 19 replicates" in row.note


def test_what_is_the_same_in_all_replicates_is_not_therefore_certain(made: SyntheticEnsemble) -> None:
    measures = made.measures.copy()
    measures[..., COLUMN["pfi_deals"]] = 0.0
    row = summarise(replace(made, measures=measures)).row("pfi_deals", "difference")
    assert row.estimate == 0 and np.isnan([row.low, row.high]).all() and "the same in all replicates" in row.note


def test_failed_replicates_take_no_part_and_stay_on_record(made: SyntheticEnsemble) -> None:
    measures = made.measures.copy()
    measures[[0, 5]] = np.nan
    broken = replace(made, measures=measures, failures=[(0, "no council"), (5, "division by zero")])
    summary = summarise(broken)
    kept = np.setdiff1d(np.arange(made.replicates), [0, 5])
    expected = made.measures[kept, 0, -12:, COLUMN["coproduction"]].mean()
    assert summary.row("coproduction", "scenario", "final_year").estimate == pytest.approx(expected)
    assert summary.row("survival_all_mean", "scenario").replicates == made.replicates - 2
    runs = tabulate(broken, summary).runs.to_pandas()
    assert runs.loc[runs.replicate == 5, "error"].tolist() == ["division by zero"] * 2
    assert runs.loc[runs.replicate == 5, "coproduction_final_year"].isna().all()
    assert runs.loc[runs.replicate == 1, "error"].isna().all()


def test_if_nothing_finished_there_is_no_summary(made: SyntheticEnsemble) -> None:
    failures = [(number, "no council") for number in range(made.replicates)]
    with pytest.raises(ResultError, match="none of 12 replicates finished; the first: no council"):
        summarise(replace(made, failures=failures))


# Tables


def test_the_tables_hold_what_was_simulated(made: SyntheticEnsemble) -> None:
    results = tabulate(made, summarise(made))
    runs, months, spells = (table.to_pandas() for table in (results.runs, results.months, results.spells))
    assert len(runs) == 2 * made.replicates
    assert_allclose(
        runs.loc[runs.arm == "scenario", "trust_final_year"], made.measures[:, 0, -12:, COLUMN["trust"]].mean(axis=1)
    )
    assert runs.loc[runs.arm == "counterfactual", "resistance"].isna().all()
    assert runs.loc[runs.arm == "scenario", "resistance"].between(0, 1).all()

    assert len(months) == 2 * made.months * len(MEASURES)
    row = months[(months.arm == "counterfactual") & (months.month == 100) & (months.measure == "trust")].iloc[0]
    values = made.measures[:, 1, 100, COLUMN["trust"]]
    assert_allclose(
        [row["mean"], row.lowest, row.q50, row.highest],
        [values.mean(), values.min(), np.quantile(values, 0.5, method="inverted_cdf"), values.max()],
    )

    assert len(spells) == len(made.spells)
    assert set(spells.cause) == {"open", "support_withdrawn"}
    assert (spells.ended == (spells.cause != "open")).all()
    assert spells.service.nunique() == 10 and set(spells.arm) == set(made.arms)


# Folder


def test_the_folder_holds_every_file_and_reads_back(made: SyntheticEnsemble, tmp_path: Path) -> None:
    summary = summarise(made)
    files = write(made, summary, tmp_path / "new" / "results", "coproduction run synthetic", 12.3456, save_figures)
    assert {file.name for file in files} == FILES == {file.name for file in (tmp_path / "new" / "results").iterdir()}
    assert [file.name for file in (tmp_path / "new").iterdir()] == ["results"]
    results = read(tmp_path / "new" / "results")
    assert results.manifest["command"] == "coproduction run synthetic"
    assert results.manifest["wall_seconds"] == 12.346
    assert results.manifest["model_version"] == provenance().model_version
    assert type(made.scenario).from_mapping(results.manifest["scenario"]) == made.scenario
    assert results.summary.to_json() == summary.to_json()
    assert results.runs.equals(tabulate(made, summary).runs)


def test_the_same_ensemble_writes_the_same_bytes_whatever_the_order_of_its_spells(
    made: SyntheticEnsemble, tmp_path: Path
) -> None:
    shuffled = replace(made, spells=made.spells[np.random.default_rng(2).permutation(len(made.spells))])
    for name, of, seconds in (("one", made, 1.0), ("two", shuffled, 2.0)):
        write(of, summarise(of), tmp_path / name, wall_seconds=seconds, draw=save_figures)
    for file in FILES - {"manifest.json"}:
        assert (tmp_path / "one" / file).read_bytes() == (tmp_path / "two" / file).read_bytes(), file
    first, second = (json.loads((tmp_path / name / "manifest.json").read_text()) for name in ("one", "two"))
    assert {key for key in first if first[key] != second[key]} == {"wall_seconds", "checksum"}


def contents(folder: Path) -> dict[str, bytes]:
    return {str(file.relative_to(folder)): file.read_bytes() for file in folder.rglob("*") if file.is_file()}


def test_a_failure_while_writing_leaves_the_old_results(
    made: SyntheticEnsemble, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    results = tabulate(made, summarise(made))
    out = tmp_path / "results"
    save(results, out)
    before = contents(tmp_path)

    def full_disk(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(pq, "write_table", full_disk)
        with pytest.raises(ResultError, match=r"cannot be written to .*: No space left on device"):
            save(results, out)
    assert contents(tmp_path) == before

    with monkeypatch.context() as patch:
        patch.setattr(Path, "rename", full_disk)
        with pytest.raises(ResultError):
            save(results, out)
    assert contents(tmp_path) == before


def test_results_are_replaced_but_what_somebody_added_stays(
    made: SyntheticEnsemble, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    results = tabulate(made, summarise(made))
    save(results, tmp_path)
    (tmp_path / "notes.txt").write_text("read this")
    (tmp_path / "report.html").write_text("out of date")
    save(tabulate(made, summarise(made), wall_seconds=99.0), tmp_path)
    assert read(tmp_path).manifest["wall_seconds"] == 99.0
    assert (tmp_path / "notes.txt").read_text() == "read this"
    assert not (tmp_path / "report.html").exists()


def test_other_folders_are_refused_and_left_alone(made: SyntheticEnsemble, tmp_path: Path) -> None:
    results = tabulate(made, summarise(made))
    app = tmp_path / "app"
    app.mkdir()
    (app / "manifest.json").write_text('{"name": "somebody else\'s"}')
    file = tmp_path / "file"
    file.write_text("text")
    before = contents(tmp_path)
    with pytest.raises(ResultError, match="app holds other files than results"):
        save(results, app)
    with pytest.raises(ResultError, match="file is not a folder"):
        save(results, file)
    with pytest.raises(ResultError, match="cannot be written"):
        save(results, file / "below")
    assert contents(tmp_path) == before
    check_folder(tmp_path / "new")
    (tmp_path / "empty").mkdir()
    check_folder(tmp_path / "empty")


def test_reading_says_in_one_line_what_is_wrong(
    made: SyntheticEnsemble, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(ResultError, match="is not a folder"):
        read(tmp_path / "nowhere")
    with pytest.raises(ResultError, match="holds no results"):
        read(tmp_path)
    out = tmp_path / "results"
    save(tabulate(made, summarise(made)), out)
    (out / "months.parquet").write_bytes(b"cut off")
    with pytest.raises(ResultError, match="damaged") as raised:
        read(out)
    assert "\n" not in str(raised.value)
    (out / "months.parquet").unlink()
    with pytest.raises(ResultError, match="damaged"):
        read(out)


# Words and provenance


@pytest.mark.parametrize(
    ("value", "unit", "signed", "text"),
    [
        (0.1234, "share", False, "12.3 %"),
        (-0.1234, "share", True, "−12.3 percentage points"),
        (0.0301, "share", True, "+3.0 percentage points"),
        (-0.00001, "share", True, "0.0 percentage points"),
        (12.0, "months", False, "12.0 months"),
        (np.inf, "months", False, "beyond the horizon"),
        (np.nan, "share", False, "–"),
        (0.5, "index", False, "0.500"),
    ],
)
def test_numbers_read_like_numbers(value: float, unit: str, signed: bool, text: str) -> None:
    assert number(value, unit, signed) == text


def test_labels_read_like_words() -> None:
    names = ("coproduction", "co_planned_service", "pfi", "non_participation", "self_help")
    assert [label(name) for name in names] == [
        "any co-production", "co-planned service", "PFI", "non-participation", "self-help"
    ]  # fmt: skip


def test_the_commit_is_that_of_a_checkout_that_tracks_the_package(tmp_path: Path) -> None:
    def git(*arguments: str) -> str:
        identity = ("-c", "user.name=a", "-c", "user.email=a@b.example")
        return subprocess.run(
            ["git", *identity, *arguments], cwd=tmp_path, check=True, capture_output=True, text=True
        ).stdout.strip()

    package = tmp_path / "package"
    package.mkdir()
    (package / "__init__.py").write_text("")
    assert git_state(package) == (None, None)  # no repository at all, or one that does not track it
    git("init")
    assert git_state(package) == (None, None)
    git("add", "package")
    assert git_state(package) == (None, None)  # nothing committed yet
    git("commit", "-m", "first")
    assert git_state(package) == (git("rev-parse", "HEAD"), False)
    (tmp_path / "elsewhere.txt").write_text("not part of the package")
    assert git_state(package)[1] is False
    (package / "new.py").write_text("")
    assert git_state(package)[1] is True


def test_provenance_names_the_libraries_that_matter() -> None:
    origin = provenance()
    assert {"numpy", "numba", "scipy", "pyarrow"} <= set(origin.libraries)
    assert len(origin.model_version) == 16


def test_nothing_of_an_event_is_said_where_none_is_under_study() -> None:
    """In the table of both worlds, on the screen and in the file; what the events did has no table then."""
    without = summarise(ensemble(scenario(events=[], years=4), replicates=5))
    said = [row for row in without.rows if row.arm != "effect" and (row.arm != "difference" or row.period)]
    words = " ".join(f"{row.label} {row.definition} {row.note}" for row in said if row.period == "after_event")
    assert "hit" not in words and "event" not in words
    assert "arrangements of the start, median lifetime" in words
    with_one = summarise(ensemble(scenario(years=8), replicates=5))
    assert "arrangements hit, median lifetime" in {row.label for row in with_one.rows}
