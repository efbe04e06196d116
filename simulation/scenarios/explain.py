"""What is wrong with a scenario, in one line that its author understands."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError

from simulation.world.errors import nearest, shown

# What pydantic says of a wrong type or a value out of bounds, as it continues our own sentence.
_SAYS = "Input should be"
_WORDS = {
    "a valid string": "text in quotes",
    "a valid integer": "a whole number",
    "a valid number": "a number",
    "a valid tuple": "a list",
    "a valid boolean": "true or false",
    "a valid dictionary": "a table",
}

# An extension is a program: whoever runs a file that somebody sent runs none that the file names.
EXTENSIONS = ("extension", "extensions")
NEVER_FROM_A_FILE = (
    "an extension is a program, which no file can start: name it in the command, --with FILE.py, or in Python, "
    "simulation.extend(FILE)"
)


def explain(error: ValidationError, data: Mapping[str, Any], known: Mapping[str, tuple[str, ...]]) -> str:
    """The first thing that is wrong, in one line.

    Parameters
    ----------
    error : what pydantic found in ``data``.
    data : the scenario as it was read from its file.
    known : the keys that a scenario (``""``) and the entries of its lists (``"events"``, ``"councils"``, …) take.
    """
    first = error.errors(include_url=False)[0]
    place, section, key = _place(first["loc"], data, known)
    message, value = first["msg"], first["input"]
    if first["type"] == "value_error":  # raised by this package: already a full sentence
        return place + str(first["ctx"]["error"])
    if first["type"] == "extra_forbidden" and not section and key in EXTENSIONS:
        return f"{key}: {NEVER_FROM_A_FILE}"
    if first["type"] == "extra_forbidden":
        below = f"; it is written as [[councils.{key}]], below its council" if not section and key in known else ""
        return f"{place}unknown key '{key}'{below or nearest(key, known[section])}"
    if first["type"] == "missing":
        return f"{place}'{key}' is missing"
    if message.startswith(_SAYS):
        message = "it must be" + message.removeprefix(_SAYS)
        for said, meant in _WORDS.items():
            message = message.replace(said, meant)
    return f"{place}{key} = {shown(value)}: {message}"


def _place(
    location: tuple[int | str, ...], data: Mapping[str, Any], known: Mapping[str, tuple[str, ...]]
) -> tuple[str, str, str]:
    """Where an error lies, as the start of a sentence; the list in whose entry that is, if any; and the key."""
    place, section = "", ""
    while len(location) > 1 and location[0] in known and isinstance(location[1], int):
        section = str(location[0])
        place += f"{entry(section, location[1], data)}: "
        try:
            data = data[section][location[1]]
        except (KeyError, IndexError, TypeError):
            data = {}
        location = location[2:]
    return place, section, ".".join(map(str, location))


def entry(section: str, position: int, data: Mapping[str, Any]) -> str:
    """An entry of a list in a scenario file, in words: ``event 'cuts'``, or ``event 3`` for one without a name."""
    try:
        name = data[section][position]["name"]
    except (KeyError, IndexError, TypeError):
        name = None
    return (
        f"{section.removesuffix('s')} {name!r}"
        if isinstance(name, str)
        else f"{section.removesuffix('s')} {position + 1}"
    )
