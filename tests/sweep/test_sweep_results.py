"""What a sweep keeps: the numbers of a single run, failures as rows, and nothing read that was not asked for."""

from __future__ import annotations

import numpy as np
import pyarrow.dataset as ds
import pytest

from simulation import ensemble
from simulation.results.levels import levels
from simulation.sweep import block, sweep
from simulation.sweep.design import parse, plan
from simulation.sweep.run import _manifest, _points_table
from simulation.sweep.store import Stored, open_store, outcome_columns
from simulation.world.errors import StoreError
from tests.sweep.sweeps import made, write_design


@pytest.fixture(scope="module")
def swept(tmp_path_factory):
    folder = tmp_path_factory.mktemp("swept")
    made_plan = made(write_design(folder, points=3, replicates=7))
    assert sweep(made_plan, folder / "out")
    return made_plan, open_store(folder / "out")


def test_every_point_is_the_run_of_its_scenario(swept):
    made_plan, stored = swept
    for point in made_plan.points():
        run = ensemble.run(made_plan.scenario(point), 7, 1)
        expected = levels(run)
        for arm, name in enumerate(("scenario", "counterfactual")):
            for column, values in (("final_year", expected.final_year), ("after_event", expected.after_event)):
                np.testing.assert_allclose(  # summed in another order
                    stored.values(f"coproduction_{column}", name)[point.number], values[:, arm, 0]
                )
        np.testing.assert_array_equal(stored.values("resistance")[point.number], expected.resilience.resistance)
        monthly = stored.table(
            ["coproduction"], (ds.field("point") == point.number) & (ds.field("arm") == "scenario"), "monthly"
        )
        months = np.stack(monthly["coproduction"].to_numpy())
        np.testing.assert_array_equal(months, run.measures[:, 0, :, 0].astype(np.float32))
        spells = stored.table(["start", "end"], ds.field("point") == point.number, "spells")
        assert len(spells) == len(run.spells)


def test_points_share_their_chance_by_default(swept):
    made_plan, _ = swept
    assert {made_plan.seed(point) for point in made_plan.points()} == {1}
    apart = plan(
        parse('scenarios = ["baseline"]\npoints = 9\ncommon_random_numbers = false\n[levers]\ngovernance = "declared"')
    )
    assert len({apart.seed(point) for point in apart.points()}) == 9


def test_chance_that_points_do_not_share_is_shared_by_scenarios_and_policies():
    design = 'points = 3\ncommon_random_numbers = false\npolicies = [{name = "a"}, {name = "b", portfolios = 0}]\n'
    apart = plan(
        parse('scenarios = ["baseline", "austerity"]\n' + design + '[uncertainties]\nleader_exit = "declared"')
    )
    seeds = [apart.seed(point) for point in apart.points()]
    assert len(set(seeds)) == 3 and seeds == seeds[:3] * 4


def test_the_counterfactual_has_no_resilience(swept):
    _, stored = swept
    assert np.isnan(stored.values("resistance", "counterfactual")).all()


def test_reading_brings_only_the_columns_asked_for(swept):
    _, stored = swept
    assert stored.table(["point", "quality_final_year"]).column_names == ["point", "quality_final_year"]
    assert stored.values("quality_final_year", "difference", np.array([1])).shape == (1, 7)


def test_what_was_not_kept_is_refused(swept):
    _, stored = swept
    with pytest.raises(StoreError, match="has no 'qualty_final_year'; did you mean 'quality_final_year'"):
        stored.table(["qualty_final_year"])


