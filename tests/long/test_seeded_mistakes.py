"""Mistakes seeded into a re-implementation of the model are found by the ODD's check values, each in its phase."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.long.mistakes import MISTAKES, START, Mistake

ROOT = Path(__file__).parents[2]
LEAST = 40  # of all phases


def first_difference(mistake: Mistake, folder: Path) -> str:
    """What the check values say of the second model with the mistake in it."""
    copied = folder / "tests"
    shutil.copytree(ROOT / "tests" / "reimplementation", copied / "reimplementation")
    for each in ("__init__.py", "world", "conftest.py"):
        source = ROOT / "tests" / each
        if source.is_dir():
            shutil.copytree(source, copied / each)
        elif source.exists():
            shutil.copy(source, copied / each)
    path = copied / "reimplementation" / mistake.file
    text = path.read_text(encoding="utf-8")
    assert text.count(mistake.right) == 1, f"{mistake.file} has not one line with {mistake.right!r}"
    path.write_text(text.replace(mistake.right, mistake.wrong), encoding="utf-8")
    places = [str(folder), str(ROOT), *filter(None, [os.environ.get("PYTHONPATH")])]
    environment = {**os.environ, "NUMBA_DISABLE_JIT": "1", "PYTHONPATH": os.pathsep.join(places)}
    command = [sys.executable, "-m", "tests.reimplementation.check_values"]
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=True).stdout


@pytest.mark.parametrize("mistake", MISTAKES, ids=lambda mistake: mistake.what)
def test_a_mistake_is_located(mistake: Mistake, tmp_path: Path) -> None:
    moment = first_difference(mistake, tmp_path).partition(":")[0]
    where = " world, at the start" if mistake.phase == START else f", after phase {mistake.phase}"
    assert moment.endswith(where), moment


def test_all_phases_have_mistakes() -> None:
    assert len(MISTAKES) >= LEAST
    assert {mistake.phase for mistake in MISTAKES} == set(range(11))
