"""The ensemble: many paired futures of a scenario and its counterfactual, compiled and forked at the shock."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import Executor, Future, ThreadPoolExecutor, as_completed
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from simulation.engine.machine import described, of_the_machine
from simulation.history.building import blueprint, build
from simulation.history.recorded import NOTHING, Recorded, recorded
from simulation.history.ticks import log_in_months
from simulation.simulate import NO_PARTS, simulate
from simulation.simulate import is_compiled as is_compiled
from simulation.world.arms import ARMS
from simulation.world.errors import MachineError, SettingError
from simulation.world.groups import LACKING, Group, groups, parts_of
from simulation.world.limits import LAST_SEED
from simulation.world.measures import COLUMN, MEASURES
from simulation.world.names_of_worlds import DEFAULT
from simulation.world.spells import SPELL, spells
from simulation.world.tables import World
from simulation.world.territory import fifth_at, fifth_of
from simulation.world.ticks import MONTHS
from simulation.world.worlds import CENTRAL, Worlds, in_force
from simulation.world.worlds import worlds as worlds_of

if TYPE_CHECKING:
    from simulation.scenarios import Scenario

SERVICE_MEASURES = ("coproduction", "full_coproduction", "pfi")


class Times(NamedTuple):
    """What a replicate needs besides the blueprint: both arms' events, and the months that matter."""

    scenario: np.recarray
    counterfactual: np.recarray
    first_month: int  # start of the burn-in, negative
    fork: int  # first month in which the arms can differ; the horizon if they never do
    months: int  # horizon
    known: Recorded = NOTHING  # what is put in on the way, because it is on record


class Replicate(NamedTuple):
    """One paired future: measures [arm, month, measure], by service [arm, month, service, 3], spells and changes.

    By group, if asked for: [arm, month, group, measure], and the fifth of every neighbourhood by deprivation.
    """

    number: int
    measures: np.ndarray
    by_service: np.ndarray
    spells: np.ndarray
    changes: tuple[np.ndarray, ...]  # one log for each arm, see `simulation.world.tables`; empty unless asked for
    by_group: np.ndarray = np.zeros(0)
    fifths: np.ndarray = np.zeros(0, np.int8)


@dataclass
class Ensemble:
    """Paired futures of one scenario.

    Attributes
    ----------
    measures : float64 [replicate, arm, month, measure]; columns are `MEASURES`, arms are `ARMS`.
    by_service : float32 [replicate, arm, month, service, 3]: shares of the service's volume, see `SERVICE_MEASURES`.
    spells : rows of `simulation.world.spells.SPELL`, ordered by replicate, arm, place, service and start.
    failures : replicates that failed, each with its message; their measures are nan.
    changes : logs of every change of cell or provider, by (replicate, arm), if they were asked for.
    worlds : the worlds that the replicates were drawn in.
    groups : what was measured by itself beside the whole, if anything was.
    by_group : float64 [replicate, arm, month, group, measure]; nan where a group does not have a measure.
    fifths : int8 [replicate, neighbourhood], of its council's by deprivation, 0 for the most deprived; only where
        groups are measured.
    """

    scenario: Scenario
    seed: int
    replicates: int
    months: int
    fork: int
    measures: np.ndarray
    by_service: np.ndarray
    spells: np.ndarray
    failures: list[tuple[int, str]] = field(default_factory=list)
    worlds: Worlds = CENTRAL
    arms: tuple[str, ...] = ARMS
    changes: dict[tuple[int, int], np.ndarray] = field(default_factory=dict)
    groups: tuple[Group, ...] = ()
    by_group: np.ndarray = field(default_factory=lambda: np.zeros((0,) * 5))
    fifths: np.ndarray = field(default_factory=lambda: np.zeros((0, 0), np.int8))


def times_of(scenario: Scenario, months: int | None = None) -> Times:
    """Both arms' events and the months of a scenario, cut at ``months`` if given."""
    horizon = scenario.months if months is None else months
    return Times(
        scenario.timeline("scenario"),
        scenario.timeline("counterfactual"),
        -scenario.burn_in_months,
        min(scenario.fork_within(horizon), horizon),
        horizon,
        recorded(scenario),
    )


def in_world(plan: World, scenario: Scenario, settings: Mapping[str, float]) -> World:
    """The plan for a future in the world of these settings: a scenario's own hold in every world."""
    return plan._replace(parameters=in_force(plan.parameters, settings, scenario.settings)) if settings else plan


def groups_of(scenario: Scenario, by: str | Iterable[str]) -> tuple[Group, ...]:
    """The groups of these kinds in the world of a scenario."""
    places = scenario.size("neighbourhoods")
    fifths = sorted({int(fifth_at(rank, places)) for rank in range(places)})
    return groups(by, scenario.council_names, fifths)


