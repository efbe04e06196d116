"""Compare: up to four stories side by side, with the same dice."""

from __future__ import annotations

from dataclasses import replace

import solara

from simulation.app import charts, comparison, components, names, session
from simulation.app.pages.parts import Heading, paragraph
from simulation.app.picture import Picture
from simulation.app.sentences import when
from simulation.app.state import SLOTS, Workshop
from simulation.scenarios import Scenario


@solara.component
def ComparePage():
    """A row for each story."""
    state = session.now()
    slots = dict(state.slots)
    free = next((slot for slot in SLOTS if slot not in slots), SLOTS[-1])
    with solara.Div(classes=["page"]):
        Heading(
            "Which story survives?",
            f"Same dice (seed {state.seed}) in every row, so that future 1 of A is the same town as future 1 of B.",
        )
        components.Controls(
            controls=[
                components.button(f"keep-{slot}", f"Keep the present story as {slot}", strong=slot == free)
                for slot in SLOTS
            ],
            title="Keep",
            event_press=lambda key: session.act(lambda now: now.keep_in(key.removeprefix("keep-"))),
        )
        if not slots:
            paragraph(
                "Nothing is kept yet. Keep the present story, change something on the page Town, come back, keep again."
            )
        first = slots.get(SLOTS[0])
        for slot, scenario in state.slots:
            Row(state, slot, scenario, first)


@solara.component
def Row(state: Workshop, slot: str, scenario: Scenario, first: Scenario | None):
    """One story."""
    router = solara.use_router()
    futures, error = session.use_futures(scenario, state.seed, estimates=True)
    of_first, _ = session.use_futures(first or scenario, state.seed)

    def press(key: str) -> None:
        if key == "empty":
            session.act(lambda now: now.empty(slot))
        else:
            session.act(lambda now: now.open_slot(slot))
            router.push(session.address("/"))

    with solara.Div(classes=["compare-row"]):
        solara.HTML(tag="h2", unsafe_innerHTML=f"{slot} · {_story(scenario)}")
        if error or futures is None:
            paragraph(f"That could not be run: {error}" if error else "Simulating …")
        else:
            view = replace(state, scenario=scenario, off=frozenset()).at(state.cursor)
            picture = Picture(futures, view)
            here = comparison.line(futures, of_first if first is not None and slot != SLOTS[0] else None, state)
            told = (
                ("at the end", here.end),
                ("survives", here.survives),
                ("worst 1 in 20", f"{here.worst} or fewer"),
                ("back after", here.back),
                ("locked in", here.locked),
                (f"against {SLOTS[0]}", here.difference),
            )
            cells = "".join(f"<div><dt>{name}</dt><dd>{value}</dd></div>" for name, value in told)
            solara.HTML(unsafe_innerHTML=f'<div class="compare-body">{charts.fan(picture)}<dl>{cells}</dl></div>')
        components.Controls(
            controls=[components.button("open", "Open"), components.button("empty", "Remove")],
            title=f"Story {slot}",
            event_press=press,
        )


def _story(scenario: Scenario) -> str:
    from html import escape

    from simulation.app.happenings import chip
    from simulation.app.levers import LEVERS
    from simulation.scenarios.times import first_month

    events = [f"{chip(event)} ({when(first_month(event, scenario.start)).lower()})" for event in scenario.studied]
    levers = [
        f"{LEVERS[name].title}: {LEVERS[name].word(value).lower()}" if name in LEVERS else f"{name} = {value:g}"
        for name, value in scenario.settings.items()
    ]
    return escape("; ".join([names.title(scenario), *levers, *events]))
