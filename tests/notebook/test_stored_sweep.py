"""A stored sweep in hand: the same names as of futures, as far as they apply, and the commands that write them."""

from __future__ import annotations

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest
from matplotlib.axes import Axes
from typer.testing import CliRunner

import simulation
from simulation.analysis import sensitivity, summary
from simulation.cli import app
from simulation.notebook import StoredSweep
from simulation.notebook.arrays import origin
from simulation.notebook.parameters import parameters_table, to_latex
from simulation.sweep import sweep
from simulation.world.errors import AnalysisError, ResultError, StoreError
from simulation.world.parameters import PARAMETERS
from tests.sweep.sweeps import made, write_design


@pytest.fixture(scope="module")
def swept(tmp_path_factory) -> StoredSweep:
    folder = tmp_path_factory.mktemp("swept")
    path = write_design(folder, points=9, replicates=5)
    path.write_text(f'outcomes = ["coproduction", "quality", "resistance"]\n{path.read_text()}')
    assert sweep(made(path), folder / "out")
    return simulation.open_results(folder / "out")


def test_tables_have_points_units_and_months(swept):
    runs = swept.runs
    assert len(runs) == 9 * 5 * 2 and {"governance", "hostile.commitment", "scenario"} <= set(runs.columns)
    values = runs.query("point == 2 and arm == 'scenario'").sort_values("replicate").quality_final_year
    assert values.tolist() == swept.values("quality_final_year")[2].tolist()
    assert runs.attrs["units"]["quality_final_year"] == "index"
    months = swept.months
    assert len(months) == len(runs) * 24 and set(months.unit) == {"share"} and months.month.max() == 23
    one = months.query("point == 1 and replicate == 3 and arm == 'counterfactual'")
    series = swept.table(["point", "replicate", "arm", "coproduction"], table="monthly").to_pandas()
    kept = series.query("point == 1 and replicate == 3 and arm == 'counterfactual'").coproduction.iloc[0]
    assert np.array_equal(one.value.to_numpy(np.float32), kept)


def test_effects_are_the_summary_of_differences(swept):
    row = swept.effects.set_index("outcome").loc["quality_after_event"]
    [expected] = summary(swept, ["quality_after_event"], "difference").to_pylist()
    ends = ["mean", "low", "high"]
    np.testing.assert_array_equal(row[ends].to_numpy(float), [expected[end] for end in ends])
    assert row["unit"] == "index"
    assert swept.effects.set_index("outcome").loc["resistance", "arm"] == "scenario"


def test_it_says_what_it_is_and_draws_what_the_design_allows(swept):
    assert len(repr(swept).splitlines()) <= 6 and "<table" in swept._repr_html_()
    assert repr(swept).splitlines()[0] == swept.manifest["name"]  # a design without a title is named once
    axes = swept.plot("compared")
    assert isinstance(axes, Axes)
    plt.close("all")
    with pytest.raises(ResultError, match="no figure 'forest': there are sensitivity"):
        swept.plot("forest")
    with pytest.raises(ResultError, match="no outcome 'qualty_final_year'; did you mean 'quality_final_year'"):
        swept.plot("sensitivity", "qualty_final_year")
    with pytest.raises(ResultError, match="no arm 'effect': it is one of scenario, counterfactual, difference"):
        swept.plot("sensitivity", arm="effect")
    with pytest.raises(ResultError, match=r"compared takes no arm; what does: sensitivity, phase$"):
        swept.plot("compared", arm="difference")
    with pytest.raises(ResultError, match=r"fan takes no outcome; what does: sensitivity, phase, compared$"):
        swept.plot("fan", "quality_final_year")


@pytest.mark.parametrize("name", ["sensitivity", "phase"])
def test_a_figure_is_of_the_outcome_and_the_arm_that_are_asked_for(swept, name):
    level, effect = (swept.plot(name, "quality_after_event", arm=arm) for arm in ("scenario", "difference"))
    first, other = (axes[0] if isinstance(axes, list) else axes for axes in (level, effect))
    titles = [" ".join(text.get_text() for text in axes.figure.texts).lower() for axes in (first, other)]
    plt.close("all")
    assert "quality after the event" in titles[0] and "effect of the events" not in titles[0]
    assert "the effect of the events on quality after the event" in titles[1]
    drawn = [[patch.get_width() for patch in axes.patches] or axes.images[0].get_array() for axes in (first, other)]
    assert not np.allclose(*map(np.asarray, drawn), equal_nan=True)


