"""What somebody presses by keyboard keeps the focus: a button that its own press switched off would lose it."""

from __future__ import annotations

import pytest

pytest.importorskip("solara")

import solara

from simulation.app.pages import predict

STAGES = {"reveal": (predict.HIDDEN, predict.SHOWN), "replay": (predict.SHOWN,), "hide": (predict.SHOWN,)}


def controls(widget) -> list[dict]:
    if hasattr(widget, "controls"):
        return list(widget.controls)
    return [each for child in getattr(widget, "children", ()) for each in controls(child)]


def press(widget, key: str) -> None:
    if hasattr(widget, "controls"):
        dict(widget._event_callbacks)["press"](key)
    for child in getattr(widget, "children", ()):
        press(child, key)


@pytest.mark.parametrize(("key", "stage"), [(key, stage) for key, stages in STAGES.items() for stage in stages])
def test_no_button_of_a_reveal_is_switched_off_by_its_own_press(key, stage):
    predict.stage.set(stage)
    page, context = solara.render(predict.Buttons(), handle_error=False)
    try:
        before = {each["key"]: each.get("disabled", False) for each in controls(page)}
        press(page, key)
        after = {each["key"]: each.get("disabled", False) for each in controls(page)}
    finally:
        context.close()
        predict.hide()
    assert set(before) == set(STAGES) and not before[key] and not after[key]
