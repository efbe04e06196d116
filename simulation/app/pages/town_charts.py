"""The charts of the main screen: many futures, and one of them as matrix and tiles."""

from __future__ import annotations

from dataclasses import replace

import solara

from simulation.app import charts
from simulation.app.browser import components
from simulation.app.futures import kinds
from simulation.app.futures.view import View
from simulation.app.session import session
from simulation.app.story import names

sought = solara.reactive("")  # which of `kinds.KINDS` the room asked to see


@solara.component
def Many(view: View, busy: bool):
    """Many futures: the fan with the event strip, and the dots."""
    state = view.state
    with solara.Div(classes=["many"]):
        components.Drawn(_fan(view), busy, charts.time_cursor(view))
        if state.played.studied and view.happened and not state.big:  # the sentence counts them too
            components.Drawn(charts.dots(view.count), busy)


def _fan(view: View) -> charts.Chart:
    """The fan without its time cursor: made once for everybody who looks at these futures in the same way."""
    state = view.state
    events = state.played.model_copy(update={"settings": {}}).model_dump_json()  # of settings it shows offers alone
    seen_as = (state.counted, state.service, state.without, state.arm, view.row, events, tuple(view.offers))
    return view.futures.once(("fan", *seen_as), lambda: charts.fan_chart(view, now=False))


@solara.component
def Sought(view: View):
    """A choice among the single futures by what happens in them."""
    found = {key: int(kinds.among(view, key).sum()) for key in kinds.KINDS}

    def show(changed: dict[str, str]) -> None:
        key = changed["value"]
        sought.set(key)
        number = kinds.next_of(view, key) if key else None
        if number is not None:
            session.look(lambda now: replace(now, arm=0).in_future(number))

    of = names.plural(view.futures.size, "future")
    options = [("", "Show a future where …")]
    options += [(key, f"{found[key]} of {of}: {kinds.KINDS[key].words}") for key in kinds.KINDS if found[key]]
    if len(options) > 1:
        components.Controls(
            controls=[components.select("kind", "", is_sought(view), options)],
            title="Show a future where",
            event_change=show,
        )


def is_sought(view: View) -> str:
    """The kind of futures that was asked for, if the one that is shown is of it."""
    key = sought.value
    return key if key and not view.state.arm and kinds.among(view, key)[view.row] else ""


@solara.component
def One(view: View, busy: bool):
    """One future: matrix and tiles."""
    router = solara.use_router()
    state = view.state
    kind = is_sought(view)
    where = f" where {kinds.KINDS[kind].words}" if kind else ""

    def step(key: str) -> None:
        number = kinds.next_of(view, kind, 1 if key == "on" else -1) if kind and key != "arm" else None
        if number is None:
            session.step_future(key)
        else:
            session.look(lambda now: now.in_future(number))

    arm = "without events" if state.arm else "with events"
    with solara.Div(classes=["one"]):
        with solara.Div(classes=["one-future"]):
            solara.HTML(
                tag="strong", unsafe_innerHTML=f"{names.capital(view.name)}, {arm}", attributes={"role": "status"}
            )
            if state.big:
                Sought(view)
            components.Controls(
                controls=[
                    components.button("back", "‹", tip=f"The future before{where}"),
                    components.button("on", "›", tip=f"The next future{where}"),
                    components.button(
                        "arm", "⇄ with" if state.arm else "⇄ without", tip="The same future with or without the events"
                    ),
                ],
                title="Which single future",
                event_press=step,
            )
        matrix = solara.use_memo(
            lambda: charts.matrix(
                view.cells.sum(axis=0),
                view.locked.sum(axis=0),
                view.contractors.sum(axis=0),
                f"Who plans and who delivers in {view.name}, {arm}",
                dict(state.names),
            ),
            [view],
        )
        components.Drawn(matrix, busy)
        tiles = solara.use_memo(
            lambda: charts.tiles(
                view.cells,
                view.locked,
                names.neighbourhoods(state.scenario),
                f"Neighbourhoods of {view.name}, {arm}",
            ),
            [view],
        )
        caption = "One tile per neighbourhood"
        locked = "; £: locked in by contract" if view.locked.any() else ""
        solara.HTML(tag="p", unsafe_innerHTML=f"{caption}{locked}.", classes=["quiet", "caption"])

        def pick(key: str) -> None:
            session.place.set(int(key.removeprefix("place-")))
            router.push(session.address("/why"))

        components.Drawn(tiles, busy, pick=pick)
