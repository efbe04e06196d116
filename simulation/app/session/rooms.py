"""Rooms for phones: a facilitator opens one, and the people who type its code put something in it.

A room lives in the server's memory alone and ends by itself. It knows nobody: a browser counts once, by a digest of its
cookie that means nothing outside the room. Whoever deletes the cookie is another browser, so that only a few may join
from one network address, unless the facilitator lets more. Codes cannot be tried out, and nobody can take all rooms.
"""

from __future__ import annotations

import hashlib
import os
import threading
import time
from abc import ABC, abstractmethod
from collections.abc import Iterator
from typing import Any, Generic, NamedTuple, TypeVar

from simulation.app import limits
from simulation.app.rates import Rates
from simulation.app.session.caller import Caller
from simulation.world.errors import RoomError

LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ"  # without I and O, which look like figures

Given = TypeVar("Given")


class Seen(NamedTuple):
    """What a facilitator sees of a room: how it stands, whether somebody is turned away, how many browsers came in."""

    standing: Any
    turned_away: bool
    came: int


class Room(ABC, Generic[Given]):
    """One room; each browser has one thing in it, and may change that while the room is open.

    Attributes
    ----------
    owner : who opened it.
    many_from_one_address : whether the facilitator lets any number take part from one network address.
    """

    def __init__(self, code: str, owner: Caller) -> None:
        self.code, self.owner = code, owner
        self.open, self.ended = True, False
        self.many_from_one_address = False
        self.used = time.monotonic()
        self._salt = os.urandom(16)
        self._given: dict[bytes, Given] = {}
        self._from: dict[bytes, bytes] = {}  # the addresses of those who took part
        self._turned_away: set[bytes] = set()  # addresses from which more wanted to
        self._came: dict[bytes, set[bytes]] = {}  # browsers that opened it, by address
        self._changed = threading.Condition()

    @property
    @abstractmethod
    def most(self) -> int:
        """How many take part."""

    @abstractmethod
    def standing(self) -> Any:
        """What there is to see of it."""

    def given(self, caller: Caller) -> Given | None:
        """What a visitor put in."""
        with self._changed:
            return self._given.get(self._digest(caller.browser))

    def come(self, caller: Caller) -> None:
        """Count a browser that has opened the room, whether it takes part or not; bounded as taking part is."""
        address, browser = self._digest(caller.address), self._digest(caller.browser)
        with self._changed:
            room = self.open and caller.browser and (address in self._came or len(self._came) < self.most)
            theirs = self._came.setdefault(address, set()) if room else set()
            if room and len(theirs) < self.most:
                theirs.add(browser)
                self._changed.notify_all()

    @property
    def came(self) -> int:
        """How many browsers have opened it; no more from one address than may take part from there."""
        with self._changed:
            most = self.most if self.many_from_one_address else limits.PHONES_OF_ADDRESS
            return max(sum(min(len(theirs), most) for theirs in self._came.values()), len(self._given))

    @property
    def turned_away(self) -> bool:
        """Whether somebody could not take part because others had from the same address, and still could not."""
        with self._changed:
            return bool(self._turned_away) and not self.many_from_one_address

    def let_many(self) -> None:
        """Let any number take part from one address from now on: they are behind one router."""
        with self._changed:
            self.many_from_one_address = True
            self._changed.notify_all()

    def end(self) -> None:
        """Nobody can come in any more; nothing is kept."""
        with self._changed:
            self.open, self.ended = False, True
            self._forget()
            self._came = {}
            self._changed.notify_all()

    def seen(self) -> Seen:
        """What there is to see of it now."""
        return Seen(self.standing(), self.turned_away, self.came)

    def watch(self, stop: threading.Event) -> Iterator[Seen]:
        """What there is to see of it; again whenever that changes, until ``stop`` is set."""
        latest: Seen | None = None
        while not stop.is_set():
            now = self.seen()
            if now != latest:
                latest = now
                yield now
            with self._changed:
                self._changed.wait(limits.ROOM_LOOK_SECONDS)

    # For rooms; all of these are called with ``_changed`` held

    def _put(self, caller: Caller, what: Given) -> None:
        browser = self._digest(caller.browser)
        if browser not in self._given:
            self._admit(caller, browser)
        self._given[browser] = what
        self.used = time.monotonic()
        self._changed.notify_all()

    def _admit(self, caller: Caller, browser: bytes) -> None:
        if not caller.browser:
            raise RoomError("To take part, let your browser keep a cookie of this page, and open the page again.")
        if len(self._given) >= self.most:
            raise RoomError("This room is full.")
        address = self._digest(caller.address)
        took_part = sum(1 for each in self._from.values() if each == address)
        if took_part >= limits.PHONES_OF_ADDRESS and not self.many_from_one_address:
            self._turned_away.add(address)
            self._changed.notify_all()
            raise RoomError(
                f"{limits.PHONES_OF_ADDRESS} take part from your network address; the facilitator can let more in."
            )
        self._from[browser] = address

    def _forget(self) -> None:
        self._given, self._from, self._turned_away = {}, {}, set()

    def _digest(self, of: str) -> bytes:
        return hashlib.blake2b(of.encode(), key=self._salt, digest_size=16).digest()


