"""The corner that PRIM finds, against ema_workbench itself and against counts by hand."""

from __future__ import annotations

import warnings

import numpy as np
import pytest

from simulation.analysis import prim
from simulation.sweep.design.samplers import latin_hypercube
from simulation.world.errors import AnalysisError

pytest.importorskip("ema_workbench")
pytestmark = pytest.mark.filterwarnings("error")

SAMPLE = latin_hypercube(3, 400, 1)
NAMES = ("a", "b", "c")
CORNER = (SAMPLE[:, 1] > 0.6) & (SAMPLE[:, 2] < 0.5)
HALF = CORNER & (np.arange(400) % 2 == 0)  # nowhere denser than about a half


def counted(box, interesting):
    """Density, coverage and mass of the limits, point by point."""
    inside = [
        all(low <= point[NAMES.index(name)] <= high for name, (low, high) in box.limits.items()) for point in SAMPLE
    ]
    hits = sum(bool(i) and bool(y) for i, y in zip(inside, interesting, strict=True))
    return hits / sum(inside), hits / sum(interesting), sum(inside) / len(inside)


@pytest.mark.parametrize("density", [0.3, 0.4, 0.5, 0.9, 1.0])
@pytest.mark.parametrize("interesting", [CORNER, HALF])
def test_numbers_are_those_counted_inside_the_limits(interesting, density):
    box = prim(SAMPLE, interesting, NAMES, density)
    assert (box.density, box.coverage, box.mass) == pytest.approx(counted(box, interesting))


@pytest.mark.parametrize("density", [0.3, 0.4, 0.9])
def test_the_first_box_as_dense_as_asked_for_on_their_trajectory(density):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import pandas as pd
        from ema_workbench.analysis import prim as theirs

        found = theirs.Prim(pd.DataFrame(SAMPLE, columns=NAMES), HALF, 0.01, peel_alpha=0.05, mass_min=0.05).find_box()
        path = found.peeling_trajectory
    dense = path[path["density"] >= density]
    row = dense.iloc[0] if len(dense) else path.loc[path["density"].idxmax()]
    box = prim(SAMPLE, HALF, NAMES, density)
    assert (box.density, box.coverage, box.mass) == pytest.approx((row["density"], row["coverage"], row["mass"]))
    assert box.density >= density or density == 0.9


def test_a_space_that_is_dense_already_has_no_limits():
    box = prim(SAMPLE, ~CORNER, NAMES, 0.5)
    assert box.limits == {} and (box.density, box.coverage, box.mass) == ((~CORNER).mean(), 1, 1)


def test_names_mean_nothing():
    """A factor called 'scenario' is one like the others, though ema_workbench drops such a column."""
    box, other = prim(SAMPLE, CORNER, NAMES), prim(SAMPLE, CORNER, ("a", "scenario", "c"))
    assert other.limits["scenario"] == box.limits["b"] and other.density == box.density


def test_whole_numbers_and_constants():
    sample = np.column_stack([np.repeat(np.arange(5.0), 40), np.ones(200)])
    box = prim(sample, sample[:, 0] >= 3, ("steps", "constant"))
    assert set(box.limits) == {"steps"} and 2 < box.limits["steps"][0] <= 3 and box.density == 1 and box.coverage == 1


def test_nothing_to_find():
    assert prim(SAMPLE, np.zeros(400), NAMES) is None and prim(SAMPLE, np.ones(400), NAMES) is None
    assert prim(np.ones((6, 1)), [1, 0, 0, 0, 0, 0], ("a",)) is None  # no corner of a single place
    assert prim(np.zeros((0, 1)), [], ("a",)) is None


def test_without_the_threshold_that_version_3_does_not_have(monkeypatch):
    from ema_workbench.analysis import prim as theirs

    expected, before = prim(SAMPLE, HALF, NAMES, 0.4), theirs.Prim

    def of_version_3(x, y, *, peel_alpha=0.05, mass_min=0.05):
        return before(x, y, 1e-9, peel_alpha=peel_alpha, mass_min=mass_min)

    monkeypatch.setattr(theirs, "Prim", of_version_3)
    assert prim(SAMPLE, HALF, NAMES, 0.4) == expected


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((np.where(SAMPLE[7, 1] == SAMPLE, np.nan, SAMPLE), CORNER, NAMES), "b has no value at some points"),
        ((SAMPLE, np.where(CORNER, np.nan, 0.0), NAMES), "yes or no"),
        ((SAMPLE, CORNER[:-1], NAMES), r"interesting is \(399,\)"),
        ((SAMPLE, CORNER, ("a", "b")), "with 2 factors"),
        ((SAMPLE, CORNER, ("a", "b", "b")), "named once"),
        ((SAMPLE, CORNER, NAMES, 0.0), "density = 0 is a share"),
        ((SAMPLE, CORNER, NAMES, 80), "density = 80 is a share"),
    ],
)
def test_what_cannot_be_used_is_refused_in_one_line(arguments, message):
    with pytest.raises(AnalysisError, match=message) as caught:
        prim(*arguments)
    assert "\n" not in str(caught.value)


def test_a_number_of_a_switched_off_mechanism_restricts_no_box():
    """Where `insisting` is off `plan_patience` goes with the outcome by chance alone, and where it is on it decides."""
    chance = np.random.default_rng(1)
    x = np.column_stack([chance.integers(0, 2, 600), chance.random(600), chance.random(600)]).astype(float)
    names = ("insisting", "plan_patience", "other")
    off = x[:, 0] == 0
    by_chance = prim(x, off & (x[:, 1] > 0.7), names)  # as if it mattered where it is off
    assert by_chance is None or "plan_patience" not in by_chance.limits
    box = prim(x, ~off & (x[:, 1] > 0.6), names)
    assert set(box.limits) == {"insisting", "plan_patience"} and box.limits["insisting"] == (1, 1)
    assert 0.4 < box.limits["plan_patience"][0] < 0.65 and box.density >= 0.8  # the first box as dense as asked for
    plain = prim(x, ~off & (x[:, 1] > 0.6), ("switch", "number", "other"))
    assert (box.density, box.coverage) == pytest.approx((plain.density, plain.coverage), abs=0.1)
