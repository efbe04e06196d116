"""The table of moves in the ODD names every rule that changes an arrangement, with the causes that the rule gives."""

import ast
import re
from collections.abc import Iterator

from simulation.world.codes import Cause
from tests.odd import TEXT, Function, functions

COLUMNS = {
    "planning",
    "delivery",
    "provider",
    "provider_row",
    "partner",
    "contract",
    "review",
    "programme",
    "begun_by",
}
MOVES = "simulation.world.moves"
RULES = {name: function for name, function in functions().items() if function.is_rule}


def table() -> list[tuple[set[str], set[int]]]:
    """For each row, the rules that it names and the numbers of the causes."""
    rows = TEXT[TEXT.index("| What happens | Rule |") :].split("\n\n")[0].splitlines()[2:]
    cells = [row.strip("| ").split(" | ") for row in rows]
    return [
        (set(re.findall(r"`(\w+)`", row[1])), {int(n) for n in re.findall(r"\((\d+)\)", f"{row[6]} {row[7]}")})
        for row in cells
    ]


def writes(function: Function) -> bool:
    """Whether the function assigns to such a column of an arrangement."""
    nodes = list(ast.walk(function.node))
    rows = {"arrangement"} | {
        ast.unparse(node.targets[0])
        for node in nodes
        if isinstance(node, ast.Assign) and ast.unparse(node.value).startswith("world.arrangements[")
    }
    for node in nodes:
        if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store) and node.attr in COLUMNS:
            whose = ast.unparse(node.value)
            if whose in rows or whose.startswith("world.arrangements["):
                return True
    return False


def changing() -> set[str]:
    """Full names of the rules that write such a column, or have it done by a move or by a rule that is told a cause."""
    found = {name for name, function in RULES.items() if writes(function)}
    while more := {
        name
        for name, function in RULES.items()
        if name not in found
        for called in function.calls()
        if called in found and (called.startswith(MOVES) or "cause" in arguments(RULES[called]))
    }:
        found |= more
    return {name for name in found if not name.startswith(MOVES)}


def arguments(function: Function) -> set[str]:
    return {argument.arg for argument in function.node.args.args}


def causes(function: Function, changing: set[str]) -> Iterator[int]:
    """Those that the function names, or has a rule choose that changes nothing itself."""
    for node in ast.walk(function.node):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "Cause":
            yield int(Cause[node.attr])
    for called in function.calls():
        if called in RULES and called not in changing and not called.startswith(MOVES):
            yield from causes(RULES[called], changing)


def test_the_table_names_every_rule_that_changes_an_arrangement_and_no_other():
    named = set().union(*(rules for rules, _ in table()))
    assert {name.rpartition(".")[2] for name in changing()} == named


def test_rules_give_the_causes_that_the_table_says():
    found = changing()
    given = {name.rpartition(".")[2]: set(causes(RULES[name], found)) for name in found}
    told = {name: set().union(*(numbers for rules, numbers in table() if name in rules)) for name in given}
    for name, numbers in given.items():
        assert numbers <= told[name], f"{name} gives causes that its rows in the table of moves do not name"
    for rules, numbers in table():
        assert numbers <= set().union(*(given[name] for name in rules)), f"{rules}: not all causes are given there"


def test_every_cause_is_in_the_table():
    assert set().union(*(numbers for _, numbers in table())) == set(Cause) - {Cause.OPEN}
