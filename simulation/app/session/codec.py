"""A workshop's state as an address and back, versioned and checked; a damaged address is refused with a clear word.

``1.`` and the state as JSON, deflated, in the alphabet of addresses. Of a scenario that began as one of the library, or
as a council on record, only the differences are written, with a checksum of the whole, so that a link from another
edition of these is noticed instead of showing something else.
"""

from __future__ import annotations

import base64
import binascii
import json
import zlib
from collections.abc import Mapping
from functools import lru_cache
from typing import Any, Literal

from simulation.app import limits
from simulation.app.story import councils, origins
from simulation.app.story.rounds import ROUNDS
from simulation.app.story.state import SEED, SLOTS, Trial, Vote, Workshop
from simulation.results.outcomes import OUTCOMES
from simulation.scenarios import Scenario
from simulation.world.errors import FORMER_NAMES, LinkError, ScenarioError, SettingError, StateError, TooLarge
from simulation.world.matrix import CELLS
from simulation.world.parameters import PARAMETERS
from simulation.world.services import SERVICES
from simulation.world.worlds import CENTRAL

VERSION = "1"
KEPT = 64  # mappings that links differ from


def encode(state: Workshop) -> str:
    """The state as the value of one query parameter."""
    return _deflated(_state(state))


def decode(link: str) -> Workshop:
    """The state that `encode` wrote.

    Raises
    ------
    LinkError : if the link is damaged, of another version, or asks for more than the workshop shows.
    """
    data = _inflated(link)
    try:
        return _restored(data)
    except LinkError:
        raise
    except (ScenarioError, SettingError, StateError, TooLarge) as error:
        raise LinkError(f"This link asks for something that cannot be shown: {error}.") from None
    except (KeyError, TypeError, ValueError, AttributeError, OverflowError, RecursionError):
        raise LinkError("This link is damaged: a part of it is missing or was changed.") from None


def _state(state: Workshop) -> dict[str, Any]:
    """Only what differs from how a scenario is opened; short keys, because addresses are read aloud and copied."""
    blank = Workshop(state.scenario)
    data: dict[str, Any] = {"s": _scenario(state.scenario), "t": state.cursor}
    simple = {"d": "seed", "c": "counted", "f": "future", "a": "arm", "w": "without"}
    simple |= {"k": "dark", "b": "big", "y": "keys", "v": "service", "r": "round"}
    for key, name in simple.items():
        if getattr(state, name) != getattr(blank, name):
            data[key] = getattr(state, name)
    if state.worlds != CENTRAL.name:  # so that links from before there were worlds are read as they were written
        data["p"] = state.worlds
    if state.given:
        data["g"] = list(state.given)
    if state.off:
        data["o"] = sorted(state.off)
    if state.names:
        data["n"] = dict(state.names)
    if state.vote:
        data["h"] = [state.vote.month, *state.vote.hands]
    if state.notes:
        data["i"] = list(state.notes)
    if state.contested:
        data["q"] = list(state.contested)
    if state.trial:
        data["j"] = [state.trial.name, state.trial.at]
    if state.slots:
        data["m"] = {letter: _scenario(kept) for letter, kept in state.slots}
    return data


def _restored(data: Mapping[str, Any]) -> Workshop:
    scenario = limits.check(_scenario_restored(data["s"]))
    names = {event.name for event in scenario.events}
    state = Workshop(
        scenario,
        off=frozenset(_only(data.get("o", []), names)),
        seed=_whole(data.get("d", SEED), 0, limits.SEEDS - 1),
        worlds=data.get("p", CENTRAL.name),
        counted=_word(data.get("c", "full_coproduction")),
        future=_whole(data.get("f", 0), 0, limits.FUTURES - 1),
        arm=_whole(data.get("a", 0), 0, 1),
        without=_flag(data.get("w", True)),
        dark=_flag(data.get("k", False)),
        big=_flag(data.get("b", False)),
        keys=_flag(data.get("y", True)),
        contested=tuple(sorted(_only(data.get("q", []), set(PARAMETERS)))),
        slots=_slots(data.get("m", {})),
        round=_known_round(data.get("r", "")),
    )
    state = state.in_worlds(state.worlds)
    if state.round:
        state.begin(state.round)  # refuses one that this story is too short for
    if "g" in data:
        name, half = data["g"]
        state = state.only(name, half)
    state = state.at(_whole(data["t"], 0, limits.LINK_NUMBER)).look_at(_service(data.get("v")))
    for cell, name in data.get("n", {}).items():
        now = FORMER_NAMES.get(cell, cell)
        if now in CELLS and isinstance(name, str):
            state = state.named(now, name)
    for note in data.get("i", []):
        state = state.noted(note)
    if "j" in data:
        state = state.try_in_all(Trial(*data["j"]))
    if "h" in data:
        month, *hands = (_whole(number, 0, limits.LINK_NUMBER) for number in data["h"])
        if len(hands) != len(OUTCOMES):
            raise ValueError("hands")
        state = state.voted(month, tuple(hands))  # type: ignore[arg-type]
        assert isinstance(state.vote, Vote)
    return state


