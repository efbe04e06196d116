"""Start from a council on record: finding it by its name, and what is recorded of it and what is generated."""

from __future__ import annotations

from html import escape
from typing import Any

import solara

from simulation.app import limits
from simulation.app.browser import components
from simulation.app.session import session
from simulation.app.story import councils, names
from simulation.app.story.state import Workshop
from simulation.scenarios import Scenario, record
from simulation.world.errors import ScenarioError

FIND, NOTE = "find", "note"
shown = solara.reactive("")  # which of the two lies over the screen, if any
words = solara.reactive("")  # what is looked for


def find() -> None:
    """Ask for a council."""
    words.set("")
    shown.set(FIND)


def tell() -> None:
    """Show what is on record of the council that is played."""
    shown.set(NOTE)


@solara.component
def YourCouncil(state: Workshop):
    """What lies over the screen while a council is looked for, or its note is read."""
    council = councils.on_record(state.scenario)
    if shown.value == FIND:
        Find().key("find")
    elif shown.value == NOTE and council is not None:
        Note(state.scenario, council.name).key("note")


@solara.component
def Find():
    """A field, and a button for each council with these words in one of its names."""
    found = councils.candidates(words.value)
    listed = found[: limits.COUNCILS_LISTED]

    def press(key: str) -> None:
        if key == "close":
            shown.set("")
        elif key == "enter":
            _open_meant()
        else:
            _open(key)

    with _over("Start from your council"):
        components.Controls(
            controls=[
                components.field("council", "Your council", "", "search", longest=limits.SEARCH_CHARACTERS, first=True),
                *(components.button(each.council.id, each.words) for each in listed),
                components.button("close", "Close"),
            ],
            title="Start from your council",
            event_change=lambda change: words.set(change["value"]),
            event_press=press,
        )
        solara.HTML(tag="p", unsafe_innerHTML=escape(_told(len(found), len(listed))), attributes={"role": "status"})


def _told(found: int, listed: int) -> str:
    """What the search came to."""
    if not words.value.strip():
        return f"A part of its name, a former name or a code: {len(record.councils())} councils of Great Britain."
    if not found:
        return f"No council on record has that in its name{record.nearest(words.value)}."
    more = f"; the first {listed} are listed, write more of the name" if found > listed else ""
    return f"{names.plural(found, 'council')}{more}."


def _open_meant() -> None:
    """Open the council of this name, if it is the name of one alone."""
    try:
        _open(councils.meant(words.peek()).id)
    except ScenarioError as error:
        session.message.set(f"{error}.")


def _open(identifier: str) -> None:
    session.playing.set(False)
    session.act(lambda state: state.open(councils.played(identifier)))
    shown.set(NOTE)


@solara.component
def Note(scenario: Scenario, name: str):
    """What is recorded, what is generated, and that it does not forecast."""
    lines = "".join(f"<li>{escape(names.capital(line))}.</li>" for line in scenario.on_record)
    end = scenario.months // 12 + (scenario.first_year or 0)
    with _over(f"{name}: what is on record, and what is not"):
        solara.HTML(
            unsafe_innerHTML=(
                f"<h2>{escape(name)}: what is on record, and what is not</h2><ul>{lines}</ul>"
                f"<p>All that is on record happens, whatever you do. What you drop is compared with the same futures "
                f"without it, until {end}. Nothing here is a forecast: each future is one of many that could be.</p>"
            ),
            classes=["reading"],
        )
        components.Controls(
            controls=[components.button("close", "Close", first=True)],
            title="Note",
            event_press=lambda _: shown.set(""),
        )


def _over(title: str) -> Any:
    return solara.Div(classes=["message over council"], attributes={"role": "dialog", "aria-label": title})
