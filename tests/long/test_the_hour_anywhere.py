"""The hour is played literally in the default town, in Sheffield and in three councils at random."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest

from simulation.app.session import session
from simulation.app.story import councils
from simulation.app.story.state import Workshop, first, opened
from simulation.scenarios import record
from tests.app.conftest import Server, browser, visit  # noqa: F401
from tests.app.pages.the_hour import play_the_hour

SEED = 20261127


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    """A server as it starts by itself: in plausible worlds."""
    server = Server()
    yield server
    server.kill()
    assert server.complaints == []


def towns() -> dict[str, Workshop]:
    chosen = (
        np.random.default_rng(SEED).choice(sorted(each.id for each in record.councils()), 3, replace=False).tolist()
    )
    played = {name: first().open(councils.played(name)) for name in chosen}
    return {"one town": first(), "Sheffield": opened("sheffield")} | played


TOWNS = towns()


@pytest.mark.parametrize("town", TOWNS)
def test_after_each_step_the_line_is_true_of_the_screen(visit, server, town):  # noqa: F811
    play_the_hour(visit(server).open(session.address("/", TOWNS[town])))
