"""Small pieces of SVG text: safe words, short numbers, and charts that stand on their own."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from html import escape

from simulation.app.charts.style import DARK, LIGHT, STYLE

PART = re.compile(r'<g class="part([^>]*)><title>([^<]*)</title>')
TITLE = re.compile(r"<title>[^<]*</title>")


def number(value: float) -> str:
    """A coordinate with one decimal at most."""
    return f"{value:.1f}".removesuffix(".0")


def points(xs: Sequence[float], ys: Sequence[float]) -> str:
    """Coordinates of a line."""
    return " ".join(f"{number(x)},{number(y)}" for x, y in zip(xs, ys, strict=True))


def text(
    x: float, y: float, words: str, size: float = 14, anchor: str = "start", classes: str = "", bold: bool = False
) -> str:
    """A line of text, made safe."""
    attributes = f' class="{classes}"' if classes else ""
    attributes += f' text-anchor="{anchor}"' if anchor != "start" else ""
    attributes += ' font-weight="700"' if bold else ""
    return f'<text x="{number(x)}" y="{number(y)}" font-size="{number(size)}"{attributes}>{escape(words)}</text>'


def wide(words: str, size: float) -> float:
    """About how wide a text is, on the safe side for the fonts that browsers have."""
    return size * sum(_share(letter) for letter in words)


def _share(letter: str) -> float:
    """The width of a letter relative to the size of its font."""
    if letter in "mwMW@%—…":
        return 1.0
    if letter in "iljI.,:;'|!":
        return 0.32
    if letter in "ftr()[] -·":
        return 0.42
    return 0.74 if letter.isupper() or not letter.isascii() else 0.6


def shortened(words: str, space: float, size: float) -> str:
    """The text, cut with an ellipsis if it is too wide."""
    if wide(words, size) <= space:
        return words
    cut = words
    while cut and wide(cut.rstrip() + "…", size) > space:
        cut = cut[:-1]
    return cut.rstrip() + "…" if cut.strip() else ""


def wrapped(words: str, space: float, size: float, lines: int) -> list[str]:
    """The text in up to so many lines; what does not fit ends with an ellipsis."""
    result: list[str] = []
    for word in words.replace("-", "-\u200b").replace(" ", " \u200b").split("\u200b"):
        if result and wide((result[-1] + word).rstrip(), size) <= space:
            result[-1] += word
        else:
            result.append(word)
    if len(result) > lines:
        result = [*result[: lines - 1], "".join(result[lines - 1 :])]
    return [shortened(line.strip(), space, size) for line in result]


def chart(width: float, height: float, label: str, parts: Iterable[str], description: str = "") -> str:
    """A whole chart, with a name for those who cannot see it."""
    box = f'viewBox="0 0 {number(width)} {number(height)}" preserveAspectRatio="xMinYMin"'
    said = f"<title>{escape(label)}</title>" + (f"<desc>{escape(description)}</desc>" if description else "")
    name = escape(f"{label}. {description}" if description else label, quote=True)
    return f'<svg class="chart" {box} role="img" aria-label="{name}">{said}{"".join(parts)}</svg>'


def part(words: str, content: str, classes: str = "", key: str = "") -> str:
    """A piece of a chart that tells a value; ``key`` names it for those who choose it."""
    named = f' data-key="{key}"' if key else ""
    return f'<g class="{f"part {classes}".rstrip()}"{named}><title>{escape(words)}</title>{content}</g>'


def on_screen(svg: str) -> str:
    """A chart for a page, which tells values itself: the browser's own tooltips would cover them."""
    return TITLE.sub("", PART.sub(r'<g data-value="\2" class="part\1>', svg))


def standalone(svg: str, dark: bool = False) -> str:
    """A chart as a file of its own, with its style and colours in it."""
    colours = DARK if dark else LIGHT
    style = STYLE
    for name, colour in colours.items():
        style = style.replace(f"var(--{name})", colour)
    _, _, rest = svg.partition('viewBox="')
    size, _, _ = rest.partition('"')
    _, _, width, height = size.split()
    opened = f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" '
    background = f'<rect width="{width}" height="{height}" fill="{colours["paper"]}"/>'
    head, end, body = svg.replace("<svg ", opened, 1).partition(">")
    return f"{head}{end}<style>{style}</style>{background}{body}"
