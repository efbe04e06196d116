"""The report: one page with question, story, sentence, pictures, votes, insights, and how to get the same again."""

from __future__ import annotations

import csv
import io
from html import escape

import simulation
from simulation.app import charts
from simulation.app.browser.style_sheets import report_sheet
from simulation.app.charts.chart import html_table
from simulation.app.futures import biography
from simulation.app.futures import prediction as forecast
from simulation.app.futures.view import Picture
from simulation.app.story import names
from simulation.app.story.droppable_events import chip
from simulation.app.story.sentences import not_a_forecast, when
from simulation.app.story.state import YEAR, Vote, Workshop
from simulation.cli.sentence import headline
from simulation.cli.summary_table import ARMS, estimate
from simulation.parameters import PARAMETERS
from simulation.results.occupancy import COUNTED, bands
from simulation.rules import source_hash
from simulation.scenarios import load
from simulation.scenarios.times import first_month
from simulation.scenarios.words import describe, month_in_words
from simulation.services import SERVICES

QUESTION = "Does full co-production survive when the politics change?"
MEASURES = ("coproduction", "full_coproduction", "lock_in", "accountability", "satisfaction", "quality_gap")
FILE = "scenario.toml"


def body(picture: Picture, state: Workshop, link: str) -> str:
    """The report as HTML, to stand in a page or in a file of its own."""
    count = picture.count
    told = escape(picture.sentence)
    parts = [
        f"<header><h1>{QUESTION}</h1><h2>What we did</h2>{_story(state)}"
        f"<h2>What happened</h2><p><strong>{told}</strong></p></header>",
        f'<section class="many">{charts.timeline(picture).svg}'
        f"{charts.dots(count).svg if state.played.studied else ''}</section>",
        _part("room", _room(picture, state)),
        f'<section class="pair">{_matrix(picture, _before(picture))}{_matrix(picture, state)}</section>',
        _part("why", _reasons(picture)),
        _part("figures", _figures(picture) if picture.futures.summary is not None else ""),
        _part("again", f"<h2>Get the same again</h2>{_again(picture, state, link)}"),
        f"<p><em>A thinking aid, not a forecast. {escape(not_a_forecast(state.scenario))}</em></p>",
    ]
    return "".join(parts)


def page(picture: Picture, state: Workshop, link: str) -> str:
    """The report as a file of its own, which asks for nothing from outside."""
    own = "body{font:15px/1.4 system-ui,sans-serif;max-width:50rem;margin:2rem auto;padding:0 1rem;color:#1b1b1b}"
    own += "@media print{body{margin:0;padding:0;max-width:none}}"
    head = f'<meta charset="utf-8"><title>{QUESTION}</title><style>{report_sheet()}{own}</style>'
    text = f'<main class="report">{body(picture, state, link)}</main>'
    return f'<!doctype html><html lang="en-GB"><head>{head}</head><body>{text}</body></html>'


def _part(name: str, text: str) -> str:
    return f'<section class="{name}">{text}</section>' if text else ""


def _room(picture: Picture, state: Workshop) -> str:
    """What the people in the room expected, take home and doubt."""
    parts = []
    if state.vote is not None:
        parts.append(f"<h2>What we expected</h2>{_votes(picture, forecast.asked(state, picture.futures.fork))}")
    if state.notes:
        notes = "".join(f"<li>{escape(note)}</li>" for note in state.notes)
        parts.append(f"<h2>What we take home</h2><ul>{notes}</ul>")
    if state.contested:
        doubted = "".join(
            f"<li>{_meaning(name)}: {state.value(name):g} ({PARAMETERS[name].strength})</li>"
            for name in state.contested
        )
        parts.append(f"<h2>What we doubt</h2><ul>{doubted}</ul>")
    return "".join(parts)


def _meaning(name: str) -> str:
    return escape(names.capital(PARAMETERS[name].meaning))


def command(state: Workshop, size: int) -> str:
    """The command that prints the same numbers."""
    scenario = state.played
    try:
        name = scenario.name if load(scenario.name) == scenario else FILE
    except ValueError:
        name = FILE
    words = f"coproduction run {name} --replicates {size} --seed {state.seed}"
    year, rest = divmod(state.cursor, YEAR)
    said = year > 0 and not rest and state.counted == "full_coproduction" and state.service is None
    return f"{words} --year {year}" if said else words


