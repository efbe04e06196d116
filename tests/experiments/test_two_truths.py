"""Truths through the whole procedure: what has to be met about a truth, and whether the band holds it."""

from __future__ import annotations

import json
import sys
from dataclasses import fields

import numpy as np
import pytest

from simulation.calibration.figures import AT_LEAST, FIGURES, bounds
from simulation.calibration.unknowns import Unknowns
from simulation.results.over_worlds import FEWEST_WORLDS
from simulation.world.worlds import Worlds
from tests.experiments.test_runner import FOLDER, script

LOW, HIGH = bounds(FIGURES)


@pytest.fixture
def two_truths(monkeypatch):
    monkeypatch.syspath_prepend(str(FOLDER))
    return script("two_truths")


def found(two_truths, middle, worlds=1, spread=0.0):
    rng = np.random.default_rng(1)
    world = np.tile(np.repeat(np.arange(worlds), 2), 4)
    averages = middle + spread * np.linspace(-1, 1, worlds)
    values = averages[world] + rng.normal(0, 0.001, len(world))
    return {name: two_truths.Found(values, world, name == "level") for name in ("lost", "added", "level")}


def test_a_truth_lies_in_the_middle_of_ranges_that_keep_their_width_and_their_natural_ends(two_truths):
    estimates = LOW + 0.25 * (HIGH - LOW)
    low, high = bounds(two_truths.about_truth(estimates))
    stays = np.array([figure.name in AT_LEAST for figure in FIGURES])
    natural = (LOW == 0) & ~stays
    assert (low[stays] == LOW[stays]).all() and (high[stays] == HIGH[stays]).all()
    assert natural.any() and (low[natural] == 0).all() and (high[natural] < HIGH[natural]).all()
    rest = ~stays & ~natural
    np.testing.assert_allclose((low + high)[rest] / 2, estimates[rest])
    np.testing.assert_allclose((high - low)[rest], (HIGH - LOW)[rest])
    unknown = bounds(two_truths.about_truth(np.full(len(FIGURES), np.nan)))
    assert (unknown[0] == LOW).all() and (unknown[1] == HIGH).all()


def test_a_search_is_told_what_a_truth_comes_to_and_none_of_its_numbers(two_truths, tmp_path):
    figures = dict(zip((figure.name for figure in FIGURES), LOW + 0.25 * (HIGH - LOW), strict=True))
    search = two_truths.Truth(3, figures, tmp_path, two_truths.TRIAL, 1).calibration
    assert bounds(search.figures)[0].tolist() == bounds(two_truths.about_truth(list(figures.values())))[0].tolist()
    told = {each.name for each in fields(search)} - {"workers", "executor", "say", "on_progress"}
    assert told == {"folder", "seed", "sizes", "figures"} and search.seed != 1


def test_the_band_of_what_was_accepted_holds_the_truth_or_does_not(two_truths):
    sets = FEWEST_WORLDS + 1
    some = found(two_truths, 0.3, sets, spread=0.1)
    for truth, inside in ((0.32, True), (0.5, False), (0.1, False)):
        judged = two_truths.judged(found(two_truths, truth), some, sets)
        assert {each["inside"] for each in judged.values()} == {inside}
        assert judged["lost"]["truth"] == pytest.approx(truth, abs=0.002)
    assert two_truths.judged(found(two_truths, 0.3), None, 3)["lost"]["inside"] is None


def test_every_truth_is_published_with_its_band_or_without(two_truths, tmp_path, monkeypatch, capsys):
    """With searches and runs made up: one accepts enough sets, the other none."""
    sets, names = FEWEST_WORLDS + 1, Unknowns(("fatigue_growth",)).names
    accepted = {0: Worlds("truth-0", names, np.linspace(0.02, 0.15, sets)[:, None]), 1: None}

    class Here:
        def __init__(self, *_):
            pass

        def __enter__(self):
            return self

        def __exit__(self, *_):
            pass

        def map(self, _, truths):
            return [(accepted[truth.number], {"turn 1": 40}) for truth in truths]

    def simulated(of, *_):
        return found(two_truths, 0.3, len(of), spread=0.1 * (len(of) > 1))

    monkeypatch.setattr(two_truths, "ProcessPoolExecutor", Here)
    monkeypatch.setattr(two_truths, "simulated", simulated)
    monkeypatch.setattr(two_truths, "RESULTS", tmp_path)
    monkeypatch.setattr(sys, "argv", ["two_truths.py", "--quick"])
    two_truths.main()
    kept = json.loads((tmp_path / "two_truths-quick" / two_truths.NUMBERS).read_text(encoding="utf-8"))
    assert [(each["accepted"], each["headlines"]["lost"]["inside"]) for each in kept["truths"].values()] == [
        (sets, True),
        (0, None),
    ]
    text = (tmp_path / "two_truths-quick" / "README.md").read_text(encoding="utf-8")
    assert "holds the truth in 3 of 3 cases; 3 have no band" in text and "nan" not in text
    assert capsys.readouterr().out.strip() == text.strip()
    monkeypatch.setattr(sys, "argv", ["two_truths.py", "--truth", "100000"])
    with pytest.raises(SystemExit):
        two_truths.main()
    assert "are numbered 0 to" in capsys.readouterr().err
