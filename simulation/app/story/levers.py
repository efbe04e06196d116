"""The levers of the main screen: which of the model's declared levers it offers, and their words.

Range, default and unit come from the declaration. Every other parameter can be changed on the page of assumptions.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from simulation.world.parameters import PARAMETERS
from simulation.world.parameters.parameter import Parameter

STEPS = 20  # positions of a slider from end to end
POINTS = 100  # what a lever that can be bought costs from its left end to its right end
NOTHING, ALL = "None", "Complete"
TINY = 1e-9


@dataclass(frozen=True)
class Lever:
    """One lever.

    Attributes
    ----------
    name : the parameter that it sets.
    title : what it is called on the screen.
    words : from the low end of the range to the high one, for equal parts of it; "None" and "Complete" are for the
        very ends alone.
    meaning : what it is.
    limit : what it cannot do.
    cost : what it costs.
    """

    name: str
    title: str
    words: tuple[str, ...]
    meaning: str
    limit: str
    cost: str

    @property
    def parameter(self) -> Parameter:
        """The declaration."""
        return PARAMETERS[self.name]

    @property
    def step(self) -> float:
        """Distance between two positions."""
        return (self.parameter.high - self.parameter.low) / STEPS

    @cached_property
    def scale(self) -> tuple[tuple[float, str], ...]:
        """Each word with the value from which on it is said."""
        low, high = self.parameter.low, self.parameter.high
        nothing = self.words[:1] if self.words[0] == NOTHING else ()
        everything = self.words[-1:] if self.words[-1] == ALL else ()
        words = self.words[len(nothing) : len(self.words) - len(everything)]
        starts = [low + number * (high - low) / len(words) for number in range(len(words))]
        if nothing:
            starts[0] = low + TINY
        ends = [[(end, word) for word in said] for end, said in ((low, nothing), (high, everything))]
        return (*ends[0], *zip(starts, words, strict=True), *ends[1])

    def word(self, value: float) -> str:
        """Where a value lies, in a word."""
        return [word for start, word in self.scale if value >= start - TINY / 2][-1]

    def number(self, value: float) -> str:
        """The value on a scale of 0 to 100, or in per cent of standard cost."""
        return f"{100 * value:.0f}"

    def spoken(self, value: float) -> str:
        """The value for people who listen: ``Warm, 70``."""
        return f"{self.word(value)}, {self.number(value)}"

    def tip(self) -> str:
        """What it is, its unit, what it costs, what it cannot do."""
        unit = "in per cent" if self.parameter.unit == "ratio" else "from 0 to 100"
        return f"{self.meaning} ({unit}). {self.cost} {self.limit}"


# Of the model, each part of the framework that is paid for costs the same.
PAID = (
    f"It costs {POINTS} points from end to end, and the council {100 * PARAMETERS['lever_cost'].default:g} % of its "
    "spending where it is complete, by our best single guess."
)

IN_SIGHT: tuple[Lever, ...] = (
    Lever(
        "tradition_mean",
        "Leaders' support",
        ("Cold", "Cool", "Mixed", "Warm", "Devoted"),
        "How warmly the town's leaders, taken together, regard working with residents",
        "It cannot fix one leader's mind: each new leader is drawn around it.",
        "It has no price: nobody can buy it.",
    ),
    Lever(
        "capacity_building",
        "Capacity fund",
        ("None", "Thin", "Fair", "Strong"),
        "How much training and community development the council pays for from the start",
        "It cannot buy trust, and an unsupportive leadership can dismantle it.",
        PAID,
    ),
    Lever(
        "pfi_policy",
        "PFI incentive",
        ("None", "Weak", "Strong", "Only way to build"),
        "How strongly national policy pushes private finance for new buildings from the start",
        "It cannot undo contracts that are signed; they run 25 to 30 years.",
        "What is signed is paid for until its term ends.",
    ),
)

MORE: tuple[Lever, ...] = (
    Lever(
        "governance",
        "Published agreement",
        ("None", "A small part", "About half", "Most of it", "Complete"),
        "How far performance and terms of joint working are published and agreed by formal rules",
        "It cannot make a leader willing; it makes what exists harder to end.",
        PAID,
    ),
    Lever(
        "open_procurement",
        "Open procurement",
        ("Closed", "Ajar", "Half open", "Open"),
        "How far small community providers can bid for contracts",
        "It cannot make them strong enough to win or to last.",
        PAID,
    ),
    Lever(
        "income_level",
        "Council's money",
        ("Ruin", "Poor", "Short", "Enough", "Ample"),
        "The council's income at the start, relative to what its services cost",
        "It cannot say what the money is spent on.",
        "It is not for sale: everything else is paid from it.",
    ),
)

LEVERS: dict[str, Lever] = {lever.name: lever for lever in (*IN_SIGHT, *MORE)}
BOUGHT = ("governance", "capacity_building", "open_procurement")  # what a council can decide to pay for
GIVEN = ("tradition_mean", "income_level")  # what a town has, or has not
