"""Votes on people's own phones: one for each browser, bounded, nothing kept; and the real thing with two browsers."""

from __future__ import annotations

import re
import threading

import pytest

from simulation.app import limits
from simulation.app.server.server import reached_at
from simulation.app.session.phone_votes import LETTERS, PhoneVote, PhoneVotes
from simulation.world.errors import PhoneVoteError
from tests.app.conftest import Server, Visitor


@pytest.mark.parametrize("code", [None, 1.5, True, [], {}, "", "\x00", "x" * 10_000])
def test_what_is_no_code_finds_no_room(code):
    with pytest.raises(PhoneVoteError, match="no such room"):
        PhoneVotes().find(code)


def test_one_browser_counts_once_and_may_change_its_mind():
    phone_vote = PhoneVote("ABCD", "owner", "What?")
    phone_vote.vote("one", 1, phone_vote.question)
    phone_vote.vote("two", 3, phone_vote.question)
    phone_vote.vote("one", 2, phone_vote.question)
    assert phone_vote.tally() == (0, 0, 1, 1)
    assert (phone_vote.choice("one"), phone_vote.choice("three")) == (2, None)
    assert phone_vote.close() == (0, 0, 1, 1)
    with pytest.raises(PhoneVoteError, match="closed"):
        phone_vote.vote("three", 0, phone_vote.question)
    phone_vote.again()
    phone_vote.vote("three", 0, phone_vote.question)
    assert phone_vote.tally() == (1, 0, 0, 0)


@pytest.mark.parametrize("choice", [-1, 4, 99])
def test_there_are_four_choices(choice):
    with pytest.raises(PhoneVoteError):
        PhoneVote("ABCD", "owner", "What?").vote("one", choice, "What?")


def test_nothing_personal_is_kept():
    phone_vote = PhoneVote("ABCD", "owner", "What?")
    phone_vote.vote("a-session-that-is-known-elsewhere", 1, phone_vote.question)
    assert "a-session-that-is-known-elsewhere" not in repr(vars(phone_vote))
    phone_vote.end()
    assert phone_vote.tally() == (0, 0, 0, 0)


def test_another_question_begins_with_no_votes():
    phone_vote = PhoneVote("ABCD", "owner", "By year 20?")
    phone_vote.vote("one", 1, phone_vote.question)
    phone_vote.ask("By year 20?")
    assert phone_vote.tally() == (0, 1, 0, 0)
    phone_vote.ask("By year 10?")
    assert phone_vote.tally() == (0, 0, 0, 0)
    with pytest.raises(PhoneVoteError, match="another question"):
        phone_vote.vote("one", 1, "By year 20?")  # on a phone that still shows the former one


def test_votes_are_bounded(monkeypatch):
    monkeypatch.setattr(limits, "MOST_PHONE_VOTERS", 3)
    monkeypatch.setattr(limits, "MOST_PHONE_VOTES", 2)
    house = PhoneVotes()
    phone_vote = house.open("one", "What?")
    assert house.open("one", "What?") is phone_vote and house.of("one") is phone_vote
    for number in range(3):
        phone_vote.vote(str(number), 0, phone_vote.question)
    with pytest.raises(PhoneVoteError, match="full"):
        phone_vote.vote("another", 0, phone_vote.question)
    phone_vote.vote("1", 2, phone_vote.question)  # who is in may still change
    house.open("two", "What?")
    with pytest.raises(PhoneVoteError, match="too many"):
        house.open("three", "What?")
    monkeypatch.setattr(limits, "PHONE_VOTE_SECONDS", -1.0)
    with pytest.raises(PhoneVoteError, match="no such room"):
        house.find(phone_vote.code)
    assert phone_vote.ended
    house.open("three", "What?")


def test_a_code_is_found_however_it_is_typed():
    house = PhoneVotes()
    phone_vote = house.open("one", "What?")
    assert re.fullmatch(f"[{LETTERS}]{{4}}", phone_vote.code)
    assert house.find(f" {phone_vote.code[:2].lower()} {phone_vote.code[2:]}") is phone_vote
    house.close(phone_vote)
    for code in ("", phone_vote.code, "<script>", "Ä" * 1000):
        with pytest.raises(PhoneVoteError):
            house.find(code)


