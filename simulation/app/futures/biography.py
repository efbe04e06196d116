"""Why: what was recorded of one neighbourhood in one future, in words. Nothing here is guessed or inferred."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from simulation.app.futures.logs import whole
from simulation.app.futures.view import View
from simulation.app.story import names
from simulation.app.story.levers import LEVERS
from simulation.app.story.sentences import inside
from simulation.app.story.state import QUARTER, YEAR
from simulation.results.occupancy import COPRODUCED_CELLS, FULL_CELL, causes, stand
from simulation.scenarios.checks import month_of
from simulation.world.services import SERVICES


class Entry(NamedTuple):
    """One recorded thing: when, what, and whether it concerns the leadership (else an arrangement)."""

    month: int
    words: str
    leader: bool


def biography(view: View, place: int, service: int | None) -> list[Entry]:
    """The recorded changes of one neighbourhood's services in the shown future, with the changes of leader.

    Parameters
    ----------
    service : one service, or all.
    """
    log = view.log
    wanted = range(len(SERVICES)) if service is None else [service]
    rows = log[np.isin(log["arrangement"], [place * len(SERVICES) + number for number in wanted]) & (log["month"] >= 0)]
    entries = [Entry(int(row["month"]), _change(row, view), False) for row in rows]
    for span in view.leaders[1:]:
        entries.append(Entry(span.start, f"{names.leader(int(span.label))} takes over ({warmth(span.value)})", True))
    return sorted(entries, key=lambda entry: (entry.month, not entry.leader))


def at_the_start(view: View, place: int, service: int) -> str:
    """Where a neighbourhood's service stood when the story began."""
    now = stand(view.log, len(view.stand.cell), -1)
    number = place * len(SERVICES) + service
    given = dict(view.state.names)
    cell, provider = int(now.cell[number]), int(now.provider[number])
    return f"{names.cell(cell, given)}, delivered by {names.provider(provider)}"


def _change(row: np.void, view: View) -> str:
    given = dict(view.state.names)
    service = names.service(int(row["arrangement"]) % len(SERVICES)).capitalize()
    before, after = int(row["cell_before"]), int(row["cell"])
    cause = names.cause(int(row["cause"]))
    if before == after:
        return f"{service}: now delivered by {names.provider(int(row['provider']))} – {cause}"
    if after == FULL_CELL:
        what = "full co-production begins"
    elif before == FULL_CELL:
        what = f"full co-production ends; now {names.cell_inside(after, given)}"
    elif COPRODUCED_CELLS[before] and not COPRODUCED_CELLS[after]:
        what = f"{names.cell_inside(before, given)} ends; now {names.cell_inside(after, given)}"
    else:
        what = f"from {names.cell_inside(before, given)} to {names.cell_inside(after, given)}"
    return f"{service}: {what} – {cause}"


def warmth(commitment: float) -> str:
    """A leader's commitment to co-production in the words of the lever."""
    return LEVERS["tradition_mean"].spoken(commitment).lower()


def stamp(month: int, start: str | None = None) -> str:
    """``Y6 Q4``: year and quarter in which a month lies; ``2003 Q2`` where the start has a date."""
    years, rest = divmod(month + (month_of(start) if start is not None else 0), YEAR)
    return f"{'Y' if start is None else ''}{years} Q{rest // QUARTER + 1}"


class Reason(NamedTuple):
    """How often a cause was recorded over all futures, with the events and without them."""

    words: str
    scenario: int
    counterfactual: int


def reasons(view: View, leaving: bool = True) -> list[Reason]:
    """Recorded causes of moves out of co-production (or into it) since the first event, over all futures."""
    since, until = min(view.futures.fork, view.futures.months), view.futures.months
    since = 0 if since == until else since
    arms = [causes([whole(logs[arm]) for logs in view.futures.logs], since, until, leaving) for arm in (0, 1)]
    codes = sorted(arms[0].keys() | arms[1].keys(), key=lambda code: (-arms[0].get(code, 0), code))
    return [Reason(names.cause(code), arms[0].get(code, 0), arms[1].get(code, 0)) for code in codes]


def period(view: View) -> str:
    """The time that `reasons` counts."""
    fork = view.futures.fork
    return f"since {inside(fork, view.state.start)}" if fork < view.futures.months else "over the whole time"
