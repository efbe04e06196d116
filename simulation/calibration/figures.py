"""The recorded figures that plausible worlds must meet, each once: targets of evidence §6, levels and turnover.

Patterns that the sources assert are no record and are not among them; they are looked at afterwards.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from simulation.validation import targets
from simulation.validation.check import Check, Part, Rows
from simulation.validation.libraries import transfers
from simulation.validation.nation import service_votes
from simulation.validation.patterns import PATTERNS
from simulation.validation.runs import Runs

Floats = NDArray[np.float64]
TOWNS = 120  # councils of a nation in which more happens than votes: a third of Britain's, for a third of the time
LIBRARY_AUTHORITIES = 100  # as many as the record tells of


class Figure(NamedTuple):
    """A recorded figure: a part of a check, and how it is estimated here."""

    name: str
    part: Part
    sample: Callable[[Runs, int], Rows]
    votes: bool  # decided by votes alone

    @property
    def low(self) -> float:
        """Lower end of the accepted range."""
        return self.part.low

    @property
    def high(self) -> float:
        """Upper end of the accepted range."""
        return self.part.high


VOTES_ALONE = ("S1", "S2", "S7", "S22", "S23", "S24")
NOT_TAKEN = (
    ("P2", 1),  # the same as S1
    ("P2", 6),  # the same as S21
    ("P2", 4),  # how long PFI contracts are is decided by constants: the same in every world
)
SMALLER: dict[str, Callable[[Runs, int], Rows]] = {
    "S8": lambda runs, pairs: service_votes(runs, pairs, TOWNS),
    "S9": lambda runs, pairs: targets.deals_by_year(runs, pairs, TOWNS),
    "S27": lambda runs, pairs: transfers(runs, pairs, LIBRARY_AUTHORITIES),
}
"""Figures of whole nations that a smaller nation tells as well."""


def as_judged(check: Check) -> tuple[Figure, ...]:
    """The parts of a check as validation estimates them."""
    return tuple(
        Figure(f"{check.name}.{number}", part, part.sample, False) for number, part in enumerate(check.parts, start=1)
    )


def _figures(checks: Sequence[Check]) -> Iterator[Figure]:
    for check in checks:
        for number, figure in enumerate(as_judged(check)):
            if (check.name, number) not in NOT_TAKEN:
                sample = SMALLER.get(check.name, figure.sample)
                yield figure._replace(sample=sample, votes=check.name in VOTES_ALONE)


_ORDER = ("S1", "S2", "S7", "S22", "S23", "S24", "P2", "S21", "S17", "S20", "P1", "S25", "S26", "S9", "S8", "S27")
FIGURES = tuple(
    figure
    for name in _ORDER
    for figure in _figures([check for check in (*PATTERNS[:2], *targets.TARGETS) if check.name == name])
)
OF_VOTES = tuple(figure for figure in FIGURES if figure.votes)
OF_SERVICES = tuple(figure for figure in FIGURES if not figure.votes)
OF_PATTERNS = tuple(_figures(PATTERNS[2:]))  # what the sources assert: no figure of the record, looked at afterwards


class Measured(NamedTuple):
    """What figures came to: an estimate and its standard error each; nan for what cannot be said."""

    estimates: Floats
    errors: Floats


AT_LEAST = ("S2.1", "S9.2", "S9.4", "S24.1", "S24.2", "S24.3", "P1.3")
"""Figures whose range has no middle: a least or a greatest value, or whole years."""


def bounds(figures: Sequence[Figure]) -> tuple[Floats, Floats]:
    """Accepted ranges of figures."""
    low, high = np.array([(figure.low, figure.high) for figure in figures], float).T
    return low, high


def halved(figures: Sequence[Figure]) -> tuple[Floats, Floats]:
    """Ranges of half the width: about their middle, or from the natural end 0."""
    low, high = bounds(figures)
    whole = np.array([figure.name in AT_LEAST for figure in figures])
    quarter = np.where(whole, 0.0, (high - low) / 4)
    natural = low == 0
    return low + np.where(natural, 0.0, quarter), high - np.where(natural, 2 * quarter, quarter)


def outside(low: Floats, high: Floats, estimates: Floats) -> Floats:
    """How far estimates lie outside their ranges; 0 within."""
    return np.maximum(np.maximum(low - estimates, estimates - high), 0.0)


def measure(figures: Sequence[Figure], rows: Callable[[Figure], Rows]) -> Measured:
    """Estimate figures: ``rows`` gives the quantities of one in every replicate, ``[replicate, quantity]``."""
    found = [jackknife(figure.part.statistic, rows(figure)) for figure in figures]
    return Measured(*np.array(found, float).reshape(len(figures), 2).T)


def jackknife(statistic: Callable[[Rows], float], rows: Rows) -> tuple[float, float]:
    """A statistic of the means over replicates, and its standard error."""
    rows = np.asarray(rows, float)
    rows = rows[:, None] if rows.ndim == 1 else rows
    rows = rows[~np.isnan(rows).any(axis=1)]
    if not len(rows):
        return np.nan, np.nan
    without = (rows.sum(axis=0) - rows) / max(1, len(rows) - 1)
    spread = np.var([statistic(each) for each in without])
    return float(statistic(rows.mean(axis=0))), float(np.sqrt((len(rows) - 1) * spread))
