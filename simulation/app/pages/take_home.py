"""The page to take home (on the screen: Report), and everything in it as files."""

from __future__ import annotations

import threading
from collections.abc import Hashable, Mapping
from contextlib import suppress

import solara

from simulation.app import charts, limits
from simulation.app.browser import components
from simulation.app.charts import svg
from simulation.app.futures.bought import STANDARDS, Answer, measured_for
from simulation.app.futures.view import View
from simulation.app.pages import layout
from simulation.app.pages.parts import Heading, Waiting
from simulation.app.session import session, watching
from simulation.app.story import names, protection
from simulation.app.story.state import Workshop
from simulation.app.take_home import again, document, points, table

DRAWN = ("fan", "dots", "matrix", "tiles")
FILES = {
    "html": "Report (HTML)",
    "print": "Print, or save as PDF",
    "toml": "Scenario file",
    "csv": "Table (CSV)",
    **{f"{chart}-{kind}": f"{chart.capitalize()} ({kind.upper()})" for chart in DRAWN for kind in ("svg", "png")},
}


@solara.component
def TakeHomePage():
    """The page with its files."""
    seen = watching.use_view(estimates=session.now().given is None)
    view = seen.view if not seen.stale else None
    with solara.Div(classes=["page"]):
        with solara.Div():
            if view is None:
                Heading("Report")
                Waiting(seen)
        Insights(session.now())  # in its place whatever comes and goes: somebody may be typing
        with solara.Div():
            if view is not None:
                Content(view)


@solara.component
def Insights(state: Workshop):
    """The field for what people take home."""
    taken = [components.button(f"forget-{n}", f"Take back insight {n + 1}") for n in range(len(state.notes))]
    components.Controls(
        controls=[
            components.field("note", "An insight to take home", "", "text", longest=limits.NOTE_CHARACTERS),
            *taken,
        ],
        title="Insights",
        event_change=lambda changed: session.act(lambda now: now.noted(changed["value"])),
        event_press=lambda key: session.act(lambda now: now.forget_note(int(key.removeprefix("forget-")))),
    )


@solara.component
def Content(view: View):
    """Files, and the page itself."""
    state = view.state
    answers = use_answers(state)
    bought = points.round_3(state, STANDARDS.known(state), answers)
    text = solara.use_memo(
        lambda: document.body(view, state, _link(state), bought), [view, session.origin.value, bought]
    )
    components.Controls(
        controls=[components.button(key, title, strong=key == "html") for key, title in FILES.items()],
        title="Files",
        event_press=lambda key: hand_out(key, view, bought),
    )
    solara.HTML(unsafe_innerHTML=text, classes=["report"])


def use_answers(state: Workshop) -> Mapping[str, Answer] | None:
    """What the room bought with the points and what that comes to, when it is known; only where points are spent."""
    empty: tuple[Hashable, Mapping[str, Answer] | None] = (None, None)
    found, set_found = solara.use_state(empty)
    wanted = protection.is_about_points(state)
    story = (measured_for(state), state.slots, state.played) if wanted else None

    def watch(stop: threading.Event, visitor: str) -> None:
        with suppress(RuntimeError):  # a story that cannot be run is said elsewhere
            answers = STANDARDS.answers(state, stop, visitor)
            if not stop.is_set():
                set_found((story, answers))

    solara.use_effect(lambda: watching.followed(watch) if wanted else None, [story])
    return found[1] if found[0] == story else None


def hand_out(key: str, view: View, bought: str) -> None:
    """Make a file and hand it over; ``bought`` is what the page says of round 3."""
    state = view.state
    name = state.scenario.name
    if key == "print":
        layout.prints.set(layout.prints.peek() + 1)
    elif key == "html":
        layout.save(f"{name}-report.html", document.page(view, state, _link(state), bought), "text/html")
    elif key == "toml":
        layout.save(again.FILE, state.played.to_toml(), "application/toml")
    elif key == "csv":
        layout.save(f"{name}-months.csv", table.tidy(view), "text/csv")
    else:
        chart, _, kind = key.partition("-")
        drawing = svg.standalone(_drawn(chart, view).svg)
        layout.save(f"{name}-{chart}.{kind}", drawing, "image/svg+xml", raster=kind == "png")


def _link(state: Workshop) -> str:
    return session.origin.value + session.address("/", state)


def _drawn(chart: str, view: View) -> charts.Chart:
    """One of the charts of the page Town."""
    if chart == "fan":
        return charts.fan_chart(view)
    if chart == "dots":
        return charts.dots(view.count)
    title = f"{names.capital(view.name)}, {names.title(view.state.scenario)}"
    if chart == "tiles":
        return charts.tiles(view.cells, view.locked, names.neighbourhoods(view.state.scenario), title)
    cells, locked, contractors = (each.sum(axis=0) for each in (view.cells, view.locked, view.contractors))
    return charts.matrix(cells, locked, contractors, title, dict(view.state.names))
