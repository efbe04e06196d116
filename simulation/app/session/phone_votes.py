"""Votes on phones: people vote on phones of their own, the facilitator sees the counts as they come.

A vote (a room, for the people who type its code) lives in the server's memory alone and ends by itself. It knows no
names: a browser counts once, by a digest of its cookie that means nothing outside the vote. Whoever deletes the cookie
is another browser, so that only a few may vote from one network address, unless the facilitator lets more. Codes cannot
be tried out, and nobody can take all rooms.
"""

from __future__ import annotations

import hashlib
import os
import threading
import time
from collections.abc import Iterator

from simulation.app import limits
from simulation.app.rates import Rates
from simulation.app.session.caller import Caller
from simulation.results.outcomes import OUTCOMES
from simulation.world.errors import PhoneVoteError

LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ"  # without I and O, which look like figures

Tally = tuple[int, int, int, int]


class PhoneVote:
    """One vote: a question, and one choice for each browser; who votes again changes the choice.

    Attributes
    ----------
    owner : who opened it.
    many_from_one_address : whether the facilitator lets any number vote from one network address.
    """

    def __init__(self, code: str, owner: Caller, question: str) -> None:
        self.code, self.owner, self.question = code, owner, question
        self.open, self.ended = True, False
        self.many_from_one_address = False
        self.used = time.monotonic()
        self._salt = os.urandom(16)
        self._votes: dict[bytes, int] = {}
        self._from: dict[bytes, bytes] = {}  # the addresses of those who voted
        self._turned_away: set[bytes] = set()  # addresses from which more wanted to vote
        self._changed = threading.Condition()

    def vote(self, caller: Caller, choice: int, question: str) -> None:
        """Put down or change a vote on the question that the voter saw."""
        if not 0 <= choice < len(OUTCOMES):
            raise PhoneVoteError("There is no such choice.")
        with self._changed:
            if not self.open:
                raise PhoneVoteError("This vote is closed.")
            if question != self.question:
                raise PhoneVoteError("There is another question now. Please read it and vote again.")
            voter = self._digest(caller.browser)
            if voter not in self._votes:
                self._admit(caller, voter)
            self._votes[voter] = choice
            self.used = time.monotonic()
            self._changed.notify_all()

    def _admit(self, caller: Caller, voter: bytes) -> None:
        if not caller.browser:
            raise PhoneVoteError("To vote, let your browser keep a cookie of this page, and open the page again.")
        if len(self._votes) >= limits.MOST_PHONE_VOTERS:
            raise PhoneVoteError("This room is full.")
        address = self._digest(caller.address)
        voted = sum(1 for each in self._from.values() if each == address)
        if voted >= limits.VOTERS_OF_ADDRESS and not self.many_from_one_address:
            self._turned_away.add(address)
            self._changed.notify_all()
            raise PhoneVoteError(
                f"{limits.VOTERS_OF_ADDRESS} have voted from your network address; the facilitator can let more vote."
            )
        self._from[voter] = address

    def choice(self, caller: Caller) -> int | None:
        """What a visitor voted for."""
        with self._changed:
            return self._votes.get(self._digest(caller.browser))

    @property
    def turned_away(self) -> bool:
        """Whether somebody could not vote because others had from the same address, and still could not."""
        with self._changed:
            return bool(self._turned_away) and not self.many_from_one_address

    def let_many(self) -> None:
        """Let any number vote from one address from now on: the room is behind one router."""
        with self._changed:
            self.many_from_one_address = True
            self._changed.notify_all()

    def tally(self) -> Tally:
        """Votes for each choice."""
        with self._changed:
            votes = list(self._votes.values())
        return tuple(votes.count(number) for number in range(len(OUTCOMES)))  # type: ignore[return-value]

    def ask(self, question: str) -> None:
        """Put another question; the votes for the former one are gone."""
        with self._changed:
            if question != self.question:
                self.question = question
                self._forget()
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
            self.open = True
            self._forget()
            self.used = time.monotonic()
            self._changed.notify_all()

    def end(self) -> None:
        """Nobody can come in any more; nothing is kept."""
        with self._changed:
            self.open, self.ended = False, True
            self._forget()
            self._changed.notify_all()

    def watch(self, stop: threading.Event) -> Iterator[tuple[Tally, bool]]:
        """The counts now and whether somebody is turned away; again whenever they change, until ``stop`` is set."""
        latest: tuple[Tally, bool] | None = None
        while not stop.is_set():
            now = self.tally(), self.turned_away
            if now != latest:
                latest = now
                yield now
            with self._changed:
                self._changed.wait(limits.PHONE_VOTE_LOOK_SECONDS)

    def _forget(self) -> None:
        self._votes, self._from, self._turned_away = {}, {}, set()

    def _digest(self, of: str) -> bytes:
        return hashlib.blake2b(of.encode(), key=self._salt, digest_size=16).digest()


class PhoneVotes:
    """All votes on phones of the server; each facilitator has one."""

    def __init__(self) -> None:
        self.address = ""  # under which phones reach this server; none where it can be reached from this machine alone
        self._open: dict[str, PhoneVote] = {}
        self._wrong_codes = Rates(limits.WRONG_CODES)
        self._lock = threading.Lock()

    def open(self, owner: Caller, question: str) -> PhoneVote:
        """The facilitator's vote; a new one where there is none."""
        with self._lock:
            known = self._of(owner)
            if known is not None:
                return known
            if not owner.browser:
                raise PhoneVoteError("To open a room, let your browser keep a cookie of this page, and open it again.")
            theirs = sum(1 for phone_vote in self._open.values() if phone_vote.owner.address == owner.address)
            if theirs >= limits.PHONE_VOTES_OF_ADDRESS or len(self._open) >= limits.MOST_PHONE_VOTES:
                raise PhoneVoteError("There are too many rooms already; close one first.")
            phone_vote = PhoneVote(self._new_code(), owner, question)
            self._open[phone_vote.code] = phone_vote
            return phone_vote

    def of(self, owner: Caller) -> PhoneVote | None:
        """The facilitator's vote, if there is one."""
        with self._lock:
            return self._of(owner)

    def find(self, code: object, caller: Caller) -> PhoneVote:
        """The vote of a code, however it was typed; browsers can send anything. Who is wrong too often has to wait."""
        code = "".join(code.split()).upper()[: limits.CODE_LETTERS] if isinstance(code, str) else ""
        if self._wrong_codes.wait(caller.address):
            raise PhoneVoteError("Too many wrong codes have come from your network. Wait a minute and try again.")
        with self._lock:
            self._forget_old()
            phone_vote = self._open.get(code)
        if phone_vote is None:
            if code:
                self._wrong_codes.take(caller.address)
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

    def _of(self, owner: Caller) -> PhoneVote | None:
        self._forget_old()
        theirs = (each for each in self._open.values() if owner.browser and each.owner.browser == owner.browser)
        return next(theirs, None)

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