def test_a_watcher_sees_every_vote_and_ends():
    phone_vote, stop, seen = PhoneVote("ABCD", "owner", "What?"), threading.Event(), []

    def watch() -> None:
        for tally in phone_vote.watch(stop):
            seen.append(sum(tally))
            if sum(tally) == 50:
                stop.set()

    watcher = threading.Thread(target=watch)
    watcher.start()
    voters = [threading.Thread(target=phone_vote.vote, args=(str(number), number % 4, "What?")) for number in range(50)]
    for voter in voters:
        voter.start()
    watcher.join(10)
    assert not watcher.is_alive() and seen == sorted(seen) and seen[-1] == 50


def test_the_address_is_one_that_others_can_call():
    assert reached_at("192.0.2.7", 80) == "http://192.0.2.7:80"
    assert reached_at("fe80::1", 80) == "http://[fe80::1]:80"
    assert re.fullmatch(r"http://[^/:]+:8765", reached_at("0.0.0.0", 8765))


@pytest.fixture
def open_house(browser, server):
    """A server that phones can reach, and windows into it."""
    house = Server("0.0.0.0")
    visitors = [Visitor(browser, house) for _ in range(3)]
    yield visitors
    for visitor in visitors:
        visitor.context.close()
    house.kill()
    assert [wrong for visitor in visitors for wrong in visitor.wrong] == []


def test_phones_vote_and_the_facilitator_takes_it_over(open_house):
    desk, one, two = open_house
    desk.open()
    desk.settled()
    desk.page.keyboard.press("l")
    desk.settled()
    desk.go("Predict")
    desk.page.click("button:has-text('Vote on phones')")
    code = desk.page.inner_text(".room-panel .code")
    assert f"/vote?room={code}" in desk.page.inner_text(".room-panel")

    one.page.set_viewport_size({"width": 390, "height": 844})
    one.page.goto(f"{one.server.url}/vote?room={code}")
    one.page.wait_for_selector("h1:has-text('By year 20')")
    assert one.page.locator("nav").count() == 0 and one.page.evaluate("document.documentElement.lang") == "en-GB"
    assert one.page.evaluate("document.documentElement.scrollWidth") <= 390
    one.page.click("button:has-text('Halved')")
    desk.page.wait_for_selector("text=1 vote: Grown 0 · Held 0 · Halved 1 · Collapsed 0")
    one.page.click("button:has-text('Collapsed')")  # a second thought, not a second vote
    desk.page.wait_for_selector("text=1 vote: Grown 0 · Held 0 · Halved 0 · Collapsed 1")
    again = one.context.new_page()  # nor does another tab of the same browser count twice
    again.goto(f"{one.server.url}/vote?room={code}")
    again.wait_for_selector("[aria-pressed=true]:has-text('Collapsed')")

    two.page.goto(f"{two.server.url}/vote")
    two.page.get_by_label("Room", exact=True).fill(code.lower())
    two.page.keyboard.press("Tab")
    two.page.wait_for_selector("h1:has-text('By year 20')")
    two.page.click("button:has-text('Held')")
    desk.page.wait_for_selector("text=2 votes: Grown 0 · Held 1 · Halved 0 · Collapsed 1")
    assert desk.page.evaluate("document.documentElement.scrollHeight") <= 720

    desk.page.select_option("[aria-label='By the end of']", label="Year 10")  # another question, other votes
    desk.page.wait_for_selector("text=0 votes: ")
    two.page.click("button:has-text('Held')")
    two.page.wait_for_selector("h1:has-text('By year 10')")
    two.page.wait_for_selector("text=There is another question now.")
    two.page.click("button:has-text('Held')")
    desk.page.wait_for_selector("text=1 vote: Grown 0 · Held 1 · Halved 0 · Collapsed 0")

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
