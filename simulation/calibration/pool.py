"""What was tried: settings and what the figures came to there, in pieces that outlive an interruption.

A stage is a folder of pieces, each written whole and sealed; the same stage goes on with those that are missing.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Sequence
from concurrent.futures import FIRST_COMPLETED, Executor, Future, ThreadPoolExecutor, wait
from functools import cache
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from simulation.calibration.figures import Figure, Measured, measure
from simulation.engine.versions import ROOT, hash_of, recorded_fingerprint, sources
from simulation.sweep.store.parts import OUTCOMES, Parts
from simulation.validation.check import Rows
from simulation.validation.runs import Runs
from simulation.world.sealed import sha256

Floats = NDArray[np.float64]

ESTIMATES = ("validation", "calibration/figures.py")  # what says how figures are estimated
A_PIECE = 8  # settings: well under a minute of a core, and as much is lost by a kill


class Effort(NamedTuple):
    """How well figures are estimated: under which seed, with how many pairs; those of votes on nations left to vote."""

    seed: int
    pairs: int
    votes_pairs: int


class Tried(NamedTuple):
    """Settings that were tried, ``[setting, unknown]`` values, and ``[setting, figure]`` estimates and errors."""

    values: Floats
    estimates: Floats
    errors: Floats


class Stage:
    """Some settings tried with one effort: ``values`` ``[setting, name]``; ``name`` is its folder below ``folder``."""

    def __init__(
        self, folder: Path, name: str, names: Sequence[str], figures: Sequence[Figure], values: Floats, effort: Effort
    ) -> None:
        self.name, self.names, self.figures, self.values, self.effort = name, tuple(names), figures, values, effort
        self._pieces = -(-len(values) // A_PIECE)
        said = [*_version(), effort, [figure.name for figure in figures], self.names, sha256(values.tobytes())]
        key = sha256(json.dumps(said).encode())[:16]
        (folder / name / key).mkdir(parents=True, exist_ok=True)
        self._parts = Parts(folder / name / key, self._pieces)

    def run(
        self,
        workers: int | None = None,
        executor: Executor | None = None,
        on_progress: Callable[[int, int], None] | None = None,
    ) -> Tried:
        """Try what was not tried yet; return everything."""
        done = self._parts.done()
        todo = [number for number in range(self._pieces) if number not in done]
        pool = executor or ThreadPoolExecutor(workers or os.cpu_count() or 1)
        try:
            waiting: dict[Future[pa.Table], int] = {pool.submit(self._try, number): number for number in todo}
            while waiting:
                finished, _ = wait(waiting, return_when=FIRST_COMPLETED)
                for future in finished:
                    number = waiting.pop(future)
                    self._parts.write(number, {OUTCOMES: future.result()})
                    done.add(number)
                    if on_progress is not None:
                        on_progress(min(len(done) * A_PIECE, len(self.values)), len(self.values))
        finally:
            if executor is None:
                pool.shutdown(wait=True, cancel_futures=True)
        return self.read()

    def read(self) -> Tried:
        """Everything that was tried, in order; raise `DamagedPart` if a piece is not what was written."""
        pieces = [self._parts.read(OUTCOMES, number) for number in range(self._pieces)]
        found = pa.concat_tables(pieces).to_pandas().to_numpy(float) if pieces else np.zeros((0, 2 * len(self.figures)))
        return Tried(self.values, found[:, : len(self.figures)], found[:, len(self.figures) :])

    def _try(self, number: int) -> pa.Table:
        rows = self.values[number * A_PIECE : (number + 1) * A_PIECE]
        found = [
            try_out(dict(zip(self.names, values.tolist(), strict=True)), self.figures, self.effort) for values in rows
        ]
        columns = {
            figure.name: column for figure, column in zip(self.figures, np.array([f[0] for f in found]).T, strict=True)
        }
        errors = {
            f"{figure.name} error": column
            for figure, column in zip(self.figures, np.array([f[1] for f in found]).T, strict=True)
        }
        return pa.table({name: pa.array(column, pa.float64()) for name, column in {**columns, **errors}.items()})


def kept(folder: Path, name: str, said: Sequence[object], find: Callable[[], Floats]) -> Floats:
    """Points that were found once, ``[point, unknown]``; found anew if what decides them, ``said``, is not the same."""
    key = sha256(json.dumps([*_version(), *said]).encode())[:16]
    (folder / name / key).mkdir(parents=True, exist_ok=True)
    parts = Parts(folder / name / key, 1)
    if not parts.done():
        # Half the bytes: what is kept of hours of searching is small enough to be handed on.
        columns = {str(column): pa.array(values, pa.float32()) for column, values in enumerate(find().T)}
        parts.write(0, {OUTCOMES: pa.table(columns)})
    return parts.read(OUTCOMES, 0).to_pandas().to_numpy(float)


def try_out(settings: dict[str, float], figures: Sequence[Figure], effort: Effort) -> Measured:
    """Estimates and standard errors of the figures at one set of settings."""
    alone, everything = (Runs(effort.seed, settings, workers=1, votes_only=votes) for votes in (True, False))

    def rows(figure: Figure) -> Rows:
        return figure.sample(*(alone, effort.votes_pairs) if figure.votes else (everything, effort.pairs))

    return measure(figures, rows)


@cache
def _version() -> tuple[str, str]:
    """What pieces are valid for: what the model does, and how figures are estimated; other edits leave them valid."""
    return recorded_fingerprint(), hash_of(ROOT, sources(ROOT, ESTIMATES))
