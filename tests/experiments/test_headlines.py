"""Headlines say of their direction whether it was assumed, found in nearly all worlds, or is open."""

from __future__ import annotations

import re

import numpy as np
import pytest

from tests.experiments.test_runner import FOLDER

OF_WORLDS = np.repeat(np.arange(30), 4)
CHANCE = np.tile([-1e-6, 1e-6, 1e-6, -1e-6], 30)


@pytest.fixture
def headlines(monkeypatch):
    monkeypatch.syspath_prepend(str(FOLDER))
    import headlines

    return headlines


def of(headlines, low, high, kind="difference", claim=""):
    """A headline whose worlds lie evenly between two ends."""
    from estimates import estimate

    effect = headlines.KINDS[kind].arm != "scenario"
    found = estimate(np.repeat(np.linspace(low, high, 30), 4) + CHANCE, OF_WORLDS, effect=effect)
    return headlines.Headline("some", kind, found, claim)


@pytest.mark.parametrize(
    ("low", "high", "kind", "claim", "answer"),
    [
        (0.02, 0.08, "difference", "", "robust"),
        (-0.08, -0.02, "lost", "", "robust"),
        (-0.04, 0.06, "difference", "", "open"),
        (-0.001, 0.003, "difference", "", "no matter"),
        (0.02, 0.08, "lost", "F37", "assumed"),
        (-0.04, 0.06, "difference", "M16", "assumed"),
        (0.02, 0.08, "difference", "F26", "robust"),  # an outcome: no equation states it
        (0.02, 0.08, "level", "F37", "no direction"),
    ],
)
def test_what_a_headline_is(headlines, low, high, kind, claim, answer):
    headline = of(headlines, low, high, kind, claim)
    assert headline.answer == answer
    table = headlines.as_markdown([headline])
    assert table.splitlines()[2].endswith(f"| {answer} |") and headlines.ABOUT_ANSWERS in table
    head, rule, row = (line.count("|") for line in table.splitlines()[:3])
    assert head == rule == row


def test_one_world_tells_no_kind(headlines):
    one = headlines.Headline("some", "difference", headlines.Estimate(0.3, 0.2, 0.4))
    assert one.answer == "one world" and headlines.ABOUT_ANSWERS not in headlines.as_markdown([one])


def test_every_claim_that_a_headline_names_is_one_that_an_equation_states(headlines):
    from articles import assumed, claims

    named = set()
    for path in FOLDER.glob("*.py"):
        if path.name not in ("claims.py", "articles.py"):
            named |= set(re.findall(r'"([MF]\d+)"', path.read_text(encoding="utf-8")))
    assert {"F33", "F37", "M16"} <= named and all(map(assumed, named))
    assert not assumed("F26") and len(claims()) == 75
