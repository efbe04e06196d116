"""In 200 random states the workshop says what the command prints that it shows beside them."""

from __future__ import annotations

from tests.app.conftest import several_worlds  # noqa: F401  (a fixture)
from tests.app.take_home.truth import check_commands


def test_the_command_says_what_the_workshop_says_in_200_random_states(several_worlds, tmp_path, monkeypatch):  # noqa: F811
    monkeypatch.chdir(tmp_path)
    check_commands(200, 17, tmp_path)
