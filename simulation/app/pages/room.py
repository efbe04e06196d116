"""A room for phones on the facilitator's screen: its code, how it stands, and what can be done with it."""

from __future__ import annotations

import threading
from collections.abc import Callable
from html import escape
from typing import Any

import solara

from simulation.app import limits
from simulation.app.browser import components
from simulation.app.session.rooms import ROOMS, Room

TURNED_AWAY = (
    f"More than {limits.PHONES_OF_ADDRESS} want to take part from one network address: people behind one router, or "
    "one who does so again and again."
)
LET_MORE = "From now on any number may take part from one network address"


@solara.component
def RoomPanel(
    room: Room[Any], told: str, turned_away: bool, buttons: list[dict[str, Any]], press: Callable[[str], None]
):
    """The code, what is told of the room, and its buttons."""
    link = escape(ROOMS.link(room))
    with solara.Div(classes=["room-panel"]):
        solara.HTML(
            tag="p",
            unsafe_innerHTML=f"Room <strong class='code'>{room.code}</strong> at <strong>{link}</strong><br>"
            f"<span role='status'>{escape(told)}</span>"
            + (f"<br><span role='status'>{TURNED_AWAY}</span>" if turned_away else ""),
        )

        def pressed(key: str) -> None:
            if key == "many":
                room.let_many()
            else:
                press(key)

        components.Controls(
            controls=[*buttons, *([components.button("many", "Let more in", tip=LET_MORE)] if turned_away else [])],
            title=f"Room {room.code}",
            event_press=pressed,
        )


def use_standing(room: Room[Any]) -> tuple[Any, bool]:
    """How a room stands, and whether somebody is turned away; drawn again when that changes."""
    standing, set_standing = solara.use_state((room.standing(), room.turned_away))

    def follow() -> Callable[[], None]:
        stop = threading.Event()

        def watch() -> None:
            for now in room.watch(stop):
                if not stop.is_set():
                    set_standing(now)

        threading.Thread(target=watch, name="room", daemon=True).start()
        return stop.set

    solara.use_effect(follow, [room])
    return standing
