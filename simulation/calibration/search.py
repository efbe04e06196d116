"""Candidates on their way to where all figures are met: what was tried, and where each came nearest."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from simulation.calibration.emulators import Emulated
from simulation.calibration.figures import Figure, bounds, outside
from simulation.calibration.nearing import Moves, gains
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

    def learn(self, found: Tried) -> None:
        """Take in what the figures came to where the candidates are."""
        here = Pool(self.points, found.estimates)
        best = Best(*here, found.errors)
        if self.steps:
            self.moves.append(Moves(self.best.points, self.best.estimates, *here))
            best = best.or_before(self.best, self.figures)
        self.pool, self.best, self.steps = self.pool + here, best, self.steps + 1

    def sift(self, proposals: Floats, tried: Sequence[Figure], found: Tried) -> Floats:
        """For each candidate the one of its proposals, ``[proposal, candidate, unknown]``, that came nearest.

        ``found`` has one row a proposal and candidate, in this order; all are learned from.
        """
        estimates = np.full((len(found.estimates), len(self.figures)), np.nan)
        names = [figure.name for figure in self.figures]
        estimates[:, [names.index(figure.name) for figure in tried]] = found.estimates
        self.pool = self.pool + Pool(proposals.reshape(-1, proposals.shape[2]), estimates)
        errors = np.nanmedian(found.errors, axis=0)
        far = off(tried, found.estimates, errors).reshape(proposals.shape[:2])
        return proposals[far.argmin(axis=0), np.arange(proposals.shape[1])]

    def gains(self, emulated: Emulated) -> Floats | float:
        """How much too flat the emulators' slopes are, as far as moves tell."""
        return gains(emulated, Moves(*map(np.concatenate, zip(*self.moves, strict=True)))) if self.moves else 1.0

    def leave(self, which: NDArray[np.bool_]) -> None:
        """Some candidates are done."""
        self.points = self.points[~which]
        self.best = Best(*(part[~which] for part in self.best))


def off(figures: Sequence[Figure], estimates: Floats, errors: Floats) -> Floats:
    """How far settings are from meeting all figures: over what refutes each, at most so many times, summed."""
    out = outside(*bounds(figures), estimates)
    times = np.nan_to_num(out, posinf=FAR_OUT) / np.maximum(REFUTED * np.nan_to_num(errors), 1e-9)
    return np.asarray(np.minimum(times, FAR_OUT).sum(axis=1))


def refuted(figures: Sequence[Figure], found: Tried) -> NDArray[np.bool_]:
    """Which figures are refuted where, ``[setting, figure]``; of what cannot be said none is.

    The standard error of a figure is the median over all settings: of few nations its own is too uncertain.
    """
    low, high = bounds(figures)
    typical = np.nan_to_num(np.nanmedian(found.errors, axis=0)) if len(found.errors) else np.zeros(len(low))
    errors = np.maximum(np.nan_to_num(found.errors), typical)
    return outside(low, high, found.estimates) > REFUTED * errors + 1e-9
