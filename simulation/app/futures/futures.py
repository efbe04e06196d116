"""The futures behind a view: what of them is kept, and in which form the charts and sentences take them."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

from simulation.app import limits
from simulation.app.story.played_in import Given
from simulation.results import Summary
from simulation.results.occupancy import COUNTED, bands
from simulation.scenarios import Scenario
from simulation.world.worlds import Worlds

T = TypeVar("T")

TRACES = ("leader_changes", "leader_commitment")  # measured of councils as such, see `simulation.simulate.simulate`


class Fan(NamedTuple):
    """Counts [future, arm, month]; their percentiles with the events, and without them, both [5, month]."""

    series: NDArray[np.int64]
    bands: NDArray[np.float64]
    bands_without: NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Futures:
    """Paired futures of one scenario as far as they are computed; replicates that failed are left out.

    Attributes
    ----------
    worlds : what they are drawn in.
    counts : uint8 [future, arm, month, service, `COUNTED`], numbers of neighbourhoods.
    traces : float32 [future, arm, month, `TRACES`].
    beyond : int16 [future, arm, service], months that PFI contracts go on beyond the horizon.
    logs : logs of changes by future and arm, as `simulation.app.futures.logs` keeps them.
    numbers : which replicate each future is.
    complete : whether all futures are there; ``summary`` follows a moment later.
    """

    scenario: Scenario
    seed: int
    worlds: Worlds
    fork: int
    months: int
    counts: NDArray[np.uint8]
    traces: NDArray[np.float32]
    beyond: NDArray[np.int16]
    logs: tuple[tuple[bytes, bytes], ...]
    numbers: NDArray[np.int64]
    failures: tuple[tuple[int, str], ...]
    complete: bool
    summary: Summary | None
    made: dict[Hashable, Any] = field(default_factory=dict, repr=False)

    @property
    def size(self) -> int:
        """How many futures there are."""
        return len(self.numbers)

    @property
    def in_worlds(self) -> NDArray[np.int64]:
        """The number of the world of each future, [future]."""
        return np.array([self.worlds.number(number) for number in self.numbers.tolist()], np.int64)

    def where(self, given: Given | None) -> Futures:
        """Those in whose world something is as it is given; nothing is computed anew. They have no estimates."""
        if given is None:
            return self

        def choose() -> Futures:
            chosen = given.admits(self.worlds)[self.in_worlds]
            logs = tuple(log for log, wanted in zip(self.logs, chosen.tolist(), strict=True) if wanted)
            return replace(
                self,
                counts=self.counts[chosen],
                traces=self.traces[chosen],
                beyond=self.beyond[chosen],
                numbers=self.numbers[chosen],
                logs=logs,
                summary=None,
                made={},
            )

        return self.once(("where", given), choose)

    def of(self, counted: str, service: int | None) -> NDArray[np.int64]:
        """Counts [future, arm, month] of arrangements: all local services, or the neighbourhoods of one service."""
        chosen = self.counts[..., COUNTED.index(counted)]
        return chosen.sum(axis=-1, dtype=np.int64) if service is None else chosen[..., service].astype(np.int64)

    def fan(self, counted: str, service: int | None) -> Fan:
        """These counts with their percentiles, made once."""

        def make() -> Fan:
            series = self.of(counted, service)
            return Fan(series, bands(series[:, 0]), bands(series[:, 1]))

        return self.once(("counts", counted, service), make)

    def once(self, what: Hashable, make: Callable[[], T]) -> T:
        """Something that is made of these futures: once for all sessions, as long as it is among the latest."""
        try:
            return self.made[what]
        except KeyError:
            pass
        result = self.made[what] = make()
        while len(self.made) > limits.MADE_OF_FUTURES:
            self.made.pop(next(iter(self.made), None), None)
        return result

    def trace(self, name: str) -> NDArray[np.float32]:
        """One of `TRACES`, [future, arm, month]."""
        return self.traces[..., TRACES.index(name)]
