"""The headlines of an experiment: what is left and what is lost side by side, as a table and as a figure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields
from typing import Literal, NamedTuple

from articles import assumed
from estimates import Estimate
from matplotlib.figure import Figure
from sides import MOST_WORLDS, on_a_side

from simulation.figures import Panel, forest
from simulation.report.sweep_origin import origin
from simulation.results.in_words import capital, number
from simulation.results.over_worlds import HIDDEN, UNDER
from simulation.results.row import Of, Row
from simulation.results.summary import DrawnIn
from simulation.results.summary_table import HIDDEN_TOLD
from simulation.results.worlds_in_words import per_cent
from simulation.sweep.store import Stored

Kind = Literal["level", "lost", "difference", "lost difference", "relative", "index", "ratio"]


class Shown(NamedTuple):
    """How a kind of headline is shown: heading, what its axis counts, unit, and as which arm of a row."""

    heading: str
    axis: str
    unit: str
    arm: Of


KINDS: dict[Kind, Shown] = {
    "level": Shown("Level", "per cent", "share", "scenario"),
    "lost": Shown("Share lost", "per cent of what there would have been", "share", "effect"),
    "difference": Shown("Difference", "percentage points", "share", "difference"),
    "lost difference": Shown(
        "Difference of the share lost", "percentage points of what there would have been", "share", "difference"
    ),
    "relative": Shown("Relative difference", "per cent", "share", "effect"),
    "index": Shown("Difference of an index", "hundredths", "index", "difference"),
    "ratio": Shown("Ratio", "times", "ratio", "scenario"),
}


OF_ROWS = {each.name for each in fields(Row)}

POOLED = (
    "The mean of a share lost is that of all futures together, what they lose of what they would have had; its median "
    "and its band are of the worlds' own shares."
)


ABOUT_ANSWERS = (
    "*Assumed*: an equation or a lever states the direction, which is no finding; how much it is, is one. *Robust*: "
    "this sign in at least nine of ten worlds, and in as many where each contested mechanism is on, and where it is "
    "off; *no matter*: too small to matter in as many; *contested*: one of these in all worlds together, but in fewer "
    "than nine of ten on a side, which is named; *open*: neither. A level and a ratio have *no direction*; *not told* "
    "is what does not vary. Contested mechanisms are in docs/odd.md, with the parameters whose role is *switch*."
)


class Headline(NamedTuple):
    """One number that is published: a level, a share lost, or a difference, in few words.

    Attributes
    ----------
    claim : the claim of the articles (``F37``) whose direction its own is, if there is one.
    """

    words: str
    kind: Kind
    estimate: Estimate
    claim: str = ""

    @property
    def answer(self) -> str:
        """Of which kind its direction is, in the words of ``docs/claims.md``; a level and a ratio have none."""
        if KINDS[self.kind].arm == "scenario":
            return "no direction"
        if self.claim and assumed(self.claim):
            return "assumed"
        over = self.estimate.over
        if over is None:
            return "one world"
        if over.sign_share != over.sign_share:
            return "not told"
        if not self.estimate.no_matter and over.sign_share < MOST_WORLDS:
            return "open"
        if over.contested:
            return "contested"
        return "no matter" if self.estimate.no_matter else "robust"

    @property
    def answer_told(self) -> str:
        """Its kind, and where that does not hold."""
        over = self.estimate.over
        where = f" ({on_a_side(over.side_share)} where {over.side})" if over and self.answer == "contested" else ""
        return self.answer + where


def about_bands(several: bool) -> str:
    """What stands in brackets, in a sentence."""
    if several:
        return (
            "In brackets is a band over worlds, sets of values for what nobody knows: nine worlds in ten have their "
            "average in it. *This sign in* is the share of worlds in which the average effect has the sign of the "
            f"estimate and matters; *no matter in*, in which it is too small for that ({UNDER})."
        )
    return (
        "Intervals are 90 % and say how well the simulated runs fix a number; how far the numbers hang on what "
        "nobody knows is the question of `sensitivity` and `robust_levers`."
    )


def as_markdown(headlines: Sequence[Headline]) -> str:
    """The headlines with all that is known of each."""
    several = any(each.estimate.over for each in headlines)
    head = ["headline", "", "estimate", "90 % interval"]
    if several:
        head = ["headline", "", "mean", "median of worlds", "band over worlds", "single futures"]
        head += ["this sign in", "no matter in", "part of chance", "kind"]
    rows = [head, ["---"] * len(head)]
    for headline in headlines:
        words, kind, found, _ = headline
        over = found.over
        hidden = "*" if over and over.note == HIDDEN else ""
        cells = [f"{words}{hidden}", _heading(kind), in_kind(found.value, kind)]
        if several:
            cells.append(in_kind(over.median, kind) if over else "–")
        cells.append(between(found.low, found.high, kind))
        if several and over:
            shares = (over.sign_share, over.no_matter_share, over.chance_share)
            cells += [between(over.future_low, over.future_high, kind), *map(per_cent, shares), headline.answer_told]
        elif several:
            cells += ["–"] * 4 + [headline.answer]
        rows.append(cells)
    notes = dict.fromkeys(each.estimate.over.note for each in headlines if each.estimate.over)
    said = f"\n\n{POOLED}" if several and any(each.kind in ("lost", "lost difference") for each in headlines) else ""
    said += f"\n\n{ABOUT_ANSWERS}" if several else ""
    said += "".join(f"\n\n{_sentence(note)}" for note in notes if note)
    return "\n".join(f"| {' | '.join(cells)} |" for cells in rows) + said


def forest_of(stored: Stored, headlines: Sequence[Headline], title: str, worlds: DrawnIn) -> Figure:
    """The headlines in a panel for each kind, so that a level and a loss are never on one axis."""
    panels = [
        Panel(shown.heading, shown.axis, rows, 1.0 if kind == "ratio" else 100.0)
        for kind, shown in KINDS.items()
        if (rows := [as_row(each) for each in headlines if each.kind == kind])
    ]
    return forest(origin(stored), title, panels, worlds)


def as_row(headline: Headline) -> Row:
    """A headline as a row of a summary."""
    words, kind, found, _ = headline
    shown, over = KINDS[kind], found.over
    more = {} if over is None else {name: getattr(over, name) for name in over._fields if name in OF_ROWS}
    return Row(words, words, shown.unit, "", shown.arm, "after_event", *found[:3], **more)


def _sentence(note: str) -> str:
    return f"\\{HIDDEN_TOLD}" if note == HIDDEN else f"{capital(note)}."


def _heading(kind: Kind) -> str:
    return KINDS[kind].heading.lower()


def in_kind(value: float, kind: Kind) -> str:
    """A headline's number in its unit."""
    return number(value, KINDS[kind].unit, KINDS[kind].arm == "difference")


def between(low: float, high: float, kind: Kind) -> str:
    """Two ends without their unit; a dash where one is not known."""
    signed = KINDS[kind].arm == "difference"
    if low != low or high != high:
        return "–"
    return f"{number(low, KINDS[kind].unit, signed, bare=True)} to {number(high, KINDS[kind].unit, signed, bare=True)}"
