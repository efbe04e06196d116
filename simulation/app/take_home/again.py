"""How to get the same again: the command, the lines of Python, and the address."""

from __future__ import annotations

from html import escape

import simulation
from simulation.app.futures.view import View
from simulation.app.story import names
from simulation.app.story.state import YEAR, Workshop
from simulation.engine.versions import code_version
from simulation.scenarios import load

FILE = "scenario.toml"


def again(view: View, state: Workshop, link: str) -> str:
    """How to get the same again, as HTML."""
    python = (
        f'from simulation import ensemble, results, scenarios\n\nscenario = scenarios.load("{FILE}")\n'
        f"futures = ensemble.run(scenario, {view.futures.size}, {state.seed})\nprint(results.summarise(futures))"
    )
    return (
        f"<div><p>Version {simulation.__version__}, model {code_version()}, seed {state.seed}, "
        f"{names.plural(view.futures.size, 'future')}. With the scenario file of the page Report:</p>"
        f"<pre>{escape(command(state, view.futures.size))}</pre><pre>{escape(python)}</pre></div>"
        f"<div><p>Or open the workshop at this address:</p><pre>{escape(link)}</pre></div>"
    )


def command(state: Workshop, size: int) -> str:
    """The command that prints the same numbers."""
    scenario = state.played
    try:
        name = scenario.name if load(scenario.name) == scenario else FILE
    except ValueError:
        name = FILE
    words = f"coproduction run {name} --replicates {size} --seed {state.seed}"
    year, rest = divmod(state.cursor, YEAR)
    said = year > 0 and not rest and state.counted == "full_coproduction" and state.service is None
    return f"{words} --year {year}" if said else words
