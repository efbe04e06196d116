"""The hour before it is played: what each round will say in a town, and what its points can buy."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import product

from simulation.app.futures import kinds
from simulation.app.futures.bought import more_left
from simulation.app.futures.scheduler import Scheduler
from simulation.app.futures.to_say import to_say
from simulation.app.futures.view import View
from simulation.app.story.levers import BOUGHT
from simulation.app.story.names import plural
from simulation.app.story.protection import POINTS, Protection, plain, reached, spent_on, target, with_points
from simulation.app.story.rounds import ROUNDS
from simulation.app.story.sentences import more_and_less
from simulation.app.story.state import Workshop
from simulation.results.outcomes import Left, Survivals, Tally
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
    state, nothing = view.state, view.survivals

    def bought(ways: Iterable[Protection]) -> Iterator[tuple[str, Left, Survivals]]:
        for seen in (_seen(way.in_its_round(state), scheduler) for way in ways):
            left = more_left(seen, view)
            if left is not None and seen.survivals is not None:
                yield spent_on(seen.state), left, seen.survivals

    aim = target([left for _, left, _ in bought(plain(state))]) if nothing else 0
    yield to_say(view, view, aim)
    if nothing is None or not aim:
        return
    found = list(bought(ways(state)))
    enough = sum(reached(aim, left.more) for _, left, _ in found)
    yield f"of {len(found)} ways to spend {POINTS} points in steps of {STEP}, {enough} reach the target"
    least, most = (choose(found, key=lambda each: each[1].more.number) for choose in (min, max))
    yield f"more is left most often with {most[0]}: in {more_and_less(most[1])}"
    yield f"more is left least often with {least[0]}: in {more_and_less(least[1])}"
    for place, moment in enumerate(("at the worst moment", "at the end")):
        shares = _least_and_most([each[2][place] for each in found])
        yield f"{moment} it survives in {shares}; with nothing bought in {_of(nothing[place])}"


def _least_and_most(found: Sequence[Tally]) -> str:
    """The smallest and the largest share of futures."""
    least, most = (choose(found, key=lambda each: each.share) for choose in (min, max))
    return f"{_of(least)} to {_of(most)} futures"


def _of(found: Tally) -> str:
    return f"{found.number} of {found.futures}"


def _seen(state: Workshop, scheduler: Scheduler) -> View:
    return View(scheduler.get(state.played, state.seed, estimates=False, worlds=state.drawn_in), state)
