"""Objects whose attributes are declared: a misspelt one is refused instead of being kept and read by nobody."""

from __future__ import annotations

import difflib
import inspect
from typing import Any

from simulation.world.errors import UseError, nearest

SLIP = 0.9  # likeness to a known name from which on a new one is taken for a slip while an object is being made


class Made(type):
    """The type of classes whose objects know when they have been made, all ``__init__`` of subclasses included."""

    def __call__(cls, *args: Any, **kwargs: Any) -> Any:
        made = super().__call__(*args, **kwargs)
        made._is_made = True
        return made

    @property
    def __signature__(cls) -> inspect.Signature:
        """That of ``__init__``, by which Mesa knows what a model takes; else it would be that of ``__call__``."""
        signature = inspect.signature(cls.__init__)  # type: ignore[misc]
        return signature.replace(parameters=list(signature.parameters.values())[1:])


class Declared(metaclass=Made):
    """An object that takes attributes that its class has or annotates, those set while it is made, and ``_private``."""

    _is_made = False

    def __setattr__(self, name: str, value: Any) -> None:
        if name not in self.__dict__ and not self._may_have(name):
            near = nearest(name, self._known())
            raise UseError(
                f"{type(self).__name__} has no attribute '{name}'{f'{near} Else' if near else ';'} declare it "
                "in the body of a subclass, or set it in its __init__"
            )
        super().__setattr__(name, value)

    def _may_have(self, name: str) -> bool:
        """Whether an attribute that is not there yet may be set."""
        cls = type(self)
        if name.startswith("_") or hasattr(cls, name):
            return True
        # Not every attribute of a class can be read there: Mesa 3.5's observables cannot.
        if any(name in vars(each) or name in getattr(each, "__annotations__", ()) for each in cls.__mro__):
            return True
        return not self._is_made and not difflib.get_close_matches(name, self._known(), n=1, cutoff=SLIP)

    def _known(self) -> list[str]:
        return [name for name in {*dir(type(self)), *self.__dict__} if not name.startswith("_")]
