"""One month of the whole world, compiled; written from `simulation.month.PHASES`.

Do not edit it: ``python -m simulation.generation`` writes it anew.
"""

from __future__ import annotations

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


@rule
def advance(world, month):
    """One month of the whole world."""
    # Phase 1: National policy
    nation_events.begin_month(world, month)
    nation_politics.govern(world, month)
    nation_events.apply_events(world, month)
    # Phase 2: Elections and leadership
    for row in range(len(world.councils)):
        council_politics.hold_elections(world, row, month)
    # Phase 3: Budget
    for row in range(len(world.councils)):
        council_budget.set_budget(world, row, month)
    # Phase 4: Voice
    for row in range(len(world.councils)):
        places_voice.judge(world, row, month)
    for row in range(len(world.neighbourhoods)):
        places_voice.listen(world, row, month)
    # Phase 5: Planning
    for row in range(len(world.organisations)):
        if world.organisations[row].alive == 1:
            community_organisation_rules.offer(world, row, month)
    for row in range(len(world.councils)):
        council_planning.plan(world, row, month)
    # Phase 6: Support and withdrawal
    for row in range(len(world.councils)):
        council_support.review_support(world, row, month)
    # Phase 7: Commissioning
    for row in range(len(world.contractors)):
        if world.contractors[row].alive == 1:
            private_contractor_rules.quote(world, row, month)
    for row in range(len(world.councils)):
        council_private_finance.consider_pfi(world, row, month)
    for row in range(len(world.councils)):
        council_commissioning.commission(world, row, month)
    # Phase 8: Delivery
    for row in range(len(world.neighbourhoods)):
        places_delivery.deliver(world, row, month)
    # Phase 9: Organisations and firms
    for row in range(len(world.organisations)):
        if world.organisations[row].alive == 1 and world.organisations[row].enterprise == 0:
            community_organisation_rules.live(world, row, month)
    for row in range(len(world.organisations)):
        if world.organisations[row].alive == 1 and world.organisations[row].enterprise == 1:
            social_enterprise_rules.live(world, row, month)
    for row in range(len(world.organisations)):
        if world.organisations[row].alive == 1 and world.organisations[row].enterprise == 0:
            social_enterprise_rules.consider_enterprise(world, row, month)
    for row in range(len(world.neighbourhoods)):
        community_organisation_rules.found(world, row, month)
    for row in range(len(world.contractors)):
        if world.contractors[row].alive == 1:
            private_contractor_rules.trade(world, row, month)
    for row in range(len(world.councils)):
        private_contractor_rules.new_entrants(world, row, month)
    # Phase 10: Learning
    for row in range(len(world.councils)):
        council_learning.learn(world, row, month)
    council_learning.publish(world, month)
