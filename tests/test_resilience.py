"""The resilience measures against shapes whose answers are known in closed form."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from simulation.results.resilience import (
    COLLAPSE,
    collapsed,
    hysteresis,
    recovery,
    resilience,
    resilience_loss,
    resistance,
)

MONTHS, FORK = 120, 24
FLAT = np.full((1, MONTHS), 0.4)


def dip(depth: float, first: int, length: int) -> np.ndarray:
    """A rectangular dip by a share ``depth`` of the level, ``first`` months after the fork."""
    level = FLAT.copy()
    level[:, FORK + first : FORK + first + length] *= 1 - depth
    return level


def test_a_rectangular_dip_has_the_depth_length_and_area_it_was_given() -> None:
    level = dip(0.3, first=4, length=10)
    months, recovered = recovery(level, FLAT, FORK)
    assert resistance(level, FLAT, FORK) == pytest.approx([0.7])
    assert (months, recovered) == ([14.0], [1.0])
    assert resilience_loss(level, FLAT, FORK) == pytest.approx([0.3 * 10 / (MONTHS - FORK)])
    assert hysteresis(level, FLAT, FORK) == pytest.approx([0.0])
    assert collapsed(level, FLAT, FORK) == [0.0]


def test_exponential_recovery_has_the_closed_form_area_and_recovery_time() -> None:
    drop, scale = 0.5, 10.0
    months = np.arange(MONTHS - FORK)
    level = FLAT.copy()
    level[0, FORK:] *= 1 - drop * np.exp(-months / scale)
    observed_months, recovered = recovery(level, FLAT, FORK)
    ratio = math.exp(-1 / scale)
    area = drop * (1 - ratio ** len(months)) / (1 - ratio)
    assert resistance(level, FLAT, FORK) == pytest.approx([1 - drop])
    assert observed_months == [math.ceil(scale * math.log(drop / 0.1))]  # back at 90 % when the gap is a tenth
    assert recovered == [1.0]
    assert resilience_loss(level, FLAT, FORK) == pytest.approx([area / len(months)])


def test_a_drop_after_two_years_does_not_touch_resistance_but_counts_for_recovery() -> None:
    level = dip(0.6, first=24, length=12)
    assert resistance(level, FLAT, FORK) == pytest.approx([1.0])
    assert recovery(level, FLAT, FORK)[0] == [36.0]


def test_a_return_must_last_six_months() -> None:
    level = dip(0.3, first=0, length=20)
    level[:, FORK + 5 : FORK + 10] = FLAT[:, :5]  # five good months in the middle are not a recovery
    assert recovery(level, FLAT, FORK)[0] == [20.0]
    level[:, FORK + 10] = FLAT[:, 0]  # six are
    assert recovery(level, FLAT, FORK)[0] == [5.0]


def test_a_run_that_does_not_come_back_is_censored_at_the_horizon() -> None:
    never = dip(0.3, first=0, length=MONTHS)
    unconfirmed = dip(0.3, first=0, length=MONTHS - FORK - 5)  # back for the last five months only
    months, recovered = recovery(np.vstack([never, unconfirmed]), np.vstack([FLAT, FLAT]), FORK)
    assert months.tolist() == [MONTHS - FORK] * 2
    assert recovered.tolist() == [0.0, 0.0]


def test_exactly_ninety_per_cent_is_no_fall() -> None:
    months, recovered = recovery(0.9 * FLAT, FLAT, FORK)
    assert (months, recovered) == ([0.0], [1.0])


@pytest.mark.parametrize("gap", [-0.5, 0.2, 0.49, 0.51, 1.0])
def test_what_is_lost_for_good_is_the_hysteresis_and_more_than_half_is_a_collapse(gap: float) -> None:
    level = FLAT.copy()
    level[:, FORK + 12 :] *= 1 - gap
    assert hysteresis(level, FLAT, FORK) == pytest.approx([gap])
    assert collapsed(level, FLAT, FORK) == [float(gap > COLLAPSE)]


def test_only_the_last_year_counts_as_the_end() -> None:
    level = FLAT.copy()
    level[:, FORK:-12] = 0.0
    assert hysteresis(level, FLAT, FORK) == pytest.approx([0.0])


def test_a_favourable_event_has_a_negative_loss_and_no_drop() -> None:
    level = FLAT.copy()
    level[:, FORK:] *= 1.5
    result = resilience(level, FLAT, FORK)
    assert result.resistance == [1.0]
    assert result.recovery_months == [0.0]
    assert result.resilience_loss == pytest.approx([-0.5])


def test_nothing_to_lose_is_not_a_number_for_that_replicate_alone() -> None:
    counterfactual = np.vstack([FLAT, np.zeros_like(FLAT)])
    result = resilience(0.5 * counterfactual, counterfactual, FORK)
    for name in result.__dataclass_fields__:
        assert np.isnan(getattr(result, name)).tolist() == [False, True], name


def test_single_months_without_a_counterfactual_are_not_compared() -> None:
    counterfactual = FLAT.copy()
    counterfactual[:, FORK + 3] = 0.0
    level = counterfactual.copy()
    assert resistance(level, counterfactual, FORK) == [1.0]
    assert recovery(level, counterfactual, FORK)[0] == [0.0]


@pytest.mark.parametrize("level", [0.4, 0.0])
def test_without_an_event_nothing_differs(level: float) -> None:
    arm = np.full((3, MONTHS), level)
    result = resilience(arm, arm, MONTHS)
    assert result.resistance.tolist() == result.recovered.tolist() == [1.0] * 3
    for lost in (result.recovery_months, result.resilience_loss, result.hysteresis, result.collapsed):
        assert lost.tolist() == [0.0] * 3


def test_arms_of_different_shape_and_a_fork_beyond_the_horizon_are_refused() -> None:
    with pytest.raises(ValueError, match="one shape"):
        resilience(FLAT, FLAT[:, :-1], FORK)
    with pytest.raises(ValueError, match="horizon, 120"):
        resilience(FLAT, FLAT, 121)


levels = arrays(float, st.tuples(st.integers(1, 4), st.integers(1, 60)), elements=st.floats(0.02, 1.0))


@given(levels, st.data())
def test_identical_arms_lose_nothing(level: np.ndarray, data: st.DataObject) -> None:
    result = resilience(level, level.copy(), data.draw(st.integers(0, level.shape[1])))
    assert (result.resistance == 1).all() and (result.recovered == 1).all()
    assert not any(
        x.any() for x in (result.recovery_months, result.resilience_loss, result.hysteresis, result.collapsed)
    )


@given(levels, st.floats(0.0, 1.0), st.data())
def test_an_even_cut_is_read_back_by_every_measure(level: np.ndarray, kept: float, data: st.DataObject) -> None:
    fork = data.draw(st.integers(0, level.shape[1] - 1))
    cut = level.copy()
    cut[:, fork:] *= kept
    result = resilience(cut, level, fork)
    assert np.allclose(result.resistance, kept)
    assert np.allclose(result.resilience_loss, 1 - kept)
    assert np.allclose(result.hysteresis, 1 - kept)
    assert (result.recovered == (kept >= 0.9 - 1e-9)).all()


@given(levels, st.floats(0.1, 10.0))
def test_the_measures_do_not_depend_on_the_scale_of_the_level(level: np.ndarray, scale: float) -> None:
    counterfactual = np.full_like(level, 0.5)
    one, other = resilience(level, counterfactual, 0), resilience(scale * level, scale * counterfactual, 0)
    assert np.allclose(one.resilience_loss, other.resilience_loss)
    assert np.allclose(one.resistance, other.resistance)
