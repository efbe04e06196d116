"""Messages to browsers: in order, together, and a slow browser holds up nobody but itself."""

from __future__ import annotations

import asyncio
import gc
import threading
from concurrent.futures import ThreadPoolExecutor
from importlib.metadata import version

import pytest

pytest.importorskip("solara.server.starlette")

from solara.server import starlette
from solara.server.websocket import WebSocketDisconnect

from simulation.app import limits
from simulation.app.server.websocket import Outbox, install, over_solara


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
        sender = over_solara()(browser, None)

        def say(who: int) -> None:
            for number in range(300):
                (sender.send_bytes if number % 7 else sender.send_text)(
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


def test_the_messages_of_one_view_wake_the_loop_once(monkeypatch):
    async def test():
        browser = Browser()
        sender = over_solara()(browser, None)
        woken = []
        real = sender.event_loop.call_soon_threadsafe
        monkeypatch.setattr(sender.event_loop, "call_soon_threadsafe", lambda *call: (woken.append(call), real(*call)))

        def say() -> None:
            for number in range(10):
                sender.send_text(str(number))

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
        held, free = over_solara()(slow, None), over_solara()(quick, None)
        said: list[int] = []

        def say() -> None:
            for number in range(limits.WAITING_MESSAGES + 50):
                held.send_text(str(number))
                said.append(number)

        thread = threading.Thread(target=say)
        thread.start()
        await asyncio.sleep(0.3)
        assert limits.WAITING_MESSAGES <= len(said) <= limits.WAITING_MESSAGES + 1
        await asyncio.to_thread(free.send_text, "hello")
        while not quick.received:
            await asyncio.sleep(0.01)
        slow.open.set()
        while len(slow.received) < limits.WAITING_MESSAGES + 50:
            await asyncio.sleep(0.01)
        thread.join()
        assert slow.received == [str(number) for number in range(limits.WAITING_MESSAGES + 50)]

    run(test)


def test_who_has_gone_is_told_apart_and_nobody_waits_for_him():
    async def test():
        browser = Browser()
        browser.gone = True
        sender = over_solara()(browser, None)
        await asyncio.to_thread(sender.send_text, "are you there?")
        await asyncio.sleep(0.1)
        with pytest.raises(WebSocketDisconnect):
            await asyncio.to_thread(sender.send_text, "hello?")

    run(test)


@pytest.fixture
def solara(monkeypatch):
    """Solara's module as it is, put back afterwards."""
    monkeypatch.setattr(starlette, "WebsocketWrapper", starlette.WebsocketWrapper)
    return starlette


def test_the_server_uses_it(solara):
    assert install()
    assert issubclass(solara.WebsocketWrapper, Outbox)


def gone(patch) -> None:
    patch.delattr(starlette, "WebsocketWrapper")


def made_otherwise(patch) -> None:
    patch.setattr(starlette.WebsocketWrapper, "__init__", lambda self, connection: None)


def without_a_loop(patch) -> None:
    patch.setattr(starlette.WebsocketWrapper, "__init__", lambda self, ws, portal: None)


def writes_otherwise(patch) -> None:
    patch.delattr(starlette.WebsocketWrapper, "_send_text_exc")


def sends_in_another_way_too(patch) -> None:
    patch.setattr(starlette.WebsocketWrapper, "send_frames", lambda self, frames: None, raising=False)


def loses_messages(patch) -> None:
    async def nothing(self, data) -> None:
        pass

    patch.setattr(starlette.WebsocketWrapper, "_send_bytes_exc", nothing)


@pytest.mark.parametrize(
    "other", [gone, made_otherwise, without_a_loop, writes_otherwise, sends_in_another_way_too, loses_messages]
)
def test_another_solara_sends_in_its_own_way_and_one_line_says_so(solara, monkeypatch, caplog, other):
    monkeypatch.setattr(limits, "TRIAL_SECONDS", 0.5)
    other(monkeypatch)
    own = getattr(solara, "WebsocketWrapper", None)
    assert not install()
    assert getattr(solara, "WebsocketWrapper", None) is own
    gc.collect()  # what was forgotten on the way would be told now
    assert len(caplog.records) == 1
    line = caplog.records[0].getMessage()
    assert line.startswith(f"Solara {version('solara')} sends in its own way") and "\n" not in line
