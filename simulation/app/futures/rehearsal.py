"""The hour before it is played: what each round will say in a town, and what its points can buy."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import product

from simulation.app.futures import kinds
from simulation.app.futures.scheduler import Scheduler
from simulation.app.futures.to_say import to_say
from simulation.app.futures.view import View
from simulation.app.story.levers import BOUGHT
from simulation.app.story.names import plural
from simulation.app.story.protection import POINTS, Protection, a_point, begun, reached, spent_on, target
from simulation.app.story.rounds import ROUNDS
from simulation.app.story.state import Workshop
from simulation.results.outcomes import Survival
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
    start = begun(state)
    return [
        Protection(
            "",
            {name: start[name] + points * a_point(name) for name, points in zip(BOUGHT, shares, strict=True)},
        )
        for shares in product(range(0, POINTS + 1, STEP), repeat=len(BOUGHT))
        if sum(shares) == POINTS
    ]


def _lines(state: Workshop, scheduler: Scheduler) -> Iterator[str]:
    view = _seen(state, scheduler)
    if state.sold:
        yield from _bought(view, scheduler)
        return
    yield to_say(view, None)
    if len(state.played.studied) > 1:
        found = [f"in {kinds.among(view, key).sum()} {kind.words}" for key, kind in kinds.KINDS.items()]
        yield f"of {plural(view.futures.size, 'future')}, {'; '.join(found)}"


def _bought(view: View, scheduler: Scheduler) -> Iterator[str]:
    """What the points are to reach, and what they do reach."""
    nothing = view.survivals
    tenths = target(nothing.worst) if nothing else None
    yield to_say(view, nothing.worst if nothing else None)
    if nothing is None or tenths is None:
        return
    answers = [_seen(way.in_its_round(view.state), scheduler) for way in ways(view.state)]
    found = {spent_on(each.state): each.survivals for each in answers if each.survivals}
    enough = sum(reached(tenths, each.worst) for each in found.values())
    yield f"of {len(found)} ways to spend {POINTS} points in steps of {STEP}, {enough} reach the target"
    yield f"at the worst moment it survives {_least_and_most({way: each.worst for way, each in found.items()})}"
    at_the_end = _least_and_most({way: each.end for way, each in found.items()})
    yield f"at the end it survives {at_the_end}; with nothing bought in {_of(nothing.end)}"


def _least_and_most(found: Mapping[str, Survival]) -> str:
    """The ways with which it survives in the smallest and in the largest share of futures."""
    least, most = (choose(found, key=lambda way: found[way].share) for choose in (min, max))
    return f"least often in {_of(found[least])} futures ({least}), most often in {_of(found[most])} ({most})"


def _of(found: Survival) -> str:
    return f"{found.survive} of {found.futures}"


def _seen(state: Workshop, scheduler: Scheduler) -> View:
    return View(scheduler.get(state.played, state.seed, estimates=False, worlds=state.drawn_in), state)
