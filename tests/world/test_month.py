"""The compiled month is the list of phases that the ODD shows and Mesa walks through."""

from __future__ import annotations

import ast
import inspect
from collections.abc import Iterator

import simulation.month
from simulation.month import PHASES, advance

STEPS = [step for phase in PHASES for step in phase.steps]
ALIVE = {"organisation", "community_organisation", "social_enterprise", "contractor"}


def function() -> ast.FunctionDef:
    """The source of the compiled month."""
    tree = ast.parse(inspect.getsource(getattr(advance, "py_func", advance)))
    assert isinstance(tree.body[0], ast.FunctionDef)
    return tree.body[0]


def calls(node: ast.AST, loops: tuple[str, ...] = ()) -> Iterator[tuple[str, str]]:
    """Every call of a rule in the order of the source: its name, and the loops and conditions around it."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.For):
            yield from calls(
                ast.Module(child.body, []), (*loops, f"for {ast.unparse(child.target)} in {ast.unparse(child.iter)}")
            )
        elif isinstance(child, ast.If):
            yield from calls(ast.Module(child.body, []), (*loops, f"if {ast.unparse(child.test)}"))
        elif isinstance(child, ast.Expr) and isinstance(child.value, ast.Call):
            yield ast.unparse(child.value.func), "; ".join(loops)


def called_rules() -> list[tuple[object, str]]:
    names = vars(simulation.month)
    return [(eval(name, dict(names)), context) for name, context in calls(function())]


def test_the_compiled_month_calls_the_rules_of_the_phases_in_their_order():
    assert [rule for rule, _ in called_rules()] == [step.rule for step in STEPS]


def test_the_compiled_month_runs_over_the_actors_of_every_step():
    tables = {
        "council": "c in range(councils)",
        "market": "c in range(councils)",
        "neighbourhood": "n in range(neighbourhoods)",
        "organisation": "o in range(len(world.organisations))",
        "community_organisation": "o in range(len(world.organisations))",
        "social_enterprise": "o in range(len(world.organisations))",
        "contractor": "k in range(len(world.contractors))",
    }
    for step, (_, context) in zip(STEPS, called_rules(), strict=True):
        where = f"{step.actor}: {step.method}"
        assert (tables[step.actor] in context) if step.actor in tables else not context, where
        assert ("alive == 1" in context) == (step.actor in ALIVE), where
        assert ("enterprise == 0" in context) == (step.actor == "community_organisation"), where
        assert ("enterprise == 1" in context) == (step.actor == "social_enterprise"), where


def test_phases_are_numbered_and_named_once():
    assert [phase.number for phase in PHASES] == list(range(1, len(PHASES) + 1))
    assert len({phase.name for phase in PHASES}) == len(PHASES)
    methods = [(step.actor, step.method) for step in STEPS]
    assert len(set(methods)) == len(methods)
