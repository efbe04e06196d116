"""A sweep that is killed without warning at ten random moments comes to the same bytes."""

from __future__ import annotations

from pathlib import Path

from tests.sweep.test_sweep_killed import killed


def test_kill_9_at_ten_random_moments(tmp_path: Path) -> None:
    assert killed(tmp_path, points=60, kills=10) >= 5  # the others came after the end
