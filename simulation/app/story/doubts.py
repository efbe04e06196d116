"""What a room doubts first: plain questions for assumptions that matter much, and who wins where one is tried."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from simulation.app.story.influence import weight
from simulation.app.story.names import capital
from simulation.results.outcomes import Tally
from simulation.scenarios.in_words import in_a_row
from simulation.world.parameters import PARAMETERS

CLOSE = 5  # of 100 futures: those less apart are too close to call, as chance alone moves them so far
LESS_APART = f"less than {CLOSE} futures in 100 apart"

# Of numbers that move the answer much; words of the model's own for all that has none.
QUESTIONS: Mapping[str, str] = {
    "trust_needed": "How much must a group trust the council before it is fully ready to work with it?",
    "least_availability": "How ready must a group be before the council works with it at all?",
    "withdrawal_base": "How easily is a shared service ended?",
    "withdrawal_distrust": "How much trust is lost when a shared service is ended?",
    "fatigue_growth": "How fast do meetings tire people?",
    "fatigue_recovery": "How fast does their energy come back?",
    "closure_base": "How often do community groups close in quiet times?",
    "founding": "How often do new community groups begin?",
    "relationship_growth": "How fast does shared work build a relationship?",
    "trust_base": "How much trust does good ordinary service earn?",
    "civic_deprivation": "How much less ready to come forward are people in the most deprived place?",
    "civic_base": "How ready to come forward are people in the least deprived place?",
    "availability_unskilled": "How far can a group without skills work with the council?",
    "closure_strain": "How much more often do groups close that have hardly any reserves?",
    "tedium_trusted": "How much less do meetings tire people who trust the council?",
    "invitation_rate": "How soon does a council that wants to plan with residents ask those in who plan by themselves?",
    "carry": "How much work can a strong community organisation carry?",
    "champion_above": "How willing must a leader be to take up a framework?",
    "relationship_start": "How good is the relationship that shared work begins with?",
    "review_rate": "How often are services without a contract reviewed?",
    "embeddedness_growth": "How fast does a supported arrangement become an institution?",
    "contractor_margin": "How large a margin do contractors with enough work ask for?",
    "initiative_alone": "How much do residents start where there is no group?",
    "asset_threshold": "From what reserves on does a group build up assets of its own?",
    "score_price": "How much does price count in an award while money is not short?",
}
# To a room that has doubted nothing yet: a list that can be read at a glance, of those that move the answer most.
OFFERED = tuple(sorted(QUESTIONS, key=lambda name: -weight(PARAMETERS[name])))[:10]


def question(name: str) -> str:
    """An assumption as a plain question; one that the room doubted by itself in the words of its declaration."""
    return QUESTIONS.get(name) or f"{capital(PARAMETERS[name].meaning)}?"


def clearly_more(one: Tally, other: Tally) -> bool:
    """Whether something is so in more of its futures, and not too close to call; exact, as futures are counted."""
    more, less = (Fraction(each.number, max(each.futures, 1)) for each in (one, other))
    return 100 * (more - less) >= CLOSE


def places(found: Mapping[str, Tally]) -> tuple[tuple[str, ...], ...]:
    """Who shares the first place, the second, and so on: those too close to the best of a place to tell; by share."""
    shared: list[list[str]] = []
    for slot in sorted(found, key=lambda slot: -found[slot].share):
        if shared and not clearly_more(found[shared[-1][0]], found[slot]):
            shared[-1].append(slot)
        else:
            shared.append([slot])
    return tuple(map(tuple, shared))


def winners(found: Mapping[str, Tally]) -> tuple[str, ...]:
    """Who has the largest share of futures, and all who are too close to it to tell; by share."""
    return places(found)[0] if found else ()


def still_wins(before: Mapping[str, Tally], after: Mapping[str, Tally]) -> str:
    """Whether the winner still wins where an assumption is tried in all rows."""
    was, now = winners(before), winners(after)
    told = f"Before: {who_wins(before)}."
    if len(now) > 1:
        return f"{told} Now: {who_wins(after)}."
    return f"{told} {'Still' if was == now else 'Now'} {who_wins(after)}."


def who_wins(found: Mapping[str, Tally]) -> str:
    """The winner with its futures, or who are too close to call."""
    ahead = winners(found)
    best = found[ahead[0]]
    if len(ahead) > 1:
        return f"{in_a_row(sorted(ahead))} are too close to call"
    return f"{ahead[0]} wins, in {best.number} of {best.futures}"
