"""Britain's councils from 1997 to 2024: what the model makes of them beside what is recorded.

    python experiments/recorded_history.py --councils FILE [--councils FILE] --spending FILE

The real councils live through the national calendar twice: with recorded control replayed, and voting in the model from
the control of 1997 on. The figure sets modelled against recorded control, PFI deals and income. The files are published
by Open Council Data UK (CC BY-SA 4.0) and by the ministry for local government; they are not part of this project.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from manifests import RESULTS, publish
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from simulation.figures.style import DASHED, EVENT, QUIET, SMALL, WITH, house_style
from simulation.results.atomic import write_text, writing
from simulation.results.provenance import provenance
from simulation.scenarios import Scenario, load
from simulation.scenarios.council_files import read_compositions, read_spending
from simulation.scenarios.real_councils import PRICES, with_councils
from simulation.validation.runs import Runs
from simulation.validation.targets import SHARE
from simulation.world.event_kinds import NO_PARTY
from simulation.world.tables import World

FOLDER = RESULTS / "history"
COMMAND = "python experiments/recorded_history.py --councils FILE --councils FILE --spending FILE"
SEED = 5
REPLICATES = 10
FIRST, LAST = 1997, 2024
CONTROLS = {"A": "Conservative", "B": "Labour", "C": "Liberal Democrat", "none": "no overall control"}
# Deals of all public bodies, evidence §2 (ends strong, middle weak).
RECORDED_DEALS = {
    1998: 24, 2000: 42, 2002: 44, 2004: 46, 2006: 52, 2007: 60, 2008: 31, 2010: 28, 2012: 16, 2014: 14, 2015: 8,
    2016: 0, 2017: 0, 2018: 0,
}  # fmt: skip


def look(world: World, month: int) -> dict[str, object]:
    """Control, deals and income now."""
    councils = world.councils
    return {
        "control": [float((councils.control == party).mean()) for party in (0, 1, 2, NO_PARTY)],
        "deals": int(councils.pfi_deals.sum()),
        "income": float((councils.grant + councils.local_income).mean()),
    }


def histories(scenario: Scenario) -> dict[str, np.ndarray]:
    """Control after the elections of a year, deals of the year, income of the financial year: ``[replicate, year]``."""
    seen = Runs(SEED).watch(scenario.without([]), REPLICATES, range(12 * (LAST - FIRST + 1)), look)
    years = LAST - FIRST + 1
    control = np.array([[months[12 * year]["control"] for year in range(years)] for months in seen])
    calendar = (np.arange(12 * years) + 4) // 12
    deals = np.array(
        [np.bincount(calendar, [month["deals"] for month in months], years + 1)[:years] for months in seen]
    )
    income = np.array([[months[12 * year + 10]["income"] for year in range(years)] for months in seen])
    return {"control": control, "deals": deals / SHARE, "income": income}


def recorded_control(paths: Sequence[Path], councils: set[str]) -> np.ndarray:
    """Share of the councils under each control, ``[year, control]``."""
    rows, _ = read_compositions(paths)
    shares = []
    for year in range(FIRST, LAST + 1):
        controls = [row.control for row in rows if row.year == year and row.key in councils]
        shares.append([controls.count(each) / max(len(controls), 1) for each in CONTROLS])
    return np.array(shares)


def recorded_income(path: Path) -> dict[int, float]:
    """Mean spending power in real terms by the year in which the financial year ends, 2010/11 = 1."""
    changes = [row.changes for row in read_spending(path)[0]]
    level, levels = 1.0, {2011: 1.0}
    for year in sorted({year for each in changes for year in each}):
        level *= (1 + float(np.mean([each[year] for each in changes if year in each]))) / (1 + PRICES)
        levels[year + 1] = level
    return levels


def main() -> None:
    """Run both histories; write the figure and the numbers."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--councils", type=Path, action="append", required=True)
    arguments.add_argument("--spending", type=Path, required=True)
    arguments.add_argument("--neighbourhoods", type=int, default=6, help="per council; 24 is the usual number")
    options = arguments.parse_args()
    began = time.perf_counter()
    base = load("uk-1997-2024").with_settings({"neighbourhoods": options.neighbourhoods})
    runs = {}
    for name, replay in (("replayed", True), ("voted", False)):
        scenario, problems = with_councils(base, options.councils, options.spending, replay)
        runs[name] = histories(scenario)
        print(f"{name}: {len(scenario.councils)} councils, {len(problems)} rows reported", flush=True)
    rows, _ = read_compositions(options.councils)
    control = recorded_control(options.councils, {row.key for row in rows if row.year == LAST})
    income = recorded_income(options.spending)
    FOLDER.mkdir(parents=True, exist_ok=True)
    kept = {
        **provenance().to_json(),
        "seed": SEED,
        "replicates": REPLICATES,
        "neighbourhoods": options.neighbourhoods,
        "years": list(range(FIRST, LAST + 1)),
        "recorded_control": dict(zip(CONTROLS, control.T.round(4).tolist(), strict=True)),
        "recorded_deals": RECORDED_DEALS,
        "recorded_income": {year: round(value, 4) for year, value in income.items()},
        **{
            name: {
                "control": dict(zip(CONTROLS, run["control"].mean(axis=0).T.round(4).tolist(), strict=True)),
                "deals": run["deals"].mean(axis=0).round(2).tolist(),
                "income": run["income"].mean(axis=0).round(4).tolist(),
            }
            for name, run in runs.items()
        },
    }
    write_text(FOLDER / "history.json", json.dumps(kept, indent=1) + "\n")
    with house_style(), writing(FOLDER / "history.png") as file:
        draw(runs, control, income).savefig(file)
    publish(
        FOLDER,
        "recorded_history.py",
        COMMAND,
        ("history.json", "history.png"),
        seeds=[SEED],
        sizes={"replicates": REPLICATES, "neighbourhoods": options.neighbourhoods},
        wall_seconds=time.perf_counter() - began,
    )


