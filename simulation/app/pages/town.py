"""The main screen: levers, time and events; the sentence; many futures; one of them as matrix and tiles."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from html import escape
from typing import Any

import solara

from simulation.app import charts, limits
from simulation.app.browser import components
from simulation.app.futures.view import View
from simulation.app.pages import layout
from simulation.app.pages.parts import safe
from simulation.app.session import play, session, watching
from simulation.app.story import droppable_events, levers, names
from simulation.app.story.sentences import not_a_forecast, when
from simulation.app.story.state import PRESETS, Workshop
from simulation.scenarios import ScenarioError, library, load, parse
from simulation.scenarios.times import first_month
from simulation.scenarios.words import describe
from simulation.services import SERVICES


@solara.component
def TownPage():
    """The main screen."""
    state = session.now()
    seen = watching.use_view()
    Bar()
    Sentence(seen)
    Story(state)
    with solara.Div(classes=["main-grid"]):
        LeverColumn(state)
        if seen.view is not None and (not state.big or half.value == "many"):
            Many(seen.view, seen.stale)
        if seen.view is not None and (not state.big or half.value == "one"):
            One(seen.view, seen.stale)
    Foot(seen, state)


@solara.component
def Bar():
    """Stories, play, events, undo."""
    history = session.history.value
    state = history.now
    components.Bar(
        groups=stories(),
        scenario=state.scenario.name,
        playing=session.playing.value,
        in_sight=[_event_button(key) for key in droppable_events.IN_SIGHT],
        more_events=[_event_button(key) for key in droppable_events.IN_THE_MENU],
        can_undo=bool(history.past),
        can_redo=bool(history.undone),
        menu=menu(state),
        event_open=layout.start_from,
        event_play=_play,
        event_rewind=_rewind,
        event_drop=_drop,
        event_act=do,
    )


# Handlers that stay the same let Solara see that nothing changed: a bar that is the same is not drawn again.


def _play(*_: Any) -> None:
    session.playing.set(not session.playing.peek())


def _rewind(*_: Any) -> None:
    play.rewind()


def _drop(key: str) -> None:
    session.act(lambda now: now.drop(key))


@cache
def _stories() -> tuple[tuple[str, tuple[tuple[str, str], ...]], ...]:
    presets = tuple(PRESETS.items())
    stories: list[tuple[str, str]] = []
    places: list[tuple[str, str]] = []
    for name in library():
        scenario = load(name)
        try:
            limits.check(scenario)
        except limits.TooLarge:
            continue
        if name not in PRESETS and name != "uk-calendar":
            listed = places if scenario.councils else stories
            listed.append((name, names.title(scenario)))
    return ("Towns", presets), ("More stories", tuple(stories)), ("Documented places", tuple(places))


def stories() -> list[dict[str, Any]]:
    """What can be opened, in groups."""
    return [
        {"title": title, "options": [{"key": key, "title": words} for key, words in options]}
        for title, options in _stories()
    ]


def menu(state: Workshop) -> list[dict[str, str]]:
    """What stands in the menu."""
    return [
        {"key": "again", "title": "Start again"},
        {"key": "assumptions", "title": "Reset assumptions"},
        {"key": "copy", "title": "Copy the link"},
        {"key": "big", "title": "Big: off" if state.big else "Big (125 %)"},
        {"key": "dark", "title": "Light" if state.dark else "Dark"},
        {"key": "keys", "title": "Keys: off" if state.keys else "Keys: on"},
        {"key": "without", "title": "Hide “without”" if state.without else "Show “without”"},
        {"key": "help", "title": "List of keys (?)"},
        {"key": "name", "title": "Name the squares"},
        {"key": "open", "title": "Open a scenario file"},
        {"key": "dice", "title": "Other dice (seed)"},
    ]


HALVES = {"many": "Many futures", "one": "One future"}

half = solara.reactive("many")  # what is shown where only one of the two fits
naming = solara.reactive(False)
opening = solara.reactive(False)


def do(key: str) -> None:
    """What the menu and the undo buttons do."""
    state = session.now_quietly()
    acts: dict[str, Callable[[], object]] = {
        "undo": session.undo,
        "redo": session.redo,
        "again": lambda: session.act(Workshop.start_again),
        "assumptions": lambda: session.act(Workshop.reset_assumptions),
        "copy": lambda: layout.copies.set(layout.copies.peek() + 1),
        "big": lambda: session.restore(big=not state.big),
        "dark": lambda: session.restore(dark=not state.dark),
        "keys": lambda: session.restore(keys=not state.keys),
        "without": lambda: session.restore(without=not state.without),
        "help": lambda: layout.help_open.set(not layout.help_open.peek()),
        "name": lambda: naming.set(not naming.peek()),
        "open": lambda: opening.set(not opening.peek()),
        "dice": lambda: session.act(lambda now: now.other_dice()),
    }
    if key in acts:
        acts[key]()


def _event_button(key: str) -> dict[str, str]:
    droppable = droppable_events.DROPPABLE[key]
    return {"key": key, "title": droppable.title, "tip": f"{droppable.tip} Lands at the time cursor."}


@solara.component
def Sentence(seen: watching.Seen):
    """The sentence, or what is being worked on, or what went wrong."""
    if seen.error:
        with solara.Div(classes=["message"]):
            solara.HTML(tag="h1", unsafe_innerHTML=escape(f"That could not be run: {seen.error}. Nothing was lost."))
            components.Controls(
                controls=[components.button("undo", "Undo", strong=True)],
                title="What now",
                event_press=lambda _: session.undo(),
            )
    elif seen.view is None:
        solara.HTML(tag="h1", unsafe_innerHTML="Simulating the first futures of this town …", classes=["sentence"])
    else:
        classes = ["sentence", "former"] if seen.stale else ["sentence"]
        words = safe(seen.view.sentence)
        solara.HTML(tag="h1", unsafe_innerHTML=words, classes=classes, attributes={"id": "sentence"})


@solara.component
def Story(state: Workshop):
    """The chips of the events, which half is shown where only one fits, and what the menu opens."""
    with solara.Div(classes=["story"]):
        Events(state)
        if state.big:
            components.Controls(
                controls=[components.button(key, title, pressed=key == half.value) for key, title in HALVES.items()],
                title="View",
                event_press=half.set,
            )
    Forms(state)


@solara.component
def Events(state: Workshop):
    """The chips of the events."""
    scenario = state.scenario
    background = len(scenario.events) - len(state.chips)
    components.Chips(
        chips=[
            {
                "name": event.name,
                "label": f"{droppable_events.chip(event)}, {when(first_month(event, scenario.start)).lower()}",
                "on": event.name not in state.off,
                "tip": f"{describe(event, scenario)}. Press to switch it off or on.",
            }
            for event in state.chips
        ],
        empty=f"No events yet. An event lands at the time cursor, now {when(state.cursor).lower()}.",
        hidden=f"and {names.plural(background, 'event')} that happened anyway" if background else "",
        event_toggle=lambda name: session.act(lambda now: now.toggle(name)),
        event_remove=lambda name: session.act(lambda now: now.delete(name)),
    )


@solara.component
def Forms(state: Workshop):
    """The small forms that the menu opens."""
    if naming.value:
        given = dict(state.names)
        components.Controls(
            controls=[
                *(
                    components.field(
                        cell, names.CELL_WORDS[cell], given.get(cell, ""), "text", longest=limits.NAME_CHARACTERS
                    )
                    for cell in names.BLANK
                ),
                components.button("close", "Done"),
            ],
            title="Name the squares",
            event_change=lambda change: session.act(lambda now: now.named(change["key"], change["value"])),
            event_press=lambda _: naming.set(False),
        )
    if opening.value:
        components.Controls(
            controls=[
                components.field("file", "A scenario file (.toml)", "", "file", longest=limits.FILE_CHARACTERS),
                components.button("close", "Close"),
            ],
            title="Open a scenario file",
            event_change=lambda change: open_file(change["value"]),
            event_press=lambda _: opening.set(False),
        )


def open_file(text: str | None) -> None:
    """Open the room's own scenario."""
    if text is None:
        session.message.set("This file is too large for a scenario. Nothing was lost.")
        return
    try:
        scenario = parse(text)
    except ScenarioError as error:
        session.message.set(f"That file could not be opened: {error}. Nothing was lost.")
        return
    session.act(lambda state: state.open(scenario))
    opening.set(False)


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
            "tip": lever.tip(),
        }

    everything = {"value": "", "text": f"All {len(SERVICES)} services"}
    services = [{"value": str(n), "text": service.title.capitalize()} for n, service in enumerate(SERVICES)]
    components.Levers(
        levers=[described(lever) for lever in levers.IN_SIGHT],
        more=[described(lever) for lever in levers.MORE],
        cursor=state.cursor,
        months=state.months,
        service=state.service,
        services=[everything, *services],
        counted=state.counted,
        event_lever=lambda moved: session.act(lambda now: now.set(str(moved["name"]), float(moved["value"]))),
        event_at=lambda month: session.look(lambda now: now.at(int(month))),
        event_look_at=lambda value: session.look(lambda now: now.look_at(int(value) if value != "" else None)),
        event_count=lambda value: session.look(lambda now: now.counting(value)),
    )


