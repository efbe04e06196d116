"""The page to take home (on the screen: Report), and everything in it as files."""

from __future__ import annotations

import solara

from simulation.app import charts, limits
from simulation.app.browser import components
from simulation.app.charts import svg
from simulation.app.futures.view import View
from simulation.app.pages import layout
from simulation.app.pages.parts import Heading, Waiting
from simulation.app.session import session, watching
from simulation.app.story import names
from simulation.app.story.state import Workshop
from simulation.app.take_home import again, document, table

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
    with solara.Div(classes=["page"]):
        if seen.view is None or seen.stale:
            Heading("Report")
            Waiting(seen)
        else:
            Content(seen.view)


@solara.component
def Content(view: View):
    """Files, insights, and the page itself."""
    state = view.state
    text = solara.use_memo(lambda: document.body(view, state, _link(state)), [view, session.origin.value])
    components.Controls(
        controls=[components.button(key, title, strong=key == "html") for key, title in FILES.items()],
        title="Files",
        event_press=lambda key: hand_out(key, view),
    )
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
    solara.HTML(unsafe_innerHTML=text, classes=["report"])


def hand_out(key: str, view: View) -> None:
    """Make a file and hand it over."""
    state = view.state
    name = state.scenario.name
    if key == "print":
        layout.prints.set(layout.prints.peek() + 1)
    elif key == "html":
        layout.save(f"{name}-report.html", document.page(view, state, _link(state)), "text/html")
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
