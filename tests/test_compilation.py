"""How rules are compiled and where they are kept: on a rule of two lines, since the whole model takes half a minute."""

from __future__ import annotations

import io
import os
import subprocess
import sys
import time
import tomllib
from collections.abc import Callable
from enum import IntEnum
from pathlib import Path

import numba
import numpy as np
import pytest
from numba.core.codegen import JITCodeLibrary
from numba.core.compiler import Compiler
from numba.core.registry import CPUDispatcher
from packaging.specifiers import SpecifierSet
from packaging.version import Version

from simulation.engine import compilation as rules
from simulation.engine import compile_cache, compile_progress
from simulation.engine.compilation import rule, source_hash

pytestmark = pytest.mark.skipif(os.environ.get("NUMBA_DISABLE_JIT") == "1", reason="rules are not compiled")

ROOT = Path(__file__).parents[1]
TINY = """
from simulation.engine.compilation import rule

@rule
def square(x):
    return x * x

@rule
def sum_of_squares(x, y):
    return square(x) + square(y)

print(sum_of_squares(3, 4), sum(sum_of_squares.stats.cache_hits.values()))
"""
COMPILED, LOADED = "25 0\n", "25 1\n"
LINE = "compiling the model, once for this version, about half a minute\n"


class Fruit(IntEnum):
    APPLE = 3
    PEAR = 4


@rule
def twice(x):
    return 2 * x


@rule
def of_many_kinds(column, flag):
    total = twice(1) + twice(2) + twice(x=column[0]) + twice(Fruit.APPLE)
    return total + (twice(Fruit.PEAR) if flag else 0)


@rule
def never_called(x):
    return x


@pytest.fixture
def tiny(tmp_path: Path) -> Callable[..., subprocess.Popen[str]]:
    """Starts a process that runs a rule of two lines, with its cache below the given folder."""
    program = tmp_path / "tiny.py"
    program.write_text(TINY, encoding="utf-8")

    def start(cache: Path) -> subprocess.Popen[str]:
        environment = os.environ | {"NUMBA_CACHE_DIR": str(cache), "PYTHONPATH": str(ROOT)}
        return subprocess.Popen(
            [sys.executable, program], env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )

    return start


def said(process: subprocess.Popen[str]) -> tuple[str, str]:
    """What a process prints on both streams, without the line that a busy machine is given."""
    out, err = process.communicate()
    return out, err.replace(LINE, "")


# Versions ------------------------------------------------------------------------------------------------------------


def compiled_here():
    """The rule compiled in this process, whatever an earlier one has left on the disk."""
    of_many_kinds(np.ones(1, np.int32), True)
    of_many_kinds.recompile()
    return of_many_kinds


def test_whole_numbers_of_all_kinds_share_one_version():
    assert compiled_here()(np.full(1, 5, np.int32), True) == 2 * (1 + 2 + 5 + 3 + 4)
    assert [str(kind) for kinds in twice.part.overloads for kind in kinds] == ["int64"]
    assert (twice(7), twice(np.int32(7)), twice(Fruit.PEAR)) == (14, 14, 8)
    assert len(twice.overloads) == 1
    assert twice(1.5) == 3.0 and len(twice.overloads) == 2


def test_a_truth_value_stays_one():
    assert [str(kinds[1]) for kinds in of_many_kinds.overloads] == ["bool"]


def test_what_is_inlined_has_no_machine_code_of_its_own():
    compiled_here()
    (version,) = twice.part.overloads.values()
    engine = version.target_context.codegen()._engine
    assert not engine.is_symbol_defined(version.fndesc.llvm_func_name)


def test_numba_is_one_that_was_tried():
    asked = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["dependencies"]
    (bounds,) = [SpecifierSet(line.removeprefix("numba")) for line in asked if line.startswith("numba>")]
    assert Version(numba.__version__) in bounds and any("<" in bound.operator for bound in bounds)


@pytest.mark.parametrize(
    ("ours", "numbas"),
    [
        (rules._PartLibrary, JITCodeLibrary),
        (rules._PartCompiler, Compiler),
        (rules._Part, CPUDispatcher),
        (rules._Rule, CPUDispatcher),
        (compile_cache.RuleCache, compile_cache.FunctionCache),
        (compile_cache._Kept, compile_cache.CompileResultCacheImpl),
    ],
)
def test_numba_still_has_what_is_replaced(ours, numbas):
    """If numba gave one of them another name, ours would stand there and do nothing."""
    replaced = {name for name, value in vars(ours).items() if callable(value) or isinstance(value, property)}
    assert not {
        name for name in replaced - {"set_env", "_forget", "is_empty", "is_on_disk"} if not hasattr(numbas, name)
    }


# The cache -----------------------------------------------------------------------------------------------------------


def test_what_is_on_the_disk_is_told_from_what_is_still_to_be_compiled():
    compiled_here()
    assert of_many_kinds.is_on_disk and not never_called.is_on_disk


