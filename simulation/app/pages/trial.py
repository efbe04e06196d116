"""One assumption, tried in all rows of the comparison: before and after, and whether the winner still wins."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from html import escape

import solara

from simulation.app import limits
from simulation.app.browser import components
from simulation.app.futures.bought import more_left, nothing_bought
from simulation.app.futures.view import View
from simulation.app.pages.parts import SameByCommand, paragraph, safe, scale
from simulation.app.session import session, watching
from simulation.app.story import doubts, played_in
from simulation.app.story.levers import STEPS
from simulation.app.story.played_in import Given, Half
from simulation.app.story.protection import NOTHING, differ_in_what_is_bought
from simulation.app.story.sentences import MORE_LEFT
from simulation.app.story.state import Trial, Workshop
from simulation.app.take_home.again import ROWS_FILES, doubting
from simulation.results.outcomes import NONE, Tally
from simulation.scenarios import Scenario
from simulation.world.parameters import PARAMETERS

TITLE = "Try this assumption in all rows"
HALVES: Mapping[Half, str] = {"low": "Only where it is low", "high": "Only where it is high"}
COUNTED = (
    "Counted: futures in which at least half is left at the worst moment of what there would be without the events.",
    f"Counted: futures in which {MORE_LEFT}.",
)  # where rows differ in what is bought alone: the second
Pair = tuple[Tally, Tally]  # without what is tried, and with it


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
        bought = differ_in_what_is_bought([state.row(scenario) for _, scenario in state.slots])
        paragraph(f"{_what_is_done(state.trial)} {COUNTED[bought]}", ["quiet", "caption"])
        told = f"{len(found)} of {len(state.slots)} rows are complete."
        ahead: list[tuple[str, ...]] = [(), ()]
        if len(found) == len(state.slots):
            before, after = ({slot: pair[n] for slot, pair in found.items()} for n in (0, 1))
            told, ahead = doubts.still_wins(before, after), [doubts.winners(before), doubts.winners(after)]
        live = {"role": "status", "id": "still-wins"}
        solara.HTML(tag="p", unsafe_innerHTML=safe(told), classes=["sentence-small"], attributes=live)
        with solara.Div(attributes={"role": "table", "aria-label": TITLE}):
            counted = "More left" if bought else "Survives"
            heads = ("Row", f"{counted} before", f"{counted} with it")
            cells = "".join(f'<div role="columnheader">{head}</div>' for head in heads)
            solara.HTML(unsafe_innerHTML=cells, classes=["tried", "heads"], attributes={"role": "row"})
            for slot, kept in state.slots:
                wins = [slot in each for each in ahead]
                Row(state, state.trial, slot, kept, bought, wins, lambda pair, slot=slot: note(slot, pair)).key(slot)
        SameByCommand(ROWS_FILES, doubting(state, state.trial, limits.FUTURES))


@solara.component
def Chooser(state: Workshop):
    """Which assumption is tried, and at what."""
    trial = state.trial
    doubted = [name for name in state.contested if state.may_be_tried(name) and name not in doubts.OFFERED]
    options = [("", "What do you believe least?"), *((name, doubts.question(name)) for name in doubts.OFFERED)]
    options += [(name, doubts.question(name)) for name in doubted]
    if trial is not None and trial.name not in dict(options):
        options.append((trial.name, doubts.question(trial.name)))
    controls = [components.select("name", "", trial.name if trial else "", options)]
    if trial is not None:
        parameter = PARAMETERS[trial.name]
        value, said = (parameter.default, "fix it at") if isinstance(trial.at, str) else (trial.at, "now")
        step = (parameter.high - parameter.low) / STEPS
        label = f"{parameter.low:g} to {parameter.high:g}, usual {parameter.default:g}; {said}"
        slider = components.field("at", label, value, "range", low=parameter.low, high=parameter.high, step=step)
        controls.append(slider)
        if played_in.varies(trial.name, state.drawn_in):
            controls += [components.button(half, words, pressed=half == trial.at) for half, words in HALVES.items()]

    def change(changed: dict[str, str]) -> None:
        if changed["key"] == "name":
            name = changed["value"]
            session.act(lambda now: now.doubt(name) if name else now.try_in_all(None))
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
    bought: bool,
    wins: list[bool],
    note: Callable[[Pair], None],
):
    """One row before and after; ``note`` takes both when all futures are there."""
    shown = state.row(kept)
    tried = shown if isinstance(trial.at, str) else shown.set(trial.name, trial.at)
    given = Given(trial.name, trial.at) if isinstance(trial.at, str) else None
    (before, nothing), failed = use_both(shown, bought, None)
    (after, nothing_with_it), failed_with_it = use_both(tried, bought, given)
    pair = tally(before, nothing), tally(after, nothing_with_it)
    complete = all(view is not None and view.futures.complete for view in (before, nothing, after, nothing_with_it))

    def told() -> None:
        if complete:
            note(pair)

    solara.use_effect(told, [complete, pair, trial])
    cells = [f'<div role="rowheader">{slot}</div>']
    for view, found, ahead, error in zip((before, after), pair, wins, (failed, failed_with_it), strict=True):
        cells.append(f'<div role="cell">{_cell(view, found, ahead, error)}</div>')
    classes = ["tried"] if complete else ["tried", "unfinished"]
    solara.HTML(unsafe_innerHTML="".join(cells), classes=classes, attributes={"role": "row"})


def use_both(shown: Workshop, bought: bool, given: Given | None) -> tuple[tuple[View | None, View | None], str]:
    """A story and the same with nothing bought, or twice the same where that is not what is counted; what failed."""
    views: list[View | None] = []
    failed = ""
    for each in (shown, NOTHING.of(shown) if bought else shown):
        futures, error = watching.use_futures(each.played, each.seed, each.drawn_in)
        views.append(View(futures.where(given), each) if futures is not None else None)
        failed = failed or error
    return (views[0], views[1]), failed


def tally(view: View | None, nothing: View | None) -> Tally:
    """In how many futures more is left than with nothing bought, or it survives if both are the same story.

    Of nothing where there are no futures yet, or nothing to lose.
    """
    if view is None or nothing is None or not view.futures.size or not nothing.futures.size:
        return NONE
    if view.state is nothing.state:
        return view.survivals.worst if view.survivals is not None else NONE
    return more_left(view, nothing_bought(nothing)).more


def _cell(view: View | None, found: Tally, ahead: bool, error: str) -> str:
    if error:
        return escape(f"That could not be run: {error}")
    if view is None:
        return "Simulating …"
    if not found.futures:
        return "nothing to lose" if view.futures.complete else "Simulating …"
    so_far = "" if view.futures.complete else f", so far ({view.futures.size} futures)"
    words = f"{found.number} of {found.futures}{so_far}"
    return f"{scale(found.number, found.futures)}{f'<strong>{words} ✓</strong>' if ahead else words}"


def _what_is_done(trial: Trial) -> str:
    """Whether futures are computed anew, or chosen."""
    if isinstance(trial.at, str):
        return (
            f"Chosen: of the same futures those alone in whose world it is {trial.at}. Nothing is computed anew, and "
            "what goes together with it is different there too."
        )
    return (
        f"Computed anew: the same dice in every row, with it at {trial.at:g} in all worlds. A tick marks the row with "
        f"most futures; rows {doubts.LESS_APART} are too close to call."
    )
