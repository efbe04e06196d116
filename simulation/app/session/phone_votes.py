"""Votes on phones: people vote on phones of their own, the facilitator sees the counts as they come.

A vote (a room, for the people who type its code) lives in the server's memory alone and ends by itself. It knows no
names: a browser counts once, by a digest of its session that means nothing outside the vote.
"""

from __future__ import annotations

import hashlib
import os
import threading
import time
from collections.abc import Iterator

from simulation.app import limits
from simulation.results.outcomes import OUTCOMES
from simulation.world.errors import PhoneVoteError

LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ"  # without I and O, which look like figures

Tally = tuple[int, int, int, int]


class PhoneVote:
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
            raise PhoneVoteError("There is no such choice.")
        with self._changed:
            if not self.open:
                raise PhoneVoteError("This vote is closed.")
            if question != self.question:
                raise PhoneVoteError("There is another question now. Please read it and vote again.")
            voter = self._voter(browser)
            if voter not in self._votes and len(self._votes) >= limits.MOST_PHONE_VOTERS:
                raise PhoneVoteError("This room is full.")
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
                self._changed.wait(limits.PHONE_VOTE_LOOK_SECONDS)

    def _voter(self, browser: str) -> bytes:
        return hashlib.blake2b(browser.encode(), key=self._salt, digest_size=16).digest()


class PhoneVotes:
    """All votes on phones of the server; each facilitator has one."""

    def __init__(self) -> None:
        self.address = ""  # under which phones reach this server; none where it can be reached from this machine alone
        self._open: dict[str, PhoneVote] = {}
        self._lock = threading.Lock()

    def open(self, owner: str, question: str) -> PhoneVote:
        """The facilitator's vote; a new one where there is none."""
        with self._lock:
            self._forget_old()
            for phone_vote in self._open.values():
                if phone_vote.owner == owner:
                    return phone_vote
            if len(self._open) >= limits.MOST_PHONE_VOTES:
                raise PhoneVoteError("There are too many rooms already; close one first.")
            phone_vote = PhoneVote(self._new_code(), owner, question)
            self._open[phone_vote.code] = phone_vote
            return phone_vote

    def of(self, owner: str) -> PhoneVote | None:
        """The facilitator's vote, if there is one."""
        with self._lock:
            self._forget_old()
            return next((phone_vote for phone_vote in self._open.values() if phone_vote.owner == owner), None)

    def find(self, code: object) -> PhoneVote:
        """The vote of a code, however it was typed; browsers can send anything."""
        code = code if isinstance(code, str) else ""
        with self._lock:
            self._forget_old()
            phone_vote = self._open.get("".join(code.split()).upper()[: limits.CODE_LETTERS])
        if phone_vote is None:
            raise PhoneVoteError("There is no such room. Look at the code again, or ask the facilitator.")
        return phone_vote

    def close(self, phone_vote: PhoneVote) -> None:
        """End a vote."""
        phone_vote.end()
        with self._lock:
            self._open.pop(phone_vote.code, None)

    def link(self, phone_vote: PhoneVote) -> str:
        """What people open on their phones."""
        return f"{self.address}/vote?room={phone_vote.code}"

    def _forget_old(self) -> None:
        now = time.monotonic()
        for code, phone_vote in list(self._open.items()):
            if now - phone_vote.used > limits.PHONE_VOTE_SECONDS:
                phone_vote.end()
                del self._open[code]

    def _new_code(self) -> str:
        # The system's randomness, not the model's: a code must not be guessed from another one.
        while True:
            code = "".join(LETTERS[byte % len(LETTERS)] for byte in os.urandom(limits.CODE_LETTERS))
            if code not in self._open:
                return code


PHONE_VOTES = PhoneVotes()
