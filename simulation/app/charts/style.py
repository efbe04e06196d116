"""The colours of both themes, and the classes that all charts share; the pages take their colours from here too."""

from __future__ import annotations

from simulation.results import palette

LIGHT = {
    "ink": "#1b1b1b",
    "quiet": "#505a5f",
    "paper": "#ffffff",
    "with": palette.WITH,
    "on-with": "#ffffff",
    "without": palette.WITHOUT,
    "event": palette.EVENT,
    "better": "#1d7a73",
    "line": "#b1b4b6",
    "tint": palette.TINT,
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

CODE_DARK, CODE_LIGHT = "#000000", "#ffffff"  # of a QR code, in every look: phones read no other

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
svg.chart .column{fill:none;pointer-events:all}
svg.chart .frame{fill:none;stroke:var(--ink);stroke-width:1}
""".strip()


def custom_properties(colours: dict[str, str]) -> str:
    """Colours as declarations of a style sheet."""
    return "".join(f"--{name}:{colour};" for name, colour in colours.items())
