"""Codes: what a column holds as a number has its name here, once."""

from __future__ import annotations

from enum import IntEnum


class Who(IntEnum):
    """Who plans, and who delivers."""

    PROFESSIONALS = 0
    TOGETHER = 1
    COMMUNITY = 2


class Provider(IntEnum):
    """Who employs the deliverers."""

    IN_HOUSE = 0
    CONTRACTOR = 1
    PFI = 2
    SOCIAL_ENTERPRISE = 3
    COMMUNITY_ORGANISATION = 4
    PARTNERSHIP = 5


class Cause(IntEnum):
    """Why an arrangement moved to another cell or provider, or is up for review."""

    OPEN = 0  # of a spell that is still open at the horizon; of an arrangement that is not up for review
    START = 1
    COMPLAINTS = 2
    RESIDENTS_INITIATIVE = 3
    COUNCIL_INVITATION = 4
    INVITATION_ACCEPTED = 5
    NO_SEAT_AT_THE_TABLE = 6
    SUPPORT_WITHDRAWN = 7
    FATIGUE = 8
    PARTNER_LOST = 9
    CONTRACT_ENDED = 10
    PROVIDER_FAILED = 11
    SERVICE_REVIEW = 12
    PFI_SIGNED = 13
    PROGRAMME_BEGAN = 14
    PROGRAMME_ENDED = 15
    COMMUNITY_PLAN_FADED = 16
    CUT = 17
    PROVIDER_CONVERTED = 18


class Lever(IntEnum):
    """The levers of the Community Co-production Framework."""

    GOVERNANCE = 0
    PLANNING_SUPPORT = 1
    CAPACITY_BUILDING = 2
    JOINT_WORKING = 3
    OPEN_PROCUREMENT = 4


class Portfolio(IntEnum):
    """Groups of services for which one member of the council's executive answers."""

    ADULTS = 0
    CHILDREN = 1
    ENVIRONMENT = 2
    COMMUNITIES = 3


class Cycle(IntEnum):
    """When a council votes: for all its seats every four years, for a third of them, for all every five years."""

    ALL_OUT_4 = 0
    THIRDS = 1
    ALL_OUT_5 = 2


class CouncilKind(IntEnum):
    """What kind of council it is: those of one kind vote in the same years."""

    DISTRICT = 0  # and unitary councils
    METROPOLITAN = 1
    COUNTY = 2
    LONDON = 3
    SCOTLAND_WALES = 4


def names(codes: type[IntEnum]) -> tuple[str, ...]:
    """The names of codes as they stand in files and tables."""
    return tuple(code.name.lower() for code in codes)


PROVIDERS, CAUSES, LEVERS, CYCLES = names(Provider), names(Cause), names(Lever), names(Cycle)
COUNCIL_KINDS = names(CouncilKind)
PORTFOLIOS = names(Portfolio)
