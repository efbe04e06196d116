"""The keys of scenario files, read off the classes that check them: type, range, default, meaning."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, NamedTuple, Union, get_args, get_origin

from pydantic import AfterValidator, BaseModel
from pydantic.fields import FieldInfo

from simulation.scenarios.checks import identifier, label
from simulation.scenarios.council import NamedCouncil
from simulation.scenarios.event import Event, Share
from simulation.scenarios.register import Contract, NamedOrganisation, PfiContract
from simulation.scenarios.scenario import Scenario

SECTIONS: dict[str, type[BaseModel]] = {
    "at the top": Scenario,
    "[[councils]]": NamedCouncil,
    "[[councils.organisations]]": NamedOrganisation,
    "[[councils.contracts]]": Contract,
    "[[councils.pfi]]": PfiContract,
    "[[events]]": Event,
}
FILLED_IN = ("at the top", "name")  # which the file's own name fills where it is left out
WORDS = {float: "number", int: "whole number", str: "text", bool: "true or false"}
_ATTRIBUTE = re.compile(r"^(\w+) : (.*(?:\n    .*)*)", re.MULTILINE)


class Key(NamedTuple):
    """One key of a section of a scenario file."""

    section: str
    name: str
    type: str
    default: str
    meaning: str


def scenario_keys() -> Iterator[Key]:
    """All keys, section by section, in the order of their declarations."""
    for section, model in SECTIONS.items():
        meanings = _meanings(model)
        for name, field in model.model_fields.items():
            default = "—" if (section, name) == FILLED_IN else _default(field)
            yield Key(section, name, _type(field.annotation, field.metadata), default, meanings[name])


def _meanings(model: type[BaseModel]) -> dict[str, str]:
    """What the docstring says of each attribute, with the double backticks of docstrings as single ones."""
    _, _, attributes = (model.__doc__ or "").partition("Attributes\n    ----------\n")
    found = _ATTRIBUTE.findall("\n".join(line.removeprefix("    ") for line in attributes.splitlines()))
    return {name: " ".join(text.split()).replace("``", "`").rstrip(".") for name, text in found}


def _default(field: FieldInfo) -> str:
    value = field.default
    if field.is_required():
        return "required"
    if isinstance(value, bool):
        return str(value).lower()
    if value is None or (isinstance(value, str | tuple | Mapping) and not value):
        return "—"
    return f"`{value}`" if isinstance(value, str) else f"{value:g}"


def _type(annotation: Any, metadata: Any = ()) -> str:
    """A type in words, with its range."""
    origin, inner = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        return _type(inner[0], [*inner[1:], *metadata])
    if origin in (Union, UnionType):
        return " or ".join(_type(one) for one in inner if one is not NoneType)
    if origin is Literal:
        return " or ".join(f"`{one}`" for one in inner)
    if origin is tuple:
        return f"list, each a {_type(inner[0])}"
    if annotation is Share:
        return "`{share = …}`"
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return "table, below"
    if origin is Mapping:
        return f"table, each value a {_type(inner[1])}"
    return _checked(metadata) or f"{WORDS.get(annotation, 'value')}{_range(metadata)}"


def _checked(metadata: Any) -> str:
    """The words for text that a function checks."""
    words = {label: "line", identifier: "letters, digits, `.`, `-` and `_`"}
    return next((words[one.func] for one in metadata if isinstance(one, AfterValidator) and one.func in words), "")


def _range(metadata: Any) -> str:
    limits = [limit for one in metadata for limit in (one.metadata if isinstance(one, FieldInfo) else [one])]
    told = [
        f"{word} {getattr(limit, bound):g}"
        for bound, word in {"ge": "from", "gt": "above", "le": "to"}.items()
        for limit in limits
        if hasattr(limit, bound)
    ]
    return f", {' '.join(told)}" if told else ""
