"""The folders of the workshop: imports run one way, and only what faces the browser knows Solara."""

from __future__ import annotations

import ast
import importlib.util
from collections.abc import Iterator
from pathlib import Path

APP = Path(__file__).parents[2] / "simulation" / "app"
NAME = "simulation.app"
SOURCES = [path for path in sorted(APP.rglob("*.py")) if path != APP / "__init__.py"]

# From the ground up: a folder may import folders of the layers before its own, and no other.
LAYERS: tuple[tuple[str, ...], ...] = (
    ("rates",),
    ("limits",),
    ("story",),
    ("futures",),
    ("charts", "session"),
    ("browser",),
    ("take_home",),
    ("pages", "server"),
)
FACING_THE_BROWSER = {"browser", "session", "pages", "server"}  # the others run without Solara, in tests and commands


def folder(path: Path) -> str:
    return path.relative_to(APP).parts[0].removesuffix(".py")


def imported(path: Path) -> Iterator[tuple[int, str]]:
    """Line and full name of everything that is imported anywhere in a file."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from ((node.lineno, f"{node.module}.{alias.name}") for alias in node.names)


def test_every_folder_has_a_layer():
    known = [name for layer in LAYERS for name in layer]
    missing, gone = {folder(path) for path in SOURCES} - set(known), set(known) - {folder(path) for path in SOURCES}
    assert len(known) == len(set(known))
    assert not missing, f"say in tests/app/test_folders.py which layer {', '.join(sorted(missing))} belongs to"
    assert not gone, f"there is no folder {', '.join(sorted(gone))} any more"


def test_imports_run_one_way():
    level = {name: number for number, layer in enumerate(LAYERS) for name in layer}
    wrong = [
        f"{path.relative_to(APP)}:{line}: {folder(path)} imports {there}, which is no layer below it"
        for path in SOURCES
        for line, name in imported(path)
        if name.startswith(f"{NAME}.")
        for there in [name.split(".")[2]]
        if there != folder(path) and level[there] >= level[folder(path)]
    ]
    assert not wrong, "\n".join(wrong)


def test_what_computes_and_draws_knows_no_solara():
    wrong = [
        f"{path.relative_to(APP)}:{line} imports {name}"
        for path in SOURCES
        if folder(path) not in FACING_THE_BROWSER
        for line, name in imported(path)
        if name.split(".")[0] == "solara"
    ]
    assert not wrong, "\n".join(wrong)


def test_the_pages_that_the_server_names_are_there():
    from simulation.app.server.server import APP as PAGES

    assert importlib.util.find_spec(PAGES) is not None


def test_every_file_says_what_it_is_for():
    said: dict[str, str] = {}
    for path in SOURCES:
        first = (ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or "").splitlines()[:1]
        assert first, f"{path.relative_to(APP)} does not say what it is for"
        assert first[0] not in said, f"{path.relative_to(APP)} says the same as {said[first[0]]}"
        said[first[0]] = str(path.relative_to(APP))
