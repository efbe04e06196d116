"""What a researcher has in hand: `simulation.run` by name and settings, tables, arrays, pictures, files."""

from __future__ import annotations

import doctest
import inspect
from functools import partial

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest
from matplotlib.axes import Axes

import simulation
from simulation import ensemble
from simulation.analysis import choose, contrasts, importance, kaplan_meier, sensitivity, summary
from simulation.notebook import Futures, StoredRun
from simulation.results import save, summarise
from simulation.results.levels import levels
from simulation.world.arms import ARMS
from simulation.world.errors import AnalysisError, ResultError, ScenarioError, SettingError
from simulation.world.measures import COLUMN
from simulation.world.parameters import PARAMETERS
from tests.world.worlds import small

TOWNS = [{"name": "Redtown", "tradition": 0.9}, {"name": "Blueham", "tradition": 0.1}]
CUT = {"name": "cut", "kind": "grant_change", "year": 1, "size": -0.4, "under_study": True}
KEYS = small(councils=TOWNS, events=[CUT]).to_mapping()


@pytest.fixture(autouse=True)
def no_figures_stay_open():
    yield
    plt.close("all")


@pytest.fixture(scope="module")
def made() -> Futures:
    return simulation.run(KEYS, 20, months=30, by=["council", "fifth"])


def test_the_example_of_the_help_runs_as_it_stands():
    text = inspect.getdoc(simulation.run)
    assert text is not None
    example = doctest.DocTestParser().get_doctest(text, {}, "run", None, 0)
    assert example.examples and not doctest.DocTestRunner().run(example).failed


def test_names_paths_keys_and_scenarios_give_the_same_futures(tmp_path):
    path = tmp_path / "small.toml"
    scenario = small(events=[CUT])
    scenario.save(path)
    given = (path, str(path), scenario.to_mapping(), scenario)
    made = [simulation.run(each, 1, months=14, planning_support=0.5).measures for each in given]
    expected = ensemble.run(scenario.with_settings({"planning_support": 0.5}), 1, months=14).measures
    assert all(np.array_equal(each, expected) for each in made)
    assert simulation.run({"extends": "leadership-change"}, 1, months=1).scenario.events[0].name


def test_numbers_of_events_and_councils_are_set_as_in_a_design():
    made = simulation.run(KEYS, 1, months=18, **{"cut.size": -0.1, "Redtown.tradition": 0.5, "governance": 0.2})
    stated = {**KEYS, "events": [CUT | {"size": -0.1}], "councils": [TOWNS[0] | {"tradition": 0.5}, TOWNS[1]]}
    expected = simulation.run(stated, 1, months=18, governance=0.2)
    assert made.scenario == expected.scenario and np.array_equal(made.measures, expected.measures)


def test_events_of_the_counterfactual_can_be_chosen():
    assert (
        simulation.run({**KEYS, "events": [CUT | {"under_study": False}]}, 1, months=14, without="cut").ensemble.fork
        == 12
    )


@pytest.mark.parametrize(
    ("given", "error", "said"),
    [
        ({"scenario": "leadership-chang"}, ScenarioError, "did you mean 'leadership-change'"),
        ({"scenario": 3}, SettingError, "scenario = 3: it must be a name of the library, a path"),
        ({"governence": 0.5}, SettingError, "no setting 'governence'; did you mean 'governance'"),
        ({"replicate": 5}, SettingError, "did you mean 'replicates'"),
        ({"council": "wigan"}, SettingError, 'a key of a scenario: run\\({"extends": NAME, "council": …}\\) takes it'),
        ({"worlds": 17}, SettingError, "worlds = 17: it must be plausible, central, a file.parquet, or Worlds"),
        ({"governance": 7}, ScenarioError, "governance = 7 is out of range"),
        ({"by": "town"}, SettingError, "by = 'town': it must be one of council, service, fifth"),
        ({"without": ["hostile"]}, ScenarioError, "has no event 'hostile'"),
        (
            {"hostile.commitment": 0.3},
            ScenarioError,
            "^'hostile.commitment': baseline has no event or council 'hostile'",
        ),
        ({"services.standard": 0.3}, ScenarioError, "'services.standard' is of the whole service catalogue"),
        ({"scenario": KEYS, "cut.size": 2}, ScenarioError, "cut.size = 2 is out of range"),
    ],
)
def test_what_cannot_be_is_said_in_one_line(given, error, said):
    with pytest.raises(error, match=said) as caught:
        simulation.run(**{"scenario": "baseline"} | given)
    assert "\n" not in str(caught.value)


