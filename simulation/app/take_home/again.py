"""How to get the same again: the command, the lines of Python, and the address."""

from __future__ import annotations

import shlex
from html import escape
from pathlib import Path

import simulation
from simulation.app import limits
from simulation.app.futures.prediction import asked
from simulation.app.futures.view import View
from simulation.app.story import names
from simulation.app.story.protection import begun, is_about_points
from simulation.app.story.sentences import inside
from simulation.app.story.state import YEAR, Workshop
from simulation.engine.versions import code_version
from simulation.results.provenance import own_extension
from simulation.scenarios import load
from simulation.world.extension import current, in_words
from simulation.world.services import SERVICES

FILE = "scenario.toml"


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


def command(state: Workshop, size: int, against: bool = False) -> str:
    """The command that prints the same numbers; where points were spent, or ``against``, also what they buy."""
    scenario = state.played
    try:
        name = scenario.name if load(scenario.name) == scenario else FILE
    except ValueError:
        name = FILE
    worlds = shlex.quote(worlds_name(state))
    own = current()
    with_own = f" --with {shlex.quote(own.path.name)}" if own else ""
    words = f"coproduction run {name}{with_own} --worlds {worlds} --replicates {size} --seed {state.seed}"
    if not state.cursor:
        return words
    said = [f"--year {year_and_months(state.cursor)}"]
    if state.service is not None:
        said.append(f"--service {SERVICES[state.service].name}")
    if state.counted != "full_coproduction":
        said.append(f"--counted {state.counted}")
    if state.given is not None:
        said.append(f"--only {state.given.name}={state.given.half}")
    if is_about_points(state) or against:
        said += [f"--against {name}={value:g}" for name, value in begun(state).items()]
    return " ".join([words, *said])


def year_and_months(cursor: int) -> str:
    """A time as the command takes it: ``12``, or ``12+5`` five months later."""
    years, months = divmod(cursor, YEAR)
    return f"{years}+{months}" if months else f"{years}"
