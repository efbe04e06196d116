"""Every claim of the two articles, and what the model answers: ``docs/claims.md`` is written from this.

``claims.toml`` holds the claims in their order, what in the model speaks to each, and how its answer is to be had: from
a contrast of runs that share all chance, from checks of ``coproduction validate``, or from both.
"""

from __future__ import annotations

import csv
import json
import textwrap
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from articles import BUILT_IN, claims
from estimates import Estimate, estimate
from numpy.typing import NDArray
from shared import ROOT, Experiment
from sides import MOST_WORLDS, on_a_side, weakest_of_pattern

from simulation.calibration.describing import patterns_in
from simulation.results.atomic import write_text
from simulation.results.in_words import label
from simulation.results.over_worlds import FEWEST_WORLDS, UNDER
from simulation.results.worlds_in_words import per_cent
from simulation.sweep.store import Stored
from simulation.world.measures import MEASURES
from simulation.world.worlds import table_and_marks

Floats = NDArray[np.float64]
VALIDATION = ROOT / "results" / "validation" / "validation.json"
DOCUMENT = ROOT / "docs" / "claims.md"
AS_IT_IS = "as_it_is"
STANDINGS = {
    "outcome": "an outcome: no equation states it",
    BUILT_IN: "an equation or a lever states it",
    "in part": "in part",
    "absent": "not represented",
}
KINDS = {
    "assumed": "an equation or a lever states it, so its direction is no finding, whatever its size",
    "robust": "the answer has the direction of the claim in at least nine of ten worlds, and in as many where each "
    "contested mechanism is on, and where it is off",
    "contested": "nine of ten worlds have that direction, or another answer, but fewer on a side of a contested "
    "mechanism, which is named",
    "filtered": "robust only among the worlds that show the patterns that the articles assert, less the one that "
    "states the claim",
    "no matter": f"in at least nine of ten worlds the average effect is too small to matter: {UNDER}",
    "open": "neither the direction of the claim nor the other in nine of ten worlds",
    "not shown": "the pattern that states the claim shows in at most one of ten worlds, which need not be the other "
    "direction",
    "contradicts the source": "the answer has the other direction in at least nine of ten worlds",
    "one world": "asked in one world only: how far it hangs on what nobody knows is not said",
    "not told": "asked in several worlds, which tell no direction: too few of them do, or they do not differ",
    "no direction": "a level, words, or a check that is no pattern: nothing to agree or disagree with",
}
OF_MOST_WORLDS = ("robust", "no matter", "contradicts the source", "not shown")  # asked again on sides of mechanisms
UNITS = {measure.name: measure.unit for measure in MEASURES}


class Answer(NamedTuple):
    """What the model answers to a claim: of which kind that is, the estimate if there is one, and in words."""

    claim: str
    kind: str
    estimate: Estimate | None
    said: str


def main() -> None:
    """Ask the model about every claim and write the table."""
    experiment = Experiment("claims", "What do the two articles claim, and what does the model answer?")
    all_claims = claims()
    contrasts = [claim["contrast"] for claim in all_claims if "contrast" in claim]
    futures = experiment.futures(200, 4)
    swept = {
        scenario: experiment.sweep(
            Path(scenario).stem,
            scenarios=(scenario,),
            sampler="full_factorial",
            policies=policies,
            replicates=futures,
            outcomes=measures,
        )
        for scenario, policies, measures in designs(contrasts)
    }
    patterns = patterns_in(table_and_marks(experiment.worlds.name)[0]) if experiment.several else {}
    answers = [answered(claim, swept, patterns) for claim in all_claims]
    experiment.table(
        "claims",
        ("claim", "kind", "estimate", "said"),
        [(each.claim, each.kind, each.estimate or "", each.said) for each in answers],
        "what the model answers to every claim",
    )
    counts = Counter(each.kind for each in answers)
    if not experiment.quick and experiment.folder == ROOT / "results" / "claims":
        write_text(DOCUMENT, document(read(experiment.folder / "claims.csv")))
    experiment.finish(
        "The claims of the two articles",
        "The last year of each scenario, against the same without its events, or one set of settings against another; "
        "docs/claims.md has every claim with its answer.",
        [f"Of {len(answers)} claims: " + ", ".join(f"{counts[kind]} {kind}" for kind in KINDS if counts[kind]) + "."],
        [],
    )


