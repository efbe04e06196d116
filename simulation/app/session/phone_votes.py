"""Shared rooms: people vote on phones of their own, the facilitator sees the counts as they come.

A room lives in the server's memory alone and ends by itself. It knows no names: a browser counts once, by a digest of
its session that means nothing outside the room.
"""

from __future__ import annotations

import hashlib
import os
import socket
import threading
import time
from collections.abc import Iterator

from simulation.results.outcomes import OUTCOMES

LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ"  # without I and O, which look like figures
LENGTH = 4
MOST_ROOMS = 20
MOST_VOTERS = 300  # of a room
LIFETIME = 4 * 3600.0  # seconds after the last vote
PATIENCE = 1.0  # seconds between looks whether a watcher has gone

Tally = tuple[int, int, int, int]


class RoomError(ValueError):
    """What a room cannot do; the message is for people."""


class Room:
    """One vote: a question, and one choice for each browser; who votes again changes the choice."""

    def __init__(self, code: str, owner: str, question: str) -> None:
        self.code, self.owner, self.question = code, owner, question
        self.open, self.ended = True, False
        self.used = time.monotonic()
        self._salt = os.urandom(16)
        self._votes: dict[bytes, int] = {}
        self._changed = threading.Condition()

    def vote(self, browser: str, choice: int, question: str) -> None:
        """Put down or change a vote on the question that the voter saw."""
        if not 0 <= choice < len(OUTCOMES):
            raise RoomError("There is no such choice.")
        with self._changed:
            if not self.open:
                raise RoomError("This vote is closed.")
            if question != self.question:
                raise RoomError("There is another question now. Please read it and vote again.")
            voter = self._voter(browser)
            if voter not in self._votes and len(self._votes) >= MOST_VOTERS:
                raise RoomError("This room is full.")
            self._votes[voter] = choice
            self.used = time.monotonic()
            self._changed.notify_all()

    def choice(self, browser: str) -> int | None:
        """What a browser voted for."""
        with self._changed:
            return self._votes.get(self._voter(browser))

    def tally(self) -> Tally:
        """Votes for each choice."""
        with self._changed:
            votes = list(self._votes.values())
        return tuple(votes.count(number) for number in range(len(OUTCOMES)))  # type: ignore[return-value]

    def ask(self, question: str) -> None:
        """Put another question; the votes for the former one are gone."""
        with self._changed:
            if question != self.question:
                self.question, self._votes = question, {}
                self._changed.notify_all()

    def close(self) -> Tally:
        """Take no more votes; return how they stand."""
        with self._changed:
            self.open = False
            self._changed.notify_all()
        return self.tally()

    def again(self) -> None:
        """Forget the votes and take new ones."""
        with self._changed:
            self.open, self._votes = True, {}
            self.used = time.monotonic()
            self._changed.notify_all()

    def end(self) -> None:
        """Nobody can come in any more; nothing is kept."""
        with self._changed:
            self.open, self.ended, self._votes = False, True, {}
            self._changed.notify_all()

    def watch(self, stop: threading.Event) -> Iterator[Tally]:
        """The counts now, and whenever they change, until ``stop`` is set."""
        latest: Tally | None = None
        while not stop.is_set():
            now = self.tally()
            if now != latest:
                latest = now
                yield now
            with self._changed:
                self._changed.wait(PATIENCE)

    def _voter(self, browser: str) -> bytes:
        return hashlib.blake2b(browser.encode(), key=self._salt, digest_size=16).digest()


class Rooms:
    """All rooms of the server; each facilitator has one."""

    def __init__(self) -> None:
        self.address = ""  # under which phones reach this server; none where it can be reached from this machine alone
        self._rooms: dict[str, Room] = {}
        self._lock = threading.Lock()

    def open(self, owner: str, question: str) -> Room:
        """The facilitator's room; a new one where there is none."""
        with self._lock:
            self._forget_old()
            for room in self._rooms.values():
                if room.owner == owner:
                    return room
            if len(self._rooms) >= MOST_ROOMS:
                raise RoomError("There are too many rooms already; close one first.")
            room = Room(self._new_code(), owner, question)
            self._rooms[room.code] = room
            return room

    def of(self, owner: str) -> Room | None:
        """The facilitator's room, if there is one."""
        with self._lock:
            self._forget_old()
            return next((room for room in self._rooms.values() if room.owner == owner), None)

    def find(self, code: str) -> Room:
        """The room of a code, however it was typed."""
        with self._lock:
            self._forget_old()
            room = self._rooms.get("".join(code.split()).upper()[:LENGTH])
        if room is None:
            raise RoomError("There is no such room. Look at the code again, or ask the facilitator.")
        return room

    def close(self, room: Room) -> None:
        """End a room."""
        room.end()
        with self._lock:
            self._rooms.pop(room.code, None)

    def link(self, room: Room) -> str:
        """What people open on their phones."""
        return f"{self.address}/vote?room={room.code}"

    def _forget_old(self) -> None:
        now = time.monotonic()
        for code, room in list(self._rooms.items()):
            if now - room.used > LIFETIME:
                room.end()
                del self._rooms[code]

    def _new_code(self) -> str:
        # The system's randomness, not the model's: a code must not be guessed from another one.
        while True:
            code = "".join(LETTERS[byte % len(LETTERS)] for byte in os.urandom(LENGTH))
            if code not in self._rooms:
                return code


def reached_at(host: str, port: int) -> str:
    """How other machines call this server, as well as can be known."""
    name = host
    if host in ("0.0.0.0", "::", ""):
        try:
            with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
                probe.connect(("192.0.2.1", 9))  # nothing is sent: it only tells which address would be used
                name = probe.getsockname()[0]
        except OSError:
            name = socket.gethostname()
    return f"http://{f'[{name}]' if ':' in name else name}:{port}"


ROOMS = Rooms()
