"""Predict and reveal: the room commits to a guess, then sees; and sees again what the events changed."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import replace
from html import escape

import solara

from simulation.app import charts, limits
from simulation.app.browser import components
from simulation.app.futures import prediction
from simulation.app.futures.view import View
from simulation.app.pages.parts import Heading, Waiting, paragraph, safe, scale
from simulation.app.pages.phone_vote import PhoneVotePanel
from simulation.app.session import session, watching
from simulation.app.session.rooms import ROOMS
from simulation.app.story.names import plural
from simulation.app.story.sentences import counted, inside, only, when
from simulation.app.story.state import QUARTER, YEAR, Vote, Workshop
from simulation.results.occupancy import median
from simulation.results.outcomes import OUTCOMES

HIDDEN, PLAYING, SHOWN = "hidden", "playing", "shown"
PACE = 0.12  # seconds a quarter
TURNS = 6  # of a replay: three times without, three times with

stage = solara.reactive(HIDDEN)
drawn = solara.reactive(0)  # months of the futures with the events that are drawn
replay = solara.reactive(0)  # turns of the replay that are left


@solara.component
def PredictPage():
    """Vote, reveal, replay."""
    state, router = session.now(), solara.use_router()
    seen = watching.use_view()
    use_reveal(seen.view)
    with solara.Div(classes=["page"]):
        if not state.played.studied:
            Heading("Predict, then reveal", "Drop an event on the page Town first: there is nothing to predict yet.")
            return
        if seen.view is None or seen.stale:
            Heading("Predict, then reveal")
            Waiting(seen)
            return
        vote = prediction.asked(state, seen.view.futures.fork)
        before = prediction.before(seen.view.series, seen.view.futures.fork)
        start = counted(median(before), state.places, state.counted, state.service)
        question = f"By {inside(vote.month, state.start)}, what will have become of co-production?"
        chosen = only(state, seen.view.futures.size, seen.futures)
        empty = int((before == 0).sum())
        nothing = f"{plural(empty, 'future')} had nothing then: held, as long as nothing grows there." if empty else ""
        Heading(question, " ".join(filter(None, (f"Before the events about {start}.", nothing, chosen))))
        Choices(seen.view, vote)
        with solara.Div(classes=["ballot"]):
            Hands(state, vote, seen.view.futures.fork)
            Buttons()
            PhoneVotePanel(question, take_over, vote.month)
            if state.sold and ROOMS.address:
                components.Controls(
                    controls=[components.button("board", "Groups’ board", tip="Groups spend their points on phones")],
                    title="Groups' board",
                    event_press=lambda _: router.push(session.address("/board")),
                )
        shown = drawn.value if stage.value == PLAYING else (0 if stage.value == HIDDEN else None)
        view = seen.view
        if replay.value % 2:
            view = View(view.futures, replace(state, without=True))
            shown = 0
        chart = charts.fan_chart(view, shown)
        with solara.Div(classes=["revealed"]):
            with solara.Div(classes=["reveal"]):
                components.Drawn(chart, told=shown is None)  # its table would tell what is not revealed yet
            if stage.value == SHOWN:
                tallies = prediction.tally(seen.view.series, seen.view.futures.fork, vote.month)
                told = prediction.compared(*tallies, seen.view.futures.scenario.studied)
                live = {"role": "status", "id": "revealed"}
                with solara.Div():
                    solara.HTML(tag="p", unsafe_innerHTML=safe(told), classes=["sentence-small"], attributes=live)
                    happened = prediction.verdict(vote.hands, tallies[0])
                    if replay.value:
                        happened = prediction.shown_now(replay.value, seen.view.futures.scenario.studied)
                    world = {"role": "status", "id": "happened"}
                    solara.HTML(tag="p", unsafe_innerHTML=safe(happened), attributes=world)
            elif stage.value == HIDDEN:
                paragraph(
                    "The dashed line is the town without the events. The other line comes with the reveal.", ["quiet"]
                )


def hide() -> None:
    """Nothing is revealed, for a new guess."""
    stage.set(HIDDEN)
    replay.set(0)


def take_over(vote: Vote) -> None:
    """Make the votes of the phones the room's vote."""
    session.act(lambda now: now.voted(vote.month, vote.hands))
    stage.set(HIDDEN)


