"""The page compare."""

import solara


@solara.component
def ComparePage():
    """To come."""
    solara.HTML(tag="h1", unsafe_innerHTML="Compare")
