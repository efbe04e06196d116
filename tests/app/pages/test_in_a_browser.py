"""The workshop in a real browser, on the real server and the real model, with no way out of this machine."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from dataclasses import replace

import pytest

from simulation.app.pages import explorer
from simulation.app.pages.layout import PAGES
from simulation.app.pages.protects import HEADS
from simulation.app.session import codec
from simulation.app.story import influence, names
from simulation.app.story.state import first
from simulation.world.parameters import PARAMETERS

SERVICES = 240

UNNAMED = """() => [...document.querySelectorAll(
    'button, select, input, textarea, summary, a[href], [role=button], [role=slider], [role=tab]')]
  .filter(each => each.offsetParent !== null)
  .filter(each => !(each.textContent || '').trim() && !each.getAttribute('aria-label') && !each.title
    && !(each.labels && each.labels.length))
  .map(each => each.outerHTML.slice(0, 200))"""

# Words that reach over each other or out of their drawing, and words that are wider than what holds them.
CLUTTER = """() => {
  const wrong = [];
  for (const drawing of document.querySelectorAll('svg.chart')) {
    const frame = drawing.getBoundingClientRect();
    const texts = [...drawing.querySelectorAll('text')].filter(each => each.textContent.trim());
    const boxes = texts.map(each => each.getBoundingClientRect());
    boxes.forEach((box, i) => {
      if (box.left < frame.left - 2 || box.right > frame.right + 2 || box.bottom > frame.bottom + 2)
        wrong.push(`${texts[i].textContent} reaches out of its drawing`);
      boxes.slice(i + 1).forEach((other, j) => {
        const wide = Math.min(box.right, other.right) - Math.max(box.left, other.left);
        const high = Math.min(box.bottom, other.bottom) - Math.max(box.top, other.top);
        if (wide > 1.5 && high > 4) wrong.push(`${texts[i].textContent} covers ${texts[i + 1 + j].textContent}`);
      });
    });
  }
  for (const each of document.querySelectorAll('.workshop button, .workshop label, .workshop output, .workshop h1')) {
    const flows = each.offsetParent === null || getComputedStyle(each).display === 'inline';
    if (!flows && each.scrollWidth > each.clientWidth + 1)
      wrong.push(`${each.textContent.trim()} is clipped`);
  }
  if (document.documentElement.scrollWidth > window.innerWidth) wrong.push('the page scrolls sideways');
  return wrong;
}"""

# What lies outside the window or is cut off by what holds it, and words of a chart that are too small to read.
CUT = """(smallest) => {
  const wrong = [];
  const holder = each => {
    for (let up = each.parentElement; up && up !== document.body; up = up.parentElement)
      if (['auto', 'scroll', 'hidden'].includes(getComputedStyle(up).overflowY)) return up;
    return null;
  };
  const kinds = 'button, select, label, output, h1, p, a, summary, .chip, svg.chart';
  const seen = [...document.querySelectorAll(`.workshop :is(${kinds})`)];
  for (const each of seen.filter(each => each.checkVisibility())) {
    const box = each.getBoundingClientRect();
    if (!box.width || each.closest('.menu-items')) continue;
    const name = (each.getAttribute('aria-label') || each.textContent).trim().slice(0, 60);
    if (box.bottom > window.innerHeight + 1 || box.right > window.innerWidth + 1 || box.top < -1)
      wrong.push(`${name} is off the screen`);
    const up = holder(each);
    if (up && box.bottom > up.getBoundingClientRect().bottom + 2) wrong.push(`${name} is cut off`);
  }
  for (const each of document.querySelectorAll('svg.chart text')) {
    const size = parseFloat(each.getAttribute('font-size')) * each.getScreenCTM().a;
    if (size && size < smallest && each.textContent !== '£') wrong.push(`${each.textContent} is ${size.toFixed(1)} px`);
  }
  return wrong;
}"""

# Wait until nothing slides any more; what is to slide begins with the next picture.
AT_REST = """async () => {
  const next = () => new Promise(requestAnimationFrame);
  await next();
  await next();
  await Promise.allSettled(document.getAnimations().map(each => each.finished));
}"""

# From now on all that is done comes to the server late, and of its answer one part after the other.
SLOW_LINE = """() => {
  const late = by => new Promise(done => setTimeout(done, by));
  const kernel = solara.debug.kernel(), line = solara.debug.ws();
  const send = line.send.bind(line), read = kernel._handleMessage.bind(kernel);
  line.send = message => late(500).then(() => send(message));
  kernel._handleMessage = message => late(20).then(() => read(message));
}"""


def height(visitor) -> int:
    return int(visitor.page.evaluate("document.documentElement.scrollHeight"))


def full(sentence: str) -> int:
    """How many local services the sentence counts."""
    found = re.search(
        rf"(?:about )?(\d+) of {SERVICES} local services? (?:is|are) planned and delivered together", sentence
    )
    assert found, sentence
    return int(found[1])


@pytest.mark.parametrize("path", PAGES)
def test_every_page_opens_without_asking_anything_of_the_internet(visit, path):
    visitor = visit().open(path)
    visitor.page.wait_for_selector("h1")
    visitor.answered()
    assert visitor.page.evaluate("document.documentElement.lang") == "en-GB"
    assert "user-scalable" not in visitor.page.get_attribute("meta[name=viewport]", "content")
    assert visitor.page.evaluate(UNNAMED) == []
    assert PAGES[path] in visitor.page.title()


def test_a_visit_leaves_nothing_on_the_terminal_of_the_facilitator(visit, server):
    before = len(server.complaints)
    visit().open().settled()
    assert server.complaints[before:] == []


def test_the_explorer_gives_everybody_a_model_of_their_own(visit):
    one, two = visit().open("/explorer"), visit().open("/explorer")
    for visitor in (one, two):
        visitor.page.click("button:has-text('Start a model')")
        visitor.page.wait_for_selector("text=Month: 0", state="attached", timeout=60_000)
        visitor.page.wait_for_selector(".views svg.chart")
    empty = two.pictures()
    for month in (1, 2, 3):
        one.page.click("button:has-text('Step')")
        one.page.wait_for_selector(f"text=Month: {month}", state="attached", timeout=60_000)
    assert one.pictures() != empty and two.pictures() == empty
    assert two.page.inner_text(".explorer .sr-only") == "Month: 0"
    assert not [word for word in two.server.complaints if "Warning" in word]


@pytest.mark.parametrize("look", ["light", "dark", "big"])
def test_the_explorer_is_named_and_fits_the_screen(visit, look):
    visitor = visit().open()
    visitor.wear(look)
    visitor.go("Explorer")
    visitor.page.click("button:has-text('Start a model')")
    visitor.page.wait_for_selector(".views svg.chart", timeout=60_000)
    visitor.page.click("button:has-text('Step')")
    visitor.page.wait_for_selector("text=Month: 1", state="attached", timeout=60_000)
    assert visitor.page.evaluate(UNNAMED) == []
    visitor.page.locator(".table-switch").first.focus()
    visitor.page.keyboard.press("Enter")
    visitor.page.wait_for_selector(".views .numbers td")
    visitor.page.keyboard.press("Enter")
    tabs = visitor.page.locator("[role=tab]").all_inner_texts()
    assert tabs == [*explorer.PAGES, explorer.NUMBERS]
    for tab in tabs:
        visitor.page.click(f"[role=tab]:has-text('{tab}')")
        visitor.page.wait_for_selector(f"[role=tab][aria-selected=true]:has-text('{tab}')")
        visitor.answered()
        visitor.page.evaluate(AT_REST)  # the tab slides in
        assert visitor.page.evaluate(CLUTTER) == []
        assert height(visitor) <= 720
    headings = visitor.page.locator(".explorer h1, .explorer [role=heading]").all_inner_texts()
    assert len(headings) == 4 and "Explorer" in headings[0]


def test_arrows_move_a_slider_of_the_explorer_and_not_the_time_of_the_town(visit):
    visitor = visit().open("/explorer")
    visitor.page.click("button:has-text('Start a model')")
    visitor.page.wait_for_selector(".views svg.chart", timeout=60_000)
    address = visitor.page.url
    visitor.page.focus("[aria-label='Capacity fund']")
    visitor.page.keyboard.press("ArrowRight")
    visitor.page.wait_for_selector("[aria-label='Capacity fund'][aria-valuenow='0.05']", state="attached")
    visitor.answered()
    assert visitor.page.url == address


def test_levers_events_chips_and_undo_move_the_futures(visit):
    visitor = visit().open()
    quiet = visitor.settled()
    assert "drop an event and see" in quiet
    visitor.move("Leaders' support", 0.9)
    warm = visitor.settled()
    assert full(warm) > full(quiet)
    assert "Devoted (90)" in visitor.page.inner_text(".levers")

    visitor.page.click("button:has-text('Leadership changes')")
    visitor.page.click("button:has-text('PFI is offered')")
    visitor.page.locator("#time").fill("192")
    both = visitor.settled()
    assert both.startswith("Year 16:") and "Without the events: " in both
    assert visitor.page.locator(".chip").count() == 2

    visitor.page.click(".chip button:has-text('Cold leader')")  # switched off: the instant counterfactual
    without = visitor.settled()
    assert full(without) > full(both) and "The event made" in without
    visitor.page.click("button:has-text('Undo')")
    assert visitor.settled() == both
    for chip, heir in (("Cold leader", "PFI offered"), ("PFI offered", "Leadership changes")):
        visitor.page.press(f"[aria-label^='Delete: {chip}']", "Enter")
        focused(visitor, heir)
    visitor.page.click("button:has-text('Undo')")
    visitor.page.click("button:has-text('Undo')")
    visitor.page.press("[aria-label^='Delete: PFI offered']", "Enter")
    focused(visitor, "Cold leader")
    visitor.settled()
    assert visitor.page.locator(".chip").count() == 1
    for _ in range(3):
        visitor.page.click("button:has-text('Undo')")
    assert "Nothing has happened" in visitor.settled()
    visitor.page.click("button:has-text('Undo')")
    visitor.settled()
    assert "Mixed (45)" in visitor.page.inner_text(".levers")
    visitor.page.click("button:has-text('Redo')")
    visitor.settled()
    assert "Devoted (90)" in visitor.page.inner_text(".levers")


def test_a_link_shows_the_identical_picture_elsewhere_and_sessions_are_apart(visit):
    one = visit().open()
    one.settled()
    one.page.keyboard.press("l")
    one.page.keyboard.press("Shift+ArrowRight")
    one.page.select_option("#service", label="Meals at home")
    one.choose("Dark")
    one.settled()
    two = visit().open(one.page.url)
    assert two.settled() == one.sentence()
    assert two.pictures() == one.pictures()
    assert two.page.evaluate("document.documentElement.classList.contains('dark')")
    two.page.keyboard.press("p")
    two.settled()
    assert two.page.locator(".chip").count() == 2
    assert one.page.locator(".chip").count() == 1
    three = visit().open()
    three.settled()
    assert three.page.locator(".chip").count() == 0


def test_a_page_comes_back_by_itself_with_the_same_picture_when_a_killed_server_does(visit, server):
    visitor = visit().open()
    visitor.settled()
    visitor.page.keyboard.press("l")
    visitor.page.keyboard.press("ArrowRight")
    before = visitor.settled(), visitor.pictures()
    visitor.page.evaluate("window.before = true")
    server.kill()
    visitor.page.wait_for_selector(".v-overlay--active")
    assert not visitor.page.is_visible(
        ".v-progress-circular__info"
    )  # Solara's words, for which the charts are no ground
    ground = "getComputedStyle(document.querySelector('.v-overlay__content')).backgroundColor"
    assert visitor.page.evaluate(ground) == visitor.page.evaluate("getComputedStyle(document.body).backgroundColor")
    server.start()
    visitor.page.wait_for_function("!window.before", timeout=60_000)
    assert (visitor.settled(), visitor.pictures()) == before
    visitor.wrong.clear()  # what failed while there was no server


def test_undo_and_redo_survive_a_refresh_and_a_killed_server(visit, server):
    visitor = visit().open()
    quiet = visitor.settled()
    visitor.page.keyboard.press("l")
    cold = visitor.settled()
    visitor.page.evaluate(SLOW_LINE)
    visitor.page.keyboard.press("p")
    both = visitor.settled()
    visitor.page.reload()
    assert visitor.settled() == both
    visitor.page.click("button:has-text('Undo')")
    assert visitor.settled() == cold
    address = visitor.page.url
    visitor.page.goto("about:blank")
    server.kill()
    server.start()
    visitor.open(address)
    assert visitor.settled() == cold
    visitor.page.click("button:has-text('Undo')")
    assert visitor.settled() == quiet
    assert visitor.page.is_disabled("button:has-text('Undo')")
    assert visitor.page.evaluate("document.activeElement.innerText") == "Undo"  # though its press switched it off
    visitor.page.keyboard.press("Enter")
    assert visitor.settled() == quiet
    visitor.page.click("button:has-text('Redo')")
    assert visitor.settled() == cold
    visitor.page.click("button:has-text('Redo')")
    assert visitor.settled() == both

    other = visit().open(visitor.page.url)  # the same link in another browser has no past
    other.settled()
    assert other.page.is_disabled("button:has-text('Undo')")
    visitor.page.evaluate("sessionStorage.setItem('trail', '{damaged')")
    visitor.page.reload()
    assert visitor.settled() == both
    assert visitor.page.is_disabled("button:has-text('Undo')")
    visitor.open()  # another story in the same tab has no past of this one
    visitor.settled()
    assert visitor.page.is_disabled("button:has-text('Undo')")


def test_round_one_with_the_keyboard_alone(visit):
    visitor = visit().open()
    visitor.settled()
    press = visitor.page.keyboard.press
    press("Shift+ArrowRight")
    assert visitor.settled().startswith("Year 6:")
    press("l")
    visitor.page.wait_for_selector(".chips:has-text('Cold leader, year 6')")
    visitor.settled()
    for _ in range(14):
        press("Shift+ArrowRight")
    visitor.page.wait_for_function("document.querySelector('#sentence').innerText.startsWith('Year 20:')")
    press("r")
    press(" ")
    visitor.page.wait_for_selector("button:has-text('Play')")
    for _ in range(60):  # by the tabulator to the page of predictions
        press("Tab")
        if visitor.page.evaluate("document.activeElement.innerText") == "Predict":
            break
    assert visitor.page.evaluate("getComputedStyle(document.activeElement).outlineWidth") == "3px"
    press("Enter")
    visitor.page.wait_for_selector("h1:has-text('what will have become')", timeout=60_000)
    for _ in range(30):
        press("Tab")
        if visitor.page.evaluate("document.activeElement.getAttribute('aria-label')") == "Halved":
            break
    visitor.page.keyboard.type("7")
    press("Tab")
    visitor.page.wait_for_selector("text=7 hands")
    press("Tab")
    press("Enter")  # reveal
    visitor.page.wait_for_selector("text=7 of 7, went up for “halved”", timeout=60_000)


def test_each_round_says_what_is_true_of_the_numbers_on_the_page(visit):
    visitor = visit().open()
    visitor.settled()
    visitor.page.keyboard.press("l")
    visitor.page.locator("#time").fill("96")
    told = visitor.settled()
    left, without = full(told), re.search(r"Without the event: (\d+)\.", told)[1]
    headline = visitor.page.inner_text("#headline")
    assert headline == f"Year 8: {left} of {SERVICES}. Without the cold leader: {without}." and left < int(without)
    gauge = re.search(r"survives in (\d+ of \d+) futures", visitor.page.inner_text("#gauge"))[1]
    assert f"Survives? {gauge}" in visitor.page.inner_text("#gauge")

    visitor.go("Predict")
    visitor.page.wait_for_selector("h1:has-text('By year 8,')", timeout=60_000)  # three years after the leader
    visitor.page.click("button:has-text('Reveal')")
    said = visitor.page.wait_for_selector("#revealed", timeout=60_000).inner_text()
    cards = [re.findall(r"(\d+) of 200", card) for card in visitor.page.locator(".choice").all_inner_texts()]
    worse, usual = (sum(int(card[arm]) for card in cards[2:]) for arm in (0, 1))
    assert said == f"Halved or worse in {worse} of 200 futures; without the cold leader in {usual}." and worse > usual

    visitor.go("What protects it?")
    nothing = visitor.page.wait_for_selector(
        ".protect:has([role=rowheader]:text-is('Nothing bought')):not(.unfinished)", timeout=60_000
    )
    assert gauge in nothing.inner_text()  # the other rows take long; what is said of them is tested without a browser
    assert visitor.page.evaluate(CLUTTER) == []
    visitor.page.set_viewport_size({"width": 390, "height": 844})  # each value has its head beside it
    cells = visitor.page.locator(".protect:has-text('Nothing bought') [role=cell]")
    before = "cells => cells.map(each => getComputedStyle(each, '::before').content)"
    assert cells.evaluate_all(before) == [f'"{head}: "' for head in HEADS[1:]]


SMALLEST = {"light": 10, "dark": 10, "big": 12}  # pixels of the smallest words of a chart


@pytest.mark.parametrize("look", SMALLEST)
def test_the_longest_names_fit_the_screen(visit, look):
    visitor = visit().open()
    visitor.settled()
    visitor.wear(look)
    visitor.choose("Name the squares")
    for cell in names.BLANK:
        visitor.page.get_by_label(names.CELL_WORDS[cell], exact=True).fill("Wwwwwww mmmmmmm Wwwwwwww")
    visitor.settled()
    if look == "big":
        visitor.page.click("button:has-text('One future')")
        visitor.page.wait_for_selector(".one-future")
    fits(visitor, look)  # the squares can be read while they are named
    visitor.page.click(".controls button:has-text('Done')")
    focused(visitor, "Menu")
    visitor.page.select_option("[aria-label='Start from']", label="Perfect storm")
    visitor.settled()
    for key in ("l", "p"):
        visitor.page.keyboard.press(key)
        visitor.page.keyboard.press("Shift+ArrowLeft")
    visitor.page.select_option("#service", index=4)  # the longest title
    visitor.page.click("button.more")
    visitor.page.select_option("#counted", index=1)
    visitor.page.click("button.more")  # another count stays in sight
    visitor.page.locator("#time").fill("195")
    visitor.settled()
    for view in ("Many futures", "One future") if look == "big" else ("",):
        if view:
            visitor.page.click(f"button:has-text('{view}')")
            visitor.page.wait_for_selector(f"button[aria-pressed=true]:has-text('{view}')")
        fits(visitor, look)
    named = "[...document.querySelectorAll('svg.chart text')].filter(each => each.textContent === 'Wwwwwww').length"
    visitor.page.wait_for_function(f"{named} === {len(names.BLANK)}")


@pytest.mark.parametrize("look", SMALLEST)
def test_the_plain_screen_fits_without_scrolling(visit, look):
    visitor = visit().open()
    visitor.settled()
    visitor.wear(look)
    visitor.page.keyboard.press("l")
    visitor.page.keyboard.press("p")
    visitor.page.locator("#time").fill("192")
    visitor.settled()
    fits(visitor, look)


def focused(visitor, words: str) -> None:
    """Wait until the focus is where something has these words."""
    visitor.page.wait_for_function("words => document.activeElement.innerText.includes(words)", arg=words)


def fits(visitor, look: str) -> None:
    assert height(visitor) <= 720
    comes_to_nothing(visitor, CLUTTER)
    comes_to_nothing(visitor, CUT, SMALLEST[look])


def comes_to_nothing(visitor, script: str, *told: object) -> None:
    """A chart that is being drawn may still have what a drawn one must not."""
    for _ in range(20):
        found = visitor.page.evaluate(script, *told)
        if found == []:
            return
        visitor.page.wait_for_timeout(250)
    assert found == []


def test_what_is_typed_is_not_lost_while_an_answer_comes(visit):
    visitor = visit().open()
    visitor.settled()
    visitor.choose("Name the squares")
    first, second = (names.CELL_WORDS[cell] for cell in names.BLANK[:2])
    visitor.page.get_by_label(first, exact=True).fill("one")
    visitor.page.get_by_label(second, exact=True).fill("two")  # the name of the first goes to the server now
    visitor.page.wait_for_selector("svg.chart text:has-text('one')", state="attached")
    visitor.answered()
    assert visitor.page.get_by_label(second, exact=True).input_value() == "two"
    visitor.page.keyboard.press("Tab")
    visitor.page.wait_for_selector("svg.chart text:has-text('two')", state="attached")


def test_the_list_of_keys_lies_over_the_screen_and_goes_away(visit):
    visitor = visit().open()
    visitor.settled()
    visitor.page.keyboard.press("?")
    box = visitor.page.wait_for_selector(".message.over").bounding_box()
    assert box["y"] >= 0 and box["y"] + box["height"] <= 720
    visitor.page.keyboard.press("Escape")
    visitor.page.wait_for_selector(".message.over", state="detached")
    visitor.page.click("summary:has-text('Menu')")
    visitor.page.keyboard.press("Escape")
    assert not visitor.page.is_visible(".menu-items")


def test_the_report_says_what_a_run_prints_and_its_files_make_the_run_again(visit, server, downloads):
    visitor = visit().open()
    visitor.settled()
    visitor.page.keyboard.press("l")
    visitor.settled()
    for _ in range(3):
        visitor.page.keyboard.press("Shift+ArrowRight")
    visitor.page.wait_for_selector("#sentence:has-text('Year 8:')")
    said = " ".join(visitor.page.inner_text("#sentence").split())
    visitor.go("Report")
    visitor.page.wait_for_selector("h2:has-text('The figures')", timeout=60_000)
    with visitor.page.expect_download() as waiting:
        visitor.page.click("button:has-text('Scenario file')")
    waiting.value.save_as(downloads / "scenario.toml")
    text = visitor.page.inner_text(".report")
    command = next(line for line in text.splitlines() if line.startswith("coproduction run"))
    assert command == "coproduction run scenario.toml --worlds worlds.parquet --replicates 200 --seed 1 --year 8"
    shutil.copy(server.worlds, downloads)
    done = subprocess.run(
        [sys.executable, "-m", "simulation.cli", *command.split()[1:], "--all", "--out", "out"],
        cwd=downloads, capture_output=True, text=True, check=True,
    )  # fmt: skip
    printed = " ".join(done.stdout.split())
    assert said in printed
    assert text.count(" of 200 futures") == said.count(" of 200 futures") == 1  # one verdict
    figures = re.findall(r"[−+]?[\d.]+ (?:%|percentage points) \[[−+\d., ]+\]", text)
    assert len(figures) >= 9
    assert [figure for figure in figures if figure not in printed] == []


def test_files_can_be_saved(visit, downloads):
    visitor = visit().open("/report")
    visitor.page.wait_for_selector("h2:has-text('What happened')", timeout=60_000)
    start = {"html": b"<!doctype html>", "csv": b"arm,counted", "svg": b"<svg xmlns", "png": b"\x89PNG"}
    for button in (
        "Report (HTML)",
        "Table (CSV)",
        "Fan (SVG)",
        "Fan (PNG)",
        "Dots (SVG)",
        "Matrix (PNG)",
        "Tiles (SVG)",
    ):
        with visitor.page.expect_download() as waiting:
            visitor.page.click(f"button:has-text('{button}')")
        path = downloads / waiting.value.suggested_filename
        waiting.value.save_as(path)
        assert path.read_bytes().startswith(start[path.suffix[1:]])


def test_stories_are_compared_with_the_same_dice(visit):
    visitor = visit().open()
    visitor.settled()
    visitor.go("Compare")
    visitor.page.click("button:has-text('as A')")
    visitor.go("Town")
    visitor.page.keyboard.press("l")
    visitor.settled()
    visitor.go("Compare")
    visitor.page.click("button:has-text('as B')")
    visitor.page.wait_for_selector("text=fewer in", timeout=60_000)
    rows = visitor.page.locator(".compare-row")
    assert rows.count() == 2
    assert visitor.page.evaluate(CLUTTER) == []
    axes = [set(row.locator("svg text").all_inner_texts()) for row in rows.all()]
    assert axes[0] == axes[1]  # one axis, or the pictures could not be compared
    kept = rows.nth(0).locator("a").get_attribute("href")
    other = visit().open(kept)
    assert "Nothing has happened" in other.settled()


def drop_both_and_predict(visitor):
    """Both events happen, and the room is asked what it expects."""
    visitor.page.keyboard.press("l")
    visitor.page.keyboard.press("p")
    visitor.settled()
    visitor.go("Predict")


def pages_of_paper(visitor) -> int:
    """How many pages of paper a page takes."""
    return len(re.findall(rb"/Type\s*/Page\b", visitor.page.pdf(prefer_css_page_size=True)))


def test_a_report_is_one_page_of_paper(visit):
    visitor = visit().open()
    visitor.settled()
    drop_both_and_predict(visitor)
    visitor.go("Report")
    visitor.page.wait_for_selector("h2:has-text('The figures')", timeout=60_000)
    assert pages_of_paper(visitor) == 1  # also where nobody has voted or noted anything yet
    visitor.go("Predict")
    visitor.page.get_by_label("Halved", exact=True).fill("7")
    visitor.page.keyboard.press("Tab")
    visitor.page.wait_for_selector("text=7 hands")
    visitor.go("Report")
    visitor.page.wait_for_selector("h2:has-text('The figures')", timeout=60_000)
    for number in (1, 2, 3):
        visitor.page.get_by_label("An insight to take home").fill(
            f"{number}. Contracts outlive leaders: ask for a break."
        )
        visitor.page.keyboard.press("Tab")
        visitor.page.wait_for_selector(f".report li:has-text('{number}. Contracts')")
    assert f"{visitor.server.url}/?w=" in visitor.page.inner_text(".report .again")
    assert pages_of_paper(visitor) == 1
    paper = visitor.page.pdf(prefer_css_page_size=True)
    assert re.search(rb"/MediaBox \[0 0 59[45][.\d]* 84[12]", paper)  # A4


@pytest.mark.parametrize("look", ["light", "dark"])
def test_the_vote_and_its_outcome_fit_the_screen(visit, look):
    visitor = visit().open()
    visitor.settled()
    if look == "dark":
        visitor.choose("Dark")
    drop_both_and_predict(visitor)
    visitor.page.get_by_label("Grown", exact=True).fill("1")
    visitor.page.keyboard.press("Tab")
    visitor.page.wait_for_selector("text=1 hand")
    assert visitor.page.locator(".table-switch").count() == 0  # the table would tell
    visitor.page.click("button:has-text('Reveal')")
    visitor.page.wait_for_selector("text=1 of 1, went up for “grown”", timeout=60_000)
    visitor.page.wait_for_selector(".table-switch", state="attached")
    fits(visitor, look)


def test_no_page_is_cluttered_when_everything_is_big(visit):
    visitor = visit().open()
    visitor.settled()
    visitor.choose("Big (125 %)")
    visitor.page.keyboard.press("l")
    visitor.settled()
    for title in list(PAGES.values())[1:]:
        visitor.go(title)
        visitor.page.wait_for_selector("h1")
        visitor.answered()
        assert visitor.page.evaluate(CLUTTER) == [], title


def test_the_way_to_the_other_pages_is_always_in_sight(visit):
    visitor = visit().open("/assumptions")
    visitor.page.wait_for_selector(".assumptions input")
    visitor.page.click("button:has-text('Show all')")
    visitor.page.wait_for_function("document.querySelectorAll('.assumptions tbody tr').length > 100")
    assert height(visitor) > 2000
    box = visitor.page.locator("nav a").first.bounding_box()
    assert box["y"] + box["height"] <= 720
    visitor.go("Town")
    visitor.settled()
    visitor.page.click("button:has-text('Why believe this?')")
    visitor.page.wait_for_selector(".assumptions input")


def test_why_tells_what_was_recorded(visit):
    visitor = visit().open("/why")
    visitor.page.wait_for_selector(".biography li", timeout=60_000)
    visitor.page.wait_for_selector("text=the council withdrew its support")


def test_an_assumption_can_be_changed_and_a_bad_one_is_refused(visit):
    visitor = visit().open("/assumptions")
    visitor.page.wait_for_selector(".assumptions input")
    strongest = max(PARAMETERS.values(), key=influence.weight)
    assert visitor.page.inner_text(".assumptions .wrong >> nth=0") == influence.if_wrong(strongest)
    assert influence.origin() in visitor.page.inner_text(".how-tested")
    field = visitor.page.locator(f"[aria-label^='{strongest.name},']")
    field.fill("1000000")
    field.blur()
    visitor.page.wait_for_selector("text=Nothing was lost")
    said = visitor.page.locator(".message.said").bounding_box()
    assert 0 < said["y"] < 720  # in sight, however long the table is
    visitor.page.wait_for_function(f"document.querySelector('[aria-label^=\"{strongest.name},\"]').value < 1000")
    field.fill(str(strongest.low))
    field.blur()
    visitor.page.wait_for_selector("tr.changed")
    visitor.page.click("button:has-text('Reset assumptions')")
    visitor.page.wait_for_selector("tr.changed", state="detached")


def test_a_button_that_moves_away_while_it_is_held_is_pressed_all_the_same(visit):
    visitor = visit().open("/assumptions")
    visitor.page.wait_for_selector(".behind")
    visitor.page.locator("[aria-label^='trust_needed,']").fill("0.1234")
    button = visitor.page.locator("button:has-text('Reset assumptions')")
    button.hover()
    visitor.page.mouse.down()  # which ends the typing, so that the number counts
    visitor.page.wait_for_selector("tr.changed")
    visitor.page.locator("h1").evaluate("each => { each.style.paddingBottom = '10rem'; }")  # as many more words would
    visitor.page.mouse.up()
    visitor.page.wait_for_selector("tr.changed", state="detached")


def test_a_room_chooses_its_worlds_and_the_screen_says_which(visit):
    visitor = visit().open()
    several = visitor.settled()
    assert "one of 40 plausible worlds" in visitor.page.inner_text(".behind")
    assert visitor.page.inner_text(".one-future strong") == "Future 1, world 1, with events"
    for _ in range(2):
        visitor.page.click("[title='The next future']")
    visitor.page.wait_for_selector(".one-future strong:has-text('Future 3, world 2, with events')")
    visitor.choose("Play in our best single guess")
    visitor.page.wait_for_selector(".behind:has-text('all are played in one world, our best single guess')")
    single = visitor.settled()
    assert single != several
    visitor.page.wait_for_selector(".one-future strong:has-text('Future 3, with events')")
    other = visit().open(visitor.page.url)
    assert other.settled() == single and "our best single guess" in other.page.inner_text(".behind")
    visitor.go("Assumptions")
    visitor.page.click("button:has-text('Play in all worlds that the record does not rule out')")
    visitor.page.wait_for_selector("[aria-pressed=true]:has-text('Play in all worlds')")
    visitor.page.click("button:has-text('Undo')")
    visitor.page.wait_for_selector("[aria-pressed=true]:has-text('Play in our best single guess')")
    visitor.page.click("button:has-text('Undo')")
    visitor.go("Town")
    assert visitor.settled() == several


def test_a_link_from_before_there_were_worlds_is_one_world_and_says_so(visit):
    older = codec.encode(replace(first(), worlds="central"))
    visitor = visit().open(f"/?w={older}")
    visitor.settled()
    assert "all are played in one world" in visitor.page.inner_text(".behind")


def test_an_assumption_is_fixed_left_open_again_or_chosen_by(visit):
    visitor = visit().open("/assumptions")
    visitor.page.wait_for_selector(".behind:has-text('Each of the 200 futures')", timeout=90_000)
    row = visitor.page.locator("tr:has([aria-label^='trust_needed,'])")
    spread = row.locator(".now strong").inner_text()
    assert re.fullmatch(r"0\.\d+ to 0\.\d+", spread) and row.locator("svg.strip").count() == 1
    field = row.locator("input[type=number]")
    field.fill(str(PARAMETERS["trust_needed"].default))  # the usual value, which is not the same as none
    field.blur()
    visitor.page.wait_for_selector(".what-was-done:has-text('Fixed: 1 assumption is the same in all worlds')")
    assert "Fixed in all worlds." in row.inner_text() and row.locator("svg.strip").count() == 0
    row.locator("button:has-text('Leave it open')").press("Enter")
    row.locator("svg.strip").wait_for()
    assert row.evaluate("each => each.contains(document.activeElement)")
    assert row.locator(".now strong").inner_text() == spread

    row.locator("button:has-text('high')").click()
    visitor.page.wait_for_selector(".what-was-done:has-text('Chosen: you look at some of the futures')")
    assert row.locator(".now strong").inner_text() != spread
    assert row.locator("[aria-pressed=true]").inner_text() == "high"
    visitor.page.wait_for_selector(".behind:has-text(' of 200 futures, where')")
    visitor.page.keyboard.press("l")
    visitor.go("Town")
    visitor.page.keyboard.press("Shift+ArrowRight")
    sentence = visitor.settled()
    chosen = re.match(r"Only (\d+) of 200 futures, where this is in its upper half", visitor.page.inner_text(".behind"))
    assert chosen and f"of {chosen[1]} futures" in sentence
    fits(visitor, "light")
    other = visit().open(visitor.page.url)
    assert other.settled() == visitor.sentence() and other.pictures() == visitor.pictures()
    visitor.go("Report")
    visitor.page.wait_for_selector("text=its sentences of those that are chosen here", timeout=60_000)


@pytest.mark.parametrize("path", [path for path in PAGES if path != "/explorer"])
def test_a_phone_shows_a_page_without_scrolling_sideways(visit, path):
    visitor = visit()
    visitor.page.set_viewport_size({"width": 390, "height": 844})
    visitor.open(path)
    visitor.page.wait_for_selector("h1")
    visitor.answered()
    assert visitor.page.evaluate("document.documentElement.scrollWidth") <= 390


@pytest.mark.parametrize(
    "link", ["1.abc", "9.eNqrVipWsqpWylOyUkpKLE7NycxLVdJRqlKyMjY1tDAyNDU1Na_VUSpRsjIzqAUAG7sMBw", "x"]
)
def test_a_damaged_link_gives_a_kind_page(visit, link):
    visitor = visit()
    visitor.page.goto(f"{visitor.server.url}/?w={link}")
    visitor.page.wait_for_selector("h1:has-text('This link cannot be opened')")
    visitor.page.click("button:has-text('Start with a new town')")
    visitor.settled()


def test_numbers_stand_beside_every_picture(visit):
    visitor = visit().open()
    visitor.settled()
    for title in ("Full co-production over time", "Neighbourhoods of future 1"):
        visitor.page.locator(f"[aria-label^='Show as table: {title}']").focus()
        visitor.page.keyboard.press("Enter")
    visitor.page.wait_for_function("document.querySelectorAll('.numbers table').length === 2")
    assert "Year 20" in visitor.page.locator(".numbers").first.inner_text()


@pytest.mark.parametrize("look", ["light", "dark"])
def test_a_strong_button_can_be_read_under_the_mouse(visit, look):
    visitor = visit().open()
    visitor.settled()
    if look == "dark":
        visitor.choose("Dark")
        visitor.page.wait_for_selector("html.dark")
    colours = "(each => [getComputedStyle(each).color, getComputedStyle(each).backgroundColor])"
    button = visitor.page.locator("button.strong").first
    plain = button.evaluate(colours)
    button.hover()
    assert button.evaluate(colours) == plain and plain[0] != plain[1]


def test_an_identical_story_is_called_the_same(visit):
    visitor = visit().open("/compare")
    for slot in "AB":
        visitor.page.click(f"button:has-text('Keep the present story as {slot}')")
        visitor.page.wait_for_selector(f".compare-row h2:has-text('{slot} ·')")
    visitor.page.wait_for_selector("text=the same in all 200", timeout=60_000)
    visitor.page.locator("button:has-text('Remove')").last.press("Enter")
    visitor.page.wait_for_selector(".compare-row h2:has-text('B ·')", state="detached")
    assert visitor.page.evaluate("document.activeElement.innerText").startswith("Keep the present story")
