"""Mistakes seeded into a re-implementation of the model are found by the ODD's check values, each in its phase."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
# File of the second model, what is changed into what, and the moment whose numbers must be the first to differ.
MISTAKES = {
    "a trait is drawn from another lane": (
        "initial_state.py",
        "home.trust = clip(p.trust_base + p.trust_spread * (u3",
        "home.trust = clip(p.trust_base + p.trust_spread * (u2",
        "at the start",
    ),
    "years in office are counted in months": (
        "nation.py",
        "nation.years_in_office += 1 / 12",
        "nation.years_in_office += 1",
        "month 0, after phase 1",
    ),
    "local moods are forgotten": (
        "politics.py",
        "world.p.local_mood_memory * council.mood[party] + noise",
        "noise",
        "month 0, after phase 2",
    ),
    "plans claim by their number": (
        "budget.py",
        "planned_claim * plans / len(world.services)",
        "planned_claim * plans",
        "month 0, after phase 3",
    ),
    "distrust is not slower than trust": (
        "voice.py",
        "p.trust_gain * p.trust_asymmetry * (unanswered",
        "p.trust_gain * (unanswered",
        "month 0, after phase 4",
    ),
    "organisations ask for full trust": (
        "organisations.py",
        "clip(organisation.trust / p.trust_needed)",
        "clip(organisation.trust)",
        "at the start",
    ),
    "whoever is tired comes to the table twice": (
        "planning.py",
        "openness * (1 - home.fatigue) * organiser",
        "openness * (2 - home.fatigue) * organiser",
        "month 0, after phase 5",
    ),
    "relationships count with the wrong sign": (
        "support.py",
        "+ p.withdrawal_relationship * (MIDDLE - arrangement.relationship)",
        "- p.withdrawal_relationship * (MIDDLE - arrangement.relationship)",
        "month 0, after phase 6",
    ),
    "contractors always ask their usual margin": (
        "contractors.py",
        "p.contractor_margin_busy - idle",
        "p.contractor_margin_busy - 0 * idle",
        "month 0, after phase 7",
    ),
    "tired people bring nothing": (
        "delivery.py",
        "(1 - p.input_fatigue * home.fatigue)",
        "(1 - home.fatigue)",
        "month 0, after phase 8",
    ),
    "staff are twice the work": (
        "organisations.py",
        "organisation.staff = max(income, towards(organisation.staff, income, p.staff_rate))",
        "organisation.staff = 2 * income",
        "month 0, after phase 9",
    ),
    "officers learn from the place": (
        "learning.py",
        "p.culture_reward * (council.commitment - culture)",
        "p.culture_reward * (council.tradition - culture)",
        "month 0, after phase 10",
    ),
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_is_located(mistake: str, tmp_path: Path) -> None:
    name, right, wrong, moment = MISTAKES[mistake]
    copied = tmp_path / "tests"
    shutil.copytree(ROOT / "tests" / "reimplementation", copied / "reimplementation")
    for each in ("__init__.py", "world", "conftest.py"):
        source = ROOT / "tests" / each
        if source.is_dir():
            shutil.copytree(source, copied / each)
        elif source.exists():
            shutil.copy(source, copied / each)
    path = copied / "reimplementation" / name
    text = path.read_text(encoding="utf-8")
    assert text.count(right) == 1, f"{name} has not one line with {right!r}"
    path.write_text(text.replace(right, wrong), encoding="utf-8")
    environment = {**os.environ, "NUMBA_DISABLE_JIT": "1", "PYTHONPATH": f"{tmp_path}{os.pathsep}{ROOT}"}
    command = [sys.executable, "-m", "tests.reimplementation.check_values"]
    found = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=True).stdout
    assert found.startswith(f"{moment}: "), found
