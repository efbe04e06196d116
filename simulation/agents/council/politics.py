"""Elections and leaders: how a council's control and its leader's commitments change."""

from __future__ import annotations

import math

from simulation.agents.council.portfolios import appoint
from simulation.engine import clock, draws
from simulation.engine.compilation import rule
from simulation.engine.draws import Purpose
from simulation.engine.maths import clip
from simulation.world.codes import Cycle, Lever
from simulation.world.event_kinds import MAIN_PARTIES, NO_PARTY
from simulation.world.tables import CLASSES
from simulation.world.territory import arrangements_of

FOUR_YEARS, FIVE_YEARS = 4, 5  # terms that the law sets
NONE = -1  # no class of seats: a year without an election
HALF_OF_THE_SEATS = 0.5  # more than that is a majority
ROUNDED = 0.5  # to the nearest whole number
# Seats of the largest party where only control is on record: clear enough of one half that no few seats tip it.
CLEAR_MAJORITY, CLEAR_MINORITY = 0.57, 0.43
HALF_A_SEAT = 0.5  # added to recorded seats: a party that has none is not without voters
REPLAYED, UNTIL_MONTH_0 = 1, 2  # what `replayed` says of a council that does not vote
WEAKEST_VIEW, STRONGEST_VIEW = 0.02, 0.98  # no leader is wholly for or against anything


@rule
def hold_elections(world, c, month):
    """Phase 2 for one council: moods, the vote, seats and leaders that change between elections (ODD eq. 12).

    A leader whose stay an event has stated outlasts all of them; when the stay is over, the seats decide.
    """
    p = world.parameters[0]
    council = world.councils[c]
    if council.replayed == 0:
        if month % clock.ticks_a_year(world.key) == 0:
            for party in range(len(council.mood)):
                shock = draws.normal(world.key, Purpose.LOCAL_MOOD, month, council.id, party)
                council.mood[party] = p.local_mood_memory * council.mood[party] + p.local_mood_noise * shock
            at_stake = seats_at_stake(world, council, month)
            if at_stake != NONE:
                vote(world, c, month, at_stake)
        _change_a_seat(world, c, month)
    elif council.replayed == UNTIL_MONTH_0 and month >= 0:
        lean_as_recorded(world, c)
        council.replayed = 0
    if month == council.leader_until:
        take_seats(world, c, month, math.nan, math.nan)
    if council.leader_changed == 0 and month >= council.leader_until:
        if draws.monthly(world.key, Purpose.LEADER_EXIT, month, council.id) < p.leader_exit / 12.0:
            new_leader(world, c, month, math.nan, math.nan)


@rule
def seats_at_stake(world, council, month):
    """Class of seats that is elected this year, ``NONE`` in a year without elections (ODD eq. 13).

    By thirds each class comes up every fourth year, so the seats at stake are those elected longest ago.
    """
    since = world.national[0].year + month // clock.ticks_a_year(world.key) - council.votes_in
    if council.cycle == Cycle.THIRDS:
        return since % FOUR_YEARS if since % FOUR_YEARS < CLASSES else NONE
    period = FOUR_YEARS if council.cycle == Cycle.ALL_OUT_4 else FIVE_YEARS
    return 0 if since % period == 0 else NONE


@rule
def support(world, council, party):
    """Latent support of a party = local lean + national mood + local mood - penalty for bad service.

    The penalty is the leader's party's only; good service earns nothing (ODD eq. 14).
    """
    p = world.parameters[0]
    felt = council.lean[party] + world.national[0].mood[party] + council.mood[party]
    if party == council.leader_party:
        felt -= p.bad_service_penalty * clip((p.mediocre_approval - council.approval) / p.mediocre_approval)
    return felt


@rule
def share_of_vote(world, c, party):
    """Share of the vote that a party would win today (ODD eq. 14)."""
    p = world.parameters[0]
    council = world.councils[c]
    total = 0.0
    for other in range(len(council.seats)):
        total += math.exp(p.vote_sharpness * support(world, council, other))
    return math.exp(p.vote_sharpness * support(world, council, party)) / total


