"""What every chart is: a drawing, and its numbers as a table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from simulation.app.charts.svg import on_screen


@dataclass(frozen=True)
class Chart:
    """A chart: its title, its drawing as SVG text, and the same numbers as rows under column heads."""

    title: str
    svg: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    @property
    def on_screen(self) -> str:
        """The drawing for a page that tells its values."""
        return on_screen(self.svg)

    @property
    def table(self) -> str:
        """The numbers as an HTML table; the first column names the rows."""
        return html_table(self.title, self.heads, self.rows)


def in_words(heads: Sequence[str], row: Sequence[str]) -> str:
    """A row of a table in a line."""
    return f"{row[0]}: {', '.join(f'{head} {cell}' for head, cell in zip(heads[1:], row[1:], strict=True))}"


def html_table(caption: str, heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """An HTML table with a caption."""
    top = "".join(f'<th scope="col">{escape(head)}</th>' for head in heads)
    body = "".join(
        f'<tr><th scope="row">{escape(first)}</th>{"".join(f"<td>{escape(cell)}</td>" for cell in rest)}</tr>'
        for first, *rest in rows
    )
    return f"<table><caption>{escape(caption)}</caption><thead><tr>{top}</tr></thead><tbody>{body}</tbody></table>"
