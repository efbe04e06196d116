"""Elections and leaders: Eqs. 12 to 21."""

from __future__ import annotations

import math

from tests.reimplementation.chance import BEFORE
from tests.reimplementation.codes import ALL_OUT_4, NO_PARTY, PARTIES, PARTY_A, PARTY_B, PARTY_C, PORTFOLIOS, THIRDS
from tests.reimplementation.entities import Council, World
from tests.reimplementation.formulas import clip


def hold_elections(world: World) -> None:
    """Phase 2."""
    for council in world.councils:
        if council.replayed == 0:
            if world.month % 12 == 0:
                change_mood(world, council)
                vote(world, council, seats_at_stake(world, council))
            change_a_seat(world, council)
        elif council.replayed == 2 and world.month >= 0:
            lean_as_recorded(world, council)
            council.replayed = 0
        if world.month == council.leader_until:
            take_seats(world, council)
        if stays(world, council):
            continue
        if not council.leader_changed and world.uniform("leader_exit", council) < world.p.leader_exit / 12:
            new_leader(world, council)


def stays(world: World, council: Council) -> bool:
    """Eq. 18: whether an event keeps the leader in office this month."""
    return world.month < council.leader_until


def change_mood(world: World, council: Council) -> None:
    """Eq. 12."""
    for party in PARTIES:
        noise = world.p.local_mood_noise * world.normal("local_mood", council, party)
        council.mood[party] = world.p.local_mood_memory * council.mood[party] + noise


def seats_at_stake(world: World, council: Council) -> int | None:
    """Eq. 13: the class that is elected, if any is."""
    year = world.nation.year + world.month // 12 - council.votes_in
    if council.cycle == THIRDS:
        return None if year % 4 == 3 else year % 4
    period = 4 if council.cycle == ALL_OUT_4 else 5
    return 0 if year % period == 0 else None


def shares_of_vote(world: World, council: Council) -> list[float]:
    """Eq. 14: softmax of support; bad service weighs on the leader's party."""
    p, weights = world.p, []
    for party in PARTIES:
        support = council.lean[party] + world.nation.mood[party] + council.mood[party]
        if party == council.leader_party:
            support -= p.bad_service_penalty * clip((p.mediocre_approval - council.approval) / p.mediocre_approval)
        weights.append(math.exp(p.vote_sharpness * support))
    return [weight / sum(weights) for weight in weights]


def elect(world: World, council: Council, at_stake: int) -> None:
    """Eq. 14: whole seats by largest remainders."""
    seats = sum(council.classes[at_stake])
    quotas = [seats * share for share in shares_of_vote(world, council)]
    won = [math.floor(quota) for quota in quotas]
    by_remainder = sorted(PARTIES, key=lambda party: won[party] - quotas[party])  # sorting keeps the order of equals
    for party in by_remainder[: seats - sum(won)]:
        won[party] += 1
    council.classes[at_stake] = won
    count_classes(council)


def count_classes(council: Council) -> None:
    """The seats of a party are those that it holds in all classes."""
    council.seats = [sum(held[party] for held in council.classes) for party in PARTIES]


def vote(world: World, council: Council, at_stake: int | None) -> None:
    """Eq. 14."""
    if at_stake is not None:
        elect(world, council, at_stake)
        take_seats(world, council)


def change_a_seat(world: World, council: Council) -> None:
    """Eq. 15."""
    u0, u1, u2, _ = world.four("seat_changes", council)
    if u0 >= world.p.seat_changes / 12 * council.members:
        return
    holders = [(held, party) for held in council.classes for party in PARTIES for _ in range(held[party])]
    held, loser = holders[int(u1 * council.members)]
    shares = shares_of_vote(world, council)
    others = [party for party in PARTIES if party != loser]
    reached, winner = u2 * (1 - shares[loser]), others[-1]
    for party in reversed(others):
        if sum(shares[one] for one in others if one <= party) > reached:
            winner = party
    held[loser] -= 1
    held[winner] += 1
    count_classes(council)
    take_seats(world, council)


def lean_as_recorded(world: World, council: Council) -> None:
    """Eq. 16."""
    p = world.p
    passing = p.local_mood_noise**2 / (1 - p.local_mood_memory**2)
    lasts = p.lean_spread**2 / (p.lean_spread**2 + passing)
    said = [
        math.log(council.seats[party] + 0.5) / p.vote_sharpness - world.nation.mood[party] - usual_lean(world, party)
        for party in PARTIES
    ]
    for party in PARTIES:
        above = said[party] - sum(said) / len(said)
        spread = p.lean_spread * math.sqrt(1 - lasts)
        lean = lasts * above + spread * world.normal("initial_lean", council, party, BEFORE)
        council.lean[party] = usual_lean(world, party) + lean
        council.mood[party] = above - lean


