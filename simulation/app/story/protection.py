"""What might protect co-production: each lever at full strength, and the same points spent on several of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

from simulation.app.story.levers import BOUGHT, GIVEN, LEVERS
from simulation.app.story.levers import POINTS as POINTS
from simulation.app.story.rounds import ROUNDS
from simulation.app.story.state import Workshop
from simulation.results.outcomes import Left, Tally
from simulation.scenarios.in_words import in_a_row
from simulation.world.errors import StateError
from simulation.world.parameters import PARAMETERS

BEST = 3  # plain ways whose mean is the target: of one alone, chance would decide


@dataclass(frozen=True)
class Protection:
    """One way to protect it.

    Attributes
    ----------
    title : what it is, in words.
    settings : levers with their values; what else can be bought is as the story began.
    sold : whether it can be bought.
    """

    title: str
    settings: Mapping[str, float]
    sold: bool = True

    def of(self, state: Workshop) -> Workshop:
        """A story with this protection from the start, and nothing else bought; no round locks anything."""
        state = replace(state, round="")
        for name, value in (begun(state) | dict(self.settings)).items():
            state = state.set(name, value)
        return state

    def in_its_round(self, state: Workshop) -> Workshop:
        """The same in the round that the story is in, which goes on to lock what is not for sale."""
        return replace(self.of(state), round=state.round)


NOTHING = Protection("Nothing bought", {})


def protections(state: Workshop) -> tuple[Protection, ...]:
    """Nothing bought first, then what the room has bought, the plain ways to spend the points, what is not for sale."""
    own = Protection("What you have bought", {name: state.value(name) for name in BOUGHT})
    given = (Protection(LEVERS[name].title, {name: PARAMETERS[name].high}, sold=False) for name in GIVEN)
    return NOTHING, *((own,) if spent(state) else ()), *plain(state), *given


def plain(state: Workshop) -> tuple[Protection, ...]:
    """Ways to spend the points that take no thought: all on one lever, half each on two, evenly on all."""

    def evenly(title: str, *names: str) -> Protection:
        return Protection(title, with_points(state, dict.fromkeys(names, POINTS // len(names))))

    alone = (evenly(LEVERS[name].title, name) for name in BOUGHT)
    halves = (
        evenly(f"{LEVERS[one].title} and {LEVERS[other].title.lower()}, half each", one, other)
        for one, other in combinations(BOUGHT, 2)
    )
    return *alone, *halves, evenly(f"All of these, {POINTS // len(BOUGHT)} points each", *BOUGHT)


def with_points(state: Workshop, points: Mapping[str, int]) -> dict[str, float]:
    """Levers with so many points spent on each, from where the story began and no farther than they go."""
    start = begun(state)
    return {name: min(start[name] + spent * a_point(name), PARAMETERS[name].high) for name, spent in points.items()}


def begun(state: Workshop) -> dict[str, float]:
    """What can be bought, as the story began; that is free."""
    origin = state.origin
    settings = origin.settings if origin is not None else {}
    return {name: float(settings.get(name, PARAMETERS[name].default)) for name in BOUGHT}


def spent(state: Workshop) -> int:
    """Points spent on what can be bought; giving up what a story began with brings nothing."""
    total = 0.0
    if set(BOUGHT) & set(state.scenario.settings):
        for name, start in begun(state).items():
            total += max(state.value(name) - start, 0) / a_point(name)
    return round(total)


def a_point(name: str) -> float:
    """How far a point moves a lever."""
    lever = PARAMETERS[name]
    return (lever.high - lever.low) / POINTS


def spent_on(state: Workshop) -> str:
    """What points were spent on, in words."""
    raised = [
        f"{LEVERS[name].title} {LEVERS[name].number(state.value(name))}"
        for name, start in begun(state).items()
        if state.value(name) > start
    ]
    return in_a_row(raised) if raised else "nothing bought"


def bought(state: Workshop, title: str, settings: Mapping[str, float]) -> Protection:
    """What somebody buys with the points for the levers of a story.

    Raises
    ------
    StateError, SettingError : if it costs too much, or a lever cannot be so.
    """
    way = Protection(title, {name: float(settings[name]) for name in BOUGHT})
    if too_many := over(way.of(state)):
        raise StateError(f"That costs {too_many} points too many.")
    return way


def over(state: Workshop) -> int:
    """Points spent that are too many."""
    return max(spent(state) - POINTS, 0)


def points_left(state: Workshop) -> str:
    """What is left to spend, in words; nothing while nothing is spent, except in the round about it."""
    left = POINTS - spent(state)
    if left == POINTS and not state.sold:
        return ""
    return f"{POINTS} points: {left} left" if left >= 0 else f"{POINTS} points: {-left} too many"


def target(found: Sequence[Left]) -> int:
    """In how many futures more has to be left than with nothing bought: the mean of the best of the plain ways."""
    best = sorted(each.more.number for each in found)[-BEST:]
    return sum(best) // BEST


def reached(target: int, more: Tally) -> bool:
    """Whether more is left in so many futures."""
    return more.number >= target


def answers(state: Workshop) -> dict[str, Workshop]:
    """What is kept of the present story, whatever was bought in it, by its slot; other stories are left out."""
    bare = NOTHING.of(state).played
    kept = {slot: replace(state, scenario=scenario, off=frozenset()) for slot, scenario in state.slots}
    return {slot: story for slot, story in kept.items() if NOTHING.of(story).played == bare}


def told(state: Workshop) -> dict[str, Workshop]:
    """What the room takes home of what it bought: all that it kept, and what it has bought now if that is not kept."""
    kept = answers(state)
    now = spent(state) and all(state.played != story.played for story in kept.values())
    return kept | ({"not kept": state} if now else {})


def is_about_points(state: Workshop) -> bool:
    """Whether points are to be spent in this round, or were before it in the same story."""
    if state.sold or not state.round:
        return state.sold
    return not ROUNDS[state.round].events and any(map(spent, (state, *answers(state).values())))


def differ_in_what_is_bought(stories: Sequence[Workshop]) -> bool:
    """Whether something is bought in some of these stories, and they are the same in everything else."""
    without = [NOTHING.of(story).played for story in stories]
    return any(map(spent, stories)) and all(each == without[0] for each in without)