def draw(runs: dict[str, dict[str, np.ndarray]], control: np.ndarray, income: dict[int, float]) -> Figure:
    """Six panels: four kinds of control, PFI deals, income."""
    years = np.arange(FIRST, LAST + 1)
    figure = Figure(figsize=(11, 6.2))
    axes = figure.subplots(2, 3)
    for column, (name, axis) in enumerate(zip(CONTROLS.values(), axes.flat, strict=False)):
        _band(axis, years, 100 * runs["voted"]["control"][:, :, column], EVENT, "model votes")
        axis.plot(years, 100 * runs["replayed"]["control"][:, :, column].mean(axis=0), color=WITH, label="replayed")
        axis.plot(years, 100 * control[:, column], "k", linestyle=DASHED, label="recorded")
        axis.set_title(f"{name}, % of councils", fontsize=SMALL, loc="left")
        axis.set_ylim(0, 100)
    axes.flat[0].legend(fontsize=SMALL - 1, frameon=False)
    deals, money = axes.flat[4], axes.flat[5]
    _band(deals, years, runs["replayed"]["deals"], WITH, "model")
    deals.plot(list(RECORDED_DEALS), list(RECORDED_DEALS.values()), "ko", markersize=4, label="recorded")
    deals.set_title("new PFI contracts a year (councils' own, scaled to all bodies)", fontsize=SMALL, loc="left")
    deals.legend(fontsize=SMALL - 1, frameon=False)
    base = runs["replayed"]["income"][:, [2010 - FIRST]]
    _band(money, years + 1, 100 * runs["replayed"]["income"] / base, WITH, "model")
    money.plot(list(income), [100 * value for value in income.values()], "ko", markersize=4, label="recorded, England")
    money.set_title("income in real terms, 2010/11 = 100", fontsize=SMALL, loc="left")
    money.set_ylim(0, 115)
    money.legend(fontsize=SMALL - 1, frameon=False)
    figure.suptitle("Britain's councils 1997-2024, modelled and recorded", x=0.01, ha="left", fontweight="bold")
    note = "Bands: all replicates. Control: Open Council Data UK, CC BY-SA 4.0. Deals: docs/evidence.md, section 2."
    figure.text(0.01, 0.005, note, fontsize=SMALL - 1.5, color=QUIET)
    figure.tight_layout(rect=(0, 0.02, 1, 0.97))
    return figure


def _band(axis: Axes, years: np.ndarray, values: np.ndarray, colour: str, label: str) -> None:
    axis.fill_between(years, values.min(axis=0), values.max(axis=0), color=colour, alpha=0.18, linewidth=0)
    axis.plot(years, values.mean(axis=0), color=colour, label=label)


if __name__ == "__main__":
    main()
