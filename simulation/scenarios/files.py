"""Finding and reading scenario files: the library by name, other files by path, and what they extend."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from simulation.scenarios.explain import entry
from simulation.scenarios.on_record import with_control, with_stated
from simulation.scenarios.played_in import Span, chosen, played_in, span
from simulation.scenarios.scenario import PLACE, Scenario
from simulation.scenarios.toml import from_toml
from simulation.world.errors import ScenarioError, nearest, shown
from simulation.world.parameters import PARAMETERS

LIBRARY = Path(__file__).parent / "library"
SUFFIX = ".toml"
LARGEST = 1_000_000  # bytes; a scenario is a page or two of text
LONGEST_CHAIN = 20  # of scenarios that extend one another
CALENDAR = "uk-calendar"  # which real councils live through


def library() -> dict[str, Path]:
    """The scenarios that come with the model, by name."""
    return {path.stem: path for path in sorted(LIBRARY.glob(f"*{SUFFIX}"))}


def load(name_or_path: str | Path) -> Scenario:
    """The scenario of that name in the library, or the one in that file.

    Raises
    ------
    ScenarioError
        If there is none, or if something in it is wrong; one line that says what would be right.
    """
    path = _find(name_or_path)
    shown_as = path.stem if path.parent == LIBRARY else str(name_or_path)
    try:
        data = _resolve(_read(path), path.parent, (path,))
        return Scenario.from_mapping({"name": path.stem} | data)
    except ScenarioError as error:
        raise ScenarioError(f"{shown_as}: {error}") from None


def load_in(
    name_or_path: str | Path, councils: str | Sequence[str], years: Span, neighbourhoods: int | None = None
) -> Scenario:
    """The scenario of that name, or in that file, played in real councils; see `simulation.scenarios.played_in`.

    Raises
    ------
    ScenarioError
        As `load`; also if there are no such councils, or a file of one's own names others. Places of the library can
        be played anywhere.
    """
    scenario = load(name_or_path)
    _check_free(_find(name_or_path))
    return played_in(scenario, load(CALENDAR), chosen(councils), years, neighbourhoods)


def parse(text: str) -> Scenario:
    """The scenario written in ``text``, which can extend scenarios of the library."""
    return from_keys(from_toml(text))


def from_keys(data: Mapping[str, Any]) -> Scenario:
    """The scenario with the keys and values of a file, which can extend scenarios of the library."""
    return Scenario.from_mapping(_resolve(_shaped(dict(data)), LIBRARY, ()))


def _find(name_or_path: str | Path) -> Path:
    text, path = str(name_or_path), Path(name_or_path)
    known = library()
    if text in known:
        return known[text]
    looks_like_a_file = isinstance(name_or_path, Path) or path.suffix == SUFFIX or len(path.parts) > 1
    if not looks_like_a_file:
        if is_file(own := Path(f"{text}{SUFFIX}")):
            raise ScenarioError(f"unknown scenario {shown(text)}; did you mean the file {shown(own.name)}?")
        hint = nearest(text, known) or f"; the library has: {', '.join(known)}"
        raise ScenarioError(f"unknown scenario {shown(text)}{hint} (a file of your own ends in {SUFFIX})")
    if not is_file(path):
        raise ScenarioError(f"there is no scenario file {shown(text)}")
    return path


def is_file(path: Path) -> bool:
    """Whether there is such a file; one with a name that no folder can hold is not there."""
    try:
        return path.is_file()
    except OSError:
        return False


def _read(path: Path) -> dict[str, Any]:
    try:
        if path.stat().st_size > LARGEST:
            raise ScenarioError(f"the file has more than {LARGEST:,} bytes: this is no scenario")
        return _shaped(from_toml(path.read_text(encoding="utf-8-sig")))
    except UnicodeDecodeError:
        raise ScenarioError("the file is no text in UTF-8; save it as UTF-8 in your editor") from None
    except OSError as error:
        raise ScenarioError(f"the file cannot be read: {error.strerror}") from None


def _shaped(data: dict[str, Any]) -> dict[str, Any]:
    """Check that sections are what they must be before they are combined."""
    if "scenarios" in data:
        raise ScenarioError("it names scenarios, so it is a design: 'coproduction sweep' simulates it")
    for section in ("events", "councils"):
        entries = data.get(section, [])
        if not isinstance(entries, list) or not all(isinstance(item, Mapping) for item in entries):
            raise ScenarioError(f"{section} are written as [[{section}]], with one 'key = value' a line below")
    if not isinstance(data.get("settings", {}), Mapping):
        raise ScenarioError("settings are written as [settings], with one 'name = value' a line below")
    names = [item["name"] for item in data.get("events", []) if isinstance(item.get("name"), str)]
    for name, times in Counter(names).items():
        if times > 1:
            raise ScenarioError(f"two events are named {shown(name)}; give each a name of its own")
    for position, item in enumerate(data.get("events", [])):
        if "name" not in item:
            raise ScenarioError(
                f"{entry('events', position, data)}: 'name' is missing; give each event a name of its own"
            )
    return data


def _resolve(data: dict[str, Any], folder: Path, seen: tuple[Path, ...]) -> dict[str, Any]:
    """The scenario with all that it extends, so that it is complete in itself."""
    place = {key: data.pop(key) for key in PLACE if key in data}
    base = None
    if "extends" in data:
        path = _extended(data.pop("extends"), folder)
        if len(seen) > LONGEST_CHAIN:
            raise ScenarioError(f"extends = {shown(path.name)}: more than {LONGEST_CHAIN} scenarios extend one another")
        if path in seen:
            raise ScenarioError(f"it extends itself: {' → '.join(p.stem for p in (*seen, path))}")
        base = {"name": path.stem} | _resolve(_read(path), path.parent, (*seen, path))
        if place:
            _check_free(path)
    if place:
        base = _in_its_place(base, place, data)
    return data if base is None else _combine(base, data)


def _check_free(path: Path) -> None:
    """Raise `ScenarioError` for a file of one's own that names its councils, or extends such a file."""
    if path.parent == LIBRARY:
        return
    data = _read(path)
    if "council" in data:
        raise ScenarioError(f"{path.stem} is played in real councils already; give a scenario without 'council'")
    if "extends" in data:
        _check_free(_extended(data["extends"], path.parent))


