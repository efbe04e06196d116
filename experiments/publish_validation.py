"""Write what the last validation came to into docs/validation.md: ``python experiments/publish_validation.py``.

It reads ``results/validation/validation.json``, which ``coproduction validate`` has written, and
``results/left_to_vote``, which `left_to_vote.py` has; nothing is simulated here.
What stands between ``<!-- validation: NAME -->`` and ``<!-- end -->`` is made anew, the rest is left alone.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import left_to_vote
import numpy as np

from simulation.calibration.describing import patterns_in
from simulation.generation.tables import markdown_table
from simulation.results.atomic import write_text
from simulation.validation.in_words import amount, between
from simulation.validation.patterns import PATTERNS
from simulation.world.names_of_worlds import PLAUSIBLE
from simulation.world.worlds import table_and_marks

ROOT = Path(__file__).parent.parent
RESULT = ROOT / "results" / "validation" / "validation.json"
LEFT_TO_VOTE = ROOT / "results" / "left_to_vote"
DOCUMENT = ROOT / "docs" / "validation.md"
KINDS = {"patterns": "P", "targets": "S", "predictions": "R"}
_BLOCK = re.compile(r"(<!-- validation: (?P<name>\w+) -->\n)(?P<content>.*?)(<!-- end -->)", re.DOTALL)

Kept = dict[str, Any]


def origin(kept: Kept) -> str:
    """Where the figures come from, and the count of what passes."""

    def passed(letter: str) -> str:
        verdicts = [check["verdict"] for check in kept["checks"] if check["name"].startswith(letter)]
        return f"{verdicts.count('pass')} of {len(verdicts)}"

    patterns, targets, predictions = (passed(letter) for letter in KINDS.values())
    return (
        "The figures here are those of `results/validation/validation.json`\n"
        f"(commit {kept['commit'][:7]}, model {kept['model_version']}, seed {kept['seed']}).\n\n"
        f"**In short:** {patterns} patterns and {targets} targets pass, and {predictions} registered predictions.\n"
    )


def table(kept: Kept, letter: str) -> str:
    """All checks of a kind, part by part."""
    lines = ["| check | what is estimated | estimate [90 %] | accepted | verdict |", "| --- | --- | --- | --- | --- |"]
    for check in kept["checks"]:
        if not check["name"].startswith(letter):
            continue
        head = f"| **{check['name']}** | **{check['title']}** ({check['pairs']} pairs) | | |"
        lines.append(f"{head} **{check['verdict']}** |")
        for part in check["parts"]:
            low, high = part["accepted"]
            accepted = between(low, high, part["unit"])
            lines.append(f"| | {part['name']} | {estimate(part)} | {accepted} | {part['verdict']} |")
    return "\n".join(lines) + "\n"


def estimate(part: Kept) -> str:
    """Estimate and interval of a part."""
    value, unit = amount(part["estimate"], part["unit"]), part["unit"]
    if part["low"] is None:
        return f"{value}, in all replicates" if part.get("note") else value
    return f"{value} [{amount(part['low'], unit)}, {amount(part['high'], unit)}]"


def nulls(kept: Kept) -> str:
    """What each null model passes, and what it does not."""
    lines = ["| null model | must not pass | passes | does not pass |", "| --- | --- | --- | --- |"]
    for null in kept["nulls"]:
        found = {check["name"]: check["verdict"] for check in null["checks"]}
        must = ", ".join(f"{name} {found[name]}" for name in null["must_fail"])
        passes, fails = (
            ", ".join(name for name, verdict in found.items() if (verdict == "pass") == which)
            for which in (True, False)
        )
        lines.append(f"| {null['name']}: {null['meaning']} | {must} | {passes} | {fails} |")
    return "\n".join(lines) + "\n"


def in_worlds(kept: Kept) -> str:
    """Which patterns of the sources plausible worlds show, beside what the declared values make of them."""
    shown = patterns_in(table_and_marks(PLAUSIBLE)[0])
    titles = {pattern.name: pattern.title for pattern in PATTERNS}
    verdicts = {check["name"]: check["verdict"] for check in kept["checks"]}
    lines = ["| | pattern | declared values | shown by, of the plausible worlds |", "| --- | --- | --- | --- |"]
    for name, of in shown.items():
        known = of[np.isfinite(of)]
        lines.append(f"| {name} | {titles[name]} | {verdicts[name]} | {int(known.sum())} of {len(known)} |")
    return "\n".join(lines) + "\n"


def colour(_: Kept) -> str:
    """Whether councils that are left to vote keep their colour as they did, from every starting year."""
    found = json.loads((LEFT_TO_VOTE / left_to_vote.NUMBERS).read_text(encoding="utf-8"))
    parties = list(left_to_vote.SHOWN)
    rows = [
        [
            year,
            *(_beside_the_band(of["colour"][name]) for name in parties),
            *(f"{each:.2f}" for each in of["S24"].values()),
        ]
        for year, of in found["from"].items()
    ]
    asked = next(iter(found["from"].values()))["S24"]
    spans = [f"{name} {mean:.2f} ({low:.2f} to {high:.2f})" for name, (mean, low, high) in found["recorded"].items()]
    return (
        f"{left_to_vote.in_words(found['from'])} Of all councils that ever were the recorded correlation, from 1980 to "
        f"{left_to_vote.LAST - left_to_vote.TEN}, is in the mean (least to most): {', '.join(spans)}.\n\n"
        + markdown_table(["from", *parties, *asked], rows)
    )


def _beside_the_band(case: Kept) -> str:
    low, high = case["band"]
    outside = "" if case["inside"] else ", outside"
    return f"{case['recorded']:.2f} [{low:.2f}, {high:.2f}]{outside}"


BLOCKS: dict[str, Callable[[Kept], str]] = {
    "origin": origin,
    "nulls": nulls,
    "worlds": in_worlds,
    "colour": colour,
    **{name: (lambda kept, letter=letter: table(kept, letter)) for name, letter in KINDS.items()},
}


def rewritten(text: str, kept: Kept) -> str:
    """The document with all its blocks made anew."""
    missing = BLOCKS.keys() - {block["name"] for block in _BLOCK.finditer(text)}
    if missing:
        raise ValueError(f"{DOCUMENT.name} has no place for: {', '.join(sorted(missing))}")
    return _BLOCK.sub(lambda block: f"{block[1]}\n{BLOCKS[block['name']](kept)}\n{block[4]}", text)


if __name__ == "__main__":
    result = json.loads(RESULT.read_text(encoding="utf-8"))
    write_text(DOCUMENT, rewritten(DOCUMENT.read_text(encoding="utf-8"), result))
    print(DOCUMENT)
