"""The planning × delivery matrix: nine named cells, and Arnstein's ladder."""

from __future__ import annotations

from simulation.engine.compilation import rule
from simulation.engine.maths import MIDDLE
from simulation.world.codes import Lever, Who

# The nine cells, ``CELLS[3 * delivery + planning]``; the names are those of the measures and of every output.
CELLS = (
    "traditional_service",
    "co_planned_service",
    "community_planning",
    "co_delivery",
    "full_coproduction",
    "community_led",
    "community_under_contract",
    "co_planned_community_delivered",
    "self_help",
)


# Rungs of Arnstein's ladder that more than one cell of the matrix shares, or that a cell has for itself.
MANIPULATION, INFORMING, CONSULTATION, PLACATION = 1, 3, 4, 5
PARTNERSHIP_RUNG, DELEGATED_POWER, CITIZEN_CONTROL = 6, 7, 8
RUNGS_UNHEARD = 3  # manipulation, therapy, informing: where residents are not heard, by what they are told
QUARTERS = 4  # heard by half it is consultation, by three quarters placation


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
def heeded(council):
    """How far residents are consulted and what they say is acted on, 0..1 (ODD eq. 3)."""
    return council.consultation * council.consultation_heeded


@rule
def hearing(council):
    """How far residents are heard where professionals plan, 0..1: by the complaints procedure or by a consultation.

    ODD eq. 3.
    """
    return 1.0 - (1.0 - council.complaints_procedure) * (1.0 - heeded(council))


@rule
def telling(council):
    """How far residents are told and asked at all, whatever comes of it, 0..1 (ODD eq. 3)."""
    return max(council.complaints_procedure, council.consultation, council.levers[Lever.GOVERNANCE])


@rule
def rung(planning, delivery, told, heard, support):
    """Arnstein's rung, 1 (manipulation) to 8 (citizen control), of one arrangement (ODD eq. 3).

    Parameters
    ----------
    planning, delivery : who plans and who delivers.
    told : how far residents are told and asked, as far as the terms are public, 0..1.
    heard : how far what they say is acted on, likewise.
    support : effective support for co-production here, 0..1.

    Professional planning is on rungs 1-3 unless somebody listens, which makes it 4 or 5; joint planning is on 6 or 7; a
    community plan without a seat at the table is no higher than 5 (placation), with delegated delivery it is 7 or 8
    (Arnstein 1969).
    """
    if planning == Who.PROFESSIONALS:
        if heard >= MIDDLE:
            return min(PLACATION, CONSULTATION + int(QUARTERS * (heard - MIDDLE)))
        return min(INFORMING, MANIPULATION + int(RUNGS_UNHEARD * told))
    if planning == Who.TOGETHER:
        return PARTNERSHIP_RUNG if delivery == Who.PROFESSIONALS else DELEGATED_POWER
    if delivery == Who.PROFESSIONALS:
        return CONSULTATION if support < MIDDLE else PLACATION
    return DELEGATED_POWER if delivery == Who.TOGETHER else CITIZEN_CONTROL