def _in_its_place(base: dict[str, Any] | None, place: dict[str, Any], data: dict[str, Any]) -> dict[str, Any]:
    """What a scenario extends, the national calendar if nothing, played in real councils."""
    if "council" not in place:
        raise ScenarioError(f"{next(iter(place))} needs 'council', the name of a council on record")
    for key, value in place.items():
        if key != "council" and type(value) is not int:
            raise ScenarioError(f"{key} = {shown(value)}: it must be a calendar year, such as 2010")
    for key in ("start", "years", "burn_in_years"):
        if key in data:
            raise ScenarioError(f"{key} cannot be stated beside 'council': state the years, as in from = 2010")
    number = data.get("settings", {}).get("neighbourhoods")
    if number is not None:
        PARAMETERS.check({"neighbourhoods": number})
    years = span(*(place.get(key) for key in PLACE[1:]))
    scenario = load(CALENDAR) if base is None else Scenario.from_mapping(base)
    played = played_in(scenario, load(CALENDAR), chosen(place["council"]), years, number)
    if base is None and any(event.get("under_study", True) for event in data.get("events", [])):
        played = played.without([])  # the file studies its own events, not the changes of the grant
    return played.to_mapping()


def _extended(name: object, folder: Path) -> Path:
    """The file of an extended scenario: of the library, or beside the file that extends it; nowhere else."""
    known = library()
    if isinstance(name, str) and name in known:
        return known[name]
    beside = folder / name if isinstance(name, str) and Path(name).name == name and name.endswith(SUFFIX) else None
    if beside is None or not is_file(beside):
        raise ScenarioError(
            f"extends = {shown(name)}: it must be a scenario of the library or a {SUFFIX} file in the same folder"
            f"{nearest(name, known) if isinstance(name, str) else ''}"
        )
    return beside


def _combine(base: dict[str, Any], data: dict[str, Any]) -> dict[str, Any]:
    """A scenario and what it extends: its own values win, in settings and in events of the same name too."""
    own = {event["name"]: event for event in data.get("events", [])}
    events = [event | own.pop(event["name"], {}) for event in base.get("events", [])]
    inherited = {key: value for key, value in base.items() if key != "name"}
    real = any("seats_in" in each for each in base.get("councils", []))
    if "councils" in data and real:
        stated = [f"{each['name']} ({', '.join(key for key in each if key != 'name')})" for each in data["councils"]]
        councils = _with_own(base["councils"], data["councils"])
        data = data | {"councils": councils, "on_record": with_stated(base.get("on_record", []), councils, stated)}
    if real and any(event.get("kind") == "control" for event in own.values()):
        data = data | {"on_record": with_control(data.get("on_record", base.get("on_record", [])))}
    return {
        **inherited,
        **data,
        "settings": {**base.get("settings", {}), **data.get("settings", {})},
        "events": [*events, *own.values()],
    }


def _with_own(recorded: list[dict[str, Any]], own: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Councils on record with what a file states of them; what it states wins."""
    names = [each["name"] for each in recorded]
    stated = {each.get("name"): dict(each) for each in own}
    for name in stated:
        if name not in names:
            raise ScenarioError(f"council {shown(name)}: the file is not played in it{nearest(str(name), names)}")
    found = []
    for each in recorded:
        more = stated.get(each["name"], {})
        replaced = {key for key, others in REPLACES.items() if key in more for key in others}
        found.append({key: value for key, value in each.items() if key not in replaced} | more)
    return found


# What a file states of a council on record in the place of what is recorded.
REPLACES = {
    "seats": ("seats_in",),
    "party": ("seats", "seats_in"),
    "deprivation": ("deprivations",),
    "neighbourhoods": ("deprivations",),
}
