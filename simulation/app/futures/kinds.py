"""Kinds of futures that a room asks to see: a contract outlives two leaders, it comes back, it never recovers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from simulation.app.futures.view import View
from simulation.app.story.names import plural
from simulation.results.occupancy import LOCKED
from simulation.results.outcomes import surviving

LEADERS = 2  # that a contract outlives


class Kind(NamedTuple):
    """A kind of futures: what happens in them, in words, and in which of a view's futures it does, bool [future]."""

    words: str
    among: Callable[[View], NDArray[np.bool_]]


def outlived(running: NDArray[np.bool_], changes: NDArray[np.integer]) -> NDArray[np.bool_]:
    """In which futures a contract still runs when the second leader since its signing has gone.

    Parameters
    ----------
    running : whether a service is under contract, [future, month, service].
    changes : leaders who came into office by the end of each month, [future, month].
    """
    months = np.arange(running.shape[1])[None, :, None]
    before = np.concatenate([np.zeros_like(running[:, :1]), running[:, :-1]], axis=1)
    signed = np.maximum.accumulate(np.where(running & ~before, months, 0), axis=1)
    since = changes[:, :, None] - np.take_along_axis(changes[:, :, None], signed, axis=1)
    return np.asarray((running & (since >= LEADERS)).any(axis=(1, 2)))


def fell(counts: NDArray[np.integer], fork: int) -> tuple[NDArray[np.bool_], NDArray[np.bool_], NDArray[np.bool_]]:
    """In which futures less than half is left at some time of what there would be, and how they go on and end.

    Parameters
    ----------
    counts : arrangements [future, arm, month], with the events and without them.
    fork : month of the first event.

    Returns
    -------
    Whether it falls below half; whether it is at least half at the end; whether it never is again after it fell.
    Months in which there would be nothing say nothing.
    """
    something, kept = surviving(counts, fork)
    below = something & ~kept
    afterwards = np.logical_or.accumulate(below, axis=1)
    return np.asarray(below.any(axis=1)), kept[:, -1], ~np.asarray((kept & afterwards).any(axis=1))


def comes_back(counts: NDArray[np.integer], fork: int) -> NDArray[np.bool_]:
    """In which futures it falls below half and is at least half at the end; see `fell`."""
    below, kept_at_the_end, _ = fell(counts, fork)
    return below & kept_at_the_end


def never_recovers(counts: NDArray[np.integer], fork: int) -> NDArray[np.bool_]:
    """In which futures it falls below half and never is half again; see `fell`."""
    below, _, stays = fell(counts, fork)
    return below & stays


def under_contract(view: View) -> NDArray[np.bool_]:
    """Whether a service is under contract with the events, [future, month, service]."""
    return view.futures.counts[:, 0, :, :, LOCKED] > 0


def _contract_outlives(view: View) -> NDArray[np.bool_]:
    return outlived(under_contract(view), np.cumsum(view.futures.trace("leader_changes")[:, 0] > 0, axis=1))


def contracts(running: NDArray[np.bool_], outlive: NDArray[np.bool_], until: str) -> str:
    """In how many futures a contract outlives two leaders; if in none, in how many one is signed.

    Parameters
    ----------
    running : whether a service is under contract, [future, month, service].
    outlive : in which futures a contract outlives two leaders, [future].
    until : the end of the futures, in words.
    """
    size, signed = plural(len(outlive), "future"), int(running.any(axis=(1, 2)).sum())
    if outlive.any():
        return f"In {outlive.sum()} of {size} a contract has outlived two leaders by {until}."
    if signed:
        return f"A contract is signed in {signed} of {size}, and outlives two leaders in none by {until}."
    return f"No contract is signed in any of {size}."


def falls(back: NDArray[np.bool_], never: NDArray[np.bool_]) -> str:
    """In how many futures it falls and comes back, and in how many it never recovers, [future] both."""
    size = plural(len(back), "future")
    return f"It falls below half, and comes back, in {back.sum()} of {size}; it never recovers in {never.sum()}."


KINDS: Mapping[str, Kind] = {
    "outlives": Kind("a contract outlives two leaders", _contract_outlives),
    "back": Kind("it falls below half, and comes back", lambda view: comes_back(view.series, view.futures.fork)),
    "never": Kind(
        "it falls below half, and never recovers", lambda view: never_recovers(view.series, view.futures.fork)
    ),
}


def among(view: View, key: str) -> NDArray[np.bool_]:
    """Which futures of a view are of a kind, [future]; none where nothing happens in this time."""
    if not view.futures.scenario.studied or view.futures.fork >= view.futures.months:
        return np.zeros(view.futures.size, bool)
    seen_as = ("kind", key, view.state.counted, view.state.service)
    return view.futures.once(seen_as, lambda: KINDS[key].among(view))


def next_of(view: View, key: str, step: int = 1) -> int | None:
    """The future of a kind after the one that is shown, or before it (-1), counted from 0; None where there is none."""
    numbers = view.futures.numbers[among(view, key)][::step].tolist()
    return next((number for number in numbers if step * number > step * (view.number - 1)), next(iter(numbers), None))
