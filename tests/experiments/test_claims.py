"""The table of the articles' claims: complete, askable, and the published one."""

from __future__ import annotations

import csv
from collections import Counter

import pytest

from simulation.scenarios import load
from simulation.validation import CHECKS
from simulation.world.measures import MEASURES
from simulation.world.parameters import PARAMETERS
from tests.experiments.test_runner import FOLDER, script

with pytest.MonkeyPatch.context() as patch:
    patch.syspath_prepend(str(FOLDER))
    claims = script("claims")
ALL = claims.claims()


def test_claims_are_numbered_in_the_order_of_the_articles():
    numbers = {letter: [int(c["id"][1:]) for c in ALL if c["id"][0] == letter] for letter in "MF"}
    assert all(found == list(range(1, len(found) + 1)) for found in numbers.values())
    assert [c["id"][0] for c in ALL] == sorted((c["id"][0] for c in ALL), reverse=True)


@pytest.mark.parametrize("claim", ALL, ids=lambda claim: claim["id"])
def test_a_claim_can_be_asked(claim):
    assert claim["standing"] in claims.STANDINGS and claim["says"] and claim["where"]
    assert any(each in claim for each in ("contrast", "check", "words")) or claim["standing"] == "built in"
    if claim["standing"] in ("absent", "contradicted"):
        assert claim["words"], "what is absent or contradicted says why"
    asked = claim.get("contrast", {})
    if asked:
        load(asked["scenario"])
        assert asked["measure"] in {measure.name for measure in MEASURES}
        PARAMETERS.check(asked.get("with", {}))
        PARAMETERS.check(asked.get("without", {}))
    assert {*claim.get("check", "").split()} <= {check.name for check in CHECKS}


def test_few_claims_are_not_represented():
    assert Counter(claim["standing"] for claim in ALL)["absent"] <= 5


def test_the_document_is_made_from_the_published_answers():
    with (claims.ROOT / "results" / "claims" / "claims.csv").open(encoding="utf-8", newline="") as file:
        answers = {row["claim"]: row["said"] for row in csv.DictReader(file)}
    assert [*answers] == [claim["id"] for claim in ALL]
    assert claims.DOCUMENT.read_text(encoding="utf-8") == claims.document(answers, claims.PAIRS)
