"""Candidates on their way to where all figures are met: what was tried, and where each came nearest."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from simulation.calibration.emulators import Emulated
from simulation.calibration.figures import Figure, bounds, outside
from simulation.calibration.nearing import INMOST, Moves, bent, gains, nearer
from simulation.calibration.pool import Tried

Floats = NDArray[np.float64]

REFUTED = 2.0  # standard errors outside its range
FAR_OUT = 3.0  # times as far outside as refutes a figure: farther off counts no more, or one figure would outweigh all


class Pool(NamedTuple):
    """What was learned from: settings and figures of votes alone, and of everything else, both over all unknowns."""

    points: Floats  # ``[setting, unknown]``
    estimates: Floats  # ``[setting, figure]``, nan for what was not tried there

    def __add__(self, other: Pool) -> Pool:  # type: ignore[override]
        return Pool(*(np.concatenate(both) for both in zip(self, other, strict=True)))


class Best(NamedTuple):
    """Where each candidate came nearest so far, ``[candidate, unknown]``, and its figures and their errors there."""

    points: Floats
    estimates: Floats
    errors: Floats

    def among(self, which: NDArray[np.bool_]) -> Best:
        """Some of the candidates."""
        return Best(*(part[which] for part in self))

    def or_before(self, before: Best, figures: Sequence[Figure]) -> Best:
        """A step that led farther away is taken back; a candidate that was tried again where it was is known anew."""
        moved = (self.points != before.points).any(axis=1)
        errors = np.fmax(*(np.nanmedian(each.errors, axis=0) for each in (self, before)))
        back = moved & (off(figures, self.estimates, errors) > off(figures, before.estimates, errors))
        return Best(*(np.where(back[:, None], old, new) for old, new in zip(before, self, strict=True)))


@dataclass
class Search:
    """Candidates on their way: what was learned, where each is, where it came nearest, and the moves that were made."""

    figures: Sequence[Figure]
    pool: Pool
    points: Floats  # ``[candidate, unknown]``
    steps: int = 0  # how often the candidates were tried
    best: Best = field(init=False)
    moves: list[Moves] = field(default_factory=list)
    ready: NDArray[np.bool_] = field(init=False)  # to be tried: no hard figure refutes where they are

    def __post_init__(self) -> None:
        """All are tried first."""
        self.ready = np.full(len(self.points), True)

    def learn(self, found: Tried) -> None:
        """Take in what the figures came to where the candidates that were ready are."""
        here = Pool(self.points[self.ready], found.estimates)
        best = Best(*here, found.errors)
        if self.steps:
            before = self.best.among(self.ready)
            self.moves.append(Moves(before.points, before.estimates, *here))
            best = best.or_before(before, self.figures)
            for part, new in zip(self.best, best, strict=True):
                part[self.ready] = new
        else:
            self.best = Best(*map(np.array, best))  # its own, to be written to
        self.pool, self.steps = self.pool + here, self.steps + 1

    def approached(self, best: Best, ready: NDArray[np.bool_]) -> None:
        """Go on from where candidates came on their way; those that are not ready yet are left out of the next turn."""
        self.points, self.ready = best.points, ready if ready.any() else ~ready
        self.best = Best(*(np.where(ready[:, None], old, new) for old, new in zip(self.best, best, strict=True)))

    def gains(self, emulated: Emulated) -> Floats | float:
        """How much too flat the emulators' slopes are, as far as moves tell."""
        return gains(emulated, Moves(*map(np.concatenate, zip(*self.moves, strict=True)))) if self.moves else 1.0

    def leave(self, done: NDArray[np.bool_]) -> None:
        """Some of those that were ready are done; all others are tried next, unless they are said not to be ready."""
        stays = np.full(len(self.points), True)
        stays[self.ready] = ~done
        self.points, self.best = self.points[stays], self.best.among(stays)
        self.ready = np.full(len(self.points), True)


