"""The Containerfile: what it names is what the code and docs/hosting.md name; building it is not tried here."""

from __future__ import annotations

import json
import re
import shlex
from pathlib import Path, PurePosixPath
from typing import NamedTuple

import pytest

from locked import DECLARED
from simulation.app.server import assets
from simulation.app.server.gate import HEALTH
from simulation.cli.app_command import PORT

ROOT = Path(__file__).parents[1]
HOSTING = (ROOT / "docs" / "hosting.md").read_text(encoding="utf-8")
MEMORY = PurePosixPath("/tmp")  # all that a container can write to
PREPARED = "coproduction app --prepare"


class Step(NamedTuple):
    """One instruction."""

    name: str
    rest: str


def steps() -> list[Step]:
    text = re.sub(r"^#.*\n", "", (ROOT / "Containerfile").read_text(encoding="utf-8"), flags=re.MULTILINE)
    lines = text.replace("\\\n", " ").splitlines()
    return [Step(*line.split(maxsplit=1)) for line in lines if line.strip()]


STEPS = steps()
PREPARING = next(number for number, step in enumerate(STEPS) if PREPARED in step.rest)


def all_of(name: str, found: list[Step] = STEPS) -> list[str]:
    return [step.rest for step in found if step.name == name]


def one(name: str) -> str:
    (rest,) = all_of(name)
    return rest


def environment(found: list[Step]) -> dict[str, str]:
    return {
        name: value for rest in all_of("ENV", found) for name, _, value in (x.partition("=") for x in shlex.split(rest))
    }


def start() -> str:
    """What the shell is told when a container starts."""
    shell, option, script, _ = json.loads(one("ENTRYPOINT"))
    assert (shell, option) == ("sh", "-c")
    return script


def told(command: str) -> list[str]:
    """The words of the first command of the page that begins so."""
    found = re.search(rf"^{command}(?:[^\n]*\\\n)*[^\n]*$", HOSTING, re.MULTILINE)
    assert found
    return shlex.split(found[0].replace("\\\n", " "))


def test_it_is_run_by_a_user_without_rights():
    user, group = map(int, one("USER").split(":"))
    assert user >= 1000 and group >= 1000
    after = STEPS[STEPS.index(Step("USER", one("USER"))) :]
    assert all_of("RUN", after) == all_of("COPY", after) == []


def test_its_python_is_one_that_is_declared():
    python = re.fullmatch(r"docker\.io/library/python:(3\.\d+)-slim-\w+", one("FROM"))
    assert python and f"Programming Language :: Python :: {python[1]}" in DECLARED["project"]["classifiers"]


def test_it_copies_all_that_is_needed_to_build_the_package():
    copied = {name for rest in all_of("COPY") for name in rest.split()[:-1]}
    built = {DECLARED["project"]["readme"], *DECLARED["project"]["license-files"]}
    built |= {*DECLARED["tool"]["hatch"]["build"]["targets"]["wheel"]["only-include"], "pyproject.toml"}
    assert copied == built | {"locked.py", "requirements.lock"}
    assert all((ROOT / name).exists() for name in copied)


def test_it_installs_an_extra_by_hash():
    (installing,) = [rest for rest in all_of("RUN") if "locked.py" in rest]
    found = re.search(r"locked\.py (\w+) > (\S+)", installing)
    assert found and found[1] in DECLARED["project"]["optional-dependencies"]
    assert f"--require-hashes --requirement {found[2]}" in installing


def test_a_container_finds_the_compiled_rules_where_it_looks_for_them():
    compiled = re.search(r"NUMBA_CACHE_DIR=(\S+)", STEPS[PREPARING].rest)
    linked = re.search(r"cp -rsf (\S+) (\S+) &&", start())
    assert compiled and linked and compiled[1] == linked[1]
    assert Path(linked[2]) / Path(linked[1]).name == Path(environment(STEPS)["NUMBA_CACHE_DIR"])


def test_a_container_finds_the_files_for_the_browser(monkeypatch: pytest.MonkeyPatch):
    before, after = environment(STEPS[:PREPARING]), environment(STEPS)
    assert before["XDG_DATA_HOME"] == after["XDG_DATA_HOME"]
    monkeypatch.setenv("XDG_DATA_HOME", after["XDG_DATA_HOME"])
    assert assets.own_folder().is_relative_to(after["XDG_DATA_HOME"])
    assert not assets.own_folder().is_relative_to(MEMORY), "what is there while it is built is not there later"


def test_all_that_is_written_is_memory():
    written = environment(STEPS)
    for name in ("HOME", "MPLCONFIGDIR", "NUMBA_CACHE_DIR"):
        assert PurePosixPath(written[name]).is_relative_to(MEMORY), name
    words = told("podman run")
    assert "--read-only" in words and words[words.index("--tmpfs") + 1] == str(MEMORY)
    assert words[words.index("--cap-drop") + 1] == "all"


def test_it_is_asked_how_it_is_where_it_answers():
    assert one("EXPOSE") == str(PORT)
    assert f"http://127.0.0.1:{PORT}{HEALTH}" in one("HEALTHCHECK")
    assert f"127.0.0.1:{PORT}:{PORT}" in told("podman run")
    assert told("podman build")[2:4] == ["--format", "docker"], "the other format leaves the question out"


def test_it_takes_the_signal_that_ends_it():
    assert one("STOPSIGNAL") == "SIGTERM" and "&& exec coproduction app" in start()
