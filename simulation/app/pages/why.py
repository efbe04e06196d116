"""Why: the biography of one neighbourhood in one future, and the recorded reasons over all of them."""

from __future__ import annotations

from html import escape

import solara

from simulation.app import limits
from simulation.app.browser import components
from simulation.app.charts.chart import html_table
from simulation.app.futures import biography
from simulation.app.futures.view import View
from simulation.app.pages.parts import Heading, Waiting, behind, paragraph
from simulation.app.session import session, watching
from simulation.app.story import names
from simulation.world.services import SERVICES


@solara.component
def WhyPage():
    """Biography and reasons."""
    state = session.now()
    seen = watching.use_view()
    with solara.Div(classes=["page"]):
        Heading(
            "Why did it happen?", "Only what the simulation recorded: each change with the cause that was written down."
        )
        if seen.view is None:
            Waiting(seen)
            return
        paragraph(behind(seen, seen.view), ["quiet", "behind"])
        places = names.neighbourhoods(state.scenario)
        here = session.place.value % len(places)
        Pickers(places, here)
        with solara.Div(classes=["columns"]):
            Biography(seen.view, places[here], here)
            Reasons(seen.view)


@solara.component
def Pickers(places: tuple[str, ...], here: int):
    """Which neighbourhood, service and future."""
    state = session.now()

    def change(changed: dict[str, str]) -> None:
        if changed["key"] == "place":
            session.place.set(int(changed["value"]))
        else:
            session.look(lambda now: now.look_at(None if changed["value"] == "all" else int(changed["value"])))

    services = [("all", "All services"), *((n, each.title.capitalize()) for n, each in enumerate(SERVICES))]
    components.Controls(
        controls=[
            components.select("place", "Neighbourhood", here, list(enumerate(places))),
            components.select("service", "Service", "all" if state.service is None else state.service, services),
            components.button("back", "‹ future", tip="The future before"),
            components.button("on", "future ›", tip="The next future"),
            components.button("arm", "With ⇄ without the events"),
        ],
        title="What to look at",
        event_change=change,
        event_press=session.step_future,
    )


@solara.component
def Biography(view: View, name: str, here: int):
    """What was recorded of this neighbourhood."""
    state = view.state
    arm = "without the events" if state.arm else "with the events"
    entries = biography.biography(view, here, state.service)
    with solara.Div():
        solara.HTML(tag="h2", unsafe_innerHTML=escape(f"{name}, {view.name}, {arm}"))
        if state.service is not None:
            start = biography.at_the_start(view, here, state.service)
            paragraph(f"At the start: {names.service(state.service)}: {start}.")
        more = len(entries) - limits.BIOGRAPHY_ENTRIES
        items = "".join(_item(entry, state.start) for entry in entries[: limits.BIOGRAPHY_ENTRIES])
        items_beyond = f"<p class='quiet'>and {more} more</p>" if more > 0 else ""
        nothing = "" if entries else "<p>Nothing was recorded: it stayed as it was.</p>"
        solara.HTML(unsafe_innerHTML=f'<ol class="biography">{items}</ol>{items_beyond}{nothing}')


def _item(entry: biography.Entry, start: str | None) -> str:
    kind = ' class="leader"' if entry.leader else ""
    return f"<li{kind}><b>{biography.stamp(entry.month, start)}</b> {escape(entry.words)}</li>"


@solara.component
def Reasons(view: View):
    """How often each cause was recorded."""
    tables = solara.use_memo(lambda: "".join(_table(view, leaving) for leaving in (True, False)), [view.futures])
    solara.HTML(unsafe_innerHTML=tables)


def _table(view: View, leaving: bool) -> str:
    title = "Why co-production ended" if leaving else "Why co-production began"
    size, period = names.plural(view.futures.size, "future"), biography.period(view)
    caption = f"{title}: recorded causes in {size}, {period}, all services"
    rows = [(each.words, f"{each.scenario:,}", f"{each.counterfactual:,}") for each in biography.reasons(view, leaving)]
    return html_table(caption, ("cause", "with the events", "without"), rows)
