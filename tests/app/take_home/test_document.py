"""The page to take home says what came out once: figures stand behind it, and are no second verdict."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from simulation.app.story.state import Workshop, first
from simulation.app.take_home import document


@pytest.fixture
def figures(monkeypatch):
    """The part with the figures, of a summary that has rows and nothing that a verdict could be made of."""
    monkeypatch.setattr(document, "estimate", lambda row: "12 % [10, 14]")
    monkeypatch.setattr(document, "with_intervals", lambda summary: "with intervals")
    summary = SimpleNamespace(
        main_period=("after_event", "the months since"), row=lambda *_: SimpleNamespace(label="Co-production")
    )

    def told(state: Workshop) -> str:
        view: Any = SimpleNamespace(futures=SimpleNamespace(summary=summary), state=state)
        return document._estimates(view)

    return told


def test_figures_are_told_without_a_verdict_of_their_own(figures):
    text = figures(first().drop("leader"))
    assert text.count("<p>") == 1 and "no second verdict" in text and "12 % [10, 14]" in text
    assert "Nothing has happened" in figures(first())
