"""Whether this machine is ready for a workshop: the files for the browser, the speed, a browser."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Callable, Iterator
from typing import NamedTuple

from simulation.app import limits
from simulation.app.server import assets

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome", "firefox", "msedge")


class Finding(NamedTuple):
    """One thing that was checked: whether it is as it should be, and what was found in words."""

    good: bool
    text: str


def findings() -> Iterator[Finding]:
    """Check one thing after the other."""
    lost = assets.missing()
    place = assets.folder()
    yield Finding(
        not lost,
        f"files for the browser: {f'{len(lost)} missing; start the workshop once with internet' if lost else place}",
    )
    yield _versions()
    yield from _speed()
    cores = os.cpu_count() or 1
    yield Finding(cores >= 2, f"cores: {cores}{'' if cores >= 2 else '; two or more keep the screen quick'}")
    found = next((name for name in BROWSERS if shutil.which(name)), None)
    yield Finding(True, f"browser: {found or 'none found by name; any of today will do'}, screen of 1280 x 720 or more")


def tell(say: Callable[[str], object]) -> bool:
    """Say what was found; return whether all of it is good."""
    ready = True
    for finding in findings():
        say(f"{'good' if finding.good else 'BAD '}  {finding.text}")
        ready = ready and finding.good
    say("Ready: the workshop needs no internet." if ready else "Not ready; see the lines marked BAD.")
    return ready


def _versions() -> Finding:
    """Whether Solara asks for the files that are kept here: another version may ask for others."""
    import importlib.util
    import re
    from importlib.metadata import version
    from pathlib import Path

    found = importlib.util.find_spec("solara")
    assert found is not None and found.origin is not None
    page = Path(found.origin).parent / "server" / "templates" / "solara.html.j2"
    asked = set(re.findall(r"\{\{cdn\}\}/((?:@\w+/)?[\w.-]+@[\w.-]+)/", page.read_text(encoding="utf-8")))
    kept = {assets.SCRIPTS, assets.PAGES.removesuffix("/dist")}
    good = kept <= asked
    words = f"Solara {version('solara')}"
    return Finding(good, words if good else f"{words} asks for other files than are kept ({', '.join(sorted(asked))})")


def _speed() -> Iterator[Finding]:
    """How long a room waits after a lever was moved; the first run loads the compiled rules and is not counted."""
    from threading import Event

    from simulation.app.futures.scheduler import Scheduler
    from simulation.app.story.state import first

    town = first().drop("leader")
    scheduler = Scheduler()
    began = time.perf_counter()
    scheduler.get(town.played, 1, worlds=town.drawn_in)
    yield Finding(True, f"first start: {time.perf_counter() - began:.0f} s until the first town was simulated")
    began = time.perf_counter()
    moved = scheduler.watch(town.set("capacity_building", 0.5).played, 1, Event(), worlds=town.drawn_in)
    times = [time.perf_counter() - began for _ in moved]
    yield Finding(
        times[0] <= limits.FIRST_VIEW_SECONDS, f"first picture, {limits.FIRST} futures: {times[0]:.1f} s after a lever"
    )
    yield Finding(
        times[1] <= limits.FINE_VIEW_SECONDS, f"fine picture, {limits.FUTURES} futures: {times[1]:.1f} s after a lever"
    )
