"""What undo and redo go back to, as links that the browser keeps through a refresh or a crash of the server.

The browser keeps them for one tab (``sessionStorage``) together with the link they belong to, and hands them back when
the page is opened again at that link. Nothing is stored on the server. What comes back is read as carefully as an
address.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from simulation.app import limits
from simulation.app.session import codec
from simulation.app.story.history import History
from simulation.app.story.state import Workshop
from simulation.world.errors import LinkError


class UndoLinks:
    """The undo links of one session; links are made once for each state."""

    def __init__(self) -> None:
        self._links: dict[int, tuple[Workshop, str]] = {}  # with its state, so that no other gets the same id

    def of(self, history: History) -> dict[str, list[str]]:
        """The last states before the present one and the next ones to redo, nearest last, as links."""
        known, self._links = self._links, {}
        left = limits.UNDO_LINK_CHARACTERS
        found: dict[str, list[str]] = {}
        for key, states in (("past", history.past), ("undone", history.undone)):
            links: list[str] = []
            for state in reversed(states[-limits.UNDO_LINKS :]):
                self._links[id(state)] = known.get(id(state)) or (state, codec.encode(state))
                link = self._links[id(state)][1]
                left -= len(link)
                if left < 0:
                    break
                links.append(link)
            found[key] = links[::-1]
        return found


def remembered(history: History, kept: Any) -> History:
    """The history with what a browser kept of it; as it was if that is damaged, or if something was done already."""
    if history.past or history.undone:
        return history
    try:
        past, undone = (_states(kept[key]) for key in ("past", "undone"))
    except (LinkError, KeyError, TypeError):
        return history
    return replace(history, past=past, undone=undone)


def _states(links: Sequence[Any]) -> tuple[Workshop, ...]:
    if not isinstance(links, list) or not all(isinstance(link, str) for link in links):
        raise TypeError("links")
    if sum(map(len, links)) > limits.UNDO_LINK_CHARACTERS:
        raise TypeError("too long")
    return tuple(codec.decode(link) for link in links[-limits.UNDO_LINKS :])
