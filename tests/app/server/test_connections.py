"""A flood of messages waits outside, whole and in order; who is there is told once."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor

import pytest

pytest.importorskip("starlette")

from simulation.app import limits
from simulation.app.rates import Pace
from simulation.app.server.connections import Connections, paced


def test_a_flood_waits_outside(monkeypatch):
    monkeypatch.setattr(limits, "MESSAGES", Pace(5, 0.01))
    messages = [{"type": "websocket.connect"}, *({"type": "websocket.receive", "text": str(n)} for n in range(20))]
    messages.append({"type": "websocket.disconnect"})
    outside, waits, sleep = iter(messages), [], asyncio.sleep

    async def receive():
        return next(outside)

    async def waiting(seconds: float) -> None:
        waits.append(seconds)
        await sleep(seconds)

    async def come() -> list:
        handed = paced(receive)
        return [await handed() for _ in messages]

    monkeypatch.setattr(asyncio, "sleep", waiting)
    with ThreadPoolExecutor(1) as pool:  # the browser of other tests keeps a loop in this thread
        assert pool.submit(lambda: asyncio.run(come())).result() == messages
    assert len(waits) >= 10 and max(waits) <= 0.01


def test_who_comes_and_goes_is_told_once_for_each_session():
    told: list[str] = []
    connections = Connections(set(), lambda who: told.append(f"came {who}"), lambda who: told.append(f"left {who}"))
    with connections.held("one", "here"):
        with connections.held("one", "elsewhere"), connections.held("two", "here"):  # a reconnect overlaps
            pass
        assert told == ["came one", "came two", "left two"]
    assert told[-1] == "left one"


def test_one_session_has_a_few_connections():
    connections = Connections({"one"})
    held = [connections.held("one", "here") for _ in range(limits.CONNECTIONS_OF_SESSION)]
    for each in held:
        assert connections.room_for("one", "here")
        each.__enter__()
    assert not connections.room_for("one", "here")
    held[0].__exit__(None, None, None)
    assert connections.room_for("one", "here")
    for each in held[1:]:
        each.__exit__(None, None, None)
