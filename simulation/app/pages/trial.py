"""One assumption, tried in all rows of the comparison: before and after, and whether the winner still wins."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from html import escape

import solara

from simulation.app.browser import components
from simulation.app.futures.futures import Futures
from simulation.app.futures.view import View
from simulation.app.pages.parts import paragraph, safe, scale
from simulation.app.session import session, watching
from simulation.app.story import doubts, played_in
from simulation.app.story.levers import STEPS
from simulation.app.story.played_in import Given, Half
from simulation.app.story.state import Trial, Workshop
from simulation.results.outcomes import Survival
from simulation.scenarios import Scenario
from simulation.world.parameters import PARAMETERS

TITLE = "Try this assumption in all rows"
HEADS = ("Row", "Survives before", "Survives with it")
HALVES: Mapping[Half, str] = {"low": "Only where it is low", "high": "Only where it is high"}
Pair = tuple[Survival, Survival]  # without what is tried, and with it


@solara.component
def TrialPanel(state: Workshop):
    """The assumption with its slider, and a line for each row."""
    story = (state.slots, state.trial, state.seed, state.drawn_in.digest)
    nothing: dict[str, Pair] = {}
    noted, set_noted = solara.use_state((story, nothing))
    found: Mapping[str, Pair] = noted[1] if noted[0] == story else {}

    def note(slot: str, pair: Pair) -> None:
        set_noted(lambda known: (story, {**(known[1] if known[0] == story else {}), slot: pair}))

    with solara.Div(classes=["trial"]):
        solara.HTML(tag="h2", unsafe_innerHTML=TITLE)
        Chooser(state)
        if state.trial is None:
            return
        paragraph(_what_is_done(state.trial), ["quiet", "caption"])
        told = f"{len(found)} of {len(state.slots)} rows are complete."
        ahead: list[tuple[str, ...]] = [(), ()]
        if len(found) == len(state.slots):
            before, after = ({slot: pair[n] for slot, pair in found.items()} for n in (0, 1))
            told, ahead = doubts.still_wins(before, after), [doubts.winners(before), doubts.winners(after)]
        live = {"role": "status", "id": "still-wins"}
        solara.HTML(tag="p", unsafe_innerHTML=safe(told), classes=["sentence-small"], attributes=live)
        with solara.Div(attributes={"role": "table", "aria-label": TITLE}):
            cells = "".join(f'<div role="columnheader">{head}</div>' for head in HEADS)
            solara.HTML(unsafe_innerHTML=cells, classes=["tried", "heads"], attributes={"role": "row"})
            for slot, kept in state.slots:
                wins = [slot in each for each in ahead]
                Row(state, state.trial, slot, kept, wins, lambda pair, slot=slot: note(slot, pair)).key(slot)


@solara.component
def Chooser(state: Workshop):
    """Which assumption is tried, and at what."""
    trial = state.trial
    doubted = [name for name in state.contested if state.may_be_tried(name) and name not in doubts.QUESTIONS]
    options = [("", "What do you believe least?"), *((name, doubts.question(name)) for name in doubts.QUESTIONS)]
    options += [(name, doubts.question(name)) for name in doubted]
    if trial is not None and trial.name not in dict(options):
        options.append((trial.name, doubts.question(trial.name)))
    controls = [components.select("name", "", trial.name if trial else "", options)]
    if trial is not None:
        parameter = PARAMETERS[trial.name]
        value = parameter.default if isinstance(trial.at, str) else trial.at
        step = (parameter.high - parameter.low) / STEPS
        label = f"{parameter.low:g} to {parameter.high:g}, usual {parameter.default:g}; now"
        slider = components.field("at", label, value, "range", low=parameter.low, high=parameter.high, step=step)
        controls.append(slider)
        if played_in.varies(trial.name, state.drawn_in):
            controls += [components.button(half, words, pressed=half == trial.at) for half, words in HALVES.items()]

    def change(changed: dict[str, str]) -> None:
        if changed["key"] == "name":
            name = changed["value"]
            session.act(lambda now: now.try_in_all(Trial(name, PARAMETERS[name].default) if name else None))
        elif trial is not None:
            session.act(lambda now: now.try_in_all(Trial(trial.name, float(changed["value"]))))

    def press(half: Half) -> None:
        if trial is not None:
            session.act(lambda now: now.try_in_all(Trial(trial.name, half)))

    components.Controls(controls=controls, title=TITLE, event_change=change, event_press=press)


@solara.component
def Row(
    state: Workshop,
    trial: Trial,
    slot: str,
    kept: Scenario,
    wins: list[bool],
    note: Callable[[Pair], None],
):
    """One row before and after; ``note`` takes both when all futures are there."""
    shown = replace(state, scenario=kept, off=frozenset(), given=None, round="")
    tried = shown if isinstance(trial.at, str) else shown.set(trial.name, trial.at)
    before, failed = watching.use_futures(kept, state.seed, state.drawn_in)
    after, failed_with_it = watching.use_futures(tried.played, state.seed, state.drawn_in)
    if after is not None and isinstance(trial.at, str):
        after = after.where(Given(trial.name, trial.at))
    pair = _worst(before, shown), _worst(after, tried)
    complete = all(futures is not None and futures.complete for futures in (before, after))

    def told() -> None:
        if complete:
            note(pair)

    solara.use_effect(told, [complete, pair, trial])
    cells = [f'<div role="rowheader">{slot}</div>']
    for futures, found, ahead, error in zip((before, after), pair, wins, (failed, failed_with_it), strict=True):
        cells.append(f'<div role="cell">{_cell(futures, found, ahead, error)}</div>')
    classes = ["tried"] if complete else ["tried", "unfinished"]
    solara.HTML(unsafe_innerHTML="".join(cells), classes=classes, attributes={"role": "row"})


def _worst(futures: Futures | None, shown: Workshop) -> Survival:
    """What survives at the worst moment; nothing of nothing where there are no futures yet, or nothing to lose."""
    found = View(futures, shown).survivals if futures is not None and futures.size else None
    return found.worst if found is not None else Survival(0, 0, 0)


def _cell(futures: Futures | None, found: Survival, ahead: bool, error: str) -> str:
    if error:
        return escape(f"That could not be run: {error}")
    if futures is None:
        return "Simulating …"
    if not found.futures:
        return "nothing to lose"
    so_far = "" if futures.complete else f", so far ({futures.size} futures)"
    words = f"{found.survive} of {found.futures}{so_far}"
    return f"{scale(found.survive, found.futures)}{f'<strong>{words} ✓</strong>' if ahead else words}"


def _what_is_done(trial: Trial) -> str:
    """Whether futures are computed anew, or chosen."""
    if isinstance(trial.at, str):
        return (
            f"Chosen: of the same futures those alone in whose world it is {trial.at}. Nothing is computed anew, and "
            "what goes together with it is different there too."
        )
    return (
        f"Computed anew: the same dice in every row, with it at {trial.at:g} in all worlds. A tick marks the row that "
        "survives most often at the worst moment; rows less than 5 in 100 apart are too close to call."
    )
