"""Parameters as a table for a paper: all of the model, those of a scenario, or what a sweep varied, and how far."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from simulation.scenarios import load
from simulation.sweep.store import Stored, open_store, sampled
from simulation.world.event_kinds import EVENT_KINDS
from simulation.world.outside import outside
from simulation.world.parameters import PARAMETERS

COLUMNS = ("parameter", "value", "low", "high", "unit", "role", "only_with", "known", "source", "meaning")
OUTSIDE = ", outside the declared range"
_LATEX = {"\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}"} | {
    sign: f"\\{sign}" for sign in "&%$#_{}"
}


def parameters_table(of: str | Path | None = None) -> pd.DataFrame:
    """Parameters with value, range, unit, role, how well they are known, source and meaning.

    Parameters
    ----------
    of : nothing, for all of the model with their declared values; a scenario (a name or a file), for all with its own
        values, ``known`` saying ``scenario`` where it states one; the folder of a sweep, for what it varied, with the
        ends between which it did (``value`` is that of the scenario), and for what its policies set.

    Raises
    ------
    ScenarioError, StoreError : if there is no such scenario or sweep.
    """
    if of is not None and Path(of).is_dir():
        return _of_sweep(open_store(of))
    settings: Mapping[str, float] = load(of).settings if of is not None else {}
    rows = [_declared(name) | _stated(name, settings) for name in PARAMETERS]
    return pd.DataFrame(rows, columns=list(COLUMNS))


def to_latex(table: pd.DataFrame) -> str:
    """A table as LaTeX (packages booktabs and longtable), numbers with up to six digits."""
    lines = [
        r"\begin{longtable}{" + "l" * (table.shape[1] - 1) + r"p{6cm}}",
        r"\toprule",
        " & ".join(_escaped(str(name)) for name in table.columns) + r" \\",
        r"\midrule",
        r"\endhead",
        *(" & ".join(map(_cell, row)) + r" \\" for row in table.itertuples(index=False)),
        r"\bottomrule",
        r"\end{longtable}",
    ]
    return "\n".join(lines) + "\n"


def _of_sweep(stored: Stored) -> pd.DataFrame:
    scenario = next(iter(stored.manifest["scenarios"].values()))
    settings = {**scenario.get("settings", {}), **stored.manifest["design"]["settings"]}
    extension = stored.manifest.get("extension") or {}
    rows = []
    for each in sampled(stored):
        known = ("varied" if each.factor else "set by policies") + (OUTSIDE if each.outside else "")
        row = _named(each.name, scenario, settings, extension) | {"low": each.low, "high": each.high, "known": known}
        rows.append(row | ({"unit": each.unit} if each.unit else {}))
    return pd.DataFrame(rows, columns=list(COLUMNS))


def _named(
    name: str, scenario: Mapping[str, Any], settings: Mapping[str, float], extension: Mapping[str, Any]
) -> dict[str, Any]:
    """What is known of a factor: a parameter, a number of an event or a council, or a column of the services."""
    if name in PARAMETERS:
        return _declared(name) | _stated(name, settings)
    if name in extension.get("uncalibrated", ()):  # declared in a file that is not loaded
        return {
            "parameter": name, "value": settings.get(name), "role": "extension", "source": extension["file"],
            "meaning": f"parameter of the extension {extension['file']}",
        }  # fmt: skip
    owner, _, field = name.rpartition(".")
    row: dict[str, Any]
    event = next((each for each in scenario.get("events", ()) if each["name"] == owner), None)
    council = next((each for each in scenario.get("councils", ()) if each["name"] == owner), None)
    if council is not None:
        row = {"parameter": name, "value": council.get(field), "role": "council", "source": "scenario"}
        return row | {"meaning": f"{field} of the council"}
    if event is None:
        return {"parameter": name, "role": "service", "meaning": f"{field.replace('_', ' ')} of every service"}
    kind = EVENT_KINDS.get(event["kind"])  # None for that of an extension that is not loaded
    fields = {each.name: each for each in kind.fields} if kind else {}
    row = {"parameter": name, "value": event.get(field), "role": "event", "source": "scenario"}
    if field in fields:
        return row | {"unit": fields[field].unit, "meaning": fields[field].meaning}
    return row | {"unit": "years" if field == "year" else "", "meaning": f"{field} of the event"}


def _declared(name: str) -> dict[str, Any]:
    parameter = PARAMETERS[name]
    return {
        "parameter": name, "value": parameter.default, "low": parameter.low, "high": parameter.high,
        "unit": parameter.unit, "role": parameter.role, "only_with": parameter.only_with,
        "known": parameter.strength, "source": parameter.source, "meaning": parameter.meaning,
    }  # fmt: skip


def _stated(name: str, settings: Mapping[str, float]) -> dict[str, Any]:
    if name not in settings:
        return {}
    known = "scenario" + (OUTSIDE if outside([(name, settings[name])]) else "")
    return {"value": settings[name], "known": known, "source": "scenario"}


def _cell(value: Any) -> str:
    if value is None or value != value:
        return ""
    return f"{value:.6g}" if isinstance(value, int | float) else _escaped(str(value))


def _escaped(text: str) -> str:
    return re.sub(r"[\\~^&%$#_{}]", lambda found: _LATEX[found[0]], text)
