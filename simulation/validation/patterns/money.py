"""Patterns 5, 6 and 10: private finance, cuts and funding cliffs."""

from __future__ import annotations

import numpy as np

from simulation.scenarios import Scenario
from simulation.validation.check import Check, Part, Rows, difference, ratio, ratio_difference
from simulation.validation.runs import Runs, event, gap, series
from simulation.world.services import SERVICE_NUMBER, SERVICES

LIBRARIES = SERVICE_NUMBER["libraries"]
BEFORE, IN_FORCE, AFTER = slice(0, 48), slice(120, 240), slice(300, 360)

# Signed in year 5 for the shortest length there is, so that a horizon of thirty years sees the return.
EXPIRING = Scenario(
    name="pfi-expires",
    years=30,
    settings={"pfi_wards": 1},  # the claim is about what a contract covers: here all libraries
    events=(
        event("market", "leadership_change", year=4, commitment=0.2, market=0.9, under_study=False),
        event("libraries-pfi", "pfi_deal", year=5, service="libraries", years=15),
        event(
            "willing",
            "champion_leaves",
            year=9,
            every_years=4,
            commitment=0.8,
            market=0.2,
            under_study=False,
        ),
    ),
)


def _libraries(runs: Runs, pairs: int, arm: int, months: slice) -> Rows:
    """Co-produced share of libraries, the mean over some months."""
    return runs.futures(EXPIRING, pairs).by_service[:, arm, months, LIBRARIES, 0].mean(axis=1).astype(float)


def _blocked(runs: Runs, pairs: int) -> Rows:
    return _libraries(runs, pairs, 0, IN_FORCE)


def _restored(runs: Runs, pairs: int) -> Rows:
    return np.column_stack([_libraries(runs, pairs, 1, IN_FORCE), _libraries(runs, pairs, 1, BEFORE)])


def _returned(runs: Runs, pairs: int) -> Rows:
    return np.column_stack([_libraries(runs, pairs, 0, AFTER), _libraries(runs, pairs, 0, IN_FORCE)])


P5 = Check(
    "P5",
    "PFI is irreversible",
    "PFI signed before a favourable leadership blocks the return of co-production in those services until expiry; "
    "without PFI the same leadership restores it.",
    ("a market leadership signs PFI for libraries, supportive leaders follow; the contract expires in year 20",),
    (
        Part("co-produced share of libraries while the contract runs", 0.0, 0.02, _blocked),
        Part("without PFI: level under supportive leaders over level at the start", 0.9, 10, _restored, ratio, "ratio"),
        Part("rise of the co-produced share of libraries after expiry", 0.05, 1.0, _returned, difference),
    ),
)

CUT, END = 60, 204  # the cut lasts from month 60 to 144; its effect is read over the five years after
READ = (144, END)
_GRANT_CUT = event("grant-cut", "grant_change", year=5, size=-0.49, over_months=84)
COMMITTED = Scenario(
    name="austerity-with-pfi",
    events=(
        *(
            event(f"{service}-pfi", "pfi_deal", year=0, service=service, years=30, under_study=False)
            for service in ("libraries", "schools_estate", "roads")
        ),
        _GRANT_CUT,
    ),
)


def _after_the_cut(measure: str):
    """Sample of the difference that the cut makes to a measure."""

    def sample(runs: Runs, pairs: int) -> Rows:
        return gap(runs.futures("austerity", pairs), measure, *READ)

    return sample


def _hit_first(runs: Runs, pairs: int) -> Rows:
    futures = runs.futures("austerity", pairs)
    return np.column_stack([-gap(futures, f"{kind}_funding", *READ) for kind in ("discretionary", "statutory")])


def _hit_harder(runs: Runs, pairs: int) -> Rows:
    """Discretionary funding lost to the cut, and what there was to lose: with PFI, then without."""
    columns = []
    for each in (COMMITTED, "austerity"):
        futures = runs.futures(each, pairs)
        there = series(futures, "discretionary_funding", 1)[:, slice(*READ)].mean(axis=1)
        columns += [-gap(futures, "discretionary_funding", *READ), there]
    return np.column_stack(columns)


P6 = Check(
    "P6",
    "cuts hand over and leave to self-help",
    "Budget cuts raise community delivery under contract and self-help together, and hit discretionary services first, "
    "more so the larger the fixed contract payments.",
    ("austerity", "austerity with PFI contracts for libraries, schools and roads"),
    (
        Part(
            "community-delivered under contract, with the cut minus without",
            0.005,
            1.0,
            _after_the_cut("community_under_contract"),
        ),
        Part("self-help, with the cut minus without", 0.005, 1.0, _after_the_cut("self_help")),
        Part("fall of discretionary minus fall of statutory funding", 0.05, 1.0, _hit_first, difference),
        Part(
            "share of discretionary funding that is lost, with PFI minus without",
            0.02,
            1.0,
            _hit_harder,
            ratio_difference,
            amended="First the fall itself was compared, and was 12 points smaller with PFI: a council that pays for "
            "PFI has less discretionary funding to lose and loses all of it. Now it is relative to what there was.",
        ),
    ),
)

CLIFF = 180
PLACES = 4
_PROGRAMME = event("programme", "programme", year=5, size=0.3, years=10, neighbourhoods=tuple(range(PLACES)))
CLIFF_EDGE = Scenario(name="funding-cliff", events=(_PROGRAMME,))
INSTITUTION = Scenario(
    name="funding-cliff-embedded",
    events=(
        event("institution", "framework_adopted", year=0, governance=0.8, legal_form=1.0, under_study=False),
        _PROGRAMME,
    ),
)
INDEPENDENT = Scenario(
    name="funding-cliff-independent", settings={"independence_base": 1.0, "dependence": 0.0}, events=(_PROGRAMME,)
)
SUITABLE = [number for number, service in enumerate(SERVICES) if service.coproducibility >= 0.6]


def _ended(runs: Runs, scenario: Scenario, pairs: int, arm: int = 0) -> Rows:
    """Co-produced arrangements of the programme's places and services that end within a year of the cliff; all."""
    spells = runs.futures(scenario, pairs).spells
    there = (spells["arm"] == arm) & (spells["neighbourhood"] < PLACES) & np.isin(spells["service"], SUITABLE)
    spells = spells[there & (spells["start"] < CLIFF) & (spells["end"] >= CLIFF)]
    ended = (spells["ended"] == 1) & (spells["end"] < CLIFF + 12)
    return np.column_stack([np.bincount(spells["replicate"], weights, pairs) for weights in (ended, ended >= 0)])


def _cliff(runs: Runs, pairs: int) -> Rows:
    return np.hstack([_ended(runs, CLIFF_EDGE, pairs, arm) for arm in (0, 1)])


def _spared(by: Scenario):
    """Sample of what ends at the cliff in the usual world and in one where something else was built."""

    def sample(runs: Runs, pairs: int) -> Rows:
        return np.hstack([_ended(runs, each, pairs) for each in (CLIFF_EDGE, by)])

    return sample


P10 = Check(
    "P10",
    "the funding cliff",
    "A funding cliff ends much of what a programme built, less where independent income or embeddedness was built.",
    ("a ten-year programme in four places; the same with governance and legal form; the same with independent income",),
    (
        Part(
            "ended within a year of the cliff, minus what ends without a programme", 0.20, 1.0, _cliff, ratio_difference
        ),
        Part("ended, usual minus embedded", 0.05, 1.0, _spared(INSTITUTION), ratio_difference),
        Part("ended, usual minus independent", 0.05, 1.0, _spared(INDEPENDENT), ratio_difference),
    ),
)
