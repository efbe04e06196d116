"""One block of a sweep: some replicates of some points, simulated one after the other, wherever that is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from simulation.engine.machine import described, of_the_machine
from simulation.engine.versions import code_version
from simulation.ensemble import Replicate, groups_of, in_world, run_replicate, times_of
from simulation.history.building import blueprint
from simulation.results.by_group import KEYS as GROUP_KEYS
from simulation.results.reach import after_event
from simulation.results.resilience import resilience
from simulation.scenarios import Scenario
from simulation.sweep.columns import Keep, means, names_column, nullable
from simulation.world.arms import ARMS
from simulation.world.codes import CAUSES
from simulation.world.errors import MachineError
from simulation.world.groups import Group
from simulation.world.measures import COLUMN
from simulation.world.services import SERVICES
from simulation.world.tables import World
from simulation.world.worlds import Worlds

Floats = NDArray[np.float64]

BOTH = len(ARMS)


class Slice(NamedTuple):
    """Replicates ``first`` to ``last - 1`` of one point; ``services`` are columns of the catalogue to set."""

    point: int
    scenario: Scenario | str  # what is simulated, or why it cannot be
    services: dict[str, float]
    seed: int
    months: int
    first: int
    last: int
    worlds: tuple[int, ...]  # the number of the world of each replicate
    futures: str  # what they depend on besides their numbers, as 16 digits; empty where nothing can be simulated


class Drawn(NamedTuple):
    """The worlds of a block's replicates and no others: what travels to a worker stays small."""

    names: tuple[str, ...]
    values: dict[int, Floats]  # by number of world

    @classmethod
    def of(cls, worlds: Worlds, numbers: Iterable[int]) -> Drawn:
        """Some of the worlds."""
        return cls(worlds.names, {number: worlds.values[number].copy() for number in sorted(set(numbers))})

    def settings(self, world: int) -> dict[str, float]:
        """One world's settings by name."""
        return dict(zip(self.names, self.values[world].tolist(), strict=True))


class Block(NamedTuple):
    """The work of one part of the store."""

    number: int
    slices: tuple[Slice, ...]
    keep: Keep
    drawn: Drawn


@dataclass(frozen=True)
class Computed:
    """What a block comes to: its tables, and the version of the model that made them."""

    number: int
    tables: dict[str, pa.Table]
    model_version: str


def run_block(block: Block) -> Computed:
    """Simulate a block. A run in which the model fails becomes rows with its error; a machine that fails ends it."""
    parts = [_run_slice(piece, block.keep, block.drawn) for piece in block.slices]
    tables = {name: pa.concat_tables([part[name] for part in parts]).combine_chunks() for name in block.keep.tables}
    return Computed(block.number, tables, code_version())


def _run_slice(piece: Slice, keep: Keep, drawn: Drawn) -> dict[str, pa.Table]:
    count = piece.last - piece.first
    averages = np.full((count, BOTH, len(keep.columns) - len(keep.resilience)), np.nan)
    level = np.full((count, BOTH, piece.months), np.nan)
    monthly = np.full((count, BOTH, len(keep.monthly), piece.months), np.nan, np.float32)
    groups = groups_of(piece.scenario, keep.by) if keep.by and not isinstance(piece.scenario, str) else ()
    of_groups = np.full((len(groups), count, BOTH, len(keep.of_group.columns) - len(keep.resilience)), np.nan)
    group_levels = np.full((len(groups), count, BOTH, piece.months), np.nan)
    spells, errors = [], [None] * count  # type: list[NDArray[np.void]], list[str | None]
    columns = [COLUMN[name] for name in keep.monthly]
    fork, since = _fork_of(piece)
    for row, found in enumerate(_futures(piece, drawn, groups)):
        if isinstance(found, str):
            errors[row] = found
            continue
        averages[row] = means(keep, found.measures, found.by_service, since)
        level[row] = found.measures[:, :, COLUMN["coproduction"]]
        monthly[row] = found.measures[:, :, columns].transpose(0, 2, 1)
        for at in range(len(groups)):
            of_group = found.by_group[:, :, at]
            of_groups[at, row] = means(keep.of_group, of_group, found.by_service, since)
            group_levels[at, row] = of_group[:, :, COLUMN["coproduction"]]
        if keep.spells:
            spells.append(found.spells)
    last = fork if since is not None else None
    tables = {"outcomes": _outcomes(piece, keep, averages, level, last, errors)}
    if keep.by:
        made = [
            _of_group(group, _outcomes(piece, keep.of_group, of_groups[at], group_levels[at], last, errors))
            for at, group in enumerate(groups)
        ]
        tables["groups"] = pa.concat_tables(made or [_of_group(None, _nothing(piece, keep))])
    if keep.monthly:
        tables["monthly"] = _monthly(piece, keep, monthly)
    if keep.spells:
        tables["spells"] = _spells(piece.point, spells)
    return tables


def _fork_of(piece: Slice) -> tuple[int, int | None]:
    """The month in which the arms part, and the first one after the event, if there is any."""
    if isinstance(piece.scenario, str):  # nothing is simulated
        return piece.months, None
    fork = times_of(piece.scenario, piece.months).fork
    return fork, after_event(piece.scenario, fork, piece.months)


