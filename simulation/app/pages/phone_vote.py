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
from simulation.app.session.caller import Caller, caller
from simulation.app.session.phone_votes import PHONE_VOTES, PhoneVote, Tally
from simulation.app.story.names import plural
from simulation.app.story.state import Vote
from simulation.results.outcomes import OUTCOMES
from simulation.world.errors import PhoneVoteError

TURNED_AWAY = (
    f"More than {limits.VOTERS_OF_ADDRESS} want to vote from one network address: people behind one router, or one who "
    "votes again and again."
)
LET_MORE = "From now on any number may vote from one network address"
ENDED = "This room is closed."


@solara.component
def PhoneVotePanel(question: str, take: Callable[[Vote], None], month: int):
    """For the facilitator: open a vote, see the counts, take them over. Only where phones can reach this server."""
    owner = caller()
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
            elif phone_vote is not None and key == "many":
                phone_vote.let_many()
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
    tally, turned_away = use_tally(phone_vote)
    link = escape(PHONE_VOTES.link(phone_vote))
    counts = " · ".join(f"{prediction.WORDS[name]} {tally[number]}" for number, name in enumerate(OUTCOMES))
    with solara.Div(classes=["room-panel"]):
        solara.HTML(
            tag="p",
            unsafe_innerHTML=f"Room <strong class='code'>{phone_vote.code}</strong> at <strong>{link}</strong><br>"
            f"<span role='status'>{plural(sum(tally), 'vote')}: {counts}</span>"
            + (f"<br><span role='status'>{TURNED_AWAY}</span>" if turned_away else ""),
        )
        components.Controls(
            controls=[
                components.button("take", "Take these votes", strong=True, disabled=not sum(tally)),
                components.button("again", "Vote again", tip="Forget these votes and take new ones"),
                components.button("close", "Close the room"),
                *([components.button("many", "Let more vote", tip=LET_MORE)] if turned_away else []),
            ],
            title=f"Room {phone_vote.code}",
            event_press=press,
        )


def use_tally(phone_vote: PhoneVote) -> tuple[Tally, bool]:
    """The counts of a vote, and whether somebody is turned away; drawn again when they change."""
    tally, set_tally = solara.use_state((phone_vote.tally(), phone_vote.turned_away))

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


def found(code: object, voter: Caller) -> tuple[PhoneVote | None, str]:
    """The vote of a code, or why there is none."""
    try:
        return PHONE_VOTES.find(code, voter), ""
    except PhoneVoteError as error:
        return None, str(error)


@solara.component
def VotePage():
    """For a phone: one choice of four."""
    search = solara.use_router().search or ""
    in_link = dict(pair.partition("=")[::2] for pair in search.split("&")).get("room", "")
    code, set_code = solara.use_state(in_link)
    tries, set_tries = solara.use_state(0)
    said, say = solara.use_state("")
    voter = caller()
    with solara.Div(classes=["page vote"]):
        phone_vote, why = solara.use_memo(lambda: found(code, voter), [code, tries])
        if phone_vote is None or phone_vote.ended:
            Heading("Which room?", (why or ENDED) if code else "The facilitator has its four letters on the screen.")
            components.Controls(
                controls=[
                    components.field("code", "Room", code, longest=limits.CODE_FIELD_CHARACTERS),
                    components.button("go", "Go in"),
                ],
                title="Which room",
                event_change=lambda changed: set_code(changed["value"]),
                event_press=lambda _: set_tries(tries + 1),
            )
            return
        chosen, question = phone_vote.choice(voter), phone_vote.question

        def vote(key: str) -> None:
            try:
                phone_vote.vote(voter, OUTCOMES.index(key), question)
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
