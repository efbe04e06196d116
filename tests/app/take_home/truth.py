"""What the workshop says of random states is what the command prints that it shows beside them."""

from __future__ import annotations

import shlex
from pathlib import Path

import numpy as np
from typer.testing import CliRunner

from simulation.app.futures import kinds, prediction
from simulation.app.futures.bought import more_left, nothing_bought
from simulation.app.futures.scheduler import Scheduler
from simulation.app.futures.view import View
from simulation.app.story.protection import NOTHING, begun
from simulation.app.story.sentences import inside, left_in_words
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
            line = command(state, FUTURES, against=begun(state))
            said = printed(line, folder / f"out-{checked}")
            for sentence in sentences(scheduler, state, view):
                assert sentence in said, (line, sentence, said)
            checked += 1


def printed(command: str, folder: Path) -> list[str]:
    """The lines that a command prints, as it stands; ``folder`` is for its results; workers change none."""
    done = CliRunner().invoke(app, [*shlex.split(command)[1:], "--out", str(folder), "--workers", "1"])
    assert done.exit_code == 0, (command, done.output)
    return [line.strip() for line in done.stdout.splitlines()]


def sentences(scheduler: Scheduler, state: Workshop, view: View) -> list[str]:
    """Headline, sentence, *Predict*, gauge, kinds of futures, and what points buy, as the workshop has them."""
    told = [view.headline, view.sentence]
    if view.happened:
        compared = prediction.compared(
            *prediction.tally(view.series, view.futures.fork, state.cursor), view.futures.scenario.studied
        )
        told.append(compared)
    if view.survives:
        told.append(view.survives)
        outlive, back, never = (kinds.among(view, key) for key in ("outlives", "back", "never"))
        until = inside(view.futures.months, state.start)
        told += [kinds.contracts(kinds.under_contract(view), outlive, until), kinds.falls(back, never)]
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
