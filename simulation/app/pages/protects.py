"""What protects it? Each lever at full strength, and portfolios at equal cost: the same towns, the same dice."""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from typing import Any

import solara

from simulation.app import limits
from simulation.app.futures.bought import Nothing, more_left, nothing_bought
from simulation.app.futures.view import View
from simulation.app.pages.parts import Heading, SameByCommand, paragraph, safe, scale
from simulation.app.session import session, watching
from simulation.app.story.droppable_events import within
from simulation.app.story.names import plural
from simulation.app.story.protection import NOTHING, POINTS, Protection, protections, spent
from simulation.app.story.sentences import MORE_LEFT, inside, more_and_less, most_left, most_protecting, only
from simulation.app.story.state import Workshop
from simulation.app.take_home.again import THE_FILE, protecting
from simulation.results.outcomes import NONE, Left, Survivals

QUESTION = "What protects it?"
HEADS = (
    "What there is from the start",
    "Points",
    "More left than with nothing bought",
    "Survives at the worst moment",
    "Survives at the end",
)
Found = tuple[Left, Survivals]
NOTHING_TO_LOSE: Found = Left(NONE, NONE), Survivals(NONE, NONE)


@solara.component
def ProtectsPage():
    """A row for each lever and portfolio."""
    state = session.now()
    story = (state.played, state.seed, state.drawn_in.digest, state.given, state.counted, state.service)
    noted, set_noted = solara.use_state((story, {}))
    found: dict[str, Found] = noted[1] if noted[0] == story else {}
    bare = NOTHING.of(state)
    futures, _ = watching.use_futures(bare.played, state.seed, state.drawn_in)
    there = futures is not None and futures.complete
    nothing = nothing_bought(View(futures.where(state.given), bare)) if there else None

    def note(title: str, row: Found) -> None:
        set_noted(lambda known: (story, {**(known[1] if known[0] == story else {}), title: row}))

    with solara.Div(classes=["page"]):
        studied = state.played.studied
        if not studied:
            Heading(QUESTION, "Drop an event on the page Town first: there is nothing to protect it from yet.")
            return
        Heading(
            QUESTION,
            f"Counted: futures in which {MORE_LEFT}; and futures "
            "with something to lose in which at least half is left of what there would be without "
            f"{within(studied)}. A lever costs {POINTS} points from its left end to its right.",
        )
        ways = protections(state)
        told = f"{len(found)} of {len(ways)} rows are complete."
        if len(found) == len(ways):
            sold = [way.title for way in ways[1:] if way.sold]
            told = most_left({title: found[title][0] for title in sold})
            told += f" {most_protecting(found[ways[0].title][1], {title: found[title][1] for title in sold})}"
        live = {"role": "status", "id": "protects"}
        solara.HTML(tag="p", unsafe_innerHTML=safe(told), classes=["sentence-small"], attributes=live)
        with solara.Div(classes=["protects"], attributes={"role": "table", "aria-label": QUESTION}):
            cells = "".join(f'<div role="columnheader">{head}</div>' for head in HEADS)
            solara.HTML(unsafe_innerHTML=cells, classes=["protect", "heads"], attributes={"role": "row"})
            for way in ways:
                Row(state, way, nothing, story, lambda row, way=way: note(way.title, row))
        paragraph(_small_print(state), ["quiet", "caption"])
        SameByCommand(THE_FILE, protecting(state, ways, limits.FUTURES))


@solara.component
def Row(
    state: Workshop, way: Protection, nothing: Nothing | None, story: tuple[Any, ...], note: Callable[[Found], None]
):
    """One way to protect it against nothing bought; ``note`` takes what it comes to when all futures are there."""
    shown = way.of(state)
    futures, error = watching.use_futures(shown.played, state.seed, state.drawn_in)
    view = View(futures.where(state.given), shown) if futures is not None else None
    survivals = view.survivals if view is not None else None
    left = more_left(view, nothing) if view is not None and nothing is not None else None
    complete = futures is not None and futures.complete and nothing is not None

    def told() -> None:
        if complete:
            note((left, survivals) if left is not None and survivals is not None else NOTHING_TO_LOSE)

    solara.use_effect(told, [complete, left, survivals, story])
    points = str(spent(shown)) if way.sold else "not for sale"
    so_far = "" if complete else " so far"
    cells = [points]
    if error or survivals is None:
        words = f"That could not be run: {error}" if error else "nothing to lose" if complete else "Simulating …"
        cells += [escape(words), "", ""]
    else:
        words = "…" if left is None else f"{scale(left.more.number, left.more.futures)}{more_and_less(left)}{so_far}"
        cells.append(words if shown != NOTHING.of(state) else "–")
        worst = inside(survivals.worst.month + 1, state.start, listed=True)
        for survival, month in zip(survivals, (f" ({worst})", ""), strict=True):
            drawn = scale(survival.number, survival.futures)
            cells.append(f"{drawn}{survival.number} of {survival.futures}{so_far}{month}")
    classes = ["protect"] if complete else ["protect", "unfinished"]
    row = [f'<div role="rowheader">{escape(way.title)}</div>']
    for head, cell in zip(HEADS[1:], cells, strict=True):  # a narrow window has the head beside each value
        row.append(f'<div role="cell" data-head="{head if cell else ""}">{cell}</div>')
    solara.HTML(unsafe_innerHTML="".join(row), classes=classes, attributes={"role": "row"})


def _small_print(state: Workshop) -> str:
    """Which futures these are, and what must be kept in mind."""
    worlds = len(state.worlds_looked_at)
    where = f"{worlds} plausible worlds" if worlds > 1 else "one world, our best single guess"
    chosen = only(state, sum(map(state.looks_at, range(limits.FUTURES))), limits.FUTURES)
    return (
        f"{chosen} {plural(limits.FUTURES, 'future')} in {where}, with the same dice in every row. The worst moment is "
        "each row’s own. A town with warm leaders has more to lose, and the same events can take a larger part of it."
    ).strip()
