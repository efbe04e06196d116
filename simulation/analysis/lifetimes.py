"""How long co-produced arrangements last in a stored sweep: a curve for each policy, arm, council or service."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from simulation.analysis.conditions import choose
from simulation.analysis.scope import a_sweep, points_of
from simulation.results.survival import Curve, Estimate, Lifetimes, lifetimes, survive
from simulation.sweep.store import Stored
from simulation.world.arms import ARMS, Arm
from simulation.world.errors import AnalysisError, shown

BY = ("policy", "arm", "council", "service")
_COLUMNS = ("replicate", "start", "end", "ended")


@dataclass(frozen=True)
class LifetimesBy:
    """Survival of co-produced arrangements in several groups, each beside the first.

    Attributes
    ----------
    by, names : what the groups are, and their names.
    curves : survival by age in months, with pointwise bands.
    means : mean months survived out of the first ``months``, with 90 % intervals.
    differences : mean of each less that of the first, paired: replicates (or worlds) are drawn for both at once.
    p : of the log-rank test against the first, which exchanges whole replicates; nan of the first.
    months : the age that means are restricted to, of each and the first together.
    spells : how many there are in each.
    """

    by: str
    names: tuple[str, ...]
    curves: tuple[Curve, ...]
    means: tuple[Estimate, ...]
    differences: tuple[Estimate, ...]
    p: tuple[float, ...]
    months: tuple[int, ...]
    spells: tuple[int, ...]

    def table(self) -> pa.Table:
        """One row for each group: mean lifetime and its difference from the first, with their intervals."""
        columns: dict[str, Any] = {self.by: list(self.names), "within_months": list(self.months)}
        for name, estimates in (("mean", self.means), ("difference", self.differences)):
            for part, values in zip((name, f"{name}_low", f"{name}_high"), zip(*estimates, strict=True), strict=True):
                columns[part] = list(values)
        return pa.table({**columns, "p": list(self.p), "spells": list(self.spells)})

    def curves_table(self) -> pa.Table:
        """One row for each group and age in months: survival with its band, and how many spells are at risk."""
        tables = []
        for name, curve in zip(self.names, self.curves, strict=True):
            columns = {"survival": curve.survival, "low": curve.low, "high": curve.high, "at_risk": curve.at_risk}
            of_group = {self.by: [name] * len(curve.survival), "age": np.arange(len(curve.survival))}
            tables.append(pa.table({**of_group, **columns}))
        return pa.concat_tables(tables)


def kaplan_meier(
    stored: Stored,
    by: str = "policy",
    arm: Arm = "scenario",
    scenario: str | None = None,
    policy: str | None = None,
    given: str | None = None,
) -> LifetimesBy:
    """Kaplan-Meier curves of the co-produced spells of a sweep, by policy or by something else.

    Spells alive when the first event under study can happen, or begun after it, by age (delayed entry); all points
    together, since they share their chance. What is drawn again for intervals is a replicate with all its spells, or
    where futures were drawn in worlds a world; the same draw for both groups that are compared.

    Parameters
    ----------
    by : ``policy``, ``arm``, ``council`` or ``service``.
    arm, scenario, policy : whose spells, where ``by`` does not say; the first of the design by default.
    given : conditions that choose among points and worlds, see `simulation.analysis.conditions`.

    Raises
    ------
    AnalysisError : for another ``by``, where there are fewer than two groups with spells, and of a part of a sweep.
    StoreError : where the design kept no spells.
    """
    a_sweep(stored)
    if stored.group is not None:
        raise AnalysisError(
            f"curves are of the whole sweep, not of {stored.group[1]}: by = 'council' or 'service' splits it"
        )
    if by not in BY:
        raise AnalysisError(f"by = {shown(by)}: it must be one of {', '.join(BY)}")
    if arm not in ARMS:
        raise AnalysisError(f"arm = {shown(arm)}: it must be one of {', '.join(ARMS)}")
    found = _spells_of(stored, by, arm, scenario, policy, given)
    there = {name: spells for name, spells in found.items() if len(spells.time)}
    if len(there) < 2:
        raise AnalysisError(f"by = {shown(by)}: {len(there)} of {len(found)} groups have spells; it takes two")
    names = list(there)
    units = np.arange(choose(stored, given).units.max() + 1)
    first = there[names[0]]
    pairs = [survive(there[name], first, units) for name in names]
    nothing = Estimate(0.0, 0.0, 0.0)
    return LifetimesBy(
        by,
        tuple(names),
        tuple(pair.curves[0] for pair in pairs),
        tuple(pair.restricted_means[0] for pair in pairs),
        (nothing, *(pair.difference for pair in pairs[1:])),
        (np.nan, *(pair.log_rank.p for pair in pairs[1:])),
        tuple(pair.months for pair in pairs),
        tuple(len(there[name].time) for name in names),
    )


def _spells_of(
    stored: Stored, by: str, arm: str, scenario: str | None, policy: str | None, given: str | None
) -> dict[str, Lifetimes]:
    """The spells of each group; ``replicate`` of each is the unit that a bootstrap draws."""
    if by == "policy":
        policies = [name for name in dict.fromkeys(stored.points["policy"].to_pylist()) if name is not None]
        return {name: _read(stored, (arm,), scenario, name, given)[arm] for name in policies}
    if by == "arm":
        return _read(stored, ARMS, scenario, policy, given)
    return _read(stored, (arm,), scenario, policy, given, by)


def _read(
    stored: Stored,
    arms: Sequence[str],
    scenario: str | None,
    policy: str | None,
    given: str | None,
    split: str | None = None,
) -> dict[str, Lifetimes]:
    chosen = choose(stored, given, points_of(stored, scenario, policy))
    name = stored.points["scenario"][int(chosen.points[0])].as_py()
    fork = int(stored.forks[chosen.points].min())
    since = fork if fork < int(stored.manifest["months"][name]) else 0
    table = chosen.table([*_COLUMNS, "arm", *((split,) if split else ())], "spells")
    unit = np.full(stored.replicates, -1)
    unit[chosen.futures] = chosen.units
    groups = {arm: table.filter(pc.equal(table["arm"], arm)) for arm in arms}
    if split is not None:
        of_arm = groups[arms[0]]
        values = sorted(pc.unique(of_arm[split]).to_pylist())
        names = stored.council_names(name)
        groups = {
            names[each] if split == "council" else each: of_arm.filter(pc.equal(of_arm[split], each)) for each in values
        }
    found = {}
    for name_of_group, rows in groups.items():
        columns = {column: rows[column].to_numpy() for column in _COLUMNS}
        found[name_of_group] = lifetimes({**columns, "replicate": unit[columns["replicate"]]}, since)
    return found