Kind = TypeVar("Kind", bound=Room[Any])


class Rooms:
    """All rooms of the server; each facilitator has one of each kind."""

    def __init__(self) -> None:
        self.address = ""  # under which phones reach this server; none where it can be reached from this machine alone
        self._open: dict[str, Room[Any]] = {}
        self._wrong_codes = Rates(limits.WRONG_CODES)
        self._lock = threading.Lock()

    def open(self, owner: Caller, kind: type[Kind], about: Any) -> Kind:
        """The facilitator's room of a kind; a new one where there is none."""
        with self._lock:
            known = self._of(owner, kind)
            if known is not None:
                return known
            if not owner.browser:
                raise RoomError("To open a room, let your browser keep a cookie of this page, and open it again.")
            theirs = sum(1 for room in self._open.values() if room.owner.address == owner.address)
            if theirs >= limits.ROOMS_OF_ADDRESS or len(self._open) >= limits.MOST_ROOMS:
                raise RoomError("There are too many rooms already; close one first.")
            room = kind(self._new_code(), owner, about)  # type: ignore[call-arg]
            self._open[room.code] = room
            return room

    def of(self, owner: Caller, kind: type[Kind]) -> Kind | None:
        """The facilitator's room of a kind, if there is one."""
        with self._lock:
            return self._of(owner, kind)

    def find(self, code: object, caller: Caller) -> Room[Any]:
        """The room of a code, however it was typed; browsers can send anything. Who is wrong too often has to wait."""
        code = "".join(code.split()).upper()[: limits.CODE_LETTERS] if isinstance(code, str) else ""
        if self._wrong_codes.wait(caller.address):
            raise RoomError("Too many wrong codes have come from your network. Wait a minute and try again.")
        with self._lock:
            self._forget_old()
            room = self._open.get(code)
        if room is None:
            if code:
                self._wrong_codes.take(caller.address)
            raise RoomError("There is no such room. Look at the code again, or ask the facilitator.")
        return room

    def close(self, room: Room[Any]) -> None:
        """End a room."""
        room.end()
        with self._lock:
            self._open.pop(room.code, None)

    def link(self, room: Room[Any]) -> str:
        """What people open on their phones."""
        return f"{self.address}/vote?room={room.code}"

    def _of(self, owner: Caller, kind: type[Kind]) -> Kind | None:
        self._forget_old()
        theirs = (each for each in self._open.values() if owner.browser and each.owner.browser == owner.browser)
        return next((each for each in theirs if isinstance(each, kind)), None)

    def _forget_old(self) -> None:
        now = time.monotonic()
        for code, room in list(self._open.items()):
            if now - room.used > limits.ROOM_SECONDS:
                room.end()
                del self._open[code]

    def _new_code(self) -> str:
        # The system's randomness, not the model's: a code must not be guessed from another one.
        while True:
            code = "".join(LETTERS[byte % len(LETTERS)] for byte in os.urandom(limits.CODE_LETTERS))
            if code not in self._open:
                return code


ROOMS = Rooms()
