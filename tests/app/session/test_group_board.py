"""The groups' board: the points are the round's, groups are bounded and nothing of them is kept; and the real thing."""

from __future__ import annotations

import re
from dataclasses import replace
from fractions import Fraction

import pytest

from simulation.app import limits
from simulation.app.pages.board import places
from simulation.app.rates import Pace
from simulation.app.session import group_board
from simulation.app.session.caller import Caller
from simulation.app.session.group_board import Board
from simulation.app.session.phone_votes import PhoneVote
from simulation.app.session.rooms import Rooms
from simulation.app.story.protection import spent
from simulation.app.story.state import first
from simulation.results.outcomes import Tally
from simulation.world.errors import RoomError, SettingError, StateError
from tests.app.session.test_phone_votes import OWNER, who

NOTHING = {"governance": 0.0, "capacity_building": 0.0, "open_procurement": 0.0}


@pytest.fixture
def board() -> Board:
    return Board("ABCD", OWNER, first().begin("3"))


def test_a_group_buys_by_the_rule_of_the_round(board):
    board.buy(who("one"), "  Herons \n of the marsh ", NOTHING | {"governance": 0.6, "open_procurement": 0.4})
    (group,) = board.standing()
    assert group.title == "Herons of the marsh"
    shown = group.in_its_round(board.state)
    assert spent(shown) == 100 and shown.round == "3" and shown.played.studied == board.state.played.studied
    board.buy(who("one"), "Otters", NOTHING)  # a second thought, not a second group
    assert [each.title for each in board.standing()] == ["Otters"]
    with pytest.raises(StateError, match="20 points too many"):
        board.buy(who("one"), "Otters", NOTHING | {"governance": 0.6, "open_procurement": 0.6})
    assert spent(board.standing()[0].of(board.state)) == 0


@pytest.mark.parametrize("value", [float("nan"), float("inf"), -0.1, 1.1, 1e300])
def test_what_is_no_lever_is_refused(board, value):
    with pytest.raises(SettingError):
        board.buy(who("one"), "Herons", NOTHING | {"governance": value})
    assert board.standing() == ()


@pytest.mark.parametrize("name", ["", "   ", "\x00", "a\u202eb", "\n\t"])
def test_a_group_has_a_name_that_can_be_read(board, name):
    with pytest.raises(RoomError, match="a name of up to 24 letters"):
        board.buy(who("one"), name, NOTHING)


def test_groups_are_bounded_and_have_names_of_their_own(board, monkeypatch):
    monkeypatch.setattr(limits, "MOST_GROUPS", 2)
    board.buy(who("one"), "x" * 1000, NOTHING)
    assert len(board.standing()[0].title) == limits.NAME_CHARACTERS
    board.buy(who("two"), "Herons", NOTHING)
    with pytest.raises(RoomError, match="called Herons already"):
        board.buy(who("one"), "Herons", NOTHING)
    with pytest.raises(RoomError, match="full"):
        board.buy(who("three"), "Otters", NOTHING)
    board.remove("Herons")
    with pytest.raises(RoomError, match="taken your group off"):
        board.buy(who("two"), "Herons again", NOTHING)
    board.buy(who("three"), "Otters", NOTHING)
    assert [each.title for each in board.standing()] == ["x" * limits.NAME_CHARACTERS, "Otters"]


def test_a_board_cannot_be_stuffed_from_one_address(board):
    for number in range(limits.PHONES_OF_ADDRESS):
        board.buy(Caller("192.0.2.1", str(number)), f"Group {number}", NOTHING)
    board.remove("Group 0")  # nor does a group that was taken off make room for another one from there
    for number in range(5):
        with pytest.raises(RoomError, match="from your network address"):
            board.buy(Caller("192.0.2.1", f"another {number}"), f"More {number}", NOTHING)
    assert board.turned_away
    with pytest.raises(RoomError, match="keep a cookie"):
        board.buy(Caller("192.0.2.2", ""), "Nobody", NOTHING)
    board.let_many()
    board.buy(Caller("192.0.2.1", "another"), "Otters", NOTHING)


def test_there_are_no_places_before_all_rows_are_complete(board):
    for name, value in (("Herons", 0.2), ("Otters", 0.4), ("Owls", 0.6)):
        board.buy(who(name), name, NOTHING | {"governance": value})
    groups = board.standing()
    found = {"Herons": Tally(119, 60, 200), "Otters": Tally(119, 80, 200)}
    assert places(found, groups) == {}
    assert places(found | {"Owls": Tally(119, 75, 200)}, groups) == {"Otters": "1=", "Owls": "1=", "Herons": "3"}


def test_each_change_is_computed_so_that_they_take_their_time(monkeypatch):
    monkeypatch.setattr(limits, "GROUP_CHANGES", Pace(2, 60.0))
    board = Board("ABCD", OWNER, first().begin("3"))
    for value in (0.1, 0.2):
        board.buy(who("one"), "Herons", NOTHING | {"governance": value})
    with pytest.raises(RoomError, match=r"Wait \d+ seconds"):
        board.buy(who("one"), "Herons", NOTHING | {"governance": 0.3})
    board.buy(who("two"), "Otters", NOTHING)


