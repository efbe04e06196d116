"""Charts on the screen: each fills it, and tells its values under the pointer and by arrow keys; and the tour."""

from __future__ import annotations

import pytest

from simulation.app.pages.tour import STOPS


@pytest.mark.parametrize("look", ["light", "dark", "big"])
def test_a_chart_fills_the_screen_and_tells_its_values(visit, look):
    visitor = visit().open()
    visitor.settled()
    visitor.wear(look)
    visitor.page.keyboard.press("l")
    visitor.page.keyboard.press("Shift+ArrowRight")
    visitor.settled()
    page, figure = visitor.page, visitor.page.locator(".many .figure").first
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("f")
    page.wait_for_selector(".figure.full")
    paper = figure.evaluate("each => getComputedStyle(each).backgroundColor")
    assert paper == figure.evaluate("each => getComputedStyle(document.body).backgroundColor")
    drawn, window = (page.locator(each).first.bounding_box() for each in (".full svg.chart", "html"))
    assert drawn["width"] > 0.6 * window["width"] and drawn["y"] + drawn["height"] <= 721
    assert page.evaluate("document.activeElement.className").endswith("full-switch")
    address = page.url
    page.keyboard.press("ArrowLeft")  # time still goes, also here
    page.wait_for_function("before => location.href !== before", arg=address)

    stops = set()
    for _ in range(4):  # the tabulator stays in what can be seen
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.closest('.full') !== null")
        stops.add(page.evaluate("document.activeElement.className"))
    assert len(stops) == 3
    reader = figure.locator("[role=slider]")
    assert "Full co-production over time" in reader.get_attribute("aria-label")
    reader.focus()
    address = page.url
    for _ in range(8):
        page.keyboard.press("ArrowRight")
    table = "document.querySelector('.many .numbers').innerText"
    told = reader.get_attribute("aria-valuetext")
    assert told.startswith("Year 8: median ") and figure.locator(".value").inner_text() == told
    visitor.answered()
    assert page.url == address  # nor do arrows that read values move time
    page.keyboard.press("f")
    page.wait_for_selector(".figure.full", state="detached")
    figure.locator(".table-switch").focus()
    page.keyboard.press("Enter")
    figure.locator(".numbers td").first.wait_for()
    row = page.evaluate(f"{table}.split('\\n').find(each => each.startsWith('Year 8\\t'))").split("\t")
    assert told == f"Year 8: median {row[1]}, 9 in 10 futures {row[2]}, without the events {row[3]}"
    figure.locator(".full-switch").click()  # the table fills it too
    page.wait_for_selector(".full .numbers")
    page.keyboard.press("Escape")
    page.wait_for_selector(".figure.full", state="detached")

    if look == "big":
        page.click("button:has-text('One future')")
    square = page.locator(".one .figure").first.locator("[data-value]").nth(4)
    square.hover()
    value = page.locator(".one .value")
    assert value.inner_text() == square.get_attribute("data-value")
    assert page.locator(".one svg title").count() == 0  # a tooltip of the browser would cover it
    box = value.bounding_box()
    assert box["x"] >= 0 and box["x"] + box["width"] <= 1280
    page.mouse.move(2, 2)
    value.wait_for(state="detached")


def test_a_tile_is_opened_by_the_keyboard_alone(visit):
    visitor = visit().open()
    visitor.settled()
    visitor.page.locator("[aria-label^='Values: Neighbourhoods']").focus()
    for _ in range(3):
        visitor.page.keyboard.press("ArrowRight")
    place = visitor.page.locator(".one .value").inner_text().partition(":")[0]
    visitor.page.keyboard.press("Enter")
    visitor.page.wait_for_selector(f"h2:has-text('{place}, future 1')")


def test_a_tour_is_taken_by_keyboard_and_begins_only_when_asked(visit):
    visitor = visit().open()
    visitor.settled()
    page = visitor.page
    assert page.locator(".tour").count() == 0
    visitor.choose("Tour")
    page.wait_for_selector(".tour")
    address = page.url
    for number, (target, title, _) in enumerate(STOPS, start=1):
        page.wait_for_selector(f".tour h2:has-text('{title}')")
        assert page.evaluate("document.activeElement.id") == "tour-title"  # so that it is read out
        mark, aim = page.locator(".tour-mark").bounding_box(), page.locator(target).first.bounding_box()
        assert abs(mark["x"] + 4 - aim["x"]) < 2 and abs(mark["width"] - 8 - aim["width"]) < 2, title
        box = page.locator(".tour").bounding_box()
        assert box["y"] >= 0 and box["x"] >= 0 and box["y"] + box["height"] <= 720 and box["x"] + box["width"] <= 1280
        if number < len(STOPS):
            page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowLeft")
    page.wait_for_selector(f".tour h2:has-text('{STOPS[-2][1]}')")
    page.keyboard.press("Escape")
    page.wait_for_selector(".tour", state="detached")
    assert page.evaluate("document.activeElement.innerText") == "Menu"
    assert page.url == address  # arrows did not move time meanwhile
    visitor.choose("Tour")  # it begins anew
    page.wait_for_selector(f".tour h2:has-text('{STOPS[0][1]}')")
    page.click(".tour button:has-text('End the tour')")
    page.wait_for_selector(".tour", state="detached")
