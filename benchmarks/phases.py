"""Where the time of a month goes: the month of `simulation.month.advance`, with the clock read after every step."""

from __future__ import annotations

from dataclasses import dataclass

import numba
import numpy as np

from benchmarks.clock import ticks
from benchmarks.workload import SEED, Prepared
from simulation.agents.community_organisation import rules as community_organisation
from simulation.agents.council import budget, commissioning, learning, planning, politics, support
from simulation.agents.private_contractor import rules as private_contractor
from simulation.agents.social_enterprise import rules as social_enterprise
from simulation.engine.compilation import rule
from simulation.history.building import build
from simulation.history.recording import record
from simulation.month import pack, rooms_for_columns, unpack
from simulation.nation.events import apply, begin_month
from simulation.nation.politics import advance as advance_nation
from simulation.places import delivery, voice
from simulation.world.measures import MEASURES

# Steps in the order in which `_timed` reads the clock after them; the number is the phase, 0 what is not part of one.
STEPS: tuple[tuple[int, str], ...] = (
    (1, "draw the month's chances"),
    (1, "national politics"),
    (1, "events"),
    (2, "hold_elections"),
    (3, "set_budget"),
    (4, "hear_judgement"),
    (4, "listen"),
    (5, "offer"),
    (5, "plan"),
    (6, "review_support"),
    (7, "quote"),
    (7, "consider_pfi"),
    (7, "commission"),
    (8, "deliver"),
    (9, "live"),
    (9, "consider_enterprise"),
    (9, "found"),
    (9, "trade"),
    (9, "new_entrants"),
    (10, "learn"),
    (10, "publish"),
    (0, "record"),
    (0, "reading the clock"),
)


@dataclass(frozen=True)
class StepTime:
    """One step's share of a month's time."""

    phase: int
    step: str
    share: float


@rule
def _lap(spent, step, since):
    now = ticks()
    spent[step] += now - since
    return now


@rule
def _timed(world, month, spent, row, by_service):
    """One month; ticks spent in each step are added to ``spent``."""
    at = ticks()
    councils = len(world.councils)
    neighbourhoods = len(world.neighbourhoods)
    begin_month(world, month)
    at = _lap(spent, 0, at)
    advance_nation(world, month)
    at = _lap(spent, 1, at)
    apply(world, month)
    at = _lap(spent, 2, at)
    for c in range(councils):
        politics.elections(world, c, month)
    at = _lap(spent, 3, at)
    for c in range(councils):
        budget.set_budget(world, c, month)
    at = _lap(spent, 4, at)
    for c in range(councils):
        voice.judge(world, c, month)
    at = _lap(spent, 5, at)
    for n in range(neighbourhoods):
        voice.listen(world, n, month)
    at = _lap(spent, 6, at)
    for o in range(len(world.organisations)):
        if world.organisations[o].alive == 1:
            community_organisation.offer(world, o, month)
    at = _lap(spent, 7, at)
    for c in range(councils):
        planning.plan(world, c, month)
    at = _lap(spent, 8, at)
    for c in range(councils):
        support.review_support(world, c, month)
    at = _lap(spent, 9, at)
    for k in range(len(world.contractors)):
        if world.contractors[k].alive == 1:
            private_contractor.quote(world, k, month)
    at = _lap(spent, 10, at)
    for c in range(councils):
        commissioning.consider_pfi(world, c, month)
    at = _lap(spent, 11, at)
    for c in range(councils):
        commissioning.commission(world, c, month)
    at = _lap(spent, 12, at)
    for n in range(neighbourhoods):
        delivery.deliver(world, n, month)
    at = _lap(spent, 13, at)
    for o in range(len(world.organisations)):
        if world.organisations[o].alive == 1 and world.organisations[o].enterprise == 0:
            community_organisation.live(world, o, month)
    for o in range(len(world.organisations)):
        if world.organisations[o].alive == 1 and world.organisations[o].enterprise == 1:
            social_enterprise.live(world, o, month)
    at = _lap(spent, 14, at)
    for o in range(len(world.organisations)):
        if world.organisations[o].alive == 1 and world.organisations[o].enterprise == 0:
            social_enterprise.consider_enterprise(world, o, month)
    at = _lap(spent, 15, at)
    for n in range(neighbourhoods):
        community_organisation.found(world, n, month)
    at = _lap(spent, 16, at)
    for k in range(len(world.contractors)):
        if world.contractors[k].alive == 1:
            private_contractor.trade(world, k, month)
    at = _lap(spent, 17, at)
    for c in range(councils):
        private_contractor.new_entrants(world, c, month)
    at = _lap(spent, 18, at)
    for c in range(councils):
        learning.learn(world, c, month)
    at = _lap(spent, 19, at)
    learning.publish(world, month)
    at = _lap(spent, 20, at)
    record(world, row, by_service)
    at = _lap(spent, 21, at)
    _lap(spent, 22, at)


@numba.njit(cache=True, nogil=True, error_model="numpy", _nrt=False)
def timed_months(world, first, last, spent, measures, by_service, arrangements, contracts, organisations):
    """Months ``first`` to ``last`` (not included), recorded into the same row again and again."""
    at_work = unpack(world, arrangements, contracts, organisations)
    for month in range(first, last):
        _timed(at_work, month, spent, measures, by_service)
    pack(at_work, world)


def step_times(prepared: Prepared, rounds: int) -> list[StepTime]:
    """Shares of a month's time by step, from the least ticks that each step took in any of the rounds.

    Every round runs the same history, so the least is the time without what else the machine was doing.
    """
    first = prepared.times.first_month
    spent = np.zeros((rounds, len(STEPS)), np.int64)
    for ticked in spent:
        world = build(prepared.plan, SEED, 0, first)
        row, by_service = np.zeros(len(MEASURES)), np.zeros((len(world.services), 3), np.float32)
        timed_months(world, first, prepared.times.months, ticked, row, by_service, *rooms_for_columns(world))
    least = spent.min(axis=0)
    # The reading itself is part of every step's ticks.
    least = np.maximum(least[:-1] - least[-1], 0)
    return [StepTime(*step, share) for step, share in zip(STEPS, (least / least.sum()).tolist(), strict=False)]