@solara.component
def Many(view: View, busy: bool):
    """Many futures: the fan with the event strip, and the dots."""
    state = view.state
    with solara.Div(classes=["many"]):
        components.Drawn(_fan(view), busy, charts.time_cursor(view))
        if state.played.studied and view.happened and not state.big:  # the sentence counts them too
            components.Drawn(charts.dots(view.count), busy)


def _fan(view: View) -> charts.Chart:
    """The fan without its time cursor: made once for everybody who looks at these futures in the same way."""
    state = view.state
    events = state.played.model_copy(update={"settings": {}}).model_dump_json()  # of settings it shows offers alone
    seen_as = (state.counted, state.service, state.without, state.arm, view.row, events, tuple(view.offers))
    return view.futures.once(("fan", *seen_as), lambda: charts.fan_chart(view, now=False))


@solara.component
def One(view: View, busy: bool):
    """One future: matrix and tiles."""
    router = solara.use_router()
    state = view.state
    arm = "without events" if state.arm else "with events"
    with solara.Div(classes=["one"]):
        with solara.Div(classes=["one-future"]):
            solara.HTML(tag="strong", unsafe_innerHTML=f"Future {view.number}, {arm}")
            components.Controls(
                controls=[
                    components.button("back", "‹", tip="The future before"),
                    components.button("on", "›", tip="The next future"),
                    components.button(
                        "arm", "⇄ with" if state.arm else "⇄ without", tip="The same future with or without the events"
                    ),
                ],
                title="Which single future",
                event_press=session.step_future,
            )
        matrix = solara.use_memo(
            lambda: charts.matrix(
                view.cells.sum(axis=0),
                view.locked.sum(axis=0),
                f"Who plans and who delivers in future {view.number}, {arm}",
                dict(state.names),
            ),
            [view],
        )
        components.Drawn(matrix, busy)
        tiles = solara.use_memo(
            lambda: charts.tiles(
                view.cells,
                view.locked,
                names.neighbourhoods(state.scenario),
                f"Neighbourhoods of future {view.number}, {arm}",
            ),
            [view],
        )
        caption = "One tile per neighbourhood"
        locked = "; £: locked in by contract" if view.locked.any() else ""
        solara.HTML(tag="p", unsafe_innerHTML=f"{caption}{locked}.", classes=["quiet", "caption"])

        def pick(key: str) -> None:
            session.place.set(int(key.removeprefix("place-")))
            router.push(session.address("/why"))

        components.Drawn(tiles, busy, pick=pick)


@solara.component
def Foot(seen: watching.Seen, state: Workshop):
    """How many futures, which dice, what it is not."""
    futures = seen.view.futures if seen.view is not None else None
    done = futures.size if futures is not None else 0
    working = ""
    if seen.busy and not seen.error:
        there = 0 if seen.stale else done
        working = f'<span class="working" id="working">working: {there} of {limits.FUTURES}</span>'
    failed = f", {len(futures.failures)} failed" if futures is not None and futures.failures else ""
    first = "first " if working and done else ""
    if seen.stale and done:
        first = "the picture before: "
    what = escape(not_a_forecast(state.scenario))
    text = f"{first}{names.plural(done, 'future')}{failed} · seed {state.seed} · {what} {working}"
    router = solara.use_router()
    with solara.Div(classes=["small-print"]):
        solara.HTML(tag="p", unsafe_innerHTML=text, classes=["quiet"])
        components.Controls(
            controls=[
                components.button("how", "How to read this"),
                components.button("why", "Why believe this?", tip="What is assumed, and how well it is known"),
            ],
            title="Questions",
            event_press=lambda key: do("help") if key == "how" else router.push(session.address("/assumptions")),
        )