def tidy(picture: Picture) -> str:
    """Monthly counts as CSV: one row for each world, kind of count, service and month."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    heads = ("world", "counted", "service", "month", "p05", "p25", "p50", "p75", "p95", "of", "futures")
    writer.writerow(heads)
    neighbourhoods = picture.state.scenario.size("neighbourhoods")
    for arm, world in enumerate(("with the events", "without the events")):
        for counted in COUNTED[:2]:
            for service in (None, *range(len(SERVICES))):
                name = "all" if service is None else SERVICES[service].name
                total = neighbourhoods * (len(SERVICES) if service is None else 1)
                values = bands(picture.futures.of(counted, service)[:, arm]).astype(int).T
                for month, row in enumerate(values.tolist()):
                    writer.writerow((world, counted, name, month, *row, total, picture.futures.size))
    return text.getvalue()


def _story(state: Workshop) -> str:
    scenario = state.played
    steps = [f"We started from “{escape(scenario.title or scenario.name)}”."]
    for name, value in scenario.settings.items():
        steps.append(f"{_meaning(name)}: {value:g} (usually {PARAMETERS[name].default:g}).")
    for event in state.chips:
        month = month_in_words(first_month(event, scenario.start), scenario.start)
        what = f"{month.capitalize()}: {escape(chip(event))}"
        off = event.name in state.off
        steps.append(f"{what}, switched off." if off else f"{what} – {escape(describe(event, scenario))}.")
    return f"<ul>{''.join(f'<li>{step}</li>' for step in steps)}</ul>"


def _before(picture: Picture) -> Workshop:
    """The same view just before the first event; at the start where there is none."""
    fork = picture.futures.fork
    return picture.state.at(fork if fork < picture.futures.months else 0)


def _matrix(picture: Picture, state: Workshop) -> str:
    view = Picture(picture.futures, state)
    title = f"Future {view.number}, {when(state.cursor).lower()}"
    drawn = charts.matrix(view.cells.sum(axis=0), view.locked.sum(axis=0), title, dict(state.names))
    return f"<div><h3>{title}</h3>{drawn.svg}</div>"


def _votes(picture: Picture, vote: Vote) -> str:
    futures = forecast.tally(picture, vote.month)
    rows = [
        (f"{forecast.WORDS[name]}: {forecast.MEANING[name]}", str(vote.hands[number]), str(futures[number]))
        for number, name in enumerate(forecast.WORDS)
    ]
    table = html_table(f"By {when(vote.month).lower()}", ("outcome", "hands", "futures"), rows)
    return f"<p>{escape(forecast.verdict(vote.hands, futures))}</p>{table}"


def _reasons(picture: Picture) -> str:
    reasons = biography.reasons(picture)[:5]
    rows = [(reason.words, f"{reason.scenario:,}", f"{reason.counterfactual:,}") for reason in reasons]
    caption = (
        f"Most frequent recorded causes, {names.plural(picture.futures.size, 'future')}, {biography.period(picture)}"
    )
    return f"<h2>Why co-production ended</h2>{html_table(caption, ('cause', 'with the events', 'without'), rows)}"


def _figures(picture: Picture) -> str:
    summary = picture.futures.summary
    assert summary is not None
    rows = []
    for measure in MEASURES:
        arms = [summary.row(measure, arm, "after_event") for arm in ARMS]  # type: ignore[arg-type]
        rows.append((arms[0].label, *(estimate(row) for row in arms)))
    events = len(picture.state.played.studied)
    told = "<p>Nothing has happened, so both worlds are the same.</p>"
    if events:
        other = (
            "This is all co-production in all months since the first event, weighed by the size of services; the "
            "sentence under “What happened” counts services at one time."
        )
        told = f"<p>{escape(headline(summary, events))}</p><p>{other}</p>"
    since = "all months" if summary.fork >= summary.months else "the months after the first event"
    caption = f"Means over {since}, with 90 % intervals; shares of the volume of services"
    table = html_table(caption, ("measure", "with the events", "without", "difference"), rows)
    return f"<h2>The figures</h2>{told}{table}"


def _again(picture: Picture, state: Workshop, link: str) -> str:
    python = (
        f'from simulation import ensemble, results, scenarios\n\nscenario = scenarios.load("{FILE}")\n'
        f"futures = ensemble.run(scenario, {picture.futures.size}, {state.seed})\nprint(results.summarise(futures))"
    )
    return (
        f"<div><p>Version {simulation.__version__}, model {source_hash()}, seed {state.seed}, "
        f"{names.plural(picture.futures.size, 'future')}. With the scenario file of the page Report:</p>"
        f"<pre>{escape(command(state, picture.futures.size))}</pre><pre>{escape(python)}</pre></div>"
        f"<div><p>Or open the workshop at this address:</p><pre>{escape(link)}</pre></div>"
    )
