"""An event of a scenario: what happens, when, to whom. Which fields it takes is declared in `world.event_kinds`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from simulation.scenarios.checks import Label, Number, Whole, month_of, one_of, without_repeats
from simulation.scenarios.council import NO_CONTROL
from simulation.world.errors import nearest, shown
from simulation.world.event_kinds import EVENT_KINDS, PARTIES, EventKind
from simulation.world.event_kinds import Field as KindField
from simulation.world.services import SERVICE_NUMBER

ALL: Literal["all"] = "all"
MOST_OFTEN = 12  # times a year: the model's months

# Parties that some kinds of events cannot concern: only two form national governments, and a swing is towards somebody.
PARTIES_OF = {"government": PARTIES[:2], "national_swing": PARTIES}


class Share(BaseModel):
    """``councils = {share = 0.5}``: each council is hit with this chance."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    share: Annotated[Number, Field(gt=0, le=1)]


class Event(BaseModel):
    """One entry of ``[[events]]``.

    The fields that belong to the kind of event (``commitment``, ``size``, …) are attributes beside those listed here.

    Attributes
    ----------
    name : unique within the scenario.
    kind : what happens, one of the kinds of events (`simulation.world.event_kinds.EVENT_KINDS`).
    year : when it happens, in years after the start; one of ``year``, ``month`` and ``date`` is stated, none with
        ``between``; with ``per_year``, where it is the month from which on it can happen, none stands for the start.
    month : the same in months after the start.
    date : the same as a calendar month, ``"2008-05"``, which needs a scenario with a ``start``.
    per_year : at random, so many times a year on average in each council: often, once, or never.
    between : once, in a month drawn from the beginning of the first of two years after the start to that of the second,
        ``[5, 7]``; the same month for all whom it concerns, in both arms, and under all settings and policies.
    every_years : a dated event happens again after so many years (a month at least), and again.
    until_year : end of repeating, in years after the start: the last month in which a repeated event can happen, the
        first one in which a random event cannot; the horizon if left out.
    alternate : values that successive repeats take in turn, ``{commitment = [0.1, 0.9]}``.
    councils : ``"all"``, a list of names or numbers (counted from 0, as in the results), or ``{share = 0.5}``.
    service : name of a service in the catalogue.
    neighbourhoods : how many, the most deprived first, or a list of names or numbers; all if left out.
    party : ``A``, ``B``, ``C``, ``local``, or ``none`` for no overall control.
    under_study : whether the counterfactual leaves it out.
    """

    model_config = ConfigDict(frozen=True, extra="allow", allow_inf_nan=False)

    name: Label
    kind: str
    year: Annotated[Number, Field(ge=0)] | None = None
    month: Annotated[Whole, Field(ge=0)] | None = None
    date: str | None = None
    per_year: Annotated[Number, Field(gt=0, le=MOST_OFTEN)] | None = None
    between: tuple[Annotated[Number, Field(ge=0)], ...] | None = None
    every_years: Annotated[Number, Field(ge=1 / MOST_OFTEN)] | None = None
    until_year: Annotated[Number, Field(ge=0)] | None = None
    alternate: Mapping[str, tuple[Any, ...]] = {}
    councils: Literal["all"] | tuple[str | Whole, ...] | Share = ALL
    service: str | None = None
    neighbourhoods: Whole | tuple[str | Whole, ...] | None = None
    party: str | None = None
    under_study: bool = True

    @property
    def declared(self) -> EventKind:
        """What the model knows of this kind of event."""
        return EVENT_KINDS[self.kind]

    @property
    def values(self) -> dict[str, float]:
        """The kind's own fields, as far as they are stated."""
        return dict(self.model_extra or {})

    @property
    def random(self) -> bool:
        """Whether it happens at random rather than at a date."""
        return self.per_year is not None or self.between is not None

    @model_validator(mode="before")
    @classmethod
    def _own_fields(cls, data: Any) -> Any:
        """Check the kind, then every key that only this kind takes."""
        if not isinstance(data, Mapping):
            raise ValueError("an event is written as [[events]] with one 'key = value' a line")
        if "kind" not in data:
            raise ValueError("'kind' is missing: what happens?")
        kind = EVENT_KINDS[one_of("kind", data["kind"], tuple(EVENT_KINDS))]
        fields = {field.name: field for field in kind.fields}
        for key, value in data.items():
            if key in fields:
                _check_value(fields[key], value)
            elif key not in cls.model_fields:
                raise ValueError(f"unknown key '{key}' for {kind.name}{nearest(key, [*fields, *cls.model_fields])}")
        return data

    @field_validator("date", mode="before")
    @classmethod
    def _calendar_month(cls, date: object) -> object:
        if date is not None:
            month_of(date if isinstance(date, str) else str(date))
        return date

    @field_validator("between", mode="before")
    @classmethod
    def _two_years(cls, between: object) -> object:
        if between is None:
            return None
        numbers = isinstance(between, list | tuple) and len(between) == 2 and all(_is_number(year) for year in between)
        if not numbers or not 0 <= between[0] < between[1]:  # type: ignore[index]
            raise ValueError(f"between = {shown(between)}: it must be two years after the start, the earlier one first")
        return between

    @field_validator("service", mode="before")
    @classmethod
    def _known_service(cls, service: object) -> object:
        return service if service is None else one_of("service", service, tuple(SERVICE_NUMBER))

    @field_validator("councils", mode="before")
    @classmethod
    def _chosen_councils(cls, councils: object) -> object:
        if councils == ALL or isinstance(councils, Share):
            return councils
        if isinstance(councils, Mapping):
            return Share.model_validate(_share_of(councils))
        return _listed("councils", councils, f'"{ALL}", a list of names or numbers, or {{share = 0.5}}')

    @field_validator("neighbourhoods", mode="before")
    @classmethod
    def _chosen_neighbourhoods(cls, neighbourhoods: object) -> object:
        if neighbourhoods is None or (_is_whole(neighbourhoods) and neighbourhoods >= 1):  # type: ignore[operator]
            return neighbourhoods
        return _listed("neighbourhoods", neighbourhoods, "how many (1 or more), or a list of names or numbers")

    @field_validator("alternate", mode="before")
    @classmethod
    def _lists_of_values(cls, alternate: object) -> object:
        if not isinstance(alternate, Mapping) or not all(isinstance(v, list | tuple) and v for v in alternate.values()):
            raise ValueError(f"alternate = {shown(alternate)}: write it as in {{commitment = [0.1, 0.9]}}")
        return {key: tuple(values) for key, values in alternate.items()}

    @model_validator(mode="after")
    def _consistent(self) -> Event:
        self._check_when()
        self._check_whom()
        self._check_what()
        return self

    def _check_when(self) -> None:
        stated = [key for key in ("year", "month", "date") if getattr(self, key) is not None]
        if len(stated) > 1:
            raise ValueError(f"two times are given ({' and '.join(stated)}): keep one of them")
        if not stated and not self.random:
            raise ValueError(
                "no time is given: state one of 'year', 'month', 'date', or at random 'between' (once) or 'per_year' "
                "(again and again)"
            )
        if self.between is not None:
            for key in (*stated, "per_year", "every_years", "until_year"):
                if getattr(self, key) is not None:
                    raise ValueError(f"'between' (once at random) and '{key}' exclude each other: keep one of them")
        if self.random and self.every_years is not None:
            raise ValueError("'per_year' (at random) and 'every_years' (repeated) exclude each other: keep one of them")
        if self.until_year is not None and not self.random and self.every_years is None:
            raise ValueError("'until_year' needs 'every_years' or 'per_year': this event happens once")
        if self.alternate and self.every_years is None:
            raise ValueError("'alternate' needs 'every_years': this event happens once")

    def _check_whom(self) -> None:
        kind = self.declared
        if kind.scope == "national":
            for key, given in (("councils", self.councils != ALL), ("per_year", self.per_year is not None)):
                if given:
                    raise ValueError(f"{kind.name} concerns the whole country and takes no '{key}'")
        for target in ("service", "neighbourhoods", "party"):
            given = getattr(self, target) is not None or target in self.alternate
            if given and target not in kind.concerns:
                raise ValueError(f"{kind.name} takes no '{target}'")
            if not given and target in kind.concerns and target != "neighbourhoods":
                raise ValueError(f"'{target}' is missing: {kind.name} needs to know which one")
        for party in (self.party, *self.alternate.get("party", ())):
            if party is not None:
                one_of("party", party, PARTIES_OF.get(self.kind, (*PARTIES, NO_CONTROL)))

    def _check_what(self) -> None:
        fields = {field.name: field for field in self.declared.fields}
        for key, values in self.alternate.items():
            if key in self.values or (key == "party" and self.party is not None):
                raise ValueError(f"'{key}' is given both by itself and under 'alternate': keep one of them")
            if key in fields:
                for value in values:
                    _check_value(fields[key], value)
            elif key != "party":
                raise ValueError(f"'alternate' cannot change '{key}'{nearest(key, [*fields, *self.declared.concerns])}")
        for field in fields.values():
            if field.default is None and field.name not in self.values and field.name not in self.alternate:
                raise ValueError(f"'{field.name}' is missing: {field.meaning}, {_range(field)}")


