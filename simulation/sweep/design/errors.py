"""What is wrong with a design, in one line that its author understands."""


class DesignError(ValueError):
    """A design that cannot be used; the message names the thing, its value and what would be right."""
