"""The hour before it is played: what each round will say in a town, and what its points can buy."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from itertools import product

from simulation.app.futures import kinds
from simulation.app.futures.bought import Standards, more_left
from simulation.app.futures.scheduler import Scheduler
from simulation.app.futures.to_say import to_say
from simulation.app.futures.view import View
from simulation.app.story.levers import BOUGHT
from simulation.app.story.names import plural
from simulation.app.story.protection import POINTS, Protection, reached, spent_on, with_points
from simulation.app.story.rounds import ROUNDS
from simulation.app.story.sentences import more_and_less
from simulation.app.story.state import Workshop
from simulation.results.outcomes import Tally
from simulation.results.summary import DrawnIn
from simulation.results.worlds_in_words import drawn_in
from simulation.world.errors import StateError

STEP = 20  # points, of the ways to spend all of them


def rehearsed(state: Workshop, scheduler: Scheduler) -> Iterator[str]:
    """The lines of the hour in the town of a state, each as soon as it is known.

    A round that cannot be played there says why instead.
    """
    where = drawn_in(DrawnIn.of(state.drawn_in, len(state.worlds_looked_at)))
    town = state.scenario.title or state.scenario.name
    yield f"{town}: {plural(scheduler.total, 'future')}, seed {state.seed}; {where}"
    for key, part in ROUNDS.items():
        if part.events:
            try:
                begun_now = state.begin(key)
            except StateError as error:
                yield str(error)
            else:
                yield from (f"{part.title}: {line}" for line in _lines(begun_now, scheduler))


def ways(state: Workshop) -> list[Protection]:
    """All ways to spend all points in steps on what can be bought, on top of what the story began with."""
    return [
        Protection("", with_points(state, dict(zip(BOUGHT, shares, strict=True))))
        for shares in product(range(0, POINTS + 1, STEP), repeat=len(BOUGHT))
        if sum(shares) == POINTS
    ]


def _lines(state: Workshop, scheduler: Scheduler) -> Iterator[str]:
    view = _seen(state, scheduler)
    if state.sold:
        yield from _bought(view, scheduler)
        return
    yield to_say(view)
    if len(state.played.studied) > 1:
        found = [f"in {kinds.among(view, key).sum()} {kind.words}" for key, kind in kinds.KINDS.items()]
        yield f"of {plural(view.futures.size, 'future')}, {'; '.join(found)}"


def _bought(view: View, scheduler: Scheduler) -> Iterator[str]:
    """What the points are to reach, and what they do reach."""
    (*_, standard) = Standards(scheduler).find(view.state, threading.Event())
    yield to_say(view, standard)
    if not standard.target or view.survivals is None:
        return
    seen = [_seen(way.in_its_round(view.state), scheduler) for way in ways(view.state)]
    found = {spent_on(each.state): more_left(each, standard.nothing) for each in seen}
    enough = sum(reached(standard.target, left.more) for left in found.values())
    yield f"of {len(found)} ways to spend {POINTS} points in steps of {STEP}, {enough} reach the target"
    for choose, often in ((max, "most"), (min, "least")):
        way = choose(found, key=lambda each: found[each].more.number)
        yield f"more is left {often} often with {way}: in {more_and_less(found[way])}"
    survivals = [each.survivals for each in seen if each.survivals is not None]
    for place, moment in enumerate(("at the worst moment", "at the end")):
        shares = _least_and_most([each[place] for each in survivals])
        yield f"{moment} it survives in {shares}; with nothing bought in {_of(view.survivals[place])}"


def _least_and_most(found: Sequence[Tally]) -> str:
    """The smallest and the largest share of futures."""
    least, most = (choose(found, key=lambda each: each.share) for choose in (min, max))
    return f"{_of(least)} to {_of(most)} futures"


def _of(found: Tally) -> str:
    return f"{found.number} of {found.futures}"


def _seen(state: Workshop, scheduler: Scheduler) -> View:
    return View(scheduler.get(state.played, state.seed, estimates=False, worlds=state.drawn_in), state)
