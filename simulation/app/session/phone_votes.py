"""Votes on phones: people vote on phones of their own, the facilitator sees the counts as they come."""

from __future__ import annotations

import time

from simulation.app import limits
from simulation.app.session.caller import Caller
from simulation.app.session.rooms import Room
from simulation.results.outcomes import OUTCOMES
from simulation.world.errors import RoomError

Tally = tuple[int, int, int, int]


class PhoneVote(Room[int]):
    """One vote: a question, and one choice for each browser; who votes again changes the choice."""

    def __init__(self, code: str, owner: Caller, question: str) -> None:
        super().__init__(code, owner)
        self.question = question

    @property
    def most(self) -> int:
        """How many vote."""
        return limits.MOST_PHONE_VOTERS

    def vote(self, caller: Caller, choice: int, question: str) -> None:
        """Put down or change a vote on the question that the voter saw."""
        if not 0 <= choice < len(OUTCOMES):
            raise RoomError("There is no such choice.")
        with self._changed:
            if not self.open:
                raise RoomError("This vote is closed.")
            if question != self.question:
                raise RoomError("There is another question now. Please read it and vote again.")
            self._put(caller, choice)

    def standing(self) -> Tally:
        """Votes for each choice."""
        with self._changed:
            votes = list(self._given.values())
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
        return self.standing()

    def again(self) -> None:
        """Forget the votes and take new ones."""
        with self._changed:
            self.open = True
            self._forget()
            self.used = time.monotonic()
            self._changed.notify_all()
