"""A vote on people's own phones: what the facilitator sees of it, and the page that the phones open."""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from typing import Any

import solara

from simulation.app import limits
from simulation.app.browser import components
from simulation.app.futures import prediction
from simulation.app.pages.group_form import GroupForm
from simulation.app.pages.parts import Heading, paragraph
from simulation.app.pages.room import RoomPanel, use_room, use_seen
from simulation.app.session.caller import Caller, caller
from simulation.app.session.group_board import Board
from simulation.app.session.phone_votes import PhoneVote
from simulation.app.session.rooms import ROOMS, Room
from simulation.app.story.state import Vote
from simulation.results.outcomes import OUTCOMES
from simulation.world.errors import RoomError

ENDED = "This room is closed."


@solara.component
def PhoneVotePanel(question: str, take: Callable[[Vote], None], month: int):
    """For the facilitator: open a vote, see the counts, take them over. Only where phones can reach this server."""
    phone_vote, open_or_close = use_room(PhoneVote, question)
    if not ROOMS.address:
        return

    def press(key: str) -> None:
        if phone_vote is not None and key == "take":
            take(Vote(month, phone_vote.close()))
        elif phone_vote is not None and key == "again":
            phone_vote.again()
        else:
            open_or_close(key)

    if phone_vote is None:
        components.Controls(
            controls=[components.button("open", "Vote on phones", tip="Everybody votes on a phone of their own")],
            title="Vote on phones",
            event_press=press,
        )
    else:
        phone_vote.ask(question)
        Counts(phone_vote, press)


@solara.component
def Counts(phone_vote: PhoneVote, press: Callable[[str], None]):
    """The code of the vote and its counts, as they come."""
    tally, turned_away, came = use_seen(phone_vote)
    counts = " · ".join(f"{prediction.WORDS[name]} {tally[number]}" for number, name in enumerate(OUTCOMES))
    buttons = [
        components.button("take", "Take these votes", strong=True, disabled=not sum(tally)),
        components.button("again", "Vote again", tip="Forget these votes and take new ones"),
        components.button("close", "Close the room"),
    ]
    RoomPanel(phone_vote, f"{voted(sum(tally), came)}: {counts}", turned_away, buttons, press)


def voted(votes: int, came: int) -> str:
    """``17 of 25 voted``: of those who have opened the room."""
    return f"{votes} of {came} voted" if came else "Nobody has come yet"


def found(code: object, voter: Caller) -> tuple[Room[Any] | None, str]:
    """The room of a code, or why there is none."""
    try:
        room = ROOMS.find(code, voter)
    except RoomError as error:
        return None, str(error)
    room.come(voter)
    return room, ""


@solara.component
def VotePage():
    """For a phone: what there is to do in the room of a code."""
    search = solara.use_router().search or ""
    in_link = dict(pair.partition("=")[::2] for pair in search.split("&")).get("room", "")
    code, set_code = solara.use_state(in_link)
    tries, set_tries = solara.use_state(0)
    visitor = caller()
    with solara.Div(classes=["page vote"]):
        room, why = solara.use_memo(lambda: found(code, visitor), [code, tries])
        if room is None or room.ended:
            Heading("Which room?", (why or ENDED) if code else "The facilitator has its four letters on the screen.")
            components.Controls(
                controls=[
                    components.field("code", "Room", code, longest=limits.CODE_FIELD_CHARACTERS),
                    components.button("go", "Go in"),
                ],
                title="Which room",
                event_change=lambda changed: set_code(changed["value"]),
                event_press=lambda _: set_tries(lambda before: before + 1),
            )
        elif isinstance(room, Board):
            GroupForm(room, visitor)
        elif isinstance(room, PhoneVote):
            Ballot(room, visitor)


@solara.component
def Ballot(phone_vote: PhoneVote, voter: Caller):
    """One choice of four."""
    said, say = solara.use_state("")
    chosen, question = phone_vote.given(voter), phone_vote.question

    def vote(key: str) -> None:
        try:
            phone_vote.vote(voter, OUTCOMES.index(key), question)
            say(f"You voted “{prediction.WORDS[key].lower()}”. You can change it until the vote is closed.")
        except RoomError as error:
            say(str(error))

    Heading(question)
    for number, name in enumerate(OUTCOMES):
        with solara.Div(classes=["choice"]):
            components.Controls(
                controls=[components.button(name, prediction.WORDS[name], pressed=number == chosen)],
                title=prediction.MEANING[name],
                event_press=vote,
            )
            paragraph(prediction.MEANING[name], ["quiet"])
    waiting = "You have not voted yet." if chosen is None else f"You voted “{prediction.WORDS[OUTCOMES[chosen]]}”."
    solara.HTML(tag="p", unsafe_innerHTML=escape(said or waiting), attributes={"role": "status"})
