"""A vote on people's own phones: what the facilitator sees of it, and the page that the phones open."""

from __future__ import annotations

import threading
from collections.abc import Callable
from html import escape

import solara

from simulation.app.browser import components
from simulation.app.futures import prediction as forecast
from simulation.app.pages.parts import Heading, paragraph
from simulation.app.session import session
from simulation.app.session.phone_votes import ROOMS, Room, RoomError, Tally
from simulation.app.story.names import plural
from simulation.app.story.state import Vote
from simulation.results.outcomes import OUTCOMES


@solara.component
def RoomPanel(question: str, take: Callable[[Vote], None], month: int):
    """For the facilitator: open a room, see the counts, take them over. Only where phones can reach this server."""
    owner = solara.get_session_id()
    room, set_room = solara.use_state(ROOMS.of(owner))
    if not ROOMS.address:
        return

    def press(key: str) -> None:
        try:
            if key == "open":
                set_room(ROOMS.open(owner, question))
            elif room is not None and key == "take":
                take(Vote(month, room.close()))
            elif room is not None and key == "again":
                room.again()
            elif room is not None:
                ROOMS.close(room)
                set_room(None)
        except RoomError as error:
            session.message.set(str(error))

    if room is None or room.ended:
        components.Controls(
            controls=[components.button("open", "Vote on phones", tip="Everybody votes on a phone of their own")],
            title="Vote on phones",
            event_press=press,
        )
    else:
        room.ask(question)
        Counts(room, press)


@solara.component
def Counts(room: Room, press: Callable[[str], None]):
    """The room's code and its counts, as they come."""
    tally = use_tally(room)
    link = escape(ROOMS.link(room))
    counts = " · ".join(f"{forecast.WORDS[name]} {tally[number]}" for number, name in enumerate(OUTCOMES))
    with solara.Div(classes=["room-panel"]):
        solara.HTML(
            tag="p",
            unsafe_innerHTML=f"Room <strong class='code'>{room.code}</strong> at <strong>{link}</strong><br>"
            f"<span role='status'>{plural(sum(tally), 'vote')}: {counts}</span>",
        )
        components.Controls(
            controls=[
                components.button("take", "Take these votes", strong=True, disabled=not sum(tally)),
                components.button("again", "Vote again", tip="Forget these votes and take new ones"),
                components.button("close", "Close the room"),
            ],
            title=f"Room {room.code}",
            event_press=press,
        )


def use_tally(room: Room) -> Tally:
    """The counts of a room; drawn again when they change."""
    tally, set_tally = solara.use_state(room.tally())

    def follow() -> Callable[[], None]:
        stop = threading.Event()

        def watch() -> None:
            for now in room.watch(stop):
                if not stop.is_set():
                    set_tally(now)

        threading.Thread(target=watch, name="room", daemon=True).start()
        return stop.set

    solara.use_effect(follow, [room])
    return tally


@solara.component
def VotePage():
    """For a phone: one choice of four."""
    search = solara.use_router().search or ""
    in_link = dict(pair.partition("=")[::2] for pair in search.split("&")).get("room", "")
    code, set_code = solara.use_state(in_link)
    said, say = solara.use_state("")
    browser = solara.get_session_id()
    with solara.Div(classes=["page vote"]):
        try:
            room = ROOMS.find(code)
        except RoomError as error:
            Heading("Which room?", str(error) if code else "The facilitator has its four letters on the screen.")
            components.Controls(
                controls=[components.field("code", "Room", code, longest=8), components.button("go", "Go in")],
                title="Which room",
                event_change=lambda changed: set_code(changed["value"]),
            )
            return
        chosen, question = room.choice(browser), room.question

        def vote(key: str) -> None:
            try:
                room.vote(browser, OUTCOMES.index(key), question)
                say(f"You voted “{forecast.WORDS[key].lower()}”. You can change it until the vote is closed.")
            except RoomError as error:
                say(str(error))

        Heading(question)
        for number, name in enumerate(OUTCOMES):
            with solara.Div(classes=["choice"]):
                components.Controls(
                    controls=[components.button(name, forecast.WORDS[name], pressed=number == chosen)],
                    title=forecast.MEANING[name],
                    event_press=vote,
                )
                paragraph(forecast.MEANING[name], ["quiet"])
        waiting = "You have not voted yet." if chosen is None else f"You voted “{forecast.WORDS[OUTCOMES[chosen]]}”."
        solara.HTML(tag="p", unsafe_innerHTML=escape(said or waiting), attributes={"role": "status"})
        paragraph("Only how many chose what is kept, and only until the room is closed.", ["quiet"])
