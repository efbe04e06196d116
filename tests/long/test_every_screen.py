"""Every page of the workshop in every round: no violation that axe finds, and nothing sideways or tiny at any width."""

from __future__ import annotations

import pytest

from simulation.app.pages.layout import PAGES, VOTE
from tests.app.conftest import Visitor, browser, server, visit  # noqa: F401
from tests.app.pages.test_in_a_browser import CLUTTER
from tests.app.pages.the_hour import begin

axe = pytest.importorskip("axe_playwright_python.sync_playwright")

WIDTHS = {390: 844, 640: 360, 1024: 768, 1280: 720, 1920: 1080}  # 640: 1280 at 200 per cent
SMALLEST = 10  # pixels of the smallest words

TINY = """(smallest) => [...document.querySelectorAll('.workshop *')]
  .filter(each => [...each.childNodes].some(node => node.nodeType === 3 && node.textContent.trim()))
  .filter(each => each.checkVisibility() && each.textContent !== '£')
  .map(each => [each.textContent.trim().slice(0, 40), each.closest('svg.chart')
    ? parseFloat(each.getAttribute('font-size')) * each.getScreenCTM().a : parseFloat(getComputedStyle(each).fontSize)])
  .filter(([words, size]) => size && size < smallest - 0.05)"""


def violations(visitor: Visitor) -> list[str]:
    found = axe.Axe().run(visitor.page).response["violations"]
    return [f"{each['id']}: {each['nodes'][0]['html'][:160]}" for each in found]


@pytest.fixture
def town(visit) -> Visitor:  # noqa: F811
    """A town in its third round, with two answers kept."""
    visitor = visit().open()
    visitor.settled()
    begin(visitor, "3")
    visitor.settled()
    for answer, lever in (("A", "Capacity fund"), ("B", "Open procurement")):
        visitor.move(lever, 0.5)
        visitor.settled()
        visitor.page.click(f"button:has-text('Keep as {answer}')")
        visitor.page.wait_for_selector(f"[aria-label='Answer {answer}'] button:has-text('{answer}: ')")
    return visitor


@pytest.mark.parametrize("look", ["light", "dark"])
def test_axe_finds_nothing_on_any_page(town, look):
    if look == "dark":
        town.choose("Dark")
    found = {}
    for path, title in PAGES.items():
        town.go(title)
        town.page.wait_for_timeout(3000)
        if path == "/compare":
            town.page.select_option(".trial select", index=1)
            town.page.wait_for_selector("#still-wins:has-text('Before')", timeout=120_000)
        found[title] = violations(town)
    assert {title: each for title, each in found.items() if each} == {}


def test_axe_finds_nothing_on_a_phone(visit):  # noqa: F811
    visitor = visit()
    visitor.page.goto(f"{visitor.server.url}{VOTE}")
    visitor.page.wait_for_selector("h1")
    assert violations(visitor) == []


@pytest.mark.parametrize("width", WIDTHS)
def test_no_page_scrolls_sideways_or_has_tiny_words(town, width):
    for title in PAGES.values():
        town.page.set_viewport_size({"width": 1280, "height": 720})
        town.go(title)
        town.page.set_viewport_size({"width": width, "height": WIDTHS[width]})
        town.page.wait_for_timeout(1500)
        assert town.page.evaluate("document.documentElement.scrollWidth") <= width, title
        assert town.page.evaluate(TINY, SMALLEST) == [], title


def test_the_winner_is_told_before_and_after(town):
    begin(town, "Doubt")
    town.page.select_option(".trial select", index=1)
    slider = town.page.locator(".trial input[type=range]")
    slider.focus()
    for _ in range(6):
        town.page.keyboard.press("ArrowRight")
    told = town.page.wait_for_selector("#still-wins:has-text('Before')", timeout=120_000).inner_text()
    rows = town.page.locator(".tried:not(.heads)").all_inner_texts()
    assert len(rows) == 2 and all(row.count(" of ") == 2 for row in rows)
    assert ("wins, in" in told) or ("too close to call" in told)
    assert town.page.evaluate(CLUTTER) == []
    town.page.click("button:has-text('Only where it is high')")
    town.page.wait_for_selector(".trial:has-text('Nothing is computed anew')")
    town.page.reload()
    town.page.wait_for_selector("#still-wins:has-text('Before')", timeout=120_000)
    town.page.wait_for_selector("[aria-pressed=true]:has-text('Only where it is high')")
