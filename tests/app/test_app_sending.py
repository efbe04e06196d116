"""Messages to browsers: in order, together, and a slow browser holds up nobody but itself."""

from __future__ import annotations

import asyncio
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

pytest.importorskip("solara.server.starlette")

from solara.server.websocket import WebSocketDisconnect

from simulation.app import sending


class Browser:
    """The other end: notes what comes, after a while or never."""

    def __init__(self) -> None:
        self.received: list[str | bytes] = []
        self.open = asyncio.Event()
        self.open.set()
        self.gone = False

    async def send_text(self, data: str) -> None:
        await self.open.wait()
        if self.gone:
            raise RuntimeError("Unexpected ASGI message 'websocket.send', after sending 'websocket.close'")
        self.received.append(data)

    send_bytes = send_text


def run(test) -> None:
    """On a loop of its own in a thread of its own: the browser of other tests keeps one in this thread."""
    with ThreadPoolExecutor(1) as pool:
        pool.submit(lambda: asyncio.run(asyncio.wait_for(test(), 20))).result()


def test_messages_of_many_threads_arrive_whole_and_each_thread_s_in_order():
    async def test():
        browser = Browser()
        outbox = sending.Outbox(browser, None)

        def say(who: int) -> None:
            for number in range(300):
                (outbox.send_bytes if number % 7 else outbox.send_text)(
                    f"{who} {number}".encode() if number % 7 else f"{who} {number}"
                )

        threads = [threading.Thread(target=say, args=(who,)) for who in range(4)]
        for thread in threads:
            thread.start()
        while len(browser.received) < 1200:
            await asyncio.sleep(0.01)
        words = [each.decode() if isinstance(each, bytes) else each for each in browser.received]
        for who in range(4):
            assert [word for word in words if word.startswith(f"{who} ")] == [f"{who} {n}" for n in range(300)]

    run(test)


def test_the_messages_of_one_picture_wake_the_loop_once(monkeypatch):
    async def test():
        browser = Browser()
        outbox = sending.Outbox(browser, None)
        woken = []
        real = outbox.event_loop.call_soon_threadsafe
        monkeypatch.setattr(outbox.event_loop, "call_soon_threadsafe", lambda *call: (woken.append(call), real(*call)))

        def say() -> None:
            for number in range(10):
                outbox.send_text(str(number))

        thread = threading.Thread(target=say)
        thread.start()
        thread.join()
        monkeypatch.undo()
        while len(browser.received) < 10:
            await asyncio.sleep(0.01)
        assert len(woken) == 1

    run(test)


def test_a_slow_browser_makes_its_own_session_wait():
    async def test():
        slow, quick = Browser(), Browser()
        slow.open.clear()
        held, free = sending.Outbox(slow, None), sending.Outbox(quick, None)
        said: list[int] = []

        def say() -> None:
            for number in range(sending.MOST + 50):
                held.send_text(str(number))
                said.append(number)

        thread = threading.Thread(target=say)
        thread.start()
        await asyncio.sleep(0.3)
        assert sending.MOST <= len(said) <= sending.MOST + 1
        await asyncio.to_thread(free.send_text, "hello")
        while not quick.received:
            await asyncio.sleep(0.01)
        slow.open.set()
        while len(slow.received) < sending.MOST + 50:
            await asyncio.sleep(0.01)
        thread.join()
        assert slow.received == [str(number) for number in range(sending.MOST + 50)]

    run(test)


def test_who_has_gone_is_told_apart_and_nobody_waits_for_him():
    async def test():
        browser = Browser()
        browser.gone = True
        outbox = sending.Outbox(browser, None)
        await asyncio.to_thread(outbox.send_text, "are you there?")
        await asyncio.sleep(0.1)
        with pytest.raises(WebSocketDisconnect):
            await asyncio.to_thread(outbox.send_text, "hello?")

    run(test)


def test_the_server_uses_it():
    from solara.server import starlette

    before = starlette.WebsocketWrapper
    try:
        sending.install()
        assert starlette.WebsocketWrapper is sending.Outbox
    finally:
        starlette.WebsocketWrapper = before
