"""The groups' board: each group spends its points on a phone, and the facilitator's screen ranks what came of it."""

from __future__ import annotations

from collections.abc import Mapping

from simulation.app import limits
from simulation.app.rates import Rates
from simulation.app.session.caller import Caller
from simulation.app.session.rooms import Room
from simulation.app.story import names
from simulation.app.story.protection import Protection, begun, bought
from simulation.app.story.state import Workshop
from simulation.world.errors import RoomError

Groups = tuple[Protection, ...]


class Board(Room[Protection]):
    """One board: what each group buys, under the name that it gave itself.

    Attributes
    ----------
    state : the story that the groups buy for.
    """

    def __init__(self, code: str, owner: Caller, state: Workshop) -> None:
        super().__init__(code, owner)
        self.state = state
        self._changes = Rates(limits.GROUP_CHANGES)
        self._removed: set[bytes] = set()

    @property
    def most(self) -> int:
        """How many groups there may be."""
        return limits.MOST_GROUPS

    def buy(self, caller: Caller, name: str, settings: Mapping[str, float]) -> None:
        """Put a group on the board, or change its name and what it buys.

        Raises
        ------
        RoomError : if the board is closed or full, the name is none or taken, or changes come too fast.
        StateError, SettingError : if that cannot be bought with the points.
        """
        called = names.short(name)
        if not called:
            raise RoomError(f"Give your group a name of up to {limits.NAME_CHARACTERS} letters.")
        with self._changed:
            if not self.open:
                raise RoomError("This board is closed.")
            browser = self._digest(caller.browser)
            if browser in self._removed:
                raise RoomError("The facilitator has taken your group off the board.")
            if any(group.title == called for other, group in self._given.items() if other != browser):
                raise RoomError(f"Another group is called {called} already.")
            way = bought(self.state, called, settings)
            if wait := self._changes.take(browser.hex()):
                raise RoomError(f"That was quick. Wait {wait:.0f} seconds and send it again.")
            self._put(caller, way)

    def standing(self) -> Groups:
        """The groups in the order in which they came."""
        with self._changed:
            return tuple(self._given.values())

    def about(self, state: Workshop) -> None:
        """The story that the facilitator shows now; where other things are free there, the groups are gone."""
        with self._changed:
            if begun(state) != begun(self.state):
                self._forget()
                self._changed.notify_all()
            self.state = state

    def remove(self, name: str) -> None:
        """Take a group off; its browser does not come back."""
        with self._changed:
            for browser in [each for each, group in self._given.items() if group.title == name]:
                del self._given[browser]
                self._removed.add(browser)
            self._changed.notify_all()

    def _forget(self) -> None:
        super()._forget()
        self._removed = set()
