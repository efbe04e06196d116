"""``python tests/app/pictures.py`` takes the pictures of ``docs/facilitator.md`` again, from the workshop as it is."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

from playwright.sync_api import sync_playwright  # noqa: E402

from tests.app.conftest import CHROMIUM, OPTIONS, Server, Visitor  # noqa: E402

IMAGES = ROOT / "docs" / "images"
HANDS = {"Grown": 2, "Held": 9, "Halved": 11, "Collapsed": 4}
PHONE = {"width": 390, "height": 844}


@contextmanager
def windows(server: Server) -> Iterator:
    """Windows of a browser, one for each call."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=OPTIONS)
        yield lambda: Visitor(browser, server)
        browser.close()


def take(visitor: Visitor, name: str) -> None:
    """One picture, without a ring around whatever was touched last."""
    visitor.page.evaluate("document.activeElement && document.activeElement.blur()")
    visitor.page.mouse.move(640, 719)
    visitor.page.wait_for_timeout(500)
    visitor.page.screenshot(path=IMAGES / f"workshop-{name}.png")
    print(IMAGES / f"workshop-{name}.png")


def main() -> None:
    """The story of the second round of a workshop, page by page."""
    server = Server("0.0.0.0")
    try:
        with windows(server) as window:
            second_round(window(), window)
    finally:
        server.kill()


def second_round(desk: Visitor, window) -> None:
    """What the facilitator sees, and what a phone shows."""
    desk.open().settled()
    desk.page.keyboard.press("l")
    for _ in range(2):
        desk.page.keyboard.press("Shift+ArrowRight")
    desk.page.keyboard.press("p")
    for _ in range(9):
        desk.page.keyboard.press("Shift+ArrowRight")
    desk.page.wait_for_function("document.querySelector('#sentence').innerText.startsWith('Year 16:')")
    desk.settled()
    take(desk, "town")
    desk.choose("Big (125 %)")
    desk.settled()
    take(desk, "big")
    desk.choose("Big: off")
    desk.settled()

    desk.go("Predict")
    desk.page.click("button:has-text('Vote on phones')")
    code = desk.page.inner_text(".room-panel .code")
    for number, choice in enumerate(("Halved", "Held", "Halved"), start=1):
        phone = window()
        phone.page.set_viewport_size(PHONE)
        phone.page.goto(f"{phone.server.url}/vote?room={code}")
        phone.page.click(f"button:has-text('{choice}')")
        desk.page.wait_for_selector(f"text={number} vote")
    phone.page.wait_for_selector("[aria-pressed=true]")
    take(phone, "phone")
    desk.page.click("button:has-text('Close the room')")

    for choice, hands in HANDS.items():
        desk.page.get_by_label(choice, exact=True).fill(str(hands))
        desk.page.keyboard.press("Tab")
        desk.page.wait_for_selector(f".choice:has-text('{choice}'):has-text('{hands} hands')")
    desk.page.click("button:has-text('Reveal')")
    desk.page.wait_for_selector("text=Most hands", timeout=60_000)
    take(desk, "predict")
    desk.go("Why")
    desk.page.wait_for_selector(".biography li", timeout=60_000)
    take(desk, "why")
    desk.go("Assumptions")
    desk.page.wait_for_selector(".assumptions input")
    take(desk, "assumptions")


if __name__ == "__main__":
    main()
