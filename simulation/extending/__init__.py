"""What an extension is written with: declarations, marks that say where its rules go, who acts, and compiled rules.

``docs/extending.md`` begins with what one may want; `simulation.extend` makes a file part of the model.
"""

from simulation.engine.compilation import rule
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
)
from simulation.extending.marks import FIRST_DRAW, happens, joins, measures, replaces
from simulation.world.event_kinds import UNSTATED, Field, event
from simulation.world.measures import measure
from simulation.world.parameters.parameter import constant, lever, literature, measured, swept, switch
from simulation.world.tables import column

__all__ = [
    "COMMUNITY_ORGANISATION",
    "CONTRACTOR",
    "COUNCIL",
    "FIRST_DRAW",
    "MARKET",
    "NEIGHBOURHOOD",
    "ORGANISATION",
    "RESIDENTS",
    "SOCIAL_ENTERPRISE",
    "UNSTATED",
    "WORLD",
    "Field",
    "column",
    "constant",
    "event",
    "happens",
    "joins",
    "lever",
    "literature",
    "measure",
    "measured",
    "measures",
    "replaces",
    "rule",
    "swept",
    "switch",
]
