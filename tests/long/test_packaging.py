"""The package as others get it: built, installed far from the checkout, in every Python that is promised, and used.

One of them alone: ``python -m pytest tests/long/test_packaging.py -k "3.13 and newest"``.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tarfile
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import pytest

from locked import DECLARED, LOCK
from tests.app.conftest import Server, Visitor, browser  # noqa: F401
from tests.sweep.sweeps import write_design

ROOT = Path(__file__).parents[2]
PYTHONS = re.findall(r"Python :: (3\.\d+)", "\n".join(DECLARED["project"]["classifiers"]))
EXTRAS = "app,bench,cluster,discovery,calibration"
OF_THE_CHECKOUT = {".ci", ".git", ".gitattributes", ".pre-commit-config.yaml", "results"}
TOO_LARGE = tuple(f"{each[1:]}/" for each in DECLARED["tool"]["hatch"]["build"]["targets"]["sdist"]["exclude"])
ALONE = ("PYTHONPATH", "PYTHONHOME", "NUMBA_DISABLE_JIT", "COPRODUCTION_EXTENSION")  # nothing of the process that tests

IMPORT_ALL = """
import importlib, pkgutil, warnings
warnings.simplefilter("ignore")
import simulation
modules = [found.name for found in pkgutil.walk_packages(simulation.__path__, "simulation.")]
for name in modules:
    if not name.endswith("__main__"):
        importlib.import_module(name)
