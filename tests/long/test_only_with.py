"""A number that no mechanism but a switched-off one makes use of is declared so; the reverse is in `tests/world`.

What changes nothing while all switches are off, and something while all are on, is of one of them. So many worlds do
not see everything: numbers that change nothing either way are left alone.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from tests.compiled import COMPILED

# Most numbers change one future of a world; what moves a few votes shows in many futures alone, and in one way of
# having the switches sooner than in the other: so more are looked at before a number is said to do nothing.
PROGRAM = """
import json
from simulation.world.parameters import PARAMETERS
from tests.world.only_with import OFF, ON, moves
found = [name for name, each in PARAMETERS.items() if each.role not in ("size", "switch") and not each.only_with]
for switches, futures, moving in ((OFF, 1, False), (OFF, 16, False), (ON, 16, True), (OFF, 128, False)):
    found = [name for name in found if moves(name, switches, futures) is moving]
    assert len(found) < 60, "next to nothing moves anything: these worlds do not tell"
print(json.dumps(found))
"""


def test_what_only_switches_make_use_of_is_declared():
    root = Path(__file__).parents[2]
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM], cwd=root, env=COMPILED, capture_output=True, text=True, check=True
    )
    assert json.loads(done.stdout) == []
