"""Random scenarios over the whole declared range of everything that a scenario can state."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from simulation.scenarios import Scenario
from simulation.world.event_kinds import EVENT_KINDS, EventKind
from simulation.world.parameters import PARAMETERS
from simulation.world.services import SERVICE_NUMBER

MONTHS = 30
SIZES = {
    "councils": st.integers(1, 2),
    "neighbourhoods": st.integers(2, 4),
    "organisations": st.integers(1, 14),
    "enterprises": st.integers(0, 4),
    "contractors": st.integers(1, 6),
    "neighbouring_councils": st.integers(0, 4),
    "region_size": st.integers(1, 3),
}
PARTIES_OF = {
    "government": ("A", "B"),
    "national_swing": ("A", "B", "C", "local"),
    "control": ("A", "B", "C", "local", "none"),
}


def settings() -> st.SearchStrategy[dict[str, float]]:
    """Any sizes of a small world; of the other parameters, any choice of them with any value of its range."""
    optional: dict[str, st.SearchStrategy[float]] = {
        name: st.sampled_from([0, 1]) if p.role == "switch" else st.floats(p.low, p.high)
        for name, p in PARAMETERS.items()
        if p.role != "size"
    }
    return st.fixed_dictionaries(SIZES, optional=optional)


def event(kind: EventKind) -> st.SearchStrategy[dict[str, Any]]:
    """An event of one kind, without its name."""
    required: dict[str, st.SearchStrategy[Any]] = {"kind": st.just(kind.name), "month": st.integers(0, MONTHS - 1)}
    optional: dict[str, st.SearchStrategy[Any]] = {}
    for field in kind.fields:
        numbers = st.floats(field.low, field.high)
        (required if field.default is None else optional)[field.name] = numbers
    if "service" in kind.concerns:
        required["service"] = st.sampled_from(list(SERVICE_NUMBER))
    if "party" in kind.concerns:
        required["party"] = st.sampled_from(PARTIES_OF[kind.name])
    if "neighbourhoods" in kind.concerns:
        optional["neighbourhoods"] = st.integers(1, 2)
    if kind.scope == "council":
        optional["per_year"] = st.floats(0.1, 12.0)
        optional["councils"] = st.sampled_from(["all", [0], {"share": 0.5}])
    return st.fixed_dictionaries(required, optional=optional)


@st.composite
def scenarios(draw: st.DrawFn) -> Scenario:
    """A small world with any settings, under up to eight events of any kind."""
    chosen = draw(st.lists(st.sampled_from(list(EVENT_KINDS.values())).flatmap(event), max_size=8))
    return Scenario.from_mapping(
        {
            "name": "any",
            "years": MONTHS / 12,
            "burn_in_years": 0.5,
            "settings": draw(settings()),
            "events": [{"name": f"event {number}", **fields} for number, fields in enumerate(chosen)],
        }
    )
