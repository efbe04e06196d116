"""Help answers at once, because nothing heavy is imported before a command runs."""

import subprocess
import sys

import pytest
from typer.testing import CliRunner

from simulation import __version__
from simulation.cli import app
from simulation.engine.versions import code_version, recorded_fingerprint

HEAVY = {
    "numba",
    "numpy",
    "pandas",
    "pyarrow",
    "scipy",
    "matplotlib",
    "mesa",
    "simulation.world.matrix",
    "simulation.scenarios",
}


def test_importing_the_command_imports_nothing_heavy():
    code = "import sys, simulation.cli; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert not HEAVY & set(done.stdout.split())


@pytest.mark.parametrize("command", [[], ["run"], ["show"], ["scenarios"], ["sweep"], ["report"], ["fingerprint"]])
def test_help_imports_nothing_heavy(command):
    code = f"""
import sys
from simulation.cli import app
try:
    app({[*command, "--help"]!r})
except SystemExit as end:
    assert not end.code
print("modules:", *sys.modules)
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    shown, _, modules = done.stdout.partition("modules:")
    assert "Usage" in shown and not HEAVY & set(modules.split())


@pytest.mark.parametrize("command", ["run", "show", "scenarios", "sweep", "report", "fingerprint"])
def test_help_lists_every_command(command):
    result = CliRunner().invoke(app, ["--help"])
    assert result.exit_code == 0 and command in result.stdout


def test_module_can_be_run():
    done = subprocess.run([sys.executable, "-m", "simulation.cli", "scenarios"], capture_output=True, text=True)
    assert done.returncode == 0 and "leadership-change" in done.stdout and not done.stderr


def test_version_names_package_code_and_behaviour():
    result = CliRunner().invoke(app, ["--version"])
    assert result.exit_code == 0
    assert result.stdout == f"coproduction {__version__}, code {code_version()}, fingerprint {recorded_fingerprint()}\n"
