"""Cox regression against published coefficients, and clusters that know how much they are worth."""

from __future__ import annotations

import numpy as np
import pytest

from simulation.analysis import cox
from simulation.results.survival import Lifetimes
from simulation.world.errors import AnalysisError
from tests.test_survival import PLACEBO, TREATED, remissions

TRIAL = [remissions(TREATED), remissions(PLACEBO)]


def together(copies: int = 1) -> tuple[Lifetimes, np.ndarray]:
    """The trial of Freireich et al. as one table, every child ``copies`` times in a cluster of its own."""
    columns = [np.concatenate([getattr(arm, name) for arm in TRIAL]) for name in ("entry", "time", "ended")]
    replicate = np.arange(len(columns[0]))
    placebo = np.repeat([0.0, 1.0], [len(TRIAL[0].time), len(TRIAL[1].time)])
    repeated = [np.repeat(column, copies) for column in (replicate, *columns)]
    return Lifetimes(*repeated), np.repeat(placebo, copies)


def test_freireich():
    """Efron's estimate, 1.572: Kalbfleisch & Prentice (2002); Therneau & Grambsch (2000), and R's coxph."""
    spells, placebo = together()
    found = cox(spells, placebo, ("placebo",))
    assert np.log(found.ratio[0]) == pytest.approx(1.5721, abs=2e-4)
    assert found.standard_error[0] == pytest.approx(0.41, abs=0.05)  # model-based: 0.4124
    assert found.p[0] < 0.001 and found.low[0] > 1


def test_copies_of_a_spell_within_a_replicate_are_no_evidence():
    one, many = (cox(*together(copies), ("placebo",)) for copies in (1, 4))
    assert many.standard_error[0] == pytest.approx(one.standard_error[0], rel=0.1)


def test_late_entry_is_at_risk_only_from_there():
    """Left truncation: who was never seen ill cannot make the others look healthy."""
    spells, placebo = together()
    late = Lifetimes(spells.replicate, np.minimum(spells.entry + 3, spells.time), spells.time, spells.ended)
    assert cox(late, placebo, ("placebo",)).ratio[0] != cox(spells, placebo, ("placebo",)).ratio[0]


def test_strata_have_hazards_of_their_own():
    spells, placebo = together()
    strata = np.arange(len(placebo)) % 2
    assert cox(spells, placebo, ("placebo",), strata).ratio[0] > 1


def test_nothing_to_compare():
    spells, placebo = together()
    with pytest.raises(AnalysisError, match="no spell ended"):
        cox(Lifetimes(spells.replicate, spells.entry, spells.time, spells.ended & False), placebo, ("placebo",))
    with pytest.raises(AnalysisError, match="the same for all"):
        cox(spells, placebo * 0, ("placebo",))


def clustered(rng: np.random.Generator, replicates: int, log_ratio: float, sizes: str = "even", ends: float = 1.0):
    """Spells of replicates with a luck of their own, entering late and censored; half of them with a covariate."""
    size = np.full(replicates, 12) if sizes == "even" else 2 + np.minimum(rng.geometric(0.1, replicates), 50)
    replicate = np.repeat(np.arange(replicates), size)
    covariate = (rng.random(len(replicate)) < 0.5).astype(float)
    luck = 0.7 * rng.standard_normal(replicates)[replicate]
    entry = rng.integers(0, 20, len(replicate))
    end = entry + rng.geometric(np.minimum(0.03 * ends * np.exp(log_ratio * covariate + luck), 0.9))
    seen = entry + rng.integers(5, 60, len(replicate))
    return Lifetimes(replicate, entry, np.minimum(end, seen), end <= seen), covariate


def test_the_estimate_is_statsmodels_with_late_entry_ties_strata_and_two_covariates():
    from statsmodels.duration.hazard_regression import PHReg

    rng = np.random.default_rng(1)
    spells, covariate = clustered(rng, 30, 0.5)
    covariates = np.column_stack([covariate, rng.normal(size=len(covariate))])
    strata = rng.integers(0, 3, len(covariate))
    found = cox(spells, covariates, ("one", "two"), strata)
    model = PHReg(
        spells.time, covariates, spells.ended.astype(int), entry=spells.entry.astype(float), strata=strata, ties="efron"
    )
    theirs = model.fit(groups=spells.replicate)
    assert np.log(found.ratio) == pytest.approx(theirs.params, abs=1e-5)
    assert (found.standard_error > theirs.bse).all()  # the sandwich is too sure of itself
    assert found.standard_error == pytest.approx(theirs.bse, rel=0.2)