def test_a_rule_is_kept_under_the_version_of_its_sources(tiny, tmp_path):
    assert said(tiny(tmp_path / "cache")) == (COMPILED, "")
    kept = sorted((tmp_path / "cache").rglob("*.nb?"))
    assert [path.name.split("-")[0] for path in kept] == ["tiny.sum_of_squares"] * 2, "only what Python calls"
    plain = "-plain" if rules.PLAIN_TABLES else ""
    assert {path.parents[1] for path in kept} == {tmp_path / "cache" / "coproduction" / (source_hash() + plain)}
    assert tiny(tmp_path / "cache").communicate() == (LOADED, ""), "and of what is there nothing is said"


def _flipped(content: bytes) -> bytes:
    middle = len(content) // 2
    return content[:middle] + bytes([content[middle] ^ 0x10]) + content[middle + 1 :]


DAMAGES: dict[str, Callable[[bytes], bytes]] = {
    "emptied": lambda content: b"",
    "cut off": lambda content: content[: len(content) // 2],
    "random": lambda content: np.random.default_rng(1).bytes(len(content)),
    "one bit flipped": _flipped,
}


@pytest.mark.parametrize("damage", DAMAGES)
@pytest.mark.parametrize("kind", ["nbi", "nbc"])
def test_a_damaged_file_is_made_anew(tiny, tmp_path, kind, damage):
    said(tiny(tmp_path / "cache"))
    (path,) = (tmp_path / "cache").rglob(f"*.{kind}")
    path.write_bytes(DAMAGES[damage](path.read_bytes()))
    assert said(tiny(tmp_path / "cache")) == (COMPILED, "")
    assert said(tiny(tmp_path / "cache")) == (LOADED, "")


def test_where_nothing_can_be_written_the_rules_are_put_aside_with_one_line(tiny, tmp_path):
    (tmp_path / "cache").write_text("a file where a folder should be", encoding="utf-8")
    out, err = said(tiny(tmp_path / "cache"))
    assert out == COMPILED
    assert err.count("\n") == 1 and str(tmp_path / "cache") in err and "not kept" in err


def test_a_cache_can_be_of_links_to_one_that_stays_as_it_was(tiny, tmp_path):
    """As in the image: the compiled rules are part of it, and a container has a folder of links to them."""
    built, here = tmp_path / "built", tmp_path / "here"
    said(tiny(built))
    subprocess.run(["cp", "-rsf", built, here], check=True)
    assert said(tiny(here)) == (LOADED, "")
    (index,) = here.rglob("*.nbi")
    assert index.is_symlink()
    index.unlink()
    index.write_bytes(b"of another processor")
    assert said(tiny(here)) == (COMPILED, "") and said(tiny(here)) == (LOADED, "")
    assert said(tiny(built)) == (LOADED, "")


def test_two_processes_can_compile_at_once(tiny, tmp_path):
    both = [tiny(tmp_path / "cache") for _ in range(2)]
    assert {said(process) for process in both} <= {(COMPILED, ""), (LOADED, "")}
    assert said(tiny(tmp_path / "cache")) == (LOADED, "")


def test_versions_that_nobody_uses_are_removed(tmp_path):
    mine, old, plain, young, foreign = (
        tmp_path / name for name in ("0" * 16, "1" * 16, "2" * 16 + "-plain", "3" * 16, "somebody_elses")
    )
    for folder in (mine, old, plain, young, foreign):
        (folder / "agents_1").mkdir(parents=True)
    for folder in (mine, old, plain, foreign):
        os.utime(folder, (time.time() - 2 * compile_cache.IN_USE,) * 2)
    compile_cache.prune(mine)
    assert sorted(tmp_path.iterdir()) == sorted([mine, young, foreign])


# While it is compiled ------------------------------------------------------------------------------------------------


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compile_progress, "PATIENCE", -1.0)
    monkeypatch.setattr(compile_progress, "_is_said", False)


def compile_something() -> None:
    @rule
    def inner(x):
        return x + 1

    @rule
    def outer(x):
        return inner(x) * inner(x + 1)

    assert outer(1) == 6


def test_a_line_says_that_the_model_is_compiled(impatient, capsys):
    compile_something()
    compile_something()
    assert capsys.readouterr() == ("", LINE)


def test_on_a_terminal_it_goes_on_in_place_and_is_gone_in_the_end(impatient, monkeypatch):
    monkeypatch.setattr(sys, "stderr", Terminal())
    compile_something()
    *_, last, end = sys.stderr.getvalue().split("\r\x1b[2K")
    assert (
        last.startswith("compiling the model, once for this version, about half a minute: ")
        and last.endswith(" rules, then all together")
        and not end
    )


def test_a_bar_shows_it_in_its_own_way(impatient, capsys):
    shown: list[str | None] = []
    with compile_progress.shown_by(shown.append):
        compile_something()
    assert shown[-1] is None and "of about" in str(shown[0]) and capsys.readouterr().err == ""


def test_nothing_is_said_of_what_takes_no_time(monkeypatch, capsys):
    monkeypatch.setattr(compile_progress, "PATIENCE", 60.0)
    compile_something()
    assert capsys.readouterr().err == ""
