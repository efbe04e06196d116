"""The month: ten phases in order, and nothing else. Both ways of running the model, the ODD and the app read this list.

The compiled month (`simulation.compiled_month`) is written from it: ``python -m simulation.generation``.
"""

from __future__ import annotations

from simulation.agents.community_organisation import rules as community_organisation
from simulation.agents.council import budget, commissioning, learning, planning, politics, private_finance, support
from simulation.agents.private_contractor import rules as private_contractor
from simulation.agents.social_enterprise import rules as social_enterprise
from simulation.engine.schedule import (
    COMMUNITY_ORGANISATION,
    CONTRACTOR,
    COUNCIL,
    MARKET,
    NEIGHBOURHOOD,
    ORGANISATION,
    RESIDENTS,
    SOCIAL_ENTERPRISE,
    WORLD,
    Phase,
    Step,
)
from simulation.extending.fitting import fitted
from simulation.nation import events
from simulation.nation import politics as nation
from simulation.places import delivery, voice

_MODEL: tuple[Phase, ...] = (
    Phase(
        1,
        "national_policy",
        "National policy",
        "National moods and elections; this month's events of the timeline.",
        (
            Step(WORLD, events.begin_month),
            Step(WORLD, nation.govern),
            Step(WORLD, events.apply_events),
        ),
    ),
    Phase(
        2,
        "elections",
        "Elections and leadership",
        "Councils vote on their cycle; leaders come and go; ties break.",
        (Step(COUNCIL, politics.hold_elections),),
    ),
    Phase(
        3,
        "budget",
        "Budget",
        "Contracts first, then the law, then the rest by need and voice; the shortfall is pressure.",
        (Step(COUNCIL, budget.set_budget),),
    ),
    Phase(
        4,
        "voice",
        "Voice",
        "Residents compare, complain, organise and tire.",
        (
            Step(RESIDENTS, voice.judge),
            Step(NEIGHBOURHOOD, voice.listen),
        ),
    ),
    Phase(
        5,
        "planning",
        "Planning",
        "Organisations say how ready they are; planning changes hands.",
        (
            Step(ORGANISATION, community_organisation.offer),
            Step(COUNCIL, planning.plan),
        ),
    ),
    Phase(
        6,
        "support",
        "Support and withdrawal",
        "Every co-produced arrangement survives the month or is ended by the council.",
        (Step(COUNCIL, support.review_support),),
    ),
    Phase(
        7,
        "commissioning",
        "Commissioning",
        "PFI contracts run and reach financial close; contractors quote; what is open goes to the best option.",
        (
            Step(CONTRACTOR, private_contractor.quote),
            Step(COUNCIL, private_finance.consider_pfi),
            Step(COUNCIL, commissioning.commission),
        ),
    ),
    Phase(
        8,
        "delivery",
        "Delivery",
        "Quality moves towards what the way of delivering can reach; working together builds ties.",
        (Step(NEIGHBOURHOOD, delivery.deliver),),
    ),
    Phase(
        9,
        "organisations",
        "Organisations and firms",
        "Money, people, skills, roots; conversion, closing, founding; contractors trade, fail and enter.",
        (
            Step(COMMUNITY_ORGANISATION, community_organisation.live),
            Step(SOCIAL_ENTERPRISE, social_enterprise.live),
            Step(COMMUNITY_ORGANISATION, social_enterprise.consider_enterprise),
            Step(NEIGHBOURHOOD, community_organisation.found),
            Step(CONTRACTOR, private_contractor.trade),
            Step(MARKET, private_contractor.new_entrants),
        ),
    ),
    Phase(
        10,
        "learning",
        "Learning",
        "Officers learn, frameworks grow or are dismantled, success and frameworks spread to neighbours.",
        (
            Step(COUNCIL, learning.learn),
            Step(WORLD, learning.publish),
        ),
    ),
)

PHASES = fitted(_MODEL)
