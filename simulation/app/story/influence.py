"""What an assumption does to the answer if it is wrong: the published sensitivity results, in plain words.

The numbers are those of ``results/sensitivity``; `experiments/publish_sensitivity.py` copies them into the package,
because an installed package has no results.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from simulation.app.story.names import plural
from simulation.engine.versions import recorded_fingerprint
from simulation.scenarios import load
from simulation.world.parameters import PARAMETERS
from simulation.world.parameters.parameter import Parameter

TABLE = Path(__file__).parent / "influence.json"

LEFT, LOST = "coproduction_final_year", "coproduction_after_event"
LITTLE, MUCH = 0.02, 0.10  # of the co-produced share of services: two points, ten points of 100

# Shares that people say, from the largest to the smallest.
FRACTIONS = {
    "three quarters": 0.75, "two thirds": 0.667, "half": 0.5, "two fifths": 0.4, "a third": 0.333, "three tenths": 0.3,
    "a quarter": 0.25, "a fifth": 0.2, "a sixth": 0.167, "an eighth": 0.125, "a tenth": 0.1,
}  # fmt: skip
LEAST = 0.08  # below this a share is "less than a tenth"
MOST = 0.85
NOT_MEASURED = "Not measured yet: change it and look."


class Range(NamedTuple):
    """An estimate with its 90 % interval."""

    value: float
    low: float
    high: float

    def hundredths(self) -> str:
        """``15 to 51``; below one with a decimal."""
        return f"{_short(100 * self.low)} to {_short(100 * self.high)}"


@dataclass(frozen=True)
class Influence:
    """How much one uncertain number moves the answer.

    Attributes
    ----------
    moved : mean absolute change of the co-produced share in the last year, over the number's whole range (Morris).
    signed : the same with its sign.
    left, lost : share of the variance in which it takes part (Sobol', total): of what is left in the last year, of
        what the event destroyed. None for numbers that were only screened.
    """

    moved: Range
    signed: Range
    left: Range | None = None
    lost: Range | None = None

    def words(self) -> str:
        """For people."""
        size = _short(100 * self.moved.value)
        points = f"about {size} point{'' if size == '1' else 's'} of 100 ({self.moved.hundredths()})"
        if self.moved.high == 0:
            return "Made no difference in the story tested."
        if self.moved.high < LITTLE:
            return f"Hardly matters: {points}."
        if self.moved.low < LITTLE and self.moved.value < LITTLE:
            told = f"Probably matters little: {points}."
        elif self.moved.low < LITTLE:
            told = f"May matter: {points}."
        else:
            told = f"Matters{' a lot' if self.moved.value >= MUCH else ''}: {points}."
        if self.signed.low > 0 or self.signed.high < 0:
            told += f" The higher, the {'more' if self.signed.low > 0 else 'less'} is left."
        if self.left is not None:
            told += f" Behind {fraction(self.left.value)} of all uncertainty ({self.left.hundredths()}\u00a0%)"
            if self.lost is not None:
                told += f"; about what is lost, behind {fraction(self.lost.value)} ({self.lost.hundredths()}\u00a0%)"
            told += "."
        return told


@cache
def published() -> dict[str, Any]:
    """The table as it was published."""
    return dict(json.loads(TABLE.read_text(encoding="utf-8")))


@cache
def influences() -> dict[str, Influence]:
    """By name of parameter, those that were tested."""
    table = published()
    shares = table["variance"]["estimates"]

    def share(outcome: str, name: str) -> Range | None:
        found = shares.get(outcome, {}).get(name)
        return Range(*found["total"]) if found else None

    return {
        name: Influence(Range(*found["mean_absolute"]), Range(*found["mean"]), share(LEFT, name), share(LOST, name))
        for name, found in table["screening"]["estimates"][LEFT].items()
    }


def if_wrong(parameter: Parameter) -> str:
    """What to say of a parameter."""
    if parameter.role == "uncertainty":
        found = influences().get(parameter.name)
        return found.words() if found else NOT_MEASURED
    reasons = {
        "lever": "Not tested: somebody chooses it.",
        "switch": "Not tested: a mechanism, with it or without.",
        "constant": "Not tested: fixed by definition.",
    }
    return reasons.get(parameter.role, "")


def weight(parameter: Parameter) -> float:
    """What to sort by so that the numbers that matter most come first, and those that were not measured last."""
    found = influences().get(parameter.name)
    return found.moved.value if found else -1.0


def about() -> str:
    """What was tested, in which story, with which model."""
    table = published()
    story = load(table["scenario"])
    together = len(table["variance"]["estimates"][LEFT])
    told = (
        "If it is wrong: how far the co-produced share of services in the last year moves, in points of 100 with 90 % "
        f"intervals, when the number goes through its whole range in the story “{story.title or story.name}” "
        f"({len(influences())} numbers, one at a time; shares of uncertainty: the strongest {together} together)."
    )
    return f"{told}{_missing()} {origin()}"


def _missing() -> str:
    """How many uncertain numbers nobody has tested yet, if there are any."""
    missing = sum(each.role == "uncertainty" and each.name not in influences() for each in PARAMETERS.values())
    return f" Not measured yet, and last in that order: {plural(missing, 'number')}." if missing else ""


def origin() -> str:
    """Which model the results were made with; said aloud where the one that runs here behaves differently."""
    made, runs = published()["fingerprint"] or "unknown", recorded_fingerprint()
    if made == runs:
        return f"Tested with this version of the model ({runs})."
    return (
        f"Tested with another version of the model ({made}) than runs here ({runs}): take it as a guide, "
        "change the number and look."
    )


def fraction(share: float) -> str:
    """A share as people say it: ``about a fifth``."""
    if share < LEAST:
        return "less than a tenth"
    if share > MOST:
        return "nearly all"
    return "about " + min(FRACTIONS, key=lambda words: abs(FRACTIONS[words] - share))


def _short(points: float) -> str:
    return f"{points:.0f}" if abs(points) >= 1 or points == 0 else f"{points:.1f}"
