"""How large the world is, and how fine its time."""

from simulation.world.parameters.parameter import Section, size


class Sizes(Section, title="Sizes"):
    councils = size(1, (1, 400), "councils", "number of councils", "model choice", "definition")
    neighbourhoods = size(24, (2, 60), "per council", "neighbourhoods of each council", "model choice", "definition")
    organisations = size(
        30,
        (1, 120),
        "per council",
        "community organisations and social enterprises at the start, in the mean",
        "evidence §5",
    )
    enterprises = size(6, (0, 30), "per council", "social enterprises among them, at most", "model choice")
    contractors = size(
        8,
        (1, 30),
        "per council",
        "private contractors in each market at the start",
        "evidence §4 (about four bids a tender)",
        "measured",
    )
    neighbouring_councils = size(
        2, (0, 4), "on each side", "how many councils on each side a council looks to", "model choice"
    )
    region_size = size(
        8,
        (1, 64),
        "councils",
        "councils that form a region",
        "model choice",
        "definition",
    )
    ticks_a_year = size(
        12,
        (4, 24),
        "ticks",
        "steps in which a year is simulated: 12 months, 24 halves of one, 6 times two or 4 quarters",
        "model choice",
        "definition",
    )
    far_councils = size(2, (0, 4), "councils", "how many councils in other regions a council looks to", "model choice")
