"""Support and withdrawal: when a council ends what it does together with residents."""

from __future__ import annotations

import math

from simulation.agents.community_organisation.rules import own_means
from simulation.agents.council.portfolios import extreme_views, view
from simulation.engine import draws
from simulation.engine.compilation import rule
from simulation.engine.draws import Purpose
from simulation.engine.maths import MIDDLE, clip
from simulation.world.codes import Cause, Who
from simulation.world.event_kinds import NO_PARTY
from simulation.world.matrix import is_coproduced
from simulation.world.moves import replan, take_in_house
from simulation.world.tables import NOBODY
from simulation.world.territory import arrangements_of, organisations_of

EVEN_CHANCE = 0.5  # what the strength `cliff_threshold` gives


@rule
def effective_support(world, council, arrangement):
    """The portfolio holder's view, lifted towards officer culture in proportion to embeddedness (ODD eq. 40).

    An institution can be kinder than its master; it does not hold a kind one back.
    """
    wish = view(world, council, arrangement)
    return wish + arrangement.embeddedness * max(0.0, council.officer_culture - wish)


@rule
def disowned(p, council, arrangement):
    """1 for what another party than the one in the lead began, unless it belongs to the place (ODD eq. 41)."""
    if p.disowning == 0 or arrangement.begun_by == NO_PARTY or arrangement.begun_by == council.leader_party:
        return 0.0
    return 1.0


@rule
def withdrawal_hazard(p, pressure, support, relationship, quality, voice, embeddedness, protected, foreign, own):
    """Hazard a month that the council ends a co-produced arrangement (log-linear in its causes) (ODD eq. 41).

    Low support, a weak relationship, pressure, poor quality and another party's having begun it raise it; voice,
    embeddedness, a contract and what the partner has of its ``own`` lower it.
    """
    score = (
        p.withdrawal_support * (MIDDLE - support)
        + p.withdrawal_relationship * (MIDDLE - relationship)
        + p.withdrawal_pressure * pressure
        + p.withdrawal_quality * (p.standard_quality - quality)
        - p.withdrawal_voice * voice
        - p.withdrawal_embeddedness * embeddedness
        - p.withdrawal_contract * protected
        + p.withdrawal_disowned * foreign
        - p.own_means_protect * p.withdrawal_own * (own - MIDDLE)
    )
    return p.withdrawal_base / 12.0 * math.exp(score)


@rule
def review_support(world, c, month):
    """Phase 6 for one council: every co-produced arrangement survives the month or is ended (ODD eq. 42).

    A draw is first held against the chance of the worst arrangement that there could be, as in `planning.plan`.
    """
    p = world.parameters[0]
    council = world.councils[c]
    most = most_withdrawal(p, council)
    for a in arrangements_of(world, council):
        arrangement = world.arrangements[a]
        if not is_coproduced(arrangement):
            continue
        neighbourhood = world.neighbourhoods[arrangement.neighbourhood]
        if arrangement.programme == 1:
            if neighbourhood.programme_months == 0:
                end_programme(world, a, month)
            continue
        u = draws.chance(world.arrangement_chances, Purpose.WITHDRAWAL, a)
        if u >= most:
            continue
        hazard = withdrawal_hazard(
            p,
            council.pressure,
            effective_support(world, council, arrangement),
            arrangement.relationship,
            arrangement.quality,
            neighbourhood.initiative,
            arrangement.embeddedness,
            1.0 if arrangement.contract != NOBODY else 0.0,
            disowned(p, council, arrangement),
            own_means(world, arrangement.partner),
        )
        if u >= hazard:  # the chance is less than the hazard, which spares most of the exponentials
            continue
        chance = 1.0 - math.exp(-hazard)
        if u < chance:
            # The part of the hazard that money alone explains is a cut; the rest is lack of support.
            by_money = 1.0 - math.exp(-p.withdrawal_pressure * council.pressure)
            withdraw(world, a, Cause.CUT if u < chance * by_money else Cause.SUPPORT_WITHDRAWN, month)


@rule
def most_withdrawal(p, council):
    """A chance to be ended this month that no arrangement of the council exceeds."""
    lowest, _ = extreme_views(council)
    return 1.0 - math.exp(-withdrawal_hazard(p, council.pressure, lowest, 0.0, 0.0, 0.0, 0.0, 0.0, 1.0, 0.0))


@rule
def end_programme(world, a, month):
    """The programme's money is gone: co-delivery goes on where it is an institution or has money of its own.

    What is left is as strong as support, embeddedness and the partner's own income and assets make it; the chance to
    go on rises with that strength and is one half at ``cliff_threshold``.

    ODD eq. 43.
    """
    p = world.parameters[0]
    arrangement = world.arrangements[a]
    arrangement.programme = 0
    council = world.councils[arrangement.council]
    own = max(arrangement.embeddedness, own_means(world, arrangement.partner))
    strength = p.cliff_support * effective_support(world, council, arrangement) + (1.0 - p.cliff_support) * own
    u = draws.uniform(world.key, Purpose.WITHDRAWAL, month, council.id, arrangement.number)
    if u > clip(strength / p.cliff_threshold - EVEN_CHANCE):
        withdraw(world, a, Cause.PROGRAMME_ENDED, month)


@rule
def withdraw(world, a, cause, month):
    """The council ends shared planning and shared delivery here; trust is lost here and elsewhere (ODD eq. 44)."""
    p = world.parameters[0]
    arrangement = world.arrangements[a]
    c = arrangement.council
    partner = arrangement.partner
    if arrangement.delivery == Who.TOGETHER:
        take_in_house(world, a, Who.PROFESSIONALS, cause, month)
        arrangement.review = cause
    else:
        replan(world, a, Who.PROFESSIONALS, cause, month)
    arrangement.relationship *= 1.0 - p.withdrawal_damage
    neighbourhood = world.neighbourhoods[arrangement.neighbourhood]
    neighbourhood.trust *= 1.0 - p.withdrawal_distrust
    council = world.councils[c]
    # Organisations elsewhere hear of it; the partner bears it in full.
    heard = p.withdrawal_distrust * p.distrust_spread
    for o in organisations_of(council):
        organisation = world.organisations[o]
        organisation.trust *= 1.0 - (p.withdrawal_distrust if o == partner else heard)
