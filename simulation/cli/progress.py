"""Progress of a long run, on the standard error stream: a bar on a terminal, now and then a line elsewhere."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from simulation.engine import compile_progress

EVERY = 30.0  # seconds between two lines where there is no terminal


@contextmanager
def progress(total: int, what: str) -> Iterator[Callable[[int, int], None]]:
    """A function of (done, total) to be called as the work goes on."""
    if not sys.stderr.isatty():
        yield lines(what)
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    rate = TextColumn("{task.fields[rate]}")
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), rate, TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(what, total=total, rate="")
        pace = Pace()

        def report(done: int, total: int) -> None:
            bar.update(task, completed=done, total=total, rate=f"{pace(done):.3g}/s")

        # A line that is written beside the bar would be torn apart by it.
        with compile_progress.shown_by(lambda text: bar.update(task, description=text or what)):
            yield report


class Pace:
    """How many are done in a second, counted from the first report: what was there before took no time."""

    def __init__(self) -> None:
        self._began, self._before = time.monotonic(), None  # type: float, int | None

    def __call__(self, done: int) -> float:
        if self._before is None:
            self._before = done
        seconds = time.monotonic() - self._began
        return (done - self._before) / seconds if seconds > 0 else 0.0


def lines(what: str) -> Callable[[int, int], None]:
    """The same as a line every half minute."""
    last = time.monotonic()
    pace = Pace()

    def report(done: int, total: int) -> None:
        nonlocal last
        rate = pace(done)
        if time.monotonic() - last >= EVERY:
            last = time.monotonic()
            left = f", {rate:.3g} a second, {duration((total - done) / rate)} left" if rate > 0 and done < total else ""
            print(f"{what}: {done} of {total}{left}", file=sys.stderr, flush=True)

    return report


def duration(seconds: float) -> str:
    """Hours, minutes and seconds."""
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02d}:{rest:02d}"
