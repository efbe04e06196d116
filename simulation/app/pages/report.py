"""The page report."""

import solara


@solara.component
def ReportPage():
    """To come."""
    solara.HTML(tag="h1", unsafe_innerHTML="Report")
