"""A state, as an address and back, is the same state; a damaged address is refused with one clear sentence."""

from __future__ import annotations

import json
import zlib
from dataclasses import fields, replace

import numpy as np
import pytest

from simulation.app import limits
from simulation.app.session import codec
from simulation.app.story.droppable_events import DROPPABLE
from simulation.app.story.played_in import HALVES, KINDS
from simulation.app.story.rounds import ROUNDS
from simulation.app.story.state import PRESETS, SLOTS, Trial, Workshop, first, opened
from simulation.scenarios import load, parse
from simulation.world.errors import LinkError, TooLarge
from simulation.world.matrix import CELLS
from simulation.world.parameters import PARAMETERS

OPEN = [*PRESETS, "sheffield", "lambeth", "rural-framework", "pfi-then-reversal"]
SETTABLE = [name for name, parameter in PARAMETERS.items() if parameter.role != "size"]


def some_state(rng: np.random.Generator) -> Workshop:
    """A state that a room could come to by a few acts."""
    state = opened(str(rng.choice(OPEN))).in_worlds(str(rng.choice(list(KINDS))))
    for _ in range(rng.integers(0, 5)):
        name = str(rng.choice([*SETTABLE, *state.drawn_in.names]))
        value = float(rng.uniform(PARAMETERS[name].low, PARAMETERS[name].high))
        state = state.set(name, round(value) if PARAMETERS[name].integer else value)
    for _ in range(rng.integers(0, 5)):
        state = state.at(int(rng.integers(0, state.months + 1))).drop(str(rng.choice(list(DROPPABLE))))
    for event in state.scenario.events:
        if rng.random() < 0.2:
            state = state.toggle(event.name) if rng.random() < 0.5 else state.delete(event.name)
    varying = [name for name in state.drawn_in.names if state.is_open(name)]
    if varying and rng.random() < 0.3:
        state = state.only(str(rng.choice(varying)), str(rng.choice(HALVES)))
    if rng.random() < 0.3:
        state = state.begin(str(rng.choice(list(ROUNDS))))
    if rng.random() < 0.3:
        state = state.try_in_all(Trial("trust_needed", float(rng.uniform(0.1, 0.9))))
    if rng.random() < 0.3:
        state = state.named(str(rng.choice(CELLS)), "Café <b>“Räte”</b> & Söhne").noted("it held, & why? <i>")
    if rng.random() < 0.3:
        state = state.voted(int(rng.integers(1, 300)), tuple(rng.integers(0, 40, 4).tolist())).keep_in(SLOTS[1])
    if rng.random() < 0.3:
        state = (
            state.look_at(int(rng.integers(10))).in_future(int(rng.integers(500))).contest(str(rng.choice(SETTABLE)))
        )
    return state


def test_a_thousand_states_come_back_from_their_address_and_their_scenarios_from_their_files(several_worlds):
    rng = np.random.default_rng(7)
    longest = 0
    for _ in range(1000):
        state = some_state(rng)
        link = codec.encode(state)
        longest = max(longest, len(link))
        assert codec.decode(link) == state
    assert longest < limits.LINK_CHARACTERS
    for _ in range(100):
        played = some_state(rng).played
        assert parse(played.to_toml()) == played


def test_a_link_from_before_there_were_worlds_is_played_in_the_declared_values(several_worlds):
    older = codec._state(replace(first(), worlds="central"))
    assert set(older) == {"s", "t"}
    assert codec.decode(packed(older)).worlds == "central" and first().worlds == "plausible"


@pytest.mark.parametrize(
    ("part", "said"),
    [
        ({"p": "/etc/worlds.parquet"}, "worlds = '/etc/worlds.parquet': it must be plausible or central"),
        ({"p": ["plausible"]}, "damaged"),
        ({"p": "plausible", "g": ["trust_wanted", "high"]}, "trust_wanted is no number of the model"),
        ({"p": "plausible", "g": ["trust_needed", "middle"]}, "'middle' is no half"),
        ({"p": "plausible", "g": ["trust_needed"]}, "damaged"),
        ({"g": ["trust_needed", "high"]}, "the same in all worlds here"),
    ],
)
def test_a_link_names_no_other_worlds_and_no_choice_that_cannot_be_made(several_worlds, part, said):
    with pytest.raises(LinkError, match=said):
        codec.decode(packed(codec._state(replace(first(), worlds="central")) | part))


