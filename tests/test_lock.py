"""What is installed: requirements.lock answers pyproject.toml on every system, by hash, and its parts hold together."""

from __future__ import annotations

import re
import subprocess
import sys
from importlib.metadata import PackageNotFoundError, requires

import pytest
from packaging.requirements import Requirement

from locked import DECLARED, LOCK, Locked, asked, entries, needed, normal

ENTRY = re.compile(r"\S+==\S+(?: ; [^\\#]+?)?(?: \\\n    --hash=sha256:[0-9a-f]{64})+\n(?:    # [^\n]+\n)*")
EXTRAS = DECLARED["project"]["optional-dependencies"]
SYSTEMS = {
    f"Python {version} on {name}": {"python_version": version.rpartition(".")[0], "python_full_version": version}
    | {"sys_platform": name, "platform_system": system, "implementation_name": "cpython", "extra": ""}
    for version in ("3.11.0", "3.11.5", "3.12.0", "3.13.0")
    for name, system in (("linux", "Linux"), ("darwin", "Darwin"))
}


def malformed(lock: str) -> list[str]:
    """First lines of entries that are more, or less, than name==version, a condition, hashes and who asks for it."""
    comments, *rest = re.split(r"^(?=[^\s#])", lock, flags=re.MULTILINE)
    stray = [line for line in comments.splitlines() if not line.startswith("#") or "://" in line]
    return stray + [each.partition("\n")[0] for each in rest if not ENTRY.fullmatch(each) or "://" in each]


def unanswered(lock: list[Locked], system: dict[str, str]) -> list[str]:
    """What pyproject.toml asks for and the lock does not give there, or gives twice, or in another version."""
    given: dict[str, list[str]] = {}
    for entry in lock:
        requirement = Requirement(entry.lines.partition(" \\")[0])
        if requirement.marker is None or requirement.marker.evaluate(system):
            given.setdefault(entry.name, []).append(str(requirement.specifier).removeprefix("=="))
    wrong = []
    for requirement in map(Requirement, asked(list(EXTRAS))):
        versions = given.get(normal(requirement.name), [])
        if len(versions) != 1 or not requirement.specifier.contains(versions[0], prereleases=True):
            wrong.append(f"{requirement}: {versions}")
    return wrong + [f"{name}: {versions}" for name, versions in given.items() if len(versions) > 1]


@pytest.fixture(scope="module")
def lock() -> str:
    return LOCK.read_text(encoding="utf-8")


def test_every_entry_has_hashes_and_nothing_else(lock):
    assert len(list(entries(lock))) > 100
    assert malformed(lock) == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (r"^rich==(\S+) \\\n(    --hash=\S+(?: \\)?\n)+", r"rich==\1\n"),
        (r"^rich==", "rich>="),
        (r"^rich==\S+", "rich @ https://example.org/rich.whl"),
        (r"^(?=rich==)", "--extra-" + "index" + "-url https://example.org\n"),
        (r"\A", "--pre\n"),
    ],
    ids=["no hash", "a range", "an address", "a registry", "an option"],
)
def test_an_entry_that_is_more_or_less_is_found(lock, old, new):
    assert malformed(re.sub(old, new, lock, flags=re.MULTILINE))


@pytest.mark.parametrize("system", SYSTEMS.values(), ids=SYSTEMS)
def test_all_that_is_declared_is_locked_in_a_version_that_was_asked_for(lock, system):
    assert unanswered(list(entries(lock)), system) == [], "make lock"


@pytest.mark.parametrize(
    ("old", "new"),
    [(r"^mesa==\S+", "mesa==4.0"), (r"^mesa==", "other=="), (r"^(mesa==\S+)", r"\1 ; python_version < '3'")],
    ids=["outside the bounds", "missing", "for another Python"],
)
def test_a_lock_that_is_behind_is_found(lock, old, new):
    changed = list(entries(re.sub(old, new, lock, flags=re.MULTILINE)))
    assert any(each.startswith("mesa") for each in unanswered(changed, SYSTEMS["Python 3.11.5 on linux"]))


@pytest.mark.parametrize("extras", [[], *([extra] for extra in EXTRAS)], ids=lambda extras: "".join(extras) or "none")
def test_a_part_of_the_lock_holds_all_that_its_packages_ask_for(lock, extras):
    part = {entry.name for entry in needed(list(entries(lock)), extras)}
    for name in part:
        try:
            wants = [Requirement(each) for each in requires(name) or ()]
        except PackageNotFoundError:  # of the documentation, or of another system
            continue
        here = {normal(each.name) for each in wants if each.marker is None or each.marker.evaluate({"extra": ""})}
        assert here <= part, f"{name} asks for {', '.join(sorted(here - part))}"


def test_who_runs_a_scenario_needs_no_tools_of_tests(lock):
    every = list(entries(lock))
    assert not {"pytest", "mypy", "mkdocs", "solara"} & {entry.name for entry in needed(every, [])}
    assert {entry.name for entry in needed(every, list(EXTRAS))} == {entry.name for entry in every}


def test_an_unknown_extra_is_refused_in_one_line():
    result = subprocess.run([sys.executable, LOCK.with_name("locked.py"), "apq"], capture_output=True, text=True)
    assert result.returncode and not result.stdout
    assert result.stderr == f"pyproject.toml has no extra 'apq'; there are {', '.join(EXTRAS)}\n"
