"""The month with the clock read after every step; written from `simulation.month.PHASES`.

Do not edit it: ``python -m simulation.generation`` writes it anew.
"""

from __future__ import annotations

from benchmarks.clock import lap, ticks
from simulation.agents.community_organisation import rules as community_organisation_rules
from simulation.agents.council import budget as council_budget
from simulation.agents.council import commissioning as council_commissioning
from simulation.agents.council import learning as council_learning
from simulation.agents.council import planning as council_planning
from simulation.agents.council import politics as council_politics
from simulation.agents.council import private_finance as council_private_finance
from simulation.agents.council import support as council_support
from simulation.agents.private_contractor import rules as private_contractor_rules
from simulation.agents.social_enterprise import rules as social_enterprise_rules
from simulation.engine.compilation import rule
from simulation.nation import events as nation_events
from simulation.nation import politics as nation_politics
from simulation.places import delivery as places_delivery
from simulation.places import voice as places_voice

# Phase and name of the steps in their order, each with its place in the times that are kept.
STEPS = (
    (1, "world: begin_month"),
    (1, "world: govern"),
    (1, "world: apply_events"),
    (2, "council: hold_elections"),
    (3, "council: set_budget"),
    (4, "residents: judge"),
    (4, "neighbourhood: listen"),
    (5, "organisation: offer"),
    (5, "council: plan"),
    (6, "council: review_support"),
    (7, "contractor: quote"),
    (7, "council: consider_pfi"),
    (7, "council: commission"),
    (8, "neighbourhood: deliver"),
    (9, "community_organisation: live"),
    (9, "social_enterprise: live"),
    (9, "community_organisation: consider_enterprise"),
    (9, "neighbourhood: found"),
    (9, "contractor: trade"),
    (9, "market: new_entrants"),
    (10, "council: learn"),
    (10, "world: publish"),
)


@rule
def timed_advance(world, month, spent):
    """One month of the whole world; ticks spent in each step are added to ``spent``. Returns the last reading."""
    at = ticks()
    nation_events.begin_month(world, month)
    at = lap(spent, 0, at)
    nation_politics.govern(world, month)
    at = lap(spent, 1, at)
    nation_events.apply_events(world, month)
    at = lap(spent, 2, at)
    for row in range(len(world.councils)):
        council_politics.hold_elections(world, row, month)
    at = lap(spent, 3, at)
    for row in range(len(world.councils)):
        council_budget.set_budget(world, row, month)
    at = lap(spent, 4, at)
    for row in range(len(world.councils)):
        places_voice.judge(world, row, month)
    at = lap(spent, 5, at)
    for row in range(len(world.neighbourhoods)):
        places_voice.listen(world, row, month)
    at = lap(spent, 6, at)
    for row in range(len(world.organisations)):
        if world.organisations[row].alive == 1:
            community_organisation_rules.offer(world, row, month)
    at = lap(spent, 7, at)
    for row in range(len(world.councils)):
        council_planning.plan(world, row, month)
    at = lap(spent, 8, at)
    for row in range(len(world.councils)):
        council_support.review_support(world, row, month)
    at = lap(spent, 9, at)
    for row in range(len(world.contractors)):
        if world.contractors[row].alive == 1:
            private_contractor_rules.quote(world, row, month)
    at = lap(spent, 10, at)
    for row in range(len(world.councils)):
        council_private_finance.consider_pfi(world, row, month)
    at = lap(spent, 11, at)
    for row in range(len(world.councils)):
        council_commissioning.commission(world, row, month)
    at = lap(spent, 12, at)
    for row in range(len(world.neighbourhoods)):
        places_delivery.deliver(world, row, month)
    at = lap(spent, 13, at)
    for row in range(len(world.organisations)):
        if world.organisations[row].alive == 1 and world.organisations[row].enterprise == 0:
            community_organisation_rules.live(world, row, month)
    at = lap(spent, 14, at)
    for row in range(len(world.organisations)):
        if world.organisations[row].alive == 1 and world.organisations[row].enterprise == 1:
            social_enterprise_rules.live(world, row, month)
    at = lap(spent, 15, at)
    for row in range(len(world.organisations)):
        if world.organisations[row].alive == 1 and world.organisations[row].enterprise == 0:
            social_enterprise_rules.consider_enterprise(world, row, month)
    at = lap(spent, 16, at)
    for row in range(len(world.neighbourhoods)):
        community_organisation_rules.found(world, row, month)
    at = lap(spent, 17, at)
    for row in range(len(world.contractors)):
        if world.contractors[row].alive == 1:
            private_contractor_rules.trade(world, row, month)
    at = lap(spent, 18, at)
    for row in range(len(world.councils)):
        private_contractor_rules.new_entrants(world, row, month)
    at = lap(spent, 19, at)
    for row in range(len(world.councils)):
        council_learning.learn(world, row, month)
    at = lap(spent, 20, at)
    council_learning.publish(world, month)
    at = lap(spent, 21, at)
    return at
