"""What happened anyway: the events of a story that are not under study, in a list that lies over the screen."""

from __future__ import annotations

from html import escape

import solara

from simulation.app.browser import components
from simulation.app.story.droppable_events import happened_anyway
from simulation.app.story.state import Workshop

TITLE = "What happened anyway"
shown = solara.reactive(False)


@solara.component
def Anyway(state: Workshop):
    """The list, to be drawn while it is `shown`."""
    lines = "".join(f"<li>{escape(line)}</li>" for line in happened_anyway(state.scenario))
    with solara.Div(classes=["message over council"], attributes={"role": "dialog", "aria-label": TITLE}):
        solara.HTML(
            unsafe_innerHTML=(
                f"<h2>{TITLE}</h2><p>It happens in every future, with the events that you drop and without them.</p>"
                f"<ul>{lines}</ul>"
            ),
            classes=["reading"],
        )
        components.Controls(
            controls=[components.button("close", "Close", first=True)],
            title=TITLE,
            event_press=lambda _: shown.set(False),
        )
