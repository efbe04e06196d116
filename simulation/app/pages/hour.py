"""The hour, at the foot of every page: the buttons of its rounds, and the line to say in the one that is played."""

from __future__ import annotations

from collections.abc import Callable

import solara

from simulation.app.browser import components
from simulation.app.futures.bought import more_left
from simulation.app.futures.futures import Futures
from simulation.app.futures.to_say import to_say
from simulation.app.futures.view import View
from simulation.app.pages import predict
from simulation.app.pages.parts import safe
from simulation.app.session import session, watching
from simulation.app.story import protection
from simulation.app.story.rounds import ROUNDS
from simulation.app.story.state import Workshop
from simulation.results.outcomes import Left


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
    nothing = use_nothing_bought(state)
    aim = use_target(state, nothing)
    part = ROUNDS[state.round]
    guessing = path == "/predict" and predict.stage.value != predict.SHOWN
    told = part.ask
    if seen.view is not None and not seen.stale and not guessing:
        told = to_say(seen.view, nothing, aim)
    live = {"id": "to-say", "role": "status", "aria-live": "off" if seen.busy or session.playing.value else "polite"}
    words = f"<strong>{part.title}</strong> {safe(told)}"
    solara.HTML(tag="p", unsafe_innerHTML=words, classes=["to-say"], attributes=live)


def use_nothing_bought(state: Workshop) -> View | None:
    """The story with no points spent, when all its futures are there; where points can be spent."""
    shown = protection.NOTHING.in_its_round(state) if state.sold else state
    futures, _ = watching.use_futures(shown.played, state.seed, state.drawn_in)
    if not state.sold or futures is None or not futures.complete:
        return None
    return View(futures.where(state.given), shown)


def use_target(state: Workshop, nothing: View | None) -> int | None:
    """What points are to reach, when that is known; 0 where they buy nothing."""
    ways = [way.in_its_round(state) for way in protection.plain(state)] if nothing is not None else []

    def told(place: int, futures: Futures) -> Left | None:
        assert nothing is not None
        return more_left(View(futures.where(state.given), ways[place]), nothing)

    about = (state.given, state.counted, state.service)
    found = watching.use_all([way.played for way in ways], state.seed, state.drawn_in, told, about)
    return protection.target(found) if found else None
