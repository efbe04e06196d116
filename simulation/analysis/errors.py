"""The one error of this room."""


class AnalysisError(ValueError):
    """Results do not allow the analysis that is asked for; the message is one line that says why."""
