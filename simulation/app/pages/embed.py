"""A picture for a page of somebody else: many futures with their headline and small print, and the way to the whole."""

from __future__ import annotations

import solara

from simulation.app import charts
from simulation.app.browser import components
from simulation.app.pages.parts import Heading, Waiting, behind, paragraph
from simulation.app.session import session, watching
from simulation.app.story.names import plural, title
from simulation.app.story.sentences import not_a_forecast


@solara.component
def EmbedPage():
    """One picture and nothing to press."""
    state = session.now()
    seen = watching.use_view()
    with solara.Div(classes=["page", "embed"]):
        if seen.view is None:
            Waiting(seen)
            return
        view = seen.view
        Heading(view.headline)
        components.Drawn(charts.fan_chart(view), seen.busy)
        paragraph(view.sentence, ["caption"])
        what = f"{title(state.scenario)}, {plural(view.futures.size, 'future')}, seed {state.seed}."
        paragraph(f"{what} {behind(seen, view)} {not_a_forecast(state.scenario)}", ["quiet", "caption"])
        solara.HTML(
            tag="a",
            unsafe_innerHTML="Open it in the workshop",
            attributes={"href": session.origin.value + session.address("/", state), "target": "_blank"},
        )
