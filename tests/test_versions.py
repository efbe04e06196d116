"""The code version: what changes it, and what does not."""

from __future__ import annotations

import importlib.util
import subprocess
from pathlib import Path

import pytest

import simulation
from simulation.engine.versions import FINGERPRINT, SHOWING, code_version, hash_of, recorded_fingerprint
from simulation.results import fingerprint
from simulation.results.provenance import PUBLISHED, differing, git_state, provenance

PACKAGE = Path(simulation.__file__).parent


def version_of(package: Path) -> str:
    """The code version that a copy of the package gives itself."""
    spec = importlib.util.spec_from_file_location("copied_versions", package / "engine" / "versions.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.code_version()


def edited(package: Path, name: str) -> str:
    """The code version with a line more in a file."""
    path = package / name
    original = path.read_bytes()
    path.write_bytes(original + b"\n# another thought\n")
    try:
        return version_of(package)
    finally:
        path.write_bytes(original)


def test_it_is_that_of_the_sources_not_of_the_place(copied):
    assert version_of(copied) == code_version() == provenance().model_version
    assert len(code_version()) == 16 and int(code_version(), 16)


@pytest.mark.parametrize(
    "name",
    [
        "results/resilience.py",
        "ensemble.py",
        "results/survival.py",
        "scenarios/rows.py",
        "sweep/design/samplers.py",
        "sweep/columns.py",
        "results/level_rows.py",
        "analysis/cox.py",
        "validation/targets.py",
        "world/parameters/market.py",
        "agents/council/politics.py",
    ],
)
def test_an_edit_of_what_makes_numbers_changes_it(copied, name):
    assert edited(copied, name) != code_version()


@pytest.mark.parametrize(
    "name", ["app/server/server.py", "cli/application.py", "figures/style.py", "generation/tables.py"]
)
def test_an_edit_of_what_only_shows_them_does_not(copied, name):
    assert edited(copied, name) == code_version()


def test_every_room_that_only_shows_is_there():
    assert all((PACKAGE / name).exists() for name in SHOWING)


def test_a_new_file_changes_it(copied):
    added = copied / "analysis" / "referendum.py"
    added.write_text('"""A new way to look."""\n', encoding="utf-8")
    assert version_of(copied) != code_version()
    added.unlink()


def test_line_endings_make_no_difference(copied):
    path = copied / "results" / "resilience.py"
    original = path.read_bytes()
    path.write_bytes(original.replace(b"\n", b"\r\n"))
    assert version_of(copied) == code_version()
    path.write_bytes(original)


def test_the_order_of_files_makes_no_difference(tmp_path):
    paths = [tmp_path / name for name in ("b.py", "a-b.py", "a.py")]
    for path in paths:
        path.write_bytes(path.name.encode())
    assert hash_of(tmp_path, paths) == hash_of(tmp_path, reversed(paths))
    paths[0].write_bytes(b"other")
    assert hash_of(tmp_path, paths[1:]) != hash_of(tmp_path, paths)


def test_results_carry_the_recorded_fingerprint():
    assert FINGERPRINT.read_text(encoding="utf-8") == fingerprint.recorded()
    assert provenance().fingerprint == recorded_fingerprint()


def test_what_differs_from_the_commit_is_named(tmp_path):
    def git(*words: str) -> None:
        subprocess.run(["git", "-C", str(tmp_path), "-c", "user.name=a", "-c", "user.email=a@b", *words], check=True)

    package = tmp_path / "package"
    for name in ("__init__.py", PUBLISHED, "../scripts/one.py"):
        (package / name).parent.mkdir(parents=True, exist_ok=True)
        (package / name).write_text("1\n", encoding="utf-8")
    git("init", "-q")
    git("add", "-A")
    git("commit", "-qm", "all")
    (package / PUBLISHED).write_text("2\n", encoding="utf-8")  # published results, not a source
    assert differing(package, ["../scripts"]) == [] and git_state(package, ["../scripts"])[1] is False
    (tmp_path / "scripts" / "one.py").write_text("2\n", encoding="utf-8")
    (package / "new.py").write_text("1\n", encoding="utf-8")
    assert git_state(package)[1] is True and git_state(package, ["../scripts"])[1] is True
    assert sorted(differing(package, ["../scripts"])) == ["package/new.py", "scripts/one.py"]
