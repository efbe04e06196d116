"""A visitor who speaks the server's protocol and draws nothing, so that the server's own part is what is measured.

The messages are those of a browser: the page and its cookie, the websocket of a kernel, ``kernel_info_request``, a
``solara.control`` comm that runs the app, then one custom message of a widget for every act. What comes back is
unpacked and followed as far as it says what the page shows.
"""

from __future__ import annotations

import asyncio
import json
import re
import time
import urllib.request
import uuid
from collections.abc import Callable
from typing import Any

from acts import BETTER, LEVER, Act
from tally import Tally
from websockets.asyncio.client import ClientConnection, connect
from websockets.typing import Origin

FIRST_PICTURE = {"sentence", "protects"}  # of the town, and of what protects it
FOOT = re.compile(r"(\d+) futures?(?:, \d+ failed)? · seed")


def _levers(state: dict[str, Any]) -> bool:
    return "levers" in state and "cursor" in state


class WireVisitor:
    """One visitor without a window."""

    def __init__(self, host: str, tally: Tally, cookie: str = "") -> None:
        self.host, self.tally, self.cookie = host, tally, cookie
        self.session, self.kernel = str(uuid.uuid4()), str(uuid.uuid4())
        self.widgets: dict[str, dict[str, Any]] = {}  # the state of every widget, by its id
        self.sent: dict[str, float] = {}  # when a message that is not answered yet was sent
        self.lever: float | None = None  # when one was moved whose fine picture is not there yet
        self.due: list[list[float]] = []  # where the times of its pictures go, those that are not there yet
        self.stale = False
        self.opened = asyncio.Event()
        self.settled = asyncio.Event()
        self.whole = asyncio.Event()  # all futures are there since the lever was moved

    async def open(self) -> None:
        """Load the page and wait for all of its futures."""
        await self.come()
        await self.settled.wait()

    async def come(self, path: str = "/") -> None:
        """Load a page and wait for its first picture."""
        began = time.perf_counter()
        self.cookie = await asyncio.to_thread(self._page) or self.cookie
        url = f"ws://{self.host}/jupyter/api/kernels/{self.kernel}/channels?session_id={self.session}"
        self.socket: ClientConnection = await connect(
            url,
            origin=Origin(f"http://{self.host}"),
            additional_headers={"Cookie": self.cookie},
            max_size=None,
            proxy=None,
            close_timeout=1,
        )
        self.listening = asyncio.create_task(self._listen())
        await self._send("kernel_info_request", {})
        comm = str(uuid.uuid4())
        await self._send("comm_open", {"comm_id": comm, "target_name": "solara.control", "data": {}})
        run = {"path": path, "dark": False, "themes": {"light": {}, "dark": {}}, "appName": None}
        await self._send("comm_msg", {"comm_id": comm, "data": {"method": "run", "args": run}})
        await self.opened.wait()
        self.tally.opened.append(1000 * (time.perf_counter() - began))
        ready = {"calm": False, "width": 1280, "height": 720}
        await self._event(self._widget(lambda state: "shortcuts" in state), "ready", ready)

    async def rest(self, act: Act) -> None:
        """Move a lever, and leave it alone until all futures are there."""
        self.whole.clear()
        await self.act(act)
        await self.whole.wait()

    @property
    def has_levers(self) -> bool:
        """Whether the page shows any."""
        return any(map(_levers, self.widgets.values()))

    async def act(self, act: Act) -> None:
        """Move a slider; what comes back is timed when it comes."""
        self.tally.acts += 1
        levers = self._widget(_levers)
        if act.value is None:
            message = await self._event(levers, "at", act.month)
            self.sent[message] = time.perf_counter()
            return
        if self.lever is not None:
            self.tally.overtaken += 1
        self.lever, self.stale = time.perf_counter(), False
        self.due = [self.tally.first, self.tally.better, self.tally.fine]
        await self._event(levers, "lever", {"name": LEVER, "value": act.value})

    async def close(self) -> None:
        """Leave as somebody whose machine falls asleep: the server is not told that the page has gone."""
        self.tally.overtaken += self.lever is not None
        self.listening.cancel()
        await self.socket.close()

    async def close_page(self) -> None:
        """Leave as somebody who closes the page."""
        await self.close()
        await asyncio.to_thread(self._tell_that_it_is_closed)

    def _tell_that_it_is_closed(self) -> None:
        url = f"http://{self.host}/_solara/api/close/{self.kernel}?session_id={self.session}"
        headers = {"Cookie": self.cookie, "Origin": f"http://{self.host}"}
        urllib.request.urlopen(urllib.request.Request(url, headers=headers, method="POST"), timeout=60).close()

    def _page(self) -> str:
        asked = urllib.request.Request(f"http://{self.host}/", headers={"Cookie": self.cookie} if self.cookie else {})
        with urllib.request.urlopen(asked, timeout=60) as answer:
            answer.read()
            return (answer.headers["set-cookie"] or "").partition(";")[0]

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
        if (state.get("attributes") or {}).get("id") in FIRST_PICTURE:
            self.opened.set()
        if changes.get("busy"):
            self.stale = True
        foot = FOOT.search(str(changes.get("unsafe_innerHTML", "")))
        if foot is not None:
            whole = foot.start() == 0 and int(foot[1]) > 0  # not "first 24 futures", nor "the picture before: …"
            if whole:
                self.settled.set()
            if self.lever is not None and not state.get("busy") and not self._still_stale():
                self._pictured(1 + (int(foot[1]) >= BETTER) + whole, now)

    def _still_stale(self) -> bool:
        """Whether the charts have been greyed since the lever moved and are fresh again with its first picture."""
        return not self.stale or any(each.get("busy") for each in self.widgets.values())

    def _pictured(self, stages: int, now: float) -> None:
        """A picture came that is the first, the first of so many futures, or the fine one: as many stages."""
        assert self.lever is not None
        while len(self.due) > 3 - stages:
            self.due.pop(0).append(1000 * (now - self.lever))
        if not self.due:
            self.lever = None
            self.whole.set()
