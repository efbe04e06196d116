"""Without the tables of the compiler: the whole model is compiled anew, which takes half a minute."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
PLAIN = """
import gc
from simulation.results import fingerprint
from simulation.engine.compilation import _Part

assert fingerprint.text() == fingerprint.recorded()
parts = [each for each in gc.get_objects() if isinstance(each, _Part)]
print(max(len(part.overloads) for part in parts if part.__module__ != "simulation.engine.compiled_tables"))
"""


def test_plain_tables_give_the_recorded_fingerprint_and_hardly_more_versions(tmp_path):
    """Two versions are those with and without a default."""
    environment = os.environ | {
        "COPRODUCTION_PLAIN_TABLES": "1",
        "NUMBA_CACHE_DIR": str(tmp_path),
        "NUMBA_DISABLE_JIT": "0",
    }
    done = subprocess.run([sys.executable, "-c", PLAIN], cwd=ROOT, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) <= 2
    (folder,) = (tmp_path / "coproduction").iterdir()
    assert folder.name.endswith("-plain")
