"""The main screen: levers, time and events; the sentence; many futures; one of them as matrix and tiles."""

from __future__ import annotations

from dataclasses import replace
from html import escape
from typing import Any

import solara

from simulation.app import limits
from simulation.app.browser import components
from simulation.app.futures.bought import Standard, more_left
from simulation.app.futures.view import View
from simulation.app.pages import anyway, layout, your_council
from simulation.app.pages.hour import use_standard
from simulation.app.pages.parts import behind, paragraph, safe, scale
from simulation.app.pages.tour import Tour
from simulation.app.pages.town_bar import Bar, Forms, NameSquares, do, naming
from simulation.app.pages.town_charts import Many, One, Sought
from simulation.app.session import session, watching
from simulation.app.story import councils, droppable_events, levers, names, protection
from simulation.app.story.sentences import inside, left_in_words, not_a_forecast
from simulation.app.story.state import SLOTS, Workshop
from simulation.scenarios import Scenario
from simulation.scenarios.checks import month_of
from simulation.scenarios.in_words import describe
from simulation.scenarios.times import first_month
from simulation.world.services import SERVICES

ANSWERS = SLOTS[:3]  # as many as there is room for
HALVES = {"many": "Many futures", "one": "One future"}
OVERRULED = "The calendar says how strongly PFI was pushed here. Drop “PFI is offered” to push it again."
half = solara.reactive("many")  # what is shown where only one of the two fits


@solara.component
def TownPage():
    """The main screen."""
    state = session.now()
    seen = watching.use_view()
    Bar()
    Sentence(seen)
    Story(seen.view, state)
    with solara.Div(classes=["main-grid"]):
        NameSquares(state) if naming.value else LeverColumn(state)
        if seen.view is not None and (not state.big or half.value == "many"):
            Many(seen.view, seen.stale)
        if seen.view is not None and (not state.big or half.value == "one"):
            One(seen.view, seen.stale)
    Foot(seen, state)
    Tour()


@solara.component
def Sentence(seen: watching.Seen):
    """The question and what answers it, or what is being worked on, or what went wrong."""
    if seen.error:
        with solara.Div(classes=["message"]):
            solara.HTML(tag="h1", unsafe_innerHTML=escape(f"That could not be run: {seen.error}. Nothing was lost."))
            components.Controls(
                controls=[components.button("undo", "Undo", strong=True)],
                title="What now",
                event_press=lambda _: session.undo(),
            )
        return
    with solara.Div(classes=["told", "former"] if seen.stale else ["told"]):
        with solara.Div(classes=["asked"]):
            solara.HTML(tag="h1", unsafe_innerHTML=layout.TITLE)
            solara.HTML(tag="p", unsafe_innerHTML=_working(seen))
        if seen.view is None:
            paragraph(f"Simulating the first futures of {names.here(session.now().scenario)} …", ["one-number"])
            return
        live = {"id": "headline", "aria-live": "off" if session.playing.value or seen.busy else "polite"}
        solara.HTML(tag="p", unsafe_innerHTML=escape(seen.view.headline), classes=["one-number"], attributes=live)
        Gauge(seen.view)
        with solara.Div(classes=["below"]):
            solara.HTML(tag="p", unsafe_innerHTML=safe(seen.view.sentence), attributes={"id": "sentence"})
            paragraph(behind(seen, seen.view), ["quiet", "behind"])


def _working(seen: watching.Seen) -> str:
    """How many of the futures there are while more are computed: beside the question, where the eye is."""
    there = 0 if seen.stale else seen.futures
    said = f"working: {there} of {limits.FUTURES}"
    return f'<span class="working" id="working">{said}</span>' if seen.busy and not seen.error else ""


@solara.component
def Gauge(view: View):
    """In how many futures it survives at the worst moment; in the round about points, in how many more is left."""
    standard = use_standard(view.state)
    left = more_left(view, standard.nothing) if standard is not None else None
    target = standard.target if standard is not None else None
    asked, words, share = "Survives?", view.survives or "Drop an event and see.", None
    found = view.survivals.worst if view.survivals is not None else None
    if left is not None and left.more.futures:
        asked, words, found = "More left?", left_in_words(left, view.state.start), left.more
        if not protection.spent(view.state):
            words = "Nothing is bought yet. What counts: more left than with nothing bought."
    number = f"{found.number} of {found.futures}" if found is not None else ""
    if found is not None and target:
        number, share = f"{number}, target {target}", target / found.futures
    elif standard is not None and target is None and found is not None:
        number += ", target …"  # it is being found
    drawn = scale(found.number, found.futures, share) if found is not None else ""
    solara.HTML(
        unsafe_innerHTML=f"<p><strong>{asked} {number}</strong></p>{drawn}<p class='quiet'>{escape(words)}</p>",
        classes=["gauge"],
        attributes={"id": "gauge"},
    )


@solara.component
def Story(view: View | None, state: Workshop):
    """The chips of the events, what can be shown of them where it fits, and what the menu opens."""
    with solara.Div(classes=["story"]):
        Events(state)
        if state.sold:
            Answers(state)
        if view is not None and not state.big:
            Sought(view)
        if state.big:
            components.Controls(
                controls=[components.button(key, title, pressed=key == half.value) for key, title in HALVES.items()],
                title="View",
                event_press=half.set,
            )
    Forms(state)


