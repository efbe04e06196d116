"""One visitor's session: the history of states, and what is part of no state. Solara keeps one for each."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import solara
from solara.toestand import KernelStoreFactory

from simulation.app.futures.scheduler import SCHEDULER
from simulation.app.session import codec
from simulation.app.session.caller import visitor
from simulation.app.session.undo_links import remembered
from simulation.app.story.history import History
from simulation.app.story.state import Workshop, first
from simulation.world.errors import LinkError, ScenarioError, SettingError, StateError

PARAMETER = "w"  # of the address
REFUSED = (StateError, ScenarioError, SettingError, ValueError, KeyError)

history = solara.reactive(History(first()))
playing = solara.reactive(False)
message = solara.reactive("")
broken_link = solara.reactive("")
calm = solara.reactive(False)  # the visitor's machine asks for little motion
origin = solara.reactive("")  # how the visitor's browser calls this server
place = solara.reactive(0)  # number of the neighbourhood whose biography is told


def now() -> Workshop:
    """The present state; a component that asks is drawn again when it changes."""
    return history.value.now


def now_quietly() -> Workshop:
    """The present state, without being drawn again when it changes."""
    return history.peek().now


def act(change: Callable[[Workshop], Workshop], keep: bool = True) -> None:
    """Go to another state; what cannot be done is said, and nothing is lost.

    Parameters
    ----------
    keep : whether it can be undone; false for what is only a look.
    """
    try:
        _go(lambda known: known.act(change(known.now), keep))
        message.set("")
    except REFUSED as error:
        message.set(f"That could not be done: {_message(error)}. Nothing was lost.")


class _Acts:
    """Acts on their way into the history: each begins where the last one ended, whichever thread it comes from."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.visitor = visitor()
        self.under_way = 0
        self.latest: History = history.peek()  # while any is


_acts = KernelStoreFactory(_Acts, key="simulation.app.session.acts")


def _go(change: Callable[[History], History]) -> None:
    """Change the history; no act is lost that comes from another thread meanwhile.

    Pages are drawn while the history is set, and may act themselves, or wait for a page that another thread draws. So
    the lock is held only while the next history is made. Whoever set one that is not the latest any more sets that.
    """
    acts = _acts.peek()
    with acts.lock:
        acts.latest = change(acts.latest if acts.under_way else history.peek())
        acts.under_way += 1
    SCHEDULER.acted(acts.visitor)  # before pages ask for other futures
    try:
        while True:
            shown = acts.latest
            history.set(shown)
            if shown is acts.latest:
                break
    finally:
        with acts.lock:
            acts.under_way -= 1


def look(change: Callable[[Workshop], Workshop]) -> None:
    """Look at the same state in another way."""
    act(change, keep=False)


def restore(**changes: Any) -> None:
    """Change how the workshop looks; not undone by undo."""
    look(lambda state: replace(state, **changes))


def step_future(key: str) -> None:
    """Look into another future, or into the other arm of this one."""
    if key == "arm":
        look(lambda state: state.other_arm())
    else:
        step = 1 if key == "on" else -1
        look(lambda state: state.in_future(state.future + step, step))


def undo() -> None:
    """Take the last act back."""
    _go(History.undo)
    message.set("")


def redo() -> None:
    """Do again what was undone."""
    _go(History.redo)


def address(path: str = "/", state: Workshop | None = None) -> str:
    """A page of the workshop with the state in it."""
    return f"{path}?{PARAMETER}={codec.encode(state or now_quietly())}"


def begin(search: str | None) -> None:
    """Take the state from the address that was opened."""
    for pair in (search or "").split("&"):
        name, _, value = pair.partition("=")
        if name == PARAMETER and value:
            try:
                _open(codec.decode(value))
            except LinkError as error:
                broken_link.set(str(error))


def _open(state: Workshop) -> None:
    _go(lambda _: History(state))


def remember(kept: Any) -> None:
    """Take over what the browser kept for undo and redo, after a refresh."""
    _go(lambda known: remembered(known, kept))


def _message(error: BaseException) -> str:
    text = error.args[0] if error.args else str(error)
    return str(text).rstrip(".")
