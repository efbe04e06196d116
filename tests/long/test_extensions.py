"""Extensions compiled: the same bytes as interpreted, under Mesa, from processes; and docs/extending.md is tried."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from tests.compiled import COMPILED
from tests.documents import blocks, smaller

ROOT = Path(__file__).parents[2]
HERE = COMPILED | {"PYTHONPATH": str(ROOT)}
SIZES = {"--replicates 50": "--replicates 2", "--replicates 20": "--replicates 2", "replicates=20": "replicates=2"}
PAGE = blocks("extending.md")
COMMANDS = [line for language, text in PAGE if language == "sh" for line in text.splitlines()]
DESIGN = 'scenarios = ["leadership-change"]\nsampler = "latin_hypercube"\npoints = 3\nreplicates = 60\nmonths = 70\n'
PROCESSES = """
import sys
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
import simulation

if __name__ == "__main__":
    simulation.extend(sys.argv[1])
    from simulation.sweep import sweep
    from simulation.sweep.design import parse, plan

    chosen = plan(parse(sys.argv[2] + '[uncertainties]\\nhub_rest = "declared"\\n', "few"))
    with ProcessPoolExecutor(2, get_context("spawn")) as processes:
        assert sweep(chosen, Path("processes"), executor=processes)
    assert sweep(chosen, Path("threads"), workers=1)
    names = [path.name for path in Path("threads").glob("*.parquet")]
    assert "outcomes.parquet" in names
    assert all((Path("threads") / each).read_bytes() == (Path("processes") / each).read_bytes() for each in names)
"""
WITHOUT = """
import sys
from pathlib import Path
from simulation.sweep import sweep
from simulation.sweep.design import parse, plan

sweep(plan(parse(sys.argv[1] + '[uncertainties]\\ntrust_needed = "declared"\\n', "few")), Path("threads"))
"""


def run(*words: str, folder: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(words, cwd=folder, env=HERE | environment, capture_output=True, text=True)


@pytest.fixture
def checkout(tmp_path) -> Path:
    (tmp_path / "examples").symlink_to(ROOT / "examples")
    return tmp_path


@pytest.mark.parametrize("name", ["no_extension", "hung_councils", "community_hubs", "cutting_corners"])
def test_compiled_and_interpreted_futures_are_the_same(name):
    words = (sys.executable, "-m", "tests.extending.worked", name)
    compiled, interpreted = run(*words, folder=ROOT), run(*words, folder=ROOT, NUMBA_DISABLE_JIT="1")
    assert compiled.returncode == interpreted.returncode == 0, compiled.stderr + interpreted.stderr
    assert compiled.stdout == interpreted.stdout


def test_processes_load_it_and_give_the_same_bytes_and_another_model_is_refused(tmp_path):
    (tmp_path / "processes.py").write_text(PROCESSES, encoding="utf-8")
    own = str(ROOT / "examples" / "extensions" / "community_hubs.py")
    done = run(sys.executable, "processes.py", own, DESIGN, folder=tmp_path)
    assert done.returncode == 0, done.stderr
    refused = run(sys.executable, "-c", WITHOUT, DESIGN, folder=tmp_path)
    assert "threads holds a sweep with extension community_hubs.py (" in refused.stderr
    assert "and this is one without an extension: give a new folder" in refused.stderr


@pytest.mark.parametrize("line", COMMANDS)
def test_a_command_of_the_page(line, checkout):
    program, *words = shlex.split(smaller(line, SIZES))
    assert program == "coproduction"
    if words[0] == "sweep":  # of 64 * (3 + 2) points
        own = Path(words[1]).name
        text = smaller((ROOT / words[1]).read_text(encoding="utf-8"), {"points = 64": "points = 2", "= 10": "= 2"})
        (checkout / own).write_text(text, encoding="utf-8")
        words[1] = own
    done = run(sys.executable, "-m", "simulation.cli", *words, folder=checkout)
    assert done.returncode == 0, done.stderr
    assert re.search(r"With an extension, .*\.py, [0-9a-f]{16}; uncalibrated: ", done.stdout + done.stderr)


def test_the_python_of_the_page(checkout):
    first, *others = [text for language, text in PAGE if language == "python"]
    done = run(sys.executable, "-c", smaller(first, SIZES), folder=checkout)
    assert done.returncode == 0, done.stderr
    files = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "examples" / "extensions").glob("*.py"))
    lines = {line.strip() for line in files.splitlines()}
    assert {line.strip() for text in others for line in text.splitlines()} <= lines
