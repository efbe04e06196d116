"""What all pages share: the state from the address, the style, keys, files to save, and the way from page to page."""

from __future__ import annotations

from html import escape
from typing import Any

import solara
import solara.lab

from simulation.app.browser import components
from simulation.app.browser.style_sheets import style_sheet
from simulation.app.pages.hour import Line, Rounds
from simulation.app.session import play, session
from simulation.app.session.rooms import ROOMS
from simulation.app.session.undo_links import UndoLinks
from simulation.app.story.sentences import A_WORLD
from simulation.app.story.state import PRESETS, QUARTER, YEAR, opened

PAGES = {
    "/": "Town",
    "/predict": "Predict",
    "/why": "Why",
    "/protects": "What protects it?",
    "/compare": "Compare",
    "/assumptions": "Assumptions",
    "/report": "Report",
    "/explorer": "Explorer",
}
BOARD = "/board"  # listed in the round that it is for, where phones can come
# In no list of pages, and with nothing around them: for people's own phones, and for pages of others.
ALONE = {"/vote": "Vote", "/embed": "Picture"}
FITTING = ("/", "/predict")  # pages that fit the window without scrolling
BROKEN = "This link cannot be opened"
TITLE = "Does it survive when the politics change?"

SHORTCUTS = {
    " ": "play or pause",
    "ArrowLeft": "a quarter back",
    "ArrowRight": "a quarter on",
    "Shift+ArrowLeft": "a year back",
    "Shift+ArrowRight": "a year on",
    "l": "leadership changes, now",
    "p": "PFI is offered, now",
    "u": "undo",
    "c": "show or hide the line without the events",
    "r": "play again from the start",
    **{str(number): f"start from: {title}" for number, title in enumerate(PRESETS.values(), start=1)},
    "f": "this chart, or the first one, in full screen and back",
    "?": "this list",
    "Escape": "close this list, leave full screen",
}
READING = (
    "Each future is the same town with other luck: other elections, other founders, other failures.",
    f"{A_WORLD} Nobody can tell which one is right, so futures are played in all that the record of real councils does "
    "not rule out, two futures in a row in each; or all in one, our best single guess (see Menu).",
    "“About 3”: half of the futures have at least as many, half at most. “9 in 10 futures: 0–24”: at most one in "
    "twenty has fewer, and at most one in twenty more. Of fewer than 19 futures: “all 12 futures”, the "
    "lowest to the highest.",
    "“Without the events”: the same futures with the same luck, where what you dropped does not happen.",
    "“Survives?”: at the worst moment, at least half is left of what there would be without the events; of the futures "
    "that would have something then.",
    "Dark line: the middle future. Areas: half of all futures, and nine in ten; with fewer than 19 futures a single "
    "area, from the lowest to the highest. Thin lines: up to eight of them. Dashed: without the events.",
    "Under the chart: who leads in one single future, the darker the warmer towards working with residents; and until "
    "when its contracts (£) run.",
    "The squares and tiles show the same future. £ marks what a contract locks in.",
)
KEY_WORDS = {
    " ": "space",
    "ArrowLeft": "←",
    "ArrowRight": "→",
    "Shift+ArrowLeft": "shift ←",
    "Shift+ArrowRight": "shift →",
    "Escape": "esc",
}

nothing: dict[str, Any] = {}
file = solara.reactive(nothing)  # what the browser saves next
copies = solara.reactive(0)
prints = solara.reactive(0)
help_open = solara.reactive(False)


def save(name: str, text: str, kind: str, raster: bool = False) -> None:
    """Hand a file to the visitor; ``raster`` turns a drawing into a PNG on the way."""
    number = int(file.peek().get("number", 0)) + 1
    file.set({"name": name, "text": text, "type": kind, "raster": raster, "number": number})


