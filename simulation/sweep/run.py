"""Running a sweep: blocks go out to an executor, parts come back into the store; whatever stops it, it can go on."""

from __future__ import annotations

import contextlib
import io
import os
import time
from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_COMPLETED, Executor, Future, ThreadPoolExecutor, wait
from dataclasses import asdict, replace
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from simulation.engine.machine import described
from simulation.engine.versions import code_version
from simulation.ensemble import check_workers, times_of
from simulation.results.provenance import provenance
from simulation.sweep.block import Block, Computed, Drawn, Slice, run_block
from simulation.sweep.columns import Keep, nullable
from simulation.sweep.design import Plan
from simulation.sweep.earlier import Earlier, Tables, together
from simulation.sweep.store import Workplace, consolidate, open_workplace
from simulation.sweep.store.parts import COMPRESSION, Held
from simulation.sweep.store.workplace import DESIGN, POINTS, WORLDS, key_of
from simulation.world.errors import DamagedPart, DesignError, MachineError, SweepError
from simulation.world.sealed import digest, to_parquet
from simulation.world.worlds import Worlds

REPLICATES_A_PART = 50  # of a world with one council: about a second of work, and as much is lost by a kill
MOST_PARTS = 2_000  # more replicates a part in larger sweeps: parallel file systems dislike many small files
AHEAD = 3  # blocks handed out for every worker, so that none waits while a part is written
ATTEMPTS = 3  # at a block whose worker is lost


class Shard(NamedTuple):
    """Share ``number`` (1, 2, …) of as many as ``of`` that divide a sweep among processes."""

    number: int = 1
    of: int = 1

    def __str__(self) -> str:
        return f"{self.number}-of-{self.of}"


class Progress(NamedTuple):
    """Replicates done, of so many; ``before`` of them were there already, of this design or an earlier one."""

    done: int
    total: int
    before: int


def sweep(
    plan: Plan,
    folder: Path,
    *,
    workers: int | None = None,
    executor: Executor | None = None,
    shard: Shard = Shard(),  # noqa: B008 - a named tuple does not change
    command: str = "",
    on_progress: Callable[[Progress], None] | None = None,
    retry_failed: bool = False,
) -> bool:
    """Simulate every future of a plan that the folder does not hold yet; return whether the whole sweep is there.

    Futures that the folder holds from another design (fewer replicates, other points or policies) are taken over. The
    final tables depend on the code version, the plan and its seed alone: neither on executor and workers nor on what
    was there before, or how often and where the sweep was interrupted. They are written by whichever process finds that
    no part is missing.

    Parameters
    ----------
    workers : threads to use, all cores by default.
    executor : run on this executor instead; results come back to this process, which writes them.
    shard : the share of the parts to compute here.
    command : what makes these results again, for the manifest.
    on_progress : called when a part has been written.
    retry_failed : compute the parts again that hold runs which failed, and take over none of these.

    Raises
    ------
    SweepError : when blocks keep failing for a reason outside the model, such as lost workers.
    StoreError : if the folder holds other things, or half of this sweep by another code, or cannot be written.
    """
    check_workers(workers, executor)
    blocks = Blocks(plan)
    configuration = {"model_version": code_version(), "replicates_a_part": blocks.size, **plan.resolved()}
    points = io.BytesIO()
    pq.write_table(_points_table(plan), points, compression=COMPRESSION, write_page_checksum=True)
    files = {DESIGN: plan.design.to_toml().encode("utf-8"), POINTS: points.getvalue(), **_worlds_file(plan.worlds)}
    with open_workplace(folder, configuration, _manifest(plan, command), files, len(blocks), str(shard)) as place:
        place.log("started", shard=str(shard), workers=workers, command=command)
        again = place.parts.failed() if retry_failed else set()
        earlier = Earlier(place.parts, failed=not retry_failed)
        try:
            while True:
                _compute(blocks, place, earlier, shard, workers, executor, on_progress, again)
                again = set()
                if place.parts.missing():
                    place.log("share done", missing=len(place.parts.missing()))
                    return False
                if _finish(plan, place):
                    place.log("finished")
                    return True
        except BaseException as error:
            with contextlib.suppress(OSError):  # the disk may be full; the error itself matters more
                place.log("stopped", reason=described(error)[:500])
            raise


