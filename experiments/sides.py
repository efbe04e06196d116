"""Both sides of every contested mechanism: what nine worlds in ten show, as many must show where it is on, and off.

The worlds are those that an experiment tells once (`tell`); estimates and claims then ask where the fewest agree.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from simulation.results.over_worlds import FEWEST_WORLDS, signs
from simulation.results.worlds_in_words import per_cent
from simulation.validation.mechanisms import CONTESTED
from simulation.world.worlds import Worlds

Floats = NDArray[np.float64]
Numbers = NDArray[np.int64]
Side = tuple[str, float]  # of a mechanism, in words, and the share of the worlds there
MOST_WORLDS = 0.9
NOWHERE: Side = "", float("nan")
_ON_SIDE: dict[str, NDArray[np.bool_]] = {}  # by side: the worlds on it, ``[world]``


def tell(worlds: Worlds) -> None:
    """From now on these are the worlds."""
    _ON_SIDE.clear()
    for switch in CONTESTED:
        (name,) = switch.settings
        if name not in worlds.names:
            continue
        on = worlds.values[:, worlds.names.index(name)] > 0
        _ON_SIDE.update({f"{switch.name} is on": on, f"{switch.name} is off": ~on})


def weakest_of_effect(averages: Floats, worlds: Numbers, estimate: float, unit: str) -> Side:
    """Where the fewest worlds have the sign that nine in ten have, or no effect that matters if as many have none.

    Averages are those by which all worlds are counted, so the shares of both sides make that of all.

    Parameters
    ----------
    averages : of each world, as of `over_worlds`.
    worlds : the number of each.
    estimate : whose sign it is.
    """
    of_most = [at for at, share in enumerate(signs(averages, estimate, unit)) if share >= MOST_WORLDS]
    there = {side: averages[on[worlds]] for side, on in _ON_SIDE.items()} if of_most else {}
    return _fewest(
        {side: signs(of, estimate, unit)[of_most[0]] for side, of in there.items() if len(of) >= FEWEST_WORLDS}
    )


def weakest_of_pattern(shown: Floats) -> Side:
    """Where the fewest worlds show a pattern that most show, or do not show one that most do not, ``[world]``."""
    usual = np.where(np.isnan(shown), np.nan, shown == (np.nanmean(shown) >= 0.5))
    there = {side: usual[on & ~np.isnan(usual)] for side, on in _ON_SIDE.items()}
    return _fewest({side: float(of.mean()) for side, of in there.items() if len(of) >= FEWEST_WORLDS})


def on_a_side(share: float) -> str:
    """A share of worlds on a side, so that what is under nine in ten does not read as nine in ten."""
    usual = per_cent(share)
    return f"{100 * share:.1f} %" if usual == per_cent(MOST_WORLDS) else usual


def _fewest(shares: dict[str, float]) -> Side:
    return min(shares.items(), key=lambda each: each[1], default=NOWHERE)
