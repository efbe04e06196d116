"""What holds for the whole project: no hidden randomness, imports one way, no private addresses, one version."""

from __future__ import annotations

import ast
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
    assert not found, f"{'; '.join(found)}: use simulation.draws instead (docs/decisions/0002-keyed-randomness.md)"


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

# From the ground up: a room may import rooms of its own layer and of those before it, never of one after it.
LAYERS: tuple[tuple[str, ...], ...] = (
    ("compile_cache", "compile_progress", "compiled_tables", "rules"),
    ("maths", "matrix", "measures", "parameters", "services", "timeline"),
    ("draws", "scenarios", "world"),
    ("agents", "national", "places"),
    ("events", "population", "recording", "spells"),
    ("building", "month"),
    ("ensemble", "model"),
    ("provenance", "resilience", "survival"),
    ("design", "figures", "results", "store", "validation"),
    ("benchmark", "sweep"),
    ("analysis",),
    ("report",),
    ("app", "cli", "documentation"),
)


def room(name: str) -> str:
    """The room that a module of the package belongs to: its first name below ``simulation``."""
    return name.split(".")[1]


def rooms() -> set[str]:
    return {path.relative_to(PACKAGE).parts[0].removesuffix(".py") for path in SOURCES} - {"__init__"}


def edges() -> Iterator[tuple[str, str, str]]:
    """File and line, importing room, imported room."""
    for path in SOURCES:
        if path == PACKAGE / "__init__.py":
            continue  # the public names, which point to rooms of every layer
        here = path.relative_to(PACKAGE).parts[0].removesuffix(".py")
        for line, name in imported(parsed(path)):
            if name.startswith("simulation.") and name != "simulation.__version__":
                yield f"{relative(path)}:{line}", here, room(name)


def test_every_room_has_a_layer():
    known = [name for layer in LAYERS for name in layer]
    assert len(known) == len(set(known))
    missing = rooms() - set(known)
    assert not missing, f"say in tests/test_project.py which layer {', '.join(sorted(missing))} belongs to"


def test_imports_run_one_way():
    level = {name: number for number, layer in enumerate(LAYERS) for name in layer}
    wrong = [
        f"{place}: {here} imports {there}, which is a layer above it"
        for place, here, there in edges()
        if level.get(there, 0) > level.get(here, len(LAYERS))
    ]
    assert not wrong, "\n".join(wrong)


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


# Dependencies ---------------------------------------------------------------------------------------------------------


def normal(name: str) -> str:
    """A distribution's name as package indexes compare it."""
    return re.sub(r"[-_.]+", "-", re.split(r"[\[<>=!~; ]", name, maxsplit=1)[0]).lower()


def declared() -> set[str]:
    extras = PROJECT["optional-dependencies"].values()
    return {normal(requirement) for requirement in [*PROJECT["dependencies"], *(r for extra in extras for r in extra)]}


def test_every_imported_library_is_declared():
    distributions = packages_distributions()
    for path in SOURCES:
        for line, name in imported(parsed(path)):
            top = name.partition(".")[0]
            if top == "simulation" or top == "__future__" or top in sys.stdlib_module_names:
                continue
            owners = {normal(owner) for owner in distributions.get(top, [top])}
            assert owners & declared(), f"{relative(path)}:{line} imports {top}, which pyproject.toml does not ask for"


def test_constraints_hold_names_and_versions_only():
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    pinned = set()
    for line in lines:
        assert re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._-]*==[0-9][A-Za-z0-9.!+_-]*", line), f"not name==version: {line!r}"
        pinned.add(normal(line))
    assert len(pinned) == len(lines), "a name is pinned twice"
    assert declared() <= pinned, f"constraints.txt does not pin {', '.join(sorted(declared() - pinned))}"


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
