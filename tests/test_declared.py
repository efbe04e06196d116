"""Every number of a rule is declared: as a parameter or as a constant with a name; and the ODD says the same."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

import pytest

from simulation.world.parameters import PARAMETERS
from tests.odd import (
    NUMBERS,
    PACKAGE,
    ROOT,
    SECTIONS,
    TEXT,
    Function,
    citing,
    formula,
    functions,
    literals,
    modules,
    numbers_in,
    parameters_in,
    told,
    unknown_parameters_in,
    with_helpers,
)

NOT_RULES_OF_THE_MODEL = {
    "engine/draws.py": "the numbers of a published generator; its own test holds them against published results",
}
GENERATOR = {4, 5}  # the equations of draws.py
MONTHS = 12
PLAIN = {0, 1, MONTHS}

RULES = [function for function in functions().values() if function.is_rule]
MODEL = [rule for rule in RULES if rule.module.path.relative_to(PACKAGE).as_posix() not in NOT_RULES_OF_THE_MODEL]
EQUATIONS = [number for number in NUMBERS if any(function.is_rule for function in citing(number))]


def undeclared(function: ast.AST) -> Iterator[ast.Constant]:
    """The numbers of a rule that somebody chose: all but 0 and 1, the months of a year, and positions."""
    fine: set[ast.AST] = set()
    for node in ast.walk(function):
        counts: list[ast.AST] = []
        if isinstance(node, ast.Subscript):
            counts = [node.slice]
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "range":
            counts = list(node.args)
        elif isinstance(node, ast.BinOp) and isinstance(node.op, ast.BitAnd | ast.LShift | ast.RShift):
            counts = [node.left, node.right]
        elif isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mult | ast.Div | ast.FloorDiv | ast.Mod):
            fine |= {one for one in (node.left, node.right) if isinstance(one, ast.Constant) and one.value == MONTHS}
        fine |= {one for count in counts for one in literals(count) if isinstance(one.value, int)}
    for one in literals(function):
        if one not in fine and one.value not in (0, 1):
            yield one


@pytest.mark.parametrize("path", sorted({rule.module.path for rule in MODEL}), ids=lambda path: path.stem)
def test_no_rule_has_a_number_of_its_own(path):
    found = [
        f"{path.relative_to(ROOT)}:{number.lineno} {rule.name}: {number.value}"
        for rule in MODEL
        if rule.module.path == path
        for number in undeclared(rule.node)
    ]
    told_how = "declare them in simulation/world/parameters, or name them as constants with a reason:"
    assert not found, "\n".join([told_how, *found])


@pytest.mark.parametrize(
    ("line", "numbers"),
    [
        ("x = 0.3 + 0.7 * y", [0.3, 0.7]),
        ("x = rate / 12.0 * (1.0 - y)", []),
        ("x = clip(y, -12.0, 1.0)", [12.0]),
        ("x = levers[4] + chances[CLOSURE & 3, o] + row[FIRST + 3 * y]", []),
        ("for x in range(9): pass", []),
        ("if party < 2: pass", [2]),
        ("x = values[int(0.5 * y)]", [0.5]),
    ],
)
def test_numbers_of_its_own_are_found(line, numbers):
    assert [one.value for one in undeclared(ast.parse(line))] == numbers


def names(function: Function) -> set[str]:
    """The parameters that a function and its helpers read."""
    return set().union(*(one.parameters() for one in with_helpers(function)))


@pytest.mark.parametrize("number", EQUATIONS)
def test_an_equation_names_no_parameter_that_its_rules_do_not_read(number):
    read = set().union(*(names(function) for function in citing(number)))
    extra = parameters_in(formula(number)) - read
    assert not extra, f"Eq. {number} of docs/odd.md names {extra}, which no rule that cites it reads"


def test_no_section_names_a_parameter_that_its_rules_do_not_read():
    """Sizes apart, which tables are made from; the generated list of all parameters does not say ``p.name``."""
    for section in SECTIONS:
        spoken_of = set(re.findall(r"`(\w+)`", section)) | set(re.findall(r"^\*\*Eq\. (\d+)", section, re.MULTILINE))
        rules = [rule for rule in MODEL if {rule.name, *map(str, rule.equations)} & spoken_of]
        named = {name for name in parameters_in(section) if PARAMETERS[name].role != "size"}
        unread = named - set().union(*map(names, rules))
        assert not unread, f"{section.partition(chr(10))[0]}: no rule that it names reads {', '.join(sorted(unread))}"


def test_rules_read_no_parameter_that_their_equations_do_not_name():
    wrong = [
        f"{rule.module.name}.{rule.name}: {', '.join(sorted(missing))}"
        for rule in MODEL
        if told(rule) and (missing := names(rule) - parameters_in(told(rule)))
    ]
    told_how = "name them as p.NAME in the equation that the docstring cites, in docs/odd.md:"
    assert not wrong, "\n".join([told_how, *wrong])


def test_the_document_speaks_of_every_rule_that_reads_a_parameter():
    spoken_of = {id(one.node) for rule in MODEL if told(rule) for one in with_helpers(rule)}
    silent = [rule.name for rule in MODEL if rule.parameters() and id(rule.node) not in spoken_of]
    assert not silent, f"docs/odd.md has no equation that names {silent}; write it, and cite it in the docstring"


def test_every_parameter_is_read():
    code = "".join(module.path.read_text(encoding="utf-8") for module in modules().values())
    unread = set(PARAMETERS) - set(re.findall(r"\bp\.([a-z_]+)", code))
    by_name = {name for name in unread if re.search(rf'["\']{name}["\']', code)}  # read as scenario.size("councils")
    assert not unread - by_name, f"no rule reads {', '.join(sorted(unread - by_name))}: use it or remove it"


def test_the_document_names_no_parameter_that_is_not_declared():
    unknown = unknown_parameters_in(TEXT)
    assert not unknown, f"docs/odd.md names {unknown}: no such parameter is declared in simulation/world/parameters"


def numbers(function: Function) -> set[float]:
    """The numbers that a function and its helpers use, written out or by name."""
    found: set[float] = set()
    for one in with_helpers(function):
        for part in [one.node, *one.constants().values()]:
            found |= {float(number.value) for number in literals(part)}
    return found


@pytest.mark.parametrize("number", [number for number in EQUATIONS if number not in GENERATOR])
def test_an_equation_has_no_number_that_its_rules_do_not_use(number):
    block = formula(number).partition("\n")[2]
    used = set().union(*(numbers(function) for function in citing(number)))
    extra = numbers_in(block) - used - PLAIN
    assert not extra, f"Eq. {number} of docs/odd.md has the numbers {extra}, which no rule that cites it uses"


def numbers_missing(function: Function, text: str) -> Iterator[str]:
    """What a function uses, written out or by name, of which a text has neither the name nor the number.

    Of whole numbers, which are mostly codes and positions, the text need not speak.
    """
    stated = numbers_in(text) | PLAIN
    for number in undeclared(function.node):
        if isinstance(number.value, float) and number.value not in stated:
            yield str(number.value)
    for name, expression in function.constants().items():
        values = {number.value for number in literals(expression)}
        fractions = any(isinstance(value, float) for value in values)
        if fractions and not values <= stated and not re.search(rf"\b{name}\b", text):
            yield name


def test_rules_use_no_number_that_their_equations_do_not_have():
    wrong = [
        f"{rule.module.name}.{rule.name}: {missing}"
        for rule in MODEL
        if told(rule)
        for one in with_helpers(rule)
        for missing in numbers_missing(one, told(rule))
    ]
    assert not wrong, "\n".join(wrong)
