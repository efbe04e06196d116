"""Every screen of the workshop, in any look: no violation that axe finds, and nothing sideways or tiny at any width."""

from __future__ import annotations

from typing import Any

import pytest

from simulation.app.pages.layout import PAGES
from tests.app.conftest import SIZE, Visitor, browser, hosted, server, visit  # noqa: F401
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

WIDEST = """() => [...document.querySelectorAll('.workshop *')]
  .reduce((one, other) => other.getBoundingClientRect().right > one.getBoundingClientRect().right ? other : one)
  .outerHTML.slice(0, 160)"""


def wrong(visitor: Visitor) -> list[str]:
    """What axe finds on a screen, and what is sideways or tiny at any width."""
    visitor.answered()
    found = [f"{each['id']}: {each['nodes'][0]['html'][:160]}" for each in _violations(visitor)]
    for width in WIDTHS:
        visitor.page.set_viewport_size({"width": width, "height": WIDTHS[width]})
        found += _at_a_width(visitor, width)
    visitor.page.set_viewport_size(SIZE)
    return found


def _at_a_width(visitor: Visitor, width: int) -> list[str]:
    """What is sideways or tiny once the page has taken its new width."""
    for _ in range(10):
        found = [f"{size} px at {width}: {words}" for words, size in visitor.page.evaluate(TINY, SMALLEST)]
        if visitor.page.evaluate("document.documentElement.scrollWidth") > width:
            found.append(f"sideways at {width}: {visitor.page.evaluate(WIDEST)}")
        if not found:
            break
        visitor.page.wait_for_timeout(200)
    return found


def _violations(visitor: Visitor) -> list[dict[str, Any]]:
    return list(axe.Axe().run(visitor.page).response["violations"])


def nothing(found: dict[str, list[str]]) -> bool:
    """Whether nothing is wrong on any screen; what is, is printed."""
    there = {title: each for title, each in found.items() if each}
    for title, each in there.items():
        print(title, *each, sep="\n    ")
    return not there


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


@pytest.mark.parametrize("look", ["light", "dark", "big"])
def test_nothing_is_wrong_on_any_page(town, look):
    town.wear(look)
    found = {}
    for path, title in PAGES.items():
        town.go(title)
        if path == "/compare":
            town.page.select_option(".trial select", index=1)
            town.page.wait_for_selector("#still-wins:has-text('Before')", timeout=120_000)
        if path == "/protects":
            town.page.wait_for_selector("#protects:has-text(' often')", timeout=300_000)
        if path == "/explorer":
            town.page.click("button:has-text('Start a model')")
            town.page.wait_for_selector(".views svg.chart")
        found[title] = wrong(town)
    assert nothing(found)


@pytest.mark.parametrize("look", ["light", "dark"])
def test_nothing_is_wrong_with_what_lies_over_the_town(visit, look):  # noqa: F811
    visitor = visit().open()
    visitor.settled()
    visitor.wear(look)
    page, found = visitor.page, {}

    def seen(title: str, there: str, close: str = "Close") -> None:
        page.wait_for_selector(there)
        found[title] = wrong(visitor)
        page.click(f"button:text-is('{close}')")
        page.wait_for_selector(there, state="detached")

    page.click("summary:has-text('Menu')")
    found["Menu"] = wrong(visitor)
    page.click("summary:has-text('Menu')")
    for item, there, close in (
        ("List of keys", ".message.over, .tour", "Close"),
        ("Name the squares", "[aria-label='Name the squares']", "Done"),
        ("Open a scenario file", "[aria-label='Open a scenario file']", "Close"),
        ("Tour", ".message.over, .tour", "End the tour"),
    ):
        visitor.choose(item)
        seen(item, there, close)
    page.select_option("[aria-label='Start from']", value="your council")
    page.get_by_label("Your council", exact=True).fill("York")
    page.wait_for_selector(".message.over button:has-text('York')")
    found["Your council"] = wrong(visitor)
    page.click(".message.over button:has-text('York') >> nth=0")
    page.wait_for_selector(".message.over h2")
    visitor.settled()
    seen("On record", ".message.over, .tour")
    page.click(".chips .listed")
    seen("What happened anyway", ".message.over, .tour")
    assert nothing(found)


def test_nothing_is_wrong_on_the_board_and_on_phones(visit, hosted):  # noqa: F811
    desk, phone = visit(hosted), visit(hosted)
    found = {}
    phone.page.goto(f"{hosted.url}/vote")
    phone.page.wait_for_selector("h1")
    found["which room"] = wrong(phone)
    desk.open().settled()
    desk.page.keyboard.press("l")
    desk.settled()
    desk.go("Predict")
    desk.page.click("button:has-text('Vote on phones')")
    found["votes"] = wrong(desk)
    phone.page.goto(f"{hosted.url}/vote?room={desk.page.inner_text('.room-panel .code')}")
    phone.page.click("button:has-text('Halved')")
    phone.page.wait_for_selector("[aria-pressed=true]:has-text('Halved')")
    found["ballot"] = wrong(phone)
    desk.page.click("button:has-text('Close the room')")

    begin(desk, "3")
    desk.go("Groups’ board")
    desk.page.click("button:has-text('Open the board')")
    found["board without groups"] = wrong(desk)
    phone.page.goto(f"{hosted.url}/vote?room={desk.page.inner_text('.room-panel .code')}")
    phone.page.get_by_label("Your group’s name").fill("Herons")
    phone.page.keyboard.press("Tab")
    found["group form"] = wrong(phone)
    phone.page.click("button:has-text('Send')")
    phone.page.wait_for_selector("text=Your group is on the board.")
    desk.page.wait_for_selector(".ranked:has-text('Herons'):not(.unfinished)", timeout=300_000)
    found["board"] = wrong(desk)
    assert nothing(found)


def test_nothing_is_wrong_on_pages_that_stand_alone(visit):  # noqa: F811
    visitor = visit()
    found = {}
    for path, there in {"/embed": ".figure svg.chart", "/?w=x": "text=Start with a new town"}.items():
        visitor.page.goto(visitor.server.url + path)
        visitor.page.wait_for_selector(there)
        found[path] = wrong(visitor)
    visitor.page.goto(f"{visitor.server.url}/nothing")
    found["/nothing"] = [each["id"] for each in _violations(visitor)]
    assert len(visitor.wrong) == 2 and all("404" in each for each in visitor.wrong)
    visitor.wrong.clear()
    assert nothing(found)


def test_the_winner_is_told_before_and_after(town):
    begin(town, "Doubt")
    town.page.select_option(".trial select", index=1)
    slider = town.page.locator(".trial input[type=range]")
    slider.focus()
    for _ in range(6):
        town.page.keyboard.press("ArrowRight")
    town.answered()
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
