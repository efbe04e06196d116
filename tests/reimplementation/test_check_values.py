"""The check values of the ODD are those of a model that shares no rule with the code."""

import re

from simulation.generation.check_values import REPLICATE, told
from simulation.generation.check_worlds import WORLDS
from simulation.generation.files import DOCUMENT
from tests.reimplementation import chance
from tests.reimplementation.check_values import documented, first_difference

DRAWS = re.compile(r"^- (\w+)[ \w]* of `(\w+)`, month (-?\d+), entities (\d+) and (\d+): `(\S+)`$", re.MULTILINE)


def test_the_second_model_agrees_with_every_check_value():
    assert first_difference() == ""


def test_every_phase_has_something_to_check():
    first, second = documented(0), documented(1)
    assert len(first.sums) == 12 and all(first.sums.values())
    for check, each in zip(WORLDS, (first, second), strict=True):
        assert len(each.checksums) == 1 + 10 * check.months
    assert len(second.chances) > 25 and all(second.chances.values())


def test_the_second_model_draws_what_the_document_says():
    text, key = DOCUMENT.read_text(encoding="utf-8"), (WORLDS[0].seed, REPLICATE)
    words = " ".join(f"{word:08x}" for word in chance.philox((0, 0, 0, 0), (0, 0)))
    assert f"- Philox 4x32-10, counter 0 0 0 0, key 0 0: `{words}`\n" in text
    drawn = DRAWS.findall(text)
    assert {kind for kind, *_ in drawn} == {"uniform", "normal"}
    for kind, purpose, month, entity, second, value in drawn:
        assert told(getattr(chance, kind)(key, purpose, int(month), int(entity), int(second))) == value
