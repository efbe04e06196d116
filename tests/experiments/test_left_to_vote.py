"""Do places keep their colour: in how many cases the record lies in the model's band, in words and in the document."""

from __future__ import annotations

import json
import re

import pytest

from tests.experiments.test_runner import FOLDER, script

with pytest.MonkeyPatch.context() as patch:
    patch.syspath_prepend(str(FOLDER))
    left_to_vote = script("left_to_vote")
DOCUMENT = FOLDER.parent / "docs" / "validation.md"
WORDS = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9}


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
    said = left_to_vote.in_words(published["from"])
    text = " ".join(DOCUMENT.read_text(encoding="utf-8").split())
    stated = re.search(
        r"in (\d+) of (\d+) cases: Labour in (\w+) starting years of (\w+), the Conservatives in (\w+), the Liberal "
        r"Democrats in (\w+)\. Wherever it lies outside, it lies below",
        text,
    )
    assert stated is not None
    inside, every, labour, years, conservatives, liberals = (WORDS.get(each) or int(each) for each in stated.groups())
    parties = (
        f"Conservative {conservatives} of {years}, Labour {labour} of {years}, Liberal Democrat {liberals} of {years}"
    )
    assert said == (
        f"The record lies in the band of nine nations in ten in {inside} of {every} cases ({parties}), below it in "
        f"{every - inside}, above it in 0."
    )
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("sys.argv", ["left_to_vote.py", "--published"])
        left_to_vote.main()
    assert capsys.readouterr().out == f"{said}\n"
