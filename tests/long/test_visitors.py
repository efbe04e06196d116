"""Thirty visitors who come and go for half an hour: the server's memory comes to rest, and stays under a gigabyte."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.compiled import COMPILED

pytest.importorskip("solara.server.starlette")

SCRIPT = Path(__file__).parent.parent / "app" / "load" / "comings.py"
MINUTES = 30
MOST = 1000  # megabytes


def test_memory_comes_to_rest_while_visitors_come_and_go():
    done = subprocess.run(
        [sys.executable, str(SCRIPT), str(MINUTES)], env=COMPILED, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    held = [float(line.split()[1]) for line in done.stdout.splitlines()]
    quarter = len(held) // 4
    assert max(held) <= MOST
    assert max(held[2 * quarter :]) <= 1.05 * max(held[quarter : 2 * quarter])
