"""The hash that names the cache of compiled rules, and how they round."""

from __future__ import annotations

from pathlib import Path

import numba
import pytest

import simulation
from simulation.engine import versions
from simulation.engine.compilation import RULES, rule, source_hash

PACKAGE = Path(simulation.__file__).parent


def hash_of(package: Path) -> str:
    """The hash of the rules of a copy of the package."""
    return versions.hash_of(package, versions.sources(package, RULES))


def test_the_hash_is_that_of_the_sources_not_of_the_place(copied):
    assert hash_of(copied) == source_hash()
    assert len(source_hash()) == 16
    int(source_hash(), 16)


@pytest.mark.parametrize(
    "name",
    ["agents/council/politics.py", "places/voice.py", "engine/maths.py", "world/tables.py", "compiled_month.py"],
)
def test_an_edit_of_a_rule_changes_the_hash(copied, name):
    path, before = copied / name, hash_of(copied)
    original = path.read_bytes()
    path.write_bytes(original + b"\n# another thought\n")
    assert hash_of(copied) != before
    path.write_bytes(original)
    assert hash_of(copied) == before


def test_a_new_and_a_renamed_rule_file_change_the_hash(copied):
    before = hash_of(copied)
    added = copied / "agents" / "referendum.py"
    added.write_text('"""A new rule."""\n', encoding="utf-8")
    new = hash_of(copied)
    assert new != before
    renamed = added.rename(added.with_name("plebiscite.py"))
    assert hash_of(copied) not in (before, new)
    renamed.unlink()


def test_scenario_files_are_data_and_do_not_change_the_hash(copied):
    before = hash_of(copied)
    (copied / "scenarios" / "library" / "mine.toml").write_text('title = "Mine"\n', encoding="utf-8")
    assert hash_of(copied) == before


def test_ends_of_lines_make_no_difference(copied):
    path, before = copied / "engine" / "maths.py", hash_of(copied)
    original = path.read_bytes()
    path.write_bytes(original.replace(b"\n", b"\r\n"))
    assert path.read_bytes() != original and hash_of(copied) == before
    path.write_bytes(original)


def test_compiled_rules_are_cached_outside_the_package():
    if not numba.config.CACHE_DIR:
        pytest.skip("rules are not compiled")
    assert PACKAGE not in Path(numba.config.CACHE_DIR).resolve().parents


def test_rules_round_as_python_does():
    """No fused or reordered arithmetic: compiled and interpreted rules give the same bits."""

    @rule
    def sums(x, y, z):
        return x * y + z, (x + y) + z, x + (y + z)

    x, y, z = 1.0 + 2.0**-30, 1.0 - 2.0**-30, -1.0
    assert sums(x, y, z) == (x * y + z, (x + y) + z, x + (y + z))
    assert sums(1e16, -1e16, 1.0) == (1e16 * -1e16 + 1.0, 1.0, 0.0)
