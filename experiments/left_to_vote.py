"""Britain's councils left to vote from the seats of several years on: do places keep their colour, who controls them?

    python experiments/left_to_vote.py [--nations 60] [--services] [--quick]
    python experiments/left_to_vote.py --published    # in how many cases the record lies in the band, as published

Councils of today that stood from a year t to 2024 begin with the seats of t. From then on the model votes, under the
governments on record. Colour: the correlation over councils of a party's share of the seats in t and in t + 10, as
recorded and in each nation. S24: shares of councils under each control until 2024 (docs/validation.md). Services stand
still, as where settings are judged by votes; with --services they are simulated, which takes a hundred times as long.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Mapping
from typing import Any, NamedTuple

import numpy as np
from manifests import RESULTS, publish
from matplotlib.figure import Figure

from simulation.figures.style import DASHED, EVENT, QUIET, SMALL, WITH, house_style
from simulation.results.atomic import write_text, writing
from simulation.results.provenance import provenance
from simulation.results.quantiles import quantiles
from simulation.scenarios import load, on_record, record
from simulation.scenarios.played_in import played_in, span
from simulation.scenarios.record_tables import CouncilOnRecord
from simulation.validation.left_to_vote import BAND, CONTROLS, ranks_among, skill_among
from simulation.validation.runs import Runs
from simulation.world.event_kinds import NO_PARTY, PARTIES
from simulation.world.tables import World

COMMAND = "python experiments/left_to_vote.py"
NUMBERS = "left_to_vote.json"
SEED = 11
STARTS = (1980, 1985, 1990, 1995, 1997, 2000, 2005, 2010, 2014)
LAST, TEN = 2024, 10
NATIONS, QUICK = 60, 10
TWO = 2  # neighbourhoods of each council: politics sees services only through approval
SHOWN = {"Conservative": 0, "Labour": 1, "Liberal Democrat": 2}


class Look(NamedTuple):
    """Shares of seats by council and party, and shares of the councils under each control."""

    seats: np.ndarray
    control: np.ndarray


def look(world: World, month: int) -> Look:
    """The nation's politics now."""
    councils = world.councils
    return Look(
        councils.seats / councils.members[:, None], np.array([(councils.control == each).mean() for each in CONTROLS])
    )


def stood(first: int) -> list[CouncilOnRecord]:
    """Councils of today with a row for every year from the first to the last."""
    years = set(range(first, LAST + 1))
    return [each for each in record.councils() if each.first <= first and years <= record.seats(each.id).keys()]


def recorded(councils: list[CouncilOnRecord], first: int) -> list[Look]:
    """What was to be seen in each year."""
    seen = []
    for year in range(first, LAST + 1):
        rows = [on_record.by_party(record.seats(each.id)[year]) for each in councils]
        seats = np.array([[row.get(party, 0) for party in PARTIES] for row in rows], float)
        seats /= seats.sum(axis=1, keepdims=True)
        control = np.where(seats.max(axis=1) > 0.5, seats.argmax(axis=1), NO_PARTY)
        seen.append(Look(seats, np.array([(control == each).mean() for each in CONTROLS])))
    return seen


def colour(seen: list[Look], party: int) -> float:
    """Correlation over councils of a party's share of the seats with that ten years later."""
    return float(np.corrcoef(seen[0].seats[:, party], seen[TEN].seats[:, party])[0, 1])


def from_year(first: int, nations: int, services: bool) -> dict[str, object]:
    """One starting year: colour by party, recorded and in the band of nations, and the three figures of S24."""
    calendar, councils = load("uk-calendar"), stood(first)
    scenario = played_in(calendar, calendar, councils, span(first, LAST + 1, first, None), TWO)
    months = range(0, 12 * (LAST - first) + 1, 12)
    histories = Runs(SEED).watch(scenario, nations, months, look, votes_only=not services)
    own = recorded(councils, first)
    colours = {}
    for name, party in SHOWN.items():
        found = np.array([colour(history, party) for history in histories])
        low, high = quantiles(found, BAND)
        told = colour(own, party)
        colours[name] = {
            "recorded": round(told, 3),
            "model": round(float(found.mean()), 3),
            "band": [round(float(low), 3), round(float(high), 3)],
            "inside": bool(low <= told <= high),
        }
    control = np.array([[year.control for year in history] for history in histories])
    recorded_control = np.array([year.control for year in own])
    points, ranges = ranks_among(recorded_control, control).mean(axis=0)
    return {
        "councils": len(councils),
        "colour": colours,
        "S24": {
            "rank, points in the band": round(float(points), 3),
            "rank, ranges in the band": round(float(ranges), 3),
            "CRPS over that of persistence": round(float(skill_among(recorded_control, control).mean()), 3),
        },
    }


