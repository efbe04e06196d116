"""Checks, their decision rule, null models and switches; the model itself is judged by ``coproduction validate``."""

import json
import math
from dataclasses import replace

import numpy as np
import pytest

from simulation.validation import CHECKS, NULLS, PATTERNS, PREDICTIONS, TARGETS, Check, Part, Runs, judge
from simulation.validation.check import difference, ratio, the_mean
from simulation.validation.in_words import accepted, estimate
from simulation.validation.judging import decide
from simulation.validation.left_to_vote import crps, in_band, ranges_in_band
from simulation.validation.mechanisms import SWITCHES
from simulation.validation.nation import Politics as Seen
from simulation.validation.nation import Year, bunching, losing_years, seat_swings
from simulation.validation.verdicts import Report, checks_table, fails_what_it_must, nulls_table, save
from simulation.world.codes import CouncilKind
from simulation.world.parameters import PARAMETERS


def test_every_pattern_and_target_of_the_brief_is_there():
    assert [check.name for check in PATTERNS] == [f"P{number}" for number in range(1, 14)]
    assert [check.name for check in PREDICTIONS] == [f"R{number}" for number in range(1, 21)]
    assert [check.name for check in TARGETS] == [
        "S1",
        "S2",
        "S7",
        "S8",
        "S9",
        "S17",
        "S20",
        "S21",
        "S22",
        "S23",
        "S24",
        "S25",
        "S26",
        "S27",
    ]
    for check in CHECKS:
        assert check.claim.endswith(".") and check.parts and check.quick < check.pairs
        assert all(part.low <= part.high and part.why for part in check.parts)


@pytest.mark.parametrize(
    ("interval", "verdict"),
    [
        ((0.2, 0.4), "pass"),
        ((0.1, 0.5), "pass"),
        ((0.0, 0.2), "not shown"),
        ((0.4, 0.6), "not shown"),
        ((0.6, 0.7), "fail"),
        ((0.0, 0.05), "fail"),
        ((math.nan, math.nan), "not shown"),
    ],
)
def test_the_decision_rule(interval, verdict):
    assert decide(0.1, 0.5, *interval) == verdict


def _check(low, high, values, statistic=the_mean):
    part = Part("a number", low, high, lambda runs, pairs: np.array(values, float), statistic)
    return Check("P0", "a check", "It is a number.", ("none",), (part,), 9, 3)


def test_a_clear_case_passes_and_its_opposite_fails():
    values = np.random.default_rng(1).normal(0.3, 0.01, 50)
    assert judge(_check(0.1, 0.5, values), Runs()).verdict == "pass"
    assert judge(_check(0.5, 0.9, values), Runs()).verdict == "fail"
    assert judge(_check(0.3, 0.9, values), Runs()).verdict == "not shown"


def test_the_interval_covers_the_mean_as_often_as_it_says():
    """90 % intervals of 40 normal values cover in 400 trials between 85 % and 93.5 % (bootstrap of a mean, 99.9 %)."""
    generator = np.random.default_rng(2)
    covered = 0
    for _ in range(400):
        (finding,) = judge(_check(-9, 9, generator.normal(0, 1, 40)), Runs()).findings
        covered += finding.low <= 0 <= finding.high
    assert 0.83 < covered / 400 < 0.945


@pytest.mark.parametrize(("value", "verdict"), [(0.0, "pass"), (0.05, "pass"), (0.06, "fail")])
@pytest.mark.parametrize("statistic", [the_mean, difference, ratio])
def test_what_is_the_same_in_all_replicates_has_no_interval_and_is_judged_by_its_value(statistic, value, verdict):
    other = 1.0 if statistic is ratio else 0.0
    rows = np.tile([value, other], (60, 1))
    (finding,) = judge(_check(-0.05, 0.05, rows, statistic), Runs()).findings
    assert finding.verdict == verdict and finding.same and finding.estimate == pytest.approx(value)
    assert math.isnan(finding.low) and math.isnan(finding.high)
    (few,) = judge(_check(-0.05, 0.05, rows[:4], statistic), Runs()).findings
    assert few.verdict == "not shown" and not few.same


def test_no_part_has_an_interval_of_length_zero():
    for share in (0.0, 0.1, 1.0):
        values = np.arange(60) < share * 60
        (finding,) = judge(_check(0, 1, values), Runs()).findings
        assert finding.same is (share in (0.0, 1.0)) and finding.low != finding.high


