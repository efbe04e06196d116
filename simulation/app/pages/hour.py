"""The hour, at the foot of every page: the buttons of its rounds, and the line to say in the one that is played."""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import suppress

import solara

from simulation.app import limits
from simulation.app.browser import components
from simulation.app.futures.bought import STANDARDS, Standard, measured_for
from simulation.app.futures.to_say import to_say
from simulation.app.pages import predict
from simulation.app.pages.parts import SameByCommand, safe
from simulation.app.session import session, watching
from simulation.app.story.rounds import ROUNDS
from simulation.app.story.state import Workshop
from simulation.app.take_home.again import THE_FILE, of_the_round

OF_SEVERAL = ("/board", "/compare")  # pages where the answers of several groups stand
OF_ALL = "/protects"  # and all that could have been bought


@solara.component
def Rounds(go: Callable[[str], None]):
    """Rounds to begin."""
    state = session.now()

    def begin(key: str) -> None:
        session.playing.set(False)
        predict.hide()
        session.act(lambda now: now.begin(key))
        if not session.message.peek():
            go(ROUNDS[key].page)

    components.Controls(
        controls=[
            components.button(key, part.button, pressed=key == state.round, tip=f"{part.title}: {part.about}")
            for key, part in ROUNDS.items()
        ],
        title="Rounds of the hour",
        event_press=begin,
    )


@solara.component
def Line(state: Workshop, path: str):
    """What to say in this round; nothing of what the room is still to guess."""
    seen = watching.use_view()
    standard = use_standard(state)
    part = ROUNDS[state.round]
    guessing = path == "/predict" and predict.stage.value != predict.SHOWN
    told, by_command = part.ask, ""
    if seen.view is not None and not seen.stale and not guessing:
        told = to_say(seen.view, standard, path in OF_SEVERAL)
        by_command = of_the_round(seen.view, limits.FUTURES) if path not in OF_SEVERAL else ""
    if part.ask_then and path == OF_ALL:
        told, by_command = part.ask_then, ""
    live = {"id": "to-say", "role": "status", "aria-live": "off" if seen.busy or session.playing.value else "polite"}
    words = f"<strong>{part.title}</strong> {safe(told)}"
    with solara.Div(classes=["saying"]):
        solara.HTML(tag="p", unsafe_innerHTML=words, classes=["to-say"], attributes=live)
        if by_command:
            SameByCommand(THE_FILE, by_command)


def use_standard(state: Workshop) -> Standard | None:
    """What anything bought is measured by, as far as it is known; only where points can be spent."""
    _, draw_again = solara.use_state(0)
    known = STANDARDS.known(state) if state.sold else None
    wanted = state.sold and (known is None or known.target is None)

    def watch(stop: threading.Event, visitor: str) -> None:
        with suppress(RuntimeError):  # a story that cannot be run is said elsewhere
            for _ in STANDARDS.find(state, stop, visitor):
                draw_again(lambda times: times + 1)

    solara.use_effect(lambda: watching.followed(watch) if wanted else None, [measured_for(state) if wanted else None])
    return known
