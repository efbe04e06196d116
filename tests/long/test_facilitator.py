"""What the guide for workshops says to expect is what the rehearsal prints."""

from __future__ import annotations

from pathlib import Path

from simulation.app.futures.rehearsal import rehearsed
from simulation.app.futures.scheduler import Scheduler
from simulation.app.story.state import first

GUIDE = Path(__file__).parents[2] / "docs" / "facilitator.md"


def test_the_guide_says_what_the_rehearsal_prints():
    printed = "".join(f"{line}\n" for line in rehearsed(first(), Scheduler()))
    assert f"```\n{printed}```" in GUIDE.read_text(encoding="utf-8")