@solara.component
def Choices(view: View, vote: Vote):
    """The four choices with their hands, and after the reveal their futures."""
    shown = stage.value == SHOWN
    futures, without = prediction.tally(view.series, view.futures.fork, vote.month)
    cards = []
    for number, name in enumerate(OUTCOMES):
        result = f"{_bar('with', futures, number)}{_bar('without', without, number)}" if shown else ""
        chosen = " most" if shown and number in prediction.most(futures) else ""
        cards.append(
            f'<div class="choice{chosen}"><strong>{prediction.WORDS[name]}</strong>'
            f"<div class='quiet'>{escape(prediction.MEANING[name])}</div>"
            f"<div>{plural(vote.hands[number], 'hand')}</div>{result}</div>"
        )
    solara.HTML(unsafe_innerHTML=f'<div class="choices">{"".join(cards)}</div>')


def _bar(arm: str, futures: Sequence[int], number: int) -> str:
    """A line of a card: in how many of the futures it came out so, with the events or without them."""
    drawn = scale(futures[number], sum(futures))
    return f'<div class="arm {arm}"><span>{arm}</span>{drawn}<span>{futures[number]} of {sum(futures)}</span></div>'


@solara.component
def Hands(state: Workshop, vote: Vote, fork: int):
    """When, and how many hands for each choice."""
    years = [(month, when(month, state.start)) for month in range(YEAR, state.months + 1, YEAR) if month > fork]
    if not years or years[-1][0] < state.months:
        years.append((state.months, when(state.months, state.start)))

    def change(changed: dict[str, str]) -> None:
        def voted(now: Workshop) -> Workshop:
            so_far = prediction.asked(now, fork)
            if changed["key"] == "month":
                return now.voted(int(changed["value"]), so_far.hands)
            hands = list(so_far.hands)
            hands[OUTCOMES.index(changed["key"])] = int(float(changed["value"] or 0))
            return now.voted(so_far.month, tuple(hands))  # type: ignore[arg-type]

        session.act(voted)
        stage.set(HIDDEN)

    components.Controls(
        controls=[
            components.select("month", "By the end of", vote.month, years),
            *(
                components.field(name, prediction.WORDS[name], vote.hands[n], "number", low=0, high=limits.MOST_HANDS)
                for n, name in enumerate(OUTCOMES)
            ),
        ],
        title="Show of hands",
        event_change=change,
    )


@solara.component
def Buttons():
    """Reveal, replay, hide; none is switched off by its own press, which would take the focus from it."""

    def press(key: str) -> None:
        replay.set(0)
        if key == "reveal":
            drawn.set(0)
            stage.set(PLAYING)
        elif key == "replay":
            replay.set(TURNS)
        else:
            stage.set(HIDDEN)

    components.Controls(
        controls=[
            components.button("reveal", "Reveal", strong=True),
            components.button(
                "replay", "Replay", disabled=stage.value != SHOWN, tip="Without and with the events, in turns"
            ),
            components.button("hide", "Hide again"),
        ],
        title="Reveal",
        event_press=press,
    )


def use_reveal(view: View | None) -> None:
    """Draw the futures quarter by quarter, or switch between the two worlds."""

    def run() -> Callable[[], None] | None:
        if view is None or (stage.value != PLAYING and not replay.value):
            return None
        stop = threading.Event()

        def tick() -> None:
            while stage.peek() == PLAYING and not stop.wait(0.02 if session.calm.peek() else PACE):
                drawn.set(view.futures.months if session.calm.peek() else drawn.peek() + QUARTER)
                if drawn.peek() >= view.futures.months:
                    stage.set(SHOWN)
            while replay.peek() and not stop.wait(1.2):
                replay.set(replay.peek() - 1)

        threading.Thread(target=tick, name="reveal", daemon=True).start()
        return stop.set

    solara.use_effect(run, [stage.value == PLAYING, replay.value > 0, view is None])
