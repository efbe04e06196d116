"""Colours are declared once: in Python, and style sheets have them by name."""

from __future__ import annotations

import re
from pathlib import Path

from simulation.app.charts.style import DARK, LIGHT, STYLE

APP = Path(__file__).parents[3] / "simulation" / "app"
COLOUR = re.compile(r"#[0-9a-fA-F]{3,8}\b")
SHADOWS = {"#0005", "#0007"}


def test_both_themes_have_the_same_colours():
    assert set(LIGHT) == set(DARK)


def test_no_other_file_has_colours_of_its_own():
    for path in sorted(APP.rglob("*.*")):
        if path.suffix in (".py", ".css", ".vue") and path != APP / "charts" / "style.py":
            found = set(COLOUR.findall(path.read_text(encoding="utf-8"))) - SHADOWS
            assert not found, f"{path.relative_to(APP)}: {', '.join(sorted(found))} belongs to charts/style.py"


def test_every_colour_that_a_style_sheet_names_is_declared_and_none_is_for_nothing():
    sheets = [STYLE, *(path.read_text(encoding="utf-8") for path in (APP / "browser").glob("*.[cv]*"))]
    named = {name for sheet in sheets for name in re.findall(r"var\(--([\w-]+)\)", sheet)}
    assert named == set(LIGHT)
