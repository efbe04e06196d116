"""The reference in ``docs/scenarios.md``: every key of a scenario file, every kind of event, and examples."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial

from simulation.generation.scenario_examples import (
    AT_THE_TOP,
    CONTRACTS,
    COUNCILS,
    EVENTS,
    ORGANISATIONS,
    PFI,
    as_file,
    of_kind,
)
from simulation.generation.scenario_keys import Key, scenario_keys
from simulation.generation.tables import event_field, event_scope
from simulation.scenarios import from_keys
from simulation.scenarios.times import occasions
from simulation.scenarios.toml import from_toml
from simulation.world.event_kinds import EVENT_KINDS, EventKind

EXAMPLES = {
    "at the top": AT_THE_TOP,
    "[[councils]]": COUNCILS,
    "[[councils.organisations]]": ORGANISATIONS,
    "[[councils.contracts]]": CONTRACTS,
    "[[councils.pfi]]": PFI,
    "[[events]]": EVENTS,
}
# Keys that say where the rest comes from; they are gone when a scenario is complete in itself (`scenarios.files`).
FILE_KEYS = {
    "extends": (
        "text",
        "a scenario of the library, or a `.toml` file in the same folder, all of whose keys are taken over; what the "
        "file states itself comes in their place",
    ),
    "council": (
        "text or list, each a text",
        'a council on record, several, or `"all"`, in which the scenario is played; if it extends nothing, the '
        "national calendar is. One has its wards as neighbourhoods; several have six each, of wards that are alike, "
        "unless `[settings]` state `neighbourhoods`",
    ),
    "from": ("whole number", "with `council`: the calendar year in whose May the run begins; 2010 if left out"),
    "to": ("whole number", "with `council`: the calendar year in whose April it ends; 2045 if left out"),
    "votes_from": (
        "whole number",
        "with `council`: from the elections of this year on the model votes, until then seats are those on record; the "
        "newest year on record if left out",
    ),
    "begins": (
        "whole number",
        "with `council`: the year that a scenario without a calendar takes as its year 0; the newest year on record if "
        "left out",
    ),
}
TIMES = ("year", "month", "date", "per_year", "between", "every_years", "until_year", "alternate")
MOST_MONTHS = 6  # that are written out


def top() -> str:
    """The keys at the top of a file."""
    own = (Key("at the top", name, kind, "—", meaning) for name, (kind, meaning) in FILE_KEYS.items())
    return f"{section('at the top')}\n{_keys(own)}"


def section(heading: str) -> str:
    """The keys of one kind of entry; of ``[[events]]`` those that all kinds of events have in common."""
    return _keys(key for key in scenario_keys() if key.section == heading)


def kinds() -> str:
    """The kinds of events, with the fields of each."""
    return "\n".join(map(_kind, EVENT_KINDS.values()))


def _keys(keys: Iterable[Key]) -> str:
    return "\n".join(map(_key, keys))


def _key(key: Key) -> str:
    default = {"required": "required", "—": "can be left out"}.get(key.default, f"{key.default} if left out")
    text = as_file(key.section, EXAMPLES[key.section][key.name])
    timed = _when(text) if key.section == "[[events]]" and key.name in TIMES else ""
    told = f"{_sentence(key.meaning)} *{_sentence(f'{key.type}; {default}')}*"
    return f"#### `{key.name}`\n\n{told}\n\n{_shown(text)}{timed}"


def _kind(kind: EventKind) -> str:
    fields = "".join(f"- {event_field(field)}\n" for field in kind.fields) + ("\n" if kind.fields else "")
    head = f"#### `{kind.name}`\n\n{_sentence(kind.meaning)} Concerns {event_scope(kind)}.\n\n"
    return f"{head}{fields}{_shown(of_kind(kind.name))}"


def _shown(text: str) -> str:
    return f"```toml\n{text}```\n"


def _when(text: str) -> str:
    """When the only event of an example happens, as the scenario has it."""
    scenario = from_keys({"name": "example"} | from_toml(text))
    [event] = scenario.events
    times = list(occasions(event, scenario))
    if event.random:
        [span] = times
        if event.between:
            return f"\nHappens once, in one of the months from {span.month} to {span.until - 1}, each as likely.\n"
        return f"\nHappens in each month from {span.month} to {span.until - 1} with a chance of {span.rate:.3g}.\n"
    more = f" and {len(times) - MOST_MONTHS} more" if len(times) > MOST_MONTHS else ""
    return f"\nHappens in month {', '.join(str(each.month) for each in times[:MOST_MONTHS])}{more}.\n"


def _sentence(text: str) -> str:
    return f"{text[0].upper()}{text[1:]}."


ENTRIES = {heading.strip("[]").rpartition(".")[2]: heading for heading in EXAMPLES if heading.startswith("[[")}
REFERENCE: dict[str, Callable[[], str]] = {
    "top": top,
    **{name: partial(section, heading) for name, heading in ENTRIES.items()},
    "kinds": kinds,
}
