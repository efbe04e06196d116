"""What a conclusion hangs on: found where it is simulated, and not where there is nothing."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from simulation.analysis import choose, importance, importance_of
from simulation.analysis.importance import (
    COLUMNS,
    FAMILY,
    GRID,
    WIDTH,
    _adjusted,
    _among,
    _by_world,
    _classes,
    _deltas,
    _orders,
)
from simulation.report import report, sweep_figures
from simulation.world.errors import AnalysisError
from simulation.world.worlds import CENTRAL, Worlds
from tests.analysis.many_worlds import WORLDS, known_model, made_up, swept  # noqa: F401 - a fixture
from tests.long.dependent_inputs import COUNT, NAMES, dependent, outcome_of

LEVEL = "coproduction_final_year"
P, LOW, HIGH = (COLUMNS.index(name) for name in ("p", "at_low", "at_high"))


@pytest.fixture(scope="module")
def stored(known_model, tmp_path_factory):  # noqa: F811
    policies = '[[policies]]\nname = "as it is"\n[[policies]]\nname = "governed"\ngovernance = 0.5\n'
    return swept(tmp_path_factory.mktemp("many") / "out", policies)


# Of arrays


def test_what_explains_much_is_found_among_hundreds():
    """A line, a threshold and a switch, a quarter of the variance each, among 309 numbers in 150 worlds."""
    rng = np.random.default_rng(3)
    sample = dependent(rng, 150)
    found = importance_of(outcome_of(rng, sample, {50: 0.25, 60: 0.25, 3: 0.25}), sample, NAMES, 400)
    assert {"x3", "x50", "x60"} <= set(found.found)
    assert found.inputs == NAMES and found.estimate.shape == (COUNT, 7)
    assert found.groups[[3, 50]].tolist() == [2, 4]
    assert [found.inputs[row] for row in found.order()][: len(found.found)] == found.found
    assert found.table()["input"].to_pylist()[: len(found.found)] == found.found
    counts = found.estimate[:, P] <= FAMILY
    above = (found.estimate[:, 0] > found.estimate[:, 1]) | (abs(found.estimate[:, 2]) > found.estimate[:, 3])
    assert counts.tolist() == above.tolist()


def test_a_family_of_numbers_that_do_not_matter_is_rarely_named():
    """In about 2 of 40 analyses, so in at most 7 (more by 1 chance in 1000); `tests/long` counts more of them."""
    named = 0
    for seed in range(40):
        rng = np.random.default_rng(seed)
        named += bool(importance_of(rng.normal(size=60), dependent(rng, 60, 40), NAMES[:40], 200).found)
    assert named <= 7


def test_what_acts_on_the_spread_alone_is_found_by_delta():
    rng = np.random.default_rng(2)
    sample = rng.random((200, 30))
    values = rng.normal(size=200) * (0.1 + 2 * (sample[:, 4] > 0.5))
    assert importance_of(values, sample, NAMES[:30]).found == ["x4"]


def test_ranks_alone_count():
    rng = np.random.default_rng(1)
    sample = rng.random((80, 6))
    values = sample[:, 0] + 0.3 * rng.normal(size=80)
    one, other = (
        importance_of(values, sample, NAMES[:6], 200),
        importance_of(np.exp(9 * values), sample**3, NAMES[:6], 200),
    )
    np.testing.assert_allclose(one.estimate[:, :5], other.estimate[:, :5])
    upside_down = importance_of(-values, sample, NAMES[:6], 200)
    np.testing.assert_allclose(upside_down.estimate[:, 2], -one.estimate[:, 2], atol=1e-12)


def test_delta_is_what_its_definition_says():
    """Half the mean distance of densities over classes, by plain integration; the whole sample is the first order."""
    rng = np.random.default_rng(4)
    y, x = rng.normal(size=50), rng.random(50)
    group = _classes(x)
    scores = stats.norm.ppf((stats.rankdata(y) - 0.5) / 50)
    density = [stats.norm.pdf(GRID[:, None], scores[group == each], WIDTH).mean(axis=1) for each in range(4)]
    whole = stats.norm.pdf(GRID[:, None], scores, WIDTH).mean(axis=1)
    shares = np.bincount(group) / 50
    distances = [(np.abs(each - whole) * (GRID[1] - GRID[0])).sum() for each in density]
    assert _deltas(y, [group], np.arange(50)[None])[0, 0] == pytest.approx(0.5 * shares @ distances)


def test_classes_are_quarters_or_the_values_themselves():
    assert np.bincount(_classes(np.random.default_rng(1).random(150))).tolist() == [37, 38, 37, 38]
    assert _classes(np.array([3.0, 1.0, 1.0, 3.0])).tolist() == [1, 0, 0, 1]
    mostly_zero = np.array([0.0] * 90 + list(range(1, 11)))  # equal values are never told apart
    assert len(set(_classes(mostly_zero)[:90])) == 1


def test_adjusted_p_values_by_hand():
    """Nine permutations after what was seen; one family's largest is beaten by none, the other's by all."""
    seen, rest = np.array([[9.0, 1.0]]), np.array([[2.0 + each / 10, 0.0] for each in range(9)])
    p, delta, direction = _adjusted(np.concatenate([seen, rest]), np.concatenate([0 * seen, 1 + 0 * rest]))
    assert p.tolist() == [0.1, 1.0]
    assert (delta, direction) == (9.0, 1.0)  # of ten none is rarer than one in twenty


def test_ends_are_the_means_of_the_outer_classes():
    rng = np.random.default_rng(1)
    sample = np.column_stack([np.tile([0.0, 1.0], 30), rng.random(60)])
    values, weights = rng.random(60), rng.random(60)
    found = importance_of(values, sample, NAMES[:2], 200, weights)
    off = sample[:, 0] == 0
    assert found.estimate[0, LOW] == pytest.approx(np.average(values[off], weights=weights[off]))
    assert found.estimate[0, HIGH] == pytest.approx(np.average(values[~off], weights=weights[~off]))


@pytest.mark.parametrize(
    ("values", "sample", "more", "said"),
    [
        (np.arange(39.0), np.random.default_rng(1).random((39, 2)), {}, "39 worlds tell of no number .*: it takes 40"),
        (np.ones(60), np.random.default_rng(1).random((60, 2)), {}, "the outcome is 1 in all 60 worlds"),
        (np.arange(60.0), np.ones((60, 2)), {}, "none of 2 numbers differs"),
        (np.arange(60.0), np.ones((59, 2)), {}, r"not \(60,\), \(59, 2\)"),
        (np.full(60, np.nan), np.ones((60, 2)), {}, "must have a value in each world"),
        (np.arange(60.0), np.ones((60, 2)), {"permutations": 199}, "permutations = 199: .* from 200 on"),
        (np.arange(60.0), np.ones((60, 2)), {"permutations": True}, "permutations = True"),
    ],
)
def test_what_cannot_be_told(values, sample, more, said):
    with pytest.raises(AnalysisError, match=said):
        importance_of(values, sample, ("a", "b"), **more)


def test_a_number_of_a_mechanism_is_looked_at_in_the_worlds_with_it():
    """As if only these were there; and what goes with the outcome elsewhere alone is no longer named."""
    rng = np.random.default_rng(5)
    sample, on = rng.random((120, 3)), np.arange(120) % 2 == 0
    values = 0.2 * rng.normal(size=120) + np.where(on, 0, sample[:, 1])
    within = np.ones((120, 3), bool)
    assert importance_of(values, sample, NAMES[:3], 200).found == ["x1"]
    within[:, 1] = on
    found, alone = importance_of(values, sample, NAMES[:3], 200, within=within), sample[on][:, [1]]
    assert found.found == []
    of_these = importance_of(values[on], alone, NAMES[:1], 200)
    np.testing.assert_allclose(found.estimate[1, [0, 2, LOW, HIGH]], of_these.estimate[0, [0, 2, LOW, HIGH]])
    within[:, 1] = np.arange(120) < 39
    few = importance_of(values, sample, NAMES[:3], 200, within=within)
    assert few.inputs == ("x0", "x2") and few.note.startswith("1 numbers would be looked at in fewer than 40 worlds")


def test_orders_among_some_worlds_are_orders_of_these():
    orders, rows = _orders(9, 400), np.array([1, 0, 1, 1, 0, 0, 1, 0, 0], bool)
    among = _among(orders, rows)
    assert among[0].tolist() == [0, 1, 2, 3] and (np.sort(among, axis=1) == np.arange(4)).all()
    firsts = np.bincount(among[1:, 0])
    assert stats.chisquare(firsts).pvalue > 0.01


# Of a stored sweep


def test_of_a_stored_sweep(stored):
    found = importance(stored, LEVEL, permutations=400)
    assert found.found[0] == "fatigue_growth" and "cuts_take" in found.found
    row = found.inputs.index("cuts_take")
    worlds = made_up().values
    of_world = stored.values(LEVEL, points=[0])[0].reshape(-1, 2).mean(axis=1)
    means = [of_world[worlds[:, 3] == each].mean() for each in (0, 1)]
    np.testing.assert_allclose(found.estimate[row, [LOW, HIGH]], means)
    assert (found.worlds, found.futures) == (WORLDS, 2 * WORLDS)
    assert found.note.startswith(f"{WORLDS} of {WORLDS} worlds")


def test_what_is_the_same_but_for_the_last_digits_hangs_on_nothing(stored):
    assert np.ptp(stored.values("resilience_loss")) > 0
    with pytest.raises(AnalysisError, match=r"the outcome is 0\.25 in all 60 worlds: nothing moves it"):
        importance(stored, "resilience_loss")


def test_a_loss_of_a_world_is_the_ratio_of_its_sums(stored):
    chosen = choose(stored, points=[1])
    lost, had = _by_world(chosen, "resilience_loss", "scenario")
    single, weight = chosen.values("resilience_loss")[0], chosen.weights("resilience_loss")[0]
    np.testing.assert_allclose(lost[5], np.average(single[10:12], weights=weight[10:12]))
    assert had[5] == pytest.approx(weight[10:12].sum())


def test_the_difference_of_policies_within_each_world(stored):
    """Governance adds twice as much where cuts take something; fatigue and chance are the same under both."""
    found = importance(stored, LEVEL, policy="governed", against="as it is", permutations=200)
    assert found.found == ["cuts_take"]
    np.testing.assert_allclose(found.estimate[found.inputs.index("cuts_take"), [LOW, HIGH]], [0.75 * 0.15, 0.75 * 0.3])
    with pytest.raises(AnalysisError, match="there is no policy 'govern'"):
        importance(stored, LEVEL, policy="governed", against="govern")


def test_numbers_of_a_switched_off_mechanism_are_not_interpreted(known_model, tmp_path):  # noqa: F811
    """In 60 worlds with a coin for the switch too few have it; where a policy sets it, it is on in all or in none."""
    worlds = made_up(120)
    both = Worlds(
        "made up", (*worlds.names, "volunteers_venues"), np.column_stack([worlds.values, worlds.values[:, 1]])
    )
    policies = '[[policies]]\nname = "as it is"\n' + "".join(
        f'[[policies]]\nname = "{name}"\ncuts_take = {value}\n' for name, value in (("on", 1), ("off", 0))
    )
    stored, on = swept(tmp_path / "out", policies, both, 240), int(worlds.values[:, 3].sum())
    found = importance(stored, LEVEL, permutations=200)
    where = dict(zip(found.inputs, found.where, strict=True))
    assert where == dict.fromkeys(worlds.names, "") | {"volunteers_venues": "cuts_take"}
    assert f"looked at in worlds with it: cuts_take in {on}" in found.note
    row = found.inputs.index("volunteers_venues")
    assert found.words(row) == "volunteers venues (where cuts take is on)"
    assert found.table()["where"].to_pylist().count("cuts_take is on") == 1
    always = importance(stored, LEVEL, policy="on", permutations=200)
    assert "volunteers_venues" in always.inputs and not any(always.where)
    assert "volunteers_venues" not in importance(stored, LEVEL, policy="off", permutations=200).inputs
    assert (
        "volunteers_venues" not in importance(stored, LEVEL, policy="as it is", against="off", permutations=200).inputs
    )


def test_given_a_condition(stored):
    found = importance(stored, LEVEL, given="fatigue_growth > 0.04", permutations=200)
    assert found.worlds == (made_up().values[:, 0] > 0.04).sum()
    assert "given fatigue_growth > 0.04" in found.note


def test_a_central_sweep_hangs_on_nothing_that_differs(known_model, tmp_path):  # noqa: F811
    stored = swept(tmp_path / "out", worlds=CENTRAL, replicates=4)
    with pytest.raises(AnalysisError, match="was drawn in the central world alone: give the sweep --worlds"):
        importance(stored, LEVEL)


def test_the_report_shows_it_and_says_which_worlds(stored):
    names = [figure.name for figure in sweep_figures.sweep_figures(stored)]
    assert [name for name in names if name.startswith("importance")] == [
        f"importance_{outcome}_policy_{number}" for outcome in (LEVEL, "resilience_loss") for number in (1, 2)
    ]
    text = report(stored.folder).read_text(encoding="utf-8")
    assert f"Futures were drawn in all {WORLDS} worlds of made up ({made_up().digest})" in text
    assert (stored.folder / f"importance_{LEVEL}_policy_1.png").is_file()
