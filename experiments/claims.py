"""Every claim of the two articles, and what the model answers: ``docs/claims.md`` is written from this.

    python experiments/claims.py [--quick]

``claims.toml`` holds the claims in their order, what in the model speaks to each, and how its answer is to be had: from
a contrast of runs that share all chance, from checks of ``coproduction validate``, or from both.
"""

from __future__ import annotations

import argparse
import csv
import io
import json
import textwrap
import time
import tomllib
from collections import Counter
from pathlib import Path
from typing import Any, NamedTuple

from manifests import publish

from simulation.results.atomic import write_text
from simulation.results.in_words import label
from simulation.results.intervals import mean_interval
from simulation.validation.runs import Runs, series
from simulation.world.measures import MEASURES

ROOT = Path(__file__).parent.parent
CLAIMS = Path(__file__).with_suffix(".toml")
VALIDATION = ROOT / "results" / "validation" / "validation.json"
DOCUMENT = ROOT / "docs" / "claims.md"
PAIRS, QUICK = 200, 20
LAST_YEAR = 12  # months
STANDINGS = {
    "shown": "the model shows it",
    "built in": "built in: an equation or a lever states it, so it is no finding",
    "in part": "in part",
    "contradicted": "the model says otherwise",
    "absent": "not represented",
}
UNITS = {measure.name: measure.unit for measure in MEASURES}


class Answer(NamedTuple):
    """A number with its 90 % interval over runs, or a verdict."""

    claim: str
    value: float
    low: float
    high: float
    said: str


def claims() -> list[dict[str, Any]]:
    """The claims, in the order of the articles."""
    return list(tomllib.loads(CLAIMS.read_text(encoding="utf-8"))["claim"])


def answered(claim: dict[str, Any], runs: Runs, pairs: int, verdicts: dict[str, str]) -> Answer:
    """What the model answers; empty where words have to do."""
    found = Answer(claim["id"], float("nan"), float("nan"), float("nan"), "")
    if "contrast" in claim:
        found = _contrast(claim["id"], claim["contrast"], runs, pairs)
    judged = "; ".join(f"{name} {verdicts.get(name, 'not run')}" for name in claim.get("check", "").split())
    return found._replace(said=". ".join(filter(None, (found.said, judged and f"`validate`: {judged}"))))


def _contrast(name: str, asked: dict[str, Any], runs: Runs, pairs: int) -> Answer:
    """One contrast: with the events minus without, or one set of settings minus another."""
    measure, scenario = asked["measure"], asked["scenario"]
    if "with" in asked:
        one = _level(runs, scenario, pairs, measure, 0, asked["with"])
        other = _level(runs, scenario, pairs, measure, 0, asked.get("without", {}))
        what = f"{_told(asked['with'])} against {_told(asked.get('without', {}))}, last year of `{scenario}`"
    elif asked.get("level"):
        one, other = _level(runs, scenario, pairs, measure, 0, {}), 0.0
        what = f"level in the last year of `{scenario}`"
    else:
        one, other = (_level(runs, scenario, pairs, measure, arm, {}) for arm in (0, 1))
        what = f"`{scenario}`, last year, against the same without its events"
    found = mean_interval(one - other)
    value, low, high = float(found.estimate), float(found.low), float(found.high)
    share = UNITS[measure] == "share"
    factor, unit, form = (100, " percentage points", ".1f") if share else (1, "", ".3g")
    sign = "" if asked.get("level") else "+"
    numbers = [f"{factor * each:{sign}{form}}".replace("-", "−") for each in (value, low, high)]
    known = low == low
    interval = f"({numbers[1]} to {numbers[2]})" if known else "(the same in all runs)"
    return Answer(name, value, low, high, f"{label(measure)} {numbers[0]}{unit} {interval}: {what}")


def _level(runs: Runs, scenario: str, pairs: int, measure: str, arm: int, settings: dict[str, float]) -> Any:
    return series(runs.futures(scenario, pairs, **settings), measure, arm)[:, -LAST_YEAR:].mean(axis=1)


def _told(settings: dict[str, float]) -> str:
    return ", ".join(f"{name} = {value:g}" for name, value in settings.items()) or "as it is"


def document(found: dict[str, str], pairs: int) -> str:
    """``docs/claims.md``."""
    rows = claims()
    counts = Counter(claim["standing"] for claim in rows)
    about = (
        "Written by `python experiments/claims.py` from `experiments/claims.toml`. M are the claims of McLundie "
        "(2013), F those of the article on full co-production, in their order. Numbers are means with 90 % "
        f"intervals over {pairs} runs that share all chance, at the usual values of all parameters; how they "
        "stand when what nobody knows is varied is not said here. A claim that is *built in* comes out because an "
        "equation or a lever states it: that is an assumption, and no finding."
    )
    lines = [
        "# What the two articles claim, and what the model answers",
        "",
        *textwrap.wrap(about, 140),
        "",
        "| standing | claims |",
        "| --- | --- |",
        *(f"| {words} | {counts[standing]} |" for standing, words in STANDINGS.items()),
    ]
    for article, letter in (("McLundie (2013)", "M"), ("The article on full co-production", "F")):
        lines += ["", f"## {article}", "", "| | The claim | Standing | Where in the model | What it answers |"]
        lines += ["| --- | --- | --- | --- | --- |"]
        for claim in rows:
            if claim["id"].startswith(letter):
                answer = " ".join(filter(None, (found.get(claim["id"], ""), claim.get("words", ""))))
                cells = (claim["id"], claim["says"], claim["standing"], claim["where"], answer)
                lines.append("| " + " | ".join(cell.replace("|", r"\|") for cell in cells) + " |")
    return "\n".join(lines) + "\n"


def main() -> None:
    """Ask the model about every claim and write the table."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--quick", action="store_true", help="few runs, into results/claims-quick; no document")
    options = parser.parse_args()
    began = time.perf_counter()
    pairs = QUICK if options.quick else PAIRS
    folder = ROOT / "results" / ("claims-quick" if options.quick else "claims")
    checks = json.loads(VALIDATION.read_text(encoding="utf-8"))["checks"] if VALIDATION.exists() else ()
    verdicts = {check["name"]: check["verdict"] for check in checks}
    runs = Runs(seed=1)
    found = [answered(claim, runs, pairs, verdicts) for claim in claims()]
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(Answer._fields)
    for each in found:
        numbers = ["" if number != number else f"{number:.4g}" for number in each[1:4]]
        writer.writerow([each.claim, *numbers, each.said])
    folder.mkdir(parents=True, exist_ok=True)
    write_text(folder / "claims.csv", text.getvalue())
    if not options.quick:
        write_text(DOCUMENT, document({each.claim: each.said for each in found}, pairs))
    publish(
        folder,
        "claims.py",
        f"python experiments/claims.py{' --quick' if options.quick else ''}",
        ["claims.csv"],
        seeds=[1],
        sizes={"claims": len(found), "futures": pairs},
        wall_seconds=time.perf_counter() - began,
        quick=options.quick,
    )
    print(f"{folder}/claims.csv" + ("" if options.quick else f", {DOCUMENT.relative_to(ROOT)}"))


if __name__ == "__main__":
    main()
