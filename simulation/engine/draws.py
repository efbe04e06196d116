"""Keyed random draws: every draw is a pure function of (seed, replicate, purpose, month, entity, second entity).

The generator is Philox 4x32-10 (Salmon et al. 2011, "Parallel random numbers: as easy as 1, 2, 3"). Key:
the two words of ``world.key``, seed and replicate. Counter: entity, second entity, month, block of purposes. One block
yields four words: purpose ``p`` is word ``p % 4`` of block ``p // 4``, so a rule that needs several purposes of one
block for the same entity pays for one. No draw depends on the order of draws, on who else exists, or on what is
recorded: two scenarios with one seed share all chance.
"""

from __future__ import annotations

import math
from enum import IntEnum

import numpy as np

from simulation.engine.clock import MONTHLY, MONTHS_A_YEAR, in_a_tick, ticks_a_year
from simulation.engine.compilation import rule


class Purpose(IntEnum):
    """What chance decides. The number of a purpose is part of the model: never reuse or renumber one.

    A purpose drawn as a normal deviate owns a whole block, since it uses two words. The entity of every draw is a
    council's stable id (0 for the nation), the second entity a number within that council: of an arrangement, a place
    for an organisation, a contractor, a party, a service, an event. So no council's draws depend on which other
    councils exist.
    """

    meaning: str

    def __new__(cls, number: int, meaning: str) -> Purpose:
        purpose = int.__new__(cls, number)
        purpose._value_ = number
        purpose.meaning = meaning
        return purpose

    # block 0: elections and leaders, per council and month
    LEADER_EXIT = 0, "whether a leader leaves between elections"
    EARLY_EXIT = 2, "whether a council buys itself out of a PFI contract; per contract"
    GOVERNMENT_CHANGE = 3, "whether the national government loses a general election"
    # blocks of their own: normal deviates
    LEADER_COMMITMENT = 4, "a new leader's commitment to co-production; per council"
    LEADER_MARKET = 8, "a new leader's commitment to the market; per council"
    LOCAL_MOOD = 12, "yearly change of local mood; per council and party"
    NATIONAL_MOOD = 16, "yearly change of national mood; per party"
    CONTRACT_LENGTH = 24, "length of a PFI contract; per council and service"
    # block 7: an arrangement's month
    JOINT_PLANNING = 28, "whether planning changes hands; per arrangement"
    PLANNING_ENDS = 29, "whether residents or council give up planning; per arrangement"
    WITHDRAWAL = 30, "whether the council ends a co-produced arrangement"
    REVIEW = 31, "whether an arrangement is put up for review"
    # block 8: commissioning, per arrangement and option
    COMMISSIONING = 32, "unexplained part of the score of an option; per arrangement and option"
    # block 9: organisations
    CLOSURE = 36, "whether an organisation closes"
    FOUNDING = 37, "whether an organisation is founded; per place for one"
    CONVERSION = 38, "whether a professional organisation becomes a social enterprise"
    MUTUAL_AID = 39, "whether a mutual-aid group starts in an emergency; per place for one"
    # block 10: market and money
    CONTRACTOR_FAILURE = 40, "whether a contractor fails"
    CONTRACTOR_ENTRY = 41, "whether a contractor enters a free place in the market"
    PFI_SIGNED = 42, "whether a PFI contract of a council reaches financial close; per council and service"
    FRAMEWORK_CHOICE = 43, "whether a council adopts or drops a lever of the framework; per council and lever"
    # block 11: events
    EVENT_HAPPENS = 44, "whether a random event happens; per event and council"
    EVENT_HITS = 45, "whether a council is among those that an event hits; per event and council"
    EVENT_MONTH = 46, "in which of its months an event happens that happens once at random; per event"
    # blocks 12 on: initial state
    INITIAL_COUNCIL = 48, "first of four traits of a council"
    INITIAL_LEAN = 56, "a council's lean to a party (normal); per council and party"
    INITIAL_NEIGHBOURHOOD = 60, "first of four traits of a neighbourhood"
    INITIAL_ARRANGEMENT = 64, "first of four traits of an arrangement"
    INITIAL_ORGANISATION = 68, "first of four traits of an organisation, also when founded"
    INITIAL_ORGANISATION_MORE = 72, "first of four further traits of an organisation"
    INITIAL_CONTRACTOR = 76, "first of four traits of a contractor, also when it enters"
    INITIAL_MOOD = 80, "moods at the start (normal); per council and party"
    INITIAL_TRADITION = 84, "a council's political tradition (normal)"
    # blocks 22 and 23: seats between elections, and who leads where nobody has a majority
    SEAT_CHANGES = 88, "first of three: whether a seat changes hands between elections, which, and to whom; per council"
    COALITION = 92, "whether others join against the largest party where nobody has a majority; per council"
    INITIAL_YEAR = 93, "year of the national calendar in which a world without a calendar begins"
    # blocks 28 and 29: portfolio holders, per council and portfolio
    PORTFOLIO_VIEW = 112, "how far a portfolio holder's view lies from a new leader's (normal); per portfolio"
    PORTFOLIO_VACANT = 116, "whether a new leader leaves a group of services without a portfolio holder; per portfolio"
    # blocks 33 and 34: which wards, which grants
    PFI_WARD = 132, "whether a PFI contract for buildings covers a ward; per arrangement"
    GRANT = 136, "whether an organisation has a grant, when one or a time without one ends"
    FIRST_GRANT = 137, "how much of its first grant, or time without one, is left to a new organisation"
    # block 38: policies and procurement
    POLICY = 152, "whether a council takes a policy to hand over or share, or drops it; per council"
    RESERVED = 153, "whether a tender is reserved for community providers; per arrangement"
    SPIN_OUT = 156, "first of two draws: whether council staff found an enterprise, and where; per council"