def usual_lean(world: World, party: int) -> float:
    """Eq. 6."""
    return world.p.minor_party_lean if party >= PARTY_C else 0.0


def give_seats(council: Council, control: int) -> None:
    """Eq. 17."""
    members = council.members
    if control == NO_PARTY:
        largest, most = council.leader_party, min(int(0.43 * members + 0.5), members // 2)
    else:
        largest, most = control, max(int(0.57 * members + 0.5), members // 2 + 1)
    share, left = divmod(members - most, 3)
    others = [party for party in PARTIES if party != largest]
    council.seats = [most if party == largest else share + (others.index(party) < left) for party in PARTIES]
    deal(council)


def deal(council: Council) -> None:
    """Eq. 17."""
    classes = 3 if council.cycle == THIRDS else 1
    holders = [party for party in PARTIES for _ in range(council.seats[party])]
    council.classes = [[holders[first::classes].count(party) for party in PARTIES] for first in range(classes)]
    council.classes += [[0 for _ in PARTIES] for _ in range(3 - classes)]


def strongest(council: Council, besides: int = NO_PARTY) -> int:
    """Eq. 18: most seats, the first of equals."""
    return max((party for party in PARTIES if party != besides), key=lambda party: council.seats[party])


def count_seats(council: Council) -> bool:
    """Eq. 18: largest party and control; whether either is new."""
    before = council.largest, council.control
    most = max(council.seats)
    if council.largest == NO_PARTY or council.seats[council.largest] < most:
        council.largest = council.seats.index(most)
        council.largest_changed = 1
    has_control = most > council.members / 2
    council.control = council.largest if has_control else NO_PARTY
    if council.control != before[1]:
        council.control_changed = 1
    return before != (council.largest, council.control)


def hand_over(council: Council) -> None:
    """Eq. 18: what the party in the lead had itself taken over belongs to the place."""
    for arrangement in council.arrangements:
        if arrangement.begun_by != council.leader_party:
            arrangement.begun_by = NO_PARTY


def take_seats(world: World, council: Council, commitment: float = math.nan, market: float = math.nan) -> None:
    """Eq. 18."""
    changed = count_seats(council)
    if stays(world, council):
        return
    leading = council.leader_party
    behind = leading in PARTIES and council.seats[leading] < council.seats[council.largest]
    if changed or (world.month == council.leader_until and behind):
        leading = council.largest
        if council.control == NO_PARTY and world.p.hung_councils:
            if world.uniform("coalition", council) < world.p.coalition_of_others:
                leading = strongest(council, besides=council.largest)
    if leading != council.leader_party:
        hand_over(council)
        council.leader_party = leading
        new_leader(world, council, commitment, market)


def sway(world: World, council: Council) -> float:
    """Eq. 18."""
    hung = council.control == NO_PARTY and world.p.hung_councils
    return 1 - world.p.hung_restraint if hung else 1.0


def new_leader(world: World, council: Council, commitment: float = math.nan, market: float = math.nan) -> None:
    """Eq. 19; views that are not stated (nan) are drawn."""
    p = world.p
    if math.isnan(commitment):
        commitment = council.tradition + p.leader_spread * world.normal("leader_commitment", council)
    if math.isnan(market):
        stance = {PARTY_A: p.party_market, PARTY_B: -p.party_market}.get(council.leader_party, 0.0)
        market = p.market_mean + p.leader_spread * world.normal("leader_market", council) + stance
    council.commitment = clip(commitment, 0.02, 0.98)
    council.market = clip(market, 0.02, 0.98)
    council.leader_changed = 1
    appoint(world, council)
    break_ties(world, council)


def appoint(world: World, council: Council) -> None:
    """Eq. 20."""
    for number in PORTFOLIOS:
        council.vacant[number], council.leanings[number] = False, 0.0
        if not world.p.portfolios:
            continue
        if world.uniform("portfolio_vacant", council, number) < world.p.portfolio_vacant:
            council.vacant[number] = True
        else:
            council.leanings[number] = world.p.portfolio_spread * world.normal("portfolio_view", council, number)


def break_ties(world: World, council: Council) -> None:
    """Eq. 21."""
    p = world.p
    for arrangement in council.arrangements:
        protection = 1 - p.joint_working_effect * council.levers["joint_working"]
        arrangement.relationship *= 1 - p.tie_loss * protection * (1 - arrangement.embeddedness)
