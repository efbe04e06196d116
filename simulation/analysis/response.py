"""The model as a function of its settings, for tools that bring their own loop: SALib, ema_workbench, an optimiser."""

from __future__ import annotations

import warnings
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from simulation.analysis.discovery import MISSING
from simulation.results.averages import Averages
from simulation.results.resilience import weight_period
from simulation.sweep.block import run_block
from simulation.sweep.design import Design, Factor, plan
from simulation.sweep.design.design import RESILIENCE
from simulation.sweep.run import Blocks
from simulation.sweep.store.reader import outcome_columns
from simulation.world.arms import ARMS
from simulation.world.errors import AnalysisError, nearest
from simulation.world.names_of_worlds import DEFAULT
from simulation.world.worlds import Worlds

Floats = NDArray[np.float64]

EFFECT = "_effect"  # of a column: the scenario minus its counterfactual


def respond(
    scenario: str,
    values: Mapping[str, float],
    outcomes: Sequence[str],
    replicates: int = 50,
    seed: int = 1,
    worlds: str | Path | Worlds = DEFAULT,
) -> dict[str, float]:
    """Outcomes over all replicates taken together, with some factors set to values; nan where none has a value.

    Means, but relative losses are ratios of sums, as in every summary (`simulation.results.resilience.WEIGHT`): each
    replicate weighs as much as it had to lose. The same seed means the same chance, so that differences between calls
    are differences of the values.

    Parameters
    ----------
    scenario : name of the library, or a file.
    values : factors as a design names them (a parameter, ``"EVENT.FIELD"``, ``"services.COLUMN"``) with their values.
    outcomes : columns of a sweep's table of outcomes (``"coproduction_final_year"``, ``"resistance"``), of the world
        with the events; with ``_effect`` at the end, minus the same in the world without them.
    worlds : the worlds that the replicates are drawn in, see `simulation.ensemble.run`; the values hold in all.
    """
    factors = {name: Factor(values=(float(value),)) for name, value in values.items()}
    design = Design.from_mapping(
        {
            "name": "response",
            "scenarios": (scenario,),
            "levers": factors,
            "sampler": "full_factorial",
            "replicates": replicates,
            "seed": seed,
        }
    )
    made = plan(design, worlds=worlds)
    blocks = Blocks(made)
    table = pa.concat_tables([run_block(blocks.block(number)).tables["outcomes"] for number in range(len(blocks))])
    errors = table["error"].to_pylist()
    if None not in errors:
        raise AnalysisError(f"all {replicates} futures failed, the first with {errors[0]}")
    failed = [error for error in errors if error is not None]
    if failed:
        warnings.warn(
            f"{len(failed) // len(ARMS)} of {replicates} futures failed and are left out, the first with {failed[0]}",
            RuntimeWarning,
            stacklevel=2,
        )
    changed = made.scenario(made.point(0))
    months = made.months(changed)
    arm_of = np.array(table["arm"].to_pylist())
    known = outcome_columns(table.column_names)

    def column(name: str, arm: str) -> Floats:
        return np.asarray(table[name].to_numpy(zero_copy_only=False), float)[arm_of == arm]

    def response(name: str) -> float:
        outcome = name.removesuffix(EFFECT)
        if outcome not in known:
            raise AnalysisError(
                f"there is no outcome {outcome!r}{nearest(outcome, known)}; there are {', '.join(known)}"
            )
        if outcome in RESILIENCE:
            if name.endswith(EFFECT):
                raise AnalysisError(f"{name!r}: {outcome} compares the two worlds already; ask for {outcome!r}")
            period = weight_period(outcome, months - min(changed.fork, months))
            weights = None if period is None else column(f"coproduction_{period}", "counterfactual")
            return Averages.of(column(outcome, "scenario"), weights).together()
        values = column(outcome, "scenario")
        if name.endswith(EFFECT):
            values = values - column(outcome, "counterfactual")
        return Averages.of(values).together()

    return {name: response(name) for name in outcomes}


@dataclass(frozen=True)
class Response:
    """`respond` with all but the values fixed; a class, so that processes can be sent it."""

    scenario: str
    names: dict[str, str]  # of factors, by what ema_workbench calls them
    integers: frozenset[str]
    outcomes: tuple[str, ...]
    replicates: int
    seed: int
    worlds: str | Path | Worlds = DEFAULT

    def __call__(self, **values: float) -> dict[str, float]:
        """Means of the outcomes; factors that count something are rounded, as samplers draw any number."""
        settings = {
            self.names[name]: round(value) if self.names[name] in self.integers else value
            for name, value in values.items()
        }
        return respond(self.scenario, settings, self.outcomes, self.replicates, self.seed, self.worlds)


def ema_model(
    scenario: str,
    levers: Sequence[str],
    uncertainties: Sequence[str],
    outcomes: Sequence[str],
    replicates: int = 50,
    seed: int = 1,
    worlds: str | Path | Worlds = DEFAULT,
) -> Any:
    """The model as an ``ema_workbench.Model``, ready for its experiments, with ranges from the declarations."""
    try:
        from ema_workbench import IntegerParameter, Model, RealParameter, ScalarOutcome
    except ImportError:
        raise AnalysisError(MISSING) from None
    names = dict.fromkeys((*levers, *uncertainties))
    if len(names) < len(levers) + len(uncertainties):
        raise AnalysisError("a factor is named twice; each is a lever or an uncertainty, once")
    named = {name.replace(".", "_").replace("-", "_"): name for name in names}
    if len(named) < len(names):
        raise AnalysisError(f"{', '.join(names)}: two of these have the same name once '.' and '-' become '_'")
    design = Design.from_mapping(
        {"name": "ranges", "scenarios": (scenario,), "levers": {name: {} for name in names}, "points": 1}
    )
    factors = {each.name: each for each in plan(design).varied_numbers}
    integers = frozenset(name for name, each in factors.items() if each.integer)

    def parameter(key: str, name: str) -> Any:
        low, high = factors[name].low, factors[name].high
        return IntegerParameter(key, int(low), int(high)) if name in integers else RealParameter(key, low, high)

    function = Response(scenario, named, integers, tuple(outcomes), replicates, seed, worlds)
    model = Model("coproduction", function=function)
    model.levers = [parameter(key, name) for key, name in named.items() if name in levers]
    model.uncertainties = [parameter(key, name) for key, name in named.items() if name in uncertainties]
    model.outcomes = [ScalarOutcome(name) for name in outcomes]
    return model
