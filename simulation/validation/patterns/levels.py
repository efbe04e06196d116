"""Patterns 1 and 2: levels without events, and rates of turnover."""

from __future__ import annotations

from itertools import pairwise
from typing import NamedTuple

import numpy as np

from simulation.scenarios import Scenario
from simulation.validation.check import Check, Part, Rows, ratio
from simulation.validation.nation import control_changes
from simulation.validation.runs import Runs, series
from simulation.world.codes import Provider
from simulation.world.matrix import CELLS
from simulation.world.tables import World

LONG = Scenario(name="long-baseline", years=40)
FIVE_YEARS = 60

# Contracts and firms are watched month by month; PFI is allowed so that its contracts are seen too.
WATCHED = Scenario(name="watched-market", years=20, settings={"pfi_policy": 0.5})


def _drift(runs: Runs, pairs: int) -> Rows:
    level = series(runs.futures(LONG, pairs), "coproduction")
    return level[:, -FIVE_YEARS:].mean(axis=1) - level[:, :FIVE_YEARS].mean(axis=1)


def _extreme(runs: Runs, pairs: int) -> Rows:
    last = series(runs.futures(LONG, pairs), "coproduction")[:, -FIVE_YEARS:].mean(axis=1)
    return ((last < 0.01) | (last > 0.9)).astype(float)


def _cells(runs: Runs, pairs: int) -> Rows:
    futures = runs.futures(LONG, pairs)
    return np.column_stack([series(futures, cell).mean(axis=1) for cell in CELLS])


P1 = Check(
    "P1",
    "stationary levels",
    "With no events, levels are stationary after burn-in: no drift to all or nothing, and all nine cells appear.",
    ("baseline, 40 years",),
    (
        Part("change of co-production from the first five years to the last five of forty", -0.05, 0.05, _drift),
        Part("futures that end under 1 % or over 90 % co-production", 0.0, 0.05, _extreme),
        Part("mean share of the rarest of the nine cells", 0.001, 1 / 9, _cells, lambda means: float(means.min())),
    ),
    pairs=600,
)


def _leaders(runs: Runs, pairs: int) -> Rows:
    futures = runs.futures("baseline", pairs)
    without_party = series(futures, "leader_changes") - series(futures, "largest_party_changes")
    return 12 * without_party.mean(axis=1)


class Market(NamedTuple):
    """What the market of a world looked like at the end of a month."""

    months_left: np.ndarray
    provider: np.ndarray
    alive: np.ndarray
    age: np.ndarray


def _market(world: World, month: int) -> Market:
    contracts, firms = world.contracts, world.contractors
    return Market(
        contracts.months_left.copy(), contracts.provider.copy(), firms.alive.astype(bool), firms.age.astype(int)
    )


def _histories(runs: Runs, pairs: int) -> list[list[Market]]:
    return runs.watch(WATCHED, max(2, pairs // 4), range(WATCHED.months), _market)


def _lengths(provider: int):
    """Sample of the mean length in years of the contracts that one kind of provider gets: total length, contracts."""

    def sample(runs: Runs, pairs: int) -> Rows:
        rows = []
        for months in _histories(runs, pairs):
            total = number = 0
            for before, after in pairwise(months):
                new = (after.months_left > before.months_left) & (after.provider == provider)
                total += int(after.months_left[new].sum())
                number += int(new.sum())
            rows.append([total / 12, number])
        return np.array(rows, float)

    return sample


def _failures(runs: Runs, pairs: int) -> Rows:
    rows = []
    for months in _histories(runs, pairs):
        failed = years = 0.0
        for before, after in pairwise(months):
            failed += int((before.alive & (~after.alive | (after.age < before.age))).sum())
            years += before.alive.sum() / 12
        rows.append([failed, years])
    return np.array(rows)


def closures(runs: Runs, pairs: int) -> Rows:
    """Organisations closed, and organisation-years, in a town left to itself."""
    return _organisations(runs, pairs, "closures")


def foundings(runs: Runs, pairs: int) -> Rows:
    """Organisations founded, and organisation-years, in a town left to itself."""
    return _organisations(runs, pairs, "foundings")


def _organisations(runs: Runs, pairs: int, event: str) -> Rows:
    futures = runs.futures("baseline", pairs)
    years = series(futures, "organisations").sum(axis=1) / 12
    return np.column_stack([series(futures, event).sum(axis=1), years])


P2 = Check(
    "P2",
    "rates of turnover",
    "Leader turnover, electoral change of control, contract lengths and organisation closures match the evidence.",
    ("baseline", "baseline with PFI allowed", "370 generated councils over 50 years"),
    (
        Part(
            "leaders who go without a change of control, a year", 0.05, 0.20, _leaders, unit="rate", why="evidence §1"
        ),
        Part("councils whose control changes, a year", 0.09, 0.12, control_changes, unit="rate", why="evidence §6, S1"),
        Part(
            "length of ordinary contracts of contractors",
            3,
            10,
            _lengths(Provider.CONTRACTOR),
            ratio,
            "years",
            "evidence §4",
        ),
        Part(
            "length of contracts of community organisations",
            1,
            3,
            _lengths(Provider.COMMUNITY_ORGANISATION),
            ratio,
            "years",
            "evidence §4 (grants to the voluntary sector)",
        ),
        Part("length of PFI contracts", 25, 30, _lengths(Provider.PFI), ratio, "years", "evidence §2"),
        Part("contractors that fail, a year", 0.01, 0.02, _failures, ratio, "rate", "evidence §4"),
        Part("organisations that close, a year", 0.021, 0.041, closures, ratio, "rate", "evidence §6, S21"),
    ),
)