@rule
def vote(world, c, month, at_stake):
    """Elect the class of seats that is at stake, by the shares of the vote, and form an administration (ODD eq. 14)."""
    elect(world, c, at_stake)
    take_seats(world, c, month, math.nan, math.nan)


@rule
def elect(world, c, at_stake):
    """Whole seats by largest remainders: rounded down, then one more for those that lost most by it (ODD eq. 14)."""
    council = world.councils[c]
    parties = len(council.seats)
    first = at_stake * parties
    total = 0
    for party in range(parties):
        total += council.classes[first + party]
    left = total
    for party in range(parties):
        council.seats[party] -= council.classes[first + party]
        council.classes[first + party] = int(total * share_of_vote(world, c, party))
        left -= council.classes[first + party]
    for _ in range(left):
        most = 0
        shortest = -1.0
        for party in range(parties):
            short = total * share_of_vote(world, c, party) - council.classes[first + party]
            if short > shortest:
                most = party
                shortest = short
        council.classes[first + most] += 1
    for party in range(parties):
        council.seats[party] += council.classes[first + party]


@rule
def _change_a_seat(world, c, month):
    """Between elections a seat may change hands, by a by-election or a defection (ODD eq. 15).

    Any seat can be lost; another party wins it with the chance of its share of the vote.
    """
    p = world.parameters[0]
    council = world.councils[c]
    u0, u1, u2, _ = draws.four(world.key, Purpose.SEAT_CHANGES, month, council.id, 0)
    if clock.in_a_tick(world.key, u0) >= p.seat_changes / 12.0 * council.members:
        return
    parties = len(council.seats)
    at = int(u1 * council.members)
    lost = 0
    while at >= council.classes[lost]:
        at -= council.classes[lost]
        lost += 1
    loser = lost % parties
    winner = NO_PARTY
    rest = u2 * (1.0 - share_of_vote(world, c, loser))
    for party in range(parties):
        if party != loser and rest >= 0.0:
            winner = party
            rest -= share_of_vote(world, c, party)
    council.classes[lost] -= 1
    council.classes[lost - loser + winner] += 1
    council.seats[loser] -= 1
    council.seats[winner] += 1
    take_seats(world, c, month, math.nan, math.nan)


@rule
def lean_as_recorded(world, c):
    """Lasting lean and passing mood that explain the seats on record (ODD eq. 16).

    What the seats say beyond the national mood is split as it is expected to be: most of it lasts, some passes.
    """
    p = world.parameters[0]
    council = world.councils[c]
    parties = len(council.seats)
    passing = p.local_mood_noise * p.local_mood_noise / (1.0 - p.local_mood_memory * p.local_mood_memory)
    lasting = p.lean_spread * p.lean_spread
    lasts = lasting / (lasting + passing)
    middle = 0.0
    for party in range(parties):
        middle += _recorded_support(world, council, party) / parties
    for party in range(parties):
        above = _recorded_support(world, council, party) - middle
        deviate = draws.normal(world.key, Purpose.INITIAL_LEAN, draws.BEFORE, council.id, party)
        lean = lasts * above + p.lean_spread * math.sqrt(1.0 - lasts) * deviate
        council.lean[party] = usual_lean(p, party) + lean
        council.mood[party] = above - lean


@rule
def _recorded_support(world, council, party):
    """Support that recorded seats speak of, beyond what is usual and what the nation feels (ODD eq. 16)."""
    p = world.parameters[0]
    voted = math.log(council.seats[party] + HALF_A_SEAT) / p.vote_sharpness
    return voted - world.national[0].mood[party] - usual_lean(p, party)


@rule
def usual_lean(p, party):
    """Mean lean of councils to a party (ODD eq. 6)."""
    return p.minor_party_lean if party >= MAIN_PARTIES else 0.0