def run_replicate(
    plan: World, times: Times, seed: int, number: int, keep_changes: bool = False, by: tuple[Group, ...] = ()
) -> Replicate:
    """One replicate: shared history up to the fork, simulated once; then each arm under its own timeline."""
    parts = parts_of(by) if by else NO_PARTS
    measures = np.zeros((len(ARMS), times.months, len(MEASURES)))
    by_service = np.zeros((len(ARMS), times.months, len(plan.services), len(SERVICE_MEASURES)), np.float32)
    by_group = np.zeros((len(ARMS), times.months, len(parts), len(MEASURES)))
    world = build(plan, seed, number, times.first_month)
    aside: dict[str, Any] = {"parts": parts, "known": times.known}
    world = simulate(world, times.first_month, times.fork, measures[0], by_service[0], by_part=by_group[0], **aside)
    measures[1], by_service[1], by_group[1] = measures[0], by_service[0], by_group[0]
    arms = [world, world]
    if times.fork < times.months:
        branches = (world, world.copy().with_timeline(times.counterfactual))
        arms = [
            simulate(branch, times.fork, times.months, measures[arm], by_service[arm], by_part=by_group[arm], **aside)
            for arm, branch in enumerate(branches)
        ]
    level = measures[:, :, COLUMN["coproduction"]]
    if not ((level >= 0) & (level < 1 + 1e-9)).all():  # seen at settings outside their ranges alone
        raise FloatingPointError("at these settings the level of co-production is no share")
    for branch in arms if times.fork < times.months else arms[:1]:
        log_in_months(branch)
    found = [spells(branch, number, arm, times.months) for arm, branch in enumerate(arms)]
    logs = [branch.changes[: int(branch.logged[0])].copy() for branch in arms] if keep_changes else []
    for at, group in enumerate(by):
        by_group[:, :, at, [COLUMN[name] for name in LACKING[group.by]]] = np.nan
    fifths = [fifth_of(world, n) for n in range(len(world.neighbourhoods))] if by else []
    return Replicate(number, measures, by_service, np.concatenate(found), tuple(logs), by_group, np.array(fifths))


class Stage(NamedTuple):
    """A world on its way, before ``month``; its log of changes is empty."""

    month: int
    world: World

    @property
    def nbytes(self) -> int:
        """Bytes in use."""
        return sum(table.nbytes for table in self.world)


class ArmRun(NamedTuple):
    """One arm of a replicate: measures [month, measure] since it started, the world at the end, the stage if kept."""

    measures: np.ndarray
    world: World
    stage: Stage | None

    @property
    def changes(self) -> np.ndarray:
        """The log of changes from where it started."""
        return self.world.changes[: int(self.world.logged[0])]


def run_arm(
    plan: World,
    times: Times,
    seed: int,
    number: int,
    arm: int,
    start: Stage | None = None,
    keep: int | None = None,
    all_measures: bool = True,
) -> ArmRun:
    """One arm of a replicate by itself, to the bit as in `run_replicate`, from the burn-in or from a stage.

    Parameters
    ----------
    start : a stage of this replicate that this arm passes, no later than the first month in which the arms can differ
        if the other arm kept it; what lies before it is not recorded again.
    keep : month whose beginning is kept as a stage on the way.
    all_measures : whether all measures are recorded, or only those of councils as such, see `simulate`.
    """
    if plan.parameters["ticks_a_year"][0] != MONTHS:
        raise SettingError("ticks_a_year: one arm, with its world, is simulated by the month; `run` takes other ticks")
    events = (times.scenario, times.counterfactual)[arm]
    recorded = max(times.months, 0)
    measures = np.zeros((recorded, len(MEASURES)))
    by_service = np.zeros((recorded, len(plan.services), len(SERVICE_MEASURES)), np.float32)
    if start is None:
        month = times.first_month
        world = build(plan.with_timeline(events), seed, number, month)
    else:
        month = start.month
        world = start.world.copy().with_timeline(events).with_log(len(plan.changes))
    stage = None
    if keep is not None and month < keep < times.months:
        world = simulate(world, month, keep, measures, by_service, all_measures, known=times.known)
        stage, month = Stage(keep, world.with_log(0).copy()), keep
    world = simulate(world, month, times.months, measures, by_service, all_measures, known=times.known)
    return ArmRun(measures, world, stage)


