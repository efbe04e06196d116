"""What experiments say of their estimates: no more than these hold, and nothing that reads as its opposite."""

from __future__ import annotations

import numpy as np
import pytest

from tests.experiments.test_runner import FOLDER, script
from tests.experiments.test_variants import Column

OF_WORLDS = np.arange(30)
CHANCE = np.tile([-1e-6, 1e-6, 1e-6, -1e-6], 30)


@pytest.fixture
def estimates(monkeypatch):
    monkeypatch.syspath_prepend(str(FOLDER))
    import estimates

    return estimates


def effect(estimates, low: float, high: float):
    """Effects of thirty worlds between two ends, nearly without chance."""
    return estimates.estimate(np.repeat(np.linspace(low, high, 30), 4) + CHANCE, np.repeat(OF_WORLDS, 4))


def test_a_share_of_worlds_with_the_sign_is_not_alone_where_others_do_not_matter(estimates):
    assert "this sign in 0 % of worlds, no matter in 100 %)" in effect(estimates, 0.001, 0.002).points()
    assert effect(estimates, 0.02, 0.03).points().endswith("this sign in 100 % of worlds)")


@pytest.mark.parametrize(
    ("low", "high", "said"),
    [
        (0.02, 0.03, "it grows"),
        (-0.03, -0.02, "it shrinks"),
        (0.001, 0.002, "too small to matter (under half a point in 100 % of worlds)"),
        (-0.002, 0.003, "too small to matter (under half a point in 100 % of worlds)"),
        (-0.04, 0.06, "the sign is open (more in 53 % of worlds, no matter in 10 %, less in 37 %)"),
    ],
)
def test_a_word_is_given_for_what_matters(estimates, low, high, said):
    assert estimates.chosen(effect(estimates, low, high), "it grows", "it shrinks", "none") == said


def test_where_support_pays_is_said_of_any_row_of_co_producibilities(estimates):
    viability = script("viability")
    tried = list(viability.COPRODUCIBILITY)
    assert viability.verdict(tried, []).endswith("pays at every co-producibility tried, whatever the turnover.")
    assert "from a co-producibility of 0.55 on, and under no turnover" in viability.verdict(tried[3:], tried[:1])
    assert viability.verdict(tried[1:3], []).endswith("at a co-producibility of 0.25, 0.4.")  # not at the highest
    nowhere = viability.verdict([], tried[:2])
    assert nowhere.startswith("At no co-producibility tried can") and nowhere.endswith("to pay at 0.1, 0.25.")
    grid = {(y, x): effect(estimates, *((0.02, 0.03) if x == 1 else (-0.03, 0.03))) for y in range(4) for x in range(6)}
    assert viability.where(grid, lambda cell: cell.sign > 0) == [0.25]


def test_a_gap_that_is_open_is_not_said_to_be_left_as_it_is(estimates):
    levers = script("framework_levers")
    gap = {lever: effect(estimates, -0.03, 0.03) for lever in levers.FORMS}
    said = levers.of_gap(gap)
    assert "clearly narrowed by no part and clearly widened by no part; the bands of the others hold 0 (" in said
    said = levers.of_gap(gap | {"governance": effect(estimates, -0.03, -0.02)})
    assert "narrowed by governance and accountability and" in said and said.count("governance") == 1
    for low, high in ((0.001, 0.002), (-0.002, 0.002)):  # whatever the band holds
        said = levers.of_gap(gap | {"governance": effect(estimates, low, high)})
        assert "; under half a hundredth in nine worlds in ten is what comes of governance and accountability;" in said
        assert said.count("governance") == 1
    assert levers.hundredths(effect(estimates, 0.02, 0.03)).startswith("+2.5 hundredths")


def test_one_sign_in_most_worlds_is_not_called_told_from_chance(estimates):
    places = script("places")
    assert places.told_apart(["Barnet"], True) == "The whole band over worlds is on one side of 0 in Barnet"
    assert places.told_apart([], True).endswith("in none of the places")
    assert places.told_apart(["Barnet"], False).startswith("The effect can be told from chance")


def test_the_lever_that_leaves_most_is_counted_by_world(estimates):
    levers = script("levers_by_shock")
    first, second = levers.SINGLE[:2]
    doses = (levers.NOTHING, *levers.DOSES)
    world = np.repeat(np.arange(4), 2)
    left = {lever: np.zeros(8) for lever in doses} | {
        levers.WHOLE: np.ones(8),  # no single one
        first: np.where(world == 0, 0.4, 0.1),
        second: np.full(8, 0.15),
    }

    class Stored:
        in_worlds, folder, group = True, FOLDER / "nowhere", None

        def values(self, name, arm):
            return np.array([left[lever] for lever in doses])

    Stored.world = world
    Stored.points = {"scenario": Column(["x"] * len(doses)), "policy": Column(doses)}
    best = levers.best_in(Stored(), "x")
    assert (best[first], best[second]) == (0.25, 0.75) and sum(best.values()) == 1
    found = {
        levers.Cell("at the end", "cuts", lever, measure): estimates.estimate(left[lever], world)
        for lever in levers.DOSES
        for measure in ("coproduction", levers.LOST)
    }
    said = levers.sentence(found, "at the end", "cuts", best)
    assert f"{first} leaves most (the most in 25 % of worlds), " in said
    assert "% of worlds), " not in levers.sentence(found, "at the end", "cuts", {})


def test_some_instead_of_all_is_compared_in_the_same_futures(estimates):
    gains = script("who_gains")
    change = dict.fromkeys(gains.SCENARIOS, 0.0) | {"assemblies-targeted": 0.06, "assemblies-spread": 0.02}
    luck = np.random.default_rng(1).normal(0, 0.5, 120)

    class Stored:
        world = np.repeat(OF_WORLDS, 4)

        def values(self, column, arm, points):
            assert (column, arm) == ("full_coproduction_final_year", "difference")
            return np.array([list(change.values())[point] + luck for point in points])

    found = gains.more_than(Stored(), "assemblies-targeted", "assemblies-spread", "full_coproduction")
    assert found.value == pytest.approx(0.04)  # what chance does to both goes out
    assert gains.INSTEAD.keys() | set(gains.INSTEAD.values()) == gains.SCENARIOS.keys()


def test_simple_models_know_the_world_too(estimates):
    import foretelling
    from simple_models import Moves, Paths

    rng = np.random.default_rng(5)
    world = np.repeat([0, 1], 12)
    slope = np.where(world == 0, 0.001, 0.006)[:, None]  # how much leaders matter differs between worlds
    paths, moved = {}, {}
    for name in ("a", "b", "c"):
        leader = np.repeat(rng.uniform(0, 1, (24, 2, 1)), 60, axis=2)
        now, level = np.full((24, 2), 0.1), np.empty((24, 2, 60))
        for month in range(60):
            now = now + slope * leader[..., month] - 0.02 * now
            level[..., month] = now
        paths[name] = Paths(np.full((24, 2), 0.1), level, leader)
        years = (24, 2, 5)
        moved[name] = Moves(
            np.full((2, *years, 10), 100.0),
            rng.binomial(100, 0.02, (2, *years, 10)).astype(float),
            leader[..., ::12],
            level[..., ::12],
            np.full((24, 2, 10), 2.0),
        )
    found = foretelling.scored("a", paths, moved, world)
    assert found["level", "difference equation"].explained > 0.999
    # An error is one that was made in the same world: what never changes is not foretold by other worlds.
    assert found["level", "no change"].explained > 0.5
    assert found["level", "difference equation"].relative.value <= foretelling.AS_WELL
