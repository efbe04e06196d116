"""Keyed random draws: Eqs. 4 and 5, with the purposes and their numbers as the ODD lists them."""

from __future__ import annotations

import math

BEFORE = -1_000_000  # the month of draws that make the initial state

PURPOSES = {
    "leader_exit": 0,
    "early_exit": 2,
    "government_change": 3,
    "leader_commitment": 4,
    "leader_market": 8,
    "local_mood": 12,
    "national_mood": 16,
    "contract_length": 24,
    "joint_planning": 28,
    "planning_ends": 29,
    "withdrawal": 30,
    "review": 31,
    "commissioning": 32,
    "closure": 36,
    "founding": 37,
    "conversion": 38,
    "mutual_aid": 39,
    "contractor_failure": 40,
    "contractor_entry": 41,
    "pfi_signed": 42,
    "framework_choice": 43,
    "event_happens": 44,
    "event_hits": 45,
    "event_month": 46,
    "initial_council": 48,
    "initial_lean": 56,
    "initial_neighbourhood": 60,
    "initial_arrangement": 64,
    "initial_organisation": 68,
    "initial_organisation_more": 72,
    "initial_contractor": 76,
    "policy": 152,
    "reserved": 153,
    "spin_out": 156,
    "initial_mood": 80,
    "initial_tradition": 84,
    "seat_changes": 88,
    "coalition": 92,
    "initial_year": 93,
    "portfolio_view": 112,
    "portfolio_vacant": 116,
    "pfi_ward": 132,
    "grant": 136,
    "first_grant": 137,
}

WORD = 2**32


def philox(counter: tuple[int, int, int, int], key: tuple[int, int]) -> tuple[int, int, int, int]:
    """Eq. 4: Philox 4x32-10."""
    c0, c1, c2, c3 = (word % WORD for word in counter)
    k0, k1 = key
    for _ in range(10):
        high0, low0 = divmod(0xD2511F53 * c0, WORD)
        high1, low1 = divmod(0xCD9E8D57 * c2, WORD)
        c0, c1, c2, c3 = high1 ^ c1 ^ k0, low1, high0 ^ c3 ^ k1, low0
        k0 = (k0 + 0x9E3779B9) % WORD
        k1 = (k1 + 0xBB67AE85) % WORD
    return c0, c1, c2, c3


def four(key: tuple[int, int], purpose: str, month: int, entity: int, second: int) -> tuple[float, ...]:
    """Eq. 5: the uniforms of all four lanes of a purpose's block."""
    words = philox((entity, second, month, PURPOSES[purpose] // 4), key)
    return tuple((word + 0.5) / WORD for word in words)


def uniform(key: tuple[int, int], purpose: str, month: int, entity: int, second: int) -> float:
    """Eq. 5: the purpose's own lane."""
    return four(key, purpose, month, entity, second)[PURPOSES[purpose] % 4]


def normal(key: tuple[int, int], purpose: str, month: int, entity: int, second: int) -> float:
    """Eq. 5: a normal deviate from lanes 0 and 1."""
    u0, u1, _, _ = four(key, purpose, month, entity, second)
    return math.sqrt(-2 * math.log(u0)) * math.cos(2 * math.pi * u1)
