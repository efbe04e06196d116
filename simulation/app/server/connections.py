"""The connections of browsers: how many there may be, how much each may send, and who is still there."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager

from starlette.types import Message, Receive

from simulation.app import limits
from simulation.app.rates import Rates


class Connections:
    """All connections of a server; used by its loop alone.

    Parameters
    ----------
    kept : the ids of sessions, with a browser or (for a while) without.
    came, left : told the id of a session when its first browser connects, and when its last one has gone.
    """

    def __init__(
        self, kept: Collection[str], came: Callable[[str], object] = str, left: Callable[[str], object] = str
    ) -> None:
        self._kept, self._came, self._left = kept, came, left
        self._open: Counter[str] = Counter()  # connections by session
        self._address: dict[str, str] = {}  # where a session was begun
        self._new = Rates(limits.NEW_SESSIONS)

    @property
    def full(self) -> bool:
        """Whether there is no room for another session."""
        return len(self._sessions()) >= limits.SESSIONS

    def room_for(self, session: str, address: str) -> bool:
        """Whether a browser may connect: to a session that is there, or to a new one where it is not one too many."""
        if session in self._sessions():
            return self._open[session] < limits.CONNECTIONS_OF_SESSION
        theirs = list(self._address.values()).count(address)
        return not (self.full or theirs >= limits.SESSIONS_OF_ADDRESS or self._new.take(address))

    @contextmanager
    def held(self, session: str, address: str) -> Iterator[None]:
        """While a browser is connected."""
        self._open[session] += 1
        self._address.setdefault(session, address)
        if self._open[session] == 1:
            self._came(session)
        try:
            yield
        finally:
            self._open[session] -= 1
            if not self._open[session]:
                del self._open[session]
                self._left(session)

    def _sessions(self) -> dict[str, str]:
        self._address = {
            each: where for each, where in self._address.items() if each in self._open or each in self._kept
        }
        return self._address


def paced(receive: Receive) -> Receive:
    """``receive`` of one connection, which hands messages on as fast as they may come; the others wait outside."""
    pace = Rates(limits.MESSAGES)

    async def slowly() -> Message:
        message = await receive()
        while message["type"] == "websocket.receive" and (wait := pace.take()):
            await asyncio.sleep(wait)
        return message

    return slowly
