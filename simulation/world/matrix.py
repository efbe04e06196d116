"""The planning × delivery matrix: nine named cells, and Arnstein's ladder."""

from __future__ import annotations

from simulation.engine.compilation import rule
from simulation.engine.maths import MIDDLE
from simulation.world.codes import Who

# The nine cells, ``CELLS[3 * delivery + planning]``; the names are those of the measures and of every output.
CELLS = (
    "traditional_service",
    "co_planned_service",
    "community_planning",
    "co_delivery",
    "full_coproduction",
    "community_led",
    "outsourcing",
    "co_commissioned",
    "self_help",
)


# Rungs of Arnstein's ladder that more than one cell of the matrix shares, or that a cell has for itself.
MANIPULATION, CONSULTATION, PLACATION, PARTNERSHIP_RUNG, DELEGATED_POWER, CITIZEN_CONTROL = 1, 4, 5, 6, 7, 8
RUNGS_FOR_EACH = 2.5  # five rungs of professional planning, over what is public and how far complaints are heard


@rule
def coproduced(planning, delivery):
    """Whether professionals and community share planning or delivery: the middle row and column of the matrix.

    ODD eq. 2.
    """
    return planning == Who.TOGETHER or delivery == Who.TOGETHER


@rule
def is_coproduced(arrangement):
    """The same, of a row of the table of arrangements."""
    return coproduced(arrangement.planning, arrangement.delivery)


@rule
def rung(planning, delivery, transparency, hearing, support):
    """Arnstein's rung, 1 (manipulation) to 8 (citizen control), of one arrangement (ODD eq. 3).

    Parameters
    ----------
    planning, delivery : who plans and who delivers.
    transparency : share of the terms that is public, 0..1.
    hearing : how far complaints and consultations are acted on, 0..1.
    support : effective support for co-production here, 0..1.

    Professional planning spans rungs 1-5, joint planning 6-7; a community plan without a seat at the table is no higher
    than 5 (placation), with delegated delivery it is 7 or 8 (Arnstein 1969).
    """
    if planning == Who.PROFESSIONALS:
        return min(PLACATION, MANIPULATION + int(RUNGS_FOR_EACH * (transparency + hearing)))
    if planning == Who.TOGETHER:
        return PARTNERSHIP_RUNG if delivery == Who.PROFESSIONALS else DELEGATED_POWER
    if delivery == Who.PROFESSIONALS:
        return CONSULTATION if support < MIDDLE else PLACATION
    return DELEGATED_POWER if delivery == Who.TOGETHER else CITIZEN_CONTROL
