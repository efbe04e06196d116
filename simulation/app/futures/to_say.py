"""The line that a round is there for, in words that are true of the futures; where they do not bear it out, what is."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from simulation.app.futures import kinds, prediction
from simulation.app.futures.bought import Standard, more_left
from simulation.app.futures.view import View
from simulation.app.story.droppable_events import within
from simulation.app.story.names import capital
from simulation.app.story.protection import POINTS, plain, reached, spent
from simulation.app.story.rounds import ROUNDS
from simulation.app.story.sentences import LITTLE_TO_LOSE, goal, goal_and_origin, inside, more_and_less
from simulation.results.outcomes import HALVED


def to_say(view: View, standard: Standard | None = None, several: bool = False) -> str:
    """The line of the round that is played.

    Parameters
    ----------
    standard : what anything bought is measured by, where points are to be spent and that is known.
    several : whether it stands by the answers of several groups, so that it must not be about what is open now.
    """
    part = ROUNDS[view.state.round]
    if part.events and not view.state.as_the_round_has_it:
        return f"Something else happens here than this round is about: press {part.button} to begin it again."
    if part.sold:
        return _bought(view, standard, several)
    return LINES[part.button](view) if part.button in LINES else part.ask


def _leader(view: View) -> str:
    fork = view.futures.fork
    tallies = prediction.tally(view.series, fork, prediction.asked(view.state, fork).month)
    worse, usual = (sum(futures[HALVED:]) for futures in tallies)
    half, studied = view.futures.size / 2, view.futures.scenario.studied
    if worse > half >= usual:
        lead = "One change of leader turns it: most futures are halved or worse with it, most are not without it."
    elif worse > usual:
        lead = f"{capital(within(studied))} makes it worse."
    else:
        lead = f"{capital(within(studied))} does no such harm in this town."
    return f"{lead} {prediction.compared(*tallies, studied)}"


def _contracts(view: View) -> str:
    running, outlive = kinds.under_contract(view), kinds.among(view, "outlives")
    told = kinds.contracts(running, outlive, inside(view.futures.months, view.state.start))
    if outlive.any():
        return f"{told} Who can undo it, and when?"
    return told if running.any() else f"{told} Nobody takes up the offer here."


def _bought(view: View, standard: Standard | None, several: bool) -> str:
    if standard is None or standard.target is None:
        return ROUNDS[view.state.round].ask
    found, target = more_left(view, standard.nothing), standard.target
    if not found.more.futures or not target:
        return LITTLE_TO_LOSE
    points = spent(view.state)
    if several or not points:
        return goal_and_origin(target, found.more, len(plain(view.state)))
    if points > POINTS:
        return f"That costs {points - POINTS} points too many. {goal(target, found.more)}."
    verdict = "Reached" if reached(target, found.more) else "Not reached"
    return f"{verdict}: more is left than with nothing bought in {more_and_less(found)}. Target: {target}."


LINES: Mapping[str, Callable[[View], str]] = {"1": _leader, "2": _contracts}
