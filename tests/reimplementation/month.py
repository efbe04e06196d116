"""The order of a month: ODD, section 3."""

from __future__ import annotations

from tests.reimplementation import events, nation
from tests.reimplementation.budget import set_budget
from tests.reimplementation.commissioning import commission
from tests.reimplementation.delivery import deliver
from tests.reimplementation.entities import World
from tests.reimplementation.learning import learn
from tests.reimplementation.organisations import live_and_trade
from tests.reimplementation.planning import plan
from tests.reimplementation.politics import hold_elections
from tests.reimplementation.support import review_support
from tests.reimplementation.voice import listen

COUNTED_BY_THE_MONTH = (
    "control_changed",
    "largest_changed",
    "leader_changed",
    "pfi_deals",
    "foundings",
    "closures",
    "ended_spells",
)


def policy(world: World) -> None:
    """Phase 1."""
    for council in world.councils:
        for count in COUNTED_BY_THE_MONTH:
            setattr(council, count, 0)
    nation.advance(world)
    events.happen(world)


PHASES = (
    policy,
    hold_elections,
    set_budget,
    listen,
    plan,
    review_support,
    commission,
    deliver,
    live_and_trade,
    learn,
)
