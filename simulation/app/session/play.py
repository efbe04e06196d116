"""The play button: time goes on by itself."""

from __future__ import annotations

import threading
from collections.abc import Callable

import solara

from simulation.app.session import session
from simulation.app.story.state import QUARTER

PACE = 0.14  # seconds between quarters
CALM_PACE = 1.0  # between years, where little motion is asked for


def use_playing() -> None:
    """Move the time cursor while the play button is on."""

    def run() -> Callable[[], None] | None:
        if not session.playing.value:
            return None
        stop = threading.Event()
        step, pace = (4 * QUARTER, CALM_PACE) if session.calm.value else (QUARTER, PACE)
        if session.now_quietly().cursor >= session.now_quietly().months:
            session.look(lambda state: state.at(0))

        def tick() -> None:
            while not stop.wait(pace):
                state = session.now_quietly()
                if state.cursor >= state.months:
                    session.playing.set(False)
                    return
                session.look(lambda state: state.at((state.cursor // step + 1) * step))

        threading.Thread(target=tick, name="play", daemon=True).start()
        return stop.set

    solara.use_effect(run, [session.playing.value, session.calm.value])


def rewind() -> None:
    """Back to the start of time."""
    session.playing.set(False)
    session.look(lambda state: state.at(0))
