"""The line that a round is there for, in words that are true of the futures; where they do not bear it out, what is."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from simulation.app.futures import kinds, prediction
from simulation.app.futures.view import View
from simulation.app.story.droppable_events import within
from simulation.app.story.names import capital, plural
from simulation.app.story.protection import POINTS, reached, spent, target
from simulation.app.story.rounds import ROUNDS
from simulation.app.story.sentences import inside
from simulation.results.outcomes import HALVED, Survival


def to_say(view: View, nothing: Survival | None) -> str:
    """The line of the round that is played.

    Parameters
    ----------
    nothing : what survives with no points spent, where points are to be spent and that is known.
    """
    part = ROUNDS[view.state.round]
    if part.events and not view.state.as_the_round_has_it:
        return f"Something else happens here than this round is about: press {part.button} to begin it again."
    if part.sold:
        return _survives(view, nothing)
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
    size, until = plural(view.futures.size, "future"), inside(view.futures.months, view.state.start)
    outlive = int(kinds.among(view, "outlives").sum())
    if outlive:
        return f"In {outlive} of {size} a contract has outlived two leaders by {until}. Who can undo it, and when?"
    signed = int(view.futures.of("pfi", None)[:, 0].any(axis=1).sum())
    if signed:
        return f"A contract is signed in {signed} of {size}, and outlives two leaders in none by {until}."
    return f"No contract is signed in any of {size}: nobody takes up the offer here."


def _survives(view: View, nothing: Survival | None) -> str:
    found = view.survivals
    if nothing is None or found is None:
        return ROUNDS[view.state.round].ask
    tenths = target(nothing)
    before = f"nothing bought, it survives in {nothing.survive} of {plural(nothing.futures, 'future')}"
    if tenths is None:
        return f"With {before} at the worst moment: in this town there is little to buy."
    points = spent(view.state)
    if not points:
        return f"Target: {tenths} in 10 at the worst moment. With {before}."
    if points > POINTS:
        return f"That costs {points - POINTS} points too many. Target: {tenths} in 10 at the worst moment."
    verdict = "Reached" if reached(tenths, found.worst) else "Not reached"
    return f"{verdict}: {found.worst.survive} of {found.worst.futures}. Target: {tenths} in 10. With {before}."


LINES: Mapping[str, Callable[[View], str]] = {"1": _leader, "2": _contracts}
