"""What the workshop says of random states is what the command prints that it shows beside them."""

from __future__ import annotations

import shlex
from pathlib import Path

import numpy as np
from typer.testing import CliRunner

from simulation.app.futures import prediction
from simulation.app.futures.bought import more_left, nothing_bought
from simulation.app.futures.scheduler import Scheduler
from simulation.app.futures.view import View
from simulation.app.story.protection import NOTHING, begun
from simulation.app.story.sentences import left_in_words
from simulation.app.story.state import Workshop
from simulation.app.take_home.again import FILE, command
from simulation.cli import app
from tests.app.session.test_codec import some_state

FUTURES = 4


def check_commands(number: int, seed: int, folder: Path) -> None:
    """Compare so many states; ``folder`` is where commands run, with the file of worlds in it."""
    rng = np.random.default_rng(seed)
    scheduler = Scheduler(total=FUTURES, first=FUTURES, few=FUTURES)
    checked = 0
    while checked < number:
        state = some_state(rng)
        view = seen(scheduler, state)
        if state.cursor and view is not None:
            (folder / FILE).write_text(state.played.to_toml(), encoding="utf-8")
            words = shlex.split(command(state, FUTURES, against=True))
            done = CliRunner().invoke(app, [*words[1:], "--out", str(folder / f"out-{checked}")])
            assert done.exit_code == 0, (words, done.output)
            said = [line.strip() for line in done.stdout.splitlines()]
            for sentence in sentences(scheduler, state, view):
                assert sentence in said, (words, sentence, done.stdout)
            checked += 1


def sentences(scheduler: Scheduler, state: Workshop, view: View) -> list[str]:
    """Headline, sentence, *Predict*, gauge, and what points buy, as the workshop has them."""
    told = [view.headline, view.sentence]
    if view.happened:
        compared = prediction.compared(
            *prediction.tally(view.series, view.futures.fork, state.cursor), view.futures.scenario.studied
        )
        told.append(compared)
    if view.survives:
        told.append(view.survives)
    nothing = seen(scheduler, NOTHING.of(state))
    left = more_left(view, nothing_bought(nothing)) if nothing is not None else None
    if left is not None and left.more.futures:
        named = ", ".join(f"{name}={value:g}" for name, value in begun(state).items())
        told.append(left_in_words(left, state.start, named))
    return told


def seen(scheduler: Scheduler, state: Workshop) -> View | None:
    """What a state shows, if any of the few futures is in such a world."""
    futures = scheduler.get(state.played, state.seed, estimates=False, worlds=state.drawn_in).where(state.given)
    return View(futures, state) if futures.size else None