@solara.component
def Answers(state: Workshop):
    """What the groups bought, as A, B and C: kept here, and opened again."""
    slots, standard = dict(state.slots), use_standard(state)
    free = next((slot for slot in ANSWERS if slot not in slots), None)
    with solara.Div(classes=["answers"]):
        for slot in ANSWERS:
            if slot in slots or slot == free:
                Answer(state, slot, slots.get(slot), standard).key(slot)


@solara.component
def Answer(state: Workshop, slot: str, kept: Scenario | None, standard: Standard | None):
    """What one group bought: in how many futures more is left; pressed, it is opened, or kept where nothing is yet."""
    shown = replace(state, scenario=kept or state.played, off=frozenset())
    futures, _ = watching.use_futures(shown.played, state.seed, state.drawn_in)
    button = components.button(slot, f"Keep as {slot}", tip="Keep what is bought now, to compare it")
    if kept is not None:
        told = "…"
        if protection.NOTHING.of(shown).played != protection.NOTHING.of(state).played:
            told = "another story"
        elif futures is not None and standard is not None:
            more = more_left(View(futures.where(state.given), shown), standard.nothing).more
            told = f"{more.number} of {more.futures}" if more.futures else "nothing to lose"
        here, tip = kept == state.played, f"Open {slot}: {protection.spent_on(shown)}"
        button = components.button(slot, f"{slot}: {told}", pressed=here, tip=tip)
    components.Controls(
        controls=[button],
        title=f"Answer {slot}",
        event_press=lambda _: session.act(lambda now: now.open_slot(slot) if kept is not None else now.keep_in(slot)),
    )


@solara.component
def Events(state: Workshop):
    """The chips of the events."""
    scenario, start = state.scenario, state.start
    background = len(scenario.events) - len(state.chips)
    components.Chips(
        chips=[
            {
                "name": event.name,
                "label": f"{droppable_events.chip(event)}, {inside(first_month(event, start), start)}",
                "on": event.name not in state.off,
                "tip": f"{describe(event, scenario)}. Press to switch it off or on.",
            }
            for event in state.chips
        ],
        empty=f"No events yet. An event lands at the time cursor, now {inside(state.cursor, start)}.",
        hidden=_anyway(background, bool(state.chips)),
        event_toggle=lambda name: session.act(lambda now: now.toggle(name)),
        event_remove=lambda name: session.act(lambda now: now.delete(name)),
        event_tell=lambda *_: anyway.shown.set(True),
    )


def _anyway(background: int, others: bool) -> str:
    """How many events are not under study."""
    if not background:
        return ""
    number = names.plural(background, "event")
    return f"and {number} that happened anyway" if others else f"{number} happened anyway."


@solara.component
def LeverColumn(state: Workshop):
    """Levers and time."""

    def described(lever: levers.Lever) -> dict[str, Any]:
        parameter = lever.parameter
        return {
            "name": lever.name,
            "title": lever.title,
            "value": state.value(lever.name),
            "low": parameter.low,
            "high": parameter.high,
            "step": lever.step,
            "scale": [list(each) for each in lever.scale],
            "tip": lever.tip() if lever.name not in state.overruled else OVERRULED,
            "locked": lever.name in state.locked,
        }

    everything = {"value": "", "text": f"All {len(SERVICES)} services"}
    services = [{"value": str(n), "text": service.title.capitalize()} for n, service in enumerate(SERVICES)]
    in_sight, more = levers.IN_SIGHT, levers.MORE
    if state.sold:
        in_sight = tuple(levers.LEVERS[name] for name in levers.BOUGHT)
        more = tuple(lever for lever in levers.LEVERS.values() if lever not in in_sight)
    components.Levers(
        levers=[described(lever) for lever in in_sight],
        more=[described(lever) for lever in more],
        cursor=state.cursor,
        months=state.months,
        begins=month_of(state.start) if state.start else None,
        service=state.service,
        services=[everything, *services],
        counted=state.counted,
        points=protection.points_left(state),
        left=max(protection.POINTS - protection.spent(state), 0),
        event_lever=lambda moved: session.act(lambda now: now.set(str(moved["name"]), float(moved["value"]))),
        event_at=lambda month: session.look(lambda now: now.at(int(month))),
        event_look_at=lambda value: session.look(lambda now: now.look_at(int(value) if value != "" else None)),
        event_count=lambda value: session.look(lambda now: now.counting(value)),
    )


@solara.component
def Foot(seen: watching.Seen, state: Workshop):
    """How many futures, which dice, what it is not."""
    futures = seen.view.futures if seen.view is not None else None
    done = seen.futures
    failed = f", {len(futures.failures)} failed" if futures is not None and futures.failures else ""
    first = "first " if seen.busy and not seen.error and done else ""
    if seen.stale and done:
        first = "the picture before: "
    what = escape(not_a_forecast(state.scenario))
    text = f"{first}{names.plural(done, 'future')}{failed} · seed {state.seed} · {what}"
    router = solara.use_router()
    on_record = components.button("record", "What is on record?", tip="What is recorded, and what is generated")

    def press(key: str) -> None:
        if key == "record":
            your_council.tell()
        elif key == "how":
            do("help")
        else:
            router.push(session.address("/assumptions"))

    with solara.Div(classes=["small-print"]):
        solara.HTML(tag="p", unsafe_innerHTML=text, classes=["quiet"])
        components.Controls(
            controls=[
                *([on_record] if councils.on_record(state.scenario) is not None else []),
                components.button("how", "How to read this"),
                components.button("why", "Why believe this?", tip="What is assumed, and how well it is known"),
            ],
            title="Questions",
            event_press=press,
        )
