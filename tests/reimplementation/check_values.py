"""The second model against the check values of the ODD: what the first difference is, if there is one.

``python -m tests.reimplementation.check_values`` prints it. Whoever writes the model a third time does the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from simulation.generation.check_values import LAST_MONTH, REPLICATE, ROWS_ONLY, SCENARIO, SEED
from simulation.generation.files import DOCUMENT
from simulation.scenarios import parse
from simulation.world.tables import TABLES
from tests.reimplementation import initial_state
from tests.reimplementation.compiled import Mirror
from tests.reimplementation.entities import World
from tests.reimplementation.month import PHASES

CLOSE = 1e-9  # the document gives ten digits
_MOMENT = re.compile(r"\*\*(at the start|month \d+, after phase \d+)\*\*\n\n```text\n(.*?)\n```", re.DOTALL)


def documented() -> dict[str, dict[str, float]]:
    """What the document says: sums of variables by moment."""
    section = DOCUMENT.read_text(encoding="utf-8").partition("## Check values")[2].partition("\n## ")[0]
    return {
        moment: {
            name: float(value) for name, _, value in (line.partition(" = ") for line in text.splitlines()) if value
        }
        for moment, text in _MOMENT.findall(section)
    }


def sums(world: World) -> dict[str, float]:
    """Every variable summed over its table, of organisations and contractors over those alive."""
    mirror = Mirror(world)
    return {
        f"{table}.{column.name}": float(sum(map(_total, map(mirror.readers[table][column.name], _there(entities)))))
        for table, entities in mirror.entities.items()
        for column in TABLES[table]
        if column.name not in ROWS_ONLY
    }


def _there(entities: list) -> Iterator:
    return (entity for entity in entities if getattr(entity, "alive", True))


def _total(value: object) -> float:
    return float(sum(value)) if isinstance(value, list | tuple) else float(value)  # type: ignore[arg-type]


def moments() -> Iterator[tuple[str, dict[str, float]]]:
    """The second model's sums: at the start, after every phase of the first month, and at the end of the last."""
    world = initial_state.begin(parse(SCENARIO), SEED, REPLICATE)
    yield "at the start", sums(world)
    for month in range(LAST_MONTH + 1):
        world.month = month
        for number, phase in enumerate(PHASES, start=1):
            phase(world)
            if month == 0 or (month == LAST_MONTH and number == len(PHASES)):
                yield f"month {month}, after phase {number}", sums(world)


def first_difference() -> str:
    """The first moment with a wrong number, and all that is wrong then; empty if everything agrees."""
    known: dict[str, float] = {}
    expected = documented()
    for moment, found in moments():
        # What the document does not name is 0 at the start, as before after a phase, and 0 again at the end.
        if moment.startswith("month 0"):
            known = known | expected[moment]
        else:
            known = dict.fromkeys(found, 0.0) | expected[moment]
        wrong = [
            f"{name} is {value:.10g}, the document says {known[name]:.10g}"
            for name, value in found.items()
            if abs(value - known[name]) > CLOSE * max(1.0, abs(known[name]))
        ]
        if wrong:
            return f"{moment}: {'; '.join(wrong)}"
    return ""


if __name__ == "__main__":
    print(first_difference() or "all check values agree")
