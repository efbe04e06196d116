"""Numbers that documents quote from results: ``python experiments/quoted.py`` writes them where they are quoted.

A document quotes a headline of an experiment, as a number, with its band over worlds, in what share of worlds it has
this sign, or of which ``kind`` it is, or the answer to a claim by its number (``said``)::

    <!-- leadership_change: lost, no protection: band -->29.1 % (8.2 to 52.0)<!-- end -->

What stands between the two comments is made anew from ``results/leadership_change/headlines.csv``; nothing is simulated
here. Nobody types such a number.
"""

from __future__ import annotations

import csv
import io
import re
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from headlines import between, in_kind
from sides import on_a_side

from simulation.results.atomic import write_text
from simulation.results.published import content
from simulation.results.worlds_in_words import per_cent
from simulation.world.errors import Damaged, nearest

ROOT = Path(__file__).parent.parent
DOCUMENTS = ("README.md", *sorted(path.relative_to(ROOT).as_posix() for path in (ROOT / "docs").glob("*.md")))
_QUOTED = re.compile(r"<!-- (?P<name>\w+): (?P<words>[^\n]+?): (?P<form>\w+) -->(?P<said>[^\n]*?)<!-- end -->")

Row = Mapping[str, Any]
Read = Callable[[str], list[Row]]


class Misquoted(ValueError):
    """A document quotes what no experiment has published."""


def number(row: Row) -> str:
    """The estimate alone."""
    return in_kind(float(row["estimate"]), row["what"])


def band(row: Row) -> str:
    """The estimate, and in brackets where nine worlds in ten have their average; its interval where there is one."""
    return f"{number(row)} ({between(float(row['low']), float(row['high']), row['what'])})"


def worlds(row: Row) -> str:
    """In what share of worlds the average effect has this sign and matters."""
    if not row.get("sign_share"):
        raise Misquoted(f"{row['headline']!r} was asked in one world only")
    return per_cent(float(row["sign_share"]))


def kind(row: Row) -> str:
    """Whether its direction was assumed, or in how many worlds it was found; of a claim, what kind of answer it has."""
    if not row.get("kind"):
        raise Misquoted(f"{called(row)!r} was published before headlines had a kind")
    contested = row["kind"] == "contested" and row.get("side")
    where = f", {on_a_side(float(row['side_share']))} where {row['side']}" if contested else ""
    return f"*{row['kind']}*{where}"


def said(row: Row) -> str:
    """The estimate that answers a claim, with what it is of."""
    return str(row["said"]).partition(":")[0]


FORMS: dict[str, Callable[[Row], str]] = {"number": number, "band": band, "worlds": worlds, "kind": kind, "said": said}


def rewritten(text: str, read: Read) -> str:
    """A document with every quoted number as it was published.

    Parameters
    ----------
    read : the rows of an experiment's ``headlines.csv``, by its name.

    Raises
    ------
    Misquoted : if there is no such headline or no such form.
    """

    def quote(found: re.Match[str]) -> str:
        name, words, form = found["name"], found["words"], found["form"]
        if form not in FORMS:
            raise Misquoted(f"{name}: {words}: {form}: it must be one of {', '.join(FORMS)}")
        rows = [row for row in read(name) if words in (called(row), f"{called(row)} ({row.get('what')})")]
        if len(rows) != 1:
            known = [called(row) for row in read(name)]
            raise Misquoted(f"{name}: {len(rows)} headlines are {words!r}{nearest(words, known)}")
        return f"<!-- {name}: {words}: {form} -->{FORMS[form](rows[0])}<!-- end -->"

    return _QUOTED.sub(quote, text)


def called(row: Row) -> str:
    """What is quoted of a row: a headline, or the number of a claim."""
    return str(row["claim"] if "claim" in row else row["headline"])


def published(name: str) -> list[Row]:
    """Headlines of an experiment, verified."""
    try:
        text = content(ROOT / "results" / name, "claims.csv" if name == "claims" else "headlines.csv").decode()
    except Damaged as error:
        raise Misquoted(f"{name}: {error}") from None
    return list(csv.DictReader(io.StringIO(text)))


def main() -> None:
    """Write the numbers into all documents."""
    for name in DOCUMENTS:
        path = ROOT / name
        text = path.read_text(encoding="utf-8")
        try:
            new = rewritten(text, published)
        except Misquoted as error:
            sys.exit(f"{name}: {error}")
        if new != text:
            write_text(path, new)
            print(f"{name}: {len(_QUOTED.findall(new))} numbers, made anew")


if __name__ == "__main__":
    main()
