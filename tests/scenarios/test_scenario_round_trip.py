"""Property: any scenario, written as TOML and read again, is the same scenario."""

import numpy as np
from hypothesis import example, given, settings
from hypothesis import strategies as st

from simulation.scenarios import Scenario, parse
from simulation.world.event_kinds import EVENT_KINDS, PARTIES
from simulation.world.parameters import PARAMETERS
from simulation.world.services import SERVICE_NUMBER

COUNCILS = ("Eastby", "Westby")
PLACES = ("Mill", "Quay")
line = st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z")), min_size=1, max_size=20)
paragraph = st.text(st.characters(codec="utf-8", exclude_categories=("C",)) | st.sampled_from("\n\t\"'\\"), max_size=60)


def number(low, high):
    return st.floats(low, high, allow_nan=False)


@st.composite
def events(draw, position):
    kind = draw(st.sampled_from(list(EVENT_KINDS.values())))
    event = {"name": f"{draw(line)}-{position}", "kind": kind.name, "under_study": draw(st.booleans())}
    when = draw(st.sampled_from(["year", "month", "date"]))
    event[when] = draw({"year": number(0, 9.9), "month": st.integers(0, 119), "date": st.just("2001-02")}[when])
    if kind.scope == "council":
        event["councils"] = draw(
            st.just("all")
            | st.lists(st.sampled_from(COUNCILS) | st.just(2), min_size=1, unique=True)
            | st.fixed_dictionaries({"share": number(0.01, 1)})
        )
        if draw(st.booleans()):
            event["per_year"] = draw(number(0.01, 12))
    if "per_year" not in event and draw(st.booleans()):
        del event[when]
        event["between"] = [draw(number(0, 4.9)), draw(number(5, 10))]
    elif "per_year" not in event and draw(st.booleans()):
        event["every_years"] = draw(number(0.5, 5))
    if "service" in kind.concerns:
        event["service"] = draw(st.sampled_from(list(SERVICE_NUMBER)))
    if "party" in kind.concerns:
        event["party"] = draw(st.sampled_from(PARTIES[:2]))
    if "neighbourhoods" in kind.concerns and event["councils"] == "all" and draw(st.booleans()):
        some = st.lists(st.sampled_from(PLACES) | st.integers(0, 5), min_size=1, unique=True)
        event["neighbourhoods"] = draw(st.integers(1, 6) | some)
    for field in kind.fields:
        value = number(field.low, field.high)
        if "every_years" in event and draw(st.booleans()):
            event.setdefault("alternate", {})[field.name] = draw(st.lists(value, min_size=1, max_size=3))
        elif field.default is None or draw(st.booleans()):
            event[field.name] = draw(value)
    return event


@st.composite
def scenarios(draw):
    names = draw(st.sets(st.sampled_from([n for n, p in PARAMETERS.items() if not p.integer]), max_size=4))
    chosen = {name: draw(number(PARAMETERS[name].low, PARAMETERS[name].high)) for name in sorted(names)}
    return Scenario.from_mapping(
        {
            "name": "test",
            "title": draw(line),
            "story": draw(paragraph),
            "sources": draw(st.lists(paragraph, max_size=2)),
            "start": "2000-01",
            "years": draw(number(10, 60)),
            "burn_in_years": draw(number(0, 10)),
            "settings": {"councils": 3, "neighbourhoods": 6} | chosen,
            "councils": [
                {"name": COUNCILS[0], "neighbourhoods": list(PLACES), "party": "none", "tradition": draw(number(0, 1))},
                {"name": COUNCILS[1], "neighbourhoods": [PLACES[0]], "cycle": "thirds"},
            ],
            "events": [draw(events(position)) for position in range(draw(st.integers(0, 4)))],
        }
    )


NO_SWING = {"name": "none", "kind": "national_swing", "party": "A", "year": 0, "size": -0.0}  # a zero with a sign


@given(scenarios())
@example(Scenario.from_mapping({"name": "test", "years": 10, "events": [NO_SWING]}))
@settings(max_examples=60, deadline=None)
def test_round_trip(scenario):
    again = parse(scenario.to_toml())
    assert again == scenario
    assert again.to_toml() == scenario.to_toml()
    for arm in ("scenario", "counterfactual"):
        assert again.timeline(arm).tobytes() == scenario.timeline(arm).tobytes()


@given(scenarios())
@settings(max_examples=60, deadline=None)
def test_the_counterfactual_is_the_scenario_without_what_is_under_study(scenario):
    both, without = scenario.timeline(), scenario.timeline("counterfactual")
    assert (np.diff(both.month) >= 0).all() and len(np.unique(both.id)) == len(both)
    assert both[np.isin(both.id, without.id)].tobytes() == without.tobytes()
    dropped = both[~np.isin(both.id, without.id)]
    assert scenario.fork == (dropped.month.min() if len(dropped) else scenario.months)
    assert (both.until > both.month).all() and (both.month < scenario.months).all()
    assert ((both.rate > 0) & (both.rate <= 1)).all() and ((both.share > 0) & (both.share <= 1)).all()
