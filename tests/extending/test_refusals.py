"""What does not fit is refused in one line that names the file, the line, and what would be right."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

import simulation
from simulation.engine.machine import described
from simulation.extending import fitting
from simulation.extending.marks import MARKED
from simulation.month import PHASES
from simulation.world import extension
from simulation.world.errors import ExtensionError
from simulation.world.event_kinds import Field, event
from simulation.world.extension import Extension
from simulation.world.measures import COLUMN, Measure, measure
from simulation.world.parameters import SECTIONS
from simulation.world.parameters.own import own_section
from simulation.world.tables import Column, column

HEAD = "from simulation.extending import *\nfrom simulation.agents.council import learning, planning\n"


@pytest.fixture
def fit(monkeypatch):
    """A file put into the month, as far as it is refused."""

    def fitted(text: str) -> None:
        monkeypatch.setattr(extension, "_current", Extension(Path("my.py"), "0" * 16, ast.parse(HEAD + text)))
        for what in ("replaced", "joining", "measured", "answered"):
            monkeypatch.setattr(MARKED, what, type(getattr(MARKED, what))())
        fitting.fitted(PHASES)

    return fitted


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("def f(world):\n    return world.towns[0]", "line 4: the world has no table 'towns'"),
        (
            "def f(world, c):\n    council = world.councils[c]\n    return council.comitment",
            "line 5: councils have no 'comitment'; did you mean 'commitment'?",
        ),
        ("def f(world):\n    return world.parameters[0].hung", "line 4: parameters have no 'hung'"),
        ("def f(p):\n    return p.withdrawl_base", "line 4: parameters have no 'withdrawl_base'; did you mean"),
        ("1 / 0", "line 3: ZeroDivisionError: division by zero"),
        (
            "@replaces(planning.seat)\ndef seat(world, council):\n    return 0.5",
            "line 3: seat(world, council) replaces seat(world, council, neighbourhood, arrangement): name and",
        ),
        (
            "@replaces(planning.seat)\ndef chair(world, council, neighbourhood, arrangement):\n    return 0.5",
            "line 3: chair(world, council, neighbourhood, arrangement) replaces seat(",
        ),
        ("replaces(print)", "line 3: replaces(<built-in function print>): it must be a rule of the model"),
        (
            "@joins(COUNCIL, after=learning.learn)\ndef f(world, c):\n    pass",
            "f(world, c): it must be f(world, row, month)",
        ),
        ("joins(COUNCIL)", "line 3: joins: say before=... or after=..."),
        ("joins('council', after=learning.learn)", "line 3: joins('council'): it must be one who acts"),
        (
            "@joins(COUNCIL, after=planning.seat)\ndef f(world, c, month):\n    pass",
            "my.py: f joins seat, which is no step of the month; there are nation.events.begin_month,",
        ),
        (
            "@joins(COUNCIL, after=learning.learn)\ndef plan(world, c, month):\n    pass",
            "my.py: plan: a step of the month has that name already",
        ),
        ("@measures('joy')\ndef f(world, first, last):\n    return 1.0", "@measures('joy'): MEASURES declares no joy"),
        ("@happens('rain')\ndef f(world, event):\n    pass", "my.py: @happens('rain'): EVENTS declares no rain"),
    ],
)
def test_a_rule_that_does_not_fit(fit, text, said):
    with pytest.raises(ExtensionError) as refused:
        fit(text)
    assert str(refused.value).startswith("my.py") and said in str(refused.value)
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "PARAMETERS = {'governance': swept(0, (0, 1), '', '')}",
            "PARAMETERS: governance is taken by the model",
        ),
        ("PARAMETERS = {'Mine': swept(0, (0, 1), '', '')}", "PARAMETERS: 'Mine' is no name"),
        ("PARAMETERS = {'mine': 3}", "PARAMETERS: mine must be made by one of constant, lever"),
        ("PARAMETERS = {'mine': swept(2, (0, 1), '', '')}", "parameter mine: default outside its own range"),
        ("PARAMETERS = {'mine': swept(half, (0, 1), '', '')}", "line 3: PARAMETERS: name 'half' is not defined"),
        ("PARAMETERS = [1]", "line 3: PARAMETERS must be a dictionary by name, not [1]"),
    ],
)
def test_a_parameter_that_does_not_fit(monkeypatch, text, said):
    monkeypatch.setattr(extension, "_current", Extension(Path("my.py"), "0" * 16, ast.parse(HEAD + text)))
    with pytest.raises(ExtensionError) as refused:
        own_section(SECTIONS)
    assert said in str(refused.value)


def test_tables_measures_and_events_have_names_of_their_own(monkeypatch):
    text = (
        "COLUMNS = {'towns': {'x': column('', 0, 1, '')}}\nMEASURES = {'trust': measure('index', 'more', '')}\n"
        "EVENTS = {'control': event('council', '', (Field('size', 'value', 0, 1, '', ''),))}\n"
    )
    monkeypatch.setattr(extension, "_current", Extension(Path("my.py"), "0" * 16, ast.parse(text)))
    with pytest.raises(ExtensionError, match=r"my\.py: COLUMNS: there is no 'towns'; there are councils"):
        extension.keys("COLUMNS", ["councils"], {"column": column})
    with pytest.raises(ExtensionError, match="MEASURES: trust is taken by the model itself"):
        extension.declared("MEASURES", Measure, COLUMN, {"measure": measure})
    words = {"event": event, "Field": Field}
    with pytest.raises(ExtensionError, match="EVENTS: control is taken by the model itself"):
        extension.declared("EVENTS", type(event("council", "")), ["control"], words)
    assert extension.declared("COLUMNS", Column, [], {"column": column}, "councils") == {}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("import requests", "line 1: it imports 'requests': an extension is one file"),
        ("\nfrom mine import rule", "line 2: it imports 'mine': an extension is one file"),
        ("import random", "line 1: it imports 'random': all chance comes from simulation.engine.draws"),
        ("def f(:", "my.py, line 1: no Python: invalid syntax"),
        ("x = 1", "my.py: the model is loaded already, without an extension: simulation.extend comes first"),
    ],
)
def test_a_file_that_cannot_be_taken(tmp_path, monkeypatch, text, said):
    path = tmp_path / "my.py"
    path.write_text(text, encoding="utf-8")
    if "imports" in said:
        monkeypatch.setattr(extension, "BOUND", ())
    with pytest.raises(ExtensionError) as refused:
        simulation.extend(path)
    assert said in str(refused.value) and extension.current() is None


def test_what_does_not_compile_is_said_with_its_place():
    said = (
        "Failed in nopython mode pipeline (step: nopython frontend)\nUnknown attribute 'x' of type Row(councils)\n\n"
        'File "my.py", line 4:\n\nDuring: typing of get attribute at /home/me/my.py (4)\n\nat /home/me/other.py (8)'
    )
    assert described(TypeError(said)) == "TypeError: Unknown attribute 'x' of type Row(councils) (my.py, line 4)"
    assert described(TypeError("one at a.py (3)\ntwo")) == "TypeError: one at a.py (3)"


def test_a_file_that_is_not_there():
    with pytest.raises(ExtensionError, match=r"nowhere\.py: No such file or directory"):
        simulation.extend("nowhere.py")
