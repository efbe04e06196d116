"""What is allowed, where more than one command or room must know it."""

LAST_SEED = 2**32 - 1  # a seed is one word of the key of all draws
MOST_WORKERS = 1024
LONGEST_YEARS = 60  # of a scenario
SHORTEST_PFI, LONGEST_PFI = 15.0, 40.0  # years of a contract
