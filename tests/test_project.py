"""What holds for the whole project: no hidden randomness, imports one way, no private addresses, one version."""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

import simulation
from locked import normal
from simulation.world import errors

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "simulation"
SOURCES = sorted(PACKAGE.rglob("*.py"))
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def relative(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def imported(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Line and full name of everything that is imported anywhere in a file; ``a.b`` for ``from a import b``."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            yield from ((node.lineno, f"{node.module}.{alias.name}") for alias in node.names)


def without_type_imports(tree: ast.Module) -> ast.Module:
    """The file without what stands under ``if TYPE_CHECKING:``, which never runs."""
    kept = [node for node in tree.body if not (isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING")]
    return ast.Module(kept, tree.type_ignores)


def within(name: str, module: str) -> bool:
    return name == module or name.startswith(module + ".")


# Randomness -----------------------------------------------------------------------------------------------------------


def hidden_randomness(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Line and name of every use of a random number generator that is not keyed."""
    numpy_names = {"numpy"}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            numpy_names |= {alias.asname for alias in node.names if alias.name == "numpy" and alias.asname}
    for line, name in imported(tree):
        if any(within(name, module) for module in ("random", "secrets", "numpy.random")):
            yield line, name
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.Attribute)
            and node.attr == "random"
            and isinstance(node.value, ast.Name)
            and node.value.id in numpy_names
        ):
            yield node.lineno, f"{node.value.id}.random"


@pytest.mark.parametrize("path", SOURCES, ids=relative)
def test_every_draw_is_keyed(path):
    found = [f"{relative(path)}:{line} uses {name}" for line, name in hidden_randomness(parsed(path))]
    assert not found, (
        f"{'; '.join(found)}: use simulation.engine.draws instead (docs/decisions/0002-keyed-randomness.md)"
    )


@pytest.mark.parametrize(
    "source",
    [
        "import random",
        "import numpy.random",
        "from random import choice",
        "from numpy import random",
        "from numpy.random import default_rng",
        "import numpy as np\nnp.random.rand()",
        "def f():\n    import secrets",
    ],
)
def test_hidden_randomness_is_found(source):
    assert list(hidden_randomness(ast.parse(source)))


def test_a_model_may_have_an_attribute_called_random():
    assert not list(hidden_randomness(ast.parse("import numpy as np\nself.random()")))


# Layers ---------------------------------------------------------------------------------------------------------------

# From the ground up: a room, a folder or a loose file, imports rooms before it and none behind it.
ROOMS: tuple[str, ...] = (
    "engine",
    "world",
    "scenarios",
    "agents",
    "places",
    "nation",
    "history",
    "extending",
    "month",
    "compiled_month",
    "simulate",
    "ensemble",
    "model",
    "generation",
    "results",
    "figures",
    "validation",
    "sweep",
    "calibration",
    "analysis",
    "report",
    "notebook",
    "app",
    "cli",
)
MOST_ROOMS, MOST_LOOSE_FILES, MOST_ARROWS = 24, 6, 116


def room(name: str) -> str:
    """The room that a module of the package belongs to: its first name below ``simulation``."""
    return name.split(".")[1]


def rooms() -> set[str]:
    return {path.relative_to(PACKAGE).parts[0].removesuffix(".py") for path in SOURCES} - {"__init__"}


def edges() -> Iterator[tuple[str, str, str]]:
    """File and line, importing room, imported room; imports for types alone are imports too."""
    for path in SOURCES:
        if path == PACKAGE / "__init__.py":
            continue  # the public names, which point to rooms of every layer
        here = path.relative_to(PACKAGE).parts[0].removesuffix(".py")
        for line, name in imported(parsed(path)):
            if name.startswith("simulation.") and name != "simulation.__version__" and room(name) != here:
                yield f"{relative(path)}:{line}", here, room(name)


def test_every_room_has_a_place():
    assert len(ROOMS) == len(set(ROOMS))
    missing = rooms() - set(ROOMS)
    assert not missing, f"say in tests/test_project.py where {', '.join(sorted(missing))} stands"
    assert set(ROOMS) <= rooms(), "a room that is gone"


def test_imports_run_one_way():
    floor = {name: number for number, name in enumerate(ROOMS)}
    wrong = [
        f"{place}: {here} imports {there}, which stands above it"
        for place, here, there in edges()
        if floor[there] > floor[here]
    ]
    assert not wrong, "\n".join(wrong)


def test_the_house_stays_small():
    """What a newcomer can take in: rooms, loose files, and pairs of rooms of which one imports the other."""
    assert len(rooms()) <= MOST_ROOMS
    assert len(list(PACKAGE.glob("*.py"))) <= MOST_LOOSE_FILES
    assert len({(here, there) for _, here, there in edges()}) <= MOST_ARROWS


def module(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def test_files_do_not_import_each_other_in_a_circle():
    modules = {module(path): path for path in SOURCES if path != PACKAGE / "__init__.py"}
    graph = {
        name: {
            there if there in modules else there.rpartition(".")[0]
            for _, there in imported(without_type_imports(parsed(path)))
            if within(there, "simulation")
        }
        for name, path in modules.items()
    }
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        pytest.fail(f"files import each other: {' -> '.join(reversed(error.args[1]))}")


def test_imports_inside_the_package_are_absolute():
    found = [
        f"{relative(path)}:{node.lineno}"
        for path in SOURCES
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.ImportFrom) and node.level
    ]
    assert not found, f"relative imports: {', '.join(found)}"


# Errors ---------------------------------------------------------------------------------------------------------------


def test_errors_are_one_family_in_one_file():
    family = {name: value for name, value in vars(errors).items() if isinstance(value, type)}
    assert all(
        issubclass(error, errors.CoproductionError) for error in family.values() if error.__module__ == errors.__name__
    )
    elsewhere = [
        f"{relative(path)}:{node.lineno} {node.name}"
        for path in SOURCES
        if path != Path(errors.__file__)
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.ClassDef) and not node.name.startswith("_")
        for base in node.bases
        if ast.unparse(base).endswith(("Error", "Exception")) or ast.unparse(base) in family
    ]
    assert not elsewhere, f"define them in simulation/world/errors.py: {', '.join(elsewhere)}"


# Dependencies ---------------------------------------------------------------------------------------------------------


def declared() -> set[str]:
    extras = PROJECT["optional-dependencies"].values()
    return {normal(requirement) for requirement in [*PROJECT["dependencies"], *(r for extra in extras for r in extra)]}


def test_every_imported_library_is_declared():
    distributions = packages_distributions()
    for path in SOURCES:
        for line, name in imported(parsed(path)):
            top = name.partition(".")[0]
            if top in ("simulation", "benchmarks", "__future__") or top in sys.stdlib_module_names:
                continue
            owners = {normal(owner) for owner in distributions.get(top, [top])}
            assert owners & declared(), f"{relative(path)}:{line} imports {top}, which pyproject.toml does not ask for"


# Versions, and what must not be in the files --------------------------------------------------------------------------


def test_version_is_the_same_everywhere():
    latest = re.search(r"^## (\d\S*)", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), re.MULTILINE)
    cited = re.search(r"^version: (\S+)", (ROOT / "CITATION.cff").read_text(encoding="utf-8"), re.MULTILINE)
    assert latest and latest[1] == simulation.__version__
    assert cited and cited[1] == simulation.__version__


def tracked_files() -> list[Path]:
    try:
        listing = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True, text=True).stdout
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("not a git working tree")
    return [ROOT / name for name in listing.split("\0") if name and (ROOT / name).is_file()]


# Put together from halves, so that this file does not contain what it looks for.
PRIVATE = {
    "the address of a package registry": "|".join(
        re.escape(one + two)
        for one, two in (
            ("pypi", ".org"),
            ("pythonhosted", ".org"),
            ("registry.", "npmjs"),
            ("index", "-url"),
            ("find", "-links"),
            ("/sim", "ple/"),
        )
    ),
    "a path of somebody's machine": r"(?<![\w.~$}])/(?:" + "|".join(("wor" + "k", "roo" + "t", "Use" + "rs")) + r")/",
}


def test_files_name_no_registry_and_no_machine():
    found = []
    for path in tracked_files():
        text = path.read_bytes().decode("utf-8", errors="replace")
        for what, pattern in PRIVATE.items():
            found += [f"{relative(path)}: {what}: {match[0]}" for match in re.finditer(pattern, text)]
    assert not found, "\n".join(found)


def anchors(document: Path) -> set[str]:
    """The anchors of a document's headings, as they are made from the words."""
    headings = re.findall(r"^#+ (.+)$", document.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("document", sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]), ids=relative)
def test_links_lead_somewhere(document):
    for target in re.findall(r"\]\(([^)\s]+)\)", document.read_text(encoding="utf-8")):
        name, _, anchor = target.partition("#")
        if "://" in name:
            continue
        aim = document.parent / name if name else document
        assert aim.exists(), f"{relative(document)} links to {target}, which is not there"
        assert not anchor or anchor in anchors(aim), (
            f"{relative(document)}: {relative(aim)} has no heading for #{anchor}"
        )


# The public names -----------------------------------------------------------------------------------------------------


def test_importing_the_package_is_light():
    heavy = ("numpy", "numba", "pandas", "mesa", "matplotlib", "pydantic")
    program = f"import sys, simulation; print([name for name in {heavy!r} if name in sys.modules])"
    result = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, check=True, text=True)
    assert result.stdout.strip() == "[]"


@pytest.mark.parametrize("name", simulation.__all__)
def test_public_names_are_there(name):
    assert getattr(simulation, name) is not None


def test_an_unknown_public_name_is_refused():
    with pytest.raises(AttributeError, match=r"no attribute 'ensembl'; there are MEASURES"):
        _ = simulation.ensembl


def test_the_command_says_whose_package_it_met_in_the_place_of_ours(tmp_path):
    assert PROJECT["scripts"]["coproduction"] == "coproduction:main"
    command = [
        sys.executable,
        "-P",
        "-c",
        "import sys, coproduction; sys.argv = ['', '--version']; coproduction.main()",
    ]

    def run(*path: Path) -> subprocess.CompletedProcess[str]:
        environment = os.environ | {"PYTHONPATH": os.pathsep.join(map(str, path))}
        return subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True)

    assert run(ROOT).stdout.startswith("coproduction ")
    other = tmp_path / "simulation" / "__init__.py"
    other.parent.mkdir()
    other.write_text("run = None\n", encoding="utf-8")
    done = run(tmp_path, ROOT)
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (1, "", 1)
    assert f"'simulation' is another package here, {other}: " in done.stderr