def designs(contrasts: list[dict[str, Any]]) -> list[tuple[str, tuple[dict[str, Any], ...], tuple[str, ...]]]:
    """For each scenario the settings that contrasts ask for, as policies, and the measures they compare."""
    found = []
    for scenario in dict.fromkeys(asked["scenario"] for asked in contrasts):
        mine = [asked for asked in contrasts if asked["scenario"] == scenario]
        settings = {name_of(of): of for asked in mine for of in (asked.get("with", {}), asked.get("without", {}))}
        policies = tuple({"name": name, **of} for name, of in {AS_IT_IS: {}, **settings}.items())
        found.append((scenario, policies, tuple(dict.fromkeys(asked["measure"] for asked in mine))))
    return found


def name_of(settings: Mapping[str, float]) -> str:
    """Of a policy that is these settings."""
    return "_and_".join(f"{name}_{round(1000 * value)}" for name, value in settings.items()) or AS_IT_IS


def answered(claim: dict[str, Any], swept: Mapping[str, Stored], patterns: Mapping[str, Floats]) -> Answer:
    """What the model answers; empty where words have to do.

    ``patterns`` says of every world whether it shows each pattern, nan where that cannot be said.
    """
    asked, checks = claim.get("contrast"), claim.get("check", "").split()
    stated = [patterns[name] for name in checks if name in patterns]
    others = showing(patterns, without=checks)
    found, said, along, within = None, "", None, None
    directed = asked is not None and asked.get("claims") is not None
    if asked:
        of = contrast(asked, swept[asked["scenario"]])
        found = of.estimate()
        said = of.said(found)
        along = agreeing(found, asked.get("claims"))
        within = agreeing(of.estimate(others), asked.get("claims")) if along and others is not None else None
    if stated and not directed:
        along = _with_the_rest(stated[0])
        within = None if others is None else _with_the_rest(stated[0][others])
    judged = verdicts()
    told = [_shows(name, patterns[name]) if name in patterns else f"{name} {judged.get(name, '?')}" for name in checks]
    checked = f"`validate`: {'; '.join(told)}" if told else ""
    if within and others is not None:
        checked += f"{'; ' if checked else ''}this in {per_cent(within[0])} of the {others.sum()} that show the other "
        checked += "patterns"
    signed = directed or any(name.startswith("P") for name in checks)
    of_kind = kind(claim, along, within, signed, several=bool(patterns) or bool(found and found.over))
    if of_kind == "contradicts the source" and not directed:
        of_kind = "not shown"
    if of_kind in OF_MOST_WORLDS:
        side, share = (found.over.side, found.over.side_share) if directed else weakest_of_pattern(stated[0])
        if share < MOST_WORLDS:
            of_kind = "contested"
            checked += f"{'; ' if checked else ''}in {on_a_side(share)} where {side}"
    return Answer(claim["id"], of_kind, found, ". ".join(filter(None, (said, checked))))


@cache
def verdicts() -> dict[str, str]:
    """What the published validation says of each check."""
    checks = json.loads(VALIDATION.read_text(encoding="utf-8"))["checks"] if VALIDATION.exists() else ()
    return {check["name"]: check["verdict"] for check in checks}


def showing(patterns: Mapping[str, Floats], without: Sequence[str]) -> NDArray[np.bool_] | None:
    """Which worlds show all patterns but those of a claim, as far as can be said; None if too few for a share do."""
    of = [shown for name, shown in patterns.items() if name not in without]
    if not of:
        return None
    mine = np.nan_to_num(of, nan=1.0).all(axis=0)
    return mine if mine.sum() >= FEWEST_WORLDS else None


def kind(
    claim: Mapping[str, Any],
    along: tuple[float, float] | None,
    within: tuple[float, float] | None,
    signed: bool,
    several: bool,
) -> str:
    """Of the answer, given the shares of worlds that agree and that disagree; None if they are not known.

    ``within``: the same among the worlds that show the other patterns; None if they are too few. ``several``: whether
    there is more than one world.
    """
    if claim["standing"] == BUILT_IN:
        return "assumed"
    if along is None:
        return "no direction" if not signed else "not told" if several else "one world"
    agree, disagree = along
    if agree >= MOST_WORLDS:
        return "robust"
    if disagree >= MOST_WORLDS:
        return "contradicts the source"
    if 1 - agree - disagree >= MOST_WORLDS:
        return "no matter"
    return "filtered" if within and within[0] >= MOST_WORLDS else "open"


def _with_the_rest(shown: Floats) -> tuple[float, float] | None:
    """Shares of the worlds of which it can be said; None if these are too few."""
    known = shown[np.isfinite(shown)]
    if len(known) < FEWEST_WORLDS:
        return None
    share = float(known.mean())
    return share, 1 - share


