"""The month: ten phases in order. Both ways of running the model, the ODD and the app read this list."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

from simulation import events, national
from simulation.agents import community_organisation, private_contractor, social_enterprise
from simulation.agents.council import budget, commissioning, learning, planning, politics, support
from simulation.compiled_tables import by_column, by_row, copy_rows
from simulation.measures import MEASURES
from simulation.places import delivery, voice
from simulation.recording import record, record_councils
from simulation.rules import rule
from simulation.world import World

# A neighbourhood, a market and the world are not agents; the model runs their steps itself.
Actor = Literal[
    "world",
    "council",
    "market",
    "neighbourhood",
    "organisation",
    "community_organisation",
    "social_enterprise",
    "contractor",
]


@dataclass(frozen=True)
class Step:
    """One rule of a phase: who acts, by which method of the Mesa agent, and the rule, ``rule(world, row, month)``.

    Rules of the whole world are ``rule(world, month)``.
    """

    actor: Actor
    method: str
    rule: Callable[..., Any]


@dataclass(frozen=True)
class Phase:
    """One phase of the month. Within a phase all of a step's actors act before the next step begins."""

    number: int
    name: str
    title: str
    meaning: str
    steps: tuple[Step, ...]


@rule
def policy(world, month):
    """Phase 1: counts are cleared, chances drawn, national politics moves on, the timeline's events happen."""
    events.begin_month(world, month)
    national.advance(world, month)
    events.apply(world, month)


PHASES: tuple[Phase, ...] = (
    Phase(
        1,
        "national_policy",
        "National policy",
        "National moods and elections; this month's events of the timeline.",
        (Step("world", "policy", policy),),
    ),
    Phase(
        2,
        "elections",
        "Elections and leadership",
        "Councils vote on their cycle; leaders come and go; ties break.",
        (Step("council", "hold_elections", politics.elections),),
    ),
    Phase(
        3,
        "budget",
        "Budget",
        "Contracts first, then the law, then the rest by need and voice; the shortfall is pressure.",
        (Step("council", "set_budget", budget.set_budget),),
    ),
    Phase(
        4,
        "voice",
        "Voice",
        "Residents compare, complain, organise and tire.",
        (
            Step("council", "hear_judgement", voice.judge),
            Step("neighbourhood", "listen", voice.listen),
        ),
    ),
    Phase(
        5,
        "planning",
        "Planning",
        "Organisations say how ready they are; planning changes hands.",
        (
            Step("organisation", "offer", community_organisation.offer),
            Step("council", "plan", planning.plan),
        ),
    ),
    Phase(
        6,
        "support",
        "Support and withdrawal",
        "Every co-produced arrangement survives the month or is ended by the council.",
        (Step("council", "review_support", support.review_support),),
    ),
    Phase(
        7,
        "commissioning",
        "Commissioning",
        "PFI deals run and are signed; contractors quote; what is open goes to the best option.",
        (
            Step("contractor", "quote", private_contractor.quote),
            Step("council", "consider_pfi", commissioning.consider_pfi),
            Step("council", "commission", commissioning.commission),
        ),
    ),
    Phase(
        8,
        "delivery",
        "Delivery",
        "Quality moves towards what the way of delivering can reach; working together builds ties.",
        (Step("neighbourhood", "deliver", delivery.deliver),),
    ),
    Phase(
        9,
        "organisations",
        "Organisations and firms",
        "Money, people, skills, roots; conversion, closing, founding; contractors trade, fail and enter.",
        (
            Step("community_organisation", "live", community_organisation.live),
            Step("social_enterprise", "live", social_enterprise.live),
            Step("community_organisation", "consider_enterprise", social_enterprise.consider_enterprise),
            Step("neighbourhood", "found", community_organisation.found),
            Step("contractor", "trade", private_contractor.trade),
            Step("market", "new_entrants", private_contractor.new_entrants),
        ),
    ),
    Phase(
        10,
        "learning",
        "Learning",
        "Officers learn, frameworks grow or are dismantled, success and frameworks spread to neighbours.",
        (
            Step("council", "learn", learning.learn),
            Step("world", "publish", learning.publish),
        ),
    ),
)


