"""The simple models beside the full one, and how forecasts are scored, against what can be worked out by hand."""

from __future__ import annotations

import importlib

import numpy as np
import pytest

from simulation.results.occupancy import CHANGE, FULL_CELL
from tests.experiments.test_runner import FOLDER


@pytest.fixture
def simple(monkeypatch):
    monkeypatch.syspath_prepend(str(FOLDER))
    return importlib.import_module("simple_models")


@pytest.fixture
def handed_over(simple):
    return importlib.import_module("handed_over")


def test_a_difference_equation_finds_its_own_paths_again(simple):
    rng = np.random.default_rng(2)
    a, b, c, d = 0.001, 0.004, 0.002, 0.03
    start, leader = rng.uniform(0, 0.2, (20, 2)), rng.uniform(0, 1, (20, 2, 60))
    level, now = np.empty_like(leader), start
    for month in range(60):
        now = now + a + b * leader[..., month] - (c + d * (1 - leader[..., month])) * now
        level[..., month] = now
    paths = simple.Paths(start, level, leader)
    unseen = simple.Paths(start + 0.1, level, 1 - leader)
    found = simple.difference_equation([paths])
    assert found(paths) == pytest.approx(level, abs=1e-6)
    assert found(unseen)[..., 0] == pytest.approx(
        unseen.start + a + b * unseen.leader[..., 0] - (c + d * leader[..., 0]) * unseen.start, abs=1e-6
    )


def test_moves_are_counted_from_the_log(simple):
    full, other = FULL_CELL, 0
    rows = [(-3, 2, other, full), (5, 2, full, other), (5, 12, other, full), (20, 2, other, full)]
    log = np.zeros(len(rows), CHANGE)
    for name, column in zip(("month", "arrangement", "cell_before", "cell"), zip(*rows, strict=True), strict=True):
        log[name] = column
    paths = simple.Paths(np.zeros((1, 1)), np.zeros((1, 1, 24)), np.zeros((1, 1, 24)))
    found = simple.moves([[log]], paths, 0, 2)
    out_of, into = (found.moved[n, 0, 0, :, 2].tolist() for n in range(2))
    assert found.start[0, 0, 2] == 1 and (out_of, into) == ([1, 0], [1, 1])
    assert found.at_risk[0, 0, 0, :, 2].tolist() == [6 + 6, 12 + 3]  # in months 0-5 and 6-11, then one more from 21 on
    assert (found.at_risk.sum(axis=0) == 24).all()


def test_a_score_is_that_of_its_definition(simple):
    crps = importlib.import_module("foretelling").crps
    rng = np.random.default_rng(3)
    values, members, world = rng.normal(size=6), rng.normal(size=6), np.array([0, 0, 0, 0, 1, 1])
    found = crps(values, members, world)
    for i in range(6):
        others = [members[j] for j in range(6) if j != i and world[j] == world[i]]
        apart = [abs(x - y) for n, x in enumerate(others) for y in others[:n]]
        assert found[i] == pytest.approx(np.mean([abs(x - values[i]) for x in others]) - np.mean(apart or [0.0]) / 2)


def test_the_record_is_the_one_of_the_evidence(handed_over):
    record = handed_over.recorded()
    assert len(record.libraries) == 100 and (record.transferred > 0).sum() == 20
    assert record.libraries.sum() == 2142 and record.transferred.sum() == 122


def test_a_log_score_is_that_of_the_mixture(handed_over):
    record = handed_over.Recorded(np.array([2, 1]), np.array([1, 1]))
    found = handed_over.log_scores(np.array([0.0, 0.5]), record)
    assert found == pytest.approx(np.log([0.99 * 0.25 + 0.01 / 3, 0.99 * 0.25 + 0.01 / 2]))
