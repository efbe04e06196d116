"""The page assumptions."""

import solara


@solara.component
def AssumptionsPage():
    """To come."""
    solara.HTML(tag="h1", unsafe_innerHTML="Assumptions")
