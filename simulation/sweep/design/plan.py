"""From a design to its points, and from a point to the scenario that is simulated there."""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from simulation.scenarios import Scenario, library
from simulation.scenarios import load as load_scenario
from simulation.scenarios.tables import LARGEST, Line, read_table
from simulation.sweep.design.design import RESILIENCE, Design
from simulation.sweep.design.samplers import CSV, FULL_FACTORIAL, POINTS_OF, SAMPLERS
from simulation.sweep.design.varied import YEAR, Varied, changed, of_services, varied
from simulation.world.errors import DesignError, ScenarioError, SettingError, shown
from simulation.world.memory import check_memory
from simulation.world.names_of_worlds import DEFAULT
from simulation.world.numbers import parsed
from simulation.world.outside import outside
from simulation.world.worlds import CENTRAL, Worlds
from simulation.world.worlds import worlds as worlds_of

Floats = NDArray[np.float64]

MOST_POINTS = 10_000_000
COPIES = 4  # of a sample while it is drawn and scaled
A_POINT = 300  # bytes of its names, its numbers and its place in the queue of blocks
A_CELL = 200  # bytes of a cell of a table of points while it is read


class Point(NamedTuple):
    """One combination to simulate: the number it has in the results, its scenario, policy and values of the factors."""

    number: int
    scenario: str
    policy: str | None
    values: dict[str, float]


@dataclass(frozen=True)
class Plan:
    """A design with everything that it refers to: it is complete in itself, whatever happens to the files it came from.

    Points are numbered by scenario, then policy, then sample: ``(scenario * policies + policy) * samples + sample``.

    Attributes
    ----------
    scenarios : by the names under which they are in the results.
    varied_numbers : what the factors change.
    sample : values of the factors, ``[sample, factor]``.
    worlds : the worlds that the futures of every point are drawn in.
    """

    design: Design
    scenarios: dict[str, Scenario]
    varied_numbers: tuple[Varied, ...]
    sample: Floats
    worlds: Worlds = CENTRAL

    @property
    def factors(self) -> list[str]:
        """Names of the factors, in the order of the columns of the sample."""
        return [each.name for each in self.varied_numbers]

    @property
    def ranges(self) -> dict[str, tuple[float, float]]:
        """Between which ends the design lets each factor vary, whatever the sample happens to hold."""
        return {each.name: self.design.factors[each.name].ends(each.low, each.high) for each in self.varied_numbers}

    @property
    def declarations(self) -> dict[str, dict[str, Any]]:
        """Of each factor, and of what policies set: unit, declared range, and the values to choose from, if listed."""
        found: dict[str, dict[str, Any]] = {}
        for each in (*self._set_by_policies(), *self.varied_numbers):
            found[each.name] = {"unit": each.unit, "declared": [each.low, each.high]}
            factor = self.design.factors.get(each.name)
            if factor is not None and factor.values is not None:
                found[each.name]["values"] = list(factor.values)
        return found

    @property
    def outside(self) -> dict[str, list[float]]:
        """The least and the greatest value of every parameter that leaves its declared range in this design."""
        stated = [self.design.settings, *(scenario.settings for scenario in self.scenarios.values())]
        stated += [levers for _, levers in self.policies]
        stated += [
            dict(zip(self.factors, ends, strict=True)) for ends in (self.sample.min(axis=0), self.sample.max(axis=0))
        ]
        return outside((name, float(value)) for settings in stated for name, value in settings.items())

    def _set_by_policies(self) -> list[Varied]:
        names = dict.fromkeys(name for _, levers in self.policies for name in levers)
        return [varied(name, list(self.scenarios.values())) for name in names]

    @cached_property
    def policies(self) -> list[tuple[str | None, dict[str, float]]]:
        """Names and levers of the policies; a single nameless one where the design has none."""
        return [(policy.name, policy.values) for policy in self.design.policies] or [(None, {})]

    def __len__(self) -> int:
        return len(self.scenarios) * len(self.policies) * len(self.sample)

    def point(self, number: int) -> Point:
        """The point of that number."""
        rest, sample = divmod(number, len(self.sample))
        scenario, policy = divmod(rest, len(self.policies))
        values = dict(zip(self.factors, self.sample[sample].tolist(), strict=True))
        name, levers = self.policies[policy]
        return Point(number, list(self.scenarios)[scenario], name, {**levers, **values})

    def points(self) -> Iterator[Point]:
        """All points by number."""
        return (self.point(number) for number in range(len(self)))

    def scenario(self, point: Point) -> Scenario:
        """The scenario to simulate at a point."""
        base = self.scenarios[point.scenario]
        values = {**self.design.settings, **point.values}
        try:
            return changed(base, values, self.design.allow_outside) if values else base
        except (ScenarioError, ValueError) as error:
            raise DesignError(f"point {point.number}: {error}") from None

    @staticmethod
    def services(point: Point) -> dict[str, float]:
        """Columns of the service catalogue that the point sets."""
        return of_services(point.values)

    def seed(self, point: Point) -> int:
        """The seed of a point: the design's own, or where chance is not to be shared by all one of its sample's own."""
        if self.design.common_random_numbers:
            return self.design.seed
        digest = hashlib.sha256(f"{self.design.seed}/{point.number % len(self.sample)}".encode()).digest()
        return int.from_bytes(digest[:4], "big")

    def months(self, scenario: Scenario) -> int:
        """Horizon of a scenario in this design."""
        return self.design.months or scenario.months

    @property
    def overridden(self) -> dict[str, list[str]]:
        """By scenario, the settings of the worlds that the scenario, the design, a policy or a factor sets in all."""
        of_design = {*self.design.settings, *self.factors, *(name for _, levers in self.policies for name in levers)}
        return {
            name: [each for each in self.worlds.names if each in of_design or each in scenario.settings]
            for name, scenario in self.scenarios.items()
        }

    def resolved(self) -> dict[str, Any]:
        """Everything that the results depend on besides the model, as plain data; of worlds their content alone."""
        # The central world adds nothing: such a sweep is what sweeps were before there were worlds.
        worlds = {} if self.worlds.digest == CENTRAL.digest else {"worlds_digest": self.worlds.digest}
        return {
            "design": self.design.model_dump(mode="json", exclude={"name", "title", "story", "worlds"}),
            "scenarios": {name: scenario.to_mapping() for name, scenario in self.scenarios.items()},
            "factors": self.factors,
            "sample": hashlib.sha256(np.ascontiguousarray(self.sample).tobytes()).hexdigest(),
            **worlds,
        }


