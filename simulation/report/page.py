"""A page of HTML that holds everything itself: no scripts, no requests, figures inside."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Sequence
from html import escape

from matplotlib.figure import Figure

from simulation.figures.style import house_style

STYLE = """
body { font: 16px/1.5 "DejaVu Sans", Verdana, sans-serif; color: #222; }
body { max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 1.5rem; color: #12436D; margin-bottom: .2rem; }
h2 { font-size: 1.15rem; color: #12436D; margin-top: 2rem; }
table { border-collapse: collapse; font-size: .85rem; width: 100%; margin: .5rem 0; }
th, td { text-align: left; padding: .25rem .6rem .25rem 0; border-bottom: 1px solid #ddd; vertical-align: top; }
td.number, th.number { text-align: right; white-space: nowrap; }
figure { margin: 1rem 0; } figure svg { width: 100%; height: auto; } figcaption { font-size: .85rem; color: #555; }
code, pre { font: .85rem/1.4 "DejaVu Sans Mono", monospace; }
pre { background: #f4f6f8; padding: .6rem; overflow: auto; }
footer { margin-top: 2rem; font-size: .8rem; color: #555; border-top: 1px solid #ddd; padding-top: .5rem; }
@media print { body { margin: 0; max-width: none; } figure, table { break-inside: avoid; } }
"""


def page(title: str, parts: Iterable[str], origin: Sequence[str]) -> str:
    """The whole page.

    Parameters
    ----------
    parts : pieces of HTML, from the other functions here.
    origin : lines that say where the results come from.
    """
    body = "\n".join(parts)
    footer = "<br>".join(escape(line) for line in origin)
    return (
        f'<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n<title>{escape(title)}</title>\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<style>{STYLE}</style>\n</head>\n<body>\n<h1>{escape(title)}</h1>\n{body}\n<footer>{footer}</footer>\n"
        "</body>\n</html>\n"
    )


def heading(text: str) -> str:
    """A heading of the second order."""
    return f"<h2>{escape(text)}</h2>"


def paragraph(text: str) -> str:
    """A paragraph."""
    return f"<p>{escape(text)}</p>"


def code(text: str) -> str:
    """Text as it would be typed."""
    return f"<pre>{escape(text.strip())}</pre>"


def table(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table; all columns but the first hold numbers, unless their heading says 'definition' or 'error'."""
    kinds = ["" if number == 0 or name in WORDS else ' class="number"' for number, name in enumerate(columns)]
    head = "".join(f"<th{kind}>{escape(name)}</th>" for kind, name in zip(kinds, columns, strict=True))
    lines = [
        "<tr>" + "".join(f"<td{kind}>{escape(text)}</td>" for kind, text in zip(kinds, row, strict=True)) + "</tr>"
        for row in rows
    ]
    return f"<table><thead><tr>{head}</tr></thead><tbody>\n" + "\n".join(lines) + "\n</tbody></table>"


WORDS = ("definition", "error", "restricted to")


def picture(figure: Figure, description: str) -> str:
    """A figure inside the page, described for those who cannot see it."""
    text = io.StringIO()
    with house_style():
        figure.savefig(
            text, format="svg", metadata={"Date": None, "Creator": "coproduction", "Description": description}
        )
    svg = text.getvalue()
    svg = svg[svg.index("<svg") :]
    label = f'<svg role="img" aria-label="{escape(description, quote=True)}"'
    svg = re.sub(r"<metadata>.*?</metadata>", "", svg.replace("<svg", label, 1), flags=re.DOTALL)
    return f"<figure>{svg.strip()}</figure>"
