"""The charts of the main screen: many futures, and one of them as matrix and tiles."""

from __future__ import annotations

import solara

from simulation.app import charts
from simulation.app.browser import components
from simulation.app.futures.view import View
from simulation.app.session import session
from simulation.app.story import names


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
def One(view: View, busy: bool):
    """One future: matrix and tiles."""
    router = solara.use_router()
    state = view.state
    arm = "without events" if state.arm else "with events"
    with solara.Div(classes=["one"]):
        with solara.Div(classes=["one-future"]):
            solara.HTML(tag="strong", unsafe_innerHTML=f"{names.capital(view.name)}, {arm}")
            components.Controls(
                controls=[
                    components.button("back", "‹", tip="The future before"),
                    components.button("on", "›", tip="The next future"),
                    components.button(
                        "arm", "⇄ with" if state.arm else "⇄ without", tip="The same future with or without the events"
                    ),
                ],
                title="Which single future",
                event_press=session.step_future,
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
