"""Outcomes by group in a sweep: the numbers of a single run, and every analysis of the whole."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

import simulation
from simulation import ensemble
from simulation.analysis import contrasts, kaplan_meier, sensitivity, summary
from simulation.report.sweep_figures import sweep_figures
from simulation.results.by_group import part
from simulation.results.levels import levels
from simulation.sweep import sweep
from simulation.sweep.design import Design, load, plan
from simulation.sweep.store import open_store
from simulation.world.errors import AnalysisError, DesignError, ResultError, StoreError
from tests.sweep.sweeps import write_design

TOWNS = '[[councils]]\nname = "Redtown"\ntradition = 0.9\n[[councils]]\nname = "Blueham"\ntradition = 0.1\n'


@pytest.fixture(scope="module")
def swept(tmp_path_factory):
    folder = tmp_path_factory.mktemp("groups")
    path = write_design(folder, points=4, replicates=6)
    path.write_text(f'by = ["council", "fifth"]\n{path.read_text(encoding="utf-8")}', encoding="utf-8")
    scenario = folder / "short.toml"
    scenario.write_text(scenario.read_text(encoding="utf-8") + TOWNS, encoding="utf-8")
    made = plan(load(path), folder)
    assert sweep(made, folder / "out")
    return made, open_store(folder / "out")


def test_every_group_is_that_of_a_single_run(swept):
    made, stored = swept
    point = made.point(2)
    run = ensemble.run(made.scenario(point), 6, 1, by=["council", "fifth"])
    assert stored.groups == [(group.by, group.name) for group in run.groups]
    for group in run.groups:
        of_group, expected = stored.of(group.name, group.by), levels(part(run, group))
        for column, values in (("final_year", expected.final_year), ("after_event", expected.after_event)):
            found = of_group.values(f"coproduction_{column}", "counterfactual")[2]
            np.testing.assert_allclose(found, values[:, 1, 0])
        np.testing.assert_allclose(of_group.values("resistance")[2], expected.resilience.resistance)
        assert np.isnan(of_group.values("pressure_final_year")).all() == (group.by == "fifth")


def test_the_whole_is_what_it_is_without_groups(swept, tmp_path):
    made, stored = swept
    alone = plan(made.design.model_copy(update={"by": (), "scenarios": made.design.scenarios}), stored.folder.parent)
    assert sweep(alone, tmp_path / "out")
    whole = open_store(tmp_path / "out")
    assert whole.dataset().to_table().equals(stored.dataset().to_table()) and whole.groups == []


def test_analyses_take_a_group_as_they_take_the_whole(swept):
    _, stored = swept
    outcome = "coproduction_final_year"
    means = [summary(stored.of(name), [outcome])["mean"][0].as_py() for name in ("Redtown", "Blueham")]
    assert means[0] == pytest.approx(stored.of("Redtown").values(outcome).mean()) and means[0] > means[1]
    assert set(sensitivity(stored.of("Redtown"), outcome).table()["group"].to_pylist()) == {"Redtown"}
    of_group = {figure.name: figure for figure in sweep_figures(stored.of("Redtown"))}
    for name in ("sensitivity", "phase", "compared"):
        assert any("Redtown" in text.get_text() for text in of_group[name].draw().texts)
    drawn = {figure.name: figure for figure in sweep_figures(stored)}
    of_the_whole = {"fan", "survival", "by_council", "between_councils"}  # and would pass for those of the group
    assert of_the_whole <= set(drawn) and not of_the_whole & set(of_group)
    assert [text.get_text() for text in drawn["by_council"].draw().axes[0].get_yticklabels()] == ["Redtown", "Blueham"]


@pytest.mark.parametrize("arm", ["scenario", "difference"])
def test_groups_are_compared_run_by_run(swept, arm):
    _, stored = swept
    outcome = "coproduction_after_event"
    [row] = contrasts(stored, [outcome], arm=arm, by="council").to_pylist()
    pairs = stored.of("Blueham").values(outcome, arm) - stored.of("Redtown").values(outcome, arm)
    assert (row["group"], row["against"], row["policy"]) == ("Blueham", "Redtown", None)
    assert row["difference"] == pytest.approx(pairs.mean())
    [other] = contrasts(stored, [outcome], "Blueham", arm, by="council").to_pylist()
    assert other["group"] == "Redtown" and other["difference"] == pytest.approx(-pairs.mean())
    with pytest.raises(AnalysisError, match=r"by = 'service': it takes two .* keeps 0 \(council, fifth\)"):
        contrasts(stored, [outcome], by="service")


def test_the_report_draws_how_far_groups_differ(swept):
    _, stored = swept
    drawn = {figure.name: figure for figure in sweep_figures(stored)}
    axes = drawn["between_councils"].draw().axes[0]
    legend = [text.get_text() for text in axes.get_legend().get_texts()]
    assert legend == [
        "any co-production in the last year", "the effect of the events on any co-production after the event"
    ]  # fmt: skip
    level, effect = (
        contrasts(stored, [outcome], arm=arm, by="council")["difference"][0].as_py()
        for outcome, arm in (("coproduction_final_year", "scenario"), ("coproduction_after_event", "difference"))
    )
    seen = [value for line in axes.lines[1:] for value in line.get_xdata() if np.isfinite(value)]
    assert sorted(seen) == pytest.approx(sorted([100 * level, 100 * effect]))
    assert len(drawn["between_fifths"].draw().axes[0].get_yticklabels()) == 3


def test_tables_and_arrays_have_groups_beside_the_whole(swept, tmp_path):
    pytest.importorskip("xarray")
    _, stored = swept
    found = simulation.open_results(stored.folder)
    found.export(tmp_path, tables=["runs"])
    table = pd.read_csv(tmp_path / "runs.csv")
    assert len(table) == (1 + len(stored.groups)) * len(table[table["by"] == "whole"])
    data = found.to_xarray()
    assert data.coproduction_final_year.dims == ("point", "replicate", "arm")
    assert data.coproduction_final_year_by_fifth.dims == ("point", "replicate", "arm", "fifth")
    assert list(data.council) == ["Redtown", "Blueham"] and "pressure_final_year_by_fifth" not in data
    for town in ("Redtown", "Blueham"):
        expected = stored.of(town).values("coproduction_final_year")
        rows = table.query("group == @town and arm == 'scenario'").sort_values(["point", "replicate"])
        np.testing.assert_allclose(rows["coproduction_final_year"], expected.ravel())
        one = data.coproduction_final_year_by_council.sel(council=town, arm="scenario")
        np.testing.assert_array_equal(one, expected)
    redtown = found.of("Redtown")
    assert repr(redtown).startswith("design, council Redtown\n")
    assert 0 < len(redtown.spells) == (found.spells.council == "Redtown").sum() < len(found.spells)
    assert "months.csv" not in [path.name for path in redtown.export(tmp_path / "redtown")]
    for refused in (lambda: redtown.months, lambda: found.of("third").spells):
        with pytest.raises(ResultError, match=r"a sweep keeps (months|spells) of the whole, and not of each"):
            refused()
    assert found.of("Redtown").to_xarray().coproduction_final_year.dims == ("point", "replicate", "arm")


def test_what_is_no_group_is_refused(swept):
    _, stored = swept
    with pytest.raises(AnalysisError, match="curves are of the whole sweep, not of Redtown: by = 'council'"):
        kaplan_meier(stored.of("Redtown"))
    with pytest.raises(StoreError, match="no single group 'Redtwon'; did you mean 'Redtown'"):
        stored.of("Redtwon")
    with pytest.raises(DesignError, match="by = 'town' is not known; it is one of: council, service, fifth"):
        Design.from_mapping({"name": "x", "scenarios": ["baseline"], "by": ["town"]})
