"""What a group's phone shows for the board: its name, and points to spend."""

from __future__ import annotations

from html import escape
from typing import Any

import solara

from simulation.app import limits
from simulation.app.browser import components
from simulation.app.pages.parts import Heading, paragraph
from simulation.app.session.caller import Caller
from simulation.app.session.group_board import Board
from simulation.app.story import protection
from simulation.app.story.droppable_events import chip
from simulation.app.story.levers import BOUGHT, LEVERS, Lever
from simulation.app.story.protection import Protection
from simulation.app.story.sentences import MORE_LEFT, inside
from simulation.scenarios.in_words import in_a_row
from simulation.scenarios.times import first_month
from simulation.world.errors import RoomError, SettingError, StateError
from simulation.world.parameters import PARAMETERS

PER_CENT = 100  # levers go from 0 to 1, and their sliders from 0 to 100, as on the main screen


@solara.component
def GroupForm(board: Board, visitor: Caller):
    """For a group's phone: a name, and points to spend."""
    known = board.given(visitor)
    at_first = solara.use_memo(lambda: known or Protection("", protection.begun(board.state)), [])
    # Not states, which a press would know as they were drawn: the name may have come just before it.
    name, chosen = solara.use_reactive(at_first.title), solara.use_reactive(dict(at_first.settings))
    said, say = solara.use_state("")
    shown = Protection(name.value, chosen.value).in_its_round(board.state)
    over = protection.spent(shown) > protection.POINTS

    def change(changed: dict[str, str]) -> None:
        key, value = changed["key"], changed["value"]
        say("")
        if key == "name":
            name.set(str(value)[: limits.NAME_CHARACTERS])
            return
        try:
            set_to = PARAMETERS.check({key: float(value) / PER_CENT})[key]
        except (ValueError, TypeError, SettingError) as error:
            say(str(error))
        else:
            if key in BOUGHT:
                chosen.set({**chosen.peek(), key: set_to})

    def send(_: str) -> None:
        try:
            board.buy(visitor, name.peek(), chosen.peek())
            say("Your group is on the board. You can change it and send it again until the board is closed.")
        except (RoomError, StateError, SettingError) as error:
            say(str(error))

    start = board.state.start
    happens = [f"{chip(event)} ({inside(first_month(event, start), start)})" for event in board.state.chips]
    Heading(
        f"Spend {protection.POINTS} points",
        f"What happens: {in_a_row(happens)}. What counts: in how many futures {MORE_LEFT}.",
    )
    field = components.field("name", "Your group’s name", name.value, longest=limits.NAME_CHARACTERS)
    components.Controls(controls=[field], title="Name", event_change=change)
    for each in (LEVERS[key] for key in BOUGHT):
        with solara.Div(classes=["purse"]):
            components.Controls(
                controls=[_slider(each, chosen.value[each.name])], title=each.title, event_change=change
            )
            paragraph(each.tip(), ["quiet", "caption"])
    solara.HTML(
        tag="p",
        unsafe_innerHTML=f"<strong>{protection.points_left(shown)}</strong>",
        classes=["points"],
        attributes={"role": "status", "id": "points"},
    )
    again = "Send again" if known is not None else "Send to the board"
    components.Controls(
        controls=[components.button("send", again, strong=True, disabled=over)], title="Send", event_press=send
    )
    solara.HTML(tag="p", unsafe_innerHTML=escape(said), attributes={"role": "status", "id": "sent"})


def _slider(lever: Lever, value: float) -> dict[str, Any]:
    low, high, step = (PER_CENT * each for each in (lever.parameter.low, lever.parameter.high, lever.step))
    label = f"{lever.title}: {lever.word(value).lower()}"
    return components.field(lever.name, label, PER_CENT * value, "range", low=low, high=high, step=step)
