"""Do places keep their colour: in how many cases the record lies in the model's band, in words and in the document."""

from __future__ import annotations

import json

import pytest

from tests.experiments.test_runner import FOLDER, script

with pytest.MonkeyPatch.context() as patch:
    patch.syspath_prepend(str(FOLDER))
    left_to_vote = script("left_to_vote")
DOCUMENT = FOLDER.parent / "docs" / "validation.md"


def test_cases_inside_below_and_above_are_counted():
    colours = {
        "Conservative": {"recorded": 0.5, "band": [0.6, 0.7], "inside": False},
        "Labour": {"recorded": 0.65, "band": [0.6, 0.7], "inside": True},
        "Liberal Democrat": {"recorded": 0.8, "band": [0.6, 0.7], "inside": False},
    }
    said = left_to_vote.in_words(
        {1980: {"colour": colours}, 1990: {"colour": {**colours, "Conservative": colours["Labour"]}}}
    )
    assert said == (
        "The record lies in the band of nine nations in ten in 3 of 6 cases (Conservative 1 of 2, Labour 2 of 2, "
        "Liberal Democrat 0 of 2), below it in 1, above it in 2."
    )


def test_the_document_says_what_is_published(capsys):
    published = json.loads((left_to_vote.RESULTS / "left_to_vote" / left_to_vote.NUMBERS).read_text(encoding="utf-8"))
    said, text = left_to_vote.in_words(published["from"]), DOCUMENT.read_text(encoding="utf-8")
    assert said in text
    assert "Where the record lies outside the band it lies below" in text and said.endswith("above it in 0.")
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("sys.argv", ["left_to_vote.py", "--published"])
        left_to_vote.main()
    assert capsys.readouterr().out == f"{said}\n"
