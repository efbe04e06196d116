"""The tables of ``docs/odd.md``, made from the declarations in the code, so that it cannot drift from the model.

A generated table stands between ``<!-- generated: NAME -->`` and ``<!-- end -->``; everything else is prose and is left
alone.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from simulation.engine.draws import Purpose
from simulation.generation import causes
from simulation.generation.check_chances import CHANCES_IN
from simulation.generation.check_values import DECIMALS, check_values
from simulation.generation.check_worlds import WORLDS, CheckWorld
from simulation.generation.scenario_keys import SECTIONS as FILE_SECTIONS
from simulation.generation.scenario_keys import scenario_keys
from simulation.month import PHASES
from simulation.world.codes import Portfolio
from simulation.world.errors import DocumentationError
from simulation.world.event_kinds import EVENT_KINDS, EventKind, Field
from simulation.world.measures import MEASURES
from simulation.world.parameters import SECTIONS
from simulation.world.services import SERVICE_COLUMNS, SERVICES
from simulation.world.tables import TABLES, Column

_BLOCK = re.compile(r"(<!-- generated: (?P<name>[\w-]+) -->\n)(?P<content>.*?)(<!-- end -->)", re.DOTALL)
_OPENING = re.compile(r"<!-- generated:")
_UNBOUNDED = 2**31 - 1  # the largest whole number of a column stands for "no upper limit"


def markdown_table(headings: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A Markdown table; bars within cells are escaped."""
    lines = [headings, ["---"] * len(headings), *rows]
    return "\n".join("| " + " | ".join(str(cell).replace("|", r"\|") for cell in line) + " |" for line in lines) + "\n"


def _number(value: float) -> str:
    if math.isinf(value):
        return "−∞" if value < 0 else "∞"
    return f"{value:g}".replace("-", "−")


def _range(low: float, high: float) -> str:
    if high >= _UNBOUNDED:
        return "any" if low <= -_UNBOUNDED else f"{_number(low)} and up"
    return f"{_number(low)} to {_number(high)}"


def _under_headings(tables: Iterable[tuple[str, str]]) -> str:
    return "\n".join(f"**{heading}**\n\n{table}" for heading, table in tables)


def parameters() -> str:
    """Every parameter, in one table for each section."""
    headings = ("Parameter", "Default", "Range", "Unit", "Role", "Evidence", "Meaning", "Source")
    return _under_headings(
        (
            section.title,
            markdown_table(
                headings,
                (
                    (
                        f"`{p.name}`",
                        _number(p.default),
                        _range(p.low, p.high),
                        p.unit,
                        f"{p.role}, only with `{p.only_with}`" if p.only_with else p.role,
                        p.strength,
                        p.meaning,
                        p.source,
                    )
                    for p in section.parameters
                ),
            ),
        )
        for section in SECTIONS
    )


def phases() -> str:
    """The phases of a month, in order."""
    rows = (
        (
            phase.number,
            phase.title,
            phase.meaning,
            "; ".join(f"{step.actor.name}: `{step.name}`" for step in phase.steps),
        )
        for phase in PHASES
    )
    return markdown_table(("", "Phase", "What happens", "Who acts: method"), rows)


def reads_and_changes() -> str:
    """What each phase reads and changes, in one table for each kind of entity."""
    headings = ("Variable", *(str(phase.number) for phase in PHASES))
    return _under_headings((name, markdown_table(headings, rows)) for name, rows in causes.marks())


def measures() -> str:
    """What is recorded at the end of every month."""
    rows = ((f"`{measure.name}`", measure.unit, measure.better, measure.definition) for measure in MEASURES)
    return markdown_table(("Measure", "Unit", "Better", "Definition"), rows)


def event_field(field: Field) -> str:
    """A field of a kind of event: range, unit, default, meaning."""
    if field.default is None:
        otherwise = "required"
    elif math.isnan(field.default):
        otherwise = f"{field.unstated} if left out"
    else:
        otherwise = f"{_number(field.default)} if left out"
    unit = "" if field.unit == "0..1" else f" {field.unit}"
    return f"`{field.name}` ({_range(field.low, field.high)}{unit}, {otherwise}) {field.meaning}"


def event_scope(kind: EventKind) -> str:
    """Whom a kind of event concerns."""
    targets = ", ".join(f"`{target}`" for target in kind.concerns)
    where = "the whole world" if kind.scope == "national" else "councils"
    return f"{where}, {targets}" if targets else where


def events() -> str:
    """The kinds of events that a scenario can contain."""
    rows = (
        (f"`{kind.name}`", kind.meaning, event_scope(kind), "; ".join(map(event_field, kind.fields)))
        for kind in EVENT_KINDS.values()
    )
    return markdown_table(("Event", "What happens", "Concerns", "Fields"), rows)


