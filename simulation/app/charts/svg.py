"""Small pieces of SVG text: safe words, short numbers, the shared style, and charts that stand on their own."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

LIGHT = {
    "ink": "#1b1b1b",
    "quiet": "#505a5f",
    "paper": "#ffffff",
    "with": "#12436D",
    "on-with": "#ffffff",
    "without": "#3D3D3D",
    "event": "#C4410B",
    "better": "#1d7a73",
    "line": "#b1b4b6",
    "tint": "#eef3f7",
}
DARK = {
    "ink": "#f3f2f1",
    "quiet": "#b9bec2",
    "paper": "#16191c",
    "with": "#6BACE6",
    "on-with": "#0b1014",
    "without": "#d0d0d0",
    "event": "#F46A25",
    "better": "#5cc9bd",
    "line": "#5b6368",
    "tint": "#222a31",
}

STYLE = """
svg.chart{font-family:system-ui,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif;color:var(--ink)}
svg.chart text{fill:currentColor}
svg.chart .quiet{fill:var(--quiet)}
svg.chart .rule{stroke:var(--line);stroke-width:1;fill:none}
svg.chart .band{fill:var(--with);fill-opacity:.16}
svg.chart .half{fill:var(--with);fill-opacity:.26}
svg.chart .thin{fill:none;stroke:var(--with);stroke-opacity:.38;stroke-width:1}
svg.chart .median{fill:none;stroke:var(--with);stroke-width:3.5;stroke-linejoin:round}
svg.chart .dashed{fill:none;stroke:var(--without);stroke-width:2;stroke-dasharray:7 5}
svg.chart .event{stroke:var(--event);stroke-width:1.5;fill:none}
svg.chart .event-text{fill:var(--event)}
svg.chart .cursor{stroke:var(--ink);stroke-width:1.5}
svg.chart .knob{fill:var(--ink)}
svg.chart .on{fill:var(--with)}
svg.chart .off{fill:var(--tint);stroke:var(--line)}
svg.chart text.on-text{fill:var(--on-with)}
svg.chart .with-text{fill:var(--with)}
svg.chart .worse{fill:var(--event)}
svg.chart .same{fill:none;stroke:var(--quiet);stroke-width:1.4}
svg.chart .better{fill:var(--better)}
svg.chart .lock{fill:none;stroke:var(--event);stroke-width:3}
svg.chart .leader{fill:var(--with)}
svg.chart .line{fill:none;stroke-width:2.5;stroke-linejoin:round}
svg.chart .line-1{stroke:var(--with)}
svg.chart .line-2{stroke:var(--event);stroke-dasharray:9 4}
svg.chart .line-3{stroke:var(--better);stroke-dasharray:2 4}
svg.chart .line-1-text{fill:var(--with)}
svg.chart .line-2-text{fill:var(--event)}
svg.chart .line-3-text{fill:var(--better)}
svg.chart .frame{fill:none;stroke:var(--ink);stroke-width:1}
""".strip()


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


def shortened(words: str, room: float, size: float) -> str:
    """The text, cut with an ellipsis if it is too wide."""
    if wide(words, size) <= room:
        return words
    cut = words
    while cut and wide(cut.rstrip() + "…", size) > room:
        cut = cut[:-1]
    return cut.rstrip() + "…" if cut.strip() else ""


def wrapped(words: str, room: float, size: float, lines: int) -> list[str]:
    """The text in up to so many lines; what does not fit ends with an ellipsis."""
    result: list[str] = []
    for word in words.replace("-", "-\u200b").replace(" ", " \u200b").split("\u200b"):
        if result and wide((result[-1] + word).rstrip(), size) <= room:
            result[-1] += word
        else:
            result.append(word)
    if len(result) > lines:
        result = [*result[: lines - 1], "".join(result[lines - 1 :])]
    return [shortened(line.strip(), room, size) for line in result]


def chart(width: float, height: float, label: str, parts: Iterable[str], description: str = "") -> str:
    """A whole chart, with a name for those who cannot see it."""
    box = f'viewBox="0 0 {number(width)} {number(height)}" preserveAspectRatio="xMinYMin"'
    said = f"<title>{escape(label)}</title>" + (f"<desc>{escape(description)}</desc>" if description else "")
    name = escape(f"{label}. {description}" if description else label, quote=True)
    return f'<svg class="chart" {box} role="img" aria-label="{name}">{said}{"".join(parts)}</svg>'


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


def custom_properties(colours: dict[str, str]) -> str:
    """Colours as declarations of a style sheet."""
    return "".join(f"--{name}:{colour};" for name, colour in colours.items())