def test_no_setting_has_the_name_of_an_argument():
    assert not set(PARAMETERS) & set(inspect.signature(simulation.run).parameters)


def test_tables_hold_what_was_measured(made):
    runs = made.runs.query("by == 'whole' and arm == 'scenario'")
    of_runs = levels(made.ensemble)
    expected = of_runs.after_event[:, 0, COLUMN["quality"]]
    assert runs.quality_after_event.to_numpy() == pytest.approx(expected)
    redtown = made.runs.query("group == 'Redtown' and arm == 'scenario'")
    assert redtown.coproduction_final_year.mean() == pytest.approx(
        made.ensemble.by_group[:, 0, -12:, 0, COLUMN["coproduction"]].mean()
    )
    months = made.months.query("by == 'whole' and arm == 'counterfactual' and measure == 'trust'")
    assert months["mean"].to_numpy() == pytest.approx(made.measures[:, 1, :, COLUMN["trust"]].mean(axis=0))
    assert len(made.spells) == len(made.spells.query("council in ['Redtown', 'Blueham']")) > 0


def test_effects_are_the_rows_of_the_summary(made):
    row = summarise(made.ensemble).row("coproduction", "difference", "final_year")
    found = made.effects.query("by == 'whole' and measure == 'coproduction' and period == 'final_year'")
    np.testing.assert_array_equal(found[["estimate", "low", "high"]], [[row.estimate, row.low, row.high]])
    assert set(made.effects.arm) == {"difference", "effect"} and set(made.estimates.arm) > set(made.effects.arm)
    assert {"Redtown", "Blueham", "most deprived"} <= set(made.effects.group)


def test_every_number_has_its_unit(made):
    assert not made.estimates.unit.isna().any() and not made.months.unit.isna().any()
    numbers = made.runs.select_dtypes("float").columns
    assert set(numbers) == set(made.runs.attrs["units"])
    assert made.spells.attrs["units"]["end"] == "months since the start"


def test_a_group_is_futures_of_its_own(made):
    redtown = made.of("Redtown")
    assert isinstance(redtown, Futures) and "council Redtown" in repr(redtown)
    of_whole = made.effects.query("group == 'Redtown'")
    assert np.array_equal(redtown.effects.estimate, of_whole.estimate, equal_nan=True)
    with pytest.raises(ResultError, match="did you mean 'Redtown'"):
        made.of("Redtwon")


def test_what_it_is_stands_in_six_lines_and_a_table(made):
    lines = repr(made).splitlines()
    assert len(lines) <= 6 and max(map(len, lines)) < 120
    assert len(repr(made.summary)) < 120 and made.summary.rows == made.results.summary.rows
    assert "20 futures of 30 months from seed 1, with and without cut" in lines[1]
    page = simulation.run({**KEYS, "title": "A <b> & C"}, 2, months=14)._repr_html_()
    assert "A &lt;b&gt; &amp; C" in page and "<table" in page and "full co-production" in page


def test_figures_come_back_as_axes_that_pyplot_knows(made):
    assert isinstance(made.plot.fan(), Axes)
    for draw in (made.plot.effects, made.plot.survival, made.plot.matrix, made.plot.by_group):
        axes = draw()
        assert len(axes) > 1 and all(isinstance(each, Axes) for each in axes)
    named = made.plot("by_group", "fifth", measure="satisfaction")  # by its name, as figures of a stored sweep are
    assert len(named) == len(made.plot.by_group("fifth")) and named[0].get_ylabel() == "satisfaction"
    with pytest.raises(ResultError, match="there is no figure 'fans': there are fan, effects"):
        made.plot("fans")


