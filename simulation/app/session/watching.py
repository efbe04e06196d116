"""How pages follow the futures of the present state while these are computed."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass

import solara

from simulation.app.futures.futures import Futures
from simulation.app.futures.scheduler import SCHEDULER
from simulation.app.futures.view import View
from simulation.app.session import session
from simulation.app.story.state import Workshop
from simulation.scenarios import Scenario


@dataclass(frozen=True, eq=False)
class Seen:
    """What there is to show.

    Attributes
    ----------
    view : of the present state; of the former one, looked at as the present one is, while there is none (``stale``).
    busy : whether more is being computed.
    error : why there is no view.
    """

    view: View | None
    stale: bool
    busy: bool
    error: str = ""


@dataclass(frozen=True, eq=False)
class _Latest:
    scenario: Scenario
    seed: int
    futures: Futures | None
    error: str = ""


def use_futures(scenario: Scenario, seed: int, estimates: bool = False) -> tuple[Futures | None, str]:
    """The futures of a scenario as far as there are any, and what went wrong; drawn again as more of them come.

    Parameters
    ----------
    estimates : whether the summary is wanted too, which takes as long again.
    """
    nothing: _Latest | None = None
    found, set_found = solara.use_state(nothing)
    cached = solara.use_memo(lambda: SCHEDULER.look(scenario, seed), [scenario, seed])

    def follow() -> Callable[[], None]:
        stop = threading.Event()

        def watch() -> None:
            latest: Futures | None = None
            try:
                for latest in SCHEDULER.watch(scenario, seed, stop, estimates):
                    if not stop.is_set():
                        set_found(_Latest(scenario, seed, latest))
            except RuntimeError as error:
                # Without its estimates a view is still a view.
                if latest is None and not stop.is_set():
                    set_found(_Latest(scenario, seed, None, str(error)))

        threading.Thread(target=watch, name="watch", daemon=True).start()

        def end() -> None:
            stop.set()
            SCHEDULER.wake()

        return end

    solara.use_effect(follow, [scenario, seed, estimates])
    if found is not None and found.seed == seed and found.scenario == scenario:
        return found.futures, found.error
    return cached, ""


def use_view(estimates: bool = False) -> Seen:
    """The view of the present state; while it is computed, the last one, looked at as the present one is."""
    state = session.now()
    futures, error = use_futures(state.played, state.seed, estimates)
    nothing: Futures | None = None
    last = solara.use_ref(nothing)
    if futures is not None:
        last.current = futures
    shown = futures or last.current
    view = solara.use_memo(lambda: View(shown, state) if shown and _fits(shown, state) else None, [shown, state])
    return Seen(view, futures is None, futures is None or not futures.complete, error)


def _fits(futures: Futures, state: Workshop) -> bool:
    """Whether futures of a former state can be looked at as the present one is: the same town and time."""
    former = futures.scenario
    return futures.months == state.months and former.size("neighbourhoods") == state.scenario.size("neighbourhoods")
