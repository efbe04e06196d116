"""An address as a QR code, for phones that are held up to the screen."""

from __future__ import annotations

from html import escape

import segno

from simulation.app.charts.style import CODE_DARK, CODE_LIGHT

QUIET = 4  # modules of white around the code, as its standard asks


def qr_code(address: str) -> str:
    """A drawing as SVG, in black on white in every look; who cannot see it is told the address."""
    matrix = segno.make_qr(address, error="m").matrix
    side = len(matrix) + 2 * QUIET
    dark = "".join(
        f"M{column + QUIET} {row + QUIET}h1v1h-1z"
        for row, modules in enumerate(matrix)
        for column, module in enumerate(modules)
        if module
    )
    return (
        f'<svg viewBox="0 0 {side} {side}" role="img" aria-label="{escape(address)}" shape-rendering="crispEdges">'
        f'<path fill="{CODE_LIGHT}" d="M0 0h{side}v{side}H0z"/><path fill="{CODE_DARK}" d="{dark}"/></svg>'
    )
