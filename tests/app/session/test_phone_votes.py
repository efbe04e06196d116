"""Votes on people's own phones: one for each browser, bounded, nothing kept; and the real thing with two browsers."""

from __future__ import annotations

import re
import threading

import pytest

pytest.importorskip("solara")

from simulation.app import limits
from simulation.app.pages.phone_vote import voted
from simulation.app.session.caller import Caller
from simulation.app.session.phone_votes import PhoneVote
from simulation.app.session.rooms import LETTERS, Rooms
from simulation.world.errors import RoomError


def who(name: str) -> Caller:
    """A visitor with a browser and an address of its own."""
    return Caller(f"address of {name}", name)


OWNER = who("owner")


@pytest.mark.parametrize("code", [None, 1.5, True, [], {}, "", "\x00", "x" * 10_000])
def test_what_is_no_code_finds_no_room(code):
    with pytest.raises(RoomError, match="no such room"):
        Rooms().find(code, who("one"))


def test_one_browser_counts_once_and_may_change_its_mind():
    phone_vote = PhoneVote("ABCD", OWNER, "What?")
    phone_vote.vote(who("one"), 1, phone_vote.question)
    phone_vote.vote(who("two"), 3, phone_vote.question)
    phone_vote.vote(who("one"), 2, phone_vote.question)
    assert phone_vote.standing() == (0, 0, 1, 1)
    assert (phone_vote.given(who("one")), phone_vote.given(who("three"))) == (2, None)
    assert phone_vote.close() == (0, 0, 1, 1)
    with pytest.raises(RoomError, match="closed"):
        phone_vote.vote(who("three"), 0, phone_vote.question)
    phone_vote.again()
    phone_vote.vote(who("three"), 0, phone_vote.question)
    assert phone_vote.standing() == (1, 0, 0, 0)


@pytest.mark.parametrize("choice", [-1, 4, 99])
def test_there_are_four_choices(choice):
    with pytest.raises(RoomError):
        PhoneVote("ABCD", OWNER, "What?").vote(who("one"), choice, "What?")


def test_nothing_personal_is_kept():
    phone_vote = PhoneVote("ABCD", OWNER, "What?")
    phone_vote.vote(who("a-session-that-is-known-elsewhere"), 1, phone_vote.question)
    assert "a-session-that-is-known-elsewhere" not in repr(vars(phone_vote))
    phone_vote.end()
    assert phone_vote.standing() == (0, 0, 0, 0)


def test_another_question_begins_with_no_votes():
    phone_vote = PhoneVote("ABCD", OWNER, "By year 20?")
    phone_vote.vote(who("one"), 1, phone_vote.question)
    phone_vote.ask("By year 20?")
    assert phone_vote.standing() == (0, 1, 0, 0)
    phone_vote.ask("By year 10?")
    assert phone_vote.standing() == (0, 0, 0, 0)
    with pytest.raises(RoomError, match="another question"):
        phone_vote.vote(who("one"), 1, "By year 20?")  # on a phone that still shows the former one


def test_votes_are_bounded(monkeypatch):
    monkeypatch.setattr(limits, "MOST_PHONE_VOTERS", 3)
    monkeypatch.setattr(limits, "MOST_ROOMS", 2)
    house = Rooms()
    phone_vote = house.open(who("one"), PhoneVote, "What?")
    assert house.open(who("one"), PhoneVote, "What?") is phone_vote and house.of(who("one"), PhoneVote) is phone_vote
    for number in range(3):
        phone_vote.vote(who(str(number)), 0, phone_vote.question)
    with pytest.raises(RoomError, match="full"):
        phone_vote.vote(who("another"), 0, phone_vote.question)
    phone_vote.vote(who("1"), 2, phone_vote.question)  # who is in may still change
    house.open(who("two"), PhoneVote, "What?")
    with pytest.raises(RoomError, match="too many"):
        house.open(who("three"), PhoneVote, "What?")
    monkeypatch.setattr(limits, "ROOM_SECONDS", -1.0)
    with pytest.raises(RoomError, match="no such room"):
        house.find(phone_vote.code, who("one"))
    assert phone_vote.ended
    house.open(who("three"), PhoneVote, "What?")


