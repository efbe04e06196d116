"""The page itself: question, story, sentence, charts, votes, insights, and how to get the same again."""

from __future__ import annotations

from html import escape

import numpy as np

from simulation.app import charts, limits
from simulation.app.browser.style_sheets import take_home_sheet
from simulation.app.charts.chart import html_table
from simulation.app.futures import biography, prediction
from simulation.app.futures.view import View
from simulation.app.story import names, origins
from simulation.app.story.droppable_events import chip
from simulation.app.story.levers import LEVERS
from simulation.app.story.sentences import assumed, differ, inside, not_a_forecast, only
from simulation.app.story.state import Vote, Workshop
from simulation.app.take_home.again import again
from simulation.results.summary_table import estimate, with_intervals
from simulation.scenarios.in_words import describe, month_in_words
from simulation.scenarios.times import first_month
from simulation.world.arms import ARMS_AND_DIFFERENCE
from simulation.world.parameters import PARAMETERS

QUESTION = "Does full co-production survive when the politics change?"
MEASURES = ("full_coproduction", "coproduction", "lock_in", "accountability", "satisfaction", "quality_gap")


def body(view: View, state: Workshop, link: str, bought: str = "") -> str:
    """The page as HTML, to stand in a page or in a file of its own; ``bought`` is what `points.round_3` tells."""
    count = view.count
    told = escape(view.sentence)
    parts = [
        f"<div><h1>{QUESTION}</h1><h2>What we did</h2>{_story(state)}"
        f"<h2>What happened</h2><p><strong>{told}</strong> {_worlds(view, state)}</p></div>",
        f'<section class="many">{charts.fan_chart(view).svg}'
        f"{charts.dots(count).svg if state.played.studied else ''}</section>",
        _part("room bought" if bought else "room", _people(view, state, bought)),
        f'<section class="pair">{_matrix(view, _before(view))}{_matrix(view, state)}</section>',
        _part("why", _reasons(view)),
        _part("figures", _estimates(view) if view.futures.summary is not None else ""),
        _part("again", f"<h2>Get the same again</h2>{again(view, state, link)}"),
        f"<p><em>A thinking aid, not a forecast. {escape(not_a_forecast(state.scenario))}</em></p>",
    ]
    return "".join(parts)


def page(view: View, state: Workshop, link: str, bought: str = "") -> str:
    """The page as a file of its own, which asks for nothing from outside."""
    own = "body{font:15px/1.4 system-ui,sans-serif;max-width:50rem;margin:2rem auto;padding:0 1rem;color:var(--ink)}"
    own += "@media print{body{margin:0;padding:0;max-width:none}}"
    head = f'<meta charset="utf-8"><title>{QUESTION}</title><style>{take_home_sheet()}{own}</style>'
    text = f'<main class="report">{body(view, state, link, bought)}</main>'
    return f'<!doctype html><html lang="en-GB"><head>{head}</head><body>{text}</body></html>'


def _worlds(view: View, state: Workshop) -> str:
    """Which futures that is told of, and what they differ in."""
    size = view.futures.size
    told = differ(size, len(np.unique(view.futures.in_worlds)), state)
    return escape(f"{only(state, size, limits.FUTURES)} {told}".strip())


def _part(name: str, text: str) -> str:
    return f'<section class="{name}">{text}</section>' if text else ""


def _people(view: View, state: Workshop, bought: str) -> str:
    """What the people in the room expected, bought, take home and doubt."""
    parts = []
    if state.vote is not None:
        parts.append(f"<h2>What we expected</h2>{_votes(view, prediction.asked(state, view.futures.fork))}")
    parts.append(bought)
    if state.notes:
        notes = "".join(f"<li>{escape(note)}</li>" for note in state.notes)
        parts.append(f"<h2>What we take home</h2><ul>{notes}</ul>")
    if state.contested:
        doubted = "".join(
            f"<li>{_meaning(name)}: {assumed(name, state)} ({PARAMETERS[name].strength})</li>"
            for name in state.contested
        )
        parts.append(f"<h2>What we doubt</h2><ul>{doubted}</ul>")
    return "".join(parts)