def test_a_failed_run_is_a_row_with_its_error_and_seed(tmp_path, monkeypatch):
    whole = block.run_replicate

    def failing(plan, times, seed, number, *_):
        if number == 3:
            raise ZeroDivisionError("no council left")
        return whole(plan, times, seed, number)

    monkeypatch.setattr(block, "run_replicate", failing)
    assert sweep(made(write_design(tmp_path, points=2, replicates=5)), tmp_path / "out")
    stored = open_store(tmp_path / "out")
    rows = stored.failures.to_pylist()
    assert [(row["point"], row["replicate"], row["arm"]) for row in rows] == [
        (point, 3, arm) for point in (0, 1) for arm in ("scenario", "counterfactual")
    ]
    assert {(row["error"], row["seed"]) for row in rows} == {("ZeroDivisionError: no council left", 1)}
    assert np.isnan(stored.values("quality_final_year")[:, 3]).all()
    assert np.isfinite(np.delete(stored.values("quality_final_year"), 3, axis=1)).all()


def test_want_of_memory_is_no_property_of_a_run(tmp_path, monkeypatch):
    def failing(*_):
        raise MemoryError

    monkeypatch.setattr(block, "run_replicate", failing)
    with pytest.raises(Exception, match="part 0 failed 3 times"):
        sweep(made(write_design(tmp_path, points=1, replicates=1)), tmp_path / "out")
    assert not (tmp_path / "out" / "outcomes.parquet").exists()


def test_a_folder_with_other_files_is_left_alone(tmp_path):
    design = write_design(tmp_path, points=1, replicates=1)
    with pytest.raises(StoreError, match="holds other files than a sweep"):
        sweep(made(design), tmp_path)


def test_a_design_without_factors_is_a_run(tmp_path):
    only = plan(parse('scenarios = ["leadership-change"]\nreplicates = 2\nmonths = 80\noutcomes = ["quality"]'))
    assert sweep(only, tmp_path / "out")
    stored = open_store(tmp_path / "out")
    assert stored.values("quality_final_year").shape == (1, 2)
    assert outcome_columns(stored.dataset().schema.names) == ["quality_final_year", "quality_after_event"]


def test_the_whole_catalogue_can_be_set(tmp_path):
    text = """
    scenarios = ["baseline"]
    sampler = "full_factorial"
    replicates = 2
    months = 60
    [levers]
    "services.coproducibility" = [0, 1]
    """
    assert sweep(plan(parse(text)), tmp_path / "out")
    low, high = open_store(tmp_path / "out").values("coproduction_final_year")
    assert high.mean() > low.mean()


class Kept(Stored):
    """A sweep of which only weights are asked: its columns hold the number of the point and that of the column."""

    _outcomes = ("coproduction_final_year", "coproduction_after_event")

    def values(self, outcome, arm="scenario", points=None):
        assert arm == "counterfactual"
        return np.repeat(10.0 * np.asarray(points)[:, None] + self._outcomes.index(outcome), 2, axis=1)


@pytest.mark.parametrize(
    "varied",
    [
        '[levers]\n"hostile.year" = [0.5, 1.75]',
        '[[policies]]\nname = "as it is"\n[[policies]]\nname = "late"\n"hostile.year" = 1.75',
    ],
)
def test_a_loss_weighs_by_what_its_own_point_had_to_lose_wherever_the_event_falls(tmp_path, varied):
    """Where less than a year is left after an event, hysteresis is about those months: so is its weight."""
    write_design(tmp_path)
    (tmp_path / "years.toml").write_text(
        f'scenarios = ["short.toml"]\nsampler = "full_factorial"\nreplicates = 2\n{varied}'
    )
    of = made(tmp_path / "years.toml")
    stored = Kept(tmp_path, {**of.resolved(), **_manifest(of, "")})
    stored.__dict__["points"] = _points_table(of)
    assert stored.forks.tolist() == [of.scenario(point).fork for point in of.points()] == [6, 21]
    assert stored.weights("hysteresis").tolist() == [[0, 0], [11, 11]]
    assert stored.weights("hysteresis", [1, 0]).tolist() == [[11, 11], [0, 0]]
    assert stored.weights("resilience_loss").tolist() == [[1, 1], [11, 11]]
    assert stored.weights("resistance").tolist() == [[1, 1], [1, 1]]
