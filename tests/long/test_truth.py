"""In 200 random states the workshop says what the command prints that it shows beside them; both compiled."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from tests.compiled import COMPILED

ROOT = Path(__file__).parents[2]
TEST = "tests/app/take_home/test_again.py::test_what_the_workshop_says_is_what_the_command_prints"
STATES = 200


def test_the_command_says_what_the_workshop_says_in_random_states():
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", TEST]
    environment = COMPILED | {"RANDOM_STATES": str(STATES)}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0 and "1 passed" in done.stdout, done.stdout + done.stderr
