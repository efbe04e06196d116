"""``simulation.run``: many futures of a scenario, given by name, and what is in hand then."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import Executor
from pathlib import Path
from typing import Any

from simulation import ensemble
from simulation.notebook.futures import Futures
from simulation.scenarios import Scenario, from_keys, load
from simulation.scenarios.scenario import KEYS
from simulation.sweep.design.varied import with_values
from simulation.world.errors import SettingError, nearest, shown
from simulation.world.names_of_worlds import DEFAULT
from simulation.world.parameters import PARAMETERS
from simulation.world.worlds import Worlds


def run(
    scenario: str | Path | Mapping[str, Any] | Scenario,
    replicates: int = 50,
    seed: int = 1,
    *,
    workers: int | None = None,
    executor: Executor | None = None,
    months: int | None = None,
    without: Iterable[str] = (),
    by: str | Iterable[str] = (),
    worlds: str | Path | Worlds = DEFAULT,
    keep_changes: bool = False,
    allow_outside: bool = False,
    first: Futures | None = None,
    on_progress: Callable[[int, int], None] | None = None,
    **settings: float,
) -> Futures:
    """Simulate a scenario and its counterfactual, the same world and chance without the events under study.

    The result depends on the model version, the scenario and the seed alone, and is that of ``coproduction run`` with
    the same words.

    Parameters
    ----------
    scenario : name of one of the library (``simulation.scenarios.library()``), path of a file that ends in ``.toml``,
        the keys and values of such a file, or a `Scenario`.
    replicates : how many paired futures, 1 or more.
    seed : 0 to 4294967295; the same seed gives the same futures.
    workers : threads, all cores by default.
    executor : run on this executor instead, for example that of a cluster.
    months : horizon, if other than the scenario's own.
    without : events that the counterfactual leaves out, instead of those that the scenario marks.
    by : what to measure by itself beside the whole: ``"council"``, ``"service"``, ``"fifth"`` (of the neighbourhoods by
        deprivation), or several of them. Each group takes 480 bytes a month of each arm of each future.
    worlds : the worlds that futures are drawn in, two by two: ``"central"`` (the declared values), ``"plausible"``, the
        path of a file, or `Worlds`.
    keep_changes : keep the logs of all moves, some 100 kB a future.
    allow_outside : whether settings may lie outside their declared ranges, as far as the model can bear it.
    first : the first replicates of this very run, which are not simulated again.
    on_progress : called as ``on_progress(done, total)`` after every future.
    settings : parameters (``simulation.PARAMETERS`` says unit, range and meaning of each), in their own units; a number
        of an event or of a named council as in a design, ``**{"cut.size": -0.2}``.

    Returns
    -------
    Futures
        ``measures`` is float64 [replicate, arm, month, measure] in the units of ``simulation.MEASURES`` (shares and
        indices are 0..1, not per cent); arm 0 is the scenario, arm 1 the counterfactual. Tables are pandas DataFrames:
        ``runs`` (a row for each replicate and arm), ``months`` (for each arm, month and measure), ``spells`` (for each
        co-produced spell), ``effects`` (for each estimate of what the events did, with ``low`` and ``high`` at 90 %);
        ``attrs["units"]`` has the units of their columns. ``to_xarray()`` has all months of all futures by name of
        their dimensions; ``plot.fan()``, ``.effects()``, ``.survival()``, ``.matrix()`` and ``.by_group()`` draw.

    Raises
    ------
    ScenarioError, SettingError : one line that names what is wrong, its value, and what would be right.
    MachineError : when the machine fails, not the model: memory, disk, compilation.
        A replicate in which the model fails is no error: it is in ``failures`` with its message, and nan elsewhere.

    Examples
    --------
    >>> import simulation
    >>> futures = simulation.run("leadership-change", replicates=20, months=96, governance=0.5, seed=1)
    >>> futures.measures.shape == (20, 2, 96, len(simulation.MEASURES))
    True
    >>> futures.runs.attrs["units"]["coproduction_final_year"]
    'share'
    >>> level = futures.runs.pivot(index="replicate", columns="arm", values="coproduction_final_year")
    >>> effect = level["scenario"] - level["counterfactual"]  # of each future, in shares
    >>> estimates = futures.effects.set_index(["measure", "period"])
    >>> bool(abs(estimates.estimate["coproduction", "final_year"] - effect.mean()) < 1e-12)
    True
    >>> axes = futures.plot.fan()
    """
    chosen = _scenario(scenario)
    if not isinstance(worlds, str | Path | Worlds):
        raise SettingError(f"worlds = {shown(worlds)}: it must be plausible, central, a file.parquet, or Worlds")
    if settings:
        _check_names(settings)
        chosen = with_values(chosen, settings, allow_outside)
    dropped = (without,) if isinstance(without, str) else tuple(without)
    if dropped:
        chosen = chosen.without(dropped)
    made = ensemble.run(
        chosen,
        replicates,
        seed,
        workers=workers,
        executor=executor,
        months=months,
        keep_changes=keep_changes,
        worlds=worlds,
        by=by,
        first=None if first is None else first.ensemble,
        on_progress=on_progress,
    )
    return Futures(made)


def _scenario(given: str | Path | Mapping[str, Any] | Scenario) -> Scenario:
    if isinstance(given, Scenario):
        return given
    if isinstance(given, Mapping):
        return from_keys({"name": "scenario", **given})
    if isinstance(given, str | Path):
        return load(given)
    raise SettingError(
        f"scenario = {shown(given)}: it must be a name of the library, a path, the keys of a file, or a Scenario"
    )


def _check_names(settings: Mapping[str, float]) -> None:
    known = [*PARAMETERS, *inspect.signature(run).parameters]
    for name in settings:
        if name in KEYS[""] and name not in PARAMETERS:
            raise SettingError(f'{name} is a key of a scenario: run({{"extends": NAME, "{name}": …}}) takes it')
        if name not in PARAMETERS and "." not in name:
            raise SettingError(f"run() has no argument and the model no setting {shown(name)}{nearest(name, known)}")
