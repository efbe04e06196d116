"""Small parts that several pages share."""

from __future__ import annotations

import re
from html import escape

import numpy as np
import solara

from simulation.app.futures.view import View
from simulation.app.session import watching
from simulation.app.story.sentences import differ, only

RANGE = re.compile(r"\d+–\d+")


@solara.component
def Heading(words: str, below: str = ""):
    """The title of a page, and a sentence below it."""
    solara.HTML(tag="h1", unsafe_innerHTML=escape(words))
    if below:
        solara.HTML(tag="p", unsafe_innerHTML=escape(below), classes=["quiet"])


@solara.component
def Waiting(seen: watching.Seen):
    """What stands where a view will be."""
    if seen.error:
        words = f"That could not be run: {seen.error}. Nothing was lost; undo the last act on the page Town."
    else:
        words = "Simulating …"
    solara.HTML(tag="p", unsafe_innerHTML=escape(words))


def paragraph(words: str, classes: list[str] | None = None) -> None:
    """A paragraph of plain words."""
    solara.HTML(tag="p", unsafe_innerHTML=safe(words), classes=classes or [])


@solara.component
def SameByCommand(words: str, commands: str):
    """The commands that print the same numbers, folded away; ``words`` say which files they need."""
    folded = f"<summary>The same by command</summary><p>{escape(words)}</p><pre>{escape(commands)}</pre>"
    solara.HTML(tag="details", unsafe_innerHTML=folded, classes=["by-command"])


def behind(seen: watching.Seen, view: View) -> str:
    """What the futures of a view differ in, and which of all they are."""
    chosen = only(view.state, view.futures.size, seen.futures)
    told = differ(view.futures.size, len(np.unique(view.futures.in_worlds)), view.state)
    return f"{chosen} {told}".strip()


def scale(number: int, total: int, target: float | None = None) -> str:
    """A bar that is filled as far as a number is of a total; the number itself stands in words beside it.

    Parameters
    ----------
    target : share of the total that is marked.
    """
    mark = f'<i style="left:{100 * target:.0f}%"></i>' if target is not None else ""
    filled = f'<div style="width:{100 * number / max(total, 1):.0f}%"></div>'
    return f'<div class="scale" aria-hidden="true">{filled}{mark}</div>'


def safe(words: str) -> str:
    """The words made safe; a range of numbers stays on one line."""
    return RANGE.sub(r'<span class="whole">\g<0></span>', escape(words))