@solara.component
def Layout(children: list[Any] = []):  # noqa: B006 (Solara's own form)
    """The frame of every page."""
    router = solara.use_router()
    solara.use_memo(lambda: session.begin(router.search), [])
    links = solara.use_memo(UndoLinks, [])
    history = session.history.value
    kept = solara.use_memo(lambda: links.of(history), [history.past, history.undone])
    play.use_playing()
    solara.Style(style_sheet())
    solara.use_effect(lambda: setattr(solara.lab.theme, "dark", session.now_quietly().dark), [session.now().dark])
    path = "/" + router.path.strip("/")
    with solara.Div(classes=["workshop", "fits"] if path in FITTING else ["workshop"], attributes={"role": "main"}):
        if session.broken_link.value:
            components.Frame(heading=f"{BROKEN} – {TITLE}", event_ready=_ready)
            BrokenLink()
            return
        if path in ALONE:
            look = session.now()
            components.Frame(heading=f"{ALONE[path]} – {TITLE}", big=look.big, dark=look.dark, event_ready=_ready)
            solara.Column(children=children, gap="0", classes=["body"])
            return

        def go(to: str) -> None:
            session.message.set("")  # it is about the page that is left
            router.push(session.address(to))

        state = session.now()
        link = session.address("", state)
        pages = PAGES | {BOARD: "Groups’ board"} if state.sold and ROOMS.address else PAGES
        components.Frame(
            address=path + link if not session.playing.value else "",
            heading=f"{pages.get(path, 'Not found')} – {TITLE}",
            announcement=session.message.value,
            shortcuts=list(SHORTCUTS) if state.keys else [],
            big=state.big,
            dark=state.dark,
            file=file.value,
            copy=copies.value,
            print=prints.value,
            undo_links=kept,
            event_remember=session.remember,
            event_shortcut=shortcut,
            event_ready=_ready,
            event_copied=_copied,
        )
        solara.Column(children=children, gap="0", classes=["body"])
        Message()
        if help_open.value:
            Help()
        with solara.Div(classes=["foot"]):
            if state.round:
                Line(state, path).key("line")
            Rounds(go).key("rounds")
            components.Links(
                pages=[{"path": to, "title": title, "here": to == path} for to, title in pages.items()],
                link=link,
                event_go=go,
            ).key("links")


@solara.component
def Message():
    """What could not be done."""
    if session.message.value:
        with solara.Div(classes=["message said"]):
            solara.HTML(tag="span", unsafe_innerHTML=escape(session.message.value))
            components.Controls(
                controls=[components.button("close", "Close")],
                title="Message",
                event_press=lambda _: session.message.set(""),
            )


@solara.component
def Help():
    """The list of keys."""
    rows = "".join(
        f"<tr><th scope='row'>{KEY_WORDS.get(key, key)}</th><td>{what}</td></tr>" for key, what in SHORTCUTS.items()
    )
    with solara.Div(
        classes=["message over"], attributes={"role": "dialog", "aria-label": "How to read this, and keys"}
    ):
        solara.HTML(unsafe_innerHTML=f"<ul>{''.join(f'<li>{line}</li>' for line in READING)}</ul>", classes=["reading"])
        solara.HTML(unsafe_innerHTML=f"<table><caption>Keys</caption><tbody>{rows}</tbody></table>")
        components.Controls(
            controls=[components.button("close", "Close", first=True)],
            title="Keys",
            event_press=lambda _: help_open.set(False),
        )


@solara.component
def BrokenLink():
    """A link that cannot be opened."""
    solara.HTML(tag="h1", unsafe_innerHTML=BROKEN)
    solara.HTML(tag="p", unsafe_innerHTML=escape(session.broken_link.value))
    solara.HTML(
        tag="p", unsafe_innerHTML="Nothing was lost: whoever sent it still has it. You can start with a new town."
    )
    components.Controls(
        controls=[components.button("new", "Start with a new town", strong=True)],
        title="What now",
        event_press=lambda _: session.broken_link.set(""),
    )


def shortcut(key: str) -> None:
    """Do what a key stands for."""
    moves = {"ArrowLeft": -QUARTER, "ArrowRight": QUARTER, "Shift+ArrowLeft": -YEAR, "Shift+ArrowRight": YEAR}
    if key in moves:
        session.look(lambda state: state.at(state.cursor + moves[key]))
    elif key == " ":
        session.playing.set(not session.playing.peek())
    elif key == "l":
        session.act(lambda state: state.drop("leader"))
    elif key == "p":
        session.act(lambda state: state.drop("pfi"))
    elif key == "u":
        session.undo()
    elif key == "c":
        session.restore(without=not session.now_quietly().without)
    elif key == "r":
        play.rewind()
        session.playing.set(True)
    elif key.isdigit() and 1 <= int(key) <= len(PRESETS):
        start_from(list(PRESETS)[int(key) - 1])
    elif key == "?":
        help_open.set(not help_open.peek())
    elif key == "Escape":
        help_open.set(False)


def start_from(name: str) -> None:
    """Open a scenario of the library."""
    session.playing.set(False)
    session.act(lambda state: state.open(opened(name).scenario))


def _ready(machine: dict[str, Any]) -> None:
    session.calm.set(bool(machine.get("calm")))
    session.origin.set(str(machine.get("origin", "")))


def _copied(done: bool) -> None:
    session.message.set("The link is copied." if done else "Copy the link from the address line of the browser.")
