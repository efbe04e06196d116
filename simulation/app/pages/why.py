"""The page why."""

import solara


@solara.component
def WhyPage():
    """To come."""
    solara.HTML(tag="h1", unsafe_innerHTML="Why")


place = solara.reactive(0)
