"""The groups' board of round 3 on the facilitator's screen: groups come in from phones, and are ranked."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from html import escape

import solara

from simulation.app.browser import components
from simulation.app.futures.bought import Standard, more_left
from simulation.app.futures.view import View
from simulation.app.pages.hour import use_standard
from simulation.app.pages.parts import Heading, paragraph, safe, scale
from simulation.app.pages.room import RoomPanel, use_room, use_seen
from simulation.app.session import session, watching
from simulation.app.session.group_board import Board
from simulation.app.session.rooms import ROOMS
from simulation.app.story import doubts, protection
from simulation.app.story.names import plural
from simulation.app.story.protection import Protection
from simulation.app.story.sentences import MORE_LEFT, more_and_less, standing
from simulation.app.story.state import Workshop
from simulation.results.outcomes import NONE, Left, Tally

QUESTION = "Which group keeps most of it?"
HEADS = (
    "Place",
    "Group",
    "Bought",
    "More left than with nothing bought",
    '<span class="sr-only">Open or remove</span>',
)
TOO_CLOSE = f"=: too close to call. When {doubts.LESS_APART}, chance alone could have put them in another order."
Verdict = tuple[Protection, Tally]


@solara.component
def BoardPage():
    """For the facilitator: open the board, see the groups come in, and how they rank."""
    state = session.now()
    board, press = use_room(Board, state)
    with solara.Div(classes=["page"]):
        if not ROOMS.address or not state.sold:
            why = (
                "press 3 at the foot of the page"
                if ROOMS.address
                else "no phone can reach this server: --host lets them"
            )
            Heading(QUESTION, f"The groups’ board is for round 3; {why}.")
            return
        Heading(
            QUESTION,
            f"Each group spends {protection.POINTS} points from the start. Counted: futures in which {MORE_LEFT}.",
        )
        if board is None:
            components.Controls(
                controls=[components.button("open", "Open the board", strong=True)],
                title="Groups' board",
                event_press=press,
            )
        else:
            board.about(state)
            Groups(board, state, press)


@solara.component
def Groups(board: Board, state: Workshop, press: Callable[[str], None]):
    """The code of the board, and its groups by the share of futures in which more is left."""
    groups, turned_away, _ = use_seen(board)
    standard = use_standard(state)
    aim = standard.target if standard is not None else None
    of_story = (protection.NOTHING.of(state).played, state.seed, state.drawn_in.digest, state.given)
    empty: dict[str, Verdict] = {}
    noted, set_noted = solara.use_state((of_story, empty))
    known = noted[1] if noted[0] == of_story else empty
    found = {group.title: known[group.title][1] for group in groups if known.get(group.title, (None,))[0] == group}

    def note(group: Protection, verdict: Tally) -> None:
        set_noted(lambda now: (of_story, {**(now[1] if now[0] == of_story else {}), group.title: (group, verdict)}))

    RoomPanel(board, plural(len(groups), "group"), turned_away, [components.button("close", "Close the board")], press)
    live = {"role": "status", "id": "ahead"}
    solara.HTML(tag="p", unsafe_innerHTML=safe(_told(groups, found, aim)), classes=["sentence-small"], attributes=live)
    if not groups:
        return
    place = places(found, groups)
    ranked = sorted(groups, key=lambda group: list(place).index(group.title)) if place else groups
    with solara.Div(classes=["ranking"], attributes={"role": "table", "aria-label": QUESTION}):
        cells = "".join(f'<div role="columnheader">{head}</div>' for head in HEADS)
        solara.HTML(unsafe_innerHTML=cells, classes=["ranked", "heads"], attributes={"role": "row"})
        for group in ranked:
            Row(board, state, group, place.get(group.title, ""), standard, note).key(group.title)
    paragraph(TOO_CLOSE, ["quiet", "caption"])


def places(found: Mapping[str, Tally], groups: tuple[Protection, ...]) -> dict[str, str]:
    """The place of each group, in order; ``1=`` is shared by those that are too close to call.

    None before all are complete: a place may be lost to a row that is still counted.
    """
    places: dict[str, str] = {}
    if len(found) == len(groups):
        for shared in doubts.places(found):
            number = f"{len(places) + 1}{'=' if len(shared) > 1 else ''}"
            places |= dict.fromkeys(shared, number)
    return places


def _told(groups: tuple[Protection, ...], found: Mapping[str, Tally], aim: int | None) -> str:
    """Who is ahead, and who reaches the target, when all rows are complete."""
    if not groups:
        return "No group has come yet: give the room the code."
    if len(found) < len(groups):
        return f"{len(found)} of {plural(len(groups), 'row')} {'is' if len(found) == 1 else 'are'} complete."
    return standing(found, aim, "group")


@solara.component
def Row(
    board: Board,
    state: Workshop,
    group: Protection,
    place: str,
    standard: Standard | None,
    note: Callable[[Protection, Tally], None],
):
    """One group; ``note`` takes its verdict when all futures are there."""
    router = solara.use_router()
    shown = group.in_its_round(state)
    futures, error = watching.use_futures(shown.played, state.seed, state.drawn_in)
    complete = futures is not None and futures.complete and standard is not None
    left, aim = Left(NONE, NONE), standard.target if standard is not None else None
    if futures is not None and standard is not None:
        left = more_left(View(futures.where(state.given), shown), standard.nothing)

    def told() -> None:
        if complete:
            note(group, left.more)

    solara.use_effect(told, [complete, left, group])

    def press(key: str) -> None:
        if key == "open":
            session.act(group.in_its_round)
            router.push(session.address("/"))
        else:
            board.remove(group.title)

    share = aim / left.more.futures if aim and left.more.futures else None
    words = f"{more_and_less(left)}{'' if complete else ' so far'}"
    if aim and complete and protection.reached(aim, left.more):
        words += ", target reached"
    if error or not left.more.futures:
        words = f"That could not be run: {error}" if error else "nothing to lose" if complete else "Simulating …"
    cells = (
        place or "…",
        f"<strong>{escape(group.title)}</strong>",
        f"{protection.spent(shown)} points: {escape(protection.spent_on(shown))}",
        f"{scale(left.more.number, left.more.futures, share) if left.more.futures else ''}{escape(words)}",
    )
    with solara.Div(classes=["ranked"] if complete else ["ranked", "unfinished"], attributes={"role": "row"}):
        for number, cell in enumerate(cells):
            role = "rowheader" if number == 1 else "cell"
            solara.HTML(unsafe_innerHTML=cell, attributes={"role": role})
        with solara.Div(attributes={"role": "cell"}):
            components.Controls(
                controls=[
                    components.button("open", "Open", tip="Open what this group bought on the main screen"),
                    components.button("remove", "Remove", tip="Take this group off the board", goes=True),
                ],
                title=f"Group {group.title}",
                event_press=press,
            )