def _shows(name: str, shown: Floats) -> str:
    """In what share of worlds a pattern shows, and of how many that can be said, if not of all."""
    share, known = _with_the_rest(shown), int(np.isfinite(shown).sum())
    if share is None:
        return f"{name} can be said of {known} worlds alone"
    return f"{name} shows in {per_cent(share[0])} of worlds" + (f" ({known} known)" if known < len(shown) else "")


def agreeing(found: Estimate, claimed: str | None) -> tuple[float, float] | None:
    """Shares of worlds in which the answer has the direction that is claimed, and the other; None if not known."""
    over = found.over
    if claimed is None or over is None or np.isnan(over.sign_share):
        return None
    other = 1 - over.sign_share - np.nan_to_num(over.no_matter_share)
    same = (found.value > 0) == (claimed == "more")
    return (over.sign_share, other) if same else (other, over.sign_share)


class Contrast(NamedTuple):
    """What is compared, in every future, ``[future]``, and the number of the world of each."""

    measure: str
    what: str
    values: Floats
    world: NDArray[np.int64]
    is_level: bool

    def estimate(self, among: NDArray[np.bool_] | None = None) -> Estimate:
        """Over all worlds, or over some of them."""
        mine = np.full(len(self.world), True) if among is None else among[self.world]
        return estimate(self.values[mine], self.world[mine], UNITS[self.measure], effect=not self.is_level)

    def said(self, found: Estimate) -> str:
        """An estimate of it in words."""
        if UNITS[self.measure] != "share":
            number = found.plain(3)
        else:
            number = found.share() if self.is_level else found.points()
        return f"{label(self.measure)} {number}: {self.what}"


def contrast(asked: dict[str, Any], stored: Stored) -> Contrast:
    """With the events minus without, or one set of settings minus another."""
    measure, scenario = asked["measure"], Path(asked["scenario"]).stem
    at = stored.points["policy"].to_pylist().index

    def level(settings: Mapping[str, float], arm: Any = "scenario") -> Any:
        return stored.values(f"{measure}_final_year", arm, [at(name_of(settings))])[0]

    if "with" in asked:
        values = level(asked["with"]) - level(asked.get("without", {}))
        what = f"{_told(asked['with'])} against {_told(asked.get('without', {}))}, last year of `{scenario}`"
    elif asked.get("level"):
        values, what = level({}), f"level in the last year of `{scenario}`"
    else:
        values = level({}) - level({}, "counterfactual")
        what = f"`{scenario}`, last year, against the same without its events"
    return Contrast(measure, what, values, stored.world, bool(asked.get("level")))


def _told(settings: Mapping[str, float]) -> str:
    return ", ".join(f"{name} = {value:g}" for name, value in settings.items()) or "as it is"


def read(path: Path) -> dict[str, tuple[str, str]]:
    """Kind and words of each published answer."""
    with path.open(encoding="utf-8", newline="") as file:
        return {row["claim"]: (row["kind"], row["said"]) for row in csv.DictReader(file)}


def document(found: Mapping[str, tuple[str, str]]) -> str:
    """``docs/claims.md``, from kind and words of each answer."""
    rows = claims()
    counts = Counter(kind for kind, _ in found.values())
    about = (
        "Written by `python experiments/claims.py` from `experiments/claims.toml`. M are the claims of McLundie "
        "(2013), F those of the article on full co-production, in their order. Numbers are means over futures that "
        "share all chance; results/claims says how many, in which worlds, and what stands in brackets. "
        "No world was chosen for showing what an article states: worlds are those that the record does not rule out, "
        "and patterns are looked at afterwards."
    )
    lines = [
        "# What the two articles claim, and what the model answers",
        "",
        *textwrap.wrap(about, 140),
        "",
        "| kind of answer | | claims |",
        "| --- | --- | --- |",
        *(f"| *{name}* | {words} | {counts[name]} |" for name, words in KINDS.items() if counts[name]),
    ]
    for article, letter in (("McLundie (2013)", "M"), ("The article on full co-production", "F")):
        lines += ["", f"## {article}", ""]
        lines += [
            "| | The claim | In the model | Where | Kind | What it answers |",
            "| --- | --- | --- | --- | --- | --- |",
        ]
        for claim in rows:
            if claim["id"].startswith(letter):
                of_kind, said = found.get(claim["id"], ("", ""))
                answer = ". ".join(filter(None, (said, claim.get("words", ""))))
                cells = (claim["id"], claim["says"], STANDINGS[claim["standing"]], claim["where"], of_kind, answer)
                lines.append("| " + " | ".join(cell.replace("|", r"\|") for cell in cells) + " |")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    main()
