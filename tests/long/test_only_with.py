"""A number that no mechanism but a switched-off one makes use of is declared so.

What changes nothing while all switches are off, and something while all are on, is of one of them. So many worlds do
not see everything: numbers that change nothing either way are left alone.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from simulation.world.parameters import PARAMETERS
from tests.compiled import COMPILED

FUTURES = (1, 16)  # most numbers change one future of a world
PROGRAM = f"""
import json
from simulation.world.parameters import PARAMETERS
from tests.world.only_with import OFF, ON, moves
free = [name for name, parameter in PARAMETERS.items() if parameter.role not in ("size", "switch")]
idle = [name for name in free if not any(moves(name, OFF, futures) for futures in {FUTURES})]
print(json.dumps([name for name in idle if any(moves(name, ON, futures) for futures in {FUTURES})]))
"""


def test_what_only_switches_make_use_of_is_declared():
    root = Path(__file__).parents[2]
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM], cwd=root, env=COMPILED, capture_output=True, text=True, check=True
    )
    assert set(json.loads(done.stdout)) == {name for name, each in PARAMETERS.items() if each.only_with}
