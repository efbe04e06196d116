"""A short tour of the main screen for whoever sees it for the first time; it starts when it is asked for."""

from __future__ import annotations

import solara

from simulation.app import limits
from simulation.app.browser import components

# What each stop points at, its title, and what is said there.
STOPS = (
    (
        ".told h1",
        "The question",
        "All that is here answers it. The town is made up: a place to think with, no forecast.",
    ),
    (
        ".told .one-number",
        "One number against one",
        "How many local services are planned and delivered together at this time: with what happens, and without it.",
    ),
    (
        "#gauge",
        "Does it survive?",
        "In how many futures at least half is left at the worst moment. It counts once something happens.",
    ),
    (
        ".levers",
        "Levers and time",
        f"What the town starts with. Move one, and {limits.FUTURES} futures are computed anew. The year says what you "
        "look at, and when the next event comes.",
    ),
    (
        ":is(.many, .one) .figure",
        "The chart",
        "Each picture tells its values to the mouse and the arrow keys; F fills the screen with it. Of many futures "
        "the dark line is the middle one, the light area nine in ten, the dashed line the town without the events.",
    ),
    (
        ".bar button.event",
        "Now let something happen",
        "Press this, and a cold leader comes in. Everything can be undone.",
    ),
)

touring = solara.reactive(False)


@solara.component
def Tour():
    """The tour, while it goes on."""
    components.Tour(
        stops=[{"target": target, "title": title, "words": words} for target, title, words in STOPS],
        going=touring.value,
        event_end=lambda *_: touring.set(False),
    )
