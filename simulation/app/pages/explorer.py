"""Explorer, for modellers: Mesa's own views of one model, stepped by hand. Every visitor has a model of their own."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

import solara
import solara.lab
from solara.components import applayout

from simulation.app import charts
from simulation.app.browser import components
from simulation.app.charts.chart import html_table
from simulation.app.pages.parts import Heading, paragraph
from simulation.app.pages.town_bar import of_the_library
from simulation.app.session import session
from simulation.app.story import levers
from simulation.app.story.played_in import KINDS, of_kind
from simulation.app.story.sentences import A_WORLD
from simulation.app.story.state import Workshop, first
from simulation.results.in_words import label, number
from simulation.scenarios import load
from simulation.world.measures import MEASURES
from simulation.world.parameters import PARAMETERS

# A page of Mesa's views each: its title, and its charts with their measures.
PAGES = {
    "Co-production": {
        "Co-production, share of services": ("full_coproduction", "coproduction"),
        "What residents see, 0 to 1": ("satisfaction", "trust", "quality"),
    },
    "Money and power": {
        "What is bound, and what is short": ("lock_in", "pfi", "pressure"),
        "Who is willing, 0 to 1": ("leader_commitment", "officer_culture"),
    },
}
NUMBERS = "All measures"
PRESENT = "the present story"
GETS_READY = (
    "Getting the model ready. The first time after a start this takes some seconds, on a busy machine a minute."
)


@solara.component
def ExplorerPage():
    """One run of the present story, with sliders; the workshop's own pages need none of this."""
    wanted, want = solara.use_state(False)
    with solara.Div(classes=["page wide explorer"]):
        Heading("Explorer: one run of the model, month by month")
        if not wanted:
            paragraph("For modellers: Mesa's own views of one model, with its controls. It is yours alone.")
            components.Controls(
                controls=[components.button("start", "Start a model", strong=True)],
                title="Explorer",
                event_press=lambda _: want(True),
            )
        else:
            paragraph(
                f"A step is a month. Settings count from the next Reset on. {A_WORLD}",
                ["quiet", "caption"],
            )
            Model()


@solara.component
def Model():
    """The model with Mesa's views."""
    known = [PRESENT, *(key for _, options in of_the_library() for key, _ in options)]
    state = solara.use_memo(session.now_quietly, [])
    built = solara.lab.use_task(lambda: ready(state, known), dependencies=[])
    if not built.finished:
        solara.HTML(tag="p", unsafe_innerHTML=GETS_READY, classes=["working"], attributes={"role": "status"})
        return
    model, parameters, views = built.value
    from mesa.visualization import SolaraViz

    with Sides():
        SolaraViz(
            model, components=views, model_params=parameters, name="One run", play_interval=100, render_interval=1
        )
    components.MesaMended(tabs=[*PAGES, NUMBERS])


@solara.component
def Sides(children: list[Any] = []):  # noqa: B006 (Solara's own form)
    """What Mesa's views put into a side bar, beside the rest; their top bar, which would cover ours, is left out."""
    applayout.appbar_portal.use_portal()
    applayout.apptitle_portal.use_portal()
    side = applayout.sidebar_portal.use_portal()
    with solara.Div(classes=["sides"]):
        solara.Div(children=side, classes=["side"], attributes={"role": "group", "aria-label": "Controls of the model"})
        solara.Div(children=children, classes=["views"])


def ready(state: Workshop, known: list[str]) -> tuple[Any, dict[str, Any], list[Any]]:
    """What `build` makes, once the rules that only agents run are loaded, so that no step of anybody waits for them."""
    _load_rules()
    return build(state, known)


@cache
def _load_rules() -> None:
    from simulation.model import CoproductionModel

    CoproductionModel(first().played).step()


def build(state: Workshop, known: list[str]) -> tuple[Any, dict[str, Any], list[Any]]:
    """A model, what can be set for the next one, and its views with their pages.

    Left alone it is the future that the workshop has in view, month by month.
    """
    from simulation.model import CoproductionModel

    story, kind = state.played, KINDS[state.worlds]
    dice, future = str(state.seed), str(state.future + 1)
    shown = {name: float(story.settings.get(name, PARAMETERS[name].default)) for name in levers.LEVERS}

    class Town(CoproductionModel):
        """The model with its settings under the one name, ``kwargs``, that Mesa's views let through."""

        def __init__(self, scenario: str = PRESENT, *, rng: str, future: str, worlds: str, **kwargs: float) -> None:
            moved = {key: value for key, value in kwargs.items() if value != shown[key]}
            chosen = story if scenario == PRESENT else load(scenario)
            drawn_in = of_kind(next(name for name, words in KINDS.items() if words == worlds))
            super().__init__(chosen, rng=rng, replicate=int(future) - 1, worlds=drawn_in, **moved)  # type: ignore[arg-type]
            self.drawn_in = drawn_in

    sliders = {
        lever.name: {
            "type": "SliderFloat",
            "value": shown[lever.name],
            "label": lever.title,
            "min": lever.parameter.low,
            "max": lever.parameter.high,
            "step": lever.step,
        }
        for lever in levers.LEVERS.values()
    }
    parameters = {
        "scenario": {"type": "Select", "value": PRESENT, "label": "Story", "values": known},
        "rng": {"type": "InputText", "value": dice, "label": "Seed"},
        "future": {"type": "InputText", "value": future, "label": "Future"},
        "worlds": {"type": "Select", "value": kind, "label": "Worlds", "values": list(KINDS.values())},
        **sliders,
    }
    views: list[Any] = [
        (_chart(title, measures), page)
        for page, plots in enumerate(PAGES.values())
        for title, measures in plots.items()
    ]
    return Town(rng=dice, future=future, worlds=kind), parameters, [*views, (_numbers, len(PAGES))]


def _chart(title: str, measures: tuple[str, ...]) -> Callable[[Any], Any]:
    """A view of some measures over time."""

    def view(model: Any) -> Any:
        frame = model.datacollector.get_model_vars_dataframe()
        series = {label(name): [float(value) for value in frame[name]] for name in measures}
        chart = charts.lines(title, series, model.scenario.months)
        return components.Drawn(chart)

    return view


def _numbers(model: Any) -> Any:
    """A view of all measures at the end of the last month."""
    values = model.measures()
    rows = [(label(each.name), number(values[each.name], each.unit), each.definition) for each in MEASURES]
    world = f", world {model.world_number + 1} of {len(model.drawn_in)}" if len(model.drawn_in) > 1 else ""
    caption = f"After {model.steps} months of future {model.replicate + 1}{world}"
    table = html_table(caption, ("measure", "value", "what it is"), rows)
    return solara.HTML(
        unsafe_innerHTML=table,
        classes=["numbers", "measures"],
        attributes={"tabindex": "0", "role": "region", "aria-label": NUMBERS},
    )
