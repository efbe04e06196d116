"""A design of experiments, as it is written in a TOML file."""

from __future__ import annotations

import math
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, Strict, ValidationError, field_validator, model_validator

from simulation.results.resilience import RESILIENCE_MEASURES
from simulation.scenarios.checks import Identifier, Label, Text, Whole, known_settings, one_of, without_repeats
from simulation.scenarios.explain import explain
from simulation.scenarios.files import LARGEST
from simulation.scenarios.toml import from_toml, to_toml
from simulation.sweep.design.factor import DECLARED, Factor
from simulation.sweep.design.samplers import CSV, FULL_FACTORIAL, SAMPLERS
from simulation.world.errors import DesignError, ScenarioError, nearest, shown
from simulation.world.groups import BY
from simulation.world.limits import LAST_SEED
from simulation.world.measures import COLUMN
from simulation.world.names_of_worlds import CENTRAL_NAME, PLAUSIBLE
from simulation.world.numbers import as_number
from simulation.world.parameters import PARAMETERS

KINDS = (FULL_FACTORIAL, CSV, *SAMPLERS)
RESILIENCE = tuple(RESILIENCE_MEASURES)
OUTCOMES = (*COLUMN, *RESILIENCE)
LISTED = "'coproduction measures' lists what there is"
ALL = "all"


class Policy(BaseModel):
    """A named combination of levers, tried in every state of the world that the uncertainties make."""

    model_config = ConfigDict(frozen=True, extra="allow", allow_inf_nan=False)

    name: Label

    @property
    def values(self) -> dict[str, float]:
        """The levers that it sets."""
        return {name: float(value) for name, value in (self.model_extra or {}).items()}

    @model_validator(mode="after")
    def _numbers(self) -> Policy:
        for name, value in (self.model_extra or {}).items():
            if not math.isfinite(as_number(value)):
                raise ValueError(f"policy {self.name!r}: {name} = {shown(value)} must be a number")
        return self