class Blocks:
    """The blocks of a plan: the same pairs of point and replicate in each, whoever computes them."""

    def __init__(self, plan: Plan) -> None:
        self._plan, self._keep = plan, Keep.of(plan.design)
        self._replicates = plan.design.replicates
        self.total = len(plan) * self._replicates
        councils = max(scenario.size("councils") for scenario in plan.scenarios.values())
        self.size = max(1, REPLICATES_A_PART // councils, -(-self.total // MOST_PARTS))
        shared = {"model_version": code_version(), "keep": asdict(self._keep), "worlds": plan.worlds.digest}
        self._depend_on = {
            name: key_of({**shared, "scenario": scenario.to_mapping()}) for name, scenario in plan.scenarios.items()
        }

    def __len__(self) -> int:
        return -(-self.total // self.size)

    @staticmethod
    def holds(block: Block) -> list[Held]:
        """What futures the part of a block holds."""
        return [Held(piece.futures, piece.point, piece.first, piece.last) for piece in block.slices if piece.futures]

    def replicates(self, number: int) -> int:
        """How many replicates a block has."""
        return min(self.size, self.total - number * self.size)

    def block(self, number: int) -> Block:
        """The work of part ``number``."""
        first = number * self.size
        last = first + self.replicates(number)
        slices = []
        for at in range(first // self._replicates, (last - 1) // self._replicates + 1):
            origin = at * self._replicates
            slices.append(self._slice(at, max(first - origin, 0), min(last - origin, self._replicates)))
        drawn = Drawn.of(self._plan.worlds, (world for piece in slices for world in piece.worlds))
        return Block(number, tuple(slices), self._keep, drawn)

    def _slice(self, number: int, first: int, last: int) -> Slice:
        point = self._plan.point(number)
        base = self._plan.scenarios[point.scenario]
        worlds = tuple(self._plan.worlds.number(replicate) for replicate in range(first, last))
        seed, months = self._plan.seed(point), self._plan.months(base)
        try:
            scenario = self._plan.scenario(point)
        except DesignError as error:  # a combination that the model refuses is a result too
            return Slice(number, str(error), {}, seed, months, first, last, worlds, "")
        values = {**self._plan.design.settings, **point.values}
        futures = key_of({"of": self._depend_on[point.scenario], "values": values, "seed": seed, "months": months})
        return Slice(number, scenario, self._plan.services(point), seed, months, first, last, worlds, futures)


def _compute(
    blocks: Blocks,
    place: Workplace,
    earlier: Earlier,
    shard: Shard,
    workers: int | None,
    executor: Executor | None,
    on_progress: Callable[[Progress], None] | None,
    again: set[int],
) -> None:
    """Compute the missing parts of a share, and those to be computed again, which are replaced once that is done."""
    mine = range(shard.number - 1, len(blocks), shard.of)
    done = place.parts.done()
    for number in mine:  # a name without what was written behind it
        if number not in done:
            reason = place.parts.damage(number)
            if place.parts.set_aside(number):
                place.log("damaged", part=number, reason=reason)
    done -= again
    before = sum(blocks.replicates(number) for number in mine if number in done)
    total = sum(map(blocks.replicates, mine))
    if on_progress is not None:
        on_progress(Progress(before, total, before))
    todo = [number for number in mine if number not in done]
    if not todo:
        return
    finished = before
    threads = workers or os.cpu_count() or 1
    with _pool(executor, threads) as pool:
        for work, computed in _results(pool, blocks, todo, place, earlier, AHEAD * _width(executor, threads)):
            if computed.model_version != code_version():
                raise SweepError(
                    f"a worker runs code version {computed.model_version} instead of {code_version()}: "
                    "install the same one everywhere"
                )
            place.parts.write(computed.number, computed.tables, blocks.holds(work.block))
            seconds = round(time.perf_counter() - work.began, 3)
            place.log("part", part=computed.number, seconds=seconds, earlier=work.earlier)
            finished += blocks.replicates(computed.number)
            before += work.earlier
            if on_progress is not None:
                on_progress(Progress(finished, total, before))


class Work(NamedTuple):
    """A block under way; what an earlier design has ``there`` of it, so many replicates, is not simulated again."""

    block: Block
    there: list[Tables]
    earlier: int
    began: float

    def whole(self, computed: Computed) -> Computed:
        """The block with what was there."""
        made = [computed.tables] if computed.tables else []
        return replace(computed, tables=together([*self.there, *made])) if self.there else computed


def _results(
    pool: Executor, blocks: Blocks, todo: list[int], place: Workplace, earlier: Earlier, ahead: int
) -> Iterator[tuple[Work, Computed]]:
    """Results as they come, with no more than ``ahead`` blocks handed out; a lost worker's block goes out again.

    When it is interrupted, blocks that run already are waited for and kept.
    """
    waiting = iter(todo)
    attempts: dict[int, int] = {}
    running: dict[Future[Computed], Work] = {}

    def submit(number: int) -> None:
        block = blocks.block(number)
        left, there = earlier.split(block)
        count = blocks.replicates(number) - sum(piece.last - piece.first for piece in left.slices)
        future = pool.submit(run_block, left) if left.slices else _nothing_to_simulate(number)
        running[future] = Work(block, there, count, time.perf_counter())

    def stored(future: Future[Computed]) -> Iterator[tuple[Work, Computed]]:
        work = running.pop(future)
        number = work.block.number
        try:
            result = future.result()
        except Exception as error:
            said = str(error) if isinstance(error, MachineError) else described(error)
            attempts[number] = attempts.get(number, 0) + 1
            place.log("lost", part=number, attempt=attempts[number], reason=said[:300])
            if attempts[number] >= ATTEMPTS:
                raise SweepError(f"part {number} failed {ATTEMPTS} times: {said}") from error
            submit(number)
        else:
            yield work, work.whole(result)

    try:
        for number in islice(waiting, ahead):
            submit(number)
        while running:
            for future in wait(running, return_when=FIRST_COMPLETED).done:
                yield from stored(future)
                for number in islice(waiting, 1):
                    submit(number)
    except KeyboardInterrupt:
        under_way = [future for future in running if not future.cancel()]
        for future in wait(under_way).done:
            if not future.cancelled() and future.exception() is None:
                yield running[future], running[future].whole(future.result())
        raise
    finally:
        for future in running:
            future.cancel()


def _nothing_to_simulate(number: int) -> Future[Computed]:
    done: Future[Computed] = Future()
    done.set_result(Computed(number, {}, code_version()))
    return done


@contextlib.contextmanager
def _pool(executor: Executor | None, threads: int) -> Iterator[Executor]:
    if executor is not None:
        yield executor
        return
    pool = ThreadPoolExecutor(threads, thread_name_prefix="sweep")
    try:
        yield pool
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def _width(executor: Executor | None, threads: int) -> int:
    """How many blocks an executor can work on at once, as far as it says."""
    client = getattr(executor, "_client", None)  # of dask.distributed
    if client is not None:
        return max(1, sum(client.nthreads().values()))
    return int(getattr(executor, "_max_workers", threads)) if executor is not None else threads


def _finish(plan: Plan, place: Workplace) -> bool:
    """Write the final tables; False if a part turned out to be damaged and has to be computed again."""
    try:
        with place.finishing():
            tables = list(reversed(Keep.of(plan.design).tables))  # outcomes last
            for table in tables:
                consolidate(place.parts, table, place.table(table))
            place.record(
                {place.table(table).name: digest(place.table(table)) for table in tables}
            )  # and it is finished
    except DamagedPart as damaged:
        place.parts.set_aside(damaged.number)
        place.log("damaged", part=damaged.number, reason=str(damaged))
        return False
    return True


def _points_table(plan: Plan) -> pa.Table:
    """One row per point; a factor that a point leaves as it is in its scenario is null there."""
    scenarios, policies, samples = len(plan.scenarios), len(plan.policies), len(plan.sample)
    names = list(dict.fromkeys([*(name for _, levers in plan.policies for name in levers), *plan.factors]))
    rows = [(policy, levers) for _ in range(scenarios) for policy, levers in plan.policies]
    columns: dict[str, Any] = {
        "point": pa.array(np.arange(len(plan)), pa.int32()),
        "scenario": pa.array(np.repeat(list(plan.scenarios), policies * samples), pa.string()),
        "policy": pa.array([policy for policy, _ in rows for _ in range(samples)], pa.string()),
    }
    for name in names:
        if name in plan.factors:
            values = np.tile(plan.sample[:, plan.factors.index(name)], len(rows))
        else:
            values = np.repeat([levers.get(name, np.nan) for _, levers in rows], samples)
        columns[name] = nullable(values)
    return pa.table(columns)


def _worlds_file(worlds: Worlds) -> dict[str, bytes]:
    """The worlds, one row each, as a file that can be given to another sweep; the central one needs none."""
    if not worlds.names:
        return {}
    columns = dict(zip(worlds.names, np.ascontiguousarray(worlds.values.T), strict=True))
    return {WORLDS: to_parquet(pa.table(columns), {"digest": worlds.digest}, compression=COMPRESSION)}


def _manifest(plan: Plan, command: str) -> dict[str, Any]:
    design = plan.design
    return {
        "name": design.name,
        "title": design.title or design.name,
        "command": command,
        "seed": design.seed,
        "replicates": design.replicates,
        "worlds": {
            "name": plan.worlds.name,
            "digest": plan.worlds.digest,
            "count": len(plan.worlds),
            "overridden": plan.overridden,
        },
        "points": len(plan),
        "ranges": {name: list(ends) for name, ends in plan.ranges.items()},
        "varied": plan.declarations,
        **({"outside": plan.outside} if plan.outside else {}),
        "months": {name: plan.months(scenario) for name, scenario in plan.scenarios.items()},
        "forks": {name: times_of(scenario, plan.months(scenario)).fork for name, scenario in plan.scenarios.items()},
        **{key: value for key, value in provenance().to_json().items() if key != "model_version"},
    }
