"""The style sheets of the pages and of what people take home, with the colours of both themes."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from simulation.app.charts.style import DARK, LIGHT, STYLE, custom_properties

FOLDER = Path(__file__).parent


@cache
def style_sheet() -> str:
    """All of it; printed pages are light."""
    rules = "\n".join((FOLDER / name).read_text(encoding="utf-8") for name in ("style.css", "take_home.css"))
    light, dark = custom_properties(LIGHT), custom_properties(DARK)
    dark_theme = f"html.dark{{{dark}color-scheme:dark}}"
    return f":root{{{light}color-scheme:light}}@media screen{{{dark_theme}}}{STYLE}\n{rules}"


def take_home_sheet() -> str:
    """What is taken home needs as a file of its own; always light."""
    rules = (FOLDER / "take_home.css").read_text(encoding="utf-8")
    return f":root{{{custom_properties(LIGHT)}}}{STYLE}\n{rules}"
