"""How to get the same again: the command, the lines of Python, and the address."""

from __future__ import annotations

import shlex
from collections.abc import Mapping, Sequence
from dataclasses import replace
from html import escape
from pathlib import Path

import simulation
from simulation.app import limits
from simulation.app.futures.prediction import asked
from simulation.app.futures.view import View
from simulation.app.story import names
from simulation.app.story.played_in import Given
from simulation.app.story.protection import Protection, begun, differ_in_what_is_bought, is_about_points, spent
from simulation.app.story.rounds import ROUNDS
from simulation.app.story.sentences import inside
from simulation.app.story.state import YEAR, Trial, Workshop
from simulation.engine.versions import code_version
from simulation.results.provenance import own_extension
from simulation.scenarios import load
from simulation.world.extension import current, in_words
from simulation.world.services import SERVICES

FILE = "scenario.toml"
THE_FILE = "With the scenario file of the page Report:"
ROWS_FILES = "With the scenario file of each row:"


def again(view: View, state: Workshop, link: str) -> str:
    """How to get the same again, as HTML."""
    size = limits.FUTURES if state.given else view.futures.size
    python = (
        f'from simulation import ensemble, results, scenarios\n\nscenario = scenarios.load("{FILE}")\n'
        f'futures = ensemble.run(scenario, {size}, {state.seed}, worlds="{worlds_name(state)}")\n'
        "print(results.summarise(futures))"
    )
    more = "; its tables are of all futures, its sentences of those that are chosen here" if state.given else ""
    own = own_extension()
    with_own = f"{in_words({'extension': own})} " if own else ""
    if own:
        python = f'import simulation\n\nsimulation.extend("{own["file"]}")\n{python}'
    return (
        f"<div><p>{escape(with_own)}Version {simulation.__version__}, model {code_version()}, seed {state.seed}, "
        f"worlds {escape(worlds_name(state))} ({state.drawn_in.digest}), {names.plural(size, 'future')}. "
        f"With the scenario file of the page Report, and --all for all figures{more}:</p>"
        f"<pre>{escape(commands(view, state, size))}</pre><pre>{escape(python)}</pre></div>"
        f"<div><p>Or open the workshop at this address:</p><pre>{escape(link)}</pre></div>"
    )


def worlds_name(state: Workshop) -> str:
    """What ``--worlds`` is to say; of a file that the server was started with its name alone, which is no address."""
    return Path(state.drawn_in.name).name


def commands(view: View, state: Workshop, size: int) -> str:
    """The command for what the page says, and that for the room's vote where this is about another time."""
    said = [command(state, size)]
    if state.vote is not None and state.played.studied:
        voted = asked(state, view.futures.fork).month
        if voted != state.cursor:
            said += [f"# What we expected, by {inside(voted, state.start)}:", command(state.at(voted), size)]
    return "\n".join(said)


def of_the_round(view: View, size: int) -> str:
    """The command that prints the counts in the line of a round; nothing where that has none of this story."""
    state = view.state
    if not state.round or not ROUNDS[state.round].events or not state.as_the_round_has_it:
        return ""
    if state.sold:
        return command(state, size) if spent(state) else ""
    return command(state.at(asked(state, view.futures.fork).month), size)


def protecting(state: Workshop, ways: Sequence[Protection], size: int) -> str:
    """For each way to protect a story the command that prints the numbers of its row."""
    story, start = state.at(max(state.cursor, 1)), begun(state)
    said = []
    for way in ways:
        nothing = start | {name: state.value(name) for name in way.settings if name not in start}
        said += [f"# {way.title}:", command(story, size, settings=start | dict(way.settings), against=nothing)]
    return "\n".join(said)


def doubting(state: Workshop, trial: Trial, size: int) -> str:
    """For each row of the comparison the commands that print its numbers before an assumption is tried and with it."""
    rows = {slot: state.row(kept) for slot, kept in state.slots}
    bought = differ_in_what_is_bought(list(rows.values()))
    said = []
    for slot, row in rows.items():
        story, file = row.at(max(state.cursor, 1)), file_of(slot)
        against = begun(row) if bought else {}
        said += [f"# {slot} before, and with it:", command(story, size, against=against, file=file)]
        if isinstance(trial.at, str):
            given = replace(story, given=Given(trial.name, trial.at))
            said.append(command(given, size, against=against, file=file))
        else:
            said.append(command(story, size, settings={trial.name: trial.at}, against=against, file=file))
    return "\n".join(said)


def file_of(slot: str) -> str:
    """What the scenario file of a row of the comparison is called."""
    return f"{slot}.toml"


def command(
    state: Workshop,
    size: int,
    settings: Mapping[str, float] | None = None,
    against: Mapping[str, float] | None = None,
    file: str = FILE,
) -> str:
    """The command that prints the same numbers.

    Parameters
    ----------
    settings : what is changed in the story.
    against : what more is left than; with nothing bought where points were spent, unless it is said.
    file : what the story's file is called; one of the library as it is there needs none.
    """
    scenario = state.played
    try:
        name = scenario.name if load(scenario.name) == scenario else file
    except ValueError:
        name = file
    worlds = shlex.quote(worlds_name(state))
    own = current()
    with_own = f" --with {shlex.quote(own.path.name)}" if own else ""
    words = f"coproduction run {name}{with_own} --worlds {worlds} --replicates {size} --seed {state.seed}"
    words = " ".join([words, *_settings("--set", settings or {})])
    if not state.cursor:
        return words
    said = [f"--year {year_and_months(state.cursor)}"]
    if state.service is not None:
        said.append(f"--service {SERVICES[state.service].name}")
    if state.counted != "full_coproduction":
        said.append(f"--counted {state.counted}")
    if state.given is not None:
        said.append(f"--only {state.given.name}={state.given.half}")
    if against is None:
        against = begun(state) if is_about_points(state) else {}
    said += _settings("--against", against)
    return " ".join([words, *said])


def _settings(option: str, settings: Mapping[str, float]) -> list[str]:
    """Settings as the command takes them, to the last digit."""
    exact = {name: f"{value:g}" if float(f"{value:g}") == value else repr(value) for name, value in settings.items()}
    return [f"{option} {name}={value}" for name, value in exact.items()]


def year_and_months(cursor: int) -> str:
    """A time as the command takes it: ``12``, or ``12+5`` five months later."""
    years, months = divmod(cursor, YEAR)
    return f"{years}+{months}" if months else f"{years}"
