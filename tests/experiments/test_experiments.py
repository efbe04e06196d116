"""Every experiment runs in its quick version and answers its question."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
NAMES = (
    "austerity_two_signs",
    "framework_levers",
    "leadership_change",
    "pfi_lock_in",
    "places",
    "robust_levers",
    "sensitivity",
    "viability",
)


@pytest.mark.parametrize("name", NAMES)
def test_quick_version(name, tmp_path):
    if name == "robust_levers":
        pytest.importorskip("ema_workbench")
    command = [sys.executable, str(ROOT / "experiments" / f"{name}.py"), "--quick", "--out", str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr
    text = (tmp_path / "README.md").read_text(encoding="utf-8")
    assert all(part in text for part in ("**Question.**", "**Answer.**", "## Design", "## The same again"))
    assert not re.search(r"\bnan\b", text) and "model " in text
    for kind, target in re.findall(r"(!?)\[[^\]]*\]\(([^)]+)\)", text):
        assert (tmp_path / target).stat().st_size > 0, (kind, target)


def test_make_rebuilds_all_of_them():
    listed = re.search(r"^EXPERIMENTS \?= (.*)$", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    assert listed and set(listed[1].split()) == set(NAMES)
