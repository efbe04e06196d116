"""The hour as it is played: every round says its line, keeps the focus, and can be undone, linked and loaded again."""

from __future__ import annotations

import re
from pathlib import Path

from tests.app.pages.test_in_a_browser import fits
from tests.app.pages.the_hour import begin, play_round_1, play_round_2

GUIDE = " ".join((Path(__file__).parents[3] / "docs" / "facilitator.md").read_text(encoding="utf-8").split())


def expected(line) -> str:
    """The line of a round as the guide has it, which is as `coproduction app --rehearse` prints it."""
    return re.sub(r"^(Round \d) ", r"\1: ", line.inner_text())


def test_every_round_says_its_line(visit):
    visitor = visit().open()
    visitor.choose("Play in our best single guess")
    visitor.settled()
    line = visitor.page.locator("#to-say")

    play_round_1(visitor)
    assert visitor.page.inner_text("h1").startswith("By year 8,") and expected(line) in GUIDE

    play_round_2(visitor)
    kinds = visitor.page.locator("select[aria-label='Show a future where'] option").all_inner_texts()
    found = [int(kind.split()[0]) for kind in kinds[1:]]
    told = (
        "in {} a contract outlives two leaders; in {} it falls below half, and comes back; in {} it falls below half,"
    )
    assert expected(line) in GUIDE and told.format(*found) in GUIDE
    assert f"{found[0]} of 200 futures: a contract outlives two leaders" in visitor.page.inner_text(".story")
    assert re.search(r"until year (2[1-9]|[34]\d)", visitor.page.inner_html(".many svg.chart"))
    fits(visitor, "light")

    begin(visitor, "3")
    visitor.settled()
    assert visitor.page.inner_text(".points") == "100 points: 100 left"
    visitor.page.wait_for_selector("#to-say:has-text('Target: ')", timeout=120_000)
    assert expected(line) in GUIDE
    aim, size = re.search(r"Target: .* in (\d+) of (\d+) futures", line.inner_text()).groups()
    assert f"More left? 0 of {size}, target {aim}" in visitor.page.inner_text("#gauge")
    visitor.move("Open procurement", 0.6)
    visitor.settled()
    visitor.page.click("button:has-text('Keep as A')")
    found = visitor.page.wait_for_selector("[aria-label='Answer A'] button:has-text(' of ')").inner_text()
    assert found.removeprefix("A: ") in line.inner_text() and visitor.page.inner_text(".points").endswith("40 left")
    fits(visitor, "light")
    visitor.page.click("button.more")
    assert visitor.page.get_by_label("Leaders' support", exact=True).is_disabled()
    kept = visitor.settled(), line.inner_text()
    visitor.page.reload()
    assert (visitor.settled(), line.inner_text()) == kept
    for _ in range(3):
        visitor.page.click("button:has-text('Undo')")
    visitor.settled()
    assert line.inner_text().startswith("Round 2 ")
