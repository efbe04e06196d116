"""What a parameter is, and how a set of settings is checked and turned into the record that the rules read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import ClassVar, Literal

import numpy as np

from simulation.world.errors import SettingError, nearest, shown
from simulation.world.numbers import as_number

Role = Literal["size", "lever", "uncertainty", "switch", "constant"]
Strength = Literal["measured", "literature", "judgement", "definition"]


Range = tuple[float, float]


@dataclass(frozen=True)
class Parameter:
    """One number of the model, declared once.

    Validation, sliders, sensitivity ranges, help texts and the parameter table of ``docs/odd.md`` are made from it.

    Attributes
    ----------
    name : identifier, as used in scenario files, ``--set`` and the rules.
    default, low, high : value in the central set, and the range within which the model is meant to work.
    unit : unit of the value ("per year", "months", "0..1", …).
    role : ``size`` (how large the world is), ``lever`` (what a council or government can choose), ``uncertainty``
        (what nobody knows exactly; sampled in sensitivity analyses), ``switch`` (a contested mechanism: 1 with it, 0
        without) or ``constant`` (fixed by definition).
    strength : how well the value is known.
    source : where it comes from; section numbers refer to ``docs/evidence.md``.
    meaning : one sentence.
    likely : where the value is looked for in calibration, if that is less than the range in which the model works.
    only_with : the switch whose mechanism alone makes use of it: without, it changes no result, and is not interpreted.
    """

    name: str
    default: float
    low: float
    high: float
    unit: str
    role: Role
    strength: Strength
    source: str
    meaning: str
    likely: Range | None = None
    only_with: str = ""

    @property
    def prior(self) -> Range:
        """Ends of the prior: what nobody knows is looked for between them."""
        return self.likely or (self.low, self.high)

    @property
    def by_ratio(self) -> bool:
        """Whether the prior is uniform in the logarithm, as of rates, of which only the order of size is known."""
        return self.unit.startswith("per ") and self.prior[0] > 0

    @property
    def integer(self) -> bool:
        """Sizes and switches are whole numbers, everything else is real."""
        return self.role in ("size", "switch")

    @property
    def bearable(self) -> Range:
        """Ends between which the model can be run where a scenario or design allows values outside the declared range.

        An end moves by the width of the range at most, and nine tenths of the way to 0 or 1 where one of these lies
        ahead: rules divide by values and by what they lack to 1. Sizes and switches stay as they are.
        """
        if self.integer:
            return self.low, self.high
        width = self.high - self.low
        return _moved(self.low, -width), _moved(self.high, width)

    def check(self, value: object, outside: bool = False) -> float:
        """Return ``value`` as a float if it lies in the declared range, else raise `SettingError`.

        With ``outside`` it may lie where the model can bear it (`bearable`).
        """
        number = as_number(value)
        whole = number == round(number) if np.isfinite(number) else False
        low, high = self.bearable if outside else (self.low, self.high)
        if not low <= number <= high or (self.integer and not whole):
            kind = "a whole number" if self.integer else "a number"
            raise SettingError(
                f"{self.name} = {shown(value)} is out of range: it must be {kind} from {low:g} to {high:g} "
                f"({self.unit}); the default is {self.default:g}"
            )
        return number


def _moved(end: float, by: float) -> float:
    """An end of a range moved by so much, but no more than nine tenths of the way to 0 or 1."""
    ahead = [wall - end for wall in (0.0, 1.0) if (wall - end) * by >= 0]
    return end + min(by, *(0.9 * way for way in ahead), key=abs) if ahead else end + by


def swept(
    default: float,
    limits: Range,
    unit: str,
    meaning: str,
    source: str = "judgement; swept",
    strength: Strength = "judgement",
    likely: Range | None = None,
    only_with: str = "",
) -> Parameter:
    """What nobody knows exactly, and what is set by judgement; its section gives it its name, as with all of these."""
    return Parameter("", default, *limits, unit, "uncertainty", strength, source, meaning, likely, only_with)


def literature(default: float, limits: Range, unit: str, meaning: str, source: str, only_with: str = "") -> Parameter:
    """What nobody knows exactly, taken from the literature."""
    return swept(default, limits, unit, meaning, source, "literature", only_with=only_with)


def measured(
    default: float, limits: Range, unit: str, meaning: str, source: str, likely: Range | None = None
) -> Parameter:
    """What nobody knows exactly, but what is measured or fitted to what is measured."""
    return swept(default, limits, unit, meaning, source, "measured", likely)


def switch(meaning: str, source: str = "contested; run both ways", default: int = 1) -> Parameter:
    """A mechanism that sources disagree about: 1 with it, 0 without. Conclusions are drawn both ways."""
    return Parameter("", default, 0, 1, "1 or 0", "switch", "judgement", source, meaning)


def lever(
    default: float, limits: Range, unit: str, meaning: str, source: str, strength: Strength = "definition"
) -> Parameter:
    """What a council or government can choose."""
    return Parameter("", default, *limits, unit, "lever", strength, source, meaning)


def size(
    default: int, limits: tuple[int, int], unit: str, meaning: str, source: str, strength: Strength = "judgement"
) -> Parameter:
    """How large the world is."""
    return Parameter("", default, *limits, unit, "size", strength, source, meaning)


def constant(
    default: float, limits: Range, unit: str, meaning: str, source: str, strength: Strength = "measured"
) -> Parameter:
    """What is fixed: by definition, or well enough known not to be swept."""
    return Parameter("", default, *limits, unit, "constant", strength, source, meaning)


class Section:
    """The parameters of one part of the model: a class body in which each stands once, under its name."""

    title: ClassVar[str]
    parameters: ClassVar[tuple[Parameter, ...]]

    def __init_subclass__(cls, title: str) -> None:
        cls.title = title
        declared = {name: value for name, value in vars(cls).items() if isinstance(value, Parameter)}
        cls.parameters = tuple(replace(parameter, name=name) for name, parameter in declared.items())


class ParameterSet(dict[str, Parameter]):
    """All parameters by name, in order of declaration."""

    def __init__(self, *sections: type[Section]) -> None:
        super().__init__()
        for parameter in (p for section in sections for p in section.parameters):
            if parameter.name in self:
                raise ValueError(f"parameter {parameter.name} is declared twice")
            if not parameter.low <= parameter.default <= parameter.high:
                raise ValueError(f"parameter {parameter.name}: default outside its own range")
            if not parameter.low <= parameter.prior[0] <= parameter.default <= parameter.prior[1] <= parameter.high:
                raise ValueError(f"parameter {parameter.name}: its prior must hold the default and lie in the range")
            self[parameter.name] = parameter
        for parameter in self.values():
            if parameter.only_with and (parameter.only_with not in self or self[parameter.only_with].role != "switch"):
                raise ValueError(f"parameter {parameter.name}: only with {parameter.only_with}, which is no switch")
        self.dtype = np.dtype([(name, "f8") for name in self])

    def check(self, settings: Mapping[str, object], outside: bool = False) -> dict[str, float]:
        """Return ``settings`` as floats; raise `SettingError` for an unknown name or a value out of range.

        With ``outside`` values may lie outside the declared ranges, as far as `Parameter.bearable` goes.
        """
        checked = {}
        for name, value in settings.items():
            if name not in self:
                of_event = "; a number of an event is changed in the scenario's file, or varied by a design"
                hint = of_event if "." in str(name) else nearest(name, self)
                raise SettingError(f"unknown setting {shown(name)}{hint}")
            checked[name] = self[name].check(value, outside)
        return checked

    def record(self, settings: Mapping[str, object] | None = None, outside: bool = False) -> np.recarray:
        """One-row table of all parameters: the defaults, with ``settings`` in their place, checked as `check` does.

        The rules read it as ``p = world.parameters[0]; p.name``.
        """
        table = np.zeros(1, self.dtype).view(np.recarray)
        for name, value in {**{k: p.default for k, p in self.items()}, **self.check(settings or {}, outside)}.items():
            table[name][0] = value
        return table