@dataclass
class Approach:
    """Candidates that move several times between two turns; the figures that are hard to meet are tried each time.

    What a move did corrects the slopes by which that candidate moves next, so that of the emulators' errors, which
    decide whether hard figures are met, the part that lies along a candidate's way goes.

    Attributes
    ----------
    free : unknowns that are moved.
    best : where each candidate came nearest; of figures that are not hard what emulators expect there.
    added : to the emulators' slopes at each candidate, ``[candidate, figure, unknown]``.
    """

    figures: Sequence[Figure]
    hard: NDArray[np.bool_]  # ``[figure]``
    emulated: Emulated
    gain: Floats | float
    free: NDArray[np.bool_]
    best: Best
    added: Floats = field(init=False)

    def __post_init__(self) -> None:
        """Nothing is added before anything was tried."""
        self.added = np.zeros((*self.best.estimates.shape, self.best.points.shape[1]))

    def move(self, seed: int) -> Floats:
        """Where each candidate is to be tried next."""
        return nearer(self.emulated, *self.best, self.free, seed, self.gain, self.added)

    @property
    def tried(self) -> tuple[Figure, ...]:
        """The hard figures."""
        return tuple(figure for figure, one in zip(self.figures, self.hard, strict=True) if one)

    @property
    def on_the_way(self) -> NDArray[np.bool_]:
        """Candidates that do not meet a hard figure yet, or nearer to an end of its range than chance."""
        return self._off(self.best) > 0

    @property
    def refuted(self) -> NDArray[np.bool_]:
        """Candidates that a hard figure refutes."""
        found = Tried(self.best.points, self.best.estimates[:, self.hard], self.best.errors[:, self.hard])
        return np.asarray(refuted(self.tried, found).any(axis=1))

    def learn(self, which: NDArray[np.bool_], points: Floats, found: Tried) -> Pool:
        """Take in what the hard figures came to at the new ``points`` of some candidates; what there is to learn."""
        before = self.best.among(which)
        told = np.full(before.estimates.shape, np.nan)
        told[:, self.hard] = found.estimates
        expected = self.emulated.carried(before.estimates, before.points, points, self.gain)
        estimates = np.where(self.hard, told, expected)
        errors = before.errors.copy()
        errors[:, self.hard] = found.errors
        moves = Moves(before.points, before.estimates, points, told)
        self.added[which] = bent(self.emulated, self.added[which], moves, errors, self.gain)
        after = Best(points, estimates, errors)
        nearer_now = (self._off(after) <= self._off(before))[:, None]
        for part, old, new in zip(self.best, before, after, strict=True):
            part[which] = np.where(nearer_now, new, old)
        return Pool(points, told)

    def _off(self, best: Best) -> Floats:
        low, high = bounds(self.figures)
        errors = np.nan_to_num(np.nanmedian(self.best.errors[:, self.hard], axis=0))
        margin = np.minimum(errors, INMOST * (high - low)[self.hard])
        low = np.where(np.isfinite(self.emulated.low), low, -np.inf)[self.hard] + margin
        high = np.where(np.isfinite(self.emulated.high), high, np.inf)[self.hard] - margin
        return _off(low, high, best.estimates[:, self.hard], errors)


def off(figures: Sequence[Figure], estimates: Floats, errors: Floats) -> Floats:
    """How far settings are from meeting all figures: over what refutes each, at most so many times, summed."""
    return _off(*bounds(figures), estimates, errors)


def _off(low: Floats, high: Floats, estimates: Floats, errors: Floats) -> Floats:
    out = np.nan_to_num(outside(low, high, estimates), posinf=FAR_OUT)
    times = out / np.maximum(REFUTED * np.nan_to_num(errors), 1e-9)
    return np.asarray(np.minimum(times, FAR_OUT).sum(axis=1))


def refuted(figures: Sequence[Figure], found: Tried) -> NDArray[np.bool_]:
    """Which figures are refuted where, ``[setting, figure]``; of what cannot be said none is.

    The standard error of a figure is the median over all settings: of few nations its own is too uncertain.
    """
    low, high = bounds(figures)
    typical = np.nan_to_num(np.nanmedian(found.errors, axis=0)) if len(found.errors) else np.zeros(len(low))
    errors = np.maximum(np.nan_to_num(found.errors), typical)
    return outside(low, high, found.estimates) > REFUTED * errors + 1e-9
