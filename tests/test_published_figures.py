"""Figures in the documents are those of the files that the commands named there have written."""

from __future__ import annotations

import json
import re
import runpy
from pathlib import Path
from typing import Any

from simulation.ensemble import run
from simulation.results import summarise
from simulation.results.published import content
from simulation.results.sentence import headline
from simulation.scenarios import load
from simulation.world.names_of_worlds import PLAUSIBLE
from simulation.world.worlds import worlds

ROOT = Path(__file__).parents[1]
VALIDATION = (ROOT / "docs" / "validation.md").read_text(encoding="utf-8")


def result(name: str) -> Any:
    """A file of results, verified: only the validation and the reliability are no experiments and have no manifest."""
    path = ROOT / "results" / name
    whole = path.read_bytes() if path.parent.name in ("validation", "reliability") else content(path.parent, path.name)
    return json.loads(whole)


def test_validation_document_says_what_the_file_says(monkeypatch):
    monkeypatch.syspath_prepend(str(ROOT / "experiments"))
    script = runpy.run_path(str(ROOT / "experiments" / "publish_validation.py"))
    again = script["rewritten"](VALIDATION, result("validation/validation.json"))
    assert again == VALIDATION, "run python experiments/publish_validation.py"


def test_the_sentence_in_the_readme_is_printed_by_its_command():
    readme = " ".join((ROOT / "README.md").read_text(encoding="utf-8").split())
    [(name, replicates, seed, sentence)] = re.findall(
        r'`coproduction run (\S+) --replicates (\d+) --seed (\d+)` made this picture and printed: "([^"]+)"', readme
    )
    summary = summarise(run(load(name), int(replicates), int(seed)))
    assert headline(summary, studied=1).startswith(sentence)


def test_the_readme_says_how_many_worlds_there_are():
    readme = " ".join((ROOT / "README.md").read_text(encoding="utf-8").split())
    assert f"*plausible worlds*, {len(worlds(PLAUSIBLE))} sets of values" in readme
