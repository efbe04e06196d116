"""The page explorer."""

import solara


@solara.component
def ExplorerPage():
    """To come."""
    solara.HTML(tag="h1", unsafe_innerHTML="Explorer")
