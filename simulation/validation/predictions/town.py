"""Predictions about one town: what the two articles, and theory, would lead one to expect beyond the patterns."""

from __future__ import annotations

import numpy as np

from simulation.scenarios import Scenario
from simulation.validation.check import Check, Part, Rows, difference, ratio_difference
from simulation.validation.runs import Runs, event, gap, series
from simulation.world.matrix import is_coproduced
from simulation.world.services import SERVICE_NUMBER, SERVICES
from simulation.world.tables import World

SHOCK = 60  # month of the shock in all scenarios of this file
SECOND_YEAR = (SHOCK + 12, SHOCK + 24)
OLD, YOUNG = 60, 24  # months that a spell has lasted
_ARTICLE = "the article on full co-production, taken further; the least size worth reporting"


def _lost(runs: Runs, scenario: str, measure: str, pairs: int, months: tuple[int, int]) -> Rows:
    """What is missing of a measure, and what there would be without the events: a share lost is their ratio."""
    futures = runs.futures(scenario, pairs)
    without = series(futures, measure, 1)[:, slice(*months)].mean(axis=1)
    return np.column_stack([-gap(futures, measure, *months), without])


def _full_and_any(runs: Runs, pairs: int) -> Rows:
    return np.hstack(
        [
            _lost(runs, "leadership-change", measure, pairs, SECOND_YEAR)
            for measure in ("full_coproduction", "coproduction")
        ]
    )


def _old_and_young(runs: Runs, pairs: int) -> Rows:
    """Of the old spells alive at the shock, those alive two years later, and all; the same of the young ones."""
    spells = runs.futures("leadership-change", pairs).spells
    spells = spells[(spells["arm"] == 0) & (spells["start"] < SHOCK) & (spells["end"] >= SHOCK)]
    lived = SHOCK - spells["start"]
    outlived = (spells["end"] - SHOCK >= 24) | (spells["ended"] == 0)
    columns = []
    for of_that_age in (lived >= OLD, lived < YOUNG):
        rows = spells["replicate"][of_that_age]
        columns += [np.bincount(rows, outlived[of_that_age], pairs), np.bincount(rows, minlength=pairs)]
    return np.column_stack(columns)


def _hostile_and_gone(runs: Runs, pairs: int) -> Rows:
    names = ("leadership-change", "champion-leaves")
    return np.hstack([_lost(runs, name, "coproduction", pairs, SECOND_YEAR) for name in names])


def _storm_and_cuts(runs: Runs, pairs: int) -> Rows:
    names = ("perfect-storm", "austerity")
    return np.hstack([_lost(runs, name, "coproduction", pairs, (120, 180)) for name in names])


DEAL = Scenario(name="one-deal", events=(event("deal", "pfi_deal", year=5, service="libraries"),))


def _elsewhere(runs: Runs, pairs: int) -> Rows:
    """Co-produced share of all services but libraries, deal minus no deal, in years 2 to 10 after it."""
    shares = runs.futures(DEAL, pairs).by_service[:, :, SHOCK + 12 : SHOCK + 120, :, 0].mean(axis=2)
    weights = np.array([service.weight for service in SERVICES])
    weights[SERVICE_NUMBER["libraries"]] = 0
    return (shares[:, 0] - shares[:, 1]) @ weights / weights.sum()


def _fifths(world: World, month: int) -> tuple[float, float]:
    """Co-produced share of volume in the least and in the most deprived fifth of a town's neighbourhoods."""
    coproduced = np.array([is_coproduced(arrangement) for arrangement in world.arrangements], float)
    ranks = world.neighbourhoods.deprivation_rank[world.arrangements.neighbourhood]
    count = len(world.neighbourhoods)
    fifth = max(1, count // 5)
    volume = world.arrangements.volume
    least, most = ranks >= count - fifth, ranks < fifth
    return tuple(float((coproduced * volume)[each].sum() / volume[each].sum()) for each in (least, most))  # type: ignore[return-value]


def _gradient(runs: Runs, pairs: int) -> Rows:
    seen = runs.watch("baseline", pairs, (119, 179, 239), _fifths)
    return np.array(seen, float).mean(axis=1)


def _after_the_wave(runs: Runs, pairs: int) -> Rows:
    return gap(runs.futures("mutual-aid", pairs), "coproduction", SHOCK + 36, SHOCK + 60)


R14 = Check(
    "R14",
    "full co-production is the more fragile",
    "An unsupportive leadership takes a larger share of full co-production than of any co-production.",
    ("leadership-change",),
    (Part("share lost in the second year, full minus any", 0.02, 1.0, _full_and_any, ratio_difference, why=_ARTICLE),),
)
R15 = Check(
    "R15",
    "what has lasted lasts",
    "Arrangements of five years and more outlive an unsupportive leadership more often than those of under two.",
    ("leadership-change",),
    (
        Part(
            "alive two years after the shock, old minus young",
            0.10,
            1.0,
            _old_and_young,
            ratio_difference,
            why=_ARTICLE,
        ),
    ),
)
R16 = Check(
    "R16",
    "a champion who goes is no enemy who comes",
    "An unsupportive leadership costs more co-production than the departure of a champion.",
    ("leadership-change", "champion-leaves"),
    (
        Part(
            "share lost in the second year, unsupportive leadership minus champion gone",
            0.05,
            1.0,
            _hostile_and_gone,
            ratio_difference,
            why=_ARTICLE,
        ),
    ),
)
R17 = Check(
    "R17",
    "three blows are worse than one",
    "Cuts, an unsupportive leadership and PFI together cost more than the cuts alone.",
    ("perfect-storm", "austerity"),
    (
        Part(
            "share lost in years 10 to 15, all three minus cuts",
            0.05,
            1.0,
            _storm_and_cuts,
            ratio_difference,
            why=_ARTICLE,
        ),
    ),
)
R18 = Check(
    "R18",
    "a PFI contract stays in its service",
    "A contract for libraries neither drives co-production out of the other services nor into them.",
    ("one PFI contract for libraries",),
    (
        Part(
            "co-production in other services, contract minus none",
            -0.02,
            0.02,
            _elsewhere,
            why="no source has such an effect",
        ),
    ),
)
R19 = Check(
    "R19",
    "who is left out",
    "Without help the least deprived neighbourhoods co-produce more than the most deprived (civic capacity; evidence "
    "§5 has volunteering higher there).",
    ("baseline",),
    (Part("co-production, least deprived fifth minus most deprived", 0.01, 1.0, _gradient, difference, why=_ARTICLE),),
)
R20 = Check(
    "R20",
    "a wave leaves something behind",
    "Three to five years after an emergency there is more co-production than without it.",
    ("mutual-aid",),
    (Part("co-production in years 3 to 5 after the emergency, gain", 0.003, 1.0, _after_the_wave, why=_ARTICLE),),
)
