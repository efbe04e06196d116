"""What the guide for workshops says to expect is what the rehearsal prints."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from simulation.world.names_of_worlds import CENTRAL_NAME, PLAUSIBLE
from tests.compiled import COMPILED

GUIDE = Path(__file__).parents[2] / "docs" / "facilitator.md"
WORLDS = (PLAUSIBLE, CENTRAL_NAME)


@pytest.mark.parametrize("worlds", WORLDS)
def test_the_guide_says_what_the_rehearsal_prints(worlds):
    command = [sys.executable, "-m", "simulation.cli", "app", "--rehearse", "--worlds", worlds]
    done = subprocess.run(command, capture_output=True, text=True, env=COMPILED, timeout=900)
    assert done.returncode == 0, done.stderr
    assert f"```\n{done.stdout}```" in GUIDE.read_text(encoding="utf-8")
