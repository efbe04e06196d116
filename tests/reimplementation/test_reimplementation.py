"""The compiled model is the model that the ODD describes.

Each world is run twice from nothing but its scenario and seed: by the compiled rules and by the model written again in
this folder. After every phase of every month all state must agree, codes and counts exactly. Many more worlds:
`tests/long/test_random_worlds.py`.
"""

from __future__ import annotations

import pytest

from simulation.world.event_kinds import EVENT_KINDS
from tests.reimplementation.comparison import assert_same_history
from tests.reimplementation.events import TO_COUNCIL, TO_NATION
from tests.reimplementation.random_worlds import random_world
from tests.reimplementation.scenarios import WORLDS

SEED, REPLICATE = 7, 3


@pytest.mark.parametrize("name", WORLDS)
def test_both_models_have_the_same_history(name):
    assert_same_history(WORLDS[name](), SEED, REPLICATE)


@pytest.mark.parametrize("number", range(3))
def test_they_have_it_in_random_worlds(number):
    assert_same_history(random_world(number), SEED, number)


def test_every_kind_of_event_is_written_again():
    assert set(TO_NATION) == {name for name, kind in EVENT_KINDS.items() if kind.scope == "national"}
    assert set(TO_COUNCIL) == {name for name, kind in EVENT_KINDS.items() if kind.scope == "council"}
