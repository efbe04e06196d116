"""How quickly the workshop answers when 1, 10 and 30 people use it at once.

One visitor has a real window (headless Chromium); all others speak the server's protocol and draw nothing, so that the
figures are those of the server and not of thirty browsers on its cores. Each acts once every two seconds, out of step
with the others and without waiting for answers: it moves the time cursor, or at every fourth act a lever to where
nobody has been, so that its futures must be computed. One of those without a window rests: it moves a lever, leaves
it alone until all futures are there, and only then moves it again. Prints one row for each number of visitors, one for
who rests among them, and one for the window. With ``--windows`` every visitor has a window.

Talks to this machine alone, starts a server for each round and ends it. Needs Chromium and the extras app and test:

    python tests/app/load [--windows] [VISITORS ...]
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import os
import shutil
import sys
import time

from acts import ACTS, BETTER, PAUSE, acts, levers
from playwright.async_api import Browser, async_playwright
from serving import busy, memory, serving
from tally import Tally
from window import WindowVisitor
from wire import WireVisitor

VISITORS = (1, 10, 30)
MOST = 60
ARRIVAL = 1.0  # seconds between two who come
GRACE = 10.0  # seconds for the last answers
LONGEST = 600.0  # seconds of a round, whatever happens
HEADS = (
    "visitors",
    "first page",
    "time slider",
    "lever, first picture",
    f"lever, {BETTER} futures",
    "lever, 200 futures",
)
HEADS += ("overtaken", "kB an act", "MB a visitor")
OPTIONS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]

Visitor = WireVisitor | WindowVisitor


async def stay(visitor: Visitor, number: int, of: int, all_open: asyncio.Barrier) -> None:
    """Come, act, and go."""
    await asyncio.sleep(ARRIVAL * number)
    await visitor.open()
    await all_open.wait()
    began = time.perf_counter()
    for act in acts(number, of):
        await asyncio.sleep(max(began + act.at - time.perf_counter(), 0))
        await visitor.act(act)
    await asyncio.sleep(max(began + PAUSE * ACTS + GRACE - time.perf_counter(), 0))
    await visitor.close()


async def rest(visitor: Visitor, number: int, of: int, all_open: asyncio.Barrier) -> None:
    """Come, move a lever and wait for all its futures, again and again, and go."""
    await asyncio.sleep(ARRIVAL * number)
    await visitor.open()
    await all_open.wait()
    until = time.perf_counter() + PAUSE * ACTS
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(PAUSE * ACTS + GRACE):
            for act in levers(number, of):
                if time.perf_counter() < until:
                    await visitor.rest(act)
                    await asyncio.sleep(PAUSE)
    await asyncio.sleep(max(until + GRACE - time.perf_counter(), 0))
    await visitor.close()


async def measure(browser: Browser, count: int, windows: bool) -> None:
    """One round on a server of its own; prints its rows."""
    seen, rested, served = Tally(), Tally(), Tally()
    with serving() as (process, host):
        await asyncio.sleep(20)  # until the compiled rules are loaded and the first town is simulated
        before = memory(process)
        window: Visitor = WindowVisitor(browser, host, seen)
        tallies = [rested, *[served] * (count - 2)][: count - 1]
        others = [WindowVisitor(browser, host, tally) if windows else WireVisitor(host, tally) for tally in tallies]
        all_open = asyncio.Barrier(count + 1)
        visits = [
            (rest if visitor.tally is rested else stay)(visitor, number, count, all_open)
            for number, visitor in enumerate([window, *others])
        ]
        async with asyncio.timeout(LONGEST):
            at_work = asyncio.gather(*visits)
            await all_open.wait()
            # Of sessions; what levers compute is kept up to a limit of its own.
            after, began, used = memory(process), time.perf_counter(), busy(process)
            seen.bytes = rested.bytes = served.bytes = 0
            await asyncio.sleep(PAUSE * ACTS)
            cores = (busy(process) - used) / (time.perf_counter() - began)
            await at_work
    named = ((f"{count - 2} without a window", served), ("and one who rests", rested), ("and one in a window", seen))
    for name, tally in named:
        if tally.acts:
            kilobytes, each = tally.bytes / tally.acts / 1000, f"{(after - before) / count:.1f}"
            row = [name, *tally.cells(), str(tally.overtaken), f"{kilobytes:.0f}", each if tally is served else ""]
            print("| " + " | ".join(row) + " |", flush=True)
    print(f"(the server used {cores:.1f} cores of {os.cpu_count()}; load {os.getloadavg()[0]:.1f})", file=sys.stderr)


async def rounds(counts: list[int], windows: bool) -> None:
    """All rounds, one after another."""
    chromium = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))))
    async with async_playwright() as playwright:
        for count in counts:
            browser = await playwright.chromium.launch(executable_path=chromium, args=OPTIONS)
            await measure(browser, count, windows)
            await browser.close()


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="How quickly the workshop answers many visitors.")
    parser.add_argument("visitors", nargs="*", type=int, default=list(VISITORS))
    parser.add_argument("--windows", action="store_true", help="a window for every visitor")
    given = parser.parse_args()
    if not all(1 <= count <= MOST for count in given.visitors):
        parser.error(f"from 1 to {MOST} visitors")
    print("| " + " | ".join(HEADS) + " |\n|" + " ---: |" * len(HEADS), flush=True)
    asyncio.run(rounds(given.visitors, given.windows))


if __name__ == "__main__":
    main()
