"""Curves, medians, restricted means and their difference, recovery times, and the level of the log-rank test."""

from __future__ import annotations

import numpy as np
import pytest

from simulation.results.effect_rows import _recovery_estimates
from simulation.results.survival import Lifetimes, kaplan_meier, log_rank, restricted_mean, risk_sets, survive
from tests.long.coverage import ABOUT, AT_LEAST, REFUSED, Corner, check, seen

SIZES = [3, 5, 10, 30, 200]
MONTHS = 60
DATA = {  # spread of the logarithm of hazards between replicates, share of it that the arms have in common
    "independent": (0.0, 0.0),
    "weakly paired": (0.7, 0.1),
    "strongly paired": (0.7, 0.95),
}


def arms(rng: np.random.Generator, replicates: int, data: str, late: bool = True) -> list[Lifetimes]:
    """Spells of replicates of unequal size, in two arms of the same hazards, entering late and censored."""
    spread, shared = DATA[data]
    common, made = rng.normal(size=replicates), []
    size = 2 + np.minimum(rng.geometric(0.1, replicates), 40)
    for _ in range(2):
        luck = spread * (np.sqrt(shared) * common + np.sqrt(1 - shared) * rng.normal(size=replicates))
        replicate = np.repeat(np.arange(replicates), size)
        # Some enter late, but never so many that nobody is watched from the beginning.
        entry = rng.integers(0, 20, len(replicate)) * (rng.random(len(replicate)) < 0.5 * late)
        end = entry + rng.geometric(np.minimum(0.03 * np.exp(luck[replicate]), 0.9)) - 1
        seen_until = np.maximum(entry, rng.integers(MONTHS // 2, 2 * MONTHS, len(replicate)))
        made.append(Lifetimes(replicate, entry, np.minimum(end, seen_until), end <= seen_until))
    return made


def truth(rng: np.random.Generator, data: str) -> np.ndarray:
    one = arms(rng, 200_000, data)[0]
    at_risk, ended = (
        np.bincount(time, minlength=500)[:500] for time in (np.minimum(one.time, 499), one.time[one.ended])
    )
    entered = np.bincount(one.entry, minlength=500)[:500].cumsum()
    return kaplan_meier(entered - np.concatenate([[0], at_risk.cumsum()[:-1]]), ended)


@pytest.mark.parametrize("replicates", SIZES)
@pytest.mark.parametrize("data", DATA)
def test_survival(data: str, replicates: int) -> None:
    kinds = ("restricted mean", "its difference", "curve at a year", "median")
    measured: list[dict[str, float]] = []

    def simulate(corner: Corner, sets: int) -> list[dict[str, float]]:
        rng = corner.rng()
        curve = truth(rng, data)
        found: dict[str, list[tuple[float, float, float]]] = {kind: [] for kind in kinds}
        for _ in range(sets):
            result = survive(*arms(rng, replicates, data), np.arange(replicates))
            mean, gap, median, band = (
                result.restricted_means[0], result.difference, result.medians[0], result.curves[0],
            )  # fmt: skip
            aim = restricted_mean(curve, result.months)  # the age that it is restricted to is chosen by the data
            found["restricted mean"].append((mean.low - aim, mean.high - aim, 0.0))
            found["its difference"].append((gap.low, gap.high, 0.0))
            found["curve at a year"].append((band.low[12] - curve[12], band.high[12] - curve[12], 0.0))
            at_half = float((curve <= 0.5).argmax())
            found["median"].append((median.low - at_half, median.high - at_half, 0.0))
        return [seen(*np.array(found[kind]).T[:2], 0.0) for kind in kinds]

    for number, kind in enumerate(kinds):

        def measure(corner: Corner, sets: int, number: int = number) -> dict[str, float]:
            if not measured:
                measured.extend(simulate(Corner("survival", data, replicates), sets))
            return measured[number]

        # Medians are whole months.
        promise = REFUSED if replicates < 5 else AT_LEAST if kind == "median" else ABOUT
        check(Corner(kind, data, replicates, promise), measure)


@pytest.mark.parametrize("replicates", SIZES)
@pytest.mark.parametrize("data", DATA)
def test_log_rank(data: str, replicates: int) -> None:
    """Arms with the same hazards: at the level of 10 % the test rejects one data set in ten, or fewer."""

    def measure(corner: Corner, sets: int) -> dict[str, float]:
        rng, p = corner.rng(), []
        for _ in range(sets):
            both = arms(rng, replicates, data)
            last = max(int(arm.time.max()) for arm in both)
            p.append(log_rank(*(risk_sets(arm, np.arange(replicates), last) for arm in both)).p)
        known = np.array(p)
        kept = np.where(np.isnan(known), np.nan, np.where(known <= 0.1, 1.0, -1.0))  # rejects: 0 lies below
        return seen(kept, np.full(sets, 2.0), 0.0)

    # With five replicates the rarest rearrangement is one of sixteen: the test rejects less often than it might.
    check(Corner("log-rank p", data, replicates, REFUSED if replicates < 5 else AT_LEAST), measure)


@pytest.mark.parametrize("replicates", SIZES)
@pytest.mark.parametrize("back", ["most are back", "few fall", "half never come back"])
def test_recovery_times(back: str, replicates: int) -> None:
    def draw(rng: np.random.Generator, count: int) -> tuple[np.ndarray, np.ndarray]:
        fell = {"most are back": 1.0, "few fall": 0.15, "half never come back": 1.0}[back]
        pace = {"most are back": 0.04, "few fall": 0.04, "half never come back": 0.007}[back]
        time = np.where(rng.random(count) < fell, rng.geometric(pace, count), 0)
        return np.minimum(time, 100), time < 100

    measured: list[dict[str, float]] = []
    for number, kind in enumerate(("recovery median", "recovery mean")):

        def measure(corner: Corner, sets: int, number: int = number) -> dict[str, float]:
            if not measured:
                rng = Corner("recovery", back, replicates).rng()
                time, _ = draw(rng, 10**6)
                ordered = float(np.quantile(time, 0.5, method="inverted_cdf"))
                aims = (ordered if ordered < 100 else np.inf, float(time.mean()))
                found = np.array([_recovery_estimates(*draw(rng, replicates), 100) for _ in range(sets)])
                for which, aim in enumerate(aims):
                    measured.append(seen(found[:, which, 1], found[:, which, 2], aim))
            return measured[number]

        promise = REFUSED if replicates < 5 else AT_LEAST
        check(Corner(kind, back, replicates, promise), measure)