def test_a_link_is_short():
    assert len(codec.encode(first())) < 100
    assert len(codec.encode(first().drop("leader").set("tradition_mean", 0.7))) < 330


@pytest.mark.parametrize("change", ["", "1.", "2.abc", "1.%%%", "nonsense", "1." + "A" * 50_000])
def test_a_damaged_link_is_refused(change):
    with pytest.raises(LinkError, match="This link"):
        codec.decode(change)


def test_every_cut_of_a_link_is_refused():
    link = codec.encode(first().drop("leader"))
    for length in range(len(link)):
        with pytest.raises(LinkError):
            codec.decode(link[:length])


def packed(data: object) -> str:
    return codec._deflated(data)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "data",
    [
        [],
        {},
        {"s": {"n": "baseline", "z": 0}, "t": 0},
        {"s": {"n": "../../secret", "z": 0}, "t": 0},
        {"s": {"n": "test", "c": {"events": [{"name": "x", "kind": "bomb"}]}, "z": 0}, "t": 0},
        {"s": {"n": "test", "c": {"settings": {"councils": 400}}, "z": 0}, "t": 0},
        {"s": 3, "t": "x"},
        {**codec._state(first()), "r": "four"},
        {**codec._state(first()), "j": ["governance", 0.5]},
        {**codec._state(first()), "j": ["trust_needed"]},
    ],
)
def test_a_made_up_link_is_refused(data):
    with pytest.raises(LinkError):
        codec.decode(packed(data))


def test_a_square_that_had_another_name_keeps_the_one_that_a_room_gave_it():
    older = codec._state(first()) | {"n": {"outsourcing": "The trust runs it"}}
    assert dict(codec.decode(packed(older)).names) == {"community_under_contract": "The trust runs it"}


def test_a_link_that_unfolds_to_too_much_is_refused():
    bomb = codec.base64.urlsafe_b64encode(zlib.compress(json.dumps({"s": "0" * 10_000_000}).encode(), 9)).decode()
    with pytest.raises(LinkError):
        codec.decode("1." + bomb[: limits.LINK_CHARACTERS - 10])


def test_worlds_that_the_workshop_does_not_show_are_refused_with_a_reason():
    with pytest.raises(TooLarge, match="8 councils; the workshop shows one town"):
        limits.check(load("uk-1997-2024"))


OTHERWISE = {
    "scenario": lambda state: state.drop("leader"),
    "off": lambda state: state.drop("leader").toggle("leader-1"),
    "cursor": lambda state: state.at(7),
    "service": lambda state: state.look_at(3),
    "counted": lambda state: state.counting("coproduction"),
    "worlds": lambda state: state.in_worlds("central"),
    "given": lambda state: state.only("trust_needed", "high"),
    "names": lambda state: state.named(CELLS[0], "Ours"),
    "vote": lambda state: state.voted(24, (1, 2, 3, 4)),
    "notes": lambda state: state.noted("It held."),
    "contested": lambda state: state.contest(SETTABLE[0]),
    "slots": lambda state: state.keep_in(SLOTS[2]),
    "trial": lambda state: state.try_in_all(Trial("trust_needed", "high")),
    "round": lambda state: state.begin("3"),
    **{
        name: lambda state, name=name, value=value: replace(state, **{name: value})
        for name, value in {
            "seed": 7,
            "future": 4,
            "arm": 1,
            "without": False,
            "dark": True,
            "big": True,
            "keys": False,
        }.items()
    },
}


@pytest.mark.parametrize("name", [field.name for field in fields(Workshop)])
def test_a_link_holds_every_part_of_a_state(name, several_worlds):
    assert name in OTHERWISE, f"give {name} another value here, and write it in simulation/app/session/codec.py"
    state = OTHERWISE[name](first())
    assert getattr(state, name) != getattr(first(), name)
    again = codec.decode(codec.encode(state))
    assert getattr(again, name) == getattr(state, name), f"simulation/app/session/codec.py loses {name}"