def test_what_compares_the_arms_itself_is_no_difference_of_them(swept):
    with pytest.raises(AnalysisError, match="it compares the arms itself and stands in arm='scenario'"):
        sensitivity(swept, "resistance", "difference")
    with pytest.raises(StoreError, match=r"has no 'lost'; it has: point, replicate, arm, .*quality_final_year"):
        sensitivity(swept, "lost")


def test_arrays_have_points_with_what_was_varied(swept):
    pytest.importorskip("xarray")
    data = swept.to_xarray()
    assert data.quality_final_year.dims == ("point", "replicate", "arm")
    assert np.allclose(data.quality_final_year.sel(arm="scenario"), swept.values("quality_final_year"))
    assert data.governance.dims == ("point",) and data.quality_final_year.attrs["units"] == "index"
    assert data.leader_exit.attrs["units"] == "per year"


def test_arrays_say_where_they_come_from(swept):
    pytest.importorskip("xarray")
    said = swept.to_xarray().attrs
    assert said["design"] == "design" and said["seed"] == swept.manifest["seed"]
    assert said["fingerprint"] == swept.manifest["fingerprint"] and said["worlds"].startswith("plausible ")
    assert "extension" not in said
    of_extension = origin(swept.manifest | {"extension": {"file": "hubs.py", "digest": "1a2b"}})
    assert of_extension["extension"] == "hubs.py 1a2b"


@pytest.mark.parametrize("form", ["csv", "parquet"])
def test_the_command_writes_the_tables_that_the_design_kept(swept, tmp_path, form):
    done = CliRunner().invoke(app, ["export", str(swept.folder), "--out", str(tmp_path / "out"), "--form", form])
    assert done.exit_code == 0, done.stderr
    assert {path.name for path in (tmp_path / "out").iterdir()} == {
        f"{name}.{form}" for name in ("runs", "months", "spells", "effects")
    }


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["export", "nothing", "--out", "x"], "nothing is not a folder"),
        (["export", ".", "--out", "x", "--form", "xls"], "--form xls: it must be one of csv, parquet, netcdf"),
        (["export", ".", "--out", "x.nc"], "tables go to a folder"),
        (["export", ".", "--out", "x", "--form", "netcdf"], "netcdf is one file that ends in .nc"),
        (["parameters", "--csv", "x.txt"], "--csv x.txt: it must be a file that ends in .csv"),
        (["parameters", "leadership-chang"], "did you mean 'leadership-change'"),
    ],
)
def test_wrong_use_is_one_line(words, said, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    done = CliRunner().invoke(app, words)
    assert done.exit_code == 2 and done.stderr.count("\n") == 1 and said in done.stderr
    assert not list(tmp_path.iterdir())


def test_the_parameters_of_a_sweep_have_the_ends_between_which_they_were_varied(swept):
    table = parameters_table(swept.folder).set_index("parameter")
    assert set(table.index) == {"governance", "leader_exit", "hostile.commitment"}
    assert table.loc["leader_exit", ["low", "high"]].tolist() == [
        PARAMETERS["leader_exit"].low,
        PARAMETERS["leader_exit"].high,
    ]
    assert table.loc["hostile.commitment", ["value", "low", "high", "unit"]].tolist() == [0.1, 0.1, 0.4, "0..1"]


def test_the_parameters_of_a_scenario_have_its_values(tmp_path):
    simulation.load("leadership-change").with_settings({"governance": 0.5}).save(tmp_path / "own.toml")
    declared, stated = (parameters_table(of).set_index("parameter") for of in (None, tmp_path / "own.toml"))
    assert list(declared.index) == list(stated.index) == list(PARAMETERS)
    assert stated.loc["governance", ["value", "known"]].tolist() == [0.5, "scenario"]
    assert declared.loc["governance", "value"] == PARAMETERS["governance"].default


def test_tables_for_a_paper_are_written(tmp_path, swept):
    words = ["parameters", str(swept.folder), "--csv", str(tmp_path / "p.csv"), "--latex", str(tmp_path / "p.tex")]
    assert CliRunner().invoke(app, words).exit_code == 0
    assert pd.read_csv(tmp_path / "p.csv").parameter.tolist() == swept.varied
    text = (tmp_path / "p.tex").read_text(encoding="utf-8")
    assert r"leader\_exit & " in text and text.startswith(r"\begin{longtable}")


def test_what_latex_would_read_as_its_own_is_escaped():
    table = pd.DataFrame({"a_b": [r"50 % of {x} & \y~z^2 #1 $", None], "n": [0.1 + 0.2, np.nan]})
    first, second = to_latex(table).splitlines()[5:7]
    assert first == r"50 \% of \{x\} \& \textbackslash{}y\textasciitilde{}z\textasciicircum{}2 \#1 \$ & 0.3 \\"
    assert second == r" &  \\"
