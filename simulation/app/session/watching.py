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
from simulation.app.session.caller import visitor
from simulation.app.story import councils
from simulation.app.story.state import Workshop
from simulation.scenarios import Scenario
from simulation.world.worlds import Worlds


@dataclass(frozen=True, eq=False)
class Seen:
    """What there is to show.

    Attributes
    ----------
    view : of the present state; of the former one, looked at as the present one is, while there is none (``stale``).
    futures : how many futures there are; the view may look at some of them only.
    busy : whether more is being computed.
    error : why there is no view.
    """

    view: View | None
    stale: bool
    futures: int
    busy: bool
    error: str = ""


@dataclass(frozen=True, eq=False)
class _Latest:
    scenario: Scenario
    seed: int
    worlds: Worlds
    futures: Futures | None
    error: str = ""

    def of(self, scenario: Scenario, seed: int, worlds: Worlds) -> bool:
        """Whether it is of this scenario with these dice in these worlds."""
        return self.seed == seed and self.worlds.digest == worlds.digest and self.scenario == scenario


def use_futures(scenario: Scenario, seed: int, worlds: Worlds, estimates: bool = False) -> tuple[Futures | None, str]:
    """The futures of a scenario as far as there are any, and what went wrong; drawn again as more of them come.

    Parameters
    ----------
    estimates : whether the summary is wanted too, which takes as long again.
    """
    nothing: _Latest | None = None
    found, set_found = solara.use_state(nothing)
    cached = solara.use_memo(lambda: SCHEDULER.look(scenario, seed, worlds), [scenario, seed, worlds.digest])

    def watch(stop: threading.Event, visitor: str) -> None:
        latest: Futures | None = None
        try:
            for latest in SCHEDULER.watch(scenario, seed, stop, estimates, worlds, visitor):
                if not stop.is_set():
                    set_found(_Latest(scenario, seed, worlds, latest))
        except RuntimeError as error:
            # Without its estimates a view is still a view.
            if latest is None and not stop.is_set():
                set_found(_Latest(scenario, seed, worlds, None, str(error)))

    solara.use_effect(lambda: followed(watch), [scenario, seed, worlds.digest, estimates])
    if found is not None and found.of(scenario, seed, worlds):
        return found.futures, found.error
    return cached, ""


def followed(watch: Callable[[threading.Event, str], None]) -> Callable[[], None]:
    """Watch futures for this visitor in a thread; what is returned sets the event by which that ends early."""
    stop = threading.Event()
    threading.Thread(target=watch, args=(stop, visitor()), name="watch", daemon=True).start()

    def end() -> None:
        stop.set()
        SCHEDULER.wake()

    return end


def use_view(estimates: bool = False) -> Seen:
    """The view of the present state; while it is computed, the last one, looked at as the present one is."""
    state = session.now()
    futures, error = use_futures(state.played, state.seed, state.drawn_in, estimates)
    nothing: Futures | None = None
    last = solara.use_ref(nothing)
    if futures is not None:
        last.current = futures
    shown = futures or last.current
    view = solara.use_memo(
        lambda: View(shown.where(state.given), state) if shown and _fits(shown, state) else None, [shown, state]
    )
    if futures is not None and futures.complete and view is None:
        error = f"none of {futures.size} futures is in such a world"
    return Seen(view, futures is None, shown.size if shown else 0, futures is None or not futures.complete, error)


def _fits(futures: Futures, state: Workshop) -> bool:
    """Whether futures, perhaps of a former state, can be looked at as the present one is: the same town and time."""
    former = futures.scenario
    if state.given is not None and (
        futures.worlds.digest != state.drawn_in.digest or not futures.where(state.given).size
    ):
        return False
    if councils.on_record(former) != councils.on_record(state.scenario):
        return False
    return futures.months == state.months and former.size("neighbourhoods") == state.scenario.size("neighbourhoods")