def test_no_case_at_all_is_not_shown():
    assert judge(_check(0, 1, [math.nan, math.nan, 1.0]), Runs()).verdict == "not shown"


@pytest.mark.parametrize("settings", [*(null.settings for null in NULLS), *(switch.settings for switch in SWITCHES)])
def test_null_models_and_switches_are_settings_within_their_ranges(settings):
    assert PARAMETERS.check(settings) == {name: float(value) for name, value in settings.items()}


def test_switches_differ_from_the_defaults():
    for switch in SWITCHES:
        assert any(PARAMETERS[name].default != value for name, value in switch.settings.items()), switch.name


def test_null_models_name_patterns():
    names = {check.name for check in PATTERNS}
    assert all(names.issuperset(null.fails) and null.fails for null in NULLS)


def test_bunching_of_independent_councils_is_one():
    rates = np.random.default_rng(3).binomial(370, 0.1, 4000) / 370
    assert bunching(rates, 370) == pytest.approx(1, abs=0.05)


def test_years_in_which_the_governing_party_loses_are_counted():
    assert (
        losing_years([year((0, 0, 1), (0, 1, 1)), year((0, 1, 1), (0, 0, 1)), year((0, 0, 1), (0, 0, 1), 1)]) == 1 / 3
    )


def test_swings_are_those_of_the_largest_party_where_the_kind_votes():
    seats = np.array([[0.6, 0.4], [0.3, 0.7]])
    london = np.full(2, CouncilKind.LONDON)
    before, after = (Seen(0, 0, None, np.array([0, 1]), each, london) for each in (seats, seats[::-1]))
    history = [Year(before, 0, after._replace(year=each)) for each in (2001, 2002)]
    assert seat_swings(history, CouncilKind.LONDON) == pytest.approx([-30, -30])
    assert len(seat_swings(history, CouncilKind.COUNTY)) == 0


def test_a_nation_is_held_against_the_others():
    others = np.linspace(0, 1, 41)[:, None, None] * np.ones((41, 3, 4))
    inside, outside = np.full((3, 4), 0.5), np.full((3, 4), 1.5)
    assert in_band(inside, others) == 1 and in_band(outside, others) == 0
    assert ranges_in_band(inside, others) == 1
    assert crps(inside, others).mean() < crps(outside, others).mean()
    assert crps(inside, outside[None]).tolist() == [1.0], "of a single forecast it is the mean absolute error"


def year(before, after, government=0):
    seen = (Seen(0, 0, np.array(each), np.array(each), None, None) for each in (before, after))
    return Year(next(seen), government, next(seen))


def test_a_report_is_a_table_a_file_and_figures(tmp_path):
    results = tuple(judge(check, Runs(), quick=True) for check in (_check(0.1, 0.5, [0.3, 0.31, 0.32, 0.3, 0.31]),))
    report = Report(results, ((NULLS[0], results),), 1, True, 1.0)
    assert checks_table(results, "title").row_count == 2
    assert nulls_table(report).row_count == 1
    files = {path.name for path in save(report, tmp_path)}
    assert files == {"validation.json", "patterns.png", "patterns.svg"}
    kept = json.loads((tmp_path / "validation.json").read_text())
    assert kept["checks"][0]["verdict"] == "pass" and kept["nulls"][0]["must_fail"] == list(NULLS[0].fails)
    assert not fails_what_it_must(NULLS[0], results)  # it was not put to what it must fail


def test_a_null_model_fails_what_it_must_only_if_it_was_put_to_all_of_it():
    (failed,) = (judge(_check(0.9, 1.0, [0.3, 0.31, 0.32, 0.3, 0.31]), Runs()),)
    results = [replace(failed, check=replace(failed.check, name=name)) for name in NULLS[0].fails]
    assert fails_what_it_must(NULLS[0], results)
    assert not fails_what_it_must(NULLS[0], results[1:]) and not fails_what_it_must(NULLS[0], [])


def test_estimates_and_ranges_as_text():
    (finding,) = judge(_check(0.1, 0.5, [0.3] * 5), Runs()).findings
    assert estimate(finding) == "30.0 %, in all replicates"
    assert accepted(finding) == "10.0 % to 50.0 %"


def test_a_null_model_takes_its_mechanism_away():
    """A hostile leadership makes no difference where leaders have no effect."""
    runs = Runs(3, NULLS[0].settings)
    futures = runs.futures("leadership-change", 6)
    level = futures.measures[:, :, 60:, 0]
    assert np.abs(level[:, 0] - level[:, 1]).max() < 0.02