def plan(design: Design, folder: Path | None = None, worlds: str | Path | Worlds | None = None) -> Plan:
    """Find the scenarios and the worlds and draw the sample of a design.

    Parameters
    ----------
    folder : where the files that the design names are; the current folder by default.
    worlds : the worlds that the futures are drawn in, instead of the design's own; see `simulation.ensemble.run`.

    Raises
    ------
    DesignError : if a scenario, factor, value or table cannot be used.
    """
    folder = folder or Path()
    scenarios = _scenarios(design, folder)
    try:
        varied_numbers = tuple(varied(name, list(scenarios.values())) for name in design.factors)
        for each in varied_numbers:
            _check_range(each, design)
        for policy in design.policies:
            for name, value in policy.values.items():
                varied(name, list(scenarios.values())).check(value, design.allow_outside)
        sample = _sample(design, varied_numbers, folder)
    except ValueError as error:
        raise DesignError(str(error)) from None
    made = Plan(
        design, scenarios, varied_numbers, sample, _worlds(design, folder) if worlds is None else worlds_of(worlds)
    )
    if not 1 <= len(made) <= MOST_POINTS:
        raise DesignError(f"the design has {len(made):,} points; it must have 1 to {MOST_POINTS:,}")
    _check_reach(made)
    made.scenario(made.point(0))  # whatever else cannot be combined is said before anything runs
    return made


def _check_reach(made: Plan) -> None:
    """Refuse to ask by name for what no point can give: the effect of events that lie beyond every horizon."""
    design = made.design
    asked = [name for name in design.outcomes if name in RESILIENCE] if "outcomes" in design.model_fields_set else []
    moved = [*design.factors, *(name for policy in design.policies for name in policy.values)]
    if not asked or any(name.endswith(f".{YEAR}") for name in moved):
        return
    forks = {name: (each.fork_within(made.months(each)), made.months(each)) for name, each in made.scenarios.items()}
    if all(made.scenarios[name].studied and fork >= months for name, (fork, months) in forks.items()):
        name, (fork, months) = next(iter(forks.items()))
        raise DesignError(
            f"months = {months}: no event under study can happen by then, the first of {name} in month {fork}; "
            f"there would be no {asked[0]}: give more months"
        )


def _scenarios(design: Design, folder: Path) -> dict[str, Scenario]:
    known, found = library(), {}
    for name in design.scenarios:
        try:
            scenario = load_scenario(name if name in known or not name.endswith(".toml") else folder / name)
        except ScenarioError as error:
            raise DesignError(f"scenarios: {error}") from None
        if scenario.name in found:
            raise DesignError(f"scenarios: two of them are named {scenario.name!r}")
        found[scenario.name] = scenario
    return found


def _worlds(design: Design, folder: Path) -> Worlds:
    """The design's own worlds; those of a file are called what the design calls them, wherever it is."""
    name = design.worlds or DEFAULT
    try:
        return replace(worlds_of(folder / name), name=name) if name.endswith(".parquet") else worlds_of(name)
    except SettingError as error:
        raise DesignError(str(error)) from None


def _check_range(each: Varied, design: Design) -> None:
    factor = design.factors[each.name]
    for value in factor.values or (factor.low, factor.high):
        if value is not None:
            each.check(value, design.allow_outside)


