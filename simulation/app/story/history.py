"""The present state with those before it and those that were undone, so that every act can be taken back."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from simulation.app import limits
from simulation.app.story.state import Workshop


@dataclass(frozen=True)
class History:
    """The present state with what came before and what was undone, so that every act can be taken back."""

    now: Workshop
    past: tuple[Workshop, ...] = ()
    undone: tuple[Workshop, ...] = field(default=())

    def act(self, state: Workshop, keep: bool = True) -> History:
        """Go to another state; ``keep`` false for what is only a look (time, service, future)."""
        if state == self.now:
            return self
        if not keep:
            return replace(self, now=state)
        return History(state, (*self.past, self.now)[-limits.UNDO_ACTS :])

    def undo(self) -> History:
        """Take the last act back."""
        if not self.past:
            return self
        return History(self._as_seen(self.past[-1]), self.past[:-1], (*self.undone, self.now))

    def redo(self) -> History:
        """Do again what was undone."""
        if not self.undone:
            return self
        return History(self._as_seen(self.undone[-1]), (*self.past, self.now), self.undone[:-1])

    def _as_seen(self, state: Workshop) -> Workshop:
        """A former state, looked at as the present one is; another story at the time that it was left at."""
        seen = replace(state, dark=self.now.dark, big=self.now.big, keys=self.now.keys)
        same = state.scenario.name == self.now.scenario.name and state.start == self.now.start
        return seen.at(self.now.cursor) if same else seen
