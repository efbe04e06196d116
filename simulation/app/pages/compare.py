"""Compare: up to four stories side by side, with the same dice."""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from typing import Any

import solara

from simulation.app import charts
from simulation.app.browser import components
from simulation.app.futures import comparison
from simulation.app.futures.view import View
from simulation.app.pages import layout
from simulation.app.pages.parts import Heading, paragraph
from simulation.app.pages.trial import TrialPanel
from simulation.app.session import session, watching
from simulation.app.story import names, origins, played_in, protection
from simulation.app.story.droppable_events import chip
from simulation.app.story.levers import LEVERS
from simulation.app.story.sentences import MORE_LEFT, inside, what_is_counted
from simulation.app.story.state import PRESETS, SLOTS, Workshop
from simulation.app.take_home.again import file_of
from simulation.results.resilience import BACK, STEADY_MONTHS
from simulation.scenarios import Scenario
from simulation.scenarios.times import first_month


@solara.component
def ComparePage():
    """A row for each story."""
    state = session.now()
    slots = dict(state.slots)
    ceilings, set_ceilings = solara.use_state({})

    def note(slot: str, ceiling: int) -> None:
        set_ceilings(lambda known: {**known, slot: ceiling})

    bought = protection.differ_in_what_is_bought([_shown(state, scenario) for scenario in slots.values()])
    with solara.Div(classes=["page"]):
        Heading(
            "With which is more left?" if bought else "Which story survives?",
            f"Same dice (seed {state.seed}) and same worlds in every row ({played_in.KINDS[state.worlds]}), so that "
            f"future 1 of A is the same town as future 1 of B.{' All futures count here.' if state.given else ''}",
        )
        components.Controls(
            controls=keeps(state),
            title="Keep",
            event_press=lambda key: session.act(lambda now: now.keep_in(key.removeprefix("keep-"))),
        )
        if not slots:
            paragraph(
                "Nothing is kept yet. Keep the present story, change something on the page Town, come back, keep again."
            )
        if len(slots) > 1:
            TrialPanel(state)
        elif slots:
            paragraph("Keep a second row, and one assumption can be tried in both.", ["quiet"])
        first = slots.get(SLOTS[0])
        top = max((ceilings.get(slot, 0) for slot in slots), default=0)
        for slot, scenario in state.slots:
            Row(state, slot, scenario, first, bought, top, lambda found, slot=slot: note(slot, found)).key(slot)
        if slots:
            paragraph(
                f"Counted: {what_is_counted(state.counted, state.service)}. "
                f"{f'More left: {MORE_LEFT}. ' if bought else ''}"
                "Survives: at the worst moment at least half is left of what there would be without the events, in "
                f"futures with something to lose. Back after: until at least {100 * BACK:.0f} % of what there would be "
                f"is back, for {STEADY_MONTHS} months running; half of these futures are back by then. Locked in: "
                "spending that no election can redirect within a year.",
                ["quiet", "caption"],
            )


def keeps(state: Workshop) -> list[dict[str, Any]]:
    """Buttons to keep the present story; the next free one stands out, but not where kept ones are doubted."""
    free = next((slot for slot in SLOTS if slot not in dict(state.slots)), SLOTS[-1])
    return [
        components.button(
            f"keep-{slot}", f"Keep the present story as {slot}", strong=slot == free and state.round != "doubt"
        )
        for slot in SLOTS
    ]


def _shown(state: Workshop, scenario: Scenario) -> Workshop:
    """What a row shows: all futures of its story, to the same year."""
    return state.row(scenario).at(state.cursor)


@solara.component
def Row(
    state: Workshop,
    slot: str,
    scenario: Scenario,
    first: Scenario | None,
    bought: bool,
    top: int,
    note: Callable[[int], object],
):
    """One story; ``note`` takes how high its futures reach, ``top`` is how high those of all rows do.

    ``bought``: whether rows differ in what is bought and in nothing else.
    """
    router = solara.use_router()
    futures, error = watching.use_futures(scenario, state.seed, state.drawn_in, estimates=True)
    of_first, _ = watching.use_futures(first or scenario, state.seed, state.drawn_in)

    shown = _shown(state, scenario)
    bare = protection.NOTHING.of(shown) if bought else shown
    of_nothing, _ = watching.use_futures(bare.played, state.seed, state.drawn_in)
    nothing = View(of_nothing, bare) if bought and of_nothing is not None else None
    view = View(futures, shown) if futures is not None else None
    ceiling = view.ceiling if view is not None else 0

    def told() -> None:
        note(ceiling)

    solara.use_effect(told, [ceiling])

    def press(key: str) -> None:
        if key == "empty":
            session.act(lambda now: now.empty(slot))
        elif key == "toml":
            layout.save(file_of(slot), scenario.to_toml(), "application/toml")
        else:
            session.act(lambda now: now.open_slot(slot))
            router.push(session.address("/"))

    with solara.Div(classes=["compare-row"]):
        solara.HTML(tag="h2", unsafe_innerHTML=f"{slot} · {_story(scenario)}")
        if error or futures is None or view is None:
            paragraph(f"That could not be run: {error}" if error else "Simulating …")
        else:
            other = of_first if first is not None and slot != SLOTS[0] else None
            here = comparison.line(futures, other, state, nothing)
            measures = (
                *((("more left", here.more or "…"),) if bought else ()),
                ("at the end", here.end),
                ("survives", here.survives),
                ("worst 1 in 20", here.worst),
                ("back after", here.back),
                ("locked in", here.locked),
                (f"at the end, against {SLOTS[0]}", here.difference),
            )
            cells = "".join(f"<div><dt>{name}</dt><dd>{value}</dd></div>" for name, value in measures)
            there = session.origin.value + session.address("/", state.open_slot(slot))
            with solara.Div(classes=["compare-body"]):
                components.Drawn(charts.small_fan(view, slot, max(top, ceiling)))
                solara.HTML(tag="dl", unsafe_innerHTML=cells)
                solara.HTML(tag="a", unsafe_innerHTML=f"Link to {slot}", attributes={"href": there})
        components.Controls(
            controls=[
                components.button("open", "Open"),
                components.button("toml", "Scenario file"),
                components.button("empty", "Remove", goes=True),
            ],
            title=f"Story {slot}",
            event_press=press,
        )


def _story(scenario: Scenario) -> str:
    start = scenario.start
    events = [f"{chip(event)} ({inside(first_month(event, start), start)})" for event in scenario.studied]
    levers = [
        f"{LEVERS[name].title}: {LEVERS[name].word(value).lower()}" if name in LEVERS else f"{name} = {value:g}"
        for name, value in origins.changed(scenario).items()
    ]
    return escape("; ".join([PRESETS.get(scenario.name) or names.title(scenario), *levers, *events]))
