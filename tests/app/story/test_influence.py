"""What the workshop says of an assumption that is wrong is what was published, and nothing else."""

from __future__ import annotations

import importlib.util
import json
from dataclasses import replace
from pathlib import Path

import pytest

from simulation.app.story import influence
from simulation.app.story.influence import Influence, Range
from simulation.world.parameters import PARAMETERS

ROOT = Path(__file__).parents[3]


def experiment():
    spec = importlib.util.spec_from_file_location("publish", ROOT / "experiments" / "publish_sensitivity.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_table_of_the_package_is_the_published_one(tmp_path):
    script = experiment()
    assert script.published() == influence.published(), "run python experiments/publish_sensitivity.py"
    script.publish(target=tmp_path / "again.json")
    assert (tmp_path / "again.json").read_bytes() == influence.TABLE.read_bytes()


def test_every_uncertain_number_is_spoken_of_and_nothing_else():
    for parameter in PARAMETERS.values():
        told = influence.if_wrong(parameter)
        assert ("points of 100" in told) <= (parameter.role == "uncertainty")
        assert bool(told) == (parameter.role != "size")


def test_every_number_of_the_file_is_one_of_the_model():
    table = influence.published()
    tested = {name for run in ("screening", "variance") for each in table[run]["estimates"].values() for name in each}
    gone = sorted(tested - set(PARAMETERS))
    assert not gone, f"simulation/app/story/influence.json speaks of parameters that there are not: {', '.join(gone)}"


def test_a_number_that_was_not_measured_is_said_to_be_so_and_comes_last(monkeypatch):
    strongest = max(PARAMETERS.values(), key=influence.weight)
    new = replace(strongest, name="quite_new")
    assert influence.if_wrong(new) == influence.NOT_MEASURED
    ordered = sorted([new, *PARAMETERS.values()], key=influence.weight, reverse=True)
    measured = [influence.influences().get(each.name) is not None for each in ordered]
    assert measured == sorted(measured, reverse=True) and ordered[0] is strongest

    before = influence.about()
    monkeypatch.setattr(influence, "PARAMETERS", {**PARAMETERS, "quite_new": new, "newer": replace(new, name="newer")})
    missing = sum(
        each.role == "uncertainty" and each.name not in influence.influences() for each in PARAMETERS.values()
    )
    assert ("Not measured yet" in before) == bool(missing)
    assert f"Not measured yet, and last in that order: {missing + 2} numbers." in influence.about()


def test_the_numbers_said_are_those_of_the_file():
    screening = json.loads(influence.TABLE.read_text())["screening"]["estimates"][influence.LEFT]
    strongest = max(screening, key=lambda name: screening[name]["mean_absolute"][0])
    told = influence.if_wrong(PARAMETERS[strongest])
    value, low, high = (f"{100 * each:.0f}" for each in screening[strongest]["mean_absolute"])
    assert told.startswith("Matters a lot: ") and f"about {value} points of 100 ({low} to {high})" in told
    assert max(PARAMETERS.values(), key=influence.weight).name == strongest


def test_another_model_version_is_said(monkeypatch):
    table = influence.published()
    monkeypatch.setattr(influence, "recorded_fingerprint", lambda: "another")
    assert "another version" in influence.origin() and "another)" in influence.origin()
    monkeypatch.setattr(influence, "recorded_fingerprint", lambda: table["fingerprint"])
    assert "with this version" in influence.origin()


@pytest.mark.parametrize(
    "moved, signed, start, end",
    [
        ((0, 0, 0), (0, 0, 0), "Made no difference", "tested."),
        ((0.005, 0.001, 0.012), (0, -0.001, 0.001), "Hardly matters: about 0.5 points", "(0.1 to 1)."),
        ((0.01, 0.001, 0.04), (0, -0.03, 0.03), "Probably matters little: about 1 point of", "(0.1 to 4)."),
        ((0.06, 0.01, 0.1), (0, -0.1, 0.1), "May matter: ", "(1 to 10)."),
        ((0.06, 0.03, 0.1), (0.05, 0.01, 0.1), "Matters: ", "The higher, the more is left."),
        ((0.2, 0.1, 0.3), (-0.2, -0.3, -0.1), "Matters a lot: about 20 points", "The higher, the less is left."),
    ],
)
def test_words(moved, signed, start, end):
    told = Influence(Range(*moved), Range(*signed)).words()
    assert told.startswith(start) and told.endswith(end)


@pytest.mark.parametrize(
    "share, words", [(0.2, "about a fifth"), (0.02, "less than a tenth"), (0.49, "about half"), (0.95, "nearly all")]
)
def test_shares_as_people_say_them(share, words):
    assert influence.fraction(share) == words