BEFORE = -1_000_000  # the "month" of draws that make the initial state
WITHIN = 1_000_000_000  # from here on count ticks that begin within a month

_MULTIPLIER_0 = np.uint64(0xD2511F53)
_MULTIPLIER_1 = np.uint64(0xCD9E8D57)
_WEYL_0 = np.uint64(0x9E3779B9)
_WEYL_1 = np.uint64(0xBB67AE85)
_MASK = np.uint64(0xFFFFFFFF)
_SHIFT = np.uint64(32)
_UNIT = 1.0 / 4294967296.0


@rule
def philox(counter_0, counter_1, counter_2, counter_3, key_0, key_1):
    """Philox 4x32-10: four 32-bit words from four counter words and two key words, all held in ``uint64``.

    ODD eq. 4.
    """
    for _ in range(10):
        product_0 = _MULTIPLIER_0 * counter_0
        product_1 = _MULTIPLIER_1 * counter_2
        counter_0 = (product_1 >> _SHIFT) ^ counter_1 ^ key_0
        counter_2 = (product_0 >> _SHIFT) ^ counter_3 ^ key_1
        counter_1 = product_1 & _MASK
        counter_3 = product_0 & _MASK
        key_0 = (key_0 + _WEYL_0) & _MASK
        key_1 = (key_1 + _WEYL_1) & _MASK
    return counter_0, counter_1, counter_2, counter_3


@rule
def word(number):
    """A whole number, negative ones included, as a 32-bit counter word."""
    return np.uint64(int(number) & 0xFFFFFFFF)


@rule
def _counter(key, tick):
    """The month with which a tick begins, so that a date has the same chance however long a tick is.

    A tick that begins within a month has a number of its own.
    """
    if len(key) == MONTHLY or tick == BEFORE:
        return tick
    month = tick * MONTHS_A_YEAR // ticks_a_year(key)
    return month if month * ticks_a_year(key) == tick * MONTHS_A_YEAR else WITHIN + tick


@rule
def _unit(bits):
    """A 32-bit word as a number strictly between 0 and 1, exact in binary."""
    return (float(bits) + 0.5) * _UNIT


@rule
def four(key, block, month, entity, second):
    """The four uniforms of one block; ``block`` is the number of its first purpose (ODD eq. 5)."""
    a, b, c, d = philox(word(entity), word(second), word(_counter(key, month)), word(block >> 2), key[0], key[1])
    return _unit(a), _unit(b), _unit(c), _unit(d)


@rule
def uniform(key, purpose, month, entity, second=0):
    """One uniform draw, strictly between 0 and 1 (ODD eq. 5)."""
    a, b, c, d = philox(word(entity), word(second), word(_counter(key, month)), word(purpose >> 2), key[0], key[1])
    lane = purpose & 3
    if lane == 0:
        return _unit(a)
    if lane == 1:
        return _unit(b)
    if lane == 2:
        return _unit(c)
    return _unit(d)


@rule
def monthly(key, purpose, month, entity, second=0):
    """One uniform draw that is held against a chance a month."""
    return in_a_tick(key, uniform(key, purpose, month, entity, second))


@rule
def fill(chances, key, block, month, entity, first, last):
    """Columns ``first`` to ``last`` of ``chances`` [4, rows]: the uniforms of one block for second entities 0, 1, 2, …

    The same numbers as `four` gives, four times as fast: the compiler draws several at a time (ODD eq. 5). All are
    held against chances a month.
    """
    entity_word, month_word, block_word = word(entity), word(_counter(key, month)), word(block >> 2)
    key_0, key_1 = key[0], key[1]
    for second in range(last - first):
        a, b, c, d = philox(entity_word, word(second), month_word, block_word, key_0, key_1)
        row = np.uint64(first + second)  # a row that cannot be negative needs no test, which would keep the loop scalar
        chances[0, row] = _unit(a)
        chances[1, row] = _unit(b)
        chances[2, row] = _unit(c)
        chances[3, row] = _unit(d)
    if len(key) != MONTHLY:
        for lane in range(len(chances)):
            for each in range(first, last):
                chances[lane, each] = in_a_tick(key, chances[lane, each])


@rule
def chance(chances, purpose, row):
    """This month's uniform of one purpose for a row, from what `fill` has drawn."""
    return chances[purpose & 3, row]


@rule
def normal(key, purpose, month, entity, second=0):
    """One standard normal draw (Box and Muller 1958); ``purpose`` must own its block (ODD eq. 5)."""
    u, v, _, _ = four(key, purpose, month, entity, second)
    return math.sqrt(-2.0 * math.log(u)) * math.cos(2.0 * math.pi * v)
