"""How quickly the workshop answers when 1, 10 and 30 people use it at once.

Every visitor opens the page in a window of its own, one every two seconds. Then each moves the time cursor or a lever
every two seconds, each to a place of its own, so that the futures behind every lever must be computed. Prints one row
for each number of visitors. The browsers run on the same cores as the server and are most of the work of many.

Needs Chromium and the extras app and test. Run it with ``python tests/app/load.py [VISITORS ...]``.
"""

from __future__ import annotations

import asyncio
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path
from urllib.error import URLError

import numpy as np
from playwright.async_api import Browser, Page, async_playwright

VISITORS = (1, 10, 30)
ACTS = 8  # of each visitor
PAUSE = 2.0  # seconds between them
LEVER_EVERY = 4  # one act in so many moves a lever
PATIENCE = 180_000  # milliseconds

# Moves a slider, and resolves to the milliseconds until the page says so.
MOVE_TIME = """(month) => new Promise(done => {
  const slider = document.querySelector('#time'), began = performance.now();
  const there = () => document.querySelector('#sentence').innerText.startsWith('Year ' + month / 12 + ':');
  const watch = new MutationObserver(() => { if (there()) { watch.disconnect(); done(performance.now() - began); } });
  watch.observe(document.body, { subtree: true, childList: true, characterData: true });
  slider.value = month;
  slider.dispatchEvent(new Event('change'));
})"""
MOVE_LEVER = """(value) => new Promise(done => {
  const slider = document.querySelector('#lever-capacity_building'), began = performance.now();
  let stale = false, first = null;
  const look = () => {
    if (document.querySelector('.drawing.busy')) stale = true;
    else if (stale && first === null) first = performance.now() - began;
    if (first !== null && !document.querySelector('#working')) {
      watch.disconnect();
      done([first, performance.now() - began]);
    }
  };
  const watch = new MutationObserver(look);
  watch.observe(document.body, { subtree: true, childList: true, characterData: true, attributes: true });
  slider.step = 'any';
  slider.value = value;
  slider.dispatchEvent(new Event('change'));
})"""


class Tally:
    """What one round measured, in milliseconds and bytes."""

    def __init__(self) -> None:
        self.opened: list[float] = []
        self.time: list[float] = []
        self.first: list[float] = []
        self.fine: list[float] = []
        self.bytes = 0
        self.updates = 0


async def visitor(browser: Browser, url: str, number: int, of: int, tally: Tally, all_open: asyncio.Barrier) -> None:
    """Open the page and use it."""
    await asyncio.sleep(PAUSE * number)
    context = await browser.new_context(viewport={"width": 1280, "height": 720})
    page = await context.new_page()
    page.on("websocket", lambda socket: socket.on("framereceived", lambda frame: _count(tally, frame)))
    began = time.perf_counter()
    await page.goto(url, timeout=PATIENCE)
    await page.wait_for_selector("#sentence", timeout=PATIENCE)
    tally.opened.append(1000 * (time.perf_counter() - began))
    await page.wait_for_function("!document.querySelector('#working')", timeout=PATIENCE)
    await all_open.wait()
    for act in range(ACTS):
        await asyncio.sleep(PAUSE)
        await _act(page, act, number, of, tally)
    await context.close()


async def _act(page: Page, act: int, number: int, of: int, tally: Tally) -> None:
    tally.updates += 1
    if act % LEVER_EVERY == LEVER_EVERY - 1:
        value = 0.01 + 0.97 * (act * of + number) / (ACTS * of)  # a scenario that nobody has asked for yet
        first, fine = await page.evaluate(MOVE_LEVER, value)
        tally.first.append(first)
        tally.fine.append(fine)
    else:
        tally.time.append(await page.evaluate(MOVE_TIME, 12 * (6 + (act * 5 + number) % 14)))


def _count(tally: Tally, frame: str | bytes) -> None:
    tally.bytes += len(frame)


def memory(process: subprocess.Popen) -> float:
    """Megabytes that the server holds."""
    status = Path(f"/proc/{process.pid}/status").read_text(encoding="utf-8")
    return int(next(line.split()[1] for line in status.splitlines() if line.startswith("VmRSS"))) / 1024


async def measure(count: int) -> None:
    """One round on a server of its own; prints its row."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    url = f"http://127.0.0.1:{port}"
    process = subprocess.Popen(
        [sys.executable, "-m", "simulation.cli", "app", "--port", str(port)], stdout=-3, stderr=-3
    )
    try:
        _wait_for(url)
        await asyncio.sleep(20)  # until the compiled rules are loaded and the first town is simulated
        before, tally = memory(process), Tally()
        async with async_playwright() as playwright:
            chromium = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))))
            options = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
            browser = await playwright.chromium.launch(executable_path=chromium, args=options)
            all_open = asyncio.Barrier(count + 1)
            visitors = [visitor(browser, url, number, count, tally, all_open) for number in range(count)]
            at_work = asyncio.gather(*visitors)
            await all_open.wait()
            after, tally.bytes = memory(process), 0  # of sessions; what levers compute is kept up to a limit of its own
            await at_work
            await browser.close()
    finally:
        process.terminate()
        process.wait()
    row = [str(count), *(_both(values) for values in (tally.opened, tally.time, tally.first, tally.fine))]
    row += [f"{tally.bytes / tally.updates / 1000:.0f}", f"{(after - before) / count:.1f}"]
    print("| " + " | ".join(row) + " |", flush=True)


def _wait_for(url: str) -> None:
    for _ in range(600):
        try:
            urllib.request.urlopen(f"{url}/readyz", timeout=1).close()
            return
        except (URLError, OSError):
            time.sleep(0.1)
    raise SystemExit("the server did not start within a minute")


def _both(values: list[float]) -> str:
    """Median and 95th percentile."""
    return f"{np.quantile(values, 0.5):.0f} / {np.quantile(values, 0.95):.0f}"


def main() -> None:
    """Measure and print."""
    heads = (
        "visitors",
        "first page",
        "time slider",
        "lever, 40 futures",
        "lever, 200 futures",
        "kB an act",
        "MB a visitor",
    )
    print("| " + " | ".join(heads) + " |\n|" + " ---: |" * len(heads), flush=True)
    for count in [int(each) for each in sys.argv[1:]] or VISITORS:
        asyncio.run(measure(count))


if __name__ == "__main__":
    main()
