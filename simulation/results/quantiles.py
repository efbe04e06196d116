"""The one definition of a quantile, for medians and for the bootstrap alike; spreads are `intervals.futures`."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

_ROUNDING = 9  # decimals: 0.95 * 20 is the 19th value, also where its product is a last binary digit above 19


def quantiles(values: ArrayLike, shares: Sequence[float]) -> NDArray[np.floating]:
    """Quantiles over the first axis, ``[share, …]``: the least value that at least so large a share does not exceed.

    Order statistics (`numpy.quantile` with the method ``inverted_cdf``), never interpolated: a future beyond the
    horizon is infinite, and half way to infinity is no number; and what is called a future is one that occurred. What
    is nan does not count; where nothing is left the quantile is nan.
    """
    table = np.asarray(values)
    table = table if np.issubdtype(table.dtype, np.floating) else table.astype(float)
    if not len(table):
        return np.full((len(shares), *table.shape[1:]), np.nan)
    ordered = np.sort(table, axis=0)  # nan comes last
    known = len(table) - np.isnan(table).sum(axis=0)
    ranks = [np.maximum(np.ceil(np.round(known * share, _ROUNDING)).astype(np.int64) - 1, 0) for share in shares]
    return np.stack([np.take_along_axis(ordered, rank[None], axis=0)[0] for rank in ranks])
