"""The rounds of the hour (`docs/facilitator.md`): what each of them sets, where it is played, and what to ask."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from simulation.app.story.levers import BOUGHT, LEVERS


@dataclass(frozen=True)
class Round:
    """One part of the hour.

    Attributes
    ----------
    button : what its button says.
    title, about : what it is called, and what it is about.
    page : where it is played.
    ask : what to say while there is nothing to tell yet, or nothing that can be told.
    ask_then : what to ask at the end of it, where all that could have been bought is told.
    events : what happens, as pairs of `simulation.app.story.droppable_events.DROPPABLE` and year; without any the story
        stays as it is.
    year : where time stands.
    sold : whether points are to be spent; what they do not buy is locked then.
    """

    button: str
    title: str
    about: str
    page: str
    ask: str
    events: tuple[tuple[str, int], ...] = ()
    year: int = 0
    sold: bool = False
    ask_then: str = ""

    @property
    def locked(self) -> frozenset[str]:
        """Levers that nobody may move in this round."""
        return frozenset(LEVERS) - set(BOUGHT) if self.sold else frozenset()


BOTH = (("leader", 5), ("pfi", 7), ("back", 11))

# By the key that links have them under, in the order of the hour.
ROUNDS: Mapping[str, Round] = {
    "1": Round(
        button="1",
        title="Round 1",
        about="leadership changes",
        page="/predict",
        ask="Hands before eyes: then reveal.",
        events=(("leader", 5),),
        year=8,
    ),
    "2": Round(
        button="2",
        title="Round 2",
        about="PFI is offered, then the leadership changes back",
        page="/",
        ask="Who can undo this, and when?",
        events=BOTH,
        year=20,
    ),
    "3": Round(
        button="3",
        title="Round 3",
        about="both happen, and what 100 points leave of it",
        page="/",
        ask="What would you buy first, with 100 points?",
        events=BOTH,
        year=12,
        sold=True,
        ask_then=(
            "What did you not buy? Is more left because it is better protected, or because there was more to lose?"
        ),
    ),
    "doubt": Round(
        button="Doubt",
        title="Doubt",
        about="the least believable assumption",
        page="/compare",
        ask="What do you believe least? Try it in all rows: does the winner still win?",
    ),
    "home": Round(
        button="Take home",
        title="Take home",
        about="one thing each",
        page="/report",
        ask="What would you have to see to change your mind?",
    ),
}