def test_who_deletes_the_cookie_does_not_count_eight_times():
    phone_vote = PhoneVote("ABCD", OWNER, "What?")
    for number in range(limits.PHONES_OF_ADDRESS):
        phone_vote.vote(Caller("192.0.2.1", str(number)), 0, "What?")
    assert not phone_vote.turned_away
    for number in range(5):
        with pytest.raises(RoomError, match="from your network address"):
            phone_vote.vote(Caller("192.0.2.1", f"another {number}"), 0, "What?")
    with pytest.raises(RoomError, match="keep a cookie"):
        phone_vote.vote(Caller("192.0.2.2", ""), 0, "What?")
    phone_vote.vote(Caller("192.0.2.1", "0"), 1, "What?")  # a second thought
    phone_vote.vote(Caller("192.0.2.3", "elsewhere"), 1, "What?")
    assert phone_vote.standing() == (limits.PHONES_OF_ADDRESS - 1, 2, 0, 0) and phone_vote.turned_away
    phone_vote.let_many()  # the facilitator sees it, and knows that the room is behind one router
    phone_vote.vote(Caller("192.0.2.1", "another"), 2, "What?")
    assert phone_vote.standing() == (limits.PHONES_OF_ADDRESS - 1, 2, 1, 0) and not phone_vote.turned_away


def test_those_who_came_are_counted_beside_those_who_voted_and_nobody_makes_them_many():
    phone_vote = PhoneVote("ABCD", OWNER, "What?")
    for name in ("one", "two", "three", "one"):
        phone_vote.come(who(name))
    phone_vote.vote(who("one"), 1, "What?")
    assert phone_vote.seen() == ((0, 1, 0, 0), False, 3) and voted(1, 3) == "1 of 3 voted"
    for number in range(50):  # one who deletes the cookie again and again
        phone_vote.come(Caller("192.0.2.1", str(number)))
    phone_vote.come(Caller("192.0.2.2", ""))  # and one who keeps none
    assert phone_vote.came == 3 + limits.PHONES_OF_ADDRESS
    phone_vote.let_many()
    assert phone_vote.came == 3 + 50
    phone_vote.ask("And now?")
    assert phone_vote.seen() == ((0, 0, 0, 0), False, 53), "they are there for the next question, too"
    phone_vote.end()
    phone_vote.come(who("late"))
    assert phone_vote.came == 0 and voted(0, 0) == "Nobody has come yet"


def test_who_comes_is_bounded(monkeypatch):
    monkeypatch.setattr(limits, "MOST_PHONE_VOTERS", 5)
    phone_vote = PhoneVote("ABCD", OWNER, "What?")
    phone_vote.let_many()
    for number in range(20):
        phone_vote.come(Caller(f"192.0.2.{number}", "phone"))
        phone_vote.come(Caller("192.0.2.0", str(number)))
    assert len(phone_vote._came) == 5 and max(map(len, phone_vote._came.values())) == 5
    phone_vote.vote(who("another"), 0, "What?")  # whoever came first keeps nobody from voting


def test_codes_cannot_be_tried_out():
    house = Rooms()
    right = house.open(who("one"), PhoneVote, "What?").code
    wrong = next(code for code in ("AAAA", "BBBB") if code != right)
    guesser, other = Caller("192.0.2.1", "guesser"), Caller("192.0.2.2", "other")
    for number in range(limits.WRONG_CODES.at_once):
        house.find(right, guesser)  # what is right costs nothing
        with pytest.raises(RoomError, match="no such room"):
            house.find(wrong, Caller("192.0.2.1", f"another cookie {number}"))
    for code in (wrong, right):  # nor does it tell that it is right
        with pytest.raises(RoomError, match="Too many wrong codes"):
            house.find(code, guesser)
    assert house.find(right, other).code == right


def test_nobody_takes_all_rooms():
    house = Rooms()
    for number in range(limits.ROOMS_OF_ADDRESS):
        house.open(Caller("192.0.2.1", str(number)), PhoneVote, "What?")
    with pytest.raises(RoomError, match="too many rooms"):
        house.open(Caller("192.0.2.1", "another"), PhoneVote, "What?")
    with pytest.raises(RoomError, match="keep a cookie"):
        house.open(Caller("192.0.2.2", ""), PhoneVote, "What?")
    house.open(who("elsewhere"), PhoneVote, "What?")
    assert house.of(Caller("192.0.2.1", ""), PhoneVote) is None  # without a cookie nobody is anybody


def test_a_code_is_found_however_it_is_typed():
    house = Rooms()
    phone_vote = house.open(who("one"), PhoneVote, "What?")
    assert re.fullmatch(f"[{LETTERS}]{{4}}", phone_vote.code)
    assert house.find(f" {phone_vote.code[:2].lower()} {phone_vote.code[2:]}", who("one")) is phone_vote
    house.close(phone_vote)
    for code in ("", phone_vote.code, "<script>", "Ä" * 1000):
        with pytest.raises(RoomError):
            house.find(code, who("one"))


