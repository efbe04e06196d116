"""The strip under a fan: who led, and which contracts ran, in the future that is shown; who controlled, on record."""

from __future__ import annotations

from collections.abc import Sequence

from simulation.app.charts import svg
from simulation.app.charts.axes import Axes
from simulation.app.futures.biography import warmth
from simulation.app.futures.view import Span, View
from simulation.app.story import names
from simulation.app.story.councils import control
from simulation.app.story.sentences import inside
from simulation.scenarios.in_words import in_a_row

ROW, GAP = 21.0, 3.0
MOST_CONTRACTS = 3


def strip_height(view: View) -> float:
    """How high the strip is."""
    rows = min(len(view.contracts), MOST_CONTRACTS) + bool(view.offers) + bool(control(view.state.scenario))
    return (1 + rows) * (ROW + GAP)


def event_strip(axes: Axes, view: View, top: float, until: int | None) -> list[str]:
    """Who leads and which contracts run; in a reveal no more of it than of the futures.

    Of a real council first who controlled it, which is the same in every future.
    """
    end = axes.months if until is None else until
    parts = []
    recorded = control(view.state.scenario)
    for party in recorded:
        span = Span(party.start, party.until, party.party, 0)
        short = "".join(word[0].upper() for word in party.party.split())
        parts.append(_bar(axes, span, top, (names.capital(party.party), party.party[:3], short), "off", 1))
    if recorded:
        votes = svg.text(axes.x(recorded[-1].until) + 5, top + 15, "then the model votes", 12.5, classes="quiet")
        parts += [votes, svg.text(axes.x(axes.months) + 7, top + 15, "on record", 12.5, classes="quiet")]
        top += ROW + GAP
    for span in _cut(view.leaders, end):
        parts.append(_leader(axes, span, top))
    y = top
    if view.offers:
        y += ROW + GAP
        for span in _cut(_joined(view.offers), end):
            parts.append(_bar(axes, span, y, ("£ PFI offered", "£ PFI", "£"), "worse", 0.18))
    for contract in view.contracts[:MOST_CONTRACTS]:
        y += ROW + GAP
        of = names.service(int(contract.value))
        term = f"until {axes.year(contract.until)}"
        for span in _cut([contract], end):
            labels = (f"£ contract: {of}, {term}", f"£ {of}, {term}", f"£ {of}", f"£ {term}", "£")
            parts.append(_bar(axes, span, y, labels, "lock", 1, _tip(contract, of, view.leaders, axes.start)))
    more = len(view.contracts) - MOST_CONTRACTS
    if more > 0 and until is None:
        parts.append(svg.text(axes.x(axes.months) + 7, y + 15, f"and {more} more", 12.5, classes="quiet"))
    parts.append(svg.text(axes.x(axes.months) + 7, top + 15, f"future {view.number}", 12.5, classes="quiet"))
    return parts


def _leader(axes: Axes, span: Span, y: float) -> str:
    """Who leads: the warmer towards co-production, the darker; in a word, too, where there is room for it."""
    who, warm = names.leader(int(span.label)), warmth(span.value)
    labels = (f"{who}, {warm.partition(',')[0]}", who, who.removeprefix("Leader "))
    term = f"{inside(span.start, axes.start)} to {inside(span.until, axes.start)}"
    tip = f"{who} ({warm}): {term}. The darker, the warmer"
    return _bar(axes, span, y, labels, "leader", 0.12 + 0.5 * span.value, tip)


def _tip(contract: Span, of: str, leaders: Sequence[Span], start: str | None) -> str:
    """When a contract runs, and who comes into office meanwhile."""
    ran = f"£ contract: {of}, {inside(contract.start, start)} to {inside(contract.until, start)}."
    late = [names.leader(int(each.label)) for each in leaders if contract.start < each.start < contract.until]
    bound = f" {in_a_row(late)} cannot end it, except by buying it out." if late else ""
    return f"{ran}{bound}"


def _cut(spans: Sequence[Span], end: int) -> list[Span]:
    """What of some spans lies before a month."""
    return [span._replace(until=min(span.until, end)) for span in spans if span.start < end]


def _joined(spans: Sequence[Span]) -> list[Span]:
    """Spans that follow each other without a gap as one."""
    joined: list[Span] = []
    for span in spans:
        if joined and joined[-1].until == span.start:
            joined[-1] = joined[-1]._replace(until=span.until)
        else:
            joined.append(span)
    return joined


def _bar(axes: Axes, span: Span, y: float, words: Sequence[str], classes: str, opacity: float, tip: str = "") -> str:
    """A bar with the longest of its names that fits; the first one is in the tooltip, if there is no other."""
    x, end = axes.x(span.start), axes.x(span.until)
    opaque = f' fill-opacity="{opacity:.2f}"' if opacity < 1 else ""
    box = f'x="{svg.number(x)}" y="{svg.number(y)}" width="{svg.number(max(end - x - 1.5, 1))}" height="{ROW}"'
    size = 12.5
    label = next((each for each in words if svg.wide(each, size) <= end - x - 6), "")
    written = svg.text(x + 5, y + 15, label, size) if label else ""
    told = tip or f"{words[0]}: {inside(span.start, axes.start)} to {inside(span.until, axes.start)}"
    return svg.part(told, f'<rect class="{classes}" {box}{opaque}/>{written}')
