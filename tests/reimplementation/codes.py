"""The codes of ODD, section 2: planning and delivery, providers, causes, levers, parties, cycles, kinds of councils."""

from __future__ import annotations

PROFESSIONALS, TOGETHER, COMMUNITY = range(3)

IN_HOUSE, CONTRACTOR, PFI, SOCIAL_ENTERPRISE, COMMUNITY_ORGANISATION, PARTNERSHIP = range(6)

(
    STILL_OPEN,
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
) = range(19)

LEVERS = ("governance", "planning_support", "capacity_building", "joint_working", "open_procurement")

PARTY_A, PARTY_B, PARTY_C, PARTY_LOCAL = PARTIES = range(4)
NO_PARTY = -1

PORTFOLIOS = ADULTS, CHILDREN, ENVIRONMENT, COMMUNITIES = range(4)

ALL_OUT_4, THIRDS, ALL_OUT_5 = range(3)

DISTRICT, METROPOLITAN, COUNTY, LONDON, SCOTLAND_WALES = range(5)
