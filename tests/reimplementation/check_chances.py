"""Chances, hazards and scores after a phase, as the check values of the ODD tell them: weighted by row number + 1."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from tests.reimplementation.codes import COMMUNITY, CONTRACT_ENDED, LEVERS, PARTIES, PFI, SERVICE_REVIEW, TOGETHER
from tests.reimplementation.commissioning import chance_of_review, dismissal, options
from tests.reimplementation.contractors import failure_hazard
from tests.reimplementation.entities import World
from tests.reimplementation.learning import ahead, champion, chance_of_policy, drop
from tests.reimplementation.nation import chance_of_losing
from tests.reimplementation.organisations import chance_of_conversion, chance_of_founding, closure_hazard
from tests.reimplementation.pfi import chance_of_signing
from tests.reimplementation.planning import answers, openings, tedium, welcome
from tests.reimplementation.politics import shares_of_vote
from tests.reimplementation.support import effective_support, withdrawal_hazard

Told = Iterator[tuple[str, int, float]]
EQUATION_OF_OPTION = {0: "Eq. 55", 1: "Eq. 56", 2: "Eq. 57", 3: "Eq. 58", 4: "Eq. 57", 5: "Eq. 59"}


def chances(world: World, phase: int) -> dict[str, float]:
    """By name, what the rules of this phase decide by."""
    found: dict[str, float] = defaultdict(float)
    for name, row, value in OF_PHASE.get(phase, lambda _: ())(world):
        found[name] += (row + 1) * value
    return dict(found)


def national(world: World) -> Told:
    yield "Eq. 11, chance", 0, chance_of_losing(world)


def votes(world: World) -> Told:
    for c, council in enumerate(world.councils):
        for party, share in enumerate(shares_of_vote(world, council)):
            yield "Eq. 14, share", c * len(PARTIES) + party, share


def planning(world: World) -> Told:
    for a, arrangement in enumerate(world.arrangements):
        yield "Eq. 36, welcome", a, welcome(world, arrangement)
        if arrangement.planning == TOGETHER:
            yield "Eq. 38, chance", a, tedium(world, arrangement)
        elif arrangement.planning == COMMUNITY:
            accepted, faded = answers(world, arrangement)
            yield "Eq. 39, accepted", a, accepted
            yield "Eq. 39, faded", a, faded
        elif arrangement.provider != PFI:
            for name, chance in zip(
                ("heard", "asked", "invited", "refused"), openings(world, arrangement), strict=True
            ):
                yield f"Eq. 37, {name}", a, chance


def withdrawal(world: World) -> Told:
    for a, arrangement in enumerate(world.arrangements):
        yield "Eq. 40, support", a, effective_support(arrangement)
        yield "Eq. 41, hazard", a, withdrawal_hazard(world, arrangement)


def commissioning(world: World) -> Told:
    for c, council in enumerate(world.councils):
        for s, service in enumerate(world.services):
            if service.capital_intensity >= world.p.pfi_least_capital:
                yield "Eq. 47, chance", c * len(world.services) + s, chance_of_signing(world, council, s)
    for a, arrangement in enumerate(world.arrangements):
        yield "Eq. 51, chance", a, chance_of_review(world, arrangement)
        yield "Eq. 51, dismissal", a, dismissal(world, arrangement)
        up, arrangement.review = arrangement.review, CONTRACT_ENDED if arrangement.contract else SERVICE_REVIEW
        for number, option in options(world, arrangement).items():
            yield f"{EQUATION_OF_OPTION[number]}, score of option {number}", a, option.score
        arrangement.review = up


def organisations(world: World) -> Told:
    for o, organisation in enumerate(world.organisations):
        if organisation.alive:
            yield "Eq. 79, hazard", o, closure_hazard(world, organisation)
            if not organisation.enterprise and organisation.professionalisation >= world.p.enterprise_threshold:
                yield "Eq. 80, chance", o, chance_of_conversion(world, organisation)
    for n, home in enumerate(world.neighbourhoods):
        yield "Eq. 81, chance", n, chance_of_founding(world, home)
    for k, contractor in enumerate(world.contractors):
        if contractor.alive:
            yield "Eq. 83, hazard", k, failure_hazard(world, contractor)


def learning(world: World) -> Told:
    for c, council in enumerate(world.councils):
        yield "Eq. 88, champion", c, champion(world, council)
        yield "Eq. 88, dismantle", c, drop(world, council)
        yield "Eq. 61, chance of a policy", c, chance_of_policy(world, council)
        for number, lever in enumerate(LEVERS):
            yield "Eq. 88, ahead", c * len(LEVERS) + number, ahead(world, council, lever)


OF_PHASE = {
    1: national,
    2: votes,
    5: planning,
    6: withdrawal,
    7: commissioning,
    9: organisations,
    10: learning,
}
