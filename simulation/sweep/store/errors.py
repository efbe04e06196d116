"""The one error of this room."""


class StoreError(Exception):
    """Results of a sweep cannot be kept or read; the message is one line that says why and what would be right."""
