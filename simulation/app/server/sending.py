"""Which way messages take to the browsers: `simulation.app.server.websocket`, or Solara's where that does not fit.

Our way builds on a class that Solara keeps to itself and may change with any version. So it is tried before the server
starts; where it does not work, Solara sends as it always does, which is slower in a full room and otherwise the same.
"""

from __future__ import annotations

import asyncio
import logging
import threading
from concurrent.futures import ThreadPoolExecutor
from importlib.metadata import version
from typing import Any

log = logging.getLogger(__name__)

PATIENCE = 5.0  # seconds that the trial may take
WAYS = {"send", "send_bytes", "send_json", "send_text"}  # of Solara's class: another one would pass ours by
TRIAL: tuple[str | bytes, ...] = ("one", b"two", "three")


def install() -> bool:
    """Let Solara's server send our way, before its first connection; return whether it does."""
    try:
        import solara.server.starlette as starlette

        from simulation.app.server.websocket import Outbox

        with ThreadPoolExecutor(1, "trial") as pool:  # on a loop of its own, whatever runs here
            pool.submit(lambda: asyncio.run(asyncio.wait_for(_try(Outbox), PATIENCE))).result()
    except Exception as error:  # whatever another version of Solara may come up with
        log.warning(
            "Solara %s sends in its own way, which is slower in a full room: ours does not fit it (%s: %s)",
            version("solara"),
            type(error).__name__,
            error,
        )
        return False
    server: Any = starlette
    server.WebsocketWrapper = Outbox
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
