"""Published results say where they come from, and only what is out of date is computed again."""

from __future__ import annotations

import importlib.util
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from simulation.results import fingerprint
from simulation.results.manifests import read_manifest, write_manifest
from simulation.results.published import inspect
from tests.experiments.test_experiments import NAMES

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "experiments"


def script(name: str):
    """A file of the folder of experiments as a module."""
    spec = importlib.util.spec_from_file_location(f"experiments_{name.strip('_')}", FOLDER / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def manifests(monkeypatch):
    monkeypatch.syspath_prepend(str(FOLDER))
    return script("manifests")


@pytest.fixture
def runner(monkeypatch, tmp_path):
    """The runner, on results of its own; it simulates nothing."""
    monkeypatch.syspath_prepend(str(FOLDER))
    module = script("__main__")
    monkeypatch.setattr(sys.modules["manifests"], "RESULTS", tmp_path)
    monkeypatch.setattr(module, "differing", lambda *_: [])
    monkeypatch.setattr(fingerprint, "text", fingerprint.recorded)
    module.computed = []
    monkeypatch.setattr(module, "compute", lambda each, asked: module.computed.append(each.name) or 0)
    monkeypatch.setattr(module, "plan", lambda each, asked: 60.0)
    return module


def published(manifests, folder: Path, script: str = "places.py") -> Path:
    """A folder of results that are up to date."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "README.md").write_text("An answer.\n", encoding="utf-8")
    (folder / "drawn.png").write_bytes(b"\x89PNG\r\n")
    files = ("README.md", "drawn.png")
    manifests.publish(folder, script, "python", files, seeds=[1], sizes={"a": 2}, wall_seconds=1.23)
    return folder


def altered(folder: Path, **changes: object) -> None:
    write_manifest(folder, read_manifest(folder) | changes)


def test_a_manifest_says_all_that_is_needed(manifests, tmp_path):
    folder = published(manifests, tmp_path)
    manifest = read_manifest(folder)
    for key in (
        "experiment",
        "command",
        "seeds",
        "sizes",
        "quick",
        "fingerprint",
        "model_version",
        "commit",
        "changed",
    ):
        assert key in manifest
    assert manifest["format"] == 2 and len(manifest["checksum"]) == 64
    assert manifest["source"] == manifests.source_of("places.py") and manifest["wall_seconds"] == 1.2
    assert {"numpy", "numba"} <= set(manifest["libraries"]) and len(manifest["files"]["README.md"]) == 64
    assert manifests.out_of_date(folder, "places.py") == ""


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        (
            {"fingerprint": "0123456789abcdef"},
            "the model behaves differently since: fingerprint 0123456789abcdef, now ",
        ),
        ({"fingerprint": None, "model_version": "abc"}, "computed by an earlier model (abc) whose fingerprint is not"),
        ({"source": "0123456789abcdef"}, "experiments/places.py or what it shares with others has changed since"),
        (
            {"worlds": {"name": "made up", "digest": "0"}},
            "drawn in other worlds than is usual now: made up, now ",
        ),
        ({"files": {"README.md": "0"}}, "README.md is not as it was published"),
        ({"files": {"other.csv": "0"}}, "other.csv is missing"),
        ({"files": None}, "manifest.json is damaged"),
    ],
)
def test_why_results_are_out_of_date(manifests, tmp_path, changes, said):
    folder = published(manifests, tmp_path)
    altered(folder, **changes)
    assert manifests.out_of_date(folder, "places.py").startswith(said)


def test_a_digit_that_somebody_changed_in_a_manifest_is_damage(manifests, tmp_path):
    folder = published(manifests, tmp_path)
    path = folder / "manifest.json"
    text = path.read_text(encoding="utf-8")
    for old, new in (
        ('"wall_seconds": 1.2', '"wall_seconds": 1.3'),
        ('"a": 2', '"a": 3'),
        ('"quick": false', '"quick": true'),
    ):
        assert old in text
        path.write_text(text.replace(old, new), encoding="utf-8")
        assert manifests.out_of_date(folder, "places.py").startswith("manifest.json is damaged"), old
        assert [file.state for file in inspect(folder).files] == ["damaged"]
    path.write_bytes(text.replace("\n", "\r\n").encode())  # as git writes it elsewhere
    assert manifests.out_of_date(folder, "places.py") == "" and not inspect(folder).warning


def test_a_manifest_of_a_time_before_checksums_is_read_with_a_warning(manifests, tmp_path):
    folder = published(manifests, tmp_path)
    old = {name: value for name, value in read_manifest(folder).items() if name not in ("format", "checksum")}
    (folder / "manifest.json").write_text(json.dumps(old), encoding="utf-8")
    assert manifests.out_of_date(folder, "places.py") == ""
    found = inspect(folder)
    assert found.sound and "written before a manifest.json had a checksum" in found.warning


def test_line_endings_do_not_put_results_out_of_date(manifests, tmp_path):
    folder = published(manifests, tmp_path)
    (folder / "README.md").write_bytes(b"An answer.\r\n")
    assert manifests.out_of_date(folder, "places.py") == ""


def test_a_file_that_is_no_longer_published_goes(manifests, tmp_path):
    folder = published(manifests, tmp_path)
    (folder / "mine.txt").write_text("A note.", encoding="utf-8")
    manifests.publish(folder, "places.py", "python", ["README.md"], seeds=[1], sizes={}, wall_seconds=1)
    assert sorted(path.name for path in folder.iterdir()) == ["README.md", "manifest.json", "mine.txt"]


def test_what_an_experiment_does_counts_not_how_it_is_laid_out(manifests, tmp_path, monkeypatch):
    (tmp_path / "shared.py").write_text("A = 1\n", encoding="utf-8")
    one, two, three = "import a\nB = 2\n", "from c import (\n    a,\n)\n\n# why\nB = 2\n", "import a\nB = 3\n"
    monkeypatch.setattr(manifests, "HERE", tmp_path)
    found = []
    for text in (one, two, three):
        (tmp_path / "it.py").write_text(text, encoding="utf-8")
        found.append(manifests.source_of("it.py"))
    assert found[0] == found[1] != found[2]


def test_only_what_is_out_of_date_is_computed(manifests, runner, tmp_path, capsys):
    for name in NAMES:
        published(manifests, tmp_path / name, f"{name}.py")
    assert runner.main([]) == 0 and runner.computed == []
    altered(tmp_path / "places", fingerprint="0123456789abcdef")
    assert runner.main([]) == 0 and runner.computed == ["places"]
    assert "viability: up to date" in capsys.readouterr().out
    assert runner.main(["--only", "viability"]) == 0 and runner.computed == ["places"]


def test_how_long_it_takes_is_said_before_anything_is_computed(runner, capsys):
    assert runner.main(["--plan"]) == 0 and runner.computed == []
    assert f"In all about {len(NAMES)} core-minutes, " in capsys.readouterr().out
    assert runner.main(["--only", "places"]) == 0 and runner.computed == ["places"]
    said = capsys.readouterr().out
    assert said.index("In all about 1 core-minutes") < said.index("computing it")


def test_results_in_other_worlds_have_a_place_and_a_state_of_their_own(manifests, runner, tmp_path):
    published(manifests, tmp_path / "places")
    assert runner.main(["--only", "places"]) == 0 and runner.computed == []
    assert runner.main(["--only", "places", "--worlds", "made-up.parquet"]) == 0 and runner.computed == ["places"]
    folder_of = sys.modules["manifests"].folder_of
    assert folder_of("places", True, "some/made-up.parquet") == tmp_path / "places-made-up-quick"


def test_an_edit_of_what_experiments_share_counts(manifests, tmp_path, monkeypatch):
    monkeypatch.setattr(manifests, "HERE", tmp_path)
    (tmp_path / "it.py").write_text("from shared import A\n", encoding="utf-8")
    (tmp_path / "shared.py").write_text("import deeper\nA = 1\n", encoding="utf-8")
    (tmp_path / "deeper.py").write_text("B = 1\n", encoding="utf-8")
    before = manifests.source_of("it.py")
    (tmp_path / "deeper.py").write_text("B = 2\n", encoding="utf-8")
    assert manifests.source_of("it.py") != before


def test_the_claims_that_are_asked_about_count_but_not_remarks_on_them(manifests, monkeypatch, tmp_path):
    assert (manifests.HERE / "claims.py").is_file() and (manifests.HERE / "claims.toml").is_file()
    monkeypatch.setattr(manifests, "HERE", tmp_path)
    for name in ("claims", "places"):
        (tmp_path / f"{name}.py").write_text("A = 1\n", encoding="utf-8")
    found = []
    for text in ("id = 1\n", "# a remark\nid = 1\n", "id = 2\n"):
        (tmp_path / "claims.toml").write_text(text, encoding="utf-8")
        found.append((manifests.source_of("claims.py"), manifests.source_of("places.py")))
    assert found[0] == found[1] and found[1][0] != found[2][0] and found[1][1] == found[2][1]


@pytest.mark.parametrize("table", ["it.py", "it.toml"])
def test_a_changed_scenario_counts_where_it_is_named(manifests, tmp_path, monkeypatch, table):
    monkeypatch.setattr(manifests, "HERE", tmp_path)
    monkeypatch.setattr(manifests, "library", lambda: {path.stem: path for path in tmp_path.glob("in/*.toml")})
    for name in ("it.py", "other.py", table):
        (tmp_path / name).write_text("A = 1\n", encoding="utf-8")
    (tmp_path / table).write_text('A = "my-town"\n', encoding="utf-8")
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "my-town.toml").write_text('extends = "base.toml"\n', encoding="utf-8")
    found = []
    for years in (10, 10, 11):
        (tmp_path / "in" / "base.toml").write_text(f"years = {years}\n", encoding="utf-8")
        found.append((manifests.source_of("it.py"), manifests.source_of("other.py")))
    assert found[0] == found[1] and found[1][0] != found[2][0] and found[1][1] == found[2][1]


def test_the_list_says_why_and_computes_nothing(manifests, runner, tmp_path, capsys):
    published(manifests, tmp_path / "places")
    assert runner.main(["--list"]) == 0 and runner.computed == []
    lines = dict(line.split(maxsplit=1) for line in capsys.readouterr().out.splitlines())
    assert lines["places"] == "up to date" and lines["viability"] == "not up to date: not published yet"
    assert lines["left_to_vote"].endswith("(by hand: python experiments/left_to_vote.py)")


def test_quick_versions_have_a_state_of_their_own(manifests, runner, tmp_path):
    published(manifests, tmp_path / "places")
    assert runner.main(["--quick", "--only", "places"]) == 0 and runner.computed == ["places"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--only", "place"], "--only place: there is no such experiment; did you mean 'places'?"),
        (["--only", "history"], "--only history: it is computed by hand, with python experiments/recorded_history.py"),
    ],
)
def test_wrong_use_is_one_line(runner, capsys, words, said):
    assert runner.main(words) == 2 and runner.computed == []
    error = capsys.readouterr().err
    assert said in error and error.count("\n") == 1


def test_a_tree_with_changes_is_refused(runner, monkeypatch, capsys):
    monkeypatch.setattr(runner, "differing", lambda *_: ["simulation/results/resilience.py", "experiments/places.py"])
    assert runner.main(["--only", "places"]) == 2 and runner.computed == []
    error = capsys.readouterr().err
    assert (
        "not committed: simulation/results/resilience.py and 1 more; commit first" in error and error.count("\n") == 1
    )
    assert runner.main(["--quick", "--only", "places"]) == 0  # it publishes nothing


def test_a_model_without_its_recorded_fingerprint_is_refused(runner, monkeypatch, capsys):
    monkeypatch.setattr(fingerprint, "text", lambda: "other")
    assert runner.main(["--only", "places"]) == 2 and runner.computed == []
    assert "the model here has not its recorded fingerprint" in capsys.readouterr().err


def test_a_failure_stops_the_row(runner, monkeypatch, capsys):
    monkeypatch.setattr(runner, "compute", lambda each, asked: 3)
    assert runner.main([]) == 1
    assert capsys.readouterr().err.endswith("leadership_change ended with status 3\n")


def test_the_runner_knows_every_experiment(runner):
    assert {each.name for each in runner.EXPERIMENTS} == set(NAMES)
    scripts = {each.script for each in (*runner.EXPERIMENTS, *runner.BY_HAND)}
    found = {
        path.name for path in FOLDER.glob("*.py") if re.search(r"import.* publish\b|Experiment\(", path.read_text())
    }
    assert scripts == found - {"shared.py"}


def test_make_calls_the_runner():
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    assert re.search(r"^results:.*\n\t@\"\$\(BIN\)/python\" -m experiments \$\(QUICK\)$", makefile, re.MULTILINE)
    done = subprocess.run([sys.executable, "-m", "experiments", "--list"], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0 and not done.stderr
    assert {line.split()[0] for line in done.stdout.splitlines()} > set(NAMES)


# Not what somebody has run here, such as results/demo.
PUBLISHED = [
    path.parent.name
    for path in sorted((ROOT / "results").glob("*/manifest.json"))
    if "experiment" in json.loads(path.read_text(encoding="utf-8"))
]


@pytest.mark.parametrize("folder", PUBLISHED)
def test_what_stands_in_git_is_what_was_published(manifests, folder):
    place = ROOT / "results" / folder
    manifest = read_manifest(place)
    assert {name: manifests.digest(place / name) for name in manifest["files"]} == manifest["files"]
