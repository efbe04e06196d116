"""Scenarios as TOML: reading with errors that show the line, writing in the order a reader expects."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from typing import Any

import tomli_w

from simulation.world.errors import ScenarioError, shown

# Tables within tables within tables: the reader takes minutes for thousands of them, and no file of ours has four.
DEEPEST = 30
_DEEP = re.compile(rf"""(?<![\w"'-])(?:[\w"'-]++[ \t]*+\.[ \t]*+){{{DEEPEST}}}[\w"'-]++[ \t.\w"'-]*+[=\]]""")
_PLACE = re.compile(r"^(?P<what>.*) \(at (?:line (?P<line>\d+), column (?P<column>\d+)|end of document)\)$", re.DOTALL)


def from_toml(text: str) -> dict[str, Any]:
    """Keys and values of a TOML text; a `ScenarioError` shows the line that cannot be read."""
    if deep := _DEEP.search(text):
        line = text.count("\n", 0, deep.start()) + 1
        raise ScenarioError(f"not valid TOML at line {line}: a key of more than {DEEPEST} parts: {shown(deep[0])}")
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ScenarioError(_describe(str(error), text.splitlines())) from None
    except ValueError as error:  # a number or a date that Python does not hold
        raise ScenarioError(f"not valid TOML: {_without_hint(error)}") from None
    except RecursionError:
        raise ScenarioError("not valid TOML: lists or tables are nested too deeply") from None


def to_toml(data: Mapping[str, Any]) -> str:
    """Keys and values as TOML text, paragraphs over several lines, whole numbers without a point."""
    return tomli_w.dumps(_plain(data), multiline_strings=True)


def _describe(message: str, lines: list[str]) -> str:
    match = _PLACE.match(message)
    if match is None or match["line"] is None:
        what = match["what"] if match else message
        return f"not valid TOML: {what} at the end of the file; is a quote or bracket left open?"
    number = int(match["line"])
    line = lines[number - 1].strip() if number <= len(lines) else ""
    return f"not valid TOML at line {number}, column {match['column']}: {match['what']}, in: {line[:80]}"


def _without_hint(error: ValueError) -> str:
    """What is wrong with a value, without what Python says of its own settings."""
    return str(error).partition(";")[0].lower()


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    if isinstance(value, float) and value.is_integer() and abs(value) < 2**53 and str(value) != "-0.0":
        return int(value)
    return value
