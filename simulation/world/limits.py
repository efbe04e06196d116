"""What is allowed, where more than one command or room must know it."""

LAST_SEED = 2**32 - 1  # a seed is one word of the key of all draws
MOST_WORKERS = 1024
