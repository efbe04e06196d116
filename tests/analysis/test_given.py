"""What an analysis is given and cannot use is refused with one line; no value is dropped or taken for another."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import numpy as np
import pytest

from simulation.analysis import (
    cox,
    elementary_effects,
    pareto_set,
    prim,
    rank_correlations,
    robustness,
    sobol_indices,
)
from simulation.results.survival import Lifetimes, risk_sets
from simulation.world.errors import AnalysisError, ResultError

RNG = np.random.default_rng(1)
VALUES, SAMPLE, FACTORS = RNG.normal(size=(12, 5)), RNG.random((12, 2)), ("a", "b")
STATES, POLICIES = RNG.normal(size=(3, 12, 5)), ("x", "y", "z")
SPELLS = Lifetimes(np.repeat(np.arange(10), 6), np.zeros(60, int), RNG.integers(1, 30, 60), RNG.random(60) < 0.7)
COVARIATE = RNG.random(60)
MORRIS = np.array([[0.0, 0], [0.5, 0], [0.5, 0.5]] * 4)
RANGES = [[0, 1], [0, 1]]


def hidden(values):
    """The same with one value that is masked: there is no number there."""
    mask = np.zeros(np.shape(values), bool)
    mask.flat[3] = True
    return np.ma.array(values, mask=mask)


def text(values):
    return np.full(np.shape(values), "a")


CALLS = {
    "sobol": (partial(sobol_indices, factors=FACTORS), VALUES),
    "morris": (partial(elementary_effects, sample=MORRIS, factors=FACTORS, ranges=RANGES), VALUES),
    "ranks": (partial(rank_correlations, sample=SAMPLE, factors=FACTORS), VALUES),
    "a sample": (lambda sample: rank_correlations(VALUES, sample, FACTORS), SAMPLE),
    "robustness": (partial(robustness, policies=POLICIES, good_enough=0.0), STATES),
    "objectives": (partial(pareto_set, more_is_better=(True, True)), SAMPLE),
    "prim": (partial(prim, interesting=SAMPLE[:, 0] > 0.5, factors=FACTORS), SAMPLE),
    "cox": (lambda values: cox(SPELLS, values, ("x",)), COVARIATE),
}


@pytest.mark.parametrize(("call", "values"), CALLS.values(), ids=CALLS)
@pytest.mark.parametrize("kind", [text, lambda values: values + 1j, lambda values: [[1.0], [1.0, 2.0]]])
def test_what_is_no_table_of_numbers(call, values, kind) -> None:
    with pytest.raises(AnalysisError) as refused:
        call(kind(values))
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize(("call", "values"), CALLS.values(), ids=CALLS)
def test_a_masked_value_is_one_that_is_not_there(call, values) -> None:
    """As with nan: it is refused, or left out; never is what lies under the mask taken for a value."""

    def outcome(given):
        try:
            return repr(call(given))
        except AnalysisError as error:
            return str(error)

    missing = np.array(values)
    missing.flat[3] = np.nan
    assert outcome(hidden(values)) == outcome(missing) != outcome(values)


@pytest.mark.parametrize(
    "call",
    [
        lambda names: sobol_indices(VALUES, names),
        lambda names: elementary_effects(VALUES, MORRIS, names, RANGES),
        lambda names: rank_correlations(VALUES, SAMPLE, names),
        lambda names: robustness(STATES[:2], names, 0.0),
        lambda names: prim(SAMPLE, SAMPLE[:, 0] > 0.5, names),
        lambda names: cox(SPELLS, RNG.random((60, 2)), names),
    ],
)
@pytest.mark.parametrize("names", [("a", "a"), "ab", (1, 2)])
def test_names_tell_apart(call, names) -> None:
    with pytest.raises(AnalysisError, match=r"each must be named once|give a list of names"):
        call(names)


@pytest.mark.parametrize("wrong", [-1.0, np.inf])
def test_a_weight_that_would_leave_its_value_out(wrong) -> None:
    weights = np.ones_like(VALUES)
    weights[2, 1] = wrong
    with pytest.raises(AnalysisError, match="weights must be 0 or more"):
        rank_correlations(VALUES, SAMPLE, FACTORS, weights=weights)
    with pytest.raises(AnalysisError, match="weights must be 0 or more"):
        robustness(VALUES[None], ("x",), 0.0, weights=weights[None])
    with pytest.raises(AnalysisError, match="weights are one for each value"):
        robustness(STATES, POLICIES, 0.0, weights=np.ones(5))


@pytest.mark.parametrize("wrong", ["less", None, 2, 0.5])
def test_every_text_would_pass_for_yes(wrong) -> None:
    with pytest.raises(AnalysisError, match="it is True or False"):
        robustness(STATES, POLICIES, 0.0, more_is_better=wrong)
    with pytest.raises(AnalysisError, match="it is True or False"):
        pareto_set(SAMPLE, (True, wrong))
    assert len(pareto_set(SAMPLE, np.array([True, False]))) and len(pareto_set(SAMPLE, [1, 0]))


@pytest.mark.parametrize("few", [0, 1, 99, 100])
def test_an_interval_takes_resamples(few) -> None:
    ranks, robust = (
        rank_correlations(VALUES, SAMPLE, FACTORS, resamples=few),
        robustness(STATES, POLICIES, 0.0, resamples=few),
    )
    for found in (ranks, robust):
        assert np.isfinite(found.estimate).all()
        assert np.isnan(found.low).all() == np.isnan(found.high).all() == (few < 100)
    assert ranks.note == ("no interval: it takes 100 resamples" if few < 100 else "")


@pytest.mark.parametrize("wrong", [-5, 200.0, True, "200"])
def test_resamples_are_a_number_of_them(wrong) -> None:
    for call in (
        lambda: rank_correlations(VALUES, SAMPLE, FACTORS, resamples=wrong),
        lambda: sobol_indices(VALUES, FACTORS, resamples=wrong),
        lambda: robustness(STATES, POLICIES, 0.0, resamples=wrong),
    ):
        with pytest.raises(AnalysisError, match=r"resamples = .* from 0 on"):
            call()


@pytest.mark.parametrize("wrong", ["0.5", None, np.nan, [1, 2]])
def test_one_number(wrong) -> None:
    with pytest.raises(AnalysisError, match="good_enough"):
        robustness(STATES, POLICIES, wrong)
    with pytest.raises(AnalysisError, match="density"):
        prim(SAMPLE, SAMPLE[:, 0] > 0.5, FACTORS, wrong)


@pytest.mark.parametrize(
    ("column", "values"),
    [
        ("entry", SPELLS.time + 1),
        ("entry", SPELLS.entry - 1),
        ("time", -SPELLS.time),
        ("time", np.where(np.arange(60) == 7, np.nan, SPELLS.time)),
        ("ended", 2 * SPELLS.ended),
        ("ended", SPELLS.ended[:-1]),
    ],
)
def test_spells_that_no_months_can_have(column, values) -> None:
    with pytest.raises(AnalysisError, match=r"spell \d+ is watched from|lifetimes have a replicate"):
        cox(replace(SPELLS, **{column: values}), COVARIATE, ("x",))


def test_spells_that_are_few_or_without_a_name() -> None:
    for rows in (0, 1):
        few = Lifetimes(SPELLS.replicate[:rows], SPELLS.entry[:rows], SPELLS.time[:rows], SPELLS.ended[:rows])
        with pytest.raises(AnalysisError):
            cox(few, COVARIATE[:rows], ("x",))
    with pytest.raises(AnalysisError, match="no covariates"):
        cox(SPELLS, np.zeros((60, 0)), ())
    for missing in (np.full(60, np.nan), [None] * 60):
        with pytest.raises(AnalysisError, match="strata must have a value"):
            cox(SPELLS, COVARIATE, ("x",), missing)


@pytest.mark.parametrize("numbers", [np.arange(10)[::-1], np.repeat(np.arange(10), 2)])
def test_replicates_in_another_order_or_twice_would_take_each_others_spells(numbers) -> None:
    with pytest.raises(ResultError, match="in ascending order, each once"):
        risk_sets(SPELLS, numbers)
