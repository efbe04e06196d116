"""A room for phones on the facilitator's screen: its code, how it stands, and what can be done with it."""

from __future__ import annotations

import threading
from collections.abc import Callable
from html import escape
from typing import Any

import solara

from simulation.app import limits
from simulation.app.browser import components
from simulation.app.pages.qr_code import qr_code
from simulation.app.session import session
from simulation.app.session.caller import caller
from simulation.app.session.rooms import ROOMS, Kind, Room, Seen
from simulation.world.errors import RoomError

TURNED_AWAY = (
    f"More than {limits.PHONES_OF_ADDRESS} want to take part from one network address: people behind one router, or "
    "one who does so again and again."
)
LET_MORE = "From now on any number may take part from one network address"


def use_room(kind: type[Kind], about: Any) -> tuple[Kind | None, Callable[[str], None]]:
    """The facilitator's room of a kind while there is one, and what the buttons "open" and "close" do."""
    owner = caller()
    room, set_room = solara.use_state(ROOMS.of(owner, kind))

    def press(key: str) -> None:
        try:
            if key == "open":
                set_room(ROOMS.open(owner, kind, about))
            elif room is not None:
                ROOMS.close(room)
                set_room(None)
        except RoomError as error:
            session.message.set(str(error))

    return (None if room is None or room.ended else room), press


@solara.component
def RoomPanel(
    room: Room[Any], told: str, turned_away: bool, buttons: list[dict[str, Any]], press: Callable[[str], None]
):
    """The code, what is told of the room, and its buttons."""
    link = escape(ROOMS.link(room))
    with solara.Div(classes=["room-panel"]):
        code = f'<summary title="Larger, and back">{qr_code(ROOMS.link(room))}</summary>'
        solara.HTML(tag="details", unsafe_innerHTML=code, classes=["qr"])
        with solara.Div():
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


def use_seen(room: Room[Any]) -> Seen:
    """What there is to see of a room; drawn again when that changes."""
    seen, set_seen = solara.use_state(room.seen())

    def follow() -> Callable[[], None]:
        stop = threading.Event()

        def watch() -> None:
            for now in room.watch(stop):
                if not stop.is_set():
                    set_seen(now)

        threading.Thread(target=watch, name="room", daemon=True).start()
        return stop.set

    solara.use_effect(follow, [room])
    return seen