def _sample(design: Design, varied_numbers: tuple[Varied, ...], folder: Path) -> Floats:
    if design.sampler == CSV:
        return _table(design, varied_numbers, folder)
    if not varied_numbers:
        return np.zeros((1, 0))
    factors = [design.factors[each.name] for each in varied_numbers]
    if design.sampler == FULL_FACTORIAL:
        levels = []
        for each, factor in zip(varied_numbers, factors, strict=True):
            found = factor.levels(each.low, each.high, each.integer)
            if found is None:
                raise DesignError(f"{each.name}: a full factorial needs values = [...] or steps = N")
            levels.append(found)
        size = int(np.prod([len(each) for each in levels], dtype=object))
        if size > MOST_POINTS:
            raise DesignError(f"the full factorial has {size:,} points; it must have at most {MOST_POINTS:,}")
        _check_memory(f"the full factorial of {len(levels)} factors", design, size, len(levels))
        # Repeated and tiled, not a product of lists: that takes ten times the memory of what comes out.
        grid = np.meshgrid(*levels, indexing="ij")
        return np.column_stack([axis.ravel() for axis in grid]).astype(float)
    size = (design.points or 1) * POINTS_OF.get(design.sampler, lambda factors: 1)(len(factors))
    if size > MOST_POINTS:
        raise DesignError(f"points = {design.points}: {design.sampler} makes {size:,}; at most {MOST_POINTS:,}")
    _check_memory(f"points = {design.points} of {len(factors)} factors", design, size, len(factors))
    unit = SAMPLERS[design.sampler](len(varied_numbers), design.points or 1, design.seed)
    columns = zip(unit.T, varied_numbers, factors, strict=True)
    return np.column_stack([factor.scale(u, each.low, each.high, each.integer) for u, each, factor in columns])


def _check_memory(what: str, design: Design, size: int, factors: int) -> None:
    """Refuse more points than fit: the sample while it is drawn, and the table of points of the whole design."""
    repeats = len(design.scenarios) * max(1, len(design.policies))
    check_memory(what, size * (factors * 8 * COPIES + repeats * (A_POINT + 8 * factors)), size)


def _table(design: Design, varied_numbers: tuple[Varied, ...], folder: Path) -> Floats:
    """The points of a CSV file; its columns are the factors, in any order."""
    names = {each.name for each in varied_numbers}
    path = folder / str(design.file)
    with contextlib.suppress(OSError):  # what cannot be read is refused below
        if path.is_file() and path.stat().st_size <= LARGEST:
            points = _lines(path)
            check_memory(f"{design.file} with {points:,} lines", points * (len(names) * A_CELL + A_POINT), points)
    lines = list(read_table(path, tuple(sorted(names))))
    if not lines:
        raise DesignError(f"{design.file} has no points: below the names of the columns comes one line a point")
    more = [name for name in lines[0].cells if name not in names]
    if more:
        raise DesignError(
            f"{design.file}, line 1: the column {shown(more[0])} is no factor of this design; "
            f"it must have: {', '.join(sorted(names))}"
        )
    table = np.array([[_number(line, each, design) for each in varied_numbers] for line in lines]) + 0.0  # -0 is 0
    if design.common_random_numbers:
        _check_repeats(table, lines, design)
    return table


def _check_repeats(table: Floats, lines: list[Line], design: Design) -> None:
    """Refuse a point that comes twice: with the same chance it is the same again, and would weigh double."""
    first: dict[tuple[float, ...], int] = {}
    for line, point in zip(lines, table.tolist(), strict=True):
        before = first.setdefault(tuple(point), line.number)
        if before != line.number:
            raise DesignError(
                f"{design.file}, line {line.number}: the same point as in line {before}; with the same chance it would "
                "be the same again"
            )


def _lines(path: Path) -> int:
    """How many lines a file has, read piece by piece."""
    with path.open("rb") as file:
        return 1 + sum(piece.count(b"\n") for piece in iter(lambda: file.read(2**20), b""))


def _number(line: Line, each: Varied, design: Design) -> float:
    where = f"{design.file}, line {line.number}"
    if line.wrong:
        raise DesignError(f"{where}: {line.wrong}")
    try:
        value = parsed(line.cells[each.name])
    except ValueError as error:
        raise DesignError(f"{where}: {each.name} = {shown(line.cells[each.name])} {error}") from None
    try:
        value = each.check(value, design.allow_outside)
    except ValueError as error:
        raise DesignError(f"{where}: {error}") from None
    factor = design.factors[each.name]
    low, high = factor.ends(each.low, each.high)
    if not low <= value <= high:
        raise DesignError(f"{where}: {each.name} = {value:g} is outside the design's own range, {low:g} to {high:g}")
    if factor.values is not None and value not in factor.values:
        listed = ", ".join(f"{known:g}" for known in factor.values)
        raise DesignError(f"{where}: {each.name} = {value:g} is none of the design's own values: {shown(listed)}")
    return value