def _range(field: KindField) -> str:
    unit = "" if field.unit == "0..1" else f" ({field.unit})"
    return f"from {field.low:g} to {field.high:g}{unit}{', or true' if field.endless else ''}"


def _check_value(field: KindField, value: object) -> None:
    if field.endless and isinstance(value, bool):
        return
    if isinstance(value, bool) or not isinstance(value, int | float) or not field.low <= value <= field.high:
        raise ValueError(f"{field.name} = {shown(value)} is out of range: it must be a number {_range(field)}")


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _is_whole(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _share_of(councils: Mapping[str, object]) -> dict[str, object]:
    """``{share = 0.5}`` with nothing else in it, within its range."""
    share = councils.get("share")
    number = isinstance(share, int | float) and not isinstance(share, bool)
    if set(councils) != {"share"} or not number or not 0 < share <= 1:  # type: ignore[operator]
        raise ValueError(
            f"councils = {shown(dict(councils))}: write a share above 0 and up to 1, as in {{share = 0.5}}"
        )
    return dict(councils)


def _listed(what: str, value: object, allowed: str) -> tuple[object, ...]:
    """A list of names or numbers, none of them twice."""
    listed = isinstance(value, list | tuple) and value and all(isinstance(v, str) or _is_whole(v) for v in value)
    if not listed:
        raise ValueError(f"{what} = {shown(value)}: it must be {allowed}")
    return without_repeats(what.removesuffix("s"), value)  # type: ignore[arg-type]