class Design(BaseModel):
    """What to simulate, how often, and what to keep.

    Attributes
    ----------
    name, title, story : identifier, one line, one paragraph.
    scenarios : names of the library, or files beside the design; the whole sample is simulated in each of them.
    allow_outside : whether parameters may lie outside the ranges of their declarations, as far as the model can bear
        it; every result says which do.
    settings : constants of this design, over those of the scenarios.
    levers, uncertainties : the factors (the L and X of XLRM) by name: a parameter, ``"EVENT.FIELD"`` for a value of an
        event, or ``"services.COLUMN"`` for the whole service catalogue. ``uncertainties = "all"`` stands for all
        parameters whose role is uncertainty, over their declared ranges.
    policies : named combinations of levers instead of sampled ones; each meets the same sampled uncertainties.
    sampler : how the factors are combined; see `simulation.sweep.design.samplers`.
    points : size of the sample (``saltelli``: base sample; ``morris``: trajectories); ``full_factorial`` and ``csv``
        have their own.
    file : for ``csv``: a table beside the design with one column a factor and one row a point.
    replicates, seed, months : as of a single run; the horizon is the scenario's unless stated.
    worlds : the worlds that the futures are drawn in: ``plausible``, ``central``, or a file beside the design; if it is
        left out, those of `simulation.world.worlds.DEFAULT`.
    common_random_numbers : every point meets the same chance, so that points differ by their factors alone; if not,
        every point of the sample has chance of its own, the same in all scenarios and under all policies.
    outcomes : measures and resilience measures to keep of every run, all by default.
    services : whether to keep co-production service by service.
    monthly : measures to keep month by month.
    spells : whether to keep the co-produced spells.
    by : groups to keep the outcomes of beside the whole: ``council``, ``service``, ``fifth`` (of the neighbourhoods by
        deprivation).
    """

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    name: Identifier
    title: Label | None = None
    story: Text = ""
    scenarios: Annotated[tuple[str, ...], Field(min_length=1)]
    allow_outside: Annotated[bool, Strict()] = False
    settings: Mapping[str, float] = {}
    levers: Mapping[str, Factor] = {}
    uncertainties: Mapping[str, Factor] = {}
    policies: tuple[Policy, ...] = ()
    sampler: str = "latin_hypercube"
    points: Annotated[Whole, Field(ge=1, le=10_000_000)] | None = None
    file: str | None = None
    replicates: Annotated[Whole, Field(ge=1, le=1_000_000)] = 50
    seed: Annotated[Whole, Field(ge=0, le=LAST_SEED)] = 1
    months: Annotated[Whole, Field(ge=1, le=720)] | None = None
    worlds: str | None = None
    common_random_numbers: bool = True
    outcomes: tuple[str, ...] = OUTCOMES
    services: bool = False
    monthly: tuple[str, ...] = ()
    spells: bool = False
    by: tuple[str, ...] = ()

    @property
    def factors(self) -> dict[str, Factor]:
        """All factors that are sampled, levers first."""
        return {**self.levers, **self.uncertainties}

    @classmethod
    def from_mapping(cls, data: Mapping[str, Any]) -> Design:
        """The design with the keys and values of a file; raise `DesignError` when something is wrong."""
        try:
            return cls.model_validate(data)
        except ValidationError as error:
            raise DesignError(_explained(error, data)) from None

    def to_mapping(self) -> dict[str, Any]:
        """The keys and values of a design file; what is left at its default is left out."""
        return self.model_dump(mode="json", exclude_none=True, exclude_defaults=True)

    def to_toml(self) -> str:
        """The design as the text of a file."""
        return to_toml(self.to_mapping())

    # Checks

    _known_settings = field_validator("settings", mode="before")(known_settings)

    @field_validator("uncertainties", mode="before")
    @classmethod
    def _all_uncertainties(cls, uncertainties: Any) -> Any:
        if uncertainties == ALL:
            return {name: DECLARED for name, parameter in PARAMETERS.items() if parameter.role == "uncertainty"}
        if not isinstance(uncertainties, Mapping):
            raise ValueError(f"uncertainties are \"{ALL}\" or written below [uncertainties], one 'name = range' a line")
        return uncertainties

    @field_validator("sampler")
    @classmethod
    def _known_sampler(cls, sampler: str) -> str:
        return one_of("sampler", sampler, KINDS)

    @field_validator("worlds")
    @classmethod
    def _known_worlds(cls, worlds: str | None) -> str | None:
        if worlds is not None and worlds not in (PLAUSIBLE, CENTRAL_NAME) and not worlds.endswith(".parquet"):
            raise ValueError(
                f"worlds = {shown(worlds)}: it must be {PLAUSIBLE}, {CENTRAL_NAME}, or a file.parquet beside the design"
            )
        return worlds

    @field_validator("outcomes")
    @classmethod
    def _known_outcomes(cls, outcomes: tuple[str, ...]) -> tuple[str, ...]:
        return without_repeats("outcome", [one_of("outcome", outcome, OUTCOMES, LISTED) for outcome in outcomes])

    @field_validator("monthly")
    @classmethod
    def _known_measures(cls, monthly: tuple[str, ...]) -> tuple[str, ...]:
        return without_repeats("measure", [one_of("monthly measure", name, tuple(COLUMN), LISTED) for name in monthly])

    @field_validator("by")
    @classmethod
    def _known_groups(cls, by: tuple[str, ...]) -> tuple[str, ...]:
        return without_repeats("kind of group", [one_of("by", kind, BY) for kind in by])

    @model_validator(mode="after")
    def _consistent(self) -> Design:
        without_repeats("policy", [policy.name for policy in self.policies])
        for name in self.levers:
            if name in self.uncertainties:
                raise ValueError(f"'{name}' is both a lever and an uncertainty")
        for name, factor in self.factors.items():
            if name in self.settings:
                raise ValueError(f"'{name}' has a fixed value in [settings] and is sampled too; do one of the two")
            if factor.steps is not None and self.sampler != FULL_FACTORIAL:
                raise ValueError(f'{name}: steps = {factor.steps} needs sampler = "full_factorial"')
        for policy in self.policies:
            for name in policy.values:
                if name in self.factors:
                    raise ValueError(f"'{name}' is set by policy {policy.name!r} and sampled too; do one of the two")
        if self.sampler == CSV and self.file is None:
            raise ValueError('sampler = "csv" needs the name of its table: file = "points.csv"')
        if self.sampler != CSV and self.file is not None:
            raise ValueError(f'file = {shown(self.file)} needs sampler = "csv"')
        if self.sampler in (CSV, FULL_FACTORIAL):
            if self.points is not None:
                raise ValueError(f"points = {self.points}: leave it out, {self.sampler} has points of its own")
        elif self.factors and self.points is None:
            raise ValueError(f"'points' is missing: how many points shall {self.sampler} draw?")
        elif self.points is not None and not self.factors:
            raise ValueError("there is nothing to sample: name [levers] or [uncertainties], or leave out points")
        return self