def _of_group(group: Group | None, outcomes: pa.Table) -> pa.Table:
    """The outcomes of one group: which it is stands first."""
    for position, word in enumerate((group.by, group.name) if group else ("", "")):
        outcomes = outcomes.add_column(position, GROUP_KEYS[position], pa.array([word] * len(outcomes), pa.string()))
    return outcomes


def _nothing(piece: Slice, keep: Keep) -> pa.Table:
    """No outcomes of groups: of a scenario that cannot be simulated nobody knows what groups it has."""
    none = np.zeros((0, BOTH, len(keep.of_group.columns) - len(keep.resilience)))
    return _outcomes(piece._replace(last=piece.first, worlds=()), keep.of_group, none, none[..., 0], None, [])


def _futures(piece: Slice, drawn: Drawn, groups: tuple[Group, ...] = ()) -> Iterator[Replicate | str]:
    """Each replicate in its world, or why it failed."""
    if isinstance(piece.scenario, str):
        yield from (piece.scenario for _ in range(piece.first, piece.last))
        return
    times = times_of(piece.scenario, piece.months)
    plan = placed = None
    last = -1  # the world of the one before: futures of one world follow each other
    for number, world in zip(range(piece.first, piece.last), piece.worlds, strict=True):
        try:
            plan = plan or _blueprint(piece.scenario, piece.services)
            if placed is None or world != last:
                placed, last = in_world(plan, piece.scenario, drawn.settings(world)), world
            yield run_replicate(placed, times, piece.seed, number, False, groups)
        except Exception as error:
            if of_the_machine(error):
                raise MachineError(described(error)) from error
            yield f"{type(error).__name__}: {error}"


def _blueprint(scenario: Scenario, services: dict[str, float]) -> World:
    plan = blueprint(scenario)
    for column, value in services.items():
        plan.services[column] = value
    return plan


def _outcomes(
    piece: Slice, keep: Keep, averages: Floats, level: Floats, fork: int | None, errors: list[str | None]
) -> pa.Table:
    """One row per run; without a ``fork`` within the horizon nothing is measured of the events."""
    count = len(averages)
    values = np.full((count, BOTH, len(keep.columns)), np.nan)
    values[:, :, : averages.shape[2]] = averages
    ran = np.array([error is None for error in errors])
    if keep.resilience and ran.any() and fork is not None:
        found = resilience(level[ran, 0], level[ran, 1], fork)
        for column, name in enumerate(keep.resilience, start=averages.shape[2]):
            values[ran, 0, column] = getattr(found, name)  # of the world with the events; the other is the measure
    rows = values.reshape(count * BOTH, -1)
    return pa.table(
        {
            **_run_columns(piece),
            "world": pa.array(np.repeat(piece.worlds, BOTH), pa.int32()),
            "seed": pa.array(np.full(count * BOTH, piece.seed), pa.int64()),
            "error": pa.array([error for error in errors for _ in range(BOTH)], pa.string()),
            **{name: nullable(np.ascontiguousarray(rows[:, column])) for column, name in enumerate(keep.columns)},
        }
    )


def _run_columns(piece: Slice) -> dict[str, pa.Array]:
    """Point, replicate and arm of every run."""
    count = piece.last - piece.first
    return {
        "point": pa.array(np.full(count * BOTH, piece.point), pa.int32()),
        "replicate": pa.array(np.repeat(np.arange(piece.first, piece.last), BOTH), pa.int32()),
        "arm": names_column(ARMS, np.tile(np.arange(BOTH), count)),
    }


def _monthly(piece: Slice, keep: Keep, monthly: NDArray[np.float32]) -> pa.Table:
    """One row per run; each measure is a list of its months."""
    series = monthly.reshape(-1, len(keep.monthly), piece.months)
    kind = pa.list_(pa.field("element", pa.float32()))  # as it is read again: a part has one form, whoever writes it
    lists = {name: pa.array(list(series[:, number]), kind) for number, name in enumerate(keep.monthly)}
    return pa.table({**_run_columns(piece), **lists})


def _spells(point: int, found: list[NDArray[np.void]]) -> pa.Table:
    """One row per spell, services and causes by name."""
    rows = np.concatenate(found) if found else None
    column = {
        name: np.zeros(0, np.int64) if rows is None else rows[name].astype(np.int64)
        for name in ("replicate", "arm", "council", "neighbourhood", "service", "start", "end", "cause", "ended")
    }
    whole = {name: pa.array(column[name], pa.int32()) for name in ("council", "neighbourhood", "start", "end")}
    return pa.table(
        {
            "point": pa.array(np.full(len(column["arm"]), point), pa.int32()),
            "replicate": pa.array(column["replicate"], pa.int32()),
            "arm": names_column(ARMS, column["arm"]),
            "service": names_column([service.name for service in SERVICES], column["service"]),
            **whole,
            "cause": names_column(CAUSES, column["cause"]),
            "ended": pa.array(column["ended"].astype(bool)),
        }
    )
