"""What the page What protects it? offers: nothing, levers alone, pairs at equal cost; and what it says."""

from __future__ import annotations

from simulation.app.story.levers import BOUGHT, GIVEN, LEVERS
from simulation.app.story.protection import POINTS, points_left, protections, reached, spent, target
from simulation.app.story.sentences import most_protecting
from simulation.app.story.state import first, opened
from simulation.results.outcomes import Survival, Survivals


def test_whatever_can_be_bought_costs_the_same():
    town = first().at(60).drop("leader")
    nothing, *ways = protections(town)
    assert nothing.of(town) == town and {*BOUGHT, *GIVEN} <= set(LEVERS)
    assert len({way.title for way in ways}) == len(ways)
    for way in ways:
        kept = way.of(town)
        assert kept.played.events == town.played.events and kept.played.settings == dict(way.settings)
        assert spent(kept) == (POINTS if way.sold else 0)


def test_what_the_room_has_bought_is_a_row_of_its_own_and_in_no_other():
    town = first().at(60).drop("leader")
    rich = town.set("governance", 0.6)
    others = [way for way in protections(rich) if way.title != "What you have bought"]
    assert [way.of(rich) for way in others] == [way.of(town) for way in protections(town)]
    (own,) = set(way.title for way in protections(rich)) - {way.title for way in others}
    assert next(way for way in protections(rich) if way.title == own).of(rich) == rich


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


def test_the_target_is_a_step_beyond_what_nothing_reaches():
    assert target(Survival(128, 31, 161)) == 3
    assert [target(Survival(0, survive, 10)) for survive in (0, 2, 8, 9, 10)] == [1, 3, 9, None, None]
    assert all(not reached(target(nothing), nothing) for nothing in (Survival(0, n, 161) for n in range(128)))
    assert reached(3, Survival(0, 48, 160)) and not reached(3, Survival(0, 47, 160))


def test_in_the_round_about_points_all_are_told_and_what_protects_is_still_shown():
    town = first().begin("3")
    assert points_left(town) == "100 points: 100 left"
    same = town.begin("2")
    assert [way.of(town).played for way in protections(town)] == [way.of(same).played for way in protections(same)]


def test_where_there_is_nothing_to_lose_nothing_does_better():
    nobody = Survivals(Survival(0, 0, 0), Survival(0, 0, 0))
    assert "nothing that can be bought does better" in most_protecting(nobody, {"Agreement": nobody})


def test_the_best_is_named_only_where_it_is_better_than_nothing():
    def found(worst: int, end: int) -> Survivals:
        return Survivals(Survival(95, worst, 100), Survival(239, end, 80))

    said = most_protecting(found(20, 40), {"Agreement": found(40, 40), "Fund": found(30, 20)})
    assert said == (
        "At the worst moment it survives most often with agreement: in 40 of 100; with nothing bought, in 20 of 100. "
        "At the end nothing that can be bought does better: with nothing bought, in 40 of 80 futures."
    )
