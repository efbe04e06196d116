"""The hour, played in a browser: after each step what is to be said is true of what stands on the screen.

Numbers are read from the page: from cards, gauge, lists and tables, never from the model.
"""

from __future__ import annotations

import re
from fractions import Fraction
from statistics import mean

from tests.app.conftest import Visitor

ROUNDS = "[aria-label='Rounds of the hour']"
PATIENCE = 300_000  # milliseconds: a machine may have other things to do
CLOSE = Fraction(5, 100)  # as the page says: rows less than 5 futures in 100 apart


def begin(visitor: Visitor, name: str) -> None:
    """Press the button of a round with the keyboard; it keeps the focus, whatever page the round is played on."""
    button = visitor.page.locator(f"{ROUNDS} button").get_by_text(name, exact=True)
    button.focus()
    visitor.page.keyboard.press("Enter")
    visitor.page.wait_for_selector(f"{ROUNDS} [aria-pressed=true]:text-is('{name}')")
    visitor.answered()
    assert visitor.page.evaluate("document.activeElement.innerText") == name


def to_say(visitor: Visitor) -> str:
    """The line at the foot, without the name of its round."""
    return re.sub(r"^(Round \d|Doubt|Take home) ", "", visitor.page.inner_text("#to-say"))


def numbers(words: str) -> list[int]:
    return [int(number) for number in re.findall(r"\d+", words)]


def play_round_1(visitor: Visitor) -> None:
    """*Predict*: hidden until it is revealed; then the line is what the cards say."""
    begin(visitor, "1")
    visitor.page.wait_for_selector("h1:has-text('By ')", timeout=PATIENCE)
    assert "Hands before eyes" in to_say(visitor)
    visitor.page.click("button:has-text('Reveal')")
    said = visitor.page.wait_for_selector("#revealed", timeout=PATIENCE).inner_text()
    cards = [
        [numbers(each)[0] for each in visitor.page.locator(f".choice .arm.{arm}").all_inner_texts()]
        for arm in ("with", "without")
    ]
    worse, usual = (sum(arm[2:]) for arm in cards)
    size = sum(cards[0])
    assert size == sum(cards[1]) and numbers(said) == [worse, size, usual]
    line = to_say(visitor)
    assert line.endswith(said)
    if worse > size / 2 >= usual:
        assert line.startswith("One change of leader turns it: most futures are halved or worse with it")
    else:
        assert ("makes it worse." in line) is (worse > usual)
        assert ("does no such harm in this town." in line) is (worse <= usual)


def play_round_2(visitor: Visitor) -> None:
    """*Show a future where …*: as many are listed as the line says, and each shows a contract."""
    begin(visitor, "2")
    visitor.settled()
    line, listed = to_say(visitor), "select[aria-label='Show a future where'] option"
    kinds = {kind.partition(" of ")[2]: kind for kind in visitor.page.locator(listed).all_inner_texts()[1:]}
    outlive = next((numbers(kind)[0] for words, kind in kinds.items() if "outlives two leaders" in words), 0)
    if outlive:
        assert numbers(line)[0] == outlive and "a contract has outlived two leaders" in line
        visitor.page.select_option("select[aria-label='Show a future where']", value="outlives")
        visitor.page.wait_for_selector(f"{listed}:checked[value=outlives]", state="attached")
        visitor.settled()
        assert ", until " in visitor.page.inner_html(".many svg.chart")
    else:
        assert "outlives two leaders in none" in line or "No contract is signed" in line


def play_round_3(visitor: Visitor, levers: tuple[str, ...] = ("Capacity fund", "Published agreement")) -> None:
    """The gauge has what the line says; the target is the mean of the best rows of *What protects it?*."""
    begin(visitor, "3")
    visitor.settled()
    visitor.page.wait_for_selector("#to-say:has-text('Target: '), #to-say:has-text('little to buy')", timeout=PATIENCE)
    if "little to buy" in to_say(visitor):
        return
    target, size = numbers(to_say(visitor))[:2]
    assert f"More left? 0 of {size}, target {target}" in visitor.page.inner_text("#gauge")
    for answer, lever in zip("AB", levers, strict=True):
        begin(visitor, "3")
        visitor.move(lever, 0.8)
        visitor.settled()
        visitor.page.wait_for_selector("#to-say:has-text('eached: ')", timeout=PATIENCE)
        left = numbers(visitor.page.inner_text("#gauge"))
        assert left[1:3] == [size, target], (left, size, target)
        told = numbers(to_say(visitor))
        assert told[:2] == left[:2] and told[3] == target
        assert to_say(visitor).startswith("Reached" if left[0] >= target else "Not reached")
        visitor.page.click(f"button:has-text('Keep as {answer}')")
        kept = visitor.page.wait_for_selector(f"[aria-label='Answer {answer}'] button:has-text(' of ')")
        assert kept.inner_text() == f"{answer}: {left[0]} of {size}"
    visitor.go("What protects it?")
    visitor.page.wait_for_selector("#protects:has-text(' often')", timeout=PATIENCE)
    rows = [
        row.locator("[role=rowheader], [role=cell]").all_inner_texts() for row in visitor.page.locator(".protect").all()
    ]
    more = {row[0]: numbers(row[2])[0] for row in rows[1:] if row[1] in ("99", "100") and "bought" not in row[0]}
    assert len(more) == 7 and int(mean(sorted(more.values())[-3:])) == target
    best = max(more.values())
    assert f"in {best} of {size} futures" in visitor.page.inner_text("#protects")


def doubt(visitor: Visitor) -> None:
    """The winner before and after is the row with most futures, or rows are too close to call."""
    begin(visitor, "Doubt")
    visitor.page.select_option(".trial select", index=1)
    told = visitor.page.wait_for_selector("#still-wins:has-text('Before')", timeout=PATIENCE).inner_text()
    rows = [row.locator("[role=cell]").all_inner_texts() for row in visitor.page.locator(".tried:not(.heads)").all()]
    for words, cells in zip(re.split(r"(?<=\.) ", told, maxsplit=1), zip(*rows, strict=True), strict=True):
        shares = sorted((Fraction(*numbers(cell)[:2]) for cell in cells), reverse=True)
        assert ("too close to call" in words) is (shares[0] - shares[1] < CLOSE)


def play_the_hour(visitor: Visitor) -> None:
    """All of it, in the town that is open."""
    play_round_1(visitor)
    play_round_2(visitor)
    play_round_3(visitor)
    doubt(visitor)
    begin(visitor, "Take home")
    assert to_say(visitor) == "What would you have to see to change your mind?"
