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


@pytest.mark.parametrize(("size", "answer"), [(0.05, "robust"), (0.002, "no matter")])
def test_what_holds_in_most_worlds_must_hold_on_both_sides_of_a_mechanism(headlines, monkeypatch, size, answer):
    import sides

    of_worlds = np.full(240, size)
    of_worlds[:20] = -0.05  # eleven in twelve of all, five in six of those that have it
    found = headlines.Headline("some", "difference", effect_of(of_worlds))
    assert (found.answer, found.answer_told) == (answer, answer)
    first = np.arange(240) < 120
    monkeypatch.setattr(sides, "_ON_SIDE", {"fatigue is on": first, "fatigue is off": ~first, "grants is on": ~first})
    found = headlines.Headline("some", "difference", effect_of(of_worlds))
    assert (found.answer, found.answer_told) == ("contested", "contested (83 % where fatigue is on)")
    assert (sides.on_a_side(0.897), sides.on_a_side(0.83), sides.on_a_side(0.894)) == ("89.7 %", "83 %", "89 %")
    monkeypatch.setattr(sides, "_ON_SIDE", {"fatigue is on": np.arange(240) < 18})  # too few to say
    assert headlines.Headline("some", "difference", effect_of(of_worlds)).answer == answer


def test_the_shares_of_both_sides_make_that_of_all(headlines, monkeypatch):
    """Also where chance is large and the average lies near what matters."""
    import sides
    from estimates import estimate

    first = np.arange(60) < 30
    monkeypatch.setattr(sides, "_ON_SIDE", {"fatigue is on": first, "fatigue is off": ~first})
    contested = 0
    for seed in range(40):
        rng = np.random.default_rng(seed)
        of_worlds = 0.011 + 0.004 * rng.standard_normal(60)
        world = np.repeat(np.arange(60), 4)
        over = estimate(of_worlds[world] + 0.01 * rng.standard_normal(240), world).over
        if over.sign_share >= sides.MOST_WORLDS:
            assert over.side_share >= 2 * over.sign_share - 1 - 1e-9
            contested += over.side_share < sides.MOST_WORLDS
    assert contested > 3


def effect_of(of_worlds):
    """An effect of so much in each world, nearly without chance."""
    from estimates import estimate

    chance = np.tile(CHANCE[:4], len(of_worlds))
    return estimate(np.repeat(of_worlds, 4) + chance, np.repeat(np.arange(len(of_worlds)), 4))


def test_the_sides_are_those_of_the_worlds_that_are_told(headlines):
    import sides

    from simulation.world.worlds import Worlds

    name, *_ = (next(iter(each.settings)) for each in sides.CONTESTED)
    try:
        sides.tell(Worlds("some", (name,), np.array([[1.0], [0.0], [1.0]])))
        of = {side: mine.tolist() for side, mine in sides._ON_SIDE.items()}
        words = name.replace("_", " ")
        assert of == {f"{words} is on": [True, False, True], f"{words} is off": [False, True, False]}
    finally:
        sides.tell(Worlds("none"))
    assert not sides._ON_SIDE


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
