"""The whole calibration: waves to learn from, rounds in which candidates come nearer, turns in which they are accepted.

What *meets* means is fixed in docs/decisions/0022-plausible-worlds.md: under two seeds that no emulator has seen no
figure is refuted (outside its range by more than two standard errors), and the mean of the two lies in the range. What
does not meet the figures is moved once more, from what two seeds say of it, and has another turn under other seeds.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, field, replace
from functools import cache, partial
from pathlib import Path

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray
from scipy import stats

from simulation.calibration.emulators import FEWEST, Emulated
from simulation.calibration.figures import FIGURES, OF_PATTERNS, Figure, bounds, halved, outside
from simulation.calibration.pool import Effort, Stage, Tried, kept, try_out
from simulation.calibration.population import sharpened
from simulation.calibration.search import Approach, Best, Pool, Search, refuted
from simulation.calibration.unknowns import VOTES, Unknowns
from simulation.sweep.design.samplers import latin_hypercube
from simulation.world.sealed import sha256
from simulation.world.worlds import FIGURE, PATTERN, Worlds

Floats = NDArray[np.float64]
Say = Callable[[str], None]

LEARNED_FROM = 1200  # settings, the least implausible ones
PATTERN_PAIRS = 48
HARD = 0.15  # of the candidates do not meet a hard figure at their best points
SHARPNESS = (3.0, 10.0, 25.0)


@dataclass(frozen=True)
class Sizes:
    """How much is tried."""

    votes: tuple[int, ...] = (240, 120, 120, 120)  # settings in each wave of votes alone
    waves: tuple[int, ...] = (500, 300, 300)  # and of everything else
    population: int = 800  # points that are moved at once in a wave
    candidates: int = 256
    rounds: tuple[int, ...] = (16, 16, 16, 32, 32)  # pairs, of votes too, in each round in which candidates come nearer
    pairs: int = 16  # in waves
    votes_pairs: int = 40
    turns: int = 12  # at most, in which what is not accepted yet is tried
    enough: int = 200  # accepted sets, after which no other turn is begun
    moves: int = 3  # of each candidate before a turn, after each of which the hard figures are tried
    nearing: int = 64  # pairs on which they are
    accepting: tuple[int, int] = (96, 80)  # pairs, and those of votes, under each of the two seeds of a turn

    @classmethod
    def of(cls, share: float) -> Sizes:
        """So much of the full size; figures are estimated as well as there."""
        full = cls()

        def some(sizes: tuple[int, ...]) -> tuple[int, ...]:
            return tuple(max(FEWEST, round(share * size)) for size in sizes)

        population, candidates = some((full.population, full.candidates))
        return replace(
            full, votes=some(full.votes), waves=some(full.waves), population=population, candidates=candidates
        )

    def to_json(self) -> dict[str, object]:
        """As it stands in the file of accepted sets."""
        return {name: list(value) if isinstance(value, tuple) else value for name, value in vars(self).items()}


@dataclass
class Calibration:
    """A calibration in a folder; every method goes on with what is there.

    Attributes
    ----------
    figures : what is to be met: the record, or what a set that is taken for the truth comes to.
    """

    folder: Path
    seed: int = 1
    sizes: Sizes = Sizes()
    figures: Sequence[Figure] = FIGURES
    workers: int | None = None
    executor: Executor | None = None
    say: Say = print
    on_progress: Callable[[str], Callable[[int, int], None] | None] = field(default=lambda _: None)

    def run(self) -> Accepted:
        """All of it."""
        return self.turns(self.rounds())

    def seconds(self) -> float:
        """About how long all of it will take on one core: one set of settings is tried for it, the central one."""
        try_out({}, self.figures, Effort(self.seed, 2, 2))  # what is compiled once is not counted
        sizes, effort = self.sizes, Effort(self.seed, self.sizes.pairs, self.sizes.votes_pairs)
        each = []
        for figures in (self._of(True), self._of(False)):
            began = time.process_time()
            try_out({}, figures, effort)
            each.append(time.process_time() - began)
        votes, services = each
        # About half of those that have a turn are refuted by its first seed; a fifth is accepted in each turn.
        of_turn = [0.8**turn for turn in range(sizes.turns)]
        trials = 1.5 * sum(of_turn)
        # Hard figures take about half of the time of all, and about two thirds of the candidates make each move.
        nearing = sum(of_turn) * sizes.moves * sizes.nearing / 3
        rounds = sizes.candidates * (sum(sizes.rounds) + trials * sizes.accepting[0] + nearing) / sizes.pairs
        several = sizes.candidates * (len(sizes.rounds) + 2 * trials)
        return votes * (sum(sizes.votes) + several) + services * (sum(sizes.waves) + rounds)

    # Before anything is accepted --------------------------------------------------------------------------------------

    def rounds(self) -> Search:
        """Candidates that waves and rounds have brought to where all figures are met, as well as they can tell."""
        search = Search(self.figures, *self._waves())
        unknowns = Unknowns()
        for number, pairs in enumerate(self.sizes.rounds, start=1):
            effort = Effort(self.seed + 10 + number, pairs, pairs)
            found = self._tried(f"round-{number}", unknowns.names, self.figures, unknowns.values(search.points), effort)
            out = refuted(self.figures, found).sum(axis=1)
            self.say(
                f"round {number}: {(out == 0).mean():.0%} not refuted, {np.median(out):.0f} figures refute the median"
            )
            search.learn(found)
            self._step(search, self.sizes.moves if number == len(self.sizes.rounds) else 1)
        return search

    def _waves(self) -> tuple[Pool, Floats]:
        """What was learned from waves, first of votes alone, and the candidates of the last wave."""
        unknowns = Unknowns()
        pool, votes = self._wave_by_wave("votes", Unknowns(VOTES), self._of(True), self.sizes.votes, None)
        points = np.full((len(pool.points), len(unknowns)), 0.5)
        points[:, unknowns.of_votes] = pool.points
        everything, last = self._wave_by_wave("services", unknowns, self._of(False), self.sizes.waves, votes)
        of_votes = np.array([figure.votes for figure in self.figures])

        def with_all(points: Floats, estimates: Floats, votes: bool) -> Pool:
            found = np.full((len(points), len(self.figures)), np.nan)
            found[:, of_votes == votes] = estimates
            return Pool(points, found)

        both = with_all(points, pool.estimates, True) + with_all(everything.points, everything.estimates, False)
        return both, last[: self.sizes.candidates]

    def _wave_by_wave(
        self, name: str, unknowns: Unknowns, figures: Sequence[Figure], sizes: Sequence[int], votes: Floats | None
    ) -> tuple[Pool, Floats]:
        """All that was tried, and the population after the last wave; the first wave is drawn from the prior."""
        effort = Effort(self.seed, self.sizes.pairs, self.sizes.votes_pairs)
        points = _with_votes(unknowns, latin_hypercube(len(unknowns), sizes[0], self.seed), votes, self.seed)
        pool = Pool(np.zeros((0, len(unknowns))), np.zeros((0, len(figures))))
        for wave, size in enumerate(sizes, start=1):
            points = unknowns.points(unknowns.values(points[:size]))
            found = self._tried(f"{name}-{wave}", unknowns.names, figures, unknowns.values(points), effort)
            pool = pool + Pool(points, found.estimates)
            find = partial(self._sharper, unknowns, figures, pool, votes, wave)
            points = self._kept(f"{name}-points-{wave}", find, pool, self.sizes.population, wave)
        return pool, points

    def _sharper(
        self, unknowns: Unknowns, figures: Sequence[Figure], pool: Pool, votes: Floats | None, wave: int
    ) -> Floats:
        """A population under the emulated likelihood, sharper from wave to wave."""
        low, high = bounds(figures)
        nearest = np.argsort(_distance(low, high, pool.estimates), kind="stable")
        learned = np.sort(nearest[:LEARNED_FROM])
        emulated = Emulated.of(pool.points[learned], pool.estimates[learned], low, high)
        several, seed = self.sizes.population, self.seed * 1000 + wave
        start = pool.points[nearest[np.arange(several) % max(1, min(len(nearest), several // 2))]]
        start = _with_votes(unknowns, start, votes, seed)
        free = np.full(len(unknowns), True) if votes is None else ~unknowns.of_votes
        sharpness = SHARPNESS[min(wave, len(SHARPNESS)) - 1]
        self.say(f"after wave {wave}: {_explained(figures, emulated)}")
        return sharpened(emulated.implausibility, start, free, sharpness, seed)

    def _step(self, search: Search, moves: int = 1) -> None:
        """Candidates go on from the best points so far, moved to where all figures are met.

        In several moves the figures that many candidates do not meet are tried after each; what these refute still is
        not ready for a turn.
        """
        unknowns, effort = Unknowns(), Effort(self.seed + 50 + search.steps, self.sizes.nearing, self.sizes.votes_pairs)
        best, pool = Best(*(part.copy() for part in search.best)), search.pool
        learned: list[Floats] = []
        hard = self._hard(search) & (moves > 1)

        @cache
        def approach() -> Approach:
            votes = np.flatnonzero(unknowns.of_votes)
            columns = [votes if figure.votes else None for figure in self.figures]
            emulated = Emulated.of(*pool, *bounds(self.figures), columns)
            self.say(f"after step {search.steps}: {_explained(self.figures, emulated)}")
            return Approach(self.figures, hard, emulated, search.gains(emulated), ~unknowns.switches, best)

        for move in range(moves if hard.any() else 1):
            seed = self.seed * 1000 + search.steps + 100 * move

            def find(seed: int = seed) -> Floats:
                return unknowns.points(unknowns.values(approach().move(seed)))

            told = [sha256(part.tobytes()) for part in (*search.best, *learned)]
            points = self._kept(f"points-{search.steps}-{move}", find, pool, *told)
            if not hard.any():
                search.points = points
                return
            which = (points != best.points).any(axis=1) & (approach().on_the_way | (move == 0))
            if not which.any():
                break
            values = unknowns.values(points[which])
            found = self._tried(f"near-{search.steps}-{move}", unknowns.names, approach().tried, values, effort)
            search.pool = search.pool + approach().learn(which, points[which], found)
            learned.append(found.estimates)
            self.say(f"move {move + 1}: {approach().on_the_way.mean():.0%} are still on the way")
        search.approached(best, ~approach().refuted)

    def _hard(self, search: Search) -> NDArray[np.bool_]:
        """The figures that many candidates do not meet at their best points."""
        return np.asarray((outside(*bounds(self.figures), search.best.estimates) > 0).mean(axis=0) > HARD)

    # Acceptance -------------------------------------------------------------------------------------------------------

    def turns(self, search: Search) -> Accepted:
        """Candidates that meet all figures, each in the turn in which it does, with the patterns that it shows."""
        unknowns = Unknowns()
        counts = {
            "settings in waves": sum(self.sizes.votes) + sum(self.sizes.waves),
            "settings in rounds": len(search.points) * len(self.sizes.rounds),
        }
        values, estimates = np.zeros((0, len(unknowns))), np.zeros((0, len(self.figures)))
        of_turn: list[int] = []
        for turn in range(1, self.sizes.turns + 1):
            found, once, meets = self._twice(turn, unknowns.values(search.points[search.ready]))
            counts |= {f"turn {turn}": len(meets), f"turn {turn}, not refuted by its first seed": once}
            values, estimates = (
                np.concatenate([values, found.values[meets]]),
                np.concatenate([estimates, found.estimates[meets]]),
            )
            of_turn += [turn] * int(meets.sum())
            self.say(f"turn {turn}: of {len(meets)} candidates {once} not refuted once, {meets.sum()} meet all figures")
            search.learn(found)
            search.leave(meets)
            if not len(search.points) or len(values) >= self.sizes.enough:
                break
            if turn < self.sizes.turns:
                self._step(search, self.sizes.moves)
        # What was accepted late has moved far: in any order but this the first futures of a run would see none of it.
        order = stats.uniform.rvs(size=len(values), random_state=self.seed).argsort()
        values, estimates = values[order], estimates[order]
        turns = tuple(of_turn[each] for each in order)
        return Accepted(unknowns.names, values, tuple(self.figures), estimates, self.shown(values), counts, turns)

    def _twice(self, turn: int, values: Floats) -> tuple[Tried, int, NDArray[np.bool_]]:
        """What two seeds say of each, or one that refutes it; how many the first does not refute; which meet all."""
        names, seeds = Unknowns().names, self.seed + 100 * turn
        first, second = (Effort(seeds + number, *self.sizes.accepting) for number in (1, 2))
        once = self._tried(f"turn-{turn}-first", names, self.figures, values, first)
        left = np.flatnonzero(~refuted(self.figures, once).any(axis=1))
        again = self._tried(f"turn-{turn}-second", names, self.figures, values[left], second)
        estimates, errors = once.estimates.copy(), once.errors.copy()
        estimates[left] = _mean(once.estimates[left], again.estimates)
        errors[left] = np.hypot(once.errors[left], again.errors) / 2
        meets = np.zeros(len(values), bool)
        out = (outside(*bounds(self.figures), estimates[left]) > 0).any(axis=1)
        meets[left] = ~refuted(self.figures, again).any(axis=1) & ~out
        return Tried(values, estimates, errors), len(left), meets

    def shown(self, values: Floats) -> dict[str, Floats]:
        """Whether each set shows each pattern: all its parts in their ranges; nan where one of them cannot be said."""
        effort = Effort(self.seed + 900, PATTERN_PAIRS, self.sizes.votes_pairs)
        found = self._tried("patterns", Unknowns().names, OF_PATTERNS, values, effort)
        low, high = bounds(OF_PATTERNS)
        part = np.where(np.isnan(found.estimates), np.nan, outside(low, high, found.estimates) == 0)
        names = [figure.name.partition(".")[0] for figure in OF_PATTERNS]
        return {
            name: part[:, [each == name for each in names]].min(axis=1, initial=1.0) for name in dict.fromkeys(names)
        }

    def again(self, worlds: Worlds) -> NDArray[np.bool_]:
        """Which figures refute accepted sets under a seed that has not judged any of them, ``[set, figure]``.

        After a change of the model's rules this says which sets are no longer plausible.
        """
        effort = Effort(self.seed + 1000, *self.sizes.accepting)
        return refuted(self.figures, self._tried("again", worlds.names, self.figures, worlds.values, effort))

    # Parts ------------------------------------------------------------------------------------------------------------

    def _of(self, votes: bool) -> tuple[Figure, ...]:
        """The figures of votes alone, or the others."""
        return tuple(figure for figure in self.figures if figure.votes == votes)

    def _kept(self, name: str, find: Callable[[], Floats], pool: Pool, *told: object) -> Floats:
        """Points that were found once: whoever goes on elsewhere goes on with the same ones."""
        said = [sha256(part.tobytes()) for part in pool]
        return kept(self.folder, name, [*said, self.seed, *told], find)

    def _tried(
        self, name: str, names: Sequence[str], figures: Sequence[Figure], values: Floats, effort: Effort
    ) -> Tried:
        stage = Stage(self.folder, name, names, figures, values, effort)
        return stage.run(self.workers or os.cpu_count(), self.executor, self.on_progress(name))


@dataclass(frozen=True)
class Accepted:
    """Settings that meet the figures, ``[set, unknown]``; figures there, ``[set, figure]``; patterns shown, by name.

    ``tried``: how many settings each step tried or left. ``turns``: the turn in which each set was accepted.
    """

    names: tuple[str, ...]
    values: Floats
    figures: tuple[Figure, ...]
    estimates: Floats
    shown: Mapping[str, Floats] = field(default_factory=dict)
    tried: Mapping[str, int] = field(default_factory=dict)
    turns: tuple[int, ...] = ()

    @property
    def at_half(self) -> NDArray[np.bool_]:
        """Which sets meet the figures at half the tolerance, too."""
        low, high = halved(self.figures)
        met: NDArray[np.bool_] = (outside(low, high, self.estimates) == 0).all(axis=1)
        return met

    def table(self) -> pa.Table:
        """One row a set: its settings, its figures, and which patterns it shows."""
        columns = dict(zip(self.names, self.values.T, strict=True))
        columns |= {FIGURE + each.name: column for each, column in zip(self.figures, self.estimates.T, strict=True)}
        columns |= {PATTERN + name: column for name, column in self.shown.items()}
        return pa.table({name: pa.array(column, pa.float64(), from_pandas=True) for name, column in columns.items()})


def _mean(one: Floats, other: Floats) -> Floats:
    """The mean of two estimates, or the one that there is."""
    return np.where(np.isnan(one), other, np.where(np.isnan(other), one, (one + other) / 2))


def _distance(low: Floats, high: Floats, estimates: Floats) -> Floats:
    """How far settings are from meeting all figures, in spreads of each figure over all settings."""
    estimates = np.where(np.isfinite(estimates), estimates, np.nan)
    scale = np.nanstd(estimates, axis=0)
    off = outside(low, high, estimates) / np.where(scale > 0, scale, 1.0)
    return np.asarray((np.nan_to_num(off, nan=0.5) ** 2).sum(axis=1))


def _with_votes(unknowns: Unknowns, points: Floats, votes: Floats | None, seed: int) -> Floats:
    """Points whose politics are those of a population of votes alone, in turn."""
    if votes is None:
        return points
    points = points.copy()
    order = np.argsort(latin_hypercube(1, len(points), seed)[:, 0]) % len(votes)
    points[:, unknowns.of_votes] = votes[order]
    return points


def _explained(figures: Sequence[Figure], emulated: Emulated) -> str:
    shares = [
        f"{figure.name} {emulator.explained:.2f}"
        for figure, emulator in zip(figures, emulated.emulators, strict=True)
        if emulator is not None
    ]
    return f"cross-validated R2: {', '.join(shares)}"
