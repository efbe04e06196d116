"""Reports of runs and sweeps: complete in themselves, and the same for the same results."""

from __future__ import annotations

import re
import shutil

import pytest
from typer.testing import CliRunner

from simulation import ensemble
from simulation.analysis import sensitivity
from simulation.cli import app
from simulation.figures import save_figures
from simulation.report import report
from simulation.report.sweep_figures import sweep_figures
from simulation.results import summarise, write
from simulation.scenarios import load as load_scenario
from simulation.sweep import sweep
from simulation.sweep.design import load, plan
from simulation.sweep.store import open_store
from simulation.world.errors import ResultError
from tests.sweep.sweeps import write_design


@pytest.fixture(scope="module")
def folders(tmp_path_factory):
    folder = tmp_path_factory.mktemp("reports")
    run = ensemble.run(load_scenario("leadership-change"), 4, months=84)
    write(run, summarise(run), folder / "run", "coproduction run leadership-change", draw=save_figures)
    design = write_design(folder, points=6, replicates=8, years=3)
    assert sweep(plan(load(design), folder), folder / "sweep", command="coproduction sweep design.toml")
    return folder


@pytest.mark.parametrize("name", ["run", "sweep"])
def test_the_page_asks_nobody_for_anything(folders, name):
    text = report(folders / name).read_text(encoding="utf-8")
    assert "<script" not in text
    assert not re.findall(r"""(?:src|href)=["'](?!#|data:)""", text)
    assert not re.findall(r"url\((?!#)", text)
    assert text.count("<svg") >= 4 and text.count("aria-label=") == text.count("<svg")
    assert "model " in text and "seed 1" in text and "coproduction " + name in text


def test_the_same_results_make_the_same_page(folders):
    first = report(folders / "sweep").read_bytes()
    assert report(folders / "sweep").read_bytes() == first


def test_a_sweep_gets_its_figures_as_files_with_their_origin(folders):
    report(folders / "sweep")
    names = {path.stem for path in (folders / "sweep").glob("*.png")}
    assert names == {"sensitivity", "sensitivity_of_effect", "phase", "compared", "matrix", "fan", "survival"}
    for path in (folders / "sweep").glob("*.png"):
        assert b"points \xc3\x97 8 replicates" in path.read_bytes() or b"replicates" in path.read_bytes()


def test_a_sweep_draws_what_moves_the_effect_beside_what_moves_the_level(folders, monkeypatch):
    page = report(folders / "sweep").read_text(encoding="utf-8")
    level, effect = "What moves any co-production in the last year", "What moves the effect of the events on any"
    assert page.index(level) < page.index(effect)
    asked = []
    monkeypatch.setattr(
        "simulation.report.sweep_figures.sensitivity",
        lambda stored, *given: asked.append(given[:2]) or sensitivity(stored, *given),
    )
    for figure in sweep_figures(open_store(folders / "sweep")):
        if figure.name.startswith("sensitivity"):
            assert figure.draw().axes
    assert asked == [("coproduction_final_year", "scenario"), ("coproduction_after_event", "difference")]


def test_where_the_arms_do_not_part_there_is_no_effect_to_draw(folders):
    eventless = open_store(folders / "sweep")
    eventless.manifest["forks"] = dict.fromkeys(eventless.manifest["forks"], 36)
    assert [figure.name for figure in sweep_figures(eventless) if "sensitivity" in figure.name] == ["sensitivity"]


def test_command(folders):
    result = CliRunner().invoke(app, ["report", str(folders / "sweep")])
    assert result.exit_code == 0 and "report.html" in result.stdout


def test_a_folder_without_results_is_refused_in_one_line(folders, tmp_path):
    with pytest.raises(ResultError, match="holds no results"):
        report(tmp_path)
    shutil.copytree(folders / "sweep", tmp_path / "unfinished")
    (tmp_path / "unfinished" / "outcomes.parquet").unlink()
    result = CliRunner().invoke(app, ["report", str(tmp_path / "unfinished")])
    assert result.exit_code == 2
    assert "is not finished" in result.stderr and len(result.stderr.splitlines()) == 1
