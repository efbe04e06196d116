"""Every council of the newest year opens, runs and shows a profile; compiled, for it takes hours otherwise."""

import os
import subprocess
import sys


def test_every_council_opens_runs_and_shows_a_profile() -> None:
    compiled = {key: value for key, value in os.environ.items() if key != "NUMBA_DISABLE_JIT"}
    program = [sys.executable, "-m", "tests.long.every_council"]
    done = subprocess.run(program, env=compiled, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout.endswith("councils open, run and show a profile\n")
