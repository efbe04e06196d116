"""The numbers of one view: what the charts and the sentence of a state show, taken from its futures."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from simulation.app.futures.futures import Fan, Futures
from simulation.app.futures.logs import whole
from simulation.app.story.sentences import headline, sentence, survives
from simulation.app.story.state import Workshop
from simulation.results.occupancy import Count, Stand, count, stand
from simulation.results.outcomes import Survivals, survivals
from simulation.scenarios.times import occasions
from simulation.world.codes import Provider
from simulation.world.matrix import CELLS
from simulation.world.services import SERVICES

THIN = 8  # single futures drawn thin
CEILINGS = (4, 6, 8, 10, 15, 20, 24, 30, 40, 60, 80, 100, 120, 160, 200, 240, 300, 400, 500, 600)


class Span(NamedTuple):
    """Something that lasts, in months; ``until`` is the horizon for leaders who go on beyond it."""

    start: int
    until: int
    label: str
    value: float


@dataclass(frozen=True, eq=False)
class View:
    """What a state shows of its futures."""

    futures: Futures
    state: Workshop

    # Many futures

    @cached_property
    def fan(self) -> Fan:
        """Counts of all futures with their percentiles."""
        return self.futures.fan(self.state.counted, self.state.service)

    @property
    def series(self) -> NDArray[np.int64]:
        """Counts [future, arm, month]."""
        return self.fan.series

    @property
    def bands(self) -> NDArray[np.float64]:
        """Percentiles 5, 25, 50, 75, 95 with the events, [5, month]."""
        return self.fan.bands

    @property
    def without(self) -> NDArray[np.float64]:
        """Median without the events, [month]."""
        return self.fan.bands_without[2]

    @property
    def thin(self) -> NDArray[np.int64]:
        """The first few single futures with the events, [future, month]."""
        return self.series[:THIN, 0]

    @cached_property
    def ceiling(self) -> int:
        """Top of the axis, above all that is drawn, with the events or without.

        The town without the events is the same whichever happen, so that the axis stays while a story is built; in
        steps, so that it stays at most moves of a lever too.
        """
        top = max(self.bands[4].max(), self.fan.bands_without[4].max(), self.series[:THIN].max(), 1)
        return next((step for step in CEILINGS if step >= top), int(top))

    @cached_property
    def count(self) -> Count:
        """Counts at the time cursor."""
        return self.count_at(self.state.month)

    def count_at(self, month: int) -> Count:
        """Counts at the end of a month."""
        return count(self.series[:, 0, month], self.series[:, 1, month], self.state.places)

    @property
    def since(self) -> int:
        """Months from the first event under study to the time cursor."""
        return self.state.cursor - self.futures.fork

    @property
    def happened(self) -> bool:
        """Whether the first event under study lies before the end of the view's month."""
        return self.since > 0

    @cached_property
    def survivals(self) -> Survivals | None:
        """In how many futures it survives; None where nothing happens in this time, or there is nothing to lose."""
        if not self.futures.scenario.studied or self.futures.fork >= self.futures.months:
            return None
        seen_as = ("survivals", self.state.counted, self.state.service)
        return self.futures.once(seen_as, lambda: survivals(self.series, self.futures.fork))

    @property
    def headline(self) -> str:
        """One number with the events against one without."""
        return headline(self.count, self.state, self.futures.scenario.studied, self.since)

    @property
    def survives(self) -> str:
        """Whether it survives what happens, in a sentence; nothing where nothing happens in this time."""
        studied = self.futures.scenario.studied
        return (
            survives(self.survivals, studied, self.state.start)
            if studied and self.futures.fork < self.futures.months
            else ""
        )

    @property
    def sentence(self) -> str:
        """What is said of it: of the events in these futures, also while those of a newer story are computed."""
        return sentence(self.count, self.state, len(self.futures.scenario.studied), self.since)

    # One future

    @cached_property
    def row(self) -> int:
        """Row of the single future that is shown; the last one while there are not enough."""
        rows = np.flatnonzero(self.futures.numbers == self.state.future)
        return int(rows[0]) if len(rows) else len(self.futures.numbers) - 1

    @property
    def number(self) -> int:
        """Its number, from 1 for people."""
        return int(self.futures.numbers[self.row]) + 1

    @property
    def name(self) -> str:
        """What it is called: its number, and that of its world where there are several."""
        worlds = self.futures.worlds
        world = f", world {worlds.number(self.number - 1) + 1}" if len(worlds) > 1 else ""
        return f"future {self.number}{world}"

    @cached_property
    def log(self) -> np.ndarray:
        """Its log of changes, with or without the events."""
        return whole(self.futures.logs[self.row][self.state.arm])

    @cached_property
    def stand(self) -> Stand:
        """Where each of its arrangements stands at the time cursor."""
        return stand(self.log, self.state.arrangements, self.state.month)

    @cached_property
    def cells(self) -> NDArray[np.int64]:
        """How many of its arrangements are in each cell: [neighbourhood, cell]; of the chosen service, if one is."""
        return self._by_place(self.stand.cell, len(CELLS))

    @cached_property
    def locked(self) -> NDArray[np.int64]:
        """How many of these are under a PFI contract: [neighbourhood, cell]."""
        return self._provided_by(Provider.PFI)

    @cached_property
    def contractors(self) -> NDArray[np.int64]:
        """How many of them private contractors deliver under ordinary contracts: [neighbourhood, cell]."""
        return self._provided_by(Provider.CONTRACTOR)

    def _provided_by(self, provider: Provider) -> NDArray[np.int64]:
        cells = np.where(self.stand.provider == provider, self.stand.cell, len(CELLS))
        return self._by_place(cells, len(CELLS) + 1)[:, : len(CELLS)]

    def _by_place(self, values: NDArray[np.uint8], kinds: int) -> NDArray[np.int64]:
        table = values.reshape(-1, len(SERVICES)).astype(np.int64)
        chosen = table if self.state.service is None else table[:, [self.state.service]]
        return np.stack([(chosen == kind).sum(axis=1) for kind in range(kinds)], axis=1)

    @cached_property
    def leaders(self) -> list[Span]:
        """Who led, with the leader's commitment to co-production at the start of the term."""
        changes = self.futures.trace("leader_changes")[self.row, self.state.arm]
        commitment = self.futures.trace("leader_commitment")[self.row, self.state.arm]
        starts = [0, *(int(month) for month in np.flatnonzero(changes > 0) if month > 0)]
        ends = [*starts[1:], self.futures.months]
        return [
            Span(start, end, str(number), float(commitment[start]))
            for number, (start, end) in enumerate(zip(starts, ends, strict=True))
        ]

    @cached_property
    def contracts(self) -> list[Span]:
        """PFI contracts by service, from the log, with their terms beyond it; ``value`` is the service's number."""
        spans: list[Span] = []
        rows = self.log[(self.log["provider"] == Provider.PFI) | (self.log["provider_before"] == Provider.PFI)]
        for number, service in enumerate(SERVICES):
            running, began = 0, 0
            for change in rows[rows["arrangement"] % len(SERVICES) == number]:
                before = running
                running += int(change["provider"] == Provider.PFI) - int(change["provider_before"] == Provider.PFI)
                month = max(int(change["month"]), 0)
                if running and not before:
                    began = month
                elif before and not running and month > began:
                    spans.append(Span(began, month, service.name, number))
            if running and began < self.futures.months:
                beyond = int(self.futures.beyond[self.row, self.state.arm, number])
                spans.append(Span(began, self.futures.months + beyond, service.name, number))
        return sorted(span for span in spans if span.start < self.futures.months)

    @cached_property
    def offers(self) -> list[Span]:
        """When national policy offered PFI, and how strongly; with or without the events under study."""
        scenario = self.state.played
        steps = [(-scenario.burn_in_months, float(scenario.parameters()[0].pfi_policy))]
        for event in scenario.events:
            if event.kind == "pfi_support" and not (self.state.arm and event.under_study):
                values = event.alternate.get("value")
                for occasion in occasions(event, scenario):
                    value = values[occasion.turn % len(values)] if values else event.values["value"]
                    steps.append((occasion.month, float(value)))
        steps.sort(key=lambda step: step[0])
        ends = [*(month for month, _ in steps[1:]), self.futures.months]
        return [
            Span(max(month, 0), until, "offer", value)
            for (month, value), until in zip(steps, ends, strict=True)
            if value > 0 and until > max(month, 0)
        ]
