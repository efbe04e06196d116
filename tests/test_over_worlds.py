"""Averages over worlds: simulated truths whose shares, bands and variances are known."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from numpy.testing import assert_allclose
from scipy import stats

from simulation.figures.style import small_print
from simulation.results import Summary, summarise, tabulate
from simulation.results.over_worlds import (
    FEWEST_WORLDS,
    NONE_SHARED,
    OF_THE_ESTIMATE,
    TOO_FEW_WORLDS,
    of_ratio,
    over_worlds,
    signs,
    simulation_error,
)
from simulation.world.measures import COLUMN
from simulation.world.worlds import CENTRAL, Worlds
from tests.synthetic_ensemble import SyntheticEnsemble, ensemble

WORLDS, FUTURES, SETS = 128, 2, 400

TRUTHS: dict[str, Callable[[np.random.Generator, tuple[int, ...]], np.ndarray]] = {  # mean 0, variance 1
    "normal": lambda rng, size: rng.normal(size=size),
    "heavy-tailed": lambda rng, size: rng.standard_t(4, size) / np.sqrt(2),
    "two kinds of worlds": lambda rng, size: 0.9 * rng.choice([-1, 1], size) + np.sqrt(0.19) * rng.normal(size=size),
}


def drawn(truth: str, noise: float, seed: int = 1, futures: int = FUTURES) -> tuple[np.ndarray, np.ndarray]:
    """Values ``[future, set]`` of many sets, and the world of each future."""
    rng = np.random.default_rng(seed)
    effects = TRUTHS[truth](rng, (WORLDS, SETS))
    worlds = np.repeat(np.arange(WORLDS), futures)
    return effects[worlds] + noise * rng.normal(size=(len(worlds), SETS)), worlds


def made_of(worlds: int) -> Worlds:
    """As many worlds of the declared values."""
    return Worlds("made up", (), np.zeros((worlds, 0)))


def summary_of(made: SyntheticEnsemble, worlds: int) -> Summary:
    return summarise(replace(made, worlds=made_of(worlds)))


@pytest.mark.parametrize("share", [0.5, 0.8, 0.95])
@pytest.mark.parametrize("truth", TRUTHS)
def test_the_share_of_worlds_with_a_sign(truth: str, share: float) -> None:
    """Of averages that are not drawn in, 75 % rather than 80 % would lie below."""
    values, worlds = drawn(truth, noise=1.0)
    threshold = np.quantile(TRUTHS[truth](np.random.default_rng(2), (400_000,)), share)
    found = [signs(each, -1.0, "ratio").sign for each in over_worlds(values - threshold, worlds).averages.T]
    assert abs(np.mean(found) - share) < 0.03 + 2 * np.std(found) / np.sqrt(SETS)


def test_the_share_of_worlds_in_which_it_does_not_matter() -> None:
    values, worlds = drawn("normal", noise=1.0)
    found = [signs(each, -1.0, "share") for each in over_worlds(0.01 * values - 0.005, worlds).averages.T]
    assert np.mean([each.no_matter for each in found]) == pytest.approx(0.3413, abs=0.03)  # from 0 to one deviation
    assert np.mean([each.sign for each in found]) == pytest.approx(0.5, abs=0.03)


@pytest.mark.parametrize("noise", [0.5, 1.0, 1.5])
@pytest.mark.parametrize("truth", TRUTHS)
def test_another_worlds_average_lies_in_the_band(truth: str, noise: float) -> None:
    values, worlds = drawn(truth, noise)
    found = over_worlds(values, worlds)
    others = TRUTHS[truth](np.random.default_rng(3), (4_000, SETS))
    most = 0.955 if truth == "two kinds of worlds" else 0.94  # docs/reliability.md
    assert 0.86 < ((others > found.low) & (others < found.high)).mean() < most


@pytest.mark.parametrize(("noise", "futures"), [(0.5, 2), (1.0, 3), (1.5, 2)])
def test_chance_is_told_from_what_nobody_knows(noise: float, futures: int) -> None:
    values, worlds = drawn("normal", noise, futures=futures)
    found = over_worlds(values, worlds)
    assert np.mean(found.chance_share) == pytest.approx(noise**2 / (1 + noise**2), abs=0.02)
    assert np.mean(found.worlds_error) == pytest.approx(1 / np.sqrt(WORLDS), rel=0.03)
    assert np.mean(found.simulation_error) == pytest.approx(noise / np.sqrt(futures * WORLDS), rel=0.03)
    assert np.std(values.mean(axis=0)) == pytest.approx(
        np.mean(np.hypot(found.worlds_error, found.simulation_error)), rel=0.1
    )
    assert_allclose(simulation_error(values, worlds), found.simulation_error)


def test_where_chance_is_large_bands_still_hold() -> None:
    """Chance is seven eighths of the variance; with that between worlds cut off at 0, bands would hold 79 %."""
    values, worlds = drawn("normal", noise=2.65)
    found = over_worlds(values, worlds)
    others = np.random.default_rng(3).normal(size=(4_000, SETS))
    assert 0.86 < ((others > found.low) & (others < found.high)).mean() < 0.94
    assert np.mean([signs(each, -1.0, "ratio").sign for each in found.averages.T]) == pytest.approx(0.5, abs=0.03)


def test_averages_are_as_far_apart_as_the_true_ones() -> None:
    values, worlds = drawn("normal", noise=1.5)
    assert np.mean(over_worlds(values, worlds).averages.var(axis=0)) == pytest.approx(1.0, abs=0.05)
    assert np.mean(values.reshape(WORLDS, FUTURES, SETS).mean(axis=1).var(axis=0)) > 2.0


@pytest.mark.parametrize(("noise", "least", "most"), [(4.0, 0.7, 0.95), (1.0, 0.0, 0.02), (0.1, 0.0, 0.0)])
def test_where_chance_hides_what_differs_it_is_said(noise: float, least: float, most: float) -> None:
    values, worlds = drawn("normal", noise)
    assert least <= over_worlds(values, worlds).hidden.mean() <= most


def test_where_worlds_do_not_differ_it_is_said_in_nineteen_cases_of_twenty() -> None:
    values = np.random.default_rng(6).normal(size=(FUTURES * WORLDS, SETS))
    hidden = over_worlds(values, np.repeat(np.arange(WORLDS), FUTURES)).hidden
    assert hidden.mean() == pytest.approx(0.95, abs=0.03)


def test_by_hand() -> None:
    """Twenty worlds of two futures each: half of them at 0 and 2, half at 4 and 6."""
    values = np.array([0.0, 2.0] * 10 + [4.0, 6.0] * 10)
    found = over_worlds(values, np.repeat(np.arange(20), 2))
    seen, by_chance = 4 * 20 / 19, 2 / 2  # of the means 1 and 5, and what chance leaves of a variance of 2
    error = np.sqrt(2 * seen**2 / 19 + 2 * by_chance**2 / 20)
    known = (seen - by_chance) / error
    between = seen - by_chance + error * stats.norm.pdf(known) / stats.norm.cdf(known)  # given that it is above 0
    assert found.chance_share == pytest.approx(2 / (2 + between))
    assert found.worlds_error == pytest.approx(np.sqrt(between / 20))
    assert found.simulation_error == pytest.approx(np.sqrt(2 / 40))
    drawn_in = np.sqrt(between / (between + 1))
    assert_allclose(found.averages, np.repeat([3 - 2 * drawn_in, 3 + 2 * drawn_in], 10))
    reach = 1.729133 * np.hypot(found.worlds_error, found.simulation_error)  # Student's t, 19 degrees of freedom
    assert found.low == pytest.approx(3 - np.hypot(2 * drawn_in, reach), rel=1e-6)
    assert signs(found.averages - 3, -0.1, "share") == (0.5, 0.0)


def test_the_three_classes() -> None:
    averages = np.array([-0.2, -0.1, -0.006, -0.004, 0.0, 0.003, 0.01, 0.3])
    assert signs(averages, -0.1, "share") == (3 / 8, 3 / 8)  # and 2 in 8 have the other sign
    assert signs(averages, 0.1, "share") == (2 / 8, 3 / 8)
    assert signs(averages, -0.1, "index") == (3 / 8, 3 / 8)  # half a hundredth of it is as little
    sign, no_matter = signs(averages, -0.1, "months")
    assert sign == 4 / 8 and np.isnan(no_matter)
    assert np.isnan(signs(averages, 0.0, "share")).all()


def test_more_noise_where_fewer_futures_are() -> None:
    """Worlds with one future are drawn in farther than those with four; the order makes no difference."""
    rng = np.random.default_rng(4)
    worlds = np.concatenate([np.repeat(np.arange(30), 4), np.arange(30, 60)])
    values = rng.normal(size=60)[worlds] + rng.normal(size=len(worlds))
    found = over_worlds(values, worlds)
    plain = np.array([values[worlds == world].mean() for world in range(60)])
    drawn_in = (found.averages - plain.mean()) / (plain - plain.mean())
    assert np.ptp(drawn_in[:30]) < 1e-9 > np.ptp(drawn_in[30:]) and drawn_in[0] > drawn_in[-1] + 0.1
    order = rng.permutation(len(worlds))
    for one, other in zip(found[:-2], over_worlds(values[order], worlds[order])[:-2], strict=True):
        assert_allclose(one, other, rtol=1e-12)


def test_a_ratio_is_that_of_the_worlds_sums() -> None:
    numerators, denominators = np.array([1.0, 3.0, 2.0, 5.0]), np.array([2.0, 6.0, 5.0, 5.0])
    values = of_ratio(numerators, denominators, [0, 0, 1, 1])
    assert_allclose([values[:2].mean(), values[2:].mean()], [4 / 8, 7 / 10])
    assert values[0] == values[1] == 0.5  # both lost half: no chance in it
    assert_allclose(values[2:], [0.7 + (2 - 3.5) / 5, 0.7 + (5 - 3.5) / 5])


def test_too_few_worlds_or_none_shared_have_no_band() -> None:
    rng = np.random.default_rng(5)
    few = over_worlds(rng.normal(size=36), np.repeat(np.arange(FEWEST_WORLDS - 1), 2))
    assert np.isnan([few.low, few.high, few.chance_share]).all() and few.remark == TOO_FEW_WORLDS
    alone = over_worlds(rng.normal(size=30), np.arange(30))
    assert np.isnan([alone.low, alone.high]).all() and alone.remark == NONE_SHARED
    assert np.isfinite(over_worlds(rng.normal(size=38), np.repeat(np.arange(FEWEST_WORLDS), 2)).low)


# In a summary


def test_one_world_is_as_it_was() -> None:
    made = ensemble(replicates=40)
    central, one = summarise(made), summary_of(made, 1)
    assert json.dumps([row.to_json() for row in one.rows]) == json.dumps([row.to_json() for row in central.rows])
    assert central.worlds == ("central", CENTRAL.digest, 1) and not central.worlds.several
    assert all(np.isnan([row.sign_share, row.chance_share, row.worlds_error]).all() for row in central.rows)


def test_the_band_is_that_of_the_worlds() -> None:
    made = ensemble(replicates=60)
    summary = summary_of(made, 30)
    assert summary.worlds.number == 30 and summary.worlds.several
    worlds = np.repeat(np.arange(30), 2)
    values = made.measures[:, :, made.fork :, COLUMN["coproduction"]].mean(axis=2)
    found = over_worlds(values[:, 0] - values[:, 1], worlds)
    row = summary.row("coproduction", "difference", "after_event")
    assert_allclose([row.low, row.high, row.chance_share], [found.low, found.high, found.chance_share])
    loss = summary.row("resilience_loss", "effect")
    lost = over_worlds(of_ratio(values[:, 1] - values[:, 0], values[:, 1], worlds), worlds)
    assert_allclose([loss.low, loss.high], [lost.low, lost.high])
    assert np.isnan(summary.row("coproduction", "scenario").sign_share)
    assert OF_THE_ESTIMATE in summary.row("survival_all_mean", "difference").note
    for each in summary.rows:
        if np.isfinite(each.sign_share):
            shares = (each.sign_share, each.no_matter_share, each.other_sign_share)
            assert np.nansum(shares) == pytest.approx(1.0) and min(s for s in shares if np.isfinite(s)) >= 0
    read = Summary.from_json(json.loads(json.dumps(summary.to_json(), allow_nan=False)))
    assert read.worlds == summary.worlds and read.to_json() == summary.to_json()


def test_bands_stay_within_what_a_measure_can_be() -> None:
    for row in summary_of(ensemble(replicates=60, drop=0.9), 20).rows:
        if row.unit == "share" and row.arm != "difference" and row.measure not in ("resilience_loss", "hysteresis"):
            assert not (row.low < 0 or row.high > 1), row.measure


@pytest.mark.parametrize("replicates", [61, 100])
def test_futures_that_come_round_again_and_those_that_fail(replicates: int) -> None:
    made = ensemble(replicates=replicates)
    measures = made.measures.copy()
    measures[[3, 8, 9]] = np.nan
    summary = summary_of(replace(made, measures=measures, failures=[(n, "no council") for n in (3, 8, 9)]), 24)
    row = summary.row("coproduction", "difference")
    assert summary.worlds.number == 24 and row.low < row.estimate < row.high and row.replicates == replicates - 3


def test_a_cluster_is_drawn_as_a_whole() -> None:
    """Futures that are the same within each world are no more evidence than one of them."""
    made = ensemble(replicates=30)
    twice = np.repeat(np.arange(30), 2)
    spells = np.concatenate([made.spells, made.spells])
    spells["replicate"] *= 2
    spells["replicate"][len(made.spells) :] += 1
    doubled = replace(made, replicates=60, measures=made.measures[twice], spells=spells)
    once = summarise(made).row("survival_all_mean", "difference")
    assert_allclose(
        [summary_of(doubled, 30).row("survival_all_mean", "difference").low, once.estimate], [once.low, once.estimate]
    )
    assert summarise(doubled).row("survival_all_mean", "difference").low > once.low + 0.1


def test_tables_name_the_world_of_each_future() -> None:
    results = tabulate(replace(ensemble(replicates=42), worlds=made_of(20)), summary_of(ensemble(replicates=42), 20))
    assert results.worlds.tolist() == [replicate // 2 % 20 for replicate in range(42)]
    assert results.manifest["worlds"] == {"name": "made up", "digest": made_of(20).digest, "number": 20}
    months = results.months.to_pandas().query("measure == 'coproduction' and arm == 'scenario'")
    assert (months.worlds_low < months["mean"]).all() and (months["mean"] < months.worlds_high).all()
    central = tabulate(ensemble(), summarise(ensemble()))
    assert central.months["worlds_low"].null_count == len(central.months)
    earlier = replace(central, runs=central.runs.drop_columns(["world"]))
    assert earlier.worlds.tolist() == [0] * 12 and "worlds: central" in small_print(earlier)


def test_results_of_earlier_versions_are_central() -> None:
    data = json.loads(json.dumps(summarise(ensemble(replicates=25)).to_json()))
    del data["worlds"]
    for row in data["measures"]:
        for name in ("sign_share", "no_matter_share", "chance_share", "worlds_error", "simulation_error"):
            del row[name]
        row["futures_low"], row["futures_high"] = row.pop("future_low"), row.pop("future_high")
    read = Summary.from_json(data)
    assert read.worlds.name == "central" and read.row("coproduction").future_low < read.row("coproduction").low
