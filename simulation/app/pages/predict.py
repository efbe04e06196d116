"""The page predict."""

import solara


@solara.component
def PredictPage():
    """To come."""
    solara.HTML(tag="h1", unsafe_innerHTML="Predict")
