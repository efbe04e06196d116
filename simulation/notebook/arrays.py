"""Results as xarray Datasets: a variable for each measure, with named dimensions and its unit as an attribute.

xarray comes with the extra ``bench``. Variables of groups end in ``_by_council``, ``_by_service`` or ``_by_fifth`` and
have that dimension too. ``world`` stands beside ``replicate``: ``dataset.groupby("world").mean()``.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from simulation.ensemble import SERVICE_MEASURES, Ensemble
from simulation.results.by_group import WHOLE
from simulation.results.levels import world_numbers
from simulation.results.provenance import provenance
from simulation.world.arms import ARMS
from simulation.world.errors import ResultError
from simulation.world.groups import LACKING
from simulation.world.measures import COLUMN, MEASURES
from simulation.world.services import SERVICES

if TYPE_CHECKING:
    import xarray

MISSING = "to_xarray needs xarray, which is not installed: pip install 'coproduction[bench]'"
ABOUT = {
    "month": {"units": "month", "long_name": "months since the start"},  # "months since" would be read as a date
    "replicate": {"long_name": "number of the paired future"},
    "world": {"long_name": "number of the world that the future was drawn in"},
}

ORIGIN = ("title", "seed", "model_version", "fingerprint", "package_version", "commit")
OF_FILES = {"worlds": "name", "extension": "file"}  # what a manifest calls them, beside their digest


def origin(manifest: Mapping[str, Any]) -> dict[str, Any]:
    """Where arrays come from, as attributes of the whole: a file for other programs leaves its manifest behind."""
    found = {name: manifest[name] for name in ORIGIN if manifest.get(name) is not None}
    return found | {
        name: f"{manifest[name][called]} {manifest[name]['digest']}"
        for name, called in OF_FILES.items()
        if manifest.get(name)
    }


def xarray_module() -> Any:
    """The library, or `ResultError` with what to do."""
    try:
        import xarray
    except ImportError:
        raise ResultError(MISSING) from None
    return xarray


def of_futures(ensemble: Ensemble) -> xarray.Dataset:
    """Every month of every future: ``coproduction(replicate, arm, month)``, ``coproduction_by_council(…, council)``.

    Co-production, full co-production and the share of PFI are there by service whether or not services were asked for.
    """
    dims = ("replicate", "arm", "month")
    variables: dict[str, Any] = {
        measure.name: (dims, ensemble.measures[..., column], _about(measure.name))
        for column, measure in enumerate(MEASURES)
    }
    coords: dict[str, Any] = {
        "replicate": ("replicate", np.arange(len(ensemble.measures)), ABOUT["replicate"]),
        "arm": list(ARMS),
        "month": ("month", np.arange(ensemble.months), ABOUT["month"]),
        "world": ("replicate", world_numbers(ensemble), ABOUT["world"]),
    }
    if ensemble.by_service.shape[:1] == ensemble.measures.shape[:1]:
        coords["service"] = [service.name for service in SERVICES]
        for column, name in enumerate(SERVICE_MEASURES):
            variables[f"{name}_by_service"] = ((*dims, "service"), ensemble.by_service[..., column], _about(name))
    for kind in dict.fromkeys(group.by for group in ensemble.groups):
        at = [number for number, group in enumerate(ensemble.groups) if group.by == kind]
        coords[kind] = [ensemble.groups[number].name for number in at]
        for measure in MEASURES:
            if measure.name not in LACKING[kind]:
                values = ensemble.by_group[..., at, COLUMN[measure.name]]
                variables[f"{measure.name}_by_{kind}"] = ((*dims, kind), values, _about(measure.name))
    worlds = {"name": ensemble.worlds.name, "digest": ensemble.worlds.digest}
    made = {"title": ensemble.scenario.title, "seed": ensemble.seed, "worlds": worlds, **provenance().to_json()}
    return xarray_module().Dataset(variables, coords, {"scenario": ensemble.scenario.name, **origin(made)})


def of_table(table: pd.DataFrame, dims: list[str], units: dict[str, str], about: dict[str, Any]) -> xarray.Dataset:
    """A table as arrays over those of its columns that are ``dims``; its other columns of numbers are the variables.

    Rows of groups, where the table has any, are variables of their own: ``quality_final_year_by_council``.
    """
    if "by" not in table.columns:
        return _over(table, dims, units).assign_attrs(about)
    found = _over(table[table["by"] == WHOLE].drop(columns=["by", "group"]), dims, units)
    for kind in table["by"].unique():
        if kind != WHOLE:
            rows = table[table["by"] == kind].drop(columns="by").rename(columns={"group": kind})
            of_groups = _over(rows.dropna(axis="columns", how="all"), [*dims, kind], units)  # what they lack
            of_groups = of_groups.sel({kind: rows[kind].unique()})  # in the order of the world, not of the alphabet
            found = found.merge(of_groups.rename({name: f"{name}_by_{kind}" for name in of_groups.data_vars}))
    return found.assign_attrs(about)


def _over(table: pd.DataFrame, dims: list[str], units: dict[str, str]) -> xarray.Dataset:
    found: xarray.Dataset = xarray_module().Dataset.from_dataframe(table.set_index(dims).select_dtypes("number"))
    for name, variable in found.data_vars.items():
        variable.attrs["units"] = units.get(str(name), "")
    return found


def to_netcdf(dataset: xarray.Dataset, path: Path) -> Path:
    """Write a Dataset as NetCDF (version 3, by scipy, where no library for version 4 is installed)."""
    try:
        dataset.to_netcdf(path)
    except OSError as error:
        raise ResultError(f"{path} cannot be written: {error.strerror or error}") from None
    return path


def _about(name: str) -> dict[str, str]:
    measure = MEASURES[COLUMN[name]]
    return {"units": measure.unit, "long_name": measure.definition}
