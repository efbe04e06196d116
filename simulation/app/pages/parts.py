"""Small parts that several pages share."""

from __future__ import annotations

import re
from html import escape

import solara

from simulation.app.session import watching

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


def safe(words: str) -> str:
    """The words made safe; a range of numbers stays on one line."""
    return RANGE.sub(r'<span class="whole">\g<0></span>', escape(words))
