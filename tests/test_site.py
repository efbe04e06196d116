"""The pages of the site: every public name on the page of the API, every page in the navigation."""

from __future__ import annotations

import importlib
import re
from pathlib import Path

import pytest

from tests.documents import DOCS

API = (DOCS / "api.md").read_text(encoding="utf-8")
DIRECTIVES = re.findall(r"^::: (\S+)\n((?: +.*\n)*)", API, re.MULTILINE)
ROOMS = {name: options for name, options in DIRECTIVES if not re.search(r"(\w+)\.\1$", name)}


@pytest.mark.parametrize("room", ROOMS)
def test_every_public_name_is_on_the_page_of_the_api(room):
    module = importlib.import_module(room)
    shown = re.search(r"members: \[(.*)\]", ROOMS[room])
    names = shown[1].split(", ") if shown else [name for name in module.__all__ if not name.startswith("__")]
    assert set(names) <= set(module.__all__)
    folder = Path(module.__file__ or "").parent
    for name in names:
        hidden = (folder / f"{name}.py").exists()  # behind the file of the same name
        assert not hidden or f"::: {room}.{name}.{name}\n" in API, f"{room}.{name} needs a line of its own"
        what = getattr(module, name)
        assert what.__doc__ if callable(what) else f"`{room}.{name}`" in API, f"{room}.{name} is not explained"


def test_every_document_is_in_the_navigation():
    listed = (DOCS.parent / "mkdocs.yml").read_text(encoding="utf-8")
    missing = [path.name for path in DOCS.glob("*.md") if not re.search(rf" {re.escape(path.name)}\n", listed)]
    assert not missing, f"mkdocs.yml does not list {', '.join(missing)}"