def _meaning(name: str) -> str:
    return escape(names.capital(PARAMETERS[name].meaning))


def _called(name: str) -> str:
    """What is changed: a lever by the name that it has on the screen, too."""
    if name not in LEVERS:
        return _meaning(name)
    return f"{escape(LEVERS[name].title)} – {escape(PARAMETERS[name].meaning)}"


def _story(state: Workshop) -> str:
    scenario = state.played
    steps = [f"We started from “{escape(scenario.title or scenario.name)}”."]
    for name, value in origins.changed(scenario).items():
        where = ", in all worlds" if name in state.drawn_in.names else ""
        steps.append(f"{_called(name)}: {value:g}{where} (usually {PARAMETERS[name].default:g}).")
    for event in state.chips:
        month = month_in_words(first_month(event, scenario.start), scenario.start)
        what = f"{month.capitalize()}: {escape(chip(event))}"
        off = event.name in state.off
        steps.append(f"{what}, switched off." if off else f"{what} – {escape(describe(event, scenario))}.")
    return f"<ul>{''.join(f'<li>{step}</li>' for step in steps)}</ul>"


def _before(view: View) -> Workshop:
    """The same view just before the first event; at the start where there is none."""
    fork = view.futures.fork
    return view.state.at(fork if fork < view.futures.months else 0)


def _matrix(view: View, state: Workshop) -> str:
    then = View(view.futures, state)
    title = f"{names.capital(then.name)}, {inside(state.cursor, state.start)}"
    cells, locked, contractors = (each.sum(axis=0) for each in (then.cells, then.locked, then.contractors))
    drawn = charts.matrix(cells, locked, contractors, title, dict(state.names))
    return f"<div><h3>{title}</h3>{drawn.svg}</div>"


def _votes(view: View, vote: Vote) -> str:
    futures, without = prediction.tally(view.series, view.futures.fork, vote.month)
    rows = [
        (
            f"{prediction.WORDS[name]}: {prediction.MEANING[name]}",
            *(str(each[number]) for each in (vote.hands, futures, without)),
        )
        for number, name in enumerate(prediction.WORDS)
    ]
    heads = ("outcome", "hands", "futures", "futures without the events")
    table = html_table(f"By {inside(vote.month, view.state.start)}", heads, rows)
    told = prediction.compared(futures, without, view.futures.scenario.studied)
    return f"<p>{escape(told)} {escape(prediction.verdict(vote.hands, futures))}</p>{table}"


def _reasons(view: View) -> str:
    reasons = biography.reasons(view)[: limits.REASONS_TO_TAKE_HOME]
    rows = [(reason.words, f"{reason.scenario:,}", f"{reason.counterfactual:,}") for reason in reasons]
    caption = f"Most frequent recorded causes, {names.plural(view.futures.size, 'future')}, {biography.period(view)}"
    return f"<h2>Why co-production ended</h2>{html_table(caption, ('cause', 'with the events', 'without'), rows)}"


def _estimates(view: View) -> str:
    summary = view.futures.summary
    assert summary is not None
    period, since = summary.main_period
    rows = []
    for measure in MEASURES:
        arms = [summary.row(measure, arm, period) for arm in ARMS_AND_DIFFERENCE]
        rows.append((arms[0].label, *(estimate(row) for row in arms)))
    told = "Nothing has happened, so nothing differs."
    if view.state.played.studied:
        told = (
            "Figures behind it, and no second verdict: means over all months since the first event, weighed by the "
            "size of services. The sentence under “What happened” counts services at one time."
        )
    caption = f"Means over {since}, {with_intervals(summary)}; shares of the volume of services"
    table = html_table(caption, ("measure", "with the events", "without", "difference"), rows)
    return f"<h2>The figures</h2><p>{told}</p>{table}"
