"""A visitor with a real window (headless Chromium), whose milliseconds are those that somebody sees."""

from __future__ import annotations

import asyncio
import time

from acts import BETTER, LEVER, Act
from playwright.async_api import Browser
from tally import Tally

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
# Moves a lever, and resolves to the milliseconds until the first picture, the first one of enough futures, and the fine
# one; what has not come when the lever is moved again is not awaited any longer.
MOVE_LEVER = """([name, value, enough]) => new Promise(done => {
  const slider = document.querySelector('#lever-' + name), began = performance.now();
  const mine = window.moves = (window.moves || 0) + 1;
  const found = [];
  let stale = false;
  const look = () => {
    const so_far = document.querySelector('.small-print').innerText.match(/(\\d+) futures/);
    if (window.moves === mine) {
      if (document.querySelector('.drawing.busy')) { stale = true; return; }
      if (!stale) return;
      const whole = !document.querySelector('#working');
      const stages = 1 + (so_far && Number(so_far[1]) >= enough ? 1 : 0) + (whole ? 1 : 0);
      while (found.length < stages) found.push(performance.now() - began);
    }
    if (window.moves !== mine || found.length === 3) { watch.disconnect(); done(found); }
  };
  const watch = new MutationObserver(look);
  watch.observe(document.body, { subtree: true, childList: true, characterData: true, attributes: true });
  slider.step = 'any';
  slider.value = value;
  slider.dispatchEvent(new Event('change'));
})"""


class WindowVisitor:
    """One visitor with a window."""

    def __init__(self, browser: Browser, host: str, tally: Tally) -> None:
        self.browser, self.host, self.tally = browser, host, tally
        self.waiting: set[asyncio.Task[None]] = set()

    async def open(self) -> None:
        """Load the page and wait for all of its futures."""
        self.context = await self.browser.new_context(viewport={"width": 1280, "height": 720})
        self.page = await self.context.new_page()
        self.page.on("websocket", lambda socket: socket.on("framereceived", self._count))
        began = time.perf_counter()
        await self.page.goto(f"http://{self.host}/", timeout=PATIENCE)
        await self.page.wait_for_selector("#sentence", timeout=PATIENCE)
        self.tally.opened.append(1000 * (time.perf_counter() - began))
        await self.page.wait_for_function("!document.querySelector('#working')", timeout=PATIENCE)

    async def act(self, act: Act) -> None:
        """Move a slider; what is seen is timed when it is."""
        self.tally.acts += 1
        task = asyncio.create_task(self._act(act))
        self.waiting.add(task)
        task.add_done_callback(self.waiting.discard)

    async def rest(self, act: Act) -> None:
        """Move a lever, and leave it alone until all futures are there."""
        await self.act(act)
        await asyncio.gather(*self.waiting)

    async def close(self) -> None:
        """Close the window."""
        for task in self.waiting:
            task.cancel()
        self.tally.overtaken += len(self.waiting)
        await asyncio.gather(*self.waiting, return_exceptions=True)
        await self.context.close()

    async def _act(self, act: Act) -> None:
        if act.value is None:
            self.tally.time.append(await self.page.evaluate(MOVE_TIME, act.month))
            return
        found = await self.page.evaluate(MOVE_LEVER, [LEVER, act.value, BETTER])
        for times, found_after in zip((self.tally.first, self.tally.better, self.tally.fine), found, strict=False):
            times.append(found_after)
        self.tally.overtaken += len(found) < 3

    def _count(self, frame: str | bytes) -> None:
        self.tally.bytes += len(frame)
