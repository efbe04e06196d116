"""A room starts from its own council: finds it, reads what is on record, shares it, takes it back."""

from __future__ import annotations

from tests.app.pages.test_in_a_browser import CLUTTER, UNNAMED, fits

START, DIALOG = "[aria-label='Start from']", ".council[role=dialog]"


def test_a_room_starts_from_its_council(visit):
    visitor = visit().open()
    made_up = visitor.settled()
    page, press = visitor.page, visitor.page.keyboard.press

    # With the keyboard alone, from the list on: found, told apart, opened; the note read and put away.
    page.focus(START)
    page.select_option(START, label="Your council …")
    page.wait_for_selector(f"{DIALOG} >> input:focus")
    assert page.input_value(START) == "baseline"
    page.keyboard.type("newcastle")
    page.wait_for_selector(f"{DIALOG} >> text=2 councils.")
    found = page.locator(f"{DIALOG} button").all_inner_texts()
    assert [each.split(" – ")[0] for each in found] == ["Newcastle upon Tyne", "Newcastle-under-Lyme", "Close"]
    press("Enter")
    page.wait_for_selector(".message.said:has-text('can be any of 2 councils')")
    page.keyboard.type(" upon")
    press("Enter")
    page.wait_for_selector(f"{DIALOG} >> text=Recorded: deprivation of 26 wards of 2020.")
    assert "Generated: how many people" in page.inner_text(DIALOG)
    assert "Nothing here is a forecast" in page.inner_text(DIALOG)
    assert page.evaluate(UNNAMED) == [] and page.evaluate("document.activeElement.innerText") == "Close"
    press("Escape")
    page.wait_for_selector(DIALOG, state="detached")
    assert page.evaluate("document.activeElement.ariaLabel") == "Start from"

    told = visitor.settled()
    assert told.startswith("May 2026: ") and " of 260 local services" in told
    assert "Nothing but what is on record has happened to Newcastle upon Tyne" in told
    assert page.locator(f"{START} option:checked").inner_text() == "Newcastle upon Tyne"
    note = page.inner_text(".small-print")
    assert "On record of Newcastle upon Tyne: seats until 2026, wards, money" in note and "no forecast" in note
    strip = page.locator(".many svg.chart text").all_text_contents()
    assert {"2010", "2040", "Labour", "on record", "then the model votes"} <= set(strip)
    page.hover("[data-key=place-0]")
    assert page.inner_text(".figure .value").startswith("Byker: ")  # the most deprived ward
    assert page.evaluate(CLUTTER) == []

    # A link opens the same council; undo goes back to the town, and redo to the council.
    other = visit().open(page.url)
    assert other.settled() == told and other.pictures() == visitor.pictures()
    page.click("button:has-text('Undo')")
    assert visitor.settled() == made_up
    page.click("button:has-text('Redo')")
    assert visitor.settled() == told

    # What the room drops lands after the record, and fits the screen.
    press("l")
    page.wait_for_selector(".chips:has-text('Cold leader, May 2026')")
    for _ in range(4):
        press("Shift+ArrowRight")
    page.wait_for_selector("#sentence:has-text('May 2030:')")
    visitor.settled()
    for look in ("light", "dark", "big"):
        visitor.wear(look)
        fits(visitor, look)


def test_a_phone_shows_a_council_and_its_note_without_scrolling_sideways(visit):
    visitor = visit()
    visitor.page.set_viewport_size({"width": 390, "height": 844})
    visitor.open()
    visitor.page.select_option(START, label="Your council …")
    visitor.page.locator(f"{DIALOG} input").fill("glasgow")
    visitor.page.click(f"{DIALOG} button:has-text('Glasgow City')")
    box = visitor.page.wait_for_selector(f"{DIALOG}:has-text('Generated: its money')").bounding_box()
    assert box["x"] >= 0 and box["x"] + box["width"] <= 390 and box["y"] >= 0 and box["y"] + box["height"] <= 844
    visitor.page.click(f"{DIALOG} button:has-text('Close')")
    visitor.settled()
    assert visitor.page.evaluate("document.documentElement.scrollWidth") <= 390
    visitor.page.click("button:has-text('What is on record?')")
    visitor.page.wait_for_selector(f"{DIALOG}:has-text('24 neighbourhoods, as no wards are on record')")
