"""Assumptions: every number of the model, where it comes from, and a field to change it."""

from __future__ import annotations

from typing import Any, get_args

import solara

from simulation.app import limits
from simulation.app.browser import components
from simulation.app.pages.parts import Heading, paragraph
from simulation.app.session import session, watching
from simulation.app.story import influence, names
from simulation.app.story.state import Workshop
from simulation.world.parameters import PARAMETERS
from simulation.world.parameters.parameter import Parameter, Strength

KINDS = {
    "all": "all",
    "changed": "changed or doubted here",
    "lever": "levers",
    "uncertainty": "what nobody knows exactly",
    "switch": "mechanisms, on or off",
    "constant": "fixed by definition",
    "size": "sizes of the world",
}
STRENGTHS = {each: each for each in ("all", *get_args(Strength))}
ORDERS = {"matters": "what matters most first", "model": "as in the model"}

kind = solara.reactive("uncertainty")
strength = solara.reactive("all")
order = solara.reactive("matters")
searched = solara.reactive("")
everything = solara.reactive(False)
refused = solara.reactive(0)  # values that could not be taken


@solara.component
def AssumptionsPage():
    """The table of parameters."""
    state = session.now()
    seen = watching.use_view()
    with solara.Div(classes=["page wide"]):
        Heading("What is assumed, and how well is it known?")
        if seen.view is not None and not seen.stale:
            paragraph(seen.view.sentence, ["sentence-small"])
        else:
            paragraph(seen.error or "Simulating …", ["sentence-small"])
        components.Controls(
            controls=[
                components.select("kind", "Show", kind.value, list(KINDS.items())),
                components.select("strength", "Known from", strength.value, list(STRENGTHS.items())),
                components.select("order", "Order", order.value, list(ORDERS.items())),
                components.field("words", "With the word", searched.value, "text", longest=limits.SEARCH_CHARACTERS),
                components.button("reset", "Reset assumptions", tip="All numbers as they were; the events stay"),
                components.button("undo", "Undo", disabled=not session.history.value.past),
            ],
            title="Which assumptions",
            event_change=_filter,
            event_press=lambda key: session.undo() if key == "undo" else session.act(Workshop.reset_assumptions),
        )
        shown = [parameter for parameter in PARAMETERS.values() if _shown(parameter, state)]
        if order.value == "matters":
            shown.sort(key=influence.weight, reverse=True)
        rows = [row(parameter, state) for parameter in (shown if everything.value else shown[: limits.ASSUMPTION_ROWS])]
        found = f"{len(rows)} of {len(shown)} found, {len(PARAMETERS)} in all. {influence.about()}"
        paragraph(found, ["quiet", "how-tested"])
        components.AssumptionTable(
            rows=rows,
            title="Assumptions",
            refused=refused.value,
            event_set=_set,
            event_contest=lambda name: session.act(lambda now: now.contest(name)),
        )
        if len(rows) < len(shown):
            components.Controls(
                controls=[components.button("all", f"Show all {len(shown)}")],
                title="More assumptions",
                event_press=lambda _: everything.set(True),
            )


def row(parameter: Parameter, state: Workshop) -> dict[str, Any]:
    """A parameter as a row of the table."""
    value = state.value(parameter.name)
    verdict, _, detail = influence.if_wrong(parameter).partition(":")
    return {
        "name": parameter.name,
        "meaning": names.capital(parameter.meaning),
        "value": _plain(value),
        "low": _plain(parameter.low),
        "high": _plain(parameter.high),
        "usual": _plain(parameter.default),
        "unit": parameter.unit,
        "strength": parameter.strength,
        "source": parameter.source,
        "verdict": verdict + (":" if detail else ""),
        "detail": detail,
        "fixed": parameter.role == "size",
        "changed": value != parameter.default,
        "contested": parameter.name in state.contested,
    }


def _plain(value: float) -> float | int:
    return int(value) if float(value).is_integer() else round(float(value), 6)


def _shown(parameter: Parameter, state: Workshop) -> bool:
    touched = parameter.name in state.scenario.settings or parameter.name in state.contested
    right_kind = {"all": True, "changed": touched}.get(kind.value, parameter.role == kind.value)
    right_strength = strength.value in ("all", parameter.strength)
    return right_kind and right_strength and searched.value.lower() in f"{parameter.name} {parameter.meaning}".lower()


def _filter(changed: dict[str, str]) -> None:
    {"kind": kind, "strength": strength, "order": order, "words": searched}[changed["key"]].set(changed["value"])


def _set(changed: dict[str, str]) -> None:
    try:
        value = float(changed["value"])
    except ValueError:
        session.message.set(f"{changed['name']} must be a number. Nothing was lost.")
        refused.set(refused.peek() + 1)
        return
    session.act(lambda now: now.set(changed["name"], value))
    if session.message.peek():
        refused.set(refused.peek() + 1)
