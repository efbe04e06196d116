"""The one error of this room."""


class ResultError(Exception):
    """Results cannot be made, written or read; the message is one line that says why and what would be right."""
