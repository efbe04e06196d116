"""Explorer, for modellers: Mesa's own views of one model, stepped by hand. Every visitor has a model of their own."""

from __future__ import annotations

from typing import Any

import solara

from simulation.app import levers, session
from simulation.app.pages.parts import Heading, paragraph
from simulation.app.pages.town import stories
from simulation.app.state import PRESETS
from simulation.parameters import PARAMETERS

PLOTS = (
    ("coproduction", "full_coproduction"),
    ("satisfaction", "trust", "quality"),
    ("lock_in", "pfi", "pressure"),
    ("leader_commitment", "officer_culture"),
)


COLOURS = ("#12436D", "#C4410B", "#28A197")


@solara.component
def ExplorerPage():
    """One run of the present scenario's name, with sliders; the workshop's own pages need none of this."""
    wanted, want = solara.use_state(False)
    with solara.Div(classes=["page wide explorer"]):
        if not wanted:
            Heading("Explorer", "For modellers: one run of the model under Mesa, step by step, with Mesa's own views.")
            paragraph("It takes a few seconds to start, and about half a second for each month.")
            solara.Button("Start a model", on_click=lambda: want(True), outlined=True)
        else:
            Model()


@solara.component
def Model():
    """The model with Mesa's views."""
    name = session.now_quietly().scenario.name
    known = [option["key"] for group in stories() for option in group["options"]]
    chosen = name if name in known else next(iter(PRESETS))
    model, parameters, plots = solara.use_memo(lambda: build(chosen, known), [])
    from mesa.visualization import SolaraViz

    with solara.AppLayout(navigation=False, sidebar_open=True):
        SolaraViz(
            model, components=plots, model_params=parameters, name="One run", play_interval=100, render_interval=1
        )


def build(name: str, known: list[str]) -> tuple[Any, dict[str, Any], list[Any]]:
    """A model, what can be set for the next one, and its plots."""
    from mesa.visualization import make_plot_component

    from simulation.model import CoproductionModel

    class Town(CoproductionModel):
        """The model with its settings under the one name, ``kwargs``, that Mesa's views let through."""

        def __init__(self, scenario: str = name, *, rng: int | str = 1, **kwargs: float) -> None:
            moved = {key: value for key, value in kwargs.items() if value != PARAMETERS[key].default}
            super().__init__(scenario, rng=rng, **moved)  # type: ignore[arg-type]

    sliders = {
        lever.name: {
            "type": "SliderFloat",
            "value": lever.parameter.default,
            "label": lever.title,
            "min": lever.parameter.low,
            "max": lever.parameter.high,
            "step": lever.step,
        }
        for lever in levers.LEVERS.values()
    }
    parameters = {
        "scenario": {"type": "Select", "value": name, "label": "Scenario", "values": known},
        "rng": {"type": "InputText", "value": "1", "label": "Seed"},
        **sliders,
    }
    plots = [make_plot_component(dict(zip(group, COLOURS, strict=False))) for group in PLOTS]
    return Town(name, rng=1), parameters, plots
