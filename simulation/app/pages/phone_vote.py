"""A vote on people's own phones: what the facilitator sees of it, and the page that the phones open."""

from __future__ import annotations

import threading
from collections.abc import Callable
from html import escape

import solara

from simulation.app import limits
from simulation.app.browser import components
from simulation.app.futures import prediction
from simulation.app.pages.parts import Heading, paragraph
from simulation.app.session import session
from simulation.app.session.phone_votes import PHONE_VOTES, PhoneVote, Tally
from simulation.app.story.names import plural
from simulation.app.story.state import Vote
from simulation.results.outcomes import OUTCOMES
from simulation.world.errors import PhoneVoteError


@solara.component
def PhoneVotePanel(question: str, take: Callable[[Vote], None], month: int):
    """For the facilitator: open a vote, see the counts, take them over. Only where phones can reach this server."""
    owner = solara.get_session_id()
    phone_vote, set_room = solara.use_state(PHONE_VOTES.of(owner))
    if not PHONE_VOTES.address:
        return

    def press(key: str) -> None:
        try:
            if key == "open":
                set_room(PHONE_VOTES.open(owner, question))
            elif phone_vote is not None and key == "take":
                take(Vote(month, phone_vote.close()))
            elif phone_vote is not None and key == "again":
                phone_vote.again()
            elif phone_vote is not None:
                PHONE_VOTES.close(phone_vote)
                set_room(None)
        except PhoneVoteError as error:
            session.message.set(str(error))

    if phone_vote is None or phone_vote.ended:
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
    tally = use_tally(phone_vote)
    link = escape(PHONE_VOTES.link(phone_vote))
    counts = " · ".join(f"{prediction.WORDS[name]} {tally[number]}" for number, name in enumerate(OUTCOMES))
    with solara.Div(classes=["room-panel"]):
        solara.HTML(
            tag="p",
            unsafe_innerHTML=f"Room <strong class='code'>{phone_vote.code}</strong> at <strong>{link}</strong><br>"
            f"<span role='status'>{plural(sum(tally), 'vote')}: {counts}</span>",
        )
        components.Controls(
            controls=[
                components.button("take", "Take these votes", strong=True, disabled=not sum(tally)),
                components.button("again", "Vote again", tip="Forget these votes and take new ones"),
                components.button("close", "Close the room"),
            ],
            title=f"Room {phone_vote.code}",
            event_press=press,
        )


def use_tally(phone_vote: PhoneVote) -> Tally:
    """The counts of a vote; drawn again when they change."""
    tally, set_tally = solara.use_state(phone_vote.tally())

    def follow() -> Callable[[], None]:
        stop = threading.Event()

        def watch() -> None:
            for now in phone_vote.watch(stop):
                if not stop.is_set():
                    set_tally(now)

        threading.Thread(target=watch, name="room", daemon=True).start()
        return stop.set

    solara.use_effect(follow, [phone_vote])
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
            phone_vote = PHONE_VOTES.find(code)
        except PhoneVoteError as error:
            Heading("Which room?", str(error) if code else "The facilitator has its four letters on the screen.")
            components.Controls(
                controls=[
                    components.field("code", "Room", code, longest=limits.CODE_FIELD_CHARACTERS),
                    components.button("go", "Go in"),
                ],
                title="Which room",
                event_change=lambda changed: set_code(changed["value"]),
            )
            return
        chosen, question = phone_vote.choice(browser), phone_vote.question

        def vote(key: str) -> None:
            try:
                phone_vote.vote(browser, OUTCOMES.index(key), question)
                say(f"You voted “{prediction.WORDS[key].lower()}”. You can change it until the vote is closed.")
            except PhoneVoteError as error:
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
        paragraph("Only how many chose what is kept, and only until the room is closed.", ["quiet"])