def test_a_watcher_sees_every_vote_and_ends():
    phone_vote, stop, seen = PhoneVote("ABCD", OWNER, "What?"), threading.Event(), []

    def watch() -> None:
        for tally, *_ in phone_vote.watch(stop):
            seen.append(sum(tally))
            if sum(tally) == 50:
                stop.set()

    watcher = threading.Thread(target=watch)
    watcher.start()
    voters = [
        threading.Thread(target=phone_vote.vote, args=(who(str(number)), number % 4, "What?")) for number in range(50)
    ]
    for voter in voters:
        voter.start()
    watcher.join(10)
    assert not watcher.is_alive() and seen == sorted(seen) and seen[-1] == 50


def test_phones_vote_and_the_facilitator_takes_it_over(visit, hosted):
    desk, one, two = (visit(hosted) for _ in range(3))
    desk.open()
    desk.settled()
    desk.page.keyboard.press("l")
    desk.settled()
    desk.go("Predict")
    desk.page.click("button:has-text('Vote on phones')")
    code = desk.page.inner_text(".room-panel .code")
    asked = desk.page.inner_text("h1").partition(",")[0]  # three years after the event
    assert asked.startswith("By year ") and asked != "By year 10"
    assert f"/vote?room={code}" in desk.page.inner_text(".room-panel")

    one.page.set_viewport_size({"width": 390, "height": 844})
    one.page.goto(f"{one.server.url}/vote?room={code}")
    one.page.wait_for_selector(f"h1:has-text('{asked}')")
    assert one.page.locator("nav").count() == 0 and one.page.evaluate("document.documentElement.lang") == "en-GB"
    assert one.page.evaluate("document.documentElement.scrollWidth") <= 390
    one.page.click("button:has-text('Halved')")
    desk.page.wait_for_selector("text=1 of 1 voted: Grown 0 · Held 0 · Halved 1 · Collapsed 0")
    one.page.click("button:has-text('Collapsed')")  # a second thought, not a second vote
    desk.page.wait_for_selector("text=1 of 1 voted: Grown 0 · Held 0 · Halved 0 · Collapsed 1")
    again = one.context.new_page()  # nor does another tab of the same browser count twice
    again.goto(f"{one.server.url}/vote?room={code}")
    again.wait_for_selector("[aria-pressed=true]:has-text('Collapsed')")

    two.page.goto(f"{two.server.url}/vote")
    two.page.get_by_label("Room", exact=True).fill(code.lower())
    two.page.keyboard.press("Tab")
    two.page.wait_for_selector(f"h1:has-text('{asked}')")
    two.page.click("button:has-text('Held')")
    desk.page.wait_for_selector("text=2 of 2 voted: Grown 0 · Held 1 · Halved 0 · Collapsed 1")
    assert desk.page.evaluate("document.documentElement.scrollHeight") <= 720

    desk.page.select_option("[aria-label='By the end of']", label="Year 10")  # another question, other votes
    desk.page.wait_for_selector("text=0 of 2 voted: ")
    two.page.click("button:has-text('Held')")
    two.page.wait_for_selector("h1:has-text('By year 10')")
    two.page.wait_for_selector("text=There is another question now.")
    two.page.click("button:has-text('Held')")
    desk.page.wait_for_selector("text=1 of 2 voted: Grown 0 · Held 1 · Halved 0 · Collapsed 0")

    more = [visit(hosted) for _ in range(limits.PHONES_OF_ADDRESS)]  # all behind one router, as the proxy says
    for phone in more:
        phone.page.goto(f"{hosted.url}/vote?room={code}")
        phone.page.click("button:has-text('Halved')")
    more[-1].page.wait_for_selector("text=take part from your network address")
    desk.page.click("button:has-text('Let more in')")
    more[-1].page.click("button:has-text('Halved')")
    desk.page.wait_for_selector(
        f"text={len(more) + 1} of {len(more) + 2} voted: Grown 0 · Held 1 · Halved {len(more)} · Collapsed 0"
    )
    desk.page.wait_for_selector("button:has-text('Let more in')", state="detached")

    desk.page.reload()  # the room is the facilitator's, also after a refresh
    desk.page.wait_for_selector(f".room-panel:has-text('{code}')", timeout=60_000)
    desk.page.click("button:has-text('Take these votes')")
    desk.page.wait_for_selector(".choice:has-text('Held'):has-text('1 hand')")
    two.page.click("button:has-text('Grown')")
    two.page.wait_for_selector("text=This vote is closed.")
    desk.page.click("button:has-text('Close the room')")
    desk.page.wait_for_selector("button:has-text('Vote on phones')")
    one.page.reload()
    one.page.wait_for_selector("text=There is no such room")


def test_there_are_no_votes_on_phones_where_no_phone_can_come(visit):
    visitor = visit().open()
    visitor.settled()
    visitor.page.keyboard.press("l")
    visitor.settled()
    visitor.go("Predict")
    visitor.page.wait_for_selector("button:has-text('Reveal')")
    assert visitor.page.locator("text=Vote on phones").count() == 0
