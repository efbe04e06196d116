"""The table of parameters: found by a word, and of a sweep with an extension that is not loaded any more."""

import pytest
from typer.testing import CliRunner

from simulation.cli import app
from simulation.notebook.parameters import _named
from simulation.world.parameters import PARAMETERS

HUBS = {"events": [{"name": "hubs", "kind": "hubs_open", "value": 0.5}]}
EXTENSION = {"file": "hubs.py", "uncalibrated": ["hub_pull"]}


def test_they_are_found_by_a_word_of_their_name_or_meaning():
    done = CliRunner().invoke(app, ["parameters", "--like", "Leader"])
    found = [line.partition(" = ")[0] for line in done.stdout.splitlines()]
    assert done.exit_code == 0 and 1 < len(found) < len(PARAMETERS)
    assert found == [name for name, each in PARAMETERS.items() if "leader" in f"{name} {each.meaning}".lower()]
    assert any("leader" not in name for name in found)  # in the meaning alone


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--like", "xyzzy"], "--like xyzzy: no parameter has it in its name or meaning"),
        (["trust_needed"], "trust_needed is no scenario; --like trust_needed lists the parameters"),
        (["xyzzy"], "unknown scenario 'xyzzy'"),
    ],
)
def test_what_is_not_found(words, said):
    done = CliRunner().invoke(app, ["parameters", *words])
    assert done.exit_code == 2 and done.stdout == "" and done.stderr.count("\n") == 1 and said in done.stderr


def test_what_an_extension_declared_is_no_column_of_the_services():
    pull = _named("hub_pull", HUBS, {}, EXTENSION)
    assert (pull["role"], pull["meaning"]) == ("extension", "parameter of the extension hubs.py")
    assert _named("hubs.value", HUBS, {}, EXTENSION)["meaning"] == "value of the event"
    assert _named("services.standard", HUBS, {}, EXTENSION)["role"] == "service"
