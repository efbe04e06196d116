"""What a check is: a claim, an estimator, and the range in which the estimate is accepted, all stated beforehand.

The decision rule is the same for all. A part's estimate is a statistic of the mean over replicates; its 90 % interval
is a bootstrap over whole replicates. *Pass*: the interval lies in the accepted range. *Fail*: it lies outside. *Not
shown*: it straddles a bound, or there is nothing to estimate. Where all replicates are the same nothing has varied that
an interval could rest on, and none is given, as nowhere else: the one value that there is, is judged. A check of
several parts passes if all of them do and fails if one does; as each bound is crossed wrongly with a chance of at most
5 %, so is the claim as a whole (intersection-union test, Berger 1982).

Accepted ranges come from the model brief and the evidence, never from the model; none was widened after a run.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from simulation.validation.runs import Runs

Rows = NDArray[np.float64]  # [replicate, quantity]
Verdict = Literal["pass", "fail", "not shown"]


def the_mean(means: Rows) -> float:
    """The usual statistic: the mean over replicates of the only quantity there is."""
    return float(means[0])


def difference(means: Rows) -> float:
    """First quantity minus the second."""
    return float(means[0] - means[1])


def ratio(means: Rows) -> float:
    """First quantity over the second: a ratio of means."""
    return float(means[0] / means[1]) if means[1] else float("nan")


def ratio_difference(means: Rows) -> float:
    """Difference of two ratios of means, of four quantities."""
    return ratio(means[:2]) - ratio(means[2:])


@dataclass(frozen=True)
class Part:
    """One number that a claim is judged by.

    Attributes
    ----------
    name : what is estimated, in one line.
    low, high : accepted range, both ends included.
    sample : the quantities of every replicate, ``[replicate, quantity]``.
    statistic : what is made of their means over replicates.
    unit : ``share`` and ``rate`` are printed in per cent, everything else as it is.
    why : where the accepted range comes from.
    amended : how the estimator was changed after a first run, why, and what it had come to; the range never was.
    """

    name: str
    low: float
    high: float
    sample: Callable[[Runs, int], Rows]
    statistic: Callable[[Rows], float] = the_mean
    unit: str = "share"
    why: str = "model brief §6: the sign, with the least size worth reporting"
    amended: str = ""


@dataclass(frozen=True)
class Check:
    """A claim about the model.

    Attributes
    ----------
    name : ``P1`` … ``P12`` for the patterns of the model brief §6, ``P13`` for that of the sources, ``S1`` … for the
        targets of evidence §6, ``R1`` … for registered predictions.
    title, claim : a few words, and the claim in full.
    scenarios : the scenarios that it is judged on.
    parts : the numbers that it is judged by.
    pairs, quick : paired seeds in the full and in the quick run.
    """

    name: str
    title: str
    claim: str
    scenarios: tuple[str, ...]
    parts: tuple[Part, ...]
    pairs: int = 240
    quick: int = 60


@dataclass(frozen=True)
class Finding:
    """What a part came to; ``same``: in all replicates, so without an interval, and judged by the value itself."""

    part: Part
    estimate: float
    low: float
    high: float
    verdict: Verdict
    same: bool = False


@dataclass(frozen=True)
class Result:
    """What a check came to."""

    check: Check
    findings: tuple[Finding, ...]
    pairs: int

    @property
    def verdict(self) -> Verdict:
        """Pass if all parts pass, fail if one fails."""
        verdicts = {finding.verdict for finding in self.findings}
        if "fail" in verdicts:
            return "fail"
        return "pass" if verdicts == {"pass"} else "not shown"
