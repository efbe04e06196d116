"""The whole calibration: votes alone, then everything else in waves, then acceptance by the simulation itself.

What *meets* means is fixed in docs/decisions/0022-plausible-worlds.md: under two seeds that no emulator has seen no
figure is refuted (outside its range by more than two standard errors), and the mean of the two lies in the range.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from simulation.calibration.emulators import FEWEST, Emulated
from simulation.calibration.figures import FIGURES, OF_PATTERNS, OF_SERVICES, OF_VOTES, Figure, halved, outside
from simulation.calibration.pool import Effort, Stage, Tried, bounds, kept, try_out
from simulation.calibration.population import RULED_OUT, evenly, sharpened
from simulation.calibration.unknowns import VOTES, Unknowns
from simulation.sweep.design.samplers import latin_hypercube
from simulation.world.sealed import sha256
from simulation.world.worlds import FIGURE, PATTERN

Floats = NDArray[np.float64]
Say = Callable[[str], None]

REFUTED = 2.0  # standard errors outside its range
LEARNED_FROM = 1200  # settings, the least implausible ones
PATTERN_PAIRS = 48
SHARPNESS = (3.0, 10.0, 25.0)


@dataclass(frozen=True)
class Sizes:
    """How much is tried."""

    votes: tuple[int, ...] = (240, 120, 120, 120)
    waves: tuple[int, ...] = (500, 300, 300, 300)
    population: int = 800  # points that are moved at once
    candidates: int = 320
    pairs: tuple[int, int] = (16, 96)  # in waves, to accept
    votes_pairs: tuple[int, int] = (40, 80)

    @classmethod
    def of(cls, share: float) -> Sizes:
        """So much of the full size; figures are estimated as well as there."""
        full = cls()

        def some(sizes: tuple[int, ...]) -> tuple[int, ...]:
            return tuple(max(FEWEST, round(share * size)) for size in sizes)

        population, candidates = some((full.population, full.candidates))
        return cls(some(full.votes), some(full.waves), population, candidates)

    def to_json(self) -> dict[str, object]:
        """As it stands in the file of accepted sets."""
        return {name: list(value) if isinstance(value, tuple) else value for name, value in vars(self).items()}


@dataclass
class Calibration:
    """A calibration in a folder; every method goes on with what is there."""

    folder: Path
    seed: int = 1
    sizes: Sizes = Sizes()
    workers: int | None = None
    executor: Executor | None = None
    say: Say = print
    on_progress: Callable[[str], Callable[[int, int], None] | None] = field(default=lambda _: None)

    def run(self) -> Accepted:
        """All of it."""
        return self.accept(self.candidates(self.votes()))

    def seconds(self) -> float:
        """About how long all of it will take on one core: one set of settings is tried for it, the central one."""
        try_out({}, FIGURES[:1], Effort(self.seed, 1, votes_only=True))  # what is compiled once is not counted
        parts = ((OF_VOTES, self.sizes.votes_pairs[0], True), (OF_SERVICES, self.sizes.pairs[0], False))
        each = []
        for figures, pairs, votes_only in parts:
            began = time.process_time()
            try_out({}, figures, Effort(self.seed, pairs, votes_only))
            each.append(time.process_time() - began)
        votes, services = each
        # About half of the candidates are refuted by the first seed, many of them by the first, cheap figures.
        later = self.sizes.candidates * self.sizes.pairs[1] / self.sizes.pairs[0]
        return votes * (sum(self.sizes.votes) + 4 * self.sizes.candidates) + services * (sum(self.sizes.waves) + later)

    # Votes ------------------------------------------------------------------------------------------------------------

    def votes(self) -> Floats:
        """Settings of the politics under which nations that do nothing but vote meet their figures."""
        unknowns = Unknowns(VOTES)
        effort = Effort(self.seed, self.sizes.votes_pairs[0], votes_only=True)
        last = self._waves("votes", unknowns, OF_VOTES, self.sizes.votes, effort, None)
        points = self._moved("votes", unknowns, OF_VOTES, last, None, np.inf, len(self.sizes.votes))
        values = unknowns.values(points)[: self.sizes.candidates]
        accepted = self._accepted("votes", unknowns, OF_VOTES, values, self.sizes.votes_pairs[1], True)
        self.say(f"votes: {len(accepted.values)} of {len(values)} settings meet their figures")
        return accepted.values

    # Everything else --------------------------------------------------------------------------------------------------

    def candidates(self, votes: Floats) -> Floats:
        """Settings of everything, spread evenly over what the emulators do not rule out."""
        unknowns = Unknowns()
        effort = Effort(self.seed + 1, self.sizes.pairs[0])
        last = self._waves("services", unknowns, OF_SERVICES, self.sizes.waves, effort, votes)
        points = self._moved("services", unknowns, OF_SERVICES, last, votes, np.inf, len(self.sizes.waves))
        return unknowns.values(points)[: self.sizes.candidates]

    def accept(self, values: Floats) -> Accepted:
        """Those of the candidates that meet all figures, with the patterns that each of them shows."""
        accepted = self._accepted("accepted", Unknowns(), FIGURES, values, self.sizes.pairs[1], False)
        return replace(accepted, shown=self.shown(accepted.values))

    def shown(self, values: Floats) -> dict[str, Floats]:
        """Whether each set shows each pattern: all its parts in their ranges; nan where one of them cannot be said."""
        found = self._tried("patterns", Unknowns(), OF_PATTERNS, values, Effort(self.seed + 200, PATTERN_PAIRS))
        low, high = bounds(OF_PATTERNS)
        part = np.where(np.isnan(found.estimates), np.nan, outside(low, high, found.estimates) == 0)
        names = [figure.name.partition(".")[0] for figure in OF_PATTERNS]
        return {
            name: part[:, [each == name for each in names]].min(axis=1, initial=1.0) for name in dict.fromkeys(names)
        }

    # Parts ------------------------------------------------------------------------------------------------------------

    def _waves(
        self,
        name: str,
        unknowns: Unknowns,
        figures: Sequence[Figure],
        sizes: Sequence[int],
        effort: Effort,
        votes: Floats | None,
    ) -> Tried:
        """All that was tried; the first wave is drawn from the prior, the others where it is plausible."""
        points = latin_hypercube(len(unknowns), sizes[0], self.seed)
        points = _with_votes(unknowns, points, votes, self.seed)
        found = self._tried(f"{name}-1", unknowns, figures, unknowns.values(points), effort)
        for wave, size in enumerate(sizes[1:], start=1):
            sharpness = SHARPNESS[min(wave, len(SHARPNESS)) - 1]
            points = self._moved(name, unknowns, figures, found, votes, sharpness, wave)[:size]
            found = found + self._tried(f"{name}-{wave + 1}", unknowns, figures, unknowns.values(points), effort)
        return found

    def _moved(
        self,
        name: str,
        unknowns: Unknowns,
        figures: Sequence[Figure],
        found: Tried,
        votes: Floats | None,
        sharpness: float,
        wave: int,
    ) -> Floats:
        """A population from what was learned, kept: whoever goes on elsewhere goes on with the same one."""
        told = [
            sha256(part.tobytes()) for part in (found.values, found.estimates, np.zeros(0) if votes is None else votes)
        ]
        said = [*told, [figure.name for figure in figures], self.sizes.population, str(sharpness), self.seed, wave]

        def find() -> Floats:
            return self._found(unknowns, figures, found, votes, sharpness, wave)

        return kept(self.folder, f"{name}-points-{wave + 1}", said, find)

    def _found(
        self,
        unknowns: Unknowns,
        figures: Sequence[Figure],
        found: Tried,
        votes: Floats | None,
        sharpness: float,
        wave: int,
    ) -> Floats:
        """A population from what was learned; evenly over what is not ruled out if infinitely sharp."""
        low, high = bounds(figures)
        nearest = np.argsort(_distance(low, high, found), kind="stable")
        learned = np.sort(nearest[:LEARNED_FROM])
        points = unknowns.points(found.values)
        emulated = Emulated.of(points[learned], found.estimates[learned], low, high)
        several = self.sizes.population
        start = points[nearest[np.arange(several) % min(len(nearest), several // 2)]]
        seed = self.seed * 1000 + wave
        free = np.ones(len(unknowns), bool)
        if votes is not None:
            start = _with_votes(unknowns, start, votes, seed)
            free = np.array([each not in VOTES for each in unknowns.names])
        moved = sharpened(emulated.implausibility, start, free, min(sharpness, SHARPNESS[-1]), seed)
        if np.isinf(sharpness):
            moved = evenly(emulated.implausibility, moved, free, seed)
        share = float((emulated.implausibility(moved).max(axis=1) < RULED_OUT).mean()) if len(moved) else 0.0
        self.say(f"wave {wave + 1}: {share:.0%} of the new points are not ruled out; {_explained(figures, emulated)}")
        return moved

    def _accepted(
        self, name: str, unknowns: Unknowns, figures: Sequence[Figure], values: Floats, pairs: int, votes_only: bool
    ) -> Accepted:
        tried = []
        for number in (1, 2):
            effort = Effort(self.seed + 100 + number, pairs, votes_only, give_up=True)
            tried.append(self._tried(f"{name}-{number}-of-2", unknowns, figures, values, effort))
            left = ~refuted(figures, tried[-1]).any(axis=1)
            values = values[left]
            tried = [Tried(*(part[left] for part in each)) for each in tried]
        low, high = bounds(figures)
        mean = np.nanmean([each.estimates for each in tried], axis=0) if len(values) else np.zeros((0, len(figures)))
        meets = ~(outside(low, high, mean) > 0).any(axis=1)
        return Accepted(unknowns.names, values[meets], tuple(figure.name for figure in figures), mean[meets])

    def _tried(self, name: str, unknowns: Unknowns, figures: Sequence[Figure], values: Floats, effort: Effort) -> Tried:
        stage = Stage(self.folder, name, unknowns, figures, values, effort)
        return stage.run(self.workers or os.cpu_count(), self.executor, self.on_progress(name))


@dataclass(frozen=True)
class Accepted:
    """Settings that meet the figures, ``[set, unknown]``; figures there, ``[set, figure]``; patterns shown, by name."""

    names: tuple[str, ...]
    values: Floats
    figures: tuple[str, ...]
    estimates: Floats
    shown: Mapping[str, Floats] = field(default_factory=dict)

    @property
    def at_half(self) -> NDArray[np.bool_]:
        """Which sets meet the figures at half the tolerance, too."""
        known = {figure.name: figure for figure in FIGURES}
        low, high = halved([known[name] for name in self.figures])
        met: NDArray[np.bool_] = (outside(low, high, self.estimates) == 0).all(axis=1)
        return met

    def table(self) -> pa.Table:
        """One row a set: its settings, its figures, and which patterns it shows."""
        columns = dict(zip(self.names, self.values.T, strict=True))
        columns |= {FIGURE + name: column for name, column in zip(self.figures, self.estimates.T, strict=True)}
        columns |= {PATTERN + name: column for name, column in self.shown.items()}
        return pa.table({name: pa.array(column, pa.float64(), from_pandas=True) for name, column in columns.items()})


def refuted(figures: Sequence[Figure], found: Tried) -> NDArray[np.bool_]:
    """Which figures are refuted where, ``[setting, figure]``; of what cannot be said none is.

    The standard error of a figure is the median over all settings: of few nations its own is too uncertain.
    """
    low, high = bounds(figures)
    typical = np.nan_to_num(np.nanmedian(found.errors, axis=0)) if len(found.errors) else np.zeros(len(low))
    errors = np.maximum(np.nan_to_num(found.errors), typical)
    return outside(low, high, found.estimates) > REFUTED * errors + 1e-9


def _distance(low: Floats, high: Floats, found: Tried) -> Floats:
    """How far settings are from meeting all figures, in spreads of each figure over all settings."""
    scale = np.nanstd(found.estimates, axis=0)
    off = outside(low, high, found.estimates) / np.where(scale > 0, scale, 1.0)
    return (np.nan_to_num(off, nan=0.5) ** 2).sum(axis=1)


def _with_votes(unknowns: Unknowns, points: Floats, votes: Floats | None, seed: int) -> Floats:
    """Points whose politics are those of accepted settings, in turn."""
    if votes is None:
        return points
    points = points.copy()
    columns = [unknowns.names.index(name) for name in VOTES if name in unknowns.names]
    order = np.argsort(latin_hypercube(1, len(points), seed)[:, 0]) % len(votes)
    points[:, columns] = Unknowns(VOTES).points(votes)[order]
    return points


def _explained(figures: Sequence[Figure], emulated: Emulated) -> str:
    shares = [
        f"{figure.name} {emulator.explained:.2f}"
        for figure, emulator in zip(figures, emulated.emulators, strict=True)
        if emulator is not None
    ]
    return f"cross-validated R2: {', '.join(shares)}"
