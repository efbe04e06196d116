"""What the page What protects it? offers: nothing, levers alone, pairs at equal cost; and what it says."""

from __future__ import annotations

from simulation.app.story.levers import BOUGHT, GIVEN, LEVERS
from simulation.app.story.protection import (
    POINTS,
    answers,
    differ_in_what_is_bought,
    is_about_points,
    over,
    plain,
    points_left,
    protections,
    reached,
    spent,
    target,
    told,
)
from simulation.app.story.sentences import most_left, most_protecting
from simulation.app.story.state import first, opened
from simulation.results.outcomes import Left, Survivals, Tally
from simulation.world.parameters import PARAMETERS


def test_whatever_can_be_bought_costs_the_same():
    town = first().at(60).drop("leader")
    nothing, *ways = protections(town)
    assert nothing.of(town) == town and {*BOUGHT, *GIVEN} <= set(LEVERS)
    assert len({way.title for way in ways}) == len(ways)
    for way in ways:
        kept = way.of(town)
        assert kept.played.events == town.played.events and kept.played.settings == dict(way.settings)
        assert spent(kept) == (POINTS if len(way.settings) < 3 else 99) * way.sold


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


def left(more: int) -> Left:
    return Left(Tally(120, more, 200), Tally(120, 10, 200))


def test_the_target_is_the_mean_of_the_best_plain_ways_and_nothing_misses_it():
    found = [left(more) for more in (48, 81, 72, 69, 62, 83, 69)]
    assert target(found) == 78
    assert reached(81, left(81).more) and not reached(81, left(80).more)
    assert target([left(0)] * 7) == 0


def test_plain_ways_spend_the_points_from_where_a_story_begins():
    town = first().begin("3")
    assert [spent(way.in_its_round(town)) for way in plain(town)] == [100] * 6 + [99]
    framework = opened("framework").begin("3")
    for way in plain(framework):
        kept = way.in_its_round(framework)
        assert all(kept.value(name) >= framework.value(name) for name in BOUGHT)
        assert all(kept.value(name) <= PARAMETERS[name].high for name in BOUGHT)


def test_stories_are_compared_by_what_is_bought_where_they_differ_in_nothing_else():
    town = first().begin("3")
    assert not differ_in_what_is_bought([town, town])
    assert differ_in_what_is_bought([town, town.set("governance", 0.5)])
    assert not differ_in_what_is_bought([town, first().begin("1").set("governance", 0.5)])


def test_what_is_taken_home_is_what_was_kept_of_this_story_and_what_is_not_kept_yet():
    town = first().begin("1").keep_in("A").begin("3")  # A: another story
    assert told(town) == {} and is_about_points(town) and not is_about_points(town.begin("home"))
    agreed = town.set("governance", 0.5)
    kept = agreed.keep_in("B")
    assert {title: story.played for title, story in told(kept).items()} == {"B": agreed.played}
    assert answers(kept.set("governance", 0.0)).keys() == {"B"}
    both = kept.set("governance", 0.7)
    assert {title: spent(story) for title, story in told(both).items()} == {"B": 50, "not kept": 70}
    assert over(both) == 0 and over(both.set("capacity_building", 0.4)) == 10
    for key in ("doubt", "home"):  # which go on with the same story
        assert is_about_points(kept.begin(key)) and told(kept.begin(key)).keys() == {"B"}
    assert not is_about_points(kept.begin("2")) and not is_about_points(first().set("governance", 0.5))


def test_in_the_round_about_points_all_are_told_and_what_protects_is_still_shown():
    town = first().begin("3")
    assert points_left(town) == "100 points: 100 left"
    same = town.begin("2")
    assert [way.of(town).played for way in protections(town)] == [way.of(same).played for way in protections(same)]


def test_where_there_is_nothing_to_lose_nothing_does_better():
    nobody = Survivals(Tally(0, 0, 0), Tally(0, 0, 0))
    assert "nothing that can be bought makes it survive clearly more often" in most_protecting(
        nobody, {"Agreement": nobody}
    )


def test_the_best_is_named_only_where_it_is_better_than_nothing():
    def found(worst: int, end: int) -> Survivals:
        return Survivals(Tally(95, worst, 100), Tally(239, end, 80))

    said = most_protecting(found(20, 40), {"Agreement": found(40, 43), "Fund": found(30, 20)})
    assert said == (
        "At the worst moment it survives most often with agreement, in 40 of 100; with nothing bought, in 20 of 100. "
        "At the end nothing that can be bought makes it survive clearly more often: with nothing bought it does in 40 "
        "of 80 futures."
    )
    assert most_protecting(found(20, 40), {"Agreement": found(24, 43)}) == (
        "At the worst moment and at the end nothing that can be bought makes it survive clearly more often: with "
        "nothing bought it does in 20 of 100 and 40 of 80 futures."
    )


def test_what_is_too_close_to_the_best_to_tell_is_named_with_it():
    def found(more: int) -> Left:
        return Left(Tally(95, more, 200), Tally(95, 30, 200))

    ways = {"Agreement": found(48), "Both, half each": found(83), "Fund": found(81), "Procurement": found(72)}
    assert most_left(ways) == (
        "More is left most often with both, half each: in 83 of 200 futures, less in 30. "
        "Too close to it to call: “Fund”."
    )
    assert "call" not in most_left({"Agreement": found(48), "Fund": found(81)})
