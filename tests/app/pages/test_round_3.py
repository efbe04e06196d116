"""Round 3 where answers are kept: large for the room, in Compare, and on the sheet to take home."""

from __future__ import annotations

import re

import pytest

from simulation.app.pages.compare import keeps
from simulation.app.session import codec
from simulation.app.story.rounds import ROUNDS
from simulation.app.story.state import Workshop, first
from tests.app.pages.test_in_a_browser import CLUTTER, fits, height, pages_of_paper


def with_answers() -> Workshop:
    """Three groups have bought something; the last answer is open."""
    state = first()
    for slot, levers in (
        ("A", ("capacity_building",)),
        ("B", ("governance",)),
        ("C", ("governance", "capacity_building")),
    ):
        state = state.begin("3")
        for name in levers:
            state = state.set(name, 1 / len(levers))
        state = state.keep_in(slot)
    return state


def opened(visitor, state: Workshop, path: str = "/"):
    visitor.open(f"{path}?w={codec.encode(state)}")
    return visitor


def test_where_kept_answers_are_doubted_nothing_invites_to_keep_another():
    state = with_answers()
    assert [each["label"][-1] for each in keeps(state) if each["strong"]] == ["D"]
    assert not any(each["strong"] for each in keeps(state.begin("doubt")))


def test_everything_fits_a_large_look_and_its_words_are_large(visit):
    visitor = opened(visit(), with_answers())
    visitor.wear("big")
    visitor.settled()
    for slot in "ABC":
        visitor.page.wait_for_selector(f"[aria-label='Answer {slot}'] button:has-text(' of ')")
    fits(visitor, "big")
    chips = [each.bounding_box() for each in visitor.page.locator(".chip").all()]
    assert len({box["y"] for box in chips}) == 1
    levers = visitor.page.locator(".levers")
    assert levers.evaluate("each => each.scrollHeight <= each.clientHeight")


def test_on_a_touch_screen_what_a_chart_can_do_covers_nothing_of_it(visit):
    visitor = opened(visit(touch=True), with_answers())
    visitor.settled()
    assert height(visitor) <= 720 and visitor.page.evaluate(CLUTTER) == []
    tools = [each.bounding_box() for each in visitor.page.locator(".tools").all()]
    drawn = [each.bounding_box() for each in visitor.page.locator(".drawing > div:first-child svg.chart").all()]
    assert len(tools) == len(drawn) == 4
    for button in visitor.page.locator(".tools button").all():
        assert button.evaluate("each => getComputedStyle(each.parentElement).opacity") == "1"
    for row, chart in zip(tools, drawn, strict=True):
        assert row["y"] >= chart["y"] + chart["height"] - 1
    visitor.page.locator(".full-switch").first.tap()
    visitor.page.wait_for_selector(".figure.full")
    assert visitor.page.locator(".full .tools").bounding_box()["y"] < 20


def test_the_sheet_to_take_home_has_every_answer_as_the_screen_tells_it_and_is_one_page(visit):
    state = with_answers()
    for number in (1, 2, 3):
        state = state.noted(f"{number}. Contracts outlive leaders: ask for a break.")
    visitor = opened(visit(), state)
    visitor.settled()
    told = {}
    for slot in "ABC":
        button = visitor.page.wait_for_selector(f"[aria-label='Answer {slot}'] button:has-text(' of ')")
        told[slot] = button.inner_text().removeprefix(f"{slot}: ")
    visitor.page.wait_for_selector("#to-say:has-text('eached: ')", timeout=180_000)
    target = int(re.search(r"Target: (\d+)", visitor.page.inner_text("#to-say"))[1])

    visitor.go("What protects it?")
    visitor.page.wait_for_selector(f"#to-say:has-text('{ROUNDS['3'].ask_then}')")
    visitor.page.locator("[aria-label='Rounds of the hour'] button").get_by_text("Take home").click()
    visitor.page.wait_for_selector("h2:has-text('The figures')", timeout=180_000)
    visitor.page.wait_for_selector(".report .bought th:has-text('C (this page)')")
    rows = [row.locator("th, td").all_inner_texts() for row in visitor.page.locator(".report .bought tbody tr").all()]
    assert [row[0][0] for row in rows] == ["A", "B", "C"] and {row[2] for row in rows} == {"100"}
    for (slot, number), row in zip(told.items(), rows, strict=True):
        assert row[3] == f"{number} ✓" if int(number.split()[0]) >= target else row[3] == number, slot
    assert pages_of_paper(visitor) == 1


@pytest.mark.parametrize("bought", [True, False])
def test_compare_tells_more_left_first_where_only_what_is_bought_differs(visit, bought):
    state = with_answers()
    visitor = opened(visit(), state if bought else state.begin("1").keep_in("A"), "/compare")
    measure = visitor.page.locator(".compare-row dt").first
    measure.wait_for()
    assert measure.inner_text() == ("more left" if bought else "at the end")
    assert visitor.page.inner_text("h1") == ("With which is more left?" if bought else "Which story survives?")
