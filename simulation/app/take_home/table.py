"""The monthly counts as a table in a file."""

from __future__ import annotations

import csv
import io

from simulation.app.futures.view import View
from simulation.results.occupancy import COUNTED
from simulation.results.quantiles import quantiles
from simulation.results.tables import QUANTILES
from simulation.world.services import SERVICES

WORLDS = ("with the events", "without the events")  # by number of the arm


def tidy(view: View) -> str:
    """Monthly counts as CSV: one row for each world, kind of count, service and month."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    heads = ("world", "counted", "service", "month", "p05", "p25", "p50", "p75", "p95", "of", "futures")
    writer.writerow(heads)
    neighbourhoods = view.state.scenario.size("neighbourhoods")
    for arm, world in enumerate(WORLDS):
        for counted in COUNTED[:2]:
            for service in (None, *range(len(SERVICES))):
                name = "all" if service is None else SERVICES[service].name
                total = neighbourhoods * (len(SERVICES) if service is None else 1)
                counts = view.futures.of(counted, service)[:, arm]
                values = quantiles(counts, list(QUANTILES.values())).astype(int).T
                for month, row in enumerate(values.tolist()):
                    writer.writerow((world, counted, name, month, *row, total, view.futures.size))
    return text.getvalue()
