"""How messages leave for the browsers: in order, without the sender waiting for each of them.

Solara hands every message of a picture to the server's loop one at a time and waits until it is written: with thirty
sessions these are, ten times a second and session, two threads that wait for each other. Here a session puts its
messages down, and the loop is woken once and writes all that have come together. A browser that is too slow makes its
own session wait, nobody else. It builds on a private class of Solara: see `simulation.app.server.sending`.
"""

from __future__ import annotations

import asyncio
import threading
from collections import deque
from typing import Any

import solara.server.starlette as starlette
from solara.server import websocket

MOST = 256  # messages that wait for one browser
GATHERING = 0.004  # seconds in which the messages of one picture come together


class Outbox(starlette.WebsocketWrapper):
    """The sending end of one browser's connection."""

    def __init__(self, ws: Any, portal: Any) -> None:
        super().__init__(ws, portal)
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
                self._changed.wait_for(lambda: self._closed or len(self._waiting) < MOST)
            if self._closed:
                raise websocket.WebSocketDisconnect()
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
            await asyncio.sleep(GATHERING)
            while (data := self._take()) is not None:
                if isinstance(data, bytes):
                    await self._send_bytes_exc(data)
                else:
                    await self._send_text_exc(data)
        except BaseException as error:
            self._close()
            if not isinstance(error, websocket.WebSocketDisconnect):
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
