"""What is printed: to a stream in any encoding, closed or full; never anything that steers a terminal."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

import simulation
from simulation.cli import app
from simulation.world.errors import one_line, printable

ROOT = str(Path(simulation.__file__).parents[1])
PYTHON = shlex.quote(sys.executable)
SCENARIOS = f"{PYTHON} -m simulation.cli scenarios"


def shell(command, **variables):
    environment = os.environ | {"PYTHONPATH": ROOT} | variables
    return subprocess.run(["bash", "-c", command], capture_output=True, text=True, env=environment, timeout=120)


@pytest.mark.skipif(os.name == "nt", reason="a shell of Unix")
@pytest.mark.parametrize(
    ("command", "said"),
    [
        (f"{SCENARIOS} >&-", ""),
        (f"{SCENARIOS} | true; exit ${{PIPESTATUS[0]}}", ""),
        (f"{SCENARIOS} > /dev/full", "coproduction: the output cannot be written: No space left on device\n"),
        (f"{SCENARIOS} 2>&-", ""),
    ],
)
def test_a_stream_that_takes_nothing_changes_no_status(command, said):
    if "/dev/full" in command and not Path("/dev/full").exists():
        pytest.skip("no /dev/full here")
    done = shell(command)
    assert (done.returncode, done.stderr) == (0, said)


@pytest.mark.skipif(os.name == "nt", reason="a shell of Unix")
def test_an_encoding_without_the_signs_prints_others(tmp_path):
    (tmp_path / "a.toml").write_text('story = "Ynys Môn – 名"', encoding="utf-8")
    done = shell(f"{PYTHON} -m simulation.cli show {shlex.quote(str(tmp_path))}/a.toml", PYTHONIOENCODING="ascii")
    assert done.returncode == 0 and "Ynys M?n ? ?" in done.stdout and not done.stderr


STEERING = "\x1b]0;title\x07\x9b2J\u202e"


def test_nothing_that_steers_a_terminal_is_sent(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    written = "".join(f"\\u{ord(sign):04x}" for sign in STEERING)
    Path("a.toml").write_text(f'story = "{written}"\nsources = ["{written}"]', encoding="utf-8")
    for words in (["show", "a.toml"], ["show", "a.toml", "--toml"], ["show", f"{STEERING}.toml"], ["run", STEERING]):
        done = CliRunner().invoke(app, words)
        assert not set("\x1b\x07\x9b\u202e") & set(done.stdout + done.stderr)
    from simulation.scenarios import parse

    told = CliRunner().invoke(app, ["show", "a.toml", "--toml"]).stdout
    assert parse(told).story == STEERING


def test_a_message_is_one_line():
    assert one_line("a\nb\t\x1b[0m") == r"a\nb\t\x1b[0m"
    assert len(one_line("x" * 10_000)) < 600
    assert printable("Môn – 名\u00a0\nb") == "Môn – 名\u00a0\nb"


def test_results_never_take_the_place_of_the_folder_one_is_in(tmp_path, monkeypatch):
    inside = tmp_path / "inside"
    inside.mkdir()
    monkeypatch.chdir(inside)
    done = CliRunner().invoke(app, ["run", "baseline", "-n", "1", "--out", "."])
    assert done.exit_code == 2 and "you are in it; give a folder inside it" in done.stderr


def test_what_no_memory_holds_is_refused_beforehand(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("simulation.world.memory.available", lambda: 8 * 2**30)
    done = CliRunner().invoke(app, ["run", "baseline", "--replicates", "1000000", "--months", "720"])
    assert done.exit_code == 2 and done.stderr.count("\n") == 1
    assert "--replicates 1000000 of 720 months: this needs" in done.stderr
    assert "8.0 GiB are free" in done.stderr and "instead of 1,000,000 would fit" in done.stderr
