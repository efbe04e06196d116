"""Report: the page to take home, and everything in it as files."""

from __future__ import annotations

import solara

from simulation.app import charts, limits
from simulation.app.browser import components
from simulation.app.charts import svg
from simulation.app.futures.view import Picture
from simulation.app.pages import layout
from simulation.app.pages.parts import Heading, Waiting
from simulation.app.session import session
from simulation.app.story import names
from simulation.app.story.state import Workshop
from simulation.app.take_home import document as report

DRAWN = ("fan", "dots", "matrix", "tiles")
FILES = {
    "html": "Report (HTML)",
    "print": "Print, or save as PDF",
    "toml": "Scenario file",
    "csv": "Table (CSV)",
    **{f"{chart}-{kind}": f"{chart.capitalize()} ({kind.upper()})" for chart in DRAWN for kind in ("svg", "png")},
}


@solara.component
def ReportPage():
    """The report with its files."""
    seen = session.use_picture(estimates=True)
    with solara.Div(classes=["page"]):
        if seen.picture is None or seen.stale:
            Heading("Report")
            Waiting(seen)
        else:
            Content(seen.picture)


@solara.component
def Content(picture: Picture):
    """Files, insights, and the report itself."""
    state = picture.state
    text = solara.use_memo(lambda: report.body(picture, state, _link(state)), [picture, session.origin.value])
    components.Controls(
        controls=[components.button(key, title, strong=key == "html") for key, title in FILES.items()],
        title="Files",
        event_press=lambda key: hand_out(key, picture),
    )
    taken = [components.button(f"forget-{n}", f"Take back insight {n + 1}") for n in range(len(state.notes))]
    components.Controls(
        controls=[components.field("note", "An insight to take home", "", "text", longest=limits.LONGEST_NOTE), *taken],
        title="Insights",
        event_change=lambda changed: session.act(lambda now: now.noted(changed["value"])),
        event_press=lambda key: session.act(lambda now: now.forget_note(int(key.removeprefix("forget-")))),
    )
    solara.HTML(unsafe_innerHTML=text, classes=["report"])


def hand_out(key: str, picture: Picture) -> None:
    """Make a file and hand it over."""
    state = picture.state
    name = state.scenario.name
    if key == "print":
        layout.prints.set(layout.prints.peek() + 1)
    elif key == "html":
        layout.save(f"{name}-report.html", report.page(picture, state, _link(state)), "text/html")
    elif key == "toml":
        layout.save(report.FILE, state.played.to_toml(), "application/toml")
    elif key == "csv":
        layout.save(f"{name}-months.csv", report.tidy(picture), "text/csv")
    else:
        chart, _, kind = key.partition("-")
        drawing = svg.standalone(_drawn(chart, picture).svg)
        layout.save(f"{name}-{chart}.{kind}", drawing, "image/svg+xml", raster=kind == "png")


def _link(state: Workshop) -> str:
    return session.origin.value + session.address("/", state)


def _drawn(chart: str, picture: Picture) -> charts.Chart:
    """One of the charts of the page Town."""
    if chart == "fan":
        return charts.timeline(picture)
    if chart == "dots":
        return charts.dots(picture.count)
    title = f"Future {picture.number}, {names.title(picture.state.scenario)}"
    if chart == "tiles":
        return charts.tiles(picture.cells, picture.locked, names.neighbourhoods(picture.state.scenario), title)
    return charts.matrix(picture.cells.sum(axis=0), picture.locked.sum(axis=0), title, dict(picture.state.names))
