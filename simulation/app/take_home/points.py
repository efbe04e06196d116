"""The part about round 3: what was bought with the points, and what each answer comes to."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape

from simulation.app.charts.chart import html_table
from simulation.app.futures.bought import Answer, Standard
from simulation.app.story import doubts, protection
from simulation.app.story.rounds import ROUNDS
from simulation.app.story.sentences import LITTLE_TO_LOSE, MORE_LEFT, goal_and_origin, inside, standing
from simulation.app.story.state import Workshop
from simulation.results.outcomes import Left

HEADS = ("bought from the start", "points", "more left", "less")
WAITING = "What is bought is still being counted: wait a little before you save or print this page."


def round_3(state: Workshop, standard: Standard | None, answers: Mapping[str, Answer] | None) -> str:
    """That part as HTML, without answers the plain ways to spend the points; nothing where points are not spent.

    Parameters
    ----------
    answers : what the room bought, by what it is called; None where that is not known yet.
    """
    if not protection.is_about_points(state):
        return ""
    if standard is None or standard.target is None or answers is None:
        return _part(f"<p>{WAITING}</p>")
    if standard.nothing.month is None or not standard.target:
        return _part(f"<p>{LITTLE_TO_LOSE}</p>")
    ways = protection.plain(state)
    origin = goal_and_origin(standard.target, standard.plain[0].more, len(ways))
    when = inside(standard.nothing.month + 1, state.start)
    caption = f"Futures in which {MORE_LEFT}, {when}; ✓: target reached"
    if not answers:
        rows = [_row(way.of(state), left, standard.target) for way, left in zip(ways, standard.plain, strict=True)]
        return _part(f"<p>{escape(origin)}</p>{html_table(caption, HEADS, rows)}")
    called = [
        f"{title}{' (this page)' if state.played == each.story.played else ''}" for title, each in answers.items()
    ]
    found = [_row(each.story, each.left, standard.target) for each in answers.values()]
    rows = [(title, *row) for title, row in zip(called, found, strict=True)]
    told = f"{_who_is_ahead(answers, standard.target)} {origin}".strip()
    return _part(f"<p>{escape(told)}</p>{html_table(caption, ('answer', *HEADS), rows)}")


def _who_is_ahead(answers: Mapping[str, Answer], target: int) -> str:
    """By the rule of the board; who spent too many points takes no part."""
    allowed = {title: each.left.more for title, each in answers.items() if not protection.over(each.story)}
    if not allowed:
        return ""
    rule = f" Answers {doubts.LESS_APART} are too close to call." if len(allowed) > 1 else ""
    return f"{standing(allowed, target, 'answer')}{rule}"


def _part(text: str) -> str:
    (title,) = (part.title for part in ROUNDS.values() if part.sold)
    return f"<h2>{title}</h2>{text}"


def _row(story: Workshop, left: Left, target: int) -> tuple[str, ...]:
    """What was bought and what it comes to; what costs too many points reaches nothing."""
    more, over = left.more, protection.over(story)
    reached = not over and protection.reached(target, more)
    return (
        protection.spent_on(story),
        f"{protection.spent(story)}{f', {over} too many' if over else ''}",
        f"{more.number} of {more.futures}{' ✓' if reached else ''}",
        f"{left.less.number}",
    )
