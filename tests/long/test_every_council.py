"""Every council of the newest year opens, runs and shows a profile; compiled, for it takes hours otherwise."""

import subprocess
import sys

from tests.compiled import COMPILED


def test_every_council_opens_runs_and_shows_a_profile() -> None:
    program = [sys.executable, "-m", "tests.long.every_council"]
    done = subprocess.run(program, env=COMPILED, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout.endswith("councils open, run and show a profile\n")
