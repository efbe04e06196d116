"""A sweep over worlds: each future in its own, the same at all points, whoever computes it and whenever."""

from __future__ import annotations

import json
import pickle
from dataclasses import replace

import numpy as np
import pyarrow.parquet as pq
import pytest
from typer.testing import CliRunner

from simulation import ensemble
from simulation.analysis import respond
from simulation.cli import app
from simulation.report import report
from simulation.results.levels import levels
from simulation.results.manifests import read_manifest, write_manifest
from simulation.sweep import Shard, sweep
from simulation.sweep.design import Plan, parse, plan
from simulation.sweep.run import Blocks
from simulation.sweep.store import drawn_in, open_store
from simulation.world.errors import DesignError, StoreError
from simulation.world.measures import COLUMN
from simulation.world.names_of_worlds import DEFAULT
from simulation.world.sealed import digest
from simulation.world.worlds import CENTRAL, Worlds, worlds
from tests.sweep.sweeps import NAMES, THREE, digests, made, write_design


def in_three(folder, points=3, replicates=11, worlds=THREE) -> Plan:
    """A design whose sampled `leader_exit` holds in all worlds."""
    return replace(made(write_design(folder, points, replicates)), worlds=worlds)


@pytest.fixture(scope="module")
def swept(tmp_path_factory):
    folder = tmp_path_factory.mktemp("worlds")
    of = in_three(folder)
    assert sweep(of, folder / "out", workers=1)
    return of, open_store(folder / "out")


def test_a_point_is_the_ensemble_of_its_scenario_in_these_worlds(swept):
    of, stored = swept
    for point in of.points():
        run = ensemble.run(of.scenario(point), 11, 1, worlds=THREE)
        for arm, name in enumerate(("scenario", "counterfactual")):
            found = stored.values("quality_final_year", name)[point.number]
            np.testing.assert_allclose(found, levels(run).final_year[:, arm, COLUMN["quality"]])


def test_all_points_and_arms_share_the_world_of_a_future(swept):
    _, stored = swept
    table = stored.table(["replicate", "world"])
    assert str(table.schema.field("world").type) == "int32"
    wanted = [THREE.number(replicate) for replicate in table["replicate"].to_pylist()]
    assert table["world"].to_pylist() == wanted
    assert stored.world.tolist() == [0, 0, 1, 1, 2, 2, 0, 0, 1, 1, 2]
    assert (stored.worlds.name, stored.worlds.digest) == ("three", THREE.digest)


def test_the_report_says_which_worlds_and_gives_no_intervals_over_three(swept):
    _, stored = swept
    text = report(stored.folder).read_text(encoding="utf-8")
    assert f"Futures were drawn in {drawn_in(stored)}." in text
    assert "There are no intervals: they take 5 worlds" in text
    assert "3 worlds of three" in text  # in the small print of figures too


def test_what_a_factor_sets_holds_in_all_worlds(swept, tmp_path):
    _, stored = swept
    assert stored.manifest["worlds"]["overridden"] == {"short": ["leader_exit"]}
    assert drawn_in(stored) == f"all 3 worlds of three ({THREE.digest}; the same in all: leader_exit)"
    moved = replace(THREE, values=THREE.values + np.array([0, 0.01, 0]))  # nothing else moves with it
    assert sweep(in_three(tmp_path, worlds=moved), tmp_path / "out", workers=1)
    assert open_store(tmp_path / "out").table(["quality_final_year"]) == stored.table(["quality_final_year"])


@pytest.mark.parametrize("where", ["settings", "policy", "scenario"])
def test_what_is_stated_anywhere_holds_in_all_worlds(tmp_path, where):
    write_design(tmp_path)
    text = 'scenarios = ["short.toml"]\nreplicates = 6\noutcomes = ["quality"]\n'
    if where == "scenario":
        path = tmp_path / "short.toml"
        path.write_text(path.read_text().replace("[settings]\n", "[settings]\nfatigue_growth = 0.05\n"))
    text += {
        "settings": "[settings]\nfatigue_growth = 0.05",
        "policy": '[[policies]]\nname = "a"\nfatigue_growth = 0.05',
        "scenario": "",
    }[where]
    stated = Worlds("one number", ("fatigue_growth",), THREE.values[:, :1])
    of = plan(parse(text), tmp_path, stated)
    assert of.overridden == {"short": ["fatigue_growth"]}
    assert sweep(of, tmp_path / "out", workers=1)
    assert sweep(replace(of, worlds=CENTRAL), tmp_path / "central", workers=1)
    found, central = (open_store(tmp_path / name).values("quality_final_year") for name in ("out", "central"))
    np.testing.assert_array_equal(found, central)


def test_workers_and_interruptions_make_no_difference(swept, tmp_path):
    of, stored = swept
    of = replace(of, design=of.design.model_copy(update={"replicates": 60}))  # several parts
    assert sweep(of, tmp_path / "whole", workers=1)
    assert not sweep(of, tmp_path / "out", workers=3, shard=Shard(2, 3))
    assert sweep(of, tmp_path / "out", workers=2)
    assert digests(tmp_path / "out") == digests(tmp_path / "whole")
    for name in ("quality_final_year", "resistance"):  # and more replicates change nothing that was computed
        more = open_store(tmp_path / "whole").values(name)[:, : stored.replicates]
        np.testing.assert_array_equal(more, stored.values(name))


