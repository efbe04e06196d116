"""The monthly counts as a table in a file."""

from __future__ import annotations

import csv
import io

from simulation.app.futures.view import View
from simulation.app.take_home.again import worlds_name
from simulation.results.intervals import FEWEST_FUTURES
from simulation.results.occupancy import COUNTED, bands
from simulation.world.services import SERVICES

ARMS = ("with the events", "without the events")  # by number of the arm


def tidy(view: View) -> str:
    """Monthly counts as CSV: one row for each arm, kind of count, service and month.

    Few futures have a median and no spread (`results.intervals.futures`): their cells are empty.
    """
    few = view.futures.size < FEWEST_FUTURES
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    heads = ("arm", "counted", "service", "month", "p05", "p25", "p50", "p75", "p95", "of", "futures", "worlds")
    writer.writerow(heads)
    neighbourhoods = view.state.scenario.size("neighbourhoods")
    for arm, said in enumerate(ARMS):
        for counted in COUNTED[:2]:
            for service in (None, *range(len(SERVICES))):
                name = "all" if service is None else SERVICES[service].name
                total = neighbourhoods * (len(SERVICES) if service is None else 1)
                counts = view.futures.of(counted, service)[:, arm]
                for month, row in enumerate(bands(counts).T.tolist()):
                    cells = ["", "", int(row[2]), "", ""] if few else [int(value) for value in row]
                    writer.writerow(
                        (said, counted, name, month, *cells, total, view.futures.size, worlds_name(view.state))
                    )
    return text.getvalue()
