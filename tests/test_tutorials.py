"""Whoever follows the tutorials, word by word, gets to the end; and the examples are accepted."""

from __future__ import annotations

import re

import matplotlib.pyplot as plt
import pytest

import simulation
from simulation.scenarios.toml import from_toml
from simulation.sweep import sweep
from simulation.sweep.design import load, plan
from tests.documents import DOCS, blocks, follow

EXAMPLES = DOCS.parent / "examples"
FILES = sorted(EXAMPLES.glob("*.toml"))
DESIGNS = [path for path in FILES if "scenarios" in from_toml(path.read_text(encoding="utf-8"))]
SCENARIOS = [path for path in FILES if path not in DESIGNS]
SHORT = {"points = 64": "points = 4", "replicates = 10\n": "replicates = 2\n"}


@pytest.mark.filterwarnings("default")
@pytest.mark.parametrize(
    ("document", "sizes", "written"),
    [
        ("start.md", SHORT | {"--replicates 100": "--replicates 2"}, "results/our-design/report.html"),
        (
            "tutorial-policy.md",
            {"replicates=200": "replicates=2", "replicates = 400\n": "replicates = 2\n"},
            "framework.png",
        ),
        ("tutorial-sweep.md", SHORT, "sobol.png"),
    ],
)
def test_a_tutorial_can_be_followed(document, sizes, written, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    follow(document, sizes)
    plt.close("all")
    assert (tmp_path / written).stat().st_size > 10_000


@pytest.mark.parametrize("path", SCENARIOS, ids=lambda path: path.stem)
def test_a_scenario_of_the_examples_runs(path):
    assert len(simulation.run(path, replicates=1, months=120).runs) == 2


@pytest.mark.parametrize("path", DESIGNS, ids=lambda path: path.stem)
def test_a_design_of_the_examples_is_planned_and_begins(path, tmp_path):
    design = load(path)
    assert len(plan(design, path.parent)) * design.replicates > 1000
    if len(design.factors) < 10:  # all uncertain numbers are only planned
        small = design.model_copy(update={"points": 1, "replicates": 1, "months": 80})
        assert sweep(plan(small, path.parent), tmp_path / "results")


def test_the_examples_are_all_told():
    told = (EXAMPLES / "README.md").read_text(encoding="utf-8")
    assert set(re.findall(r"\]\((\S+\.toml)\)", told)) == {path.name for path in FILES}
    for name in re.findall(r"`coproduction (?:run|sweep) examples/(\S+\.toml)", told):
        assert (EXAMPLES / name).exists()


def test_files_of_the_tutorials_are_those_of_the_examples():
    """A scenario that is shown and lies ready too is the same."""
    shown = [text for page in ("tutorial-policy.md", "tutorial-sweep.md") for _, text in blocks(page)]
    for path in SCENARIOS:
        for text in shown:
            if text.startswith(f"# {path.name}\n"):
                assert from_toml(text) == from_toml(path.read_text(encoding="utf-8"))
