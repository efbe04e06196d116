"""The month with the clock in it is the month; the clock of the processor is read by compiled code only."""

import subprocess
import sys
from pathlib import Path

from tests.compiled import COMPILED


def test_the_timed_month_has_the_same_history():
    command = [sys.executable, "-m", "tests.long.timed_month"]
    root = Path(__file__).parents[2]
    done = subprocess.run(command, cwd=root, env=COMPILED, capture_output=True, text=True, timeout=1800)
    assert done.returncode == 0, done.stderr
