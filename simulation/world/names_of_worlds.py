"""What worlds are called: by themselves, so that a command can name them before it loads anything heavy."""

CENTRAL_NAME = "central"  # the one world of the declared defaults
PLAUSIBLE = "plausible"  # all that the record does not rule out
DEFAULT = PLAUSIBLE
