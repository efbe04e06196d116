"""What is declared is also done, told and written again: a test for each place that is easily forgotten.

The checklists are in CONTRIBUTING.md; each message says which place of which list is missing.
"""

from __future__ import annotations

import ast
import re

import pytest

from simulation.month import PHASES
from simulation.results import fingerprint
from simulation.world.codes import CAUSES, LEVERS, PROVIDERS, Lever
from simulation.world.event_kinds import EVENT, EVENT_KINDS, NATIONAL, Kind
from simulation.world.matrix import CELLS
from simulation.world.measures import MEASURES, Measured
from simulation.world.services import SERVICES
from tests.odd import ROOT, TEXT, functions, modules
from tests.reimplementation import events as again
from tests.reimplementation.chance import PURPOSES

RECORDING, EVENTS = modules()["simulation.history.recording"], modules()["simulation.nation.events"]
SECOND_MODEL = ROOT / "tests" / "reimplementation"
# The measures whose column is counted from the first of their kind.
IN_A_ROW = {*CELLS, *PROVIDERS}
LEVERS_IN_FORCE = tuple(f"{lever}_lever" for lever in LEVERS)


def members(tree: ast.AST, enum: str) -> set[str]:
    """The members of an enum that a piece of code names."""
    return {
        node.attr
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == enum
    }


def test_every_measure_is_recorded():
    recorded = {name.lower() for name in members(RECORDING.tree, "Measured")} | IN_A_ROW | {*LEVERS_IN_FORCE}
    forgotten = {measure.name for measure in MEASURES} - recorded
    assert not forgotten, f"record {', '.join(forgotten)} in simulation/history/recording.py"
    assert list(Measured.__members__) == [measure.name.upper() for measure in MEASURES]


def test_measures_in_a_row_are_declared_in_a_row():
    names = [measure.name for measure in MEASURES]
    for group in (CELLS, PROVIDERS, LEVERS_IN_FORCE):
        first = names.index(group[0])
        assert tuple(names[first : first + len(group)]) == group


def test_every_measure_is_defined_in_the_document():
    formulas = TEXT[TEXT.index("### Measuring") : TEXT.index("### What the forms leave out")]
    words = set(re.findall(r"[a-z_]+", formulas))
    forgotten = {measure.name for measure in MEASURES} - words - IN_A_ROW
    assert not forgotten, f"define {', '.join(forgotten)} among the equations of observation in docs/odd.md"


def test_every_measure_is_measured_by_the_second_model():
    source = (SECOND_MODEL / "recording.py").read_text(encoding="utf-8")
    forgotten = (
        {measure.name for measure in MEASURES} - set(re.findall(r'"([a-z_]+)"', source)) - IN_A_ROW - {*LEVERS_IN_FORCE}
    )
    assert not forgotten, f"measure {', '.join(forgotten)} in tests/reimplementation/recording.py"


def test_every_parameter_of_a_rule_is_read_by_the_second_model():
    read = set().union(*(function.parameters() for function in functions().values() if function.is_rule))
    source = "".join(path.read_text(encoding="utf-8") for path in SECOND_MODEL.glob("*.py"))
    by_name = set(LEVERS)  # the second model reads these in a loop
    forgotten = read - by_name - set(re.findall(r"\bp\.([a-z_]+)", source))
    assert not forgotten, f"state {', '.join(sorted(forgotten))} in the equation's function of tests/reimplementation"


@pytest.mark.parametrize("kind", EVENT_KINDS.values(), ids=lambda kind: kind.name)
def test_every_kind_of_event_has_a_rule_a_row_a_second_rule_and_a_world(kind):
    chain = "befall_nation" if kind.number in NATIONAL else "befall"
    rules = next(node for node in EVENTS.tree.body if isinstance(node, ast.FunctionDef) and node.name == chain)
    told = TEXT[TEXT.index("| Event | Effect |") :].split("\n\n")[0]
    second = again.TO_NATION if kind.number in NATIONAL else again.TO_COUNCIL
    happens = {number for world in fingerprint.WORLDS for number in fingerprint.scenario(world).timeline()["kind"]}
    places = {
        f"simulation/nation/events.py, {chain}: what it does": kind.number.name in members(rules, "Kind"),
        "docs/odd.md: a row in the table of effects": f"`{kind.name}`" in told,
        "tests/reimplementation/events.py: its rule once more": kind.name in second,
        "simulation/results/fingerprint.py: a world that has it": kind.number in happens,
    }
    assert all(places.values()), "; ".join(place for place, there in places.items() if not there)


def test_every_kind_is_declared_once_with_its_fields():
    assert set(Kind) == {kind.number for kind in EVENT_KINDS.values()}, "an EventKind is missing, or a Kind has none"
    for kind in EVENT_KINDS.values():
        for field in kind.fields:
            assert field.column.partition(".")[0] in EVENT.names, f"{kind.name}.{field.name} fills no column"


def test_services_have_names_and_share_all_spending():
    assert len({service.name for service in SERVICES}) == len({service.title for service in SERVICES}) == len(SERVICES)
    assert sum(service.weight for service in SERVICES) == pytest.approx(1.0, abs=1e-12), "weights must add up to 1"


def test_the_second_model_draws_for_the_same_purposes():
    from simulation.engine.draws import Purpose

    assert {name: int(number) for name, number in PURPOSES.items()} == {
        purpose.name.lower(): int(purpose) for purpose in Purpose
    }, "tests/reimplementation/chance.py"


def test_the_process_overview_names_every_step():
    overview = TEXT[TEXT.index("In full, with the order of actors") : TEXT.index("## 4. Design concepts")]
    forgotten = [step.name for phase in PHASES for step in phase.steps if f"`{step.name}`" not in overview]
    assert not forgotten, f"docs/odd.md, section 3, says nothing of {', '.join(forgotten)}"


def test_levers_are_fields_of_the_framework():
    fields = [field.name for field in EVENT_KINDS["framework_adopted"].fields]
    assert fields == [*(lever.name.lower() for lever in Lever), "legal_form", "held"]
    assert len(CAUSES) == len(set(CAUSES))
