"""A session's acts come from several threads: people's, and that of the play button."""

from __future__ import annotations

import threading

import pytest

pytest.importorskip("solara")

from simulation.app.session import session
from simulation.app.story.history import History
from simulation.app.story.state import first

WHILE = 0.3  # seconds: for an act that would not wait for the other; one that does is there when they are over
LONG = 20.0


@pytest.fixture
def _opened():
    before = session.history.peek()
    session.history.set(History(first()))
    yield
    session.history.set(before)


def doubted() -> tuple[str, ...]:
    return session.now_quietly().contested


@pytest.mark.usefixtures("_opened")
def test_no_act_is_lost_that_comes_while_another_is_done():
    begun, other_done = threading.Event(), threading.Event()

    def slowly(now):
        begun.set()
        other_done.wait(WHILE)
        return now.contest("carry")

    slow = threading.Thread(target=session.act, args=(slowly,), daemon=True)
    slow.start()
    begun.wait(LONG)
    session.act(lambda now: now.contest("founding"))
    other_done.set()
    slow.join(LONG)
    assert doubted() == ("carry", "founding")
    session.undo()
    session.undo()
    assert doubted() == ()


@pytest.mark.usefixtures("_opened")
def test_who_draws_a_page_and_acts_waits_for_nobody_who_waits_to_draw():
    drawing, waiting = threading.RLock(), threading.Event()  # Solara draws one page of a session at a time

    def draw(_):
        if threading.current_thread() is other:
            waiting.set()
        with drawing:
            if doubted() == ("carry", "founding"):
                session.act(lambda now: now.contest("closure_base"))  # as an effect may

    def act():
        session.act(lambda now: now.contest("carry"))

    def draw_and_act():
        with drawing:
            other.start()
            waiting.wait(LONG)
            session.act(lambda now: now.contest("founding"))

    other = threading.Thread(target=act, daemon=True)
    first_one = threading.Thread(target=draw_and_act, daemon=True)
    forget = session.history.subscribe(draw)
    try:
        first_one.start()
        first_one.join(LONG)
        other.join(LONG)
        assert not first_one.is_alive() and not other.is_alive(), "they wait for each other"
    finally:
        forget()
    assert doubted() == ("carry", "closure_base", "founding")


@pytest.mark.usefixtures("_opened")
def test_an_act_that_cannot_be_done_holds_up_no_other():
    session.act(lambda now: now.drop("nothing of the kind"))
    assert "Nothing was lost" in session.message.peek()
    session.act(lambda now: now.contest("carry"))
    assert doubted() == ("carry",) and session.message.peek() == ""