def load(path: str | Path) -> Design:
    """The design in a file; raise `DesignError` with one line that says what would be right."""
    path = Path(path)
    try:
        if not path.exists():
            raise FileNotFoundError
        if not path.is_file():
            raise DesignError(f"{path}: the file cannot be read: it is no file")
        if path.stat().st_size > LARGEST:
            raise DesignError(f"{path}: the file has more than {LARGEST:,} bytes: this is no design")
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise DesignError(f"there is no design file {shown(str(path))}") from None
    except UnicodeDecodeError:
        raise DesignError(f"{path}: the file is no text in UTF-8") from None
    except OSError as error:
        raise DesignError(f"{path}: the file cannot be read: {error.strerror}") from None
    try:
        return parse(text, path.stem)
    except DesignError as error:
        raise DesignError(f"{path}: {error}") from None


def parse(text: str, name: str = "design") -> Design:
    """The design written in ``text``; ``name`` is used if it has none of its own."""
    try:
        data = from_toml(text)
    except ScenarioError as error:
        raise DesignError(str(error)) from None
    for section in ("levers", "settings"):
        if not isinstance(data.get(section, {}), Mapping):
            raise DesignError(f"{section} are written below [{section}], with one 'name = value' a line")
    return Design.from_mapping({"name": name} | data)


_KEYS = tuple(Design.model_fields)
_KNOWN = {"": _KEYS, "levers": tuple(Factor.model_fields), "uncertainties": tuple(Factor.model_fields)}


def _explained(error: ValidationError, data: Mapping[str, Any]) -> str:
    first = error.errors(include_url=False)[0]
    location = first["loc"]
    if len(location) > 1 and location[0] in ("levers", "uncertainties"):
        name, key = str(location[1]), ".".join(str(part) for part in location[2:] if not isinstance(part, int))
        if first["type"] == "value_error":
            return f"{name}: {first['ctx']['error']}"
        if first["type"] == "extra_forbidden":
            if not isinstance(first["input"], int | float):  # hostile.commitment = …, which TOML takes for a table
                return f"{name}: unknown key '{key}'; if it is a factor, put its name in quotes: \"{name}.{key}\""
            there = f"; it has: {', '.join(_KNOWN['levers'])}"
            return f"{name}: unknown key '{key}'{nearest(key, _KNOWN['levers']) or there}"
        return f"{name}: {key} = {shown(first['input'])} must be a number"
    if location == ("policies",) or (location and location[0] == "policies" and first["type"] == "missing"):
        return "policies are written as [[policies]] with a name and one 'lever = value' a line below"
    if location == ("scenarios",) and not {"events", "extends", "council"}.isdisjoint(data):
        return "'scenarios' is missing; is it a scenario? 'coproduction run' simulates it"
    return explain(error, data, _KNOWN)
