"""How messages leave for the browsers: in order, without the sender waiting for each of them.

Solara hands every message of a view to the server's loop one at a time and waits until it is written: with thirty
sessions these are, ten times a second and session, two threads that wait for each other. Here a session puts its
messages down, and the loop is woken once and writes all that have come together. A browser that is too slow makes its
own session wait, nobody else.

Our way builds on a class that Solara keeps to itself and may change with any version. So it is tried before the server
starts; where it does not work, Solara sends as it always does, which is slower in a full room and otherwise the same.
"""

from __future__ import annotations

import asyncio
import logging
import threading
from collections import deque
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from importlib.metadata import version
from typing import Any

from simulation.app import limits

log = logging.getLogger(__name__)

WAYS = {"send", "send_bytes", "send_json", "send_text"}  # of Solara's class: another one would pass ours by
TRIAL: tuple[str | bytes, ...] = ("one", b"two", "three")


class Outbox:
    """The sending end of one browser's connection: laid over Solara's class for it, see `over_solara`."""

    Gone: type[Exception]  # what Solara raises when there is no browser any more
    _thread_id: int  # these are Solara's
    event_loop: asyncio.AbstractEventLoop
    tasks: set[asyncio.Task[None]]
    _send_bytes_exc: Callable[[bytes], Coroutine[Any, Any, None]]
    _send_text_exc: Callable[[str], Coroutine[Any, Any, None]]

    def __init__(self, ws: Any, portal: Any) -> None:
        super().__init__(ws, portal)  # type: ignore[call-arg]
        self._waiting: deque[str | bytes] = deque()
        self._changed = threading.Condition()
        self._writing = False
        self._closed = False

    def send_text(self, data: str) -> None:
        """Put a message down."""
        self._put(data)

    def send_bytes(self, data: bytes) -> None:
        """Put a message down."""
        self._put(data)

    def _put(self, data: str | bytes) -> None:
        on_the_loop = threading.get_ident() == self._thread_id  # which must not wait for itself
        with self._changed:
            if not on_the_loop:
                self._changed.wait_for(lambda: self._closed or len(self._waiting) < limits.WAITING_MESSAGES)
            if self._closed:
                raise self.Gone()
            self._waiting.append(data)
            if self._writing:
                return
            self._writing = True
        self.event_loop.call_soon_threadsafe(self._start)

    def _start(self) -> None:
        task = self.event_loop.create_task(self._write())
        self.tasks.add(task)
        task.add_done_callback(self.tasks.discard)

    async def _write(self) -> None:
        try:
            await asyncio.sleep(limits.GATHERING_SECONDS)
            while (data := self._take()) is not None:
                if isinstance(data, bytes):
                    await self._send_bytes_exc(data)
                else:
                    await self._send_text_exc(data)
        except BaseException as error:
            self._close()
            if not isinstance(error, self.Gone):
                raise

    def _take(self) -> str | bytes | None:
        with self._changed:
            if not self._waiting:
                self._writing = False
                return None
            self._changed.notify_all()
            return self._waiting.popleft()

    def _close(self) -> None:
        with self._changed:
            self._closed = True
            self._waiting.clear()
            self._changed.notify_all()


def over_solara() -> type:
    """Solara's class for a browser's connection, with an outbox over it."""
    import solara.server.starlette as starlette
    from solara.server.websocket import WebSocketDisconnect

    return type("Websocket", (Outbox, starlette.WebsocketWrapper), {"Gone": WebSocketDisconnect})


def install() -> bool:
    """Let Solara's server send our way, before its first connection; return whether it does."""
    try:
        import solara.server.starlette as starlette

        outbox = over_solara()
        with ThreadPoolExecutor(1, "trial") as pool:  # on a loop of its own, whatever runs here
            pool.submit(lambda: asyncio.run(asyncio.wait_for(_try(outbox), limits.TRIAL_SECONDS))).result()
    except Exception as error:  # whatever another version of Solara may come up with
        log.warning(
            "Solara %s sends in its own way, which is slower in a full room: ours does not fit it (%s: %s)",
            version("solara"),
            type(error).__name__,
            error,
        )
        return False
    server: Any = starlette
    server.WebsocketWrapper = outbox
    return True


async def _try(outbox: Any) -> None:
    """Send a few messages to a browser that is none, from another thread, as a session does."""
    received: list[str | bytes] = []
    came = asyncio.Event()

    class Browser:
        async def send_text(self, data: str | bytes) -> None:
            received.append(data)
            if len(received) == len(TRIAL):
                came.set()

        send_bytes = send_text

    failed: list[BaseException] = []

    def fail(error: BaseException) -> None:
        failed.append(error)
        came.set()

    loop = asyncio.get_running_loop()
    loop.set_exception_handler(lambda _, found: fail(found.get("exception") or RuntimeError(found["message"])))
    ways = {name for name in dir(outbox) if name.startswith("send")}
    if ways != WAYS:
        raise TypeError(f"its ways to send are {', '.join(sorted(ways))}")
    sender = outbox(Browser(), None)

    def say() -> None:
        try:
            for each in TRIAL:
                (sender.send_bytes if isinstance(each, bytes) else sender.send_text)(each)
        except Exception as error:
            loop.call_soon_threadsafe(fail, error)

    thread = threading.Thread(target=say, name="trial", daemon=True)
    thread.start()
    await came.wait()
    if failed:
        raise failed[0]
    if tuple(received) != TRIAL:
        raise RuntimeError("messages came in another order")
