"""The table of the articles' claims: complete, askable, judged by what worlds agree on, and the published one."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest

from simulation.scenarios import load
from simulation.validation import CHECKS
from simulation.world.measures import MEASURES
from simulation.world.parameters import PARAMETERS
from tests.experiments.test_runner import FOLDER, script

with pytest.MonkeyPatch.context() as patch:
    patch.syspath_prepend(str(FOLDER))
    claims = script("claims")
    from estimates import estimate
ALL = claims.claims()


def test_claims_are_numbered_in_the_order_of_the_articles():
    numbers = {letter: [int(c["id"][1:]) for c in ALL if c["id"][0] == letter] for letter in "MF"}
    assert all(found == list(range(1, len(found) + 1)) for found in numbers.values())
    assert [c["id"][0] for c in ALL] == sorted((c["id"][0] for c in ALL), reverse=True)


@pytest.mark.parametrize("claim", ALL, ids=lambda claim: claim["id"])
def test_a_claim_can_be_asked(claim):
    assert claim["standing"] in claims.STANDINGS and claim["says"] and claim["where"]
    assert any(each in claim for each in ("contrast", "check", "words")) or claim["standing"] == "built in"
    if claim["standing"] == "absent":
        assert claim["words"], "what is absent says why"
    asked = claim.get("contrast", {})
    if asked:
        load(FOLDER / asked["scenario"] if asked["scenario"].endswith(".toml") else asked["scenario"])
        assert asked["measure"] in {measure.name for measure in MEASURES}
        assert asked.get("claims") in (None, "more", "less") and not (asked.get("level") and asked.get("claims"))
        PARAMETERS.check(asked.get("with", {}))
        PARAMETERS.check(asked.get("without", {}))
    assert {*claim.get("check", "").split()} <= {check.name for check in CHECKS}


def test_few_claims_are_not_represented():
    assert Counter(claim["standing"] for claim in ALL)["absent"] <= 5


def test_the_designs_have_a_point_for_every_side_of_a_contrast():
    contrasts = [claim["contrast"] for claim in ALL if "contrast" in claim]
    made = {scenario: (policies, measures) for scenario, policies, measures in claims.designs(contrasts)}
    for asked in contrasts:
        policies, measures = made[asked["scenario"]]
        named = {policy["name"]: {key: of for key, of in policy.items() if key != "name"} for policy in policies}
        assert asked["measure"] in measures
        for side in ({}, asked.get("with", {}), asked.get("without", {})):
            assert named[claims.name_of(side)] == side


def effect(*of_worlds):
    """An effect of so much in each world, nearly without chance."""
    world = np.repeat(np.arange(len(of_worlds)), 4)
    chance = np.tile([-1e-6, 1e-6, -1e-6, 1e-6], len(of_worlds))
    return estimate(np.repeat(of_worlds, 4) + chance, world)


@pytest.mark.parametrize(
    ("of_worlds", "claimed", "kind"),
    [
        (np.linspace(0.02, 0.1, 20), "more", "robust"),
        (np.linspace(0.02, 0.1, 20), "less", "contradicts the source"),
        (np.linspace(-0.1, -0.02, 20), "less", "robust"),
        (np.linspace(-0.05, 0.1, 20), "more", "open"),
        (np.linspace(-0.05, 0.1, 20), "less", "open"),
        (np.linspace(0.0001, 0.004, 20), "more", "no matter"),  # too small to matter is no agreement
        (np.linspace(0.002, 0.008, 20), "more", "open"),
        (np.full(3, 0.1), "more", "not told"),  # of three worlds nothing is said
        (np.linspace(0.02, 0.1, 20), None, "no direction"),
    ],
)
def test_a_claim_is_judged_by_what_worlds_agree_on(of_worlds, claimed, kind):
    along = claims.agreeing(effect(*of_worlds), claimed)
    assert claims.kind({"standing": "in part"}, along, None, claimed is not None, True) == kind
    assert claims.kind({"standing": "built in"}, along, None, claimed is not None, True) == "assumed"
    assert claims.kind({"standing": "in part"}, None, None, True, False) == "one world"


def shown(share, worlds=40):
    """A pattern that shows in the first worlds."""
    return (np.arange(worlds) < share * worlds).astype(float)


def test_a_pattern_is_judged_by_the_share_of_worlds_that_show_it():
    claim = {"id": "M1", "standing": "shown", "check": "P8"}
    for share, kind in ((0.95, "robust"), (0.5, "open"), (0.05, "not shown")):
        answer = claims.answered(claim, {}, {"P8": shown(share)})
        assert answer.kind == kind and f"P8 shows in {100 * share:.0f} % of worlds" in answer.said
    assert claims.answered(claim, {}, {}).kind == "one world"


def test_what_is_robust_only_where_the_other_patterns_show_is_filtered():
    claim = {"id": "M1", "standing": "shown", "check": "P8"}
    patterns = {"P8": shown(0.6), "P9": shown(0.5), "P10": np.where(np.arange(40) == 3, np.nan, shown(0.7))}
    answer = claims.answered(claim, {}, patterns)
    assert answer.kind == "filtered"
    assert answer.said.endswith("P8 shows in 60 % of worlds; this in 100 % of the 20 that show the other patterns")
    few = claims.answered(claim, {}, patterns | {"P9": shown(0.2)})
    assert few.kind == "open" and "other patterns" not in few.said


def test_a_contrast_is_filtered_by_the_worlds_of_its_futures():
    claim = {"id": "M1", "standing": "shown", "check": "P3", "contrast": {"scenario": "x", "measure": "trust"}}
    claim["contrast"] |= {"claims": "more"}
    of_worlds = np.where(np.arange(40) < 20, 0.1, -0.1) + np.linspace(0, 0.01, 40)
    world = np.repeat(np.arange(40), 4)
    values = np.repeat(of_worlds, 4) + np.tile([-1e-6, 1e-6, -1e-6, 1e-6], 40)
    stored = Stored(values, world)
    assert claims.answered(claim, {"x": stored}, {"P3": shown(1), "P9": shown(0.5)}).kind == "filtered"
    assert claims.answered(claim, {"x": stored}, {"P3": shown(0.5)}).kind == "open"


def test_what_most_worlds_show_but_not_those_with_a_mechanism_is_contested(monkeypatch):
    import sides

    monkeypatch.setattr(sides, "_ON_SIDE", {"fatigue is on": np.arange(40) < 20, "fatigue is off": np.arange(40) >= 20})
    pattern = {"id": "M1", "standing": "shown", "check": "P8"}
    for share, of_kind, there in ((0.925, "contested", "85 %"), (0.075, "contested", "85 %"), (1, "robust", "")):
        answer = claims.answered(pattern, {}, {"P8": shown(share)})
        assert answer.kind == of_kind and ("where fatigue is" in answer.said) == (of_kind == "contested")
        assert there in answer.said
    claim = {"id": "M1", "standing": "outcome", "contrast": {"scenario": "x", "measure": "trust", "claims": "more"}}
    of_worlds = np.where(np.arange(40) < 3, -0.1, 0.1)
    stored = Stored(np.repeat(of_worlds, 4) + np.tile([-1e-6, 1e-6, -1e-6, 1e-6], 40), np.repeat(np.arange(40), 4))
    answer = claims.answered(claim, {"x": stored}, {})
    assert answer.kind == "contested" and answer.said.endswith("in 85 % where fatigue is on")


@pytest.mark.parametrize(("size", "kind"), [(0.004, "no matter"), (0.02, "robust")])
def test_an_index_has_a_size_that_is_too_small_to_matter(size, kind):
    claim = {"id": "M1", "standing": "outcome", "contrast": {"scenario": "x", "measure": "quality_gap"}}
    claim["contrast"] |= {"claims": "less"}
    of_worlds = np.linspace(-size, -size / 2, 40)
    stored = Stored(np.repeat(of_worlds, 4) + np.tile([-1e-6, 1e-6, -1e-6, 1e-6], 40), np.repeat(np.arange(40), 4))
    assert claims.answered(claim, {"x": stored}, {}).kind == kind


def test_a_level_beside_a_pattern_leaves_the_judgement_to_the_pattern():
    claim = {"id": "M9", "standing": "in part", "check": "P11 S27"}
    claim["contrast"] = {"scenario": "x", "measure": "trust", "level": True}
    stored = Stored(np.full(160, 0.2), np.repeat(np.arange(40), 4))
    assert claims.answered(claim, {"x": stored}, {"P11": shown(0.95)}).kind == "robust"
    assert claims.answered(claim, {"x": stored}, {"P11": shown(0.05)}).kind == "not shown"
    assert claims.answered(claim, {"x": stored}, {"P3": shown(0.95)}).kind == "not told"


def test_worlds_of_which_a_pattern_cannot_be_said_are_in_no_share():
    claim = {"id": "M1", "standing": "outcome", "check": "P8"}
    some, few = shown(0.95), np.full(40, np.nan)
    some[:10] = np.nan
    answer = claims.answered(claim, {}, {"P8": some})
    assert answer.kind == "robust" and "P8 shows in 93 % of worlds (30 known)" in answer.said
    few[:5] = 1
    answer = claims.answered(claim, {}, {"P8": few})
    assert answer.kind == "not told" and "P8 can be said of 5 worlds alone" in answer.said


def test_what_makes_no_difference_in_any_world_was_still_asked_in_several():
    claim = {"id": "M1", "standing": "in part", "contrast": {"scenario": "x", "measure": "trust", "claims": "more"}}
    stored = Stored(np.zeros(160), np.repeat(np.arange(40), 4))
    assert claims.answered(claim, {"x": stored}, {}).kind == "not told"


def test_a_standing_and_words_leave_the_answer_to_the_runs():
    assert not {claim["standing"] for claim in ALL} & {"shown", "contradicted"}
    answer = claims.document({claim["id"]: ("open", "more, last year") for claim in ALL})
    assert "more, last year. Police and health are no agents" in answer


class Stored:
    """A sweep of one policy: so much more in each future with the events than without."""

    def __init__(self, effect, world):
        self.effect, self.world = effect, world
        self.points = {"policy": self}

    def to_pylist(self):
        return [claims.AS_IT_IS]

    def values(self, column, arm, points):
        return (self.effect if arm == "scenario" else np.zeros_like(self.effect))[None]


def test_the_document_is_made_from_the_published_answers():
    answers = claims.read(claims.ROOT / "results" / "claims" / "claims.csv")
    assert [*answers] == [claim["id"] for claim in ALL]
    assert claims.DOCUMENT.read_text(encoding="utf-8") == claims.document(answers)