def of_the_raw_table() -> dict[str, list[float]]:
    """Recorded colours of all councils with both rows, abolished ones too: mean, least and most over 1980 to 2014."""
    everyone = [record.seats(each.id) for each in record.councils(abolished=True)]
    found: dict[str, list[float]] = {name: [] for name in SHOWN}
    for year in range(1980, LAST - TEN + 1):
        both = [(rows[year], rows[year + TEN]) for rows in everyone if {year, year + TEN} <= rows.keys()]
        for name, party in zip(SHOWN, ("con", "lab", "ld"), strict=True):
            shares = np.array([[row.parties[party] / row.total for row in pair] for pair in both])
            found[name].append(float(np.corrcoef(shares.T)[0, 1]))
    return {name: [round(each, 3) for each in (np.mean(all_), min(all_), max(all_))] for name, all_ in found.items()}


def in_words(found: Mapping[Any, dict[str, Any]]) -> str:
    """In how many cases, starting years by parties, the record lies in the model's band, and where it lies if not."""
    cases = {name: [each["colour"][name] for each in found.values()] for name in SHOWN}
    inside = {name: sum(case["inside"] for case in own) for name, own in cases.items()}
    below = sum(case["recorded"] < case["band"][0] for own in cases.values() for case in own)
    every = len(SHOWN) * len(found)
    parties = ", ".join(f"{name} {number} of {len(found)}" for name, number in inside.items())
    return (
        f"The record lies in the band of nine nations in ten in {sum(inside.values())} of {every} cases ({parties}), "
        f"below it in {below}, above it in {every - sum(inside.values()) - below}."
    )


def draw(found: dict[int, dict]) -> Figure:
    """Recorded colour in the model's band, by party and starting year."""
    figure = Figure(figsize=(10, 3.6))
    years = list(found)
    for axis, name in zip(figure.subplots(1, len(SHOWN), sharey=True), SHOWN, strict=True):
        rows = [found[year]["colour"][name] for year in years]
        low, high = np.array([row["band"] for row in rows]).T
        axis.fill_between(years, low, high, color=EVENT, alpha=0.18, linewidth=0, label="nine nations in ten")
        axis.plot(years, [row["model"] for row in rows], color=EVENT, label="model, mean")
        axis.plot(years, [row["recorded"] for row in rows], "o", linestyle=DASHED, color=WITH, label="recorded")
        axis.set_title(name, fontsize=SMALL, loc="left")
        axis.set_xlabel("starting year t", fontsize=SMALL)
        axis.set_ylim(0, 1)
    figure.axes[0].legend(fontsize=SMALL - 1, frameon=False, loc="lower left")
    figure.axes[0].set_ylabel("correlation, t and t + 10", fontsize=SMALL)
    title = "Do places keep their colour? Share of seats in a year and ten years later, over councils"
    figure.suptitle(title, x=0.01, ha="left", fontweight="bold")
    small_print = f"{in_words(found)} Seats: Open Council Data UK, CC BY-SA 4.0."
    figure.text(0.01, 0.01, small_print, fontsize=SMALL - 1.5, color=QUIET)
    figure.tight_layout(rect=(0, 0.03, 1, 0.97))
    return figure


def main() -> None:
    """Run every starting year; write the picture and the numbers."""
    arguments = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    arguments.add_argument("--nations", type=int, default=NATIONS)
    arguments.add_argument("--services", action="store_true", help="all of the model, not politics alone")
    arguments.add_argument("--quick", action="store_true", help="few nations and starting years, in its own folder")
    arguments.add_argument("--published", action="store_true", help="run nothing: say what the published figures say")
    options = arguments.parse_args()
    nations, starts = (QUICK, STARTS[::4]) if options.quick else (options.nations, STARTS)
    folder = RESULTS / ("left_to_vote-quick" if options.quick else "left_to_vote")
    if options.published:
        print(in_words(json.loads((folder / NUMBERS).read_text(encoding="utf-8"))["from"]))
        return
    began = time.perf_counter()
    found = {}
    for first in starts:
        found[first] = from_year(first, nations, options.services)
        print(first, json.dumps(found[first]), flush=True)
    kept = {
        **provenance().to_json(),
        "seed": SEED,
        "nations": nations,
        "services": options.services,
        "recorded": of_the_raw_table(),
        "from": found,
    }
    print(json.dumps(kept["recorded"]))
    print(in_words(found))
    folder.mkdir(parents=True, exist_ok=True)
    write_text(folder / NUMBERS, json.dumps(kept, indent=1) + "\n")
    with house_style(), writing(folder / "left_to_vote.png") as file:
        draw(found).savefig(file)
    publish(
        folder,
        "left_to_vote.py",
        COMMAND + (" --quick" if options.quick else ""),
        (NUMBERS, "left_to_vote.png"),
        seeds=[SEED],
        sizes={"nations": nations, "starting years": len(starts)},
        wall_seconds=time.perf_counter() - began,
        quick=options.quick,
    )


if __name__ == "__main__":
    main()
