"""What phases read and change, and what acts on what, as derived from the rules' source."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterable
from functools import cache
from itertools import combinations
from runpy import run_path

import pytest

from simulation.engine.maths import clip
from simulation.engine.schedule import COUNCIL, Step
from simulation.generation.causes import by_phase, found_in
from simulation.generation.quantities import QUANTITIES, RECORDS, quantity_of
from simulation.generation.values_read import Place
from simulation.month import PHASES
from simulation.world.errors import DocumentationError
from simulation.world.tables import TABLES
from tests.odd import ROOT
from tests.test_figures import texts


def named(places: Iterable[Place]) -> set[str]:
    return {".".join(filter(None, place)) for place in places}


# What runs ------------------------------------------------------------------------------------------------------------


@cache
def seen() -> dict:
    """What two busy worlds read and wrote, phase by phase, and what a nudge of one column moved."""
    environment = os.environ | {"NUMBA_DISABLE_JIT": "1"}
    command = [sys.executable, "-m", "tests.accesses"]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True)
    return json.loads(done.stdout)


@pytest.mark.parametrize("kind", ["reads", "writes"])
def test_nothing_is_read_or_written_that_was_not_derived(kind):
    derived = {str(number): named(getattr(found, kind)) for number, found in by_phase().items()}
    observed = {number: set(columns) for number, columns in seen()[kind].items()}
    for number, columns in observed.items():
        assert columns <= derived[number], f"phase {number} {kind} {', '.join(sorted(columns - derived[number]))}"
    assert sum(map(len, observed.values())) > 0.9 * sum(map(len, derived.values())), "far more is derived than happens"


def test_a_step_that_is_forgotten_would_be_noticed():
    voice = next(phase for phase in PHASES if phase.name == "voice")
    without = found_in(step for step in voice.steps if step.name != "listen")
    assert "neighbourhoods.trust" in set(seen()["writes"][str(voice.number)]) - named(without.writes)


def test_what_a_nudge_moves_is_reached_by_what_was_derived():
    missing, moved = [], 0
    for number, found in by_phase().items():
        reached = {column: {column} for column in named(found.reads)}
        ties = [(".".join(one), ".".join(other)) for one, other in found.enters | found.decides if one.column]
        while any(not reached.get(other, {other}) <= reached[one] for one, other in ties):
            for one, other in ties:
                reached[one] |= reached.get(other, {other})
        pairs = [(cause, effect) for at, cause, effect in seen()["moved"] if at == number]
        missing += [(number, *pair) for pair in pairs if pair[1] not in reached[pair[0]]]
        moved += len(pairs)
    assert not missing
    assert moved > 300


# Rules made up for this -----------------------------------------------------------------------------------------------


def found(rule):
    return found_in([Step(COUNCIL, rule)])


def helper(council, value):
    council.approval = clip(value)


def mean_view(world, council):
    if council.policy == 0:
        return 0.0
    return council.levers[0]


def made_up(world, c, month):
    council = world.councils[c]
    contract = world.contracts[world.arrangements[c].contract]
    if world.national[0].replayed == 1:
        return
    for n in range(council.neighbourhoods):
        if world.neighbourhoods[n].trust > 0.5:
            continue
        helper(council, contract.price)
    council.success += mean_view(world, council)


def test_a_made_up_rule_is_followed_into_what_it_calls():
    what = found(made_up)
    assert named(what.writes) == {"councils.approval", "councils.success"}
    assert named(what.reads) == {
        "arrangements.contract",
        "contracts.price",
        "councils.levers",
        "councils.neighbourhoods",
        "councils.policy",
        "councils.success",
        "national.replayed",
        "neighbourhoods.trust",
    }

    def of(ties, effect):
        return named(one for one, other in ties if other.column == effect)

    assert of(what.enters, "approval") == {"contracts.price"}
    assert of(what.decides, "approval") == {
        "arrangements.contract",
        "councils.neighbourhoods",
        "national.replayed",
        "neighbourhoods.trust",
    }
    assert of(what.enters, "success") == {"councils.levers", "councils.success"}
    assert of(what.decides, "success") == {"councils.policy", "national.replayed"}


def unknown_column(world, c, month):
    world.councils[c].aproval = 1.0


def column_first(world, c, month):
    world.councils.approval[c] = 1.0


def whole_column(world, c, month):
    world.councils[c].levers = 0.0


def by_name(world, c, month):
    setattr(world.councils[c], "approval", 1.0)  # noqa: B010


def one_of_two_tables(world, c, month):
    row = world.councils[c]
    if month > 0:
        row = world.neighbourhoods[c]
    row.trust = 1.0


def hidden_in_a_tuple(world, c, month):
    row, _ = (world.councils[c], 0)
    for each in (row, row):
        each.approval = 1.0


def given_back(world, c, month):
    def council():
        return world.councils[c]

    council().approval = 1.0


def comprehended(world, c, month):
    world.councils[c].approval = sum([each.trust for each in world.neighbourhoods])


def method(world, c, month):
    world.councils[c].approval = world.councils.success.mean()


@pytest.mark.parametrize(
    "rule",
    [
        unknown_column,
        column_first,
        whole_column,
        by_name,
        one_of_two_tables,
        hidden_in_a_tuple,
        given_back,
        comprehended,
        method,
    ],
)
def test_what_cannot_be_followed_is_refused_with_its_line(rule):
    with pytest.raises(DocumentationError, match=r"tests\.test_causes, line \d+: what a rule reads or writes cannot"):
        found(rule)


# Quantities and the picture -------------------------------------------------------------------------------------------


def test_every_column_that_changes_belongs_to_one_quantity_or_is_a_record():
    columns = [column for quantity in QUANTITIES for column in quantity.columns.split()] + RECORDS.split()
    assert len(columns) == len(set(columns))
    changed = set().union(*(found.writes for found in by_phase().values()))
    for place in changed:
        is_record = place.table in RECORDS.split() or f"{place.table}.{place.column}" in RECORDS.split()
        assert bool(quantity_of(place)) != is_record, f"{place}: name it in simulation/generation/quantities.py"
    for column in columns:
        table, _, name = column.partition(".")
        assert not name or Place(table, name) in changed, f"{column} does not change"
        assert name or table not in TABLES or not any(each.startswith(f"{table}.") for each in columns)


def test_what_is_called_book_keeping_acts_on_nothing():
    """A sentence of the ODD; what is measured at the end of a month is no book-keeping."""
    ties = set().union(*(found.enters | found.decides for found in by_phase().values()))
    acts = {one for one, other in ties if one != other and other.table != "changes"}
    for column in ("councils.commitments", "councils.spending", "contracts.provider", "contracts.provider_row"):
        assert Place(*column.split(".")) not in acts
    assert {table for table, columns in TABLES.items() if any(c.name == "age" for c in columns)} == {
        "arrangements",
        "organisations",
        "contractors",
    }
    assert {one.table for one in acts if one.column == "age"} == {"arrangements"}


def test_the_picture_is_up_to_date_and_can_be_read():
    script = run_path(str(ROOT / "docs" / "site" / "causes.py"))
    described = re.search(r"<dc:description>(.*?)</dc:description>", script["PICTURE"].read_text(encoding="utf-8"))
    assert described and described[1] == script["origin"](), "run python docs/site/causes.py"
    figure = script["picture"]()
    placed = texts(figure)
    assert len(placed) > 2 * len(QUANTITIES)
    for text, box in placed:
        assert box.x0 >= 0 and box.x1 <= figure.bbox.width, text.get_text()
    for (one, first), (other, second) in combinations(placed, 2):
        assert not first.overlaps(second), f"{one.get_text()!r} and {other.get_text()!r} overlap"