def run(
    scenario: Scenario,
    replicates: int = 50,
    seed: int = 1,
    *,
    workers: int | None = None,
    executor: Executor | None = None,
    months: int | None = None,
    keep_changes: bool = False,
    worlds: str | Path | Worlds = DEFAULT,
    by: str | Iterable[str] = (),
    first: Ensemble | None = None,
    on_progress: Callable[[int, int], None] | None = None,
) -> Ensemble:
    """Run paired replicates of a scenario and its counterfactual.

    The result depends on the model version, the scenario and the seed alone: neither on the number of workers nor on
    the order in which they finish.

    Parameters
    ----------
    workers : threads to use, all cores by default (compiled runs release the interpreter lock).
    executor : run on this executor instead, for example that of a cluster.
    months : horizon, if other than the scenario's own.
    keep_changes : keep the logs of changes, some 100 kB a replicate.
    worlds : the worlds that the futures are drawn in, two by two: ``"plausible"``, all that the record does not rule
        out; ``"central"``, the declared values alone; the path of a file; or `Worlds`.
    by : what to measure by itself beside the whole: ``"council"``, ``"service"``, ``"fifth"`` (of the neighbourhoods
        by deprivation), or several of them.
    first : the first replicates of this very run, which are not simulated again; the result is the same.
    on_progress : called as ``on_progress(done, total)`` after every replicate.

    Raises
    ------
    SettingError : if ``first`` are those of another run, or ``by`` names no such groups.
    MachineError : when the machine fails, not the model: memory, disk, imports, compilation.
    """
    check_whole("replicates", replicates, 1)
    check_workers(workers, executor)
    if months is not None:
        check_whole("months", months, 0)
    if not 0 <= seed <= LAST_SEED or seed != int(seed):
        raise SettingError(f"seed = {seed} is out of range: it must be a whole number from 0 to {LAST_SEED}")
    drawn_in = worlds_of(worlds)
    times = times_of(scenario, months)
    plan = blueprint(scenario)
    services = len(plan.services)
    by_groups = groups_of(scenario, by)
    ensemble = Ensemble(
        scenario=scenario,
        seed=seed,
        replicates=replicates,
        months=times.months,
        fork=times.fork,
        measures=np.full((replicates, len(ARMS), times.months, len(MEASURES)), np.nan),
        by_service=np.full((replicates, len(ARMS), times.months, services, len(SERVICE_MEASURES)), np.nan, np.float32),
        spells=np.zeros(0, SPELL),
        worlds=drawn_in,
        groups=by_groups,
        by_group=np.full((replicates, len(ARMS), times.months, len(by_groups), len(MEASURES)), np.nan),
        fifths=np.zeros((replicates, len(plan.neighbourhoods) if by_groups else 0), np.int8),
    )
    there = 0 if first is None else _taken_over(first, ensemble)
    pool = executor or ThreadPoolExecutor(max_workers=workers or os.cpu_count() or 1)
    pieces: dict[int, np.ndarray] = {}
    try:
        futures: dict[Future[Replicate], int] = {
            pool.submit(
                run_replicate,
                in_world(plan, scenario, drawn_in.of(number)),
                times,
                seed,
                number,
                keep_changes,
                by_groups,
            ): number
            for number in range(there, replicates)
        }
        for done, future in enumerate(as_completed(futures), start=there + 1):
            number = futures.pop(future)
            try:
                result = future.result()
            except Exception as error:
                if of_the_machine(error):
                    raise MachineError(described(error)) from error
                # One failed replicate is a row with its message, never the end of the run.
                ensemble.failures.append((number, f"{type(error).__name__}: {error}"))
            else:
                ensemble.measures[number] = result.measures
                ensemble.by_service[number] = result.by_service
                if by_groups:
                    ensemble.by_group[number], ensemble.fifths[number] = result.by_group, result.fifths
                pieces[number] = result.spells
                ensemble.changes.update({(number, arm): log for arm, log in enumerate(result.changes)})
            if on_progress is not None:
                on_progress(done, replicates)
    finally:
        if executor is None:
            pool.shutdown(wait=True, cancel_futures=True)
    ensemble.failures.sort()
    if pieces:
        ensemble.spells = np.concatenate([ensemble.spells, *(pieces[number] for number in sorted(pieces))])
    return ensemble


def _taken_over(first: Ensemble, ensemble: Ensemble) -> int:
    """Take over the first replicates of a run from one that had fewer; return how many."""
    for name in ("scenario", "seed", "months", "groups"):
        if getattr(first, name) != getattr(ensemble, name):
            raise SettingError(f"first: its {name} is another, so its futures are not the first of this run")
    if first.worlds.digest != ensemble.worlds.digest or first.replicates > ensemble.replicates:
        raise SettingError("first: its worlds are others, or it has more futures than this run")
    count = first.replicates
    ensemble.measures[:count] = first.measures
    ensemble.by_service[:count] = first.by_service
    ensemble.by_group[:count] = first.by_group
    ensemble.fifths[:count] = first.fifths
    ensemble.spells = first.spells
    ensemble.failures = list(first.failures)
    ensemble.changes = dict(first.changes)
    return count


def check_whole(name: str, value: int, low: int) -> None:
    """Refuse what is no whole number from ``low`` on."""
    if not (value >= low and value == int(value)):
        raise SettingError(f"{name} = {value!r}: it must be a whole number from {low} on")


def check_workers(workers: int | None, executor: Executor | None) -> None:
    """Refuse a number of threads that cannot be, or that an executor would make idle words."""
    if workers is not None:
        check_whole("workers", workers, 1)
        if executor is not None:
            raise SettingError(f"workers = {workers!r}: give workers or an executor, not both")


def future_world(
    scenario: Scenario, seed: int, replicate: int, arm: str, until: int, worlds: str | Path | Worlds = DEFAULT
) -> World:
    """The world of one future as it stands at the end of month ``until - 1``, to look into."""
    drawn_in = worlds_of(worlds)
    plan = in_world(blueprint(scenario), scenario, drawn_in.of(replicate))
    return run_arm(plan, times_of(scenario, until), seed, replicate, ARMS.index(arm), all_measures=False).world
