"""One visitor's session: the history of states, and the hooks by which pages follow it. Solara keeps one for each."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import solara

from simulation.app.futures.futures import Futures
from simulation.app.futures.scheduler import OFFICE
from simulation.app.futures.view import Picture
from simulation.app.session import codec
from simulation.app.session.undo_links import remembered
from simulation.app.story.state import QUARTER, History, StateError, Workshop, first
from simulation.parameters.parameter import SettingError
from simulation.scenarios import Scenario, ScenarioError

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


def act(change: Callable[[Workshop], Workshop], keep: bool = True) -> None:
    """Go to another state; what cannot be done is said, and nothing is lost.

    Parameters
    ----------
    keep : whether it can be undone; false for what is only a look.
    """
    try:
        history.set(history.value.act(change(history.value.now), keep))
        message.set("")
    except REFUSED as error:
        message.set(f"That could not be done: {_words(error)}. Nothing was lost.")


def look(change: Callable[[Workshop], Workshop]) -> None:
    """Go to another view of the same state."""
    act(change, keep=False)


def step_future(key: str) -> None:
    """Look into another future, or into the other world of this one."""
    if key == "arm":
        look(lambda state: state.other_arm())
    else:
        look(lambda state: state.in_future(state.future + (1 if key == "on" else -1)))


def undo() -> None:
    """Take the last act back."""
    history.set(history.value.undo())
    message.set("")


def redo() -> None:
    """Do again what was undone."""
    history.set(history.value.redo())


def address(path: str = "/", state: Workshop | None = None) -> str:
    """A page of the workshop with the state in it."""
    return f"{path}?{PARAMETER}={codec.encode(state or history.peek().now)}"


def begin(search: str | None) -> None:
    """Take the state from the address that was opened."""
    for pair in (search or "").split("&"):
        name, _, value = pair.partition("=")
        if name == PARAMETER and value:
            try:
                history.set(History(codec.decode(value)))
            except codec.LinkError as error:
                broken_link.set(str(error))


def remember(kept: Any) -> None:
    """Take over what the browser kept for undo and redo, after a refresh."""
    history.set(remembered(history.peek(), kept))


def _words(error: BaseException) -> str:
    text = error.args[0] if error.args else str(error)
    return str(text).rstrip(".")


# Futures of the present state -----------------------------------------------------------------------------------------


@dataclass(frozen=True, eq=False)
class Seen:
    """What there is to show.

    Attributes
    ----------
    picture : of the present state; of the former one under the present view while there is none (``stale``).
    busy : whether more is being computed.
    error : why there is no picture.
    """

    picture: Picture | None
    stale: bool
    busy: bool
    error: str = ""


@dataclass(frozen=True, eq=False)
class _Latest:
    scenario: Scenario
    seed: int
    futures: Futures | None
    error: str = ""


def use_futures(scenario: Scenario, seed: int, estimates: bool = False) -> tuple[Futures | None, str]:
    """The futures of a scenario as far as there are any, and what went wrong; drawn again as more of them come.

    Parameters
    ----------
    estimates : whether the summary is wanted too, which takes as long again.
    """
    nothing: _Latest | None = None
    found, set_found = solara.use_state(nothing)
    cached = solara.use_memo(lambda: OFFICE.look(scenario, seed), [scenario, seed])

    def follow() -> Callable[[], None]:
        stop = threading.Event()

        def watch() -> None:
            latest: Futures | None = None
            try:
                for latest in OFFICE.watch(scenario, seed, stop, estimates):
                    if not stop.is_set():
                        set_found(_Latest(scenario, seed, latest))
            except RuntimeError as error:
                # Without its estimates a picture is still a picture.
                if latest is None and not stop.is_set():
                    set_found(_Latest(scenario, seed, None, str(error)))

        threading.Thread(target=watch, name="watch", daemon=True).start()

        def end() -> None:
            stop.set()
            OFFICE.wake()

        return end

    solara.use_effect(follow, [scenario, seed, estimates])
    if found is not None and found.seed == seed and found.scenario == scenario:
        return found.futures, found.error
    return cached, ""


def use_picture(estimates: bool = False) -> Seen:
    """The picture of the present state; while it is computed, the last one under the present view."""
    state = now()
    futures, error = use_futures(state.played, state.seed, estimates)
    nothing: Futures | None = None
    last = solara.use_ref(nothing)
    if futures is not None:
        last.current = futures
    shown = futures or last.current
    picture = solara.use_memo(lambda: Picture(shown, state) if shown and _fits(shown, state) else None, [shown, state])
    return Seen(picture, futures is None, futures is None or not futures.complete, error)


def _fits(futures: Futures, state: Workshop) -> bool:
    """Whether futures of a former state can be looked at as the present one is: the same town and time."""
    former = futures.scenario
    return futures.months == state.months and former.size("neighbourhoods") == state.scenario.size("neighbourhoods")


# Playing --------------------------------------------------------------------------------------------------------------

PACE = 0.14  # seconds between quarters
CALM_PACE = 1.0  # between years, where little motion is asked for


def use_playing() -> None:
    """Move the time cursor while the play button is on."""

    def run() -> Callable[[], None] | None:
        if not playing.value:
            return None
        stop = threading.Event()
        step, pace = (4 * QUARTER, CALM_PACE) if calm.value else (QUARTER, PACE)
        if now_quietly().cursor >= now_quietly().months:
            look(lambda state: state.at(0))

        def tick() -> None:
            while not stop.wait(pace):
                state = now_quietly()
                if state.cursor >= state.months:
                    playing.set(False)
                    return
                look(lambda state: state.at((state.cursor // step + 1) * step))

        threading.Thread(target=tick, name="play", daemon=True).start()
        return stop.set

    solara.use_effect(run, [playing.value, calm.value])


def now_quietly() -> Workshop:
    """The present state, without being drawn again when it changes."""
    return history.peek().now


def rewind() -> None:
    """Back to the start of time."""
    playing.set(False)
    look(lambda state: state.at(0))


def restore(**changes: Any) -> None:
    """Change how the workshop looks; not undone by undo."""
    look(lambda state: replace(state, **changes))
