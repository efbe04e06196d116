"""Docstrings of this package as griffe reads them: ``name : meaning`` on one line is a name and its meaning below."""

from __future__ import annotations

import re
from typing import Any

import griffe

_SECTION = re.compile(r"^(Parameters|Attributes|Raises)\n-+\n(?P<entries>(?:.+\n?|\n(?=\w.* : ))+)", re.MULTILINE)
_ENTRY = re.compile(r"^([\w`, ]+?) : (.+(?:\n    .*)*)", re.MULTILINE)


def numpydoc(text: str) -> str:
    """The docstring with each entry of a section on a line of its own and what it means indented below."""
    return _SECTION.sub(lambda section: _ENTRY.sub(r"\1\n    \2", section[0]), text)


class HouseStyle(griffe.Extension):
    """Rewrites every docstring before it is parsed."""

    def on_object(self, *, obj: griffe.Object, **kwargs: Any) -> None:
        """Called once for each object."""
        if obj.docstring:
            obj.docstring.value = numpydoc(obj.docstring.value)
