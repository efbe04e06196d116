"""What the page What protects it? offers: the town as it is, levers alone, pairs at equal cost; and what it says."""

from __future__ import annotations

from simulation.app.story.levers import LEVERS
from simulation.app.story.protection import BOUGHT, GIVEN, POINTS, points_left, protections, spent
from simulation.app.story.sentences import most_protecting
from simulation.app.story.state import first, opened
from simulation.results.outcomes import Survival, Survivals
from simulation.world.parameters import PARAMETERS


def points(settings) -> float:
    """What settings cost: a lever from its left end to its right costs `POINTS`."""
    levers = ((PARAMETERS[name], value) for name, value in settings.items())
    return sum(POINTS * (value - lever.low) / (lever.high - lever.low) for lever, value in levers)


def test_whatever_can_be_bought_costs_the_same_and_starts_at_nothing():
    ways = protections()
    assert len({way.title for way in ways}) == len(ways)
    assert ways[0].settings == {} and {*BOUGHT, *GIVEN} <= set(LEVERS)
    for way in ways:
        if way.points is not None:
            assert set(way.settings) <= set(BOUGHT) and points(way.settings) == way.points
    assert all(PARAMETERS[name].default == PARAMETERS[name].low for name in BOUGHT)


def test_a_way_is_the_same_story_with_its_levers():
    story = first().at(60).drop("leader")
    for way in protections():
        kept = way.of(story)
        assert kept.played.events == story.played.events and kept.played.settings == dict(way.settings)


def test_points_are_counted_from_where_a_story_begins():
    town = first()
    assert spent(town) == 0 and points_left(town) == ""
    assert points_left(town.set("governance", 0.4).set("capacity_building", 0.2)) == "100 points: 40 left"
    assert points_left(town.set("governance", 1.0)) == "100 points: 0 left"
    assert points_left(town.set("governance", 1.0).set("open_procurement", 0.05)) == "100 points: 5 too many"
    assert spent(town.set("tradition_mean", 1.0)) == 0  # not for sale
    framework = opened("framework")
    assert spent(framework) == 0
    assert all(spent(framework.set(name, framework.value(name))) == 0 for name in BOUGHT)


def test_the_best_is_named_only_where_it_is_better_than_the_town_as_it_is():
    def found(worst: int, end: int) -> Survivals:
        return Survivals(Survival(95, worst, 100), Survival(239, end, 80))

    said = most_protecting(found(20, 40), {"Agreement": found(40, 40), "Fund": found(30, 20)})
    assert said == (
        "At the worst moment it survives most often with agreement: in 40 of 100; as it is, in 20 of 100. "
        "At the end nothing that can be bought does better than the town as it is, in 40 of 80 futures."
    )
