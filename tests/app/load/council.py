"""How long a council takes in the workshop: from the click on its name to its first picture, and to the last.

One visitor with a real window (headless Chromium), on a server that does nothing else. Prints one row for each council.
Talks to this machine alone, and ends the server that it starts. Needs Chromium and the extras app and test:

    python tests/app/load/council.py [COUNCIL ...]
"""

from __future__ import annotations

import shutil
import sys
import time

from playwright.sync_api import Page, sync_playwright
from serving import serving

from simulation.app.pages.town_bar import YOUR_COUNCIL

# A district, a metropolitan one with many wards, a county and an island without any, and one of 2023.
COUNCILS = ("Adur", "Birmingham", "Kent", "Na h-Eileanan Siar", "Cumberland")
GOAL = 1000  # milliseconds to the first picture
READY = 20  # seconds until the compiled rules are loaded and the first town is simulated
PATIENCE = 180_000
START, DIALOG = "[aria-label='Start from']", ".council[role=dialog]"
# Clicks the council, and resolves to the milliseconds until a picture of it is there, and until it has all its futures.
OPEN = """(name) => new Promise(done => {
  const began = performance.now(), found = [];
  const look = () => {
    const said = document.querySelector('#sentence'), drawn = !document.querySelector('.drawing.busy');
    if (!said || !drawn || !said.innerText.includes(name)) return;
    const whole = !document.querySelector('#working');
    while (found.length < 1 + whole) found.push(performance.now() - began);
    if (whole) { watch.disconnect(); done(found); }
  };
  const watch = new MutationObserver(look);
  watch.observe(document.body, { subtree: true, childList: true, characterData: true, attributes: true });
  [...document.querySelectorAll(".council[role=dialog] button")].find(b => b.innerText.startsWith(name)).click();
})"""


def opened(page: Page, council: str) -> tuple[float, float]:
    """Milliseconds from the click to the first picture, and to the last."""
    page.select_option(START, value=YOUR_COUNCIL)
    page.locator(f"{DIALOG} input").fill(council)
    page.wait_for_selector(f"{DIALOG} button:has-text('{council}')")
    first, last = page.evaluate(OPEN, council)
    page.keyboard.press("Escape")
    page.wait_for_selector(DIALOG, state="detached")
    return first, last


def main(councils: list[str]) -> None:
    """Open each council after the other, and print its row."""
    chromium = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    with serving() as (_, host), sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page(viewport={"width": 1280, "height": 720})
        page.set_default_timeout(PATIENCE)
        page.goto(f"http://{host}/")
        time.sleep(READY)
        page.wait_for_function("document.querySelector('#sentence') && !document.querySelector('#working')")
        print(f"{'council':<24} {'first picture':>14} {'all futures':>12}")
        for council in councils:
            first, last = opened(page, council)
            print(
                f"{council:<24} {first:>11.0f} ms {last:>9.0f} ms{'' if first <= GOAL else f'  goal {GOAL} ms missed'}"
            )
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1:] or list(COUNCILS))
