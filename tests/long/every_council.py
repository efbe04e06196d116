"""Opens, runs and shows councils on record; by itself, every one of the newest year.

python -m tests.long.every_council
"""

from __future__ import annotations

import math

import numpy as np

from simulation.ensemble import run
from simulation.report.council_page import council_page
from simulation.scenarios import load_in, on_record, record
from simulation.scenarios.played_in import span
from simulation.scenarios.profile import profile, strip
from simulation.world.measures import COLUMN

# Of every kind, country and gap of the record.
SAMPLE = (
    "adur", "barnet", "birmingham", "buckinghamshire", "city-of-london", "cornwall", "cumberland", "east-surrey",
    "glasgow-city", "isles-of-scilly", "kent", "manchester", "na-h-eileanan-siar", "newcastle-upon-tyne", "powys",
    "north-yorkshire", "wigan",
)  # fmt: skip
YEARS = span(2025, 2027, None, None)


def opens_and_runs(council: str) -> None:
    """One pair of futures over two years after a year of burn-in, with the seats of 2025 and 2026 on the way."""
    scenario = load_in("uk-calendar", council, YEARS).model_copy(update={"burn_in_years": 1.0})
    ensemble = run(scenario, 1, workers=1, worlds="central")
    assert not ensemble.failures, (council, ensemble.failures)
    assert np.isfinite(ensemble.measures[:, :, :, COLUMN["coproduction"]]).all(), council
    assert scenario.councils[0].seats_in[2026] == on_record.by_party(record.seats(council)[2026])


def shows(council: str, page: bool = False) -> None:
    """A profile that agrees with the record."""
    found = profile(council)
    rows = record.seats(council)
    assert len(strip(found.control, min(rows), max(rows))) == max(rows) - min(rows) + 1
    for year, row in rows.items():
        most = max(row.parties.values())
        assert (found.control[year] == "none") == (2 * most <= row.total)
    assert all(math.isfinite(rank) for rank in found.ranks) and list(found.ranks) == sorted(found.ranks, reverse=True)
    assert found.said[0].startswith("recorded: seats of ") and found.said[-1] == on_record.generated()
    if page:
        assert found.council.name.replace("&", "&amp;") in council_page(found)


def main() -> None:
    """Every council; the first that does not ends it."""
    for number, each in enumerate(record.councils()):
        opens_and_runs(each.id)
        shows(each.id, page=number % 10 == 0)
    print(f"{len(record.councils())} councils open, run and show a profile")


if __name__ == "__main__":
    main()
