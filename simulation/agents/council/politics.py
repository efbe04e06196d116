"""Elections and leaders: how a council's control and its leader's commitments change."""

from __future__ import annotations

import math

from simulation.agents.council.portfolios import appoint
from simulation.engine import draws
from simulation.engine.compilation import rule
from simulation.engine.draws import Purpose
from simulation.engine.maths import clip
from simulation.world.codes import Cycle, Lever
from simulation.world.event_kinds import NO_PARTY
from simulation.world.territory import arrangements_of

FOUR_YEARS, FIVE_YEARS = 4, 5  # terms that the law sets
ONE_THIRD = 1.0 / 3.0  # of the seats in each of three years; in the fourth there is no election
HALF_OF_THE_SEATS = 0.5  # more than that is a majority
# Seats of the largest party where only control is on record: clear enough of one half that no few seats tip it.
CLEAR_MAJORITY, CLEAR_MINORITY = 0.57, 0.43
WEAKEST_VIEW, STRONGEST_VIEW = 0.02, 0.98  # no leader is wholly for or against anything


@rule
def hold_elections(world, c, month):
    """Phase 2 for one council: moods, the vote on its cycle, and leaders who go between elections (ODD eq. 20).

    A leader whose stay an event has stated outlasts all three; when the stay is over, the seats decide.
    """
    p = world.parameters[0]
    council = world.councils[c]
    if council.replayed == 0 and month % 12 == 0:
        for party in range(len(council.mood)):
            shock = draws.normal(world.key, Purpose.LOCAL_MOOD, month, council.id, party)
            council.mood[party] = p.local_mood_memory * council.mood[party] + p.local_mood_noise * shock
        share = seats_at_stake(council, month)
        if share > 0.0:
            vote(world, c, month, share)
    if month == council.leader_until:
        take_seats(world, c, month, math.nan, math.nan)
    if council.leader_changed == 0 and month >= council.leader_until:
        if draws.uniform(world.key, Purpose.LEADER_EXIT, month, council.id) < p.leader_exit / 12.0:
            new_leader(world, c, month, math.nan, math.nan)


@rule
def seats_at_stake(council, month):
    """Share of the seats that is elected this year, 0 in a year without elections (ODD eq. 21)."""
    year = month // 12 + council.cycle_offset
    if council.cycle == Cycle.THIRDS:
        return 0.0 if year % FOUR_YEARS == FOUR_YEARS - 1 else ONE_THIRD
    period = FOUR_YEARS if council.cycle == Cycle.ALL_OUT_4 else FIVE_YEARS
    return 1.0 if year % period == 0 else 0.0


@rule
def vote(world, c, month, share):
    """Elect the given share of the seats and form a new administration (ODD eq. 22).

    Latent support of a party = local lean + national mood + local mood - penalty for bad service (the leader's party
    only; good service earns nothing); shares of the vote = softmax(``vote_sharpness`` x support).
    """
    p = world.parameters[0]
    council = world.councils[c]
    penalty = p.bad_service_penalty * clip((p.mediocre_approval - council.approval) / p.mediocre_approval)
    parties = len(council.seats)
    total = 0.0
    for party in range(parties):
        total += _weight(p, world.national[0], council, party, penalty)
    for party in range(parties):
        won = _weight(p, world.national[0], council, party, penalty) / total
        council.seats[party] = (1.0 - share) * council.seats[party] + share * won
    take_seats(world, c, month, math.nan, math.nan)


@rule
def _weight(p, national, council, party, penalty):
    support = council.lean[party] + national.mood[party] + council.mood[party]
    if party == council.leader_party:
        support -= penalty
    return math.exp(p.vote_sharpness * support)


@rule
def give_seats(council, party):
    """Seats that put a party in control, or nobody (``NO_PARTY``; the leader's party stays the largest).

    ODD eq. 23.
    """
    parties = len(council.seats)
    largest = party if party != NO_PARTY else council.leader_party
    share = CLEAR_MAJORITY if party != NO_PARTY else CLEAR_MINORITY
    for other in range(parties):
        council.seats[other] = share if other == largest else (1.0 - share) / (parties - 1)


@rule
def take_seats(world, c, month, commitment, market):
    """Draw the consequences of the present seats: who controls the council, who leads it (ODD eq. 24).

    While an event keeps the leader in office (``leader_until``), leader and party in the lead stay.
    """
    council = world.councils[c]
    largest = council.leader_party if council.leader_party >= 0 else 0
    for party in range(len(council.seats)):
        if council.seats[party] > council.seats[largest]:
            largest = party
    control = largest if council.seats[largest] > HALF_OF_THE_SEATS else NO_PARTY
    if control != council.control:
        council.control = control
        council.control_changed = 1
    if largest != council.leader_party and month >= council.leader_until:
        hand_over(world, c)
        council.leader_party = largest
        council.largest_changed = 1
        new_leader(world, c, month, commitment, market)


@rule
def hand_over(world, c):
    """The party in the lead goes: what it had itself taken over belongs to the place from now on (ODD eq. 24)."""
    council = world.councils[c]
    for a in arrangements_of(world, council):
        arrangement = world.arrangements[a]
        if arrangement.begun_by != council.leader_party:
            arrangement.begun_by = NO_PARTY


@rule
def new_leader(world, c, month, commitment, market):
    """A new leader takes office; commitments that are not given (nan) are drawn, and personal ties break (ODD eq. 25).

    Leaders differ much more than parties do (evidence §1), so commitment scatters widely around the place's tradition.
    """
    p = world.parameters[0]
    council = world.councils[c]
    if math.isnan(commitment):
        deviate = draws.normal(world.key, Purpose.LEADER_COMMITMENT, month, council.id)
        commitment = council.tradition + p.leader_spread * deviate
    if math.isnan(market):
        deviate = draws.normal(world.key, Purpose.LEADER_MARKET, month, council.id)
        market = p.market_mean + p.leader_spread * deviate
        if council.leader_party == 0:
            market += p.party_market
        elif council.leader_party == 1:
            market -= p.party_market
    council.commitment = clip(commitment, WEAKEST_VIEW, STRONGEST_VIEW)
    council.market = clip(market, WEAKEST_VIEW, STRONGEST_VIEW)
    council.leader_changed = 1
    appoint(world, c, month)
    break_ties(world, c)


@rule
def break_ties(world, c):
    """A change of leadership breaks personal ties, less where they are embedded or joint working is kept up.

    ODD eq. 26.
    """
    p = world.parameters[0]
    council = world.councils[c]
    exposed = 1.0 - p.joint_working_effect * council.levers[Lever.JOINT_WORKING]
    for a in arrangements_of(world, council):
        arrangement = world.arrangements[a]
        loss = p.tie_loss * exposed * (1.0 - arrangement.embeddedness)
        arrangement.relationship *= 1.0 - loss