def _scenario(scenario: Scenario) -> dict[str, Any]:
    """A scenario, as its difference from the council on record or the scenario of the library that has its name."""
    whole = scenario.to_mapping()
    data: dict[str, Any] = {"n": scenario.name, "z": _checksum(whole)}
    if origins.as_recorded(scenario) is not None:
        data["l"] = 1
    base = _base(data)
    changed = {key: value for key, value in whole.items() if value != base.get(key)}
    kept = base.get("events", [])
    if "events" in changed and kept and changed["events"][: len(kept)] == kept:
        data["e"] = changed.pop("events")[len(kept) :]
    if changed:
        data["c"] = changed
    gone = [key for key in base if key not in whole]
    if gone:
        data["x"] = gone
    return data


def _base(data: Mapping[str, Any]) -> Mapping[str, Any]:
    """The council on record or the scenario of the library that has this name, or an empty scenario."""
    return _began(data["n"], bool(data.get("l")))


@lru_cache(maxsize=KEPT)
def _began(name: str, on_record: bool) -> Mapping[str, Any]:
    """It is not to be changed: every act writes a link, and all of them differ from the same."""
    began = councils.played(name) if on_record else councils.of_the_library(name)
    return {"name": name} if began is None else began.to_mapping()


def _scenario_restored(data: Mapping[str, Any]) -> Scenario:
    base = _base(data)
    whole = {key: value for key, value in base.items() if key not in data.get("x", [])} | dict(data.get("c", {}))
    if "e" in data:
        whole["events"] = [*whole.get("events", []), *data["e"]]
    scenario = Scenario.from_mapping(whole)
    if _checksum(scenario.to_mapping()) != data["z"]:
        raise LinkError("This link was made with another edition of the scenarios, and would show something else here.")
    return scenario


def _slots(data: Mapping[str, Any]) -> tuple[tuple[str, Scenario], ...]:
    return tuple((slot, limits.check(_scenario_restored(data[slot]))) for slot in SLOTS if slot in data)


def _checksum(data: Mapping[str, Any]) -> int:
    return zlib.crc32(json.dumps(data, sort_keys=True, ensure_ascii=False).encode())


def _deflated(data: Mapping[str, Any]) -> str:
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return f"{VERSION}.{base64.urlsafe_b64encode(zlib.compress(text.encode(), 9)).decode().rstrip('=')}"


def _inflated(link: str) -> dict[str, Any]:
    version, _, body = link.partition(".")
    if version != VERSION or not body:
        raise LinkError("This link is damaged, or was made with another version of the workshop.")
    if len(body) > limits.LINK_CHARACTERS:
        raise LinkError("This link is too long.")
    try:
        packed = base64.b64decode(body + "=" * (-len(body) % 4), altchars=b"-_", validate=True)
        unpacker = zlib.decompressobj()
        text = unpacker.decompress(packed, limits.UNFOLDED_LINK_BYTES)
        if not unpacker.eof:
            raise ValueError("cut short, or too large")
        data = json.loads(text)
    except (ValueError, binascii.Error, zlib.error, RecursionError):
        raise LinkError("This link is damaged: a part of it is missing or was changed.") from None
    if not isinstance(data, dict):
        raise LinkError("This link is damaged: a part of it is missing or was changed.")
    return data


def _only(values: Any, known: set[str]) -> set[str]:
    return {value for value in values if value in known}


def _whole(value: Any, low: int, high: int) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
        raise ValueError(f"{value!r}")
    return value


def _service(value: Any) -> int | None:
    return None if value is None else _whole(value, 0, len(SERVICES) - 1)


def _known_round(value: Any) -> str:
    if value and value not in ROUNDS:
        raise ValueError(f"{value!r}")
    return str(value)


def _flag(value: Any) -> bool:
    if not isinstance(value, bool):
        raise ValueError(f"{value!r}")
    return value


def _word(value: Any) -> Literal["coproduction", "full_coproduction"]:
    if value not in ("coproduction", "full_coproduction"):
        raise ValueError(f"{value!r}")
    return value
