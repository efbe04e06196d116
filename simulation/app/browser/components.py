"""The parts of the pages that run in the browser: their properties, and the events that tell what people do."""

# The names and arguments are the contract with the Vue files beside this one; Solara makes the widgets from them.
from __future__ import annotations

from collections.abc import Callable
from typing import Any

import solara

from simulation.app.charts import Chart

Event = Callable[[Any], None]


@solara.component_vue("frame.vue", vuetify=False)
def Frame(
    address: str = "",
    heading: str = "",
    announcement: str = "",
    shortcuts: list[str] = [],  # noqa: B006
    big: bool = False,
    dark: bool = False,
    file: dict[str, Any] = {},  # noqa: B006
    copy: int = 0,
    print: int = 0,
    undo_links: dict[str, list[str]] = {},  # noqa: B006
    event_remember: Event | None = None,
    event_shortcut: Event | None = None,
    event_ready: Event | None = None,
    event_copied: Event | None = None,
) -> None:
    """Language, address, theme, keys, files, clipboard; nothing to see."""


@solara.component_vue("bar.vue", vuetify=False)
def Bar(
    groups: list[dict[str, Any]],
    scenario: str,
    playing: bool,
    in_sight: list[dict[str, str]],
    more_events: list[dict[str, str]],
    can_undo: bool,
    can_redo: bool,
    menu: list[dict[str, str]],
    event_open: Event | None = None,
    event_play: Event | None = None,
    event_rewind: Event | None = None,
    event_drop: Event | None = None,
    event_act: Event | None = None,
) -> None:
    """The bar on top of the main screen."""


@solara.component_vue("levers.vue", vuetify=False)
def Levers(
    levers: list[dict[str, Any]],
    more: list[dict[str, Any]],
    cursor: int,
    months: int,
    begins: int | None,
    service: int | None,
    services: list[dict[str, Any]],
    counted: str,
    points: str = "",
    left: int = 0,
    event_lever: Event | None = None,
    event_at: Event | None = None,
    event_look_at: Event | None = None,
    event_count: Event | None = None,
) -> None:
    """Levers, the time cursor, and what is counted."""


@solara.component_vue("chips.vue", vuetify=False)
def Chips(
    chips: list[dict[str, Any]],
    empty: str = "",
    hidden: str = "",
    event_toggle: Event | None = None,
    event_remove: Event | None = None,
    event_tell: Event | None = None,
) -> None:
    """The events of the story; ``hidden`` says how many others there are, which can be told."""


@solara.component_vue("chart.vue", vuetify=False)
def ChartFigure(
    drawing: str,
    table: str,
    title: str,
    told: bool = True,
    busy: bool = False,
    over: str = "",
    event_pick: Event | None = None,
    event_turn: Event | None = None,
) -> None:
    """A chart, which can be shown as a table or in full screen, and tells its values.

    ``over`` is drawn on top of it and changes more often; what is not ``told`` has no table.
    """


@solara.component
def Drawn(chart: Chart, busy: bool = False, over: str = "", pick: Event | None = None, told: bool = True):
    """A chart; its table is sent to those who ask for it."""
    as_table = solara.use_reactive(False)
    ChartFigure(
        drawing=chart.on_screen,
        table=chart.table if as_table.value else "",
        title=chart.title,
        told=told,
        busy=busy,
        over=over,
        event_pick=pick,
        event_turn=as_table.set,
    )


@solara.component_vue("controls.vue", vuetify=False)
def Controls(
    controls: list[dict[str, Any]], title: str = "", event_change: Event | None = None, event_press: Event | None = None
) -> None:
    """A row of fields and buttons."""


@solara.component_vue("assumptions.vue", vuetify=False)
def AssumptionTable(
    rows: list[dict[str, Any]],
    title: str = "",
    named: bool = False,
    refused: int = 0,
    event_set: Event | None = None,
    event_leave_open: Event | None = None,
    event_only: Event | None = None,
    event_contest: Event | None = None,
) -> None:
    """The parameters, each with its value to change, or what it is in the worlds.

    ``named``: with what the model calls them. ``refused`` counts values that could not be taken.
    """


@solara.component_vue("links.vue", vuetify=False)
def Links(pages: list[dict[str, Any]], link: str, event_go: Event | None = None) -> None:
    """The pages of the workshop."""


@solara.component_vue("tour.vue", vuetify=False)
def Tour(stops: list[dict[str, str]], going: bool = False, event_end: Event | None = None) -> None:
    """A tour: ``stops`` have a ``target`` (a selector), a ``title`` and ``words``."""


@solara.component_vue("explorer.vue", vuetify=False)
def MesaMended(tabs: list[str]) -> None:
    """Names, headings and spoken values for Mesa's views; nothing to see."""


def select(key: str, label: str, value: Any, options: list[tuple[Any, str]]) -> dict[str, Any]:
    """A choice, for `Controls`."""
    listed = [{"value": str(each), "text": text} for each, text in options]
    return {"kind": "select", "key": key, "label": label, "value": str(value), "options": listed}


def button(key: str, label: str, **more: Any) -> dict[str, Any]:
    """A button, for `Controls`: ``strong``, ``disabled``, ``pressed``, ``tip``; ``first`` takes the focus.

    One that ``goes`` with what its press takes away leaves the focus to the first button of the page.
    """
    return {"kind": "button", "key": key, "label": label, **more}


def field(key: str, label: str, value: Any, kind: str = "text", **more: Any) -> dict[str, Any]:
    """A field to type in, for `Controls`: ``low``, ``high``, ``step``, ``longest``.

    One of the kind ``search`` tells what is typed while it is, and "enter" is pressed by the key of that name.
    """
    return {"kind": kind, "key": key, "label": label, "value": value, **more}
