"""Assumptions: every number of the model, where it comes from, and a field to change it."""

from __future__ import annotations

from typing import Any, get_args

import numpy as np
import solara

from simulation.app import limits
from simulation.app.browser import components
from simulation.app.pages.parts import Heading, behind, paragraph
from simulation.app.session import session, watching
from simulation.app.story import doubts, influence, names, played_in
from simulation.app.story.sentences import assumed
from simulation.app.story.state import Workshop
from simulation.results.quantiles import quantiles
from simulation.world.parameters import PARAMETERS
from simulation.world.parameters.parameter import Parameter, Strength

KINDS = {
    "all": "all",
    "changed": "fixed, chosen or doubted here",
    "lever": "levers",
    "uncertainty": "what nobody knows exactly",
    "switch": "mechanisms, on or off",
    "constant": "fixed by definition",
    "size": "sizes of the world",
}
STRENGTHS = {each: each for each in ("all", *get_args(Strength))}
SLIDER_STEPS = 100
HOW_OPEN = (
    "Now: from the lowest of the worlds to the highest, in the strip within the range (thick: the middle half of "
    "them); or the one number that is fixed in all."
)
ORDERS = {"matters": "what matters most first", "model": "as in the model"}

kind = solara.reactive("uncertainty")
strength = solara.reactive("all")
order = solara.reactive("matters")
searched = solara.reactive("")
everything = solara.reactive(False)
named = solara.reactive(False)  # whether what the model calls them is shown
refused = solara.reactive(0)  # values that could not be taken


@solara.component
def AssumptionsPage():
    """The table of parameters."""
    state = session.now()
    seen = watching.use_view()
    with solara.Div(classes=["page wide"]):
        Heading("What is assumed, and how well is it known?")
        Told(seen)
        WhatWasDone(state)
        components.Controls(
            controls=[
                components.button(kind, f"Play in {words}", pressed=kind == state.worlds)
                for kind, words in played_in.KINDS.items()
            ],
            title="Worlds",
            event_press=lambda kind: session.act(lambda now: now.in_worlds(kind)),
        )
        components.Controls(
            controls=[
                components.select("kind", "Show", kind.value, list(KINDS.items())),
                components.select("strength", "Known from", strength.value, list(STRENGTHS.items())),
                components.select("order", "Order", order.value, list(ORDERS.items())),
                components.field("words", "With the word", searched.value, "text", longest=limits.SEARCH_CHARACTERS),
                components.button("names", "Names in the model", pressed=named.value, tip="What researchers call them"),
                components.button("reset", "Reset assumptions", tip="All numbers as they were; the events stay"),
                components.button("undo", "Undo", disabled=not session.history.value.past),
            ],
            title="Which assumptions",
            event_change=_filter,
            event_press=_press,
        )
        shown = [parameter for parameter in PARAMETERS.values() if _shown(parameter, state)]
        if order.value == "matters":
            shown.sort(key=influence.weight, reverse=True)
        rows = [row(parameter, state) for parameter in (shown if everything.value else shown[: limits.ASSUMPTION_ROWS])]
        found = (
            f"{len(rows)} of {len(shown)} found, {len(PARAMETERS)} in all. {HOW_OPEN if state.drawn_in.names else ''}"
        )
        found = f"{found} {influence.about()}"
        paragraph(found, ["quiet", "how-tested"])
        components.AssumptionTable(
            rows=rows,
            title="Assumptions",
            named=named.value,
            refused=refused.value,
            event_set=_set,
            event_leave_open=lambda name: session.act(lambda now: now.leave_open(name)),
            event_only=lambda chosen: session.act(lambda now: now.only(chosen["name"], chosen["half"])),
            event_contest=lambda name: session.act(lambda now: now.contest(name)),
        )
        if len(rows) < len(shown):
            components.Controls(
                controls=[components.button("all", f"Show all {len(shown)}")],
                title="More assumptions",
                event_press=lambda _: everything.set(True),
            )


@solara.component
def Told(seen: watching.Seen):
    """What the futures say: one part however long, or those below would change places and be made anew."""
    with solara.Div():
        if seen.view is not None and not seen.stale:
            paragraph(seen.view.sentence, ["sentence-small"])
            paragraph(behind(seen, seen.view), ["quiet", "behind"])
        else:
            paragraph(seen.error or "Simulating …", ["sentence-small"])


