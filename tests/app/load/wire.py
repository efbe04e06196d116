"""A visitor who speaks the server's protocol and draws nothing, so that the server's own part is what is measured.

The messages are those of a browser: the page and its cookie, the websocket of a kernel, ``kernel_info_request``, a
``solara.control`` comm that runs the app, then one custom message of a widget for every act. What comes back is
unpacked and followed as far as it says what the page shows.
"""

from __future__ import annotations

import asyncio
import json
import time
import urllib.request
import uuid
from collections.abc import Callable
from typing import Any

from acts import LEVER, Act
from tally import Tally
from websockets.asyncio.client import ClientConnection, connect


class WireVisitor:
    """One visitor without a window."""

    def __init__(self, host: str, tally: Tally) -> None:
        self.host, self.tally = host, tally
        self.session = str(uuid.uuid4())
        self.widgets: dict[str, dict[str, Any]] = {}  # the state of every widget, by its id
        self.sent: dict[str, float] = {}  # when a message that is not answered yet was sent
        self.lever: tuple[float, bool] | None = None  # when one was moved; whether its first picture is there
        self.stale = False
        self.opened = asyncio.Event()
        self.settled = asyncio.Event()

    async def open(self) -> None:
        """Load the page and wait for all of its futures."""
        began = time.perf_counter()
        cookie = await asyncio.to_thread(self._page)
        url = f"ws://{self.host}/jupyter/api/kernels/{uuid.uuid4()}/channels?session_id={self.session}"
        self.socket: ClientConnection = await connect(
            url, additional_headers={"Cookie": cookie}, max_size=None, proxy=None
        )
        self.listening = asyncio.create_task(self._listen())
        await self._send("kernel_info_request", {})
        comm = str(uuid.uuid4())
        await self._send("comm_open", {"comm_id": comm, "target_name": "solara.control", "data": {}})
        run = {"path": "/", "dark": False, "themes": {"light": {}, "dark": {}}, "appName": None}
        await self._send("comm_msg", {"comm_id": comm, "data": {"method": "run", "args": run}})
        await self.opened.wait()
        self.tally.opened.append(1000 * (time.perf_counter() - began))
        ready = {"calm": False, "width": 1280, "height": 720}
        await self._event(self._widget(lambda state: "shortcuts" in state), "ready", ready)
        await self.settled.wait()

    async def act(self, act: Act) -> None:
        """Move a slider; what comes back is timed when it comes."""
        self.tally.acts += 1
        levers = self._widget(lambda state: "levers" in state and "cursor" in state)
        if act.value is None:
            message = await self._event(levers, "at", act.month)
            self.sent[message] = time.perf_counter()
            return
        if self.lever is not None:
            self.tally.overtaken += 1
        self.lever, self.stale = (time.perf_counter(), False), False
        await self._event(levers, "lever", {"name": LEVER, "value": act.value})

    async def close(self) -> None:
        """Leave."""
        self.tally.overtaken += self.lever is not None
        self.listening.cancel()
        await self.socket.close()

    def _page(self) -> str:
        with urllib.request.urlopen(f"http://{self.host}/", timeout=60) as answer:
            answer.read()
            return str(answer.headers["set-cookie"]).partition(";")[0]

    def _widget(self, wanted: Callable[[dict[str, Any]], bool]) -> str:
        return next(key for key, state in self.widgets.items() if wanted(state))

    async def _event(self, widget: str, event: str, data: Any) -> str:
        content = {"event": event, "data": data}
        return await self._send("comm_msg", {"comm_id": widget, "data": {"method": "custom", "content": content}})

    async def _send(self, kind: str, content: dict[str, Any]) -> str:
        message = str(uuid.uuid4())
        header = {"msg_id": message, "msg_type": kind, "session": self.session, "username": "", "version": "5.2"}
        header["date"] = time.strftime("%Y-%m-%dT%H:%M:%S.000Z", time.gmtime())
        whole = {"header": header, "channel": "shell", "content": content}
        await self.socket.send(json.dumps({**whole, "buffers": [], "metadata": {}, "parent_header": {}}))
        return message

    async def _listen(self) -> None:
        async for frame in self.socket:
            now = time.perf_counter()
            self.tally.bytes += len(frame)
            message = json.loads(frame)
            kind, content = message["header"]["msg_type"], message["content"]
            if kind == "comm_open":
                self._changed(content["comm_id"], content["data"].get("state", {}), now)
            elif kind == "comm_msg" and content["data"].get("method") == "update":
                self._changed(content["comm_id"], content["data"]["state"], now)
            elif kind == "status" and content["execution_state"] == "idle":
                self._answered(message["parent_header"].get("msg_id", ""), now)

    def _answered(self, message: str, now: float) -> None:
        """The last word of an answer: everything that the act changed has come before it."""
        began = self.sent.pop(message, None)
        if began is not None:
            self.tally.time.append(1000 * (now - began))

    def _changed(self, widget: str, changes: dict[str, Any], now: float) -> None:
        state = self.widgets.setdefault(widget, {})
        state |= changes
        if (state.get("attributes") or {}).get("id") == "sentence":
            self.opened.set()
        if "busy" in changes:
            self._pictured(bool(changes["busy"]), now)
        words = str(changes.get("unsafe_innerHTML", ""))
        if "futures" in words and "seed" in words and 'id="working"' not in words:
            self.settled.set()
            if self.lever is not None and self.lever[1]:
                self.tally.fine.append(1000 * (now - self.lever[0]))
                self.lever = None

    def _pictured(self, busy: bool, now: float) -> None:
        """A chart goes stale when a lever moves, and is fresh again with the first picture."""
        if self.lever is None or self.lever[1]:
            return
        if busy:
            self.stale = True
        elif self.stale:
            self.tally.first.append(1000 * (now - self.lever[0]))
            self.lever = (self.lever[0], True)
