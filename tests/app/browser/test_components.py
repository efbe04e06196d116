"""The parts of pages that run in the browser: each has its file, and the file does what the part promises."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

FOLDER = Path(__file__).parents[3] / "simulation" / "app" / "browser"


def parts() -> dict[str, list[str]]:
    """The properties and events of each part, by its file."""
    found = {}
    for node in ast.parse((FOLDER / "components.py").read_text(encoding="utf-8")).body:
        for decorator in node.decorator_list if isinstance(node, ast.FunctionDef) else []:
            if isinstance(decorator, ast.Call) and ast.unparse(decorator.func) == "solara.component_vue":
                found[ast.literal_eval(decorator.args[0])] = [each.arg for each in node.args.args]
    return found


def test_every_part_has_its_file_and_every_file_its_part():
    assert set(parts()) == {path.name for path in FOLDER.glob("*.vue")}


@pytest.mark.parametrize("file", sorted(parts()))
def test_a_file_uses_every_property_and_every_event_of_its_part(file):
    text = (FOLDER / file).read_text(encoding="utf-8")
    unused = [name for name in parts()[file] if not re.search(rf"\b{name.removeprefix('event_')}\b", text)]
    assert not unused, f"{file} does not use {', '.join(unused)}"
