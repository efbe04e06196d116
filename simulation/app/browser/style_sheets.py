"""The style sheets of the pages and of the report, with the colours of both themes."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from simulation.app.charts.svg import DARK, LIGHT, STYLE, custom_properties

BROWSER = Path(__file__).parent


@cache
def style_sheet() -> str:
    """All of it; printed pages are light."""
    rules = "\n".join((BROWSER / name).read_text(encoding="utf-8") for name in ("style.css", "take_home.css"))
    light, dark = custom_properties(LIGHT), custom_properties(DARK)
    dark_theme = f"html.dark{{{dark}color-scheme:dark}}"
    return f":root{{{light}color-scheme:light}}@media screen{{{dark_theme}}}{STYLE}\n{rules}"


def report_sheet() -> str:
    """What a report needs as a file of its own; always light."""
    rules = (BROWSER / "take_home.css").read_text(encoding="utf-8")
    return f":root{{{custom_properties(LIGHT)}}}{STYLE}\n{rules}"