def test_the_key_is_that_of_the_sets_and_not_of_their_name(swept):
    of, _ = swept
    same = replace(of, worlds=replace(THREE, name="elsewhere.parquet"))
    other = replace(of, worlds=replace(THREE, values=THREE.values[::-1]))  # in another order they are others
    assert same.resolved() == of.resolved() != other.resolved()
    stated = replace(of, worlds=CENTRAL, design=of.design.model_copy(update={"worlds": "central"}))
    assert stated.resolved() == replace(of, worlds=CENTRAL).resolved()
    assert "worlds" not in json.dumps(stated.resolved())  # as before there were worlds: old stores keep their keys


def test_the_worlds_of_a_folder_can_be_given_to_another_sweep(swept):
    _, stored = swept
    again = worlds(stored.folder / "worlds.parquet")
    assert (again.names, again.digest) == (NAMES, THREE.digest)


def test_only_the_worlds_of_a_block_travel():
    many = Worlds("many", NAMES, np.tile(THREE.values, (400, 1)))
    text = 'scenarios = ["leadership-change"]\nreplicates = 10\npoints = 50\n[levers]\ngovernance = "declared"'
    blocks = {name: Blocks(plan(parse(text), worlds=each)).block(3) for name, each in (("1", CENTRAL), ("n", many))}
    assert sorted(blocks["n"].drawn.values) == [0, 1, 2, 3, 4]
    sizes = {name: len(pickle.dumps(block)) for name, block in blocks.items()}
    assert sizes["n"] < sizes["1"] + 2_000


@pytest.mark.parametrize("kind", ["flipped", "cut", "missing"])
def test_damaged_worlds_are_refused_and_written_again(tmp_path, kind):
    of = in_three(tmp_path, 1, 2)
    assert sweep(of, tmp_path / "out", workers=1)
    path = tmp_path / "out" / "worlds.parquet"
    content = path.read_bytes()
    if kind == "missing":
        path.unlink()
    else:
        path.write_bytes(content[:-50] if kind == "cut" else content[:60] + bytes([content[60] ^ 1]) + content[61:])
    with pytest.raises(StoreError, match=r"worlds\.parquet.*mends it"):
        _ = open_store(tmp_path / "out").worlds
    assert CliRunner().invoke(app, ["check", str(tmp_path / "out")]).exit_code == 1
    assert sweep(of, tmp_path / "out", workers=1)
    assert path.read_bytes() == content


def test_a_sweep_of_a_time_before_worlds_is_central(tmp_path):
    assert sweep(in_three(tmp_path, 2, 4, CENTRAL), tmp_path / "out", workers=1)
    folder = tmp_path / "out"
    assert drawn_in(open_store(folder)) == "the central world (the declared values)"
    assert not (folder / "worlds.parquet").exists()
    values = open_store(folder).values("quality_final_year")
    path = folder / "outcomes.parquet"
    pq.write_table(pq.read_table(path).drop_columns(["world"]), path, write_page_checksum=True)
    manifest = read_manifest(folder)
    del manifest["worlds"]
    write_manifest(folder, {**manifest, "files": {**manifest["files"], path.name: digest(path)}})
    old = open_store(folder)
    assert old.worlds is CENTRAL and old.world.tolist() == [0] * 4
    assert "written before there were others" in drawn_in(old)
    np.testing.assert_array_equal(old.values("quality_final_year"), values)
    with pytest.raises(StoreError, match="'seed' says which run it is"):
        old.values("seed")


def test_worlds_that_were_stored_are_read_whatever_the_parameters_are_today(swept):
    _, stored = swept
    recorded = type(stored.worlds)("old", ("a number that is gone",), np.array([[99.0]]))
    assert recorded.settings(0) == {"a number that is gone": 99.0}


def test_a_design_names_worlds_beside_it_and_the_command_others(tmp_path):
    assert made(write_design(tmp_path)).worlds == worlds(DEFAULT)
    path = write_design(tmp_path, 1, 6, in_three=True)
    assert (made(path).worlds.name, made(path).worlds.digest) == ("three.parquet", THREE.digest)
    done = CliRunner().invoke(app, ["sweep", str(path), "--out", str(tmp_path / "own")])
    assert done.exit_code == 0 and "Futures are drawn in all 3 worlds of three.parquet" in done.output
    words = ["sweep", str(path), "--out", str(tmp_path / "out"), "--worlds", "central"]
    done = CliRunner().invoke(app, words)
    assert done.exit_code == 0 and "drawn in the central world" in done.output
    assert 'worlds = "three.parquet"' in open_store(tmp_path / "out").design
    assert open_store(tmp_path / "out").manifest["command"].endswith("--worlds central")


@pytest.mark.parametrize(
    ("named", "said"),
    [
        ('"plausable"', "worlds = 'plausable': it must be plausible, central, or a file.parquet beside the design"),
        ('"none.parquet"', "none.parquet: No such file"),
        ("3", "worlds = 3: it must be text in quotes"),
    ],
)
def test_worlds_that_are_none_are_refused(tmp_path, named, said):
    path = write_design(tmp_path)
    path.write_text(f"worlds = {named}\n" + path.read_text())
    with pytest.raises(DesignError) as refused:
        made(path)
    assert said in str(refused.value) and "\n" not in str(refused.value)
    done = CliRunner().invoke(app, ["sweep", str(write_design(tmp_path)), "--worlds", "plausable"])
    assert done.exit_code == 2 and "it must be plausible, central, or a file.parquet" in done.output


def test_respond_draws_in_worlds_too():
    few = {"replicates": 4, "worlds": THREE}
    outcome = "coproduction_final_year"
    found = respond("baseline", {"neighbourhoods": 2}, [outcome], **few)[outcome]
    assert found != respond("baseline", {"neighbourhoods": 2}, [outcome], 4, worlds="central")[outcome]