@rule
def give_seats(council, party):
    """Seats that put a party in control, or nobody (``NO_PARTY``; the leader's party becomes the largest).

    ODD eq. 17.
    """
    parties = len(council.seats)
    largest = council.leader_party
    half = int(HALF_OF_THE_SEATS * council.members)
    held = min(int(CLEAR_MINORITY * council.members + ROUNDED), half)
    if party != NO_PARTY:
        largest = party
        held = max(int(CLEAR_MAJORITY * council.members + ROUNDED), half + 1)
    rest = council.members - held
    place = 0
    for other in range(parties):
        council.seats[other] = held
        if other != largest:
            council.seats[other] = rest // (parties - 1) + (1 if place < rest % (parties - 1) else 0)
            place += 1
    deal(council)


@rule
def deal(council):
    """Deal all seats, party by party, to the classes in turn; one class unless thirds are elected (ODD eq. 17)."""
    parties = len(council.seats)
    classes = CLASSES if council.cycle == Cycle.THIRDS else 1
    for cell in range(len(council.classes)):
        council.classes[cell] = 0
    dealt = 0
    for party in range(parties):
        for _ in range(council.seats[party]):
            council.classes[dealt % classes * parties + party] += 1
            dealt += 1


@rule
def take_seats(world, c, month, commitment, market):
    """Draw the consequences of the present seats: who controls the council, who leads it (ODD eq. 18).

    Without a majority an administration that is there goes on; a new one is the largest party's, or others join. While
    an event keeps the leader in office (``leader_until``), leader and party in the lead stay.
    """
    p = world.parameters[0]
    council = world.councils[c]
    changed = count_seats(council)
    if month < council.leader_until:
        return
    leading = council.leader_party
    over = month == council.leader_until
    if changed or (over and council.seats[leading] < council.seats[council.largest]):
        leading = council.largest
        if council.control == NO_PARTY and p.hung_councils == 1:
            if draws.uniform(world.key, Purpose.COALITION, month, council.id) < p.coalition_of_others:
                leading = strongest(council, council.largest)
    if leading != council.leader_party:
        hand_over(world, c)
        council.leader_party = leading
        new_leader(world, c, month, commitment, market)


@rule
def count_seats(council):
    """Who has most seats and who more than half; whether either is another one than before (ODD eq. 18)."""
    largest = strongest(council, NO_PARTY)
    if council.largest != NO_PARTY and council.seats[council.largest] == council.seats[largest]:
        largest = council.largest
    control = largest if council.seats[largest] > HALF_OF_THE_SEATS * council.members else NO_PARTY
    changed = False
    if control != council.control:
        council.control = control
        council.control_changed = 1
        changed = True
    if largest != council.largest:
        council.largest = largest
        council.largest_changed = 1
        changed = True
    return changed


@rule
def strongest(council, besides):
    """The party with most seats besides one, the first of equals."""
    best = NO_PARTY
    for party in range(len(council.seats)):
        if party != besides and (best == NO_PARTY or council.seats[party] > council.seats[best]):
            best = party
    return best


@rule
def sway(p, council):
    """How much of what they want leaders can do: less without a majority (ODD eq. 18)."""
    return 1.0 - p.hung_councils * p.hung_restraint if council.control == NO_PARTY else 1.0


@rule
def hand_over(world, c):
    """The party in the lead goes: what it had itself taken over belongs to the place from now on (ODD eq. 18)."""
    council = world.councils[c]
    for a in arrangements_of(world, council):
        arrangement = world.arrangements[a]
        if arrangement.begun_by != council.leader_party:
            arrangement.begun_by = NO_PARTY


@rule
def new_leader(world, c, month, commitment, market):
    """A new leader takes office; commitments that are not given (nan) are drawn, and personal ties break (ODD eq. 19).

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

    ODD eq. 21.
    """
    p = world.parameters[0]
    council = world.councils[c]
    exposed = 1.0 - p.joint_working_effect * council.levers[Lever.JOINT_WORKING]
    for a in arrangements_of(world, council):
        arrangement = world.arrangements[a]
        loss = p.tie_loss * exposed * (1.0 - arrangement.embeddedness)
        arrangement.relationship *= 1.0 - loss