def test_one_step_without_a_replicate_is_as_good_as_all_of_them():
    spells, covariate = clustered(np.random.default_rng(2), 12, 0.5)
    found = cox(spells, covariate, ("one",))
    without = []
    for number in range(12):
        kept = spells.replicate != number
        part = Lifetimes(*(getattr(spells, name)[kept] for name in ("replicate", "entry", "time", "ended")))
        without.append(np.log(cox(part, covariate[kept], ("one",)).ratio[0]))
    jackknife = np.sqrt(11 / 12 * ((np.array(without) - np.log(found.ratio[0])) ** 2).sum())
    assert found.standard_error[0] == pytest.approx(jackknife, rel=0.05)


@pytest.mark.parametrize("replicates", [5, 8, 30])
def test_the_interval_holds_the_truth_as_often_as_it_says(replicates):
    rng, held = np.random.default_rng(replicates), []
    for number in range(300):
        spells, covariate = clustered(rng, replicates, 0.0, "uneven" if number % 2 else "even")
        if len(np.unique(spells.replicate[spells.ended])) < 5:
            continue
        found = cox(spells, covariate, ("one",))
        held.append(found.low[0] <= 1 <= found.high[0])
        assert (found.p[0] > 0.1) == held[-1]
    assert 0.85 <= np.mean(held) <= 0.95


def arrangement(**changes):
    spells, covariate = clustered(np.random.default_rng(3), 10, 0.0)
    columns = {name: getattr(spells, name) for name in ("replicate", "entry", "time", "ended")}
    return Lifetimes(**columns | {name: change(spells, covariate) for name, change in changes.items()}), covariate


FALSE_CERTAINTY = {
    "no end in one arm": (arrangement(ended=lambda spells, arm: spells.ended & (arm == 0)), "without exception"),
    "no end in the other": (arrangement(ended=lambda spells, arm: spells.ended & (arm == 1)), "without exception"),
    "one replicate": (arrangement(replicate=lambda spells, arm: spells.replicate * 0), "ended in 1 of 1 replicates"),
    "ends in four": (
        arrangement(ended=lambda spells, arm: spells.ended & (spells.replicate < 4)),
        "ended in 4 of 10 replicates",
    ),
}


@pytest.mark.parametrize("case", FALSE_CERTAINTY)
def test_false_certainty_is_refused(case):
    (spells, arm), message = FALSE_CERTAINTY[case]
    with pytest.raises(AnalysisError, match=message) as error:
        cox(spells, arm, ("arm",))
    assert "\n" not in str(error.value)


def test_what_one_replicate_decides_has_no_error():
    spells, _ = arrangement()
    with pytest.raises(AnalysisError, match="comes from replicate 3"):
        cox(spells, (spells.replicate == 3) & (np.arange(len(spells.time)) % 2 == 0), ("rare",))


@pytest.mark.parametrize("factor", [1.0, 1e-6, 1e6])
def test_collinear_columns_are_named(factor):
    spells, arm = arrangement()
    other = np.arange(len(arm)) % 5
    with pytest.raises(AnalysisError, match=r"^arm, twice: collinear"):
        cox(spells, np.column_stack([arm, other, 2 * arm * factor - 1]), ("arm", "other", "twice"))
    with pytest.raises(AnalysisError, match=r"^arm: collinear, or the same for all spells at risk together"):
        cox(spells, arm, ("arm",), strata=arm)


def test_covariates_fit_their_names_and_the_spells():
    spells, arm = arrangement()
    two = np.column_stack([arm, np.arange(len(arm))])
    for covariates, names in ((two, ("arm",)), (arm, ("arm", "more")), (arm[1:], ("arm",))):
        with pytest.raises(AnalysisError, match="ask for"):
            cox(spells, covariates, names)
    with pytest.raises(AnalysisError, match="there are no covariates"):
        cox(spells, arm, ())
    with pytest.raises(AnalysisError, match="arm is not a number for 1 of"):
        cox(spells, np.where(np.arange(len(arm)) == 2, np.nan, arm), ("arm",))
    with pytest.raises(AnalysisError, match="strata are given for 1 spells"):
        cox(spells, arm, ("arm",), strata=[1])