def test_nothing_is_kept_of_a_board_that_is_closed(board):
    house = Rooms()
    opened = house.open(OWNER, Board, board.state)
    vote = house.open(OWNER, PhoneVote, "What?")  # a facilitator has one of each
    assert house.of(OWNER, Board) is opened and house.of(OWNER, PhoneVote) is vote
    opened.buy(who("known-elsewhere"), "Herons", NOTHING)
    assert "known-elsewhere" not in repr(vars(opened))
    house.close(opened)
    assert opened.standing() == () and "Herons" not in repr(vars(opened))
    with pytest.raises(RoomError, match="closed"):
        opened.buy(who("known-elsewhere"), "Herons", NOTHING)
    with pytest.raises(RoomError, match="no such room"):
        house.find(opened.code, OWNER)


def test_groups_stay_as_long_as_the_same_things_are_free(board, monkeypatch):
    board.buy(who("one"), "Herons", NOTHING)
    board.about(replace(board.state, seed=7).set("trust_needed", 0.4))
    assert len(board.standing()) == 1
    monkeypatch.setattr(group_board, "begun", lambda state: NOTHING | {"governance": 0.1 * state.seed})
    board.about(replace(board.state, seed=8))  # a town that began with more
    assert board.standing() == ()


def test_groups_spend_their_points_and_the_screen_ranks_them(visit, hosted):
    desk, one, two = (visit(hosted) for _ in range(3))
    desk.open()
    desk.settled()
    assert desk.page.locator("nav a:has-text('board')").count() == 0
    desk.page.locator("[aria-label='Rounds of the hour'] button").get_by_text("3", exact=True).click()
    desk.go("Groups’ board")
    desk.page.click("button:has-text('Open the board')")
    code = desk.page.inner_text(".room-panel .code")
    desk.page.wait_for_selector("text=No group has come yet")

    for phone, name, share in ((one, "<b>Herons</b>", 1.0), (two, "Otters", 0.2)):
        phone.page.set_viewport_size({"width": 390, "height": 844})
        phone.page.goto(f"{phone.server.url}/vote?room={code}")
        phone.page.wait_for_selector("h1:has-text('Spend 100 points')")
        assert phone.page.evaluate("document.documentElement.scrollWidth") <= 390
        assert phone.page.inner_text("#points") == "100 points: 100 left"
        phone.page.get_by_label("Your group’s name").fill(name)
        phone.page.keyboard.press("Tab")
        phone.page.locator("input[aria-label^='Published agreement']").fill(str(int(100 * share)))
        phone.page.wait_for_selector(f"text=100 points: {100 - int(100 * share)} left")
        phone.page.click("button:has-text('Send')")
        phone.page.wait_for_selector("text=Your group is on the board.")
    desk.page.wait_for_selector(".room-panel:has-text('2 groups')")
    one.page.locator("input[aria-label^='Open procurement']").fill("30")
    one.page.wait_for_selector("text=100 points: 30 too many")
    assert one.page.is_disabled("button:has-text('Send again')")

    told = desk.page.wait_for_selector("#ahead:has-text('is reached by')", timeout=120_000).inner_text()
    assert desk.page.locator(".ranked.unfinished").count() == 0
    rows = [row.inner_text() for row in desk.page.locator(".ranked:not(.heads)").all()]
    found = {
        name: re.search(rf"{name}.*?(\d+) of (\d+) futures, less in \d+", " ".join(rows), re.S).groups()
        for name in ("Herons", "Otters")
    }
    shares = {name: Fraction(int(more), int(futures)) for name, (more, futures) in found.items()}
    best = max(shares, key=lambda name: shares[name])
    assert best in rows[0]
    close = abs(shares["Herons"] - shares["Otters"]) < Fraction(5, 100)
    assert ("too close to call" in told) is close and rows[0].startswith("1=" if close else "1\n")
    assert desk.page.locator(".ranked b").count() == 0  # a name is a name
    assert desk.page.locator(".ranked .scale i").count() == 2  # the target is marked

    desk.page.locator(".ranked:has-text('Otters') button:has-text('Open')").click()
    desk.page.wait_for_selector(".points:has-text('100 points: 80 left')")
    desk.settled()
    more, futures = found["Otters"]
    assert f"More left? {more} of {futures}, target " in desk.page.inner_text("#gauge")
    desk.go("Groups’ board")  # where nobody could tell whose "Reached" or "Not reached" is
    desk.page.wait_for_selector("#to-say:has-text('Round 3 Target: ')")
    desk.page.locator(".ranked:has-text('Otters') button:has-text('Remove')").click()
    desk.page.wait_for_selector(".room-panel:has-text('1 group')")
    two.page.click("button:has-text('Send')")
    two.page.wait_for_selector("text=The facilitator has taken your group off the board.")
    desk.page.click("button:has-text('Close the board')")
    desk.page.wait_for_selector("button:has-text('Open the board')")
    one.page.reload()
    one.page.wait_for_selector("text=There is no such room")
