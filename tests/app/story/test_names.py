"""Names on the screen: everything that the model declares has one, and what is new there does not break a page."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import pytest

from simulation.app.story import names
from simulation.world.codes import CAUSES, PROVIDERS
from simulation.world.matrix import CELLS
from simulation.world.services import SERVICES


@pytest.mark.parametrize(
    ("declared", "words", "where"),
    [
        (CELLS, names.CELL_WORDS, "CELL_WORDS"),
        (CAUSES, names.CAUSE_WORDS, "CAUSE_WORDS"),
        (PROVIDERS, names.PROVIDER_WORDS, "PROVIDER_WORDS"),
    ],
)
def test_everything_has_a_name(declared: Sequence[str], words: Mapping[str, str], where: str):
    missing, gone = set(declared) - set(words), set(words) - set(declared)
    assert not missing, f"add to {where} in simulation/app/story/names.py: {', '.join(sorted(missing))}"
    assert not gone, f"{where} in simulation/app/story/names.py names what is no more: {', '.join(sorted(gone))}"


def test_names_of_services_and_squares_are_of_those_that_there_are():
    assert set(names.SHORT_SERVICES) <= {service.name for service in SERVICES}
    assert set(names.BLANK) <= set(CELLS)
    assert all(names.service(number) for number in range(len(SERVICES)))


@pytest.mark.parametrize(
    ("declared", "called"), [("CELLS", names.cell), ("CAUSES", names.cause), ("PROVIDERS", names.provider)]
)
def test_what_is_new_in_the_model_is_called_by_its_name(monkeypatch, declared: str, called: Callable[[int], str]):
    monkeypatch.setattr(names, declared, ("quite_new",))
    assert called(0) == "quite new"


def test_neighbourhoods_and_leaders():
    assert len(set(names.NEIGHBOURHOODS)) == len(names.NEIGHBOURHOODS) == 60
    assert [names.leader(n) for n in (0, 25, 26, 51, 52)] == [f"Leader {x}" for x in ("A", "Z", "AA", "AZ", "BA")]
    assert names.plural(1, "future") == "1 future" and names.plural(0, "future") == "0 futures"


def test_a_name_that_the_room_gave_stays_as_it_was_written():
    given = {"co_delivery": "Friends of Millbank"}
    assert names.cell_inside(CELLS.index("co_delivery"), given) == "Friends of Millbank"
    assert names.cell_inside(CELLS.index("community_under_contract"), given) == "community-delivered under contract"
