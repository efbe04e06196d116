"""What `docs/odd.md` and the functions of the package say of each other: equations, citations, parameters, numbers."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from simulation.world.parameters import PARAMETERS

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "simulation"
TEXT = (ROOT / "docs" / "odd.md").read_text(encoding="utf-8")
NUMBERS = [int(number) for number in re.findall(r"^\*\*Eq\. (\d+)\*\*", TEXT, flags=re.MULTILINE)]
# The text in pieces: by headings, and finer, by headings, equations and other words in bold.
SECTIONS = re.split(r"^(?=#+ )", TEXT, flags=re.MULTILINE)
PASSAGES = re.split(r"^(?=\*\*|#+ )", TEXT, flags=re.MULTILINE)

# What a number in the text is not: an index of a name, an exponent, a reference to an equation.
NO_NUMBER = re.compile(r"\bEqs?\. \d+(?:(?:,| and| to) \d+)*|\b[^\W\d]\w*|\^\d+")
NUMBER = re.compile(r"(?<![\w.])\d+(?:\.\d+)?(?:e-?\d+)?")


@dataclass(frozen=True)
class Module:
    """One file: what it defines and what it imports."""

    path: Path
    tree: ast.Module

    @property
    def name(self) -> str:
        return ".".join(self.path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")

    @cache  # noqa: B019
    def imports(self) -> dict[str, str]:
        """Full name of what each imported name stands for."""
        return {
            alias.asname or alias.name: f"{node.module}.{alias.name}"
            for node in ast.walk(self.tree)
            if isinstance(node, ast.ImportFrom)
            for alias in node.names
        }

    @cache  # noqa: B019
    def constants(self) -> dict[str, ast.expr]:
        """The names that stand for numbers, with the expressions that give them; codes counted by `range` are none."""
        found: dict[str, ast.expr] = {}
        for node in self.tree.body:
            if isinstance(node, ast.Assign) and isinstance(target := node.targets[0], ast.Name):
                found[target.id] = node.value
            elif isinstance(node, ast.Assign) and isinstance(target, ast.Tuple) and isinstance(node.value, ast.Tuple):
                found |= {one.id: value for one, value in zip(target.elts, node.value.elts, strict=True)}
            elif isinstance(node, ast.ClassDef) and any(ast.unparse(base) == "IntEnum" for base in node.bases):
                members = [one for one in node.body if isinstance(one, ast.Assign)]
                found |= {f"{node.name}.{ast.unparse(one.targets[0])}": one.value for one in members}
        return {
            name: value for name, value in found.items() if name.rpartition(".")[2].isupper() and list(literals(value))
        }

    def resolve(self, node: ast.expr) -> str:
        """Full name of what a name, or an attribute of an imported module, stands for."""
        if isinstance(node, ast.Name):
            return self.imports().get(node.id, f"{self.name}.{node.id}")
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            return f"{self.imports().get(node.value.id, '')}.{node.attr}"
        return ""


@dataclass(frozen=True)
class Function:
    """A function of the package, and the equations that its docstring cites."""

    module: Module
    node: ast.FunctionDef
    equations: frozenset[int] = field(default_factory=frozenset)

    @property
    def name(self) -> str:
        return self.node.name

    @property
    def is_rule(self) -> bool:
        return any(isinstance(one, ast.Name) and one.id == "rule" for one in self.node.decorator_list)

    def calls(self) -> Iterator[str]:
        """Full names of the functions that it calls."""
        for node in ast.walk(self.node):
            if isinstance(node, ast.Call):
                yield self.module.resolve(node.func)

    def parameters(self) -> set[str]:
        """The parameters that it reads: ``p.name``, with p the record of them all."""
        return {
            node.attr
            for node in ast.walk(self.node)
            if isinstance(node, ast.Attribute)
            and (
                (isinstance(node.value, ast.Name) and node.value.id == "p")
                or (isinstance(node.value, ast.Subscript) and ast.unparse(node.value).endswith(".parameters[0]"))
            )
        }

    def constants(self) -> dict[str, ast.expr]:
        """The named numbers that it uses."""
        found = {}
        for node in ast.walk(self.node):
            member = isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.attr.isupper()
            if member or (isinstance(node, ast.Name) and node.id.isupper()):
                where, _, name = self.module.resolve(node.value if member else node).rpartition(".")
                name += f".{node.attr}" if member else ""
                if where in modules() and name in modules()[where].constants():
                    found[name] = modules()[where].constants()[name]
        return found


def literals(node: ast.AST) -> Iterator[ast.Constant]:
    """The numbers that are written out anywhere in a piece of code."""
    for one in ast.walk(node):
        if isinstance(one, ast.Constant) and isinstance(one.value, int | float) and not isinstance(one.value, bool):
            yield one


@cache
def modules() -> dict[str, Module]:
    """The files of the package by their full names."""
    found = (Module(path, ast.parse(path.read_text(encoding="utf-8"))) for path in sorted(PACKAGE.rglob("*.py")))
    return {module.name: module for module in found}


def cites(docstring: str) -> Iterator[int]:
    """The numbers in ``ODD eq. 3, 5-91``."""
    for numbers in re.findall(r"ODD eq\. ([\d, -]+)", docstring):
        for part in numbers.replace(" ", "").strip(",").split(","):
            first, _, last = part.partition("-")
            yield from range(int(first), int(last or first) + 1)


@cache
def functions() -> dict[str, Function]:
    """The functions of the package by their full names."""
    return {
        f"{module.name}.{node.name}": Function(module, node, frozenset(cites(ast.get_docstring(node) or "")))
        for module in modules().values()
        for node in ast.walk(module.tree)
        if isinstance(node, ast.FunctionDef)
    }


def citing(number: int) -> list[Function]:
    """The functions that cite an equation."""
    return [function for function in functions().values() if number in function.equations]


@cache
def passages_naming(name: str) -> str:
    """All of the text that speaks of a function: the passages that name it, none for one without a name there."""
    return "".join(passage for passage in PASSAGES if f"`{name}`" in passage)


@cache
def passage(number: int) -> str:
    """An equation with the text below it, up to the next equation or heading."""
    return next((passage for passage in PASSAGES if passage.startswith(f"**Eq. {number}**")), "")


def formula(number: int) -> str:
    """An equation without the text below it: its heading lines and its block, or its paragraph if it has no block."""
    heading, _, rest = passage(number).partition("\n\n")
    block = re.match(r"```text\n(.*?)```", rest, flags=re.DOTALL)
    return f"{heading}\n{block[1]}" if block else heading


def told(function: Function) -> str:
    """Where the parameters and numbers of a function must stand: the equations it cites, and all that names it."""
    return "".join(passage(number) for number in function.equations) + passages_naming(function.name)


def with_helpers(function: Function) -> list[Function]:
    """The function with those that it calls of which the text does not speak, neither by equation nor by name."""
    found, waiting = {}, [function]
    while waiting:
        one = waiting.pop()
        key = f"{one.module.name}.{one.name}"
        if key in found:
            continue
        found[key] = one
        called = (functions().get(name) for name in one.calls())
        waiting += [helper for helper in called if helper and helper.is_rule and not told(helper)]
    return list(found.values())


def parameters_in(text: str) -> set[str]:
    """The parameters that a text names as ``p.name``."""
    return set(re.findall(r"\bp\.([a-z_]+)", text)) & set(PARAMETERS)


def unknown_parameters_in(text: str) -> set[str]:
    """What a text names like a parameter without its being one."""
    return set(re.findall(r"\bp\.([a-z_]+)", text)) - set(PARAMETERS) - {"name"}


def numbers_in(text: str) -> set[float]:
    """The numbers in a text or a formula."""
    return {float(number) for number in NUMBER.findall(NO_NUMBER.sub(" ", text))}