def _cell(value: float) -> str:
    return value.name.lower() if isinstance(value, Portfolio) else _number(value)


def scenario() -> str:
    """The keys of scenario files, in one table for each part of a file."""
    headings = ("Key", "Type and range", "Default", "Meaning")
    keys = list(scenario_keys())
    return _under_headings(
        (
            section,
            markdown_table(
                headings,
                ((f"`{key.name}`", key.type, key.default, key.meaning) for key in keys if key.section == section),
            ),
        )
        for section in FILE_SECTIONS
    )


def services() -> str:
    """The service catalogue."""
    headings = ("Service", "Name in files", *(column.replace("_", " ") for column in SERVICE_COLUMNS))
    rows = (
        (service.title, f"`{service.name}`", *(_cell(getattr(service, column)) for column in SERVICE_COLUMNS))
        for service in SERVICES
    )
    return markdown_table(headings, rows)


def _column(column: Column) -> tuple[str, ...]:
    name = f"`{column.name}`" + (f" × {column.length}" if column.length > 1 else "")
    return name, column.unit, _range(column.low, column.high), column.meaning


def state() -> str:
    """The state variables, in one table for each kind of entity."""
    headings = ("Variable", "Unit", "Range", "Meaning")
    return _under_headings((name, markdown_table(headings, map(_column, columns))) for name, columns in TABLES.items())


def draws() -> str:
    """What chance decides."""
    rows = (
        (f"`{purpose.name.lower()}`", int(purpose), purpose // 4, purpose % 4, purpose.meaning)
        for purpose in sorted(Purpose)
    )
    return markdown_table(("Purpose", "Number", "Block", "Word", "What it decides"), rows)


def checks() -> str:
    """The draws, and for each world of the check values its scenario, what happens in it, and its numbers."""
    values = check_values()
    drawn = "\n".join(f"- {name}: `{value}`" for name, value in values["draws"].items())
    worlds = zip(("first", "second"), WORLDS, values["worlds"], strict=True)
    return f"{drawn}\n\n" + "\n".join(_check_world(name, check, told) for name, check, told in worlds)


def _check_world(name: str, check: CheckWorld, values: Mapping[str, Any]) -> str:
    parts = [f"### The {name} world\n", f"Seed {check.seed}.\n", f"```toml\n{check.scenario}```\n"]
    if values["events"]:
        parts += [f"What happens in it, counted:\n\n{_lines(dict(sorted(values['events'].items())))}"]
    start, months = values["checksums"]["start"], values["checksums"]["months"]
    headings = ("Checksum", *(f"phase {phase.number}" for phase in PHASES))
    rows = [("start", f"{start:.{DECIMALS}f}", *[""] * (len(PHASES) - 1))]
    rows += [(str(month), *(f"{each:.{DECIMALS}f}" for each in of_month)) for month, of_month in enumerate(months)]
    parts.append(f"{markdown_table(headings, rows)}\n")
    if values["chances"]:
        parts.append(f"Chances, hazards and scores in month {CHANCES_IN}:\n\n{_lines(values['chances'])}")
    parts += [f"**{when}**\n\n{_lines(sums)}" for when, sums in values["state"].items()]
    return "\n".join(parts)


def _lines(sums: Mapping[str, object]) -> str:
    told = "\n".join(f"{name} = {value}" for name, value in sums.items()) or "nothing changes"
    return f"```text\n{told}\n```\n"


GENERATORS: dict[str, Callable[[], str]] = {
    generator.__name__: generator
    for generator in (parameters, phases, reads_and_changes, measures, events, scenario, services, state, draws, checks)
}


def rewritten(text: str, generators: Mapping[str, Callable[[], str]] = GENERATORS) -> str:
    """The document ``text`` with every generated table made anew, each by the generator of its name.

    Raises
    ------
    DocumentationError : a table is asked for that nothing generates, has no end, or is missing.
    """
    blocks = list(_BLOCK.finditer(text))
    names = [block["name"] for block in blocks]
    nested = [block["name"] for block in blocks if _OPENING.search(block["content"])]
    if nested or len(_OPENING.findall(text)) != len(blocks):
        raise DocumentationError(f"a generated table has no '<!-- end -->'{f': {nested[0]}' if nested else ''}")
    for name in names:
        if name not in generators:
            raise DocumentationError(f"nothing generates the table '{name}'; there are {', '.join(generators)}")
    missing = [name for name in generators if name not in names]
    if missing:
        raise DocumentationError(
            f"no place for the table '{missing[0]}'; mark one with '<!-- generated: {missing[0]} -->'"
        )
    return _BLOCK.sub(lambda block: f"{block[1]}\n{generators[block['name']]()}\n{block[4]}", text)
