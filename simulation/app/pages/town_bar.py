"""The bar of the main screen: stories, play, events, undo, and the menu with the forms that it opens."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

import solara

from simulation.app import limits
from simulation.app.browser import components
from simulation.app.pages import anyway, layout, your_council
from simulation.app.pages.tour import touring
from simulation.app.session import play, session
from simulation.app.story import councils, droppable_events, names, played_in
from simulation.app.story.state import PRESETS, Workshop
from simulation.scenarios import library, load, parse
from simulation.world.errors import ScenarioError, TooLarge

OWN, YOUR_COUNCIL = "own scenario", "your council"  # with blanks, as no name of a scenario has

naming = solara.reactive(False)
opening = solara.reactive(False)


@solara.component
def Bar():
    """Stories, play, events, undo."""
    history = session.history.value
    state = history.now
    components.Bar(
        groups=stories(state),
        scenario=_opened(state),
        playing=session.playing.value,
        in_sight=[_event_button(key) for key in droppable_events.IN_SIGHT],
        more_events=[_event_button(key) for key in droppable_events.IN_THE_MENU],
        can_undo=bool(history.past),
        can_redo=bool(history.undone),
        menu=menu(state),
        event_open=_open,
        event_play=_play,
        event_rewind=_rewind,
        event_drop=_drop,
        event_act=do,
    )


# Handlers that stay the same let Solara see that nothing changed: a bar that is the same is not drawn again.


def _open(key: str) -> None:
    if key == YOUR_COUNCIL:
        your_council.find()
    elif key != OWN:
        layout.start_from(key)


def _play(*_: Any) -> None:
    session.playing.set(not session.playing.peek())


def _rewind(*_: Any) -> None:
    play.rewind()


def _drop(key: str) -> None:
    session.act(lambda now: now.drop(key))


@cache
def of_the_library() -> tuple[tuple[str, tuple[tuple[str, str], ...]], ...]:
    """What of the library can be opened, in groups with their titles, by name and with what it is called."""
    presets = tuple(PRESETS.items())
    stories: list[tuple[str, str]] = []
    places: list[tuple[str, str]] = []
    for name in library():
        scenario = load(name)
        try:
            limits.check(scenario)
        except TooLarge:
            continue
        if name not in PRESETS and name != "uk-calendar":
            listed = places if scenario.councils else stories
            listed.append((name, names.title(scenario)))
    return ("Towns", presets), ("More stories", tuple(stories)), ("Documented places", tuple(places))


def stories(state: Workshop) -> list[dict[str, Any]]:
    """What can be opened, in groups; first a council, or the room's own scenario."""
    own = ((OWN, names.title(state.scenario)),) if _opened(state) == OWN else ()
    real = councils.on_record(state.scenario) is not None
    find = (YOUR_COUNCIL, "Another council …" if own and real else "Your council …")
    groups = (("Your council", (*(own if real else ()), find)), *of_the_library())
    if own and not real:
        groups = (("Your scenario", own), *groups)
    return [
        {"title": title, "options": [{"key": key, "title": words} for key, words in options]}
        for title, options in groups
    ]


def _opened(state: Workshop) -> str:
    """What of the list is open."""
    began = state.origin
    return began.name if began is not None and began == councils.of_the_library(began.name) else OWN


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
        {"key": "tour", "title": "Tour"},
        {"key": "help", "title": "List of keys (?)"},
        {"key": "name", "title": "Name the squares"},
        {"key": "open", "title": "Open a scenario file"},
        {"key": "dice", "title": "Other dice (seed)"},
        *({"key": "worlds", "title": f"Play in {words}"} for words in _others(state).values()),
    ]


def _others(state: Workshop) -> dict[str, str]:
    """The kind of worlds that a state is not played in, in words."""
    return {kind: words for kind, words in played_in.KINDS.items() if kind != state.worlds}


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
        "tour": lambda: touring.set(True),
        "help": lambda: layout.help_open.set(not layout.help_open.peek()),
        "name": lambda: naming.set(not naming.peek()),
        "open": lambda: opening.set(not opening.peek()),
        "dice": lambda: session.act(lambda now: now.other_dice()),
        "worlds": lambda: session.act(lambda now: now.in_worlds(next(iter(_others(now))))),
    }
    if key in acts:
        acts[key]()


def _event_button(key: str) -> dict[str, str]:
    droppable = droppable_events.DROPPABLE[key]
    return {"key": key, "title": droppable.title, "tip": f"{droppable.tip} Lands at the time cursor."}


@solara.component
def Forms(state: Workshop):
    """The small forms that the menu opens, and what lies over the screen."""
    your_council.YourCouncil(state)
    if anyway.shown.value:  # nothing would leave a gap, too
        anyway.Anyway(state).key("anyway")
    if opening.value:
        components.Controls(
            controls=[
                components.field(
                    "file", "A scenario file (.toml)", "", "file", longest=limits.FILE_CHARACTERS, first=True
                ),
                components.button("close", "Close"),
            ],
            title="Open a scenario file",
            event_change=lambda change: open_file(change["value"]),
            event_press=lambda _: opening.set(False),
        )


@solara.component
def NameSquares(state: Workshop):
    """The names of the blank squares, where the levers stand at other times: a room reads the squares meanwhile."""
    given = dict(state.names)
    with solara.Div(classes=["levers naming"]):
        components.Controls(
            controls=[
                *(
                    components.field(
                        cell,
                        names.CELL_WORDS[cell],
                        given.get(cell, ""),
                        longest=limits.SQUARE_CHARACTERS,
                        first=cell == names.BLANK[0],
                    )
                    for cell in names.BLANK
                ),
                components.button("close", "Done"),
            ],
            title="Name the squares",
            event_change=lambda change: session.act(lambda now: now.named(change["key"], change["value"])),
            event_press=lambda _: naming.set(False),
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
