"""Averages over futures: one definition of what a measure of several futures taken together is."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]


class Averages(NamedTuple):
    """An outcome of many futures, ready to be averaged over any of them.

    A weighted mean of the futures that have a value; with `sweep.store.Stored.weights` that is the ratio of the sums
    for a relative loss (`results.resilience.WEIGHT`), and the plain mean for everything else.

    Attributes
    ----------
    numerators, denominators : ``[…, replicate]``; 0 where a future has no value.
    """

    numerators: Floats
    denominators: Floats

    @classmethod
    def of(cls, values: ArrayLike, weights: ArrayLike | None = None) -> Averages:
        """From values ``[…, replicate]`` and how much each weighs, the same by default."""
        values = np.asarray(values, float)
        weights = np.ones_like(values) if weights is None else np.asarray(weights, float)
        known = np.isfinite(values) & (weights > 0)
        return cls(np.where(known, values * weights, 0.0), np.where(known, weights, 0.0))

    @property
    def known(self) -> NDArray[np.bool_]:
        """Where at least one future has a value, ``[…]``."""
        return np.asarray((self.denominators > 0).any(axis=-1))

    def means(self, drawn: NDArray[Any] | None = None) -> Floats:
        """Averages over the replicates, each so often as it was ``drawn``, once by default; nan where none has a value.

        A draw that leaves out all futures with a value at some point takes that point's average over all of them.
        """
        whole = _ratio(self.numerators.sum(axis=-1), self.denominators.sum(axis=-1))
        if drawn is None:
            return whole
        found = _ratio(self.numerators @ drawn, self.denominators @ drawn)
        return np.where(np.isnan(found), whole, found)

    def together(self, drawn: NDArray[Any] | None = None) -> float:
        """The average over everything, points and replicates."""
        drawn = np.ones(self.numerators.shape[-1]) if drawn is None else drawn
        return float(_ratio((self.numerators @ drawn).sum(), (self.denominators @ drawn).sum()))


def _ratio(numerators: Floats, denominators: Floats) -> Floats:
    numerators, denominators = np.asarray(numerators, float), np.asarray(denominators, float)
    return np.divide(numerators, denominators, out=np.full(numerators.shape, np.nan), where=denominators > 0)
