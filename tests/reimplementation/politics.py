"""Elections and leaders: Eqs. 20 to 26."""

from __future__ import annotations

import math

from tests.reimplementation.codes import ALL_OUT_4, NO_PARTY, PARTIES, PARTY_A, PARTY_B, PORTFOLIOS, THIRDS
from tests.reimplementation.entities import Council, World
from tests.reimplementation.formulas import clip


def hold_elections(world: World) -> None:
    """Phase 2."""
    for council in world.councils:
        if not council.replayed and world.month % 12 == 0:
            change_mood(world, council)
            vote(world, council, seats_at_stake(world, council))
        if world.month == council.leader_until:
            take_seats(world, council)
        if stays(world, council):
            continue
        if not council.leader_changed and world.uniform("leader_exit", council) < world.p.leader_exit / 12:
            new_leader(world, council)


def stays(world: World, council: Council) -> bool:
    """Eq. 24: whether an event keeps the leader in office this month."""
    return world.month < council.leader_until


def change_mood(world: World, council: Council) -> None:
    """Eq. 20."""
    for party in PARTIES:
        noise = world.p.local_mood_noise * world.normal("local_mood", council, party)
        council.mood[party] = world.p.local_mood_memory * council.mood[party] + noise


def seats_at_stake(world: World, council: Council) -> float:
    """Eq. 21."""
    year = world.month // 12 + council.cycle_offset
    if council.cycle == THIRDS:
        return 0.0 if year % 4 == 3 else 1 / 3
    period = 4 if council.cycle == ALL_OUT_4 else 5
    return 1.0 if year % period == 0 else 0.0


def shares_of_vote(world: World, council: Council, penalty: float) -> list[float]:
    """Eq. 22: softmax of support; `penalty` weighs on the leader's party."""
    weights = []
    for party in PARTIES:
        support = council.lean[party] + world.nation.mood[party] + council.mood[party]
        if party == council.leader_party:
            support -= penalty
        weights.append(math.exp(world.p.vote_sharpness * support))
    return [weight / sum(weights) for weight in weights]


def vote(world: World, council: Council, share: float) -> None:
    """Eq. 22."""
    if share == 0:
        return
    p = world.p
    penalty = p.bad_service_penalty * clip((p.mediocre_approval - council.approval) / p.mediocre_approval)
    won = shares_of_vote(world, council, penalty)
    council.seats = [(1 - share) * council.seats[party] + share * won[party] for party in PARTIES]
    take_seats(world, council)


def give_seats(council: Council, control: int) -> None:
    """Eq. 23."""
    largest = council.leader_party if control == NO_PARTY else control
    seats = 0.43 if control == NO_PARTY else 0.57
    council.seats = [seats if party == largest else (1 - seats) / 3 for party in PARTIES]


def take_seats(world: World, council: Council, commitment: float = math.nan, market: float = math.nan) -> None:
    """Eq. 24."""
    most = max(council.seats)
    holds_on = council.leader_party in PARTIES and council.seats[council.leader_party] == most
    largest = council.leader_party if holds_on else council.seats.index(most)
    control = largest if most > 0.5 else NO_PARTY
    if control != council.control:
        council.control = control
        council.control_changed = 1
    if largest != council.leader_party and not stays(world, council):
        for arrangement in council.arrangements:
            if arrangement.begun_by != council.leader_party:
                arrangement.begun_by = NO_PARTY
        council.leader_party = largest
        council.largest_changed = 1
        new_leader(world, council, commitment, market)


def new_leader(world: World, council: Council, commitment: float = math.nan, market: float = math.nan) -> None:
    """Eq. 25; views that are not stated (nan) are drawn."""
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
    """Eq. 221."""
    for number in PORTFOLIOS:
        council.vacant[number], council.leanings[number] = False, 0.0
        if not world.p.portfolios:
            continue
        if world.uniform("portfolio_vacant", council, number) < world.p.portfolio_vacant:
            council.vacant[number] = True
        else:
            council.leanings[number] = world.p.portfolio_spread * world.normal("portfolio_view", council, number)


def break_ties(world: World, council: Council) -> None:
    """Eq. 26."""
    p = world.p
    for arrangement in council.arrangements:
        protection = 1 - p.joint_working_effect * council.levers["joint_working"]
        arrangement.relationship *= 1 - p.tie_loss * protection * (1 - arrangement.embeddedness)
