"""``coproduction fingerprint`` says whether this installation gives the recorded results, and records new ones."""

from __future__ import annotations

import pytest
from typer.testing import CliRunner, Result

import simulation.engine.versions
import simulation.results.provenance
from simulation.cli import app
from simulation.engine.versions import recorded_fingerprint
from simulation.results import fingerprint

RECORDED = fingerprint.recorded()


def invoke(*words: str) -> Result:
    return CliRunner().invoke(app, ["fingerprint", *words])


@pytest.fixture
def record(tmp_path, monkeypatch):
    """A copy of the record, so that the one of the project stays as it is."""
    path = tmp_path / "fingerprint.txt"
    path.write_text(RECORDED, encoding="utf-8")
    monkeypatch.setattr(simulation.engine.versions, "FINGERPRINT", path)
    monkeypatch.setattr(fingerprint, "FINGERPRINT", path)
    return path


def otherwise(monkeypatch: pytest.MonkeyPatch) -> str:
    """The model does something else in one world: one part in one arm, two in the other."""
    lines = RECORDED.splitlines(keepends=True)
    numbers = [number for number, line in enumerate(lines) if line.startswith(("quality ", "spells "))]
    for number in (numbers[0], *numbers[2:]):
        part, first, _, *rest = lines[number].split()
        lines[number] = f"{part:24}" + "".join(f"{cell:>16}" for cell in (first, "01234567", *rest)) + "\n"
    text = "".join(lines)
    monkeypatch.setattr(fingerprint, "text", lambda: text)
    return text


def test_the_same_to_the_bit(monkeypatch):
    monkeypatch.setattr(fingerprint, "text", lambda: RECORDED)
    result = invoke()
    assert result.exit_code == 0 and result.stderr == ""
    said = f"This installation gives the recorded results to the bit (fingerprint {recorded_fingerprint()}).\n"
    assert result.stdout == said


def test_what_differs_is_named(monkeypatch):
    otherwise(monkeypatch)
    result = invoke()
    assert result.exit_code == 1
    assert result.stdout == "leaders, scenario: quality\nleaders, counterfactual: quality, spells\n"
    assert result.stderr.startswith("coproduction: 2 of") and result.stderr.count("\n") == 1


def test_it_is_written_anew(monkeypatch, record):
    text, before = otherwise(monkeypatch), recorded_fingerprint()
    result = invoke("--write")
    assert result.exit_code == 0 and record.read_text(encoding="utf-8") == text
    assert recorded_fingerprint() != before and recorded_fingerprint() in result.stdout
    assert "say in CHANGELOG.md" in result.stdout


def test_an_installed_package_has_nothing_to_write_to(monkeypatch, record):
    monkeypatch.setattr(simulation.results.provenance, "git_state", lambda package: (None, None))
    monkeypatch.setattr(fingerprint, "text", lambda: pytest.fail("this must not be run"))
    result = invoke("--write")
    assert result.exit_code == 2 and result.stdout == "" and result.stderr.count("\n") == 1
    assert "--write: " in result.stderr and "no checkout of git" in result.stderr
    assert record.read_text(encoding="utf-8") == RECORDED


def test_all_parts_of_the_record_are_compared():
    found = fingerprint.differences("nothing", RECORDED)
    assert {world for world, _ in found} == set(fingerprint.WORLDS)
    assert {arm for _, arm in found} == {*fingerprint.ARMS, "effect"}
    for table in RECORDED.split("\n\n")[1:]:
        arm, rows = table.split()[0], len(table.strip().splitlines()) - 1
        assert {len(parts) for (_, of), parts in found.items() if of == arm} == {rows}
    assert "full_coproduction by service" in found["nation", "scenario"]
    assert fingerprint.differences(RECORDED, RECORDED) == {}