print(simulation.__file__, len(modules))
"""

UNDER_MESA = """
import mesa
from simulation import CoproductionModel
model = CoproductionModel("leadership-change", neighbourhoods=4, organisations=4, rng=1)
model.run(24)
months = model.datacollector.get_model_vars_dataframe()
print(len(months), len(model.councils), isinstance(model, mesa.Model))
"""

CORNER = """
import numpy as np
from simulation.analysis import prim
sample = np.random.default_rng(1).random((400, 2))
print(sorted(prim(sample, sample[:, 0] > 0.6, ["x", "y"]).limits))
"""


LOOKED_UP = (
    "scenarios",
    "show leadership-change",
    "council wigan",
    "parameters --latex table.tex",
    "measures",
    "worlds plausible",
)


class Built(NamedTuple):
    """What goes to others, and the sources that it was built from."""

    wheel: Path
    sdist: Path
    sources: list[str]


class Installed(NamedTuple):
    """An environment outside the checkout with the wheel in it, and a folder to work in."""

    bin: Path
    folder: Path

    def runs(self, *command: str) -> str:
        """What a command of the environment prints; a failure if it fails."""
        result = subprocess.run(
            [self.bin / command[0], *command[1:]], cwd=self.folder, env=self.environment, capture_output=True, text=True
        )
        assert result.returncode == 0, f"{' '.join(command)}:\n{result.stdout}{result.stderr}"
        return result.stdout.strip()

    @property
    def environment(self) -> dict[str, str]:
        return outside() | {"NUMBA_CACHE_DIR": str(self.folder / "compiled")}


def outside() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if name not in ALONE}


def call(*command: str | Path, where: Path = ROOT) -> None:
    result = subprocess.run(list(map(str, command)), cwd=where, env=outside(), capture_output=True, text=True)
    assert result.returncode == 0, f"{' '.join(map(str, command))}:\n{result.stdout[-4000:]}{result.stderr[-4000:]}"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """The sdist, from a copy of what git knows; and the wheel, from the sdist alone."""
    if shutil.which("git") is None or not (ROOT / ".git").exists():
        pytest.skip("not a git working tree")
    tracked = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True, text=True).stdout
    sources = [name for name in tracked.split("\0") if name and (ROOT / name).is_file()]
    folder = tmp_path_factory.mktemp("built")
    for name in sources:
        (folder / "copy" / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(ROOT / name, folder / "copy" / name)
    call(sys.executable, "-m", "hatchling", "build", "-t", "sdist", "-d", folder, where=folder / "copy")
    (sdist,) = folder.glob("*.tar.gz")
    call(sys.executable, "-W", "ignore", "-m", "tarfile", "-e", sdist, folder / "unpacked")
    (unpacked,) = (folder / "unpacked").iterdir()
    call(sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", folder, where=unpacked)
    (wheel,) = folder.glob("*.whl")
    return Built(wheel, sdist, sources)


def test_the_wheel_holds_the_package_and_its_data(built: Built) -> None:
    with zipfile.ZipFile(built.wheel) as archive:
        held = {name for name in archive.namelist() if ".dist-info/" not in name}
    assert held == {name for name in built.sources if name.startswith("simulation/") or name == "coproduction.py"}


def test_the_sdist_holds_all_sources(built: Built) -> None:
    with tarfile.open(built.sdist) as archive:
        held = {name.partition("/")[2] for name in archive.getnames()}
    kept = {name for name in built.sources if name.partition("/")[0] not in OF_THE_CHECKOUT}
    needed = {name for name in kept if not name.startswith(TOO_LARGE)}
    assert needed <= held, f"not in the sdist: {sorted(needed - held)}"
    assert held - needed == {"PKG-INFO"}


# Installed ------------------------------------------------------------------------------------------------------------


def interpreter(version: str) -> str | None:
    """A Python of that version: this one, or one on the path, or one that pyenv keeps."""
    kept = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv")).glob(f"versions/{version}.*/bin/python")
    for python in (sys.executable, f"python{version}", *map(str, sorted(kept))):
        asking = "import sys, venv, ensurepip; print('%d.%d' % sys.version_info[:2])"
        try:
            answer = subprocess.run([python, "-c", asking], capture_output=True, text=True, env=outside())
        except OSError:
            continue
        if answer.stdout.strip() == version:
            return python
    return None


def every_environment() -> Iterator[object]:
    for version in PYTHONS:
        for which in ("pinned", "newest"):
            name = f"{version} {which}"
            yield pytest.param((version, which), id=name, marks=pytest.mark.xdist_group(name))


@pytest.fixture(scope="module", params=every_environment())
def installed(request: pytest.FixtureRequest, built: Built, tmp_path_factory) -> Iterator[Installed]:
    """The wheel in an environment of its own: with what is locked, or with the newest of everything."""
    version, which = request.param
    base = interpreter(version)
    if base is None:
        pytest.skip(f"no Python {version} on this machine")
    folder = tmp_path_factory.mktemp("installed")
    call(base, "-m", "venv", folder / "env", where=folder)
    pip: Sequence[str | Path] = (folder / "env" / "bin" / "python", "-m", "pip", "install", "--quiet", "--no-compile")
    if which == "pinned":
        part = folder / "part.txt"
        locked = [sys.executable, LOCK.with_name("locked.py"), EXTRAS]
        part.write_text(subprocess.run(locked, check=True, capture_output=True, text=True).stdout)
        call(*pip, "--no-deps", "--require-hashes", "--requirement", part, where=folder)
        call(*pip, "--no-deps", built.wheel, where=folder)
    else:
        call(*pip, f"{built.wheel}[{EXTRAS}]", where=folder)
    yield Installed(folder / "env" / "bin", folder)
    shutil.rmtree(folder)  # a gigabyte and more


def test_what_is_installed_fits_together(installed: Installed) -> None:
    installed.runs("python", "-m", "pip", "check")


def test_every_module_can_be_imported(installed: Installed) -> None:
    where, modules = installed.runs("python", "-c", IMPORT_ALL).split()
    assert str(installed.folder) in where
    assert int(modules) > 300


def test_it_is_the_same_version(installed: Installed) -> None:
    here = subprocess.run(
        [sys.executable, "-m", "simulation.cli", "--version"], cwd=ROOT, capture_output=True, check=True, text=True
    )
    assert installed.runs("coproduction", "--version") == here.stdout.strip()


def test_it_gives_the_recorded_results_to_the_bit(installed: Installed) -> None:
    assert "to the bit" in installed.runs("coproduction", "fingerprint")


def test_a_run_writes_sound_results(installed: Installed) -> None:
    installed.runs("coproduction", "run", "leadership-change", "--replicates", "4", "--months", "84", "--out", "run")
    installed.runs("coproduction", "check", "run")
    installed.runs("coproduction", "report", "run")
    installed.runs("coproduction", "export", "run", "--out", "tables")


def test_what_there_is_can_be_looked_up(installed: Installed) -> None:
    for asked in LOOKED_UP:
        assert installed.runs("coproduction", *asked.split())


def test_a_council_on_record_is_simulated(installed: Installed) -> None:
    installed.runs("coproduction", "run", "--council", "wigan", "--replicates", "1", "--months", "24", "--out", "wigan")


def test_a_sweep_writes_sound_results(installed: Installed) -> None:
    design = write_design(installed.folder, points=4, replicates=5)
    installed.runs("coproduction", "sweep", str(design), "--out", "sweep")
    installed.runs("coproduction", "check", "sweep")
    installed.runs("coproduction", "report", "sweep")


def test_mesa_steps_through_the_model(installed: Installed) -> None:
    assert installed.runs("python", "-c", UNDER_MESA) == "24 1 True"


def test_a_corner_is_found(installed: Installed) -> None:
    assert installed.runs("python", "-c", CORNER) == "['x']"


def test_the_workshop_and_its_explorer_open(installed: Installed, browser) -> None:  # noqa: F811
    installed.runs("coproduction", "app", "--prepare")
    command = [installed.bin / "coproduction"]
    server = Server(coproduction=command, where=installed.folder, environment=installed.environment)
    visitor = Visitor(browser, server)
    try:
        assert visitor.open().settled()
        visitor.open("/explorer").page.click("button:has-text('Start a model')")
        visitor.page.wait_for_selector("text=Month: 0", state="attached")
        visitor.page.click("button:has-text('Step')")
        visitor.page.wait_for_selector("text=Month: 1", state="attached")
    finally:
        visitor.context.close()
        server.kill()
    assert visitor.wrong == [] and server.complaints == []
