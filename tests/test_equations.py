"""Equations of the ODD and the functions that state them name each other."""

import ast
import re
from pathlib import Path

ROOT = Path(__file__).parents[1]
TEXT = (ROOT / "docs" / "odd.md").read_text(encoding="utf-8")
NUMBERS = [int(number) for number in re.findall(r"^\*\*Eq\. (\d+)\*\*", TEXT, flags=re.MULTILINE)]


def cited() -> dict[int, set[str]]:
    """Names of the functions that cite each equation in their docstrings."""
    found: dict[int, set[str]] = {}
    for path in (ROOT / "simulation").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef):
                for numbers in re.findall(r"ODD eq\. ([\d, -]+)", ast.get_docstring(node) or ""):
                    for part in numbers.replace(" ", "").strip(",").split(","):
                        first, _, last = part.partition("-")
                        for number in range(int(first), int(last or first) + 1):
                            found.setdefault(number, set()).add(node.name)
    return found


def test_equations_are_numbered_in_order():
    assert list(range(1, len(NUMBERS) + 1)) == NUMBERS


def test_every_equation_is_cited_by_code():
    assert set(NUMBERS) <= set(cited())


def test_every_citation_is_of_an_equation_that_names_the_function():
    paragraphs = dict(zip(NUMBERS, re.split(r"^\*\*Eq\. \d+\*\*", TEXT, flags=re.MULTILINE)[1:], strict=True))
    wrong = [
        f"{name} cites Eq. {number}, which does not name it"
        for number, names in sorted(cited().items())
        for name in sorted(names)
        if name != "award" and f"`{name}`" not in paragraphs.get(number, "")
    ]
    assert not wrong, "\n".join(wrong)
