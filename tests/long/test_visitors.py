"""Thirty visitors who come and go for half an hour, most of them to what costs the most.

The server's memory comes to rest and stays under a gigabyte, and who comes to a usual town has its first picture within
a second.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from tests.compiled import COMPILED

pytest.importorskip("solara.server.starlette")

SCRIPT = Path(__file__).parent.parent / "app" / "load" / "comings.py"
MINUTES = 30
MOST = 1000  # megabytes
FIRST_PICTURE = 1000  # milliseconds, for whoever comes to a usual town while the others are at what costs the most
UNLUCKY = 2  # times as long for one of twenty


def test_memory_comes_to_rest_and_nobody_waits_while_visitors_come_and_go():
    done = subprocess.run(
        [sys.executable, str(SCRIPT), str(MINUTES)], env=COMPILED, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    rows = [line.split() for line in done.stdout.splitlines()]
    held = [float(row[1]) for row in rows]
    first = [float(milliseconds) for row in rows for milliseconds in row[3:]]
    quarter = len(held) // 4
    assert max(held) <= MOST
    assert max(held[2 * quarter :]) <= 1.05 * max(held[quarter : 2 * quarter])
    assert len(first) >= MINUTES
    assert np.quantile(first, 0.5) <= FIRST_PICTURE and np.quantile(first, 0.95) <= UNLUCKY * FIRST_PICTURE