@solara.component
def WhatWasDone(state: Workshop):
    """The difference between fixing a number and choosing among futures, said of what the room did."""
    fixed = [name for name in state.scenario.settings if name in state.drawn_in.names]
    if fixed:
        are = "is" if len(fixed) == 1 else "are"
        paragraph(
            f"Fixed: {names.plural(len(fixed), 'assumption')} {are} the same in all worlds now, whatever was plausible "
            "there. Nothing else moves with it, and some worlds may no longer fit the record.",
            ["what-was-done"],
        )
    if state.given is not None:
        paragraph(
            "Chosen: you look at some of the futures. Nothing was changed in them; what goes together with the "
            "assumption is different there too.",
            ["what-was-done"],
        )


def row(parameter: Parameter, state: Workshop) -> dict[str, Any]:
    """A parameter as a row of the table."""
    is_open, worlds, found = state.is_open(parameter.name), state.drawn_in, state.values(parameter.name)
    verdict, _, detail = influence.if_wrong(parameter).partition(":")
    return {
        "name": parameter.name,
        "asked": doubts.QUESTIONS.get(parameter.name) or names.capital(parameter.meaning),
        "meaning": parameter.meaning if parameter.name in doubts.QUESTIONS else "",
        "value": "" if is_open else _plain(state.value(parameter.name)),
        "open": is_open,
        "closed": not is_open and parameter.name in worlds.names,
        "told": assumed(parameter.name, state) if is_open else "",
        "strip": _strip(parameter, state) if is_open else [],
        "halves": _halves(parameter, state) if is_open and played_in.varies(parameter.name, worlds) else [],
        "low": _plain(parameter.low),
        "high": _plain(parameter.high),
        "step": _step(parameter),
        "at": _plain(float(np.median(found if len(found) else state.drawn_in.column(parameter.name)))),
        "usual": _plain(parameter.default),
        "unit": parameter.unit,
        "strength": parameter.strength,
        "source": parameter.source,
        "verdict": verdict + (":" if detail else ""),
        "detail": detail,
        "fixed": parameter.role == "size",
        "changed": parameter.name in state.scenario.settings,
        "contested": parameter.name in state.contested,
    }


def _strip(parameter: Parameter, state: Workshop) -> list[float]:
    """Lowest, quartiles and highest over the worlds in which it counts, in per cent of the range; none of a switch."""
    found = state.values(parameter.name)
    if parameter.role == "switch" or not len(found):
        return []
    values = quantiles(found, [0, 0.25, 0.5, 0.75, 1])
    ends = np.array([parameter.low, parameter.high])
    if parameter.by_ratio and parameter.low > 0:
        values, ends = np.log(values), np.log(ends)
    return [round(float(share), 1) for share in 100 * (values - ends[0]) / (ends[1] - ends[0])]


def _step(parameter: Parameter) -> float:
    """How far a slider moves at a time: one of a whole number or a switch, a hundredth of the range of any other."""
    return 1 if parameter.integer or parameter.role == "switch" else (parameter.high - parameter.low) / SLIDER_STEPS


def _halves(parameter: Parameter, state: Workshop) -> list[dict[str, Any]]:
    """The choices among futures by a number that is left open."""
    words = {"low": "off", "high": "on"} if parameter.role == "switch" else {"low": "low", "high": "high"}
    return [
        {"key": half, "label": label, "pressed": state.given == (parameter.name, half)} for half, label in words.items()
    ]


def _plain(value: float) -> float | int:
    return int(value) if float(value).is_integer() else round(float(value), 6)


def _shown(parameter: Parameter, state: Workshop) -> bool:
    chosen = state.given is not None and state.given.name == parameter.name
    touched = chosen or parameter.name in state.scenario.settings or parameter.name in state.contested
    right_kind = {"all": True, "changed": touched}.get(kind.value, parameter.role == kind.value)
    right_strength = strength.value in ("all", parameter.strength)
    words = f"{parameter.name} {parameter.meaning} {doubts.QUESTIONS.get(parameter.name, '')}".lower()
    return right_kind and right_strength and searched.value.lower() in words


def _filter(changed: dict[str, str]) -> None:
    {"kind": kind, "strength": strength, "order": order, "words": searched}[changed["key"]].set(changed["value"])


def _press(key: str) -> None:
    if key == "names":
        named.set(not named.peek())
    elif key == "undo":
        session.undo()
    else:
        session.act(Workshop.reset_assumptions)


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
