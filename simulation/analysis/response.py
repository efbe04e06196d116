"""The model as a function of its settings, for tools that bring their own loop: SALib, ema_workbench, an optimiser."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from simulation.analysis.discovery import MISSING
from simulation.sweep.block import run_block
from simulation.sweep.design import Design, Factor, plan
from simulation.sweep.run import Blocks
from simulation.world.errors import AnalysisError

EFFECT = "_effect"  # of a column: the scenario minus its counterfactual


def respond(
    scenario: str, values: Mapping[str, float], outcomes: Sequence[str], replicates: int = 50, seed: int = 1
) -> dict[str, float]:
    """Means of outcomes over replicates with some factors set to values.

    Parameters
    ----------
    scenario : name of the library, or a file.
    values : factors as a design names them (a parameter, ``"EVENT.FIELD"``, ``"services.COLUMN"``) with their values.
    outcomes : columns of a sweep's table of outcomes (``"coproduction_final_year"``, ``"resistance"``), of the world
        with the events; with ``_effect`` at the end, minus the same in the world without them.

    The same seed means the same chance, so that differences between calls are differences of the values.
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
    blocks = Blocks(plan(design))
    tables = [run_block(blocks.block(number)).tables["outcomes"] for number in range(len(blocks))]
    sums = {"scenario": dict.fromkeys(outcomes, 0.0), "counterfactual": dict.fromkeys(outcomes, 0.0)}
    counts = dict.fromkeys(outcomes, 0)
    for table in tables:
        columns = table.to_pydict()
        for outcome in outcomes:
            column = outcome.removesuffix(EFFECT)
            if column not in columns:
                raise AnalysisError(f"there is no outcome {column!r}; there are {', '.join(table.column_names[5:])}")
            for arm, value in zip(columns["arm"], columns[column], strict=True):
                if value is not None:
                    sums[arm][outcome] += value
                    counts[outcome] += arm == "scenario"
    means = {
        arm: {name: total / counts[name] for name, total in of.items() if counts[name]} for arm, of in sums.items()
    }
    return {
        name: value - means["counterfactual"][name] if name.endswith(EFFECT) else value
        for name, value in means["scenario"].items()
    }


@dataclass(frozen=True)
class Response:
    """`respond` with all but the values fixed; a class, so that processes can be sent it."""

    scenario: str
    names: dict[str, str]  # of factors, by what ema_workbench calls them
    integers: frozenset[str]
    outcomes: tuple[str, ...]
    replicates: int
    seed: int

    def __call__(self, **values: float) -> dict[str, float]:
        """Means of the outcomes; factors that count something are rounded, as samplers draw any number."""
        settings = {
            self.names[name]: round(value) if self.names[name] in self.integers else value
            for name, value in values.items()
        }
        return respond(self.scenario, settings, self.outcomes, self.replicates, self.seed)


def ema_model(
    scenario: str,
    levers: Sequence[str],
    uncertainties: Sequence[str],
    outcomes: Sequence[str],
    replicates: int = 50,
    seed: int = 1,
) -> Any:
    """The model as an ``ema_workbench.Model``, ready for its experiments, with ranges from the declarations."""
    try:
        from ema_workbench import IntegerParameter, Model, RealParameter, ScalarOutcome
    except ImportError:
        raise AnalysisError(MISSING) from None
    named = {name.replace(".", "_").replace("-", "_"): name for name in (*levers, *uncertainties)}
    design = Design.from_mapping(
        {
            "name": "ranges",
            "scenarios": (scenario,),
            "levers": {name: {} for name in named.values()},
            "points": 1,
        }
    )
    factors = {each.name: each for each in plan(design).varied_numbers}
    integers = frozenset(name for name, each in factors.items() if each.integer)

    def parameter(key: str, name: str) -> Any:
        low, high = factors[name].low, factors[name].high
        return IntegerParameter(key, int(low), int(high)) if name in integers else RealParameter(key, low, high)

    function = Response(scenario, named, integers, tuple(outcomes), replicates, seed)
    model = Model("coproduction", function=function)
    model.levers = [parameter(key, name) for key, name in named.items() if name in levers]
    model.uncertainties = [parameter(key, name) for key, name in named.items() if name in uncertainties]
    model.outcomes = [ScalarOutcome(name) for name in outcomes]
    return model