@rule
def advance(world, month):
    """One month of the whole world, compiled: the steps of `PHASES` in their order (a test compares the two)."""
    councils = len(world.councils)
    neighbourhoods = len(world.neighbourhoods)
    policy(world, month)
    for c in range(councils):
        politics.elections(world, c, month)
    for c in range(councils):
        budget.set_budget(world, c, month)
    for c in range(councils):
        voice.judge(world, c, month)
    for n in range(neighbourhoods):
        voice.listen(world, n, month)
    for o in range(len(world.organisations)):
        if world.organisations[o].alive == 1:
            community_organisation.offer(world, o, month)
    for c in range(councils):
        planning.plan(world, c, month)
    for c in range(councils):
        support.review_support(world, c, month)
    for k in range(len(world.contractors)):
        if world.contractors[k].alive == 1:
            private_contractor.quote(world, k, month)
    for c in range(councils):
        commissioning.consider_pfi(world, c, month)
    for c in range(councils):
        commissioning.commission(world, c, month)
    for n in range(neighbourhoods):
        delivery.deliver(world, n, month)
    for o in range(len(world.organisations)):
        if world.organisations[o].alive == 1 and world.organisations[o].enterprise == 0:
            community_organisation.live(world, o, month)
    for o in range(len(world.organisations)):
        if world.organisations[o].alive == 1 and world.organisations[o].enterprise == 1:
            social_enterprise.live(world, o, month)
    for o in range(len(world.organisations)):
        if world.organisations[o].alive == 1 and world.organisations[o].enterprise == 0:
            social_enterprise.consider_enterprise(world, o, month)
    for n in range(neighbourhoods):
        community_organisation.found(world, n, month)
    for k in range(len(world.contractors)):
        if world.contractors[k].alive == 1:
            private_contractor.trade(world, k, month)
    for c in range(councils):
        private_contractor.new_entrants(world, c, month)
    for c in range(councils):
        learning.learn(world, c, month)
    learning.publish(world, month)


def simulate(
    world: World, first: int, last: int, measures: np.ndarray, by_service: np.ndarray, everything: bool = True
) -> None:
    """Months ``first`` to ``last`` (not included), recording those from 0 on.

    Parameters
    ----------
    measures : float64 [months, measures], row m is the end of month m.
    by_service : float32 [months, services, 3], see `simulation.recording.record`.
    everything : whether all is measured; else only what `simulation.recording.record_councils` measures, which leaves
        a sixth of the work.
    """
    _simulate(world, first, last, measures, by_service, everything, *rooms_for_columns(world))


def simulate_one(world: World, month: int) -> None:
    """One month in which nothing is measured, as part of the same compiled code."""
    unmeasured = np.zeros((0, len(MEASURES))), np.zeros((0, len(world.services), 3), np.float32)
    simulate(world, month, month + 1, *unmeasured, everything=False)


def rooms_for_columns(world: World) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Memory for the tables that are kept by column while a simulation runs: arrangements, contracts, organisations."""
    tables = (world.arrangements, world.contracts, world.organisations)
    first, second, third = (np.empty(table.nbytes, np.uint8) for table in tables)
    return first, second, third


@rule
def _simulate(world, first, last, measures, by_service, everything, arrangements, contracts, organisations):
    at_work = unpack(world, arrangements, contracts, organisations)
    for month in range(first, last):
        advance(at_work, month)
        if month >= 0 and everything:
            record(at_work, measures[month], by_service[month])
        elif month >= 0:
            record_councils(at_work, measures[month])
    pack(at_work, world)


@rule
def unpack(world, arrangements, contracts, organisations):
    """The world as the compiled month works on it: tables of `simulation.compiled_tables`, the large ones by column."""
    at_work = World(
        world.key,
        by_row(world.parameters),
        by_row(world.services),
        by_row(world.events),
        world.links,
        by_row(world.national),
        by_row(world.councils),
        by_row(world.neighbourhoods),
        by_column(world.arrangements, arrangements),
        by_column(world.contracts, contracts),
        by_column(world.organisations, organisations),
        by_row(world.contractors),
        world.arrangement_chances,
        world.organisation_chances,
        by_row(world.changes),
        world.logged,
    )
    copy_rows(by_row(world.arrangements), at_work.arrangements)
    copy_rows(by_row(world.contracts), at_work.contracts)
    copy_rows(by_row(world.organisations), at_work.organisations)
    return at_work


@rule
def pack(at_work, world):
    """Put back what is not kept in place."""
    copy_rows(at_work.arrangements, by_row(world.arrangements))
    copy_rows(at_work.contracts, by_row(world.contracts))
    copy_rows(at_work.organisations, by_row(world.organisations))
