"""The planning × delivery matrix: nine named cells, six providers, the causes of every move, and Arnstein's ladder."""

from __future__ import annotations

from simulation.engine.compilation import rule
from simulation.engine.maths import MIDDLE

# Who plans, and who delivers.
PROFESSIONALS, TOGETHER, COMMUNITY = 0, 1, 2

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

# Who employs the deliverers.
IN_HOUSE, CONTRACTOR, PFI, SOCIAL_ENTERPRISE, COMMUNITY_ORGANISATION, PARTNERSHIP = 0, 1, 2, 3, 4, 5
PROVIDERS = ("in_house", "contractor", "pfi", "social_enterprise", "community_organisation", "partnership")

# Why an arrangement moved to another cell or provider. Number 0 marks a spell that is still open at the horizon.
CAUSES = (
    "open",
    "start",
    "complaints",
    "residents_initiative",
    "council_invitation",
    "invitation_accepted",
    "no_seat_at_the_table",
    "support_withdrawn",
    "fatigue",
    "partner_lost",
    "contract_ended",
    "provider_failed",
    "service_review",
    "pfi_signed",
    "programme_began",
    "programme_ended",
    "community_plan_faded",
    "cut",
    "provider_converted",
)
(
    OPEN,
    START,
    COMPLAINTS,
    RESIDENTS_INITIATIVE,
    COUNCIL_INVITATION,
    INVITATION_ACCEPTED,
    NO_SEAT_AT_THE_TABLE,
    SUPPORT_WITHDRAWN,
    FATIGUE,
    PARTNER_LOST,
    CONTRACT_ENDED,
    PROVIDER_FAILED,
    SERVICE_REVIEW,
    PFI_SIGNED,
    PROGRAMME_BEGAN,
    PROGRAMME_ENDED,
    COMMUNITY_PLAN_FADED,
    CUT,
    PROVIDER_CONVERTED,
) = range(len(CAUSES))

# Rungs of Arnstein's ladder that more than one cell of the matrix shares, or that a cell has for itself.
MANIPULATION, CONSULTATION, PLACATION, PARTNERSHIP_RUNG, DELEGATED_POWER, CITIZEN_CONTROL = 1, 4, 5, 6, 7, 8
RUNGS_FOR_EACH = 2.5  # five rungs of professional planning, over what is public and how far complaints are heard


@rule
def coproduced(planning, delivery):
    """Whether professionals and community share planning or delivery: the middle row and column of the matrix.

    ODD eq. 2.
    """
    return planning == TOGETHER or delivery == TOGETHER


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
    if planning == PROFESSIONALS:
        return min(PLACATION, MANIPULATION + int(RUNGS_FOR_EACH * (transparency + hearing)))
    if planning == TOGETHER:
        return PARTNERSHIP_RUNG if delivery == PROFESSIONALS else DELEGATED_POWER
    if delivery == PROFESSIONALS:
        return CONSULTATION if support < MIDDLE else PLACATION
    return DELEGATED_POWER if delivery == TOGETHER else CITIZEN_CONTROL
