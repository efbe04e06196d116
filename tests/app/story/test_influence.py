"""What the workshop says of an assumption that is wrong is what was published, and nothing else."""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path

import pytest

from simulation.app.story import influence
from simulation.app.story.influence import Influence, Range
from simulation.parameters import PARAMETERS

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


def test_the_numbers_said_are_those_of_the_file():
    screening = json.loads(influence.TABLE.read_text())["screening"]["estimates"][influence.LEFT]
    strongest = max(screening, key=lambda name: screening[name]["mean_absolute"][0])
    told = influence.if_wrong(PARAMETERS[strongest])
    value, low, high = (f"{100 * each:.0f}" for each in screening[strongest]["mean_absolute"])
    assert told.startswith("Matters a lot: ") and f"about {value} points of 100 ({low} to {high})" in told
    assert max(PARAMETERS.values(), key=influence.weight).name == strongest


def test_another_model_version_is_said(monkeypatch):
    table = influence.published()
    monkeypatch.setattr(influence, "source_hash", lambda: "another")
    assert "another version" in influence.origin() and "another)" in influence.origin()
    monkeypatch.setattr(influence, "source_hash", lambda: table["model_versions"][0])
    assert ("with this version" in influence.origin()) == (len(table["model_versions"]) == 1)


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
