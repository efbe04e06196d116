"""The page of a council: what is on record of it, in a strip, words and numbers."""

from __future__ import annotations

from collections.abc import Iterator

import simulation
from simulation.report.council_strip import council_strip
from simulation.report.page import code, heading, page, paragraph, picture, table
from simulation.scenarios.on_record import elections_in_words
from simulation.scenarios.profile import Profile, kind_in_words, seats_in_words

ORIGIN = (
    "Seats: Open Council Data UK, CC BY-SA 4.0, and so is the strip. Spending power: MHCLG; wards and "
    "their deprivation: MHCLG and ONS, Index of Multiple Deprivation 2019; Open Government Licence v3.0. Shares of "
    "people: mySociety, CC BY 4.0. Cycles and joins are inferred in part: simulation/scenarios/councils/README.md.",
)


def council_page(found: Profile) -> str:
    """The page as HTML."""
    return page(found.council.name, _parts(found), (*ORIGIN, f"coproduction {simulation.__version__}"))


def _parts(found: Profile) -> Iterator[str]:
    council, last = found.council, max(found.seats)
    also = f" Also: {', '.join(council.aliases)}." if council.aliases else ""
    code_of = f", {council.code}" if council.code else ""
    yield paragraph(f"{kind_in_words(council)}{code_of}.{also}")
    yield paragraph(f"Seats in {last}: {found.now.total}; {seats_in_words(found.now)}.")
    yield picture(council_strip(found), f"Seats and control of {council.name}, {min(found.seats)} to {last}.")
    yield heading("Elections")
    yield paragraph(elections_in_words(council))
    if found.money:
        yield heading("Money")
        yield paragraph("Change of spending power from the financial year before, in real terms.")
        years = [f"{year}/{(year + 1) % 100:02}" for year in found.money]
        yield table(["", *years], [["change", *(f"{change:+.1%}" for change in found.money.values())]])
    if found.wards:
        of = f" of {', '.join(found.before)}" if found.before else ""
        yield heading(f"Wards of 2020{of}, from the most to the least deprived")
        columns = (
            "ward",
            "share of England's wards less deprived",
            "score of 2019",
            "people in the most deprived tenth",
        )
        rows = zip(found.wards, found.ranks, strict=True)
        yield table(
            columns,
            ((ward.name, f"{rank:.0%}", f"{ward.imd:.1f}", f"{ward.most_deprived_tenth:.0%}") for ward, rank in rows),
        )
    yield heading("What a run takes from the record and what it generates")
    for line in found.said:
        yield paragraph(line)
    yield heading("Simulate it")
    yield code(f"coproduction run --council {council.id}")
