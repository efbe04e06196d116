"""What happened anyway in a documented place can be listed, and the list goes away again."""

from __future__ import annotations

import pytest

pytest.importorskip("solara")

import solara

from simulation.app.pages import anyway, town, town_bar
from simulation.app.story.state import opened


def widgets(widget):
    yield widget
    for child in getattr(widget, "children", ()):
        if not isinstance(child, str):
            yield from widgets(child)


def text(page) -> str:
    return "".join(getattr(each, "unsafe_innerHTML", "") for each in widgets(page))


def test_the_number_beside_the_chips_opens_the_list():
    state = opened("sheffield")
    contexts = []

    def drawn(element):
        page, context = solara.render(element, handle_error=False)
        contexts.append(context)
        return page

    chips = next(each for each in widgets(drawn(town.Events(state))) if hasattr(each, "chips"))
    page = drawn(town_bar.Forms(state))
    try:
        assert chips.hidden == "and 38 events that happened anyway" and anyway.TITLE not in text(page)
        dict(chips._event_callbacks)["tell"](None)
        told = text(page)
        assert anyway.TITLE in told and told.count("<li>") == 38
        close = next(each for each in widgets(page) if hasattr(each, "controls"))
        dict(close._event_callbacks)["press"]("close")
        assert anyway.TITLE not in text(page)
    finally:
        anyway.shown.set(False)
        for context in contexts:
            context.close()