def test_a_stored_run_has_the_same_tables(made, tmp_path):
    save(made.results, tmp_path / "run")
    stored = simulation.open_results(tmp_path / "run")
    assert isinstance(stored, StoredRun)
    for name in ("runs", "months", "spells"):
        pd.testing.assert_frame_equal(getattr(stored, name), getattr(made, name))
    assert stored.of("Blueham").effects.shape == made.of("Blueham").effects.shape
    assert repr(stored) == repr(made)
    assert isinstance(stored.plot.fan(), Axes)


def test_analyses_say_that_they_take_a_sweep(made):
    lists = [partial(each, made, ["quality_final_year"]) for each in (summary, contrasts)]
    ones = [partial(each, made, "quality_final_year") for each in (sensitivity, importance)]
    for analyse in (*lists, *ones, partial(kaplan_meier, made), partial(choose, made)):
        with pytest.raises(
            AnalysisError, match="take a stored sweep, not Futures; for a single scenario sweep a design"
        ):
            analyse()


@pytest.mark.parametrize("form", ["csv", "parquet"])
def test_tables_go_out_and_come_back(made, tmp_path, form):
    files = made.export(tmp_path / "out", form)
    assert sorted(path.name for path in files) == [f"{name}.{form}" for name in ("effects", "months", "runs", "spells")]
    back = pd.read_csv(tmp_path / "out/runs.csv") if form == "csv" else pd.read_parquet(tmp_path / "out/runs.parquet")
    assert back.quality_final_year.to_numpy() == pytest.approx(made.runs.quality_final_year.to_numpy())
    with pytest.raises(ResultError, match="form = 'xls': it must be one of csv, parquet"):
        made.export(tmp_path, "xls")
    with pytest.raises(ResultError, match="there is no table 'run'"):
        made.export(tmp_path, form, ["run"])


def test_arrays_have_names_and_units(made, tmp_path):
    xarray = pytest.importorskip("xarray")
    data = made.to_xarray()
    assert data.coproduction.dims == ("replicate", "arm", "month") and data.coproduction.attrs["units"] == "share"
    assert data.quality_by_council.dims == ("replicate", "arm", "month", "council")
    assert data.pfi_by_service.dims == ("replicate", "arm", "month", "service")
    redtown = data.quality_by_council.sel(council="Redtown", arm="scenario")
    assert np.array_equal(redtown, made.of("Redtown").measures[:, 0, :, COLUMN["quality"]])
    assert list(data.arm) == list(ARMS) and data.world.dims == ("replicate",)
    made.to_netcdf(tmp_path / "made.nc")
    with xarray.open_dataset(tmp_path / "made.nc") as back:
        assert back.trust.attrs["units"] == "index" and np.allclose(back.trust, data.trust)
    save(made.results, tmp_path / "run")
    stored = simulation.open_results(tmp_path / "run").to_xarray()
    assert stored.quality_final_year.dims == ("replicate", "arm") and stored.world.dims == ("replicate",)
    level = made.of("Redtown").measures[:, 0, -12:, COLUMN["quality"]].mean(axis=1)
    assert np.allclose(stored.quality_final_year_by_council.sel(council="Redtown", arm="scenario"), level)
    for each in (data, stored):
        assert each.attrs["fingerprint"] == made.results.manifest["fingerprint"] and each.attrs["seed"] == 1
        assert each.attrs["worlds"].startswith("plausible ") and each.attrs["scenario"] == made.scenario.name


def test_without_xarray_one_line_says_what_to_install(made, monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "xarray", None)
    with pytest.raises(ResultError, match=r"to_xarray needs xarray.*coproduction\[bench\]"):
        made.to_xarray()
