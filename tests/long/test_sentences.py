"""The sentence above the picture is true in many more random scenarios than every run of the tests tries."""

from __future__ import annotations

from tests.app.conftest import several_worlds  # noqa: F401  (a fixture)
from tests.app.story.test_sentences import check_sentences


def test_the_sentence_is_true_for_400_random_scenarios(several_worlds):  # noqa: F811
    check_sentences(400, seed=12)
