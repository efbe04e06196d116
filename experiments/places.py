"""The documented places and the ward of Burngreave: co-production in the model, with and without what happened."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pyarrow.dataset as ds
from estimates import BANDS, Estimate, ends, estimate, ratio, share_lost
from headlines import Headline
from shared import Experiment

from simulation.figures import Line, dots, lines
from simulation.figures.spread import middle, reading, spread
from simulation.report.sweep_origin import origin
from simulation.scenarios import load
from simulation.sweep.store import Stored
from simulation.world.arms import ARMS
from simulation.world.services import SERVICES

PLACES = {
    "sheffield": "Sheffield: early end and contract",
    "lambeth": "Lambeth: the founder leaves",
    "tower-hamlets": "Tower Hamlets: three changes",
    "barnet": "Barnet: the change of 2022",
    "dumfries-and-galloway": "Dumfries & Galloway: framework",
}
STATED = {"lambeth": "F37", "dumfries-and-galloway": "M16"}  # the claims that state what their events do
BURNGREAVE = "burngreave"
WARD = load(BURNGREAVE).councils[0].neighbourhoods.index("Burngreave")
WARD_WORDS = "Burngreave ward: early end"
BEGIN = 1997 + 4 / 12  # May 1997, where all of them begin


def main() -> None:
    """Run the places and write the answer."""
    experiment = Experiment(
        "places",
        "What did the documented events in five places do to co-production there, as far as the model can tell?",
    )
    stored = experiment.sweep(
        "places",
        scenarios=tuple(PLACES),
        sampler="full_factorial",
        replicates=experiment.futures(300, 4),
        monthly=("coproduction",),
    )
    ward = experiment.sweep(
        "ward",
        scenarios=(BURNGREAVE,),
        sampler="full_factorial",
        replicates=experiment.futures(300, 4),
        spells=True,
    )
    of_ward = {arm: in_ward(ward, arm) for arm in ARMS}
    fork = ward.manifest["forks"][BURNGREAVE]
    here, without = (of_ward[arm][:, fork:].mean(axis=1) for arm in ARMS)
    ward_left = estimate(here, ward.world, effect=False)
    ward_changed = estimate(here - without, ward.world)
    ward_lost = ratio(np.array([without - here, without]), ward.world)
    rows = {
        name: {
            what: estimate(stored.values(column, "difference", [point]), stored.world)
            for what, column in (
                ("co-production since the event", "coproduction_after_event"),
                ("co-production in the last year", "coproduction_final_year"),
                ("lock-in in the last year", "lock_in_final_year"),
            )
        }
        for point, name in enumerate(PLACES)
    }
    experiment.figure(
        "over_time", over_time(stored, of_ward, fork), stored, "Co-production in five places and one ward"
    )
    experiment.figure("effects", effects(stored, rows), stored, "What the events changed in each place")
    experiment.table(
        "effects",
        ("place", "measure", "difference"),
        [(name, what, value) for name, of in rows.items() for what, value in of.items()],
        "what the events under study changed in each place",
    )
    left = {
        name: estimate(stored.values("coproduction_after_event", points=[point]), stored.world, effect=False)
        for point, name in enumerate(PLACES)
    }
    lost = {name: share_lost(stored, point) for point, name in enumerate(PLACES)}
    experiment.table(
        "left_and_lost",
        ("place", "left", "share lost"),
        [*((name, left[name], lost[name]) for name in PLACES), ("Burngreave ward", ward_left, ward_lost)],
        "co-production since the event: what is left, share of services, and the share lost (negative: gained)",
    )

    def since(name: str) -> Estimate:
        return rows[name]["co-production since the event"]

    clear = [PLACES[name].partition(":")[0] for name in PLACES if since(name).sign]
    experiment.finish(
        "The documented places",
        "Five real places with their documented events: the four English ones with the wards, seats and money on "
        "record and the national calendar, Dumfries and Galloway with its recorded control; organisations and leaders' "
        "convictions are generated. Under study in each: " + "; ".join(f"{load(name).title}" for name in PLACES) + ".",
        (
            f"In the model the framework of Dumfries and Galloway changes the co-produced share of services there by "
            f"{since('dumfries-and-galloway').points()} over the years since 2011, and the departure of Lambeth's "
            "founder changes it by "
            f"{since('lambeth').points()}.",
            "Sheffield's contract and the early end of its programme put "
            f"{rows['sheffield']['lock-in in the last year'].points()} of spending "
            f"out of reach of elections and change co-production by {since('sheffield').points()}; the changes of "
            "control move it by "
            f"{since('tower-hamlets').points()} in Tower Hamlets, whose enterprises own their buildings, and by "
            f"{since('barnet').points()} "
            "in Barnet, and what is out of reach there by "
            f"{rows['tower-hamlets']['lock-in in the last year'].points()} and "
            f"{rows['barnet']['lock-in in the last year'].points()}.",
            told_apart(clear, experiment.several)
            + f"; in the ward of Burngreave the early end changes the share of services that are co-produced by "
            f"{ward_changed.points()} since April 2009, {ward_left.share()} are left and {ward_lost.share()} is lost"
            + "; but one council's history is one draw, and the model compares worlds rather than forecasting places.",
        ),
        [
            Headline(
                f"{what}, {name.replace('-', ' ').title()}",
                kind,
                found,
                STATED.get(name, "") if kind != "level" else "",
            )
            for what, kind, of in (
                ("left", "level", left),
                ("lost", "lost", lost),
                ("changed", "difference", {name: since(name) for name in PLACES}),
            )
            for name, found in of.items()
        ]
        + [
            Headline("left, Burngreave ward", "level", ward_left),
            Headline("lost, Burngreave ward", "lost", ward_lost),
            Headline("changed, Burngreave ward", "difference", ward_changed),
        ],
        swept="places",
    )


def told_apart(clear: Sequence[str], several: bool) -> str:
    """In which places the effect has a sign; over worlds that is more than to be told from chance."""
    if several:
        return f"The whole band over worlds is on one side of 0 in {', '.join(clear) or 'none of the places'}"
    return f"The effect can be told from chance in {', '.join(clear) or 'none of the places'}"


def in_ward(stored: Stored, arm: str) -> np.ndarray:
    """Share of the services of the ward that are co-produced at the end of each month, ``[replicate, month]``."""
    columns = ["replicate", "neighbourhood", "start", "end"]
    table = stored.table(columns, (ds.field("arm") == arm) & (ds.field("neighbourhood") == WARD), "spells")
    months = stored.manifest["months"][BURNGREAVE]
    steps = np.zeros((stored.replicates, months + 1))  # one more co-produced, one less
    replicate = table["replicate"].to_numpy()
    np.add.at(steps, (replicate, np.clip(table["start"].to_numpy(), 0, months)), 1.0)
    np.add.at(steps, (replicate, np.clip(table["end"].to_numpy(), 0, months)), -1.0)
    return steps[:, :-1].cumsum(axis=1) / len(SERVICES)


def over_time(stored: Stored, of_ward: dict[str, np.ndarray], ward_fork: int):
    """A fan for each place and for the ward, in calendar years."""
    panels, events = {}, {}
    for point, (name, words) in enumerate(PLACES.items()):
        series = {}
        for arm in ("scenario", "counterfactual"):
            table = stored.table(["coproduction"], (ds.field("point") == point) & (ds.field("arm") == arm), "monthly")
            series[arm] = np.stack(table["coproduction"].to_numpy())
        panels[words] = {
            "with the events": spread(series["scenario"]),
            "without them": Line(middle(series["counterfactual"])),
        }
        events[words] = BEGIN + stored.manifest["forks"][name] / 12
    panels[WARD_WORDS] = {
        "with the events": spread(of_ward["scenario"]),
        "without them": Line(middle(of_ward["counterfactual"])),
    }
    events[WARD_WORDS] = BEGIN + ward_fork / 12
    return lines(
        origin(stored),
        "Co-production in five places and in the ward of Burngreave",
        f"{reading(stored.replicates)} Dashed: without the events under study, the first of "
        "which comes at the "
        "dotted line. Places: share of service volume; the ward: share of its ten services.",
        panels,
        "year",
        "co-produced share",
        x=BEGIN + (np.arange(max(len(line.middle) for panel in panels.values() for line in panel.values())) + 0.5) / 12,
        events=events,
        first=BEGIN,
    )


def effects(stored: Stored, rows: dict[str, dict[str, Estimate]]):
    """Differences in each place."""
    measures = list(next(iter(rows.values())))
    series = {what: ends(rows[name][what] for name in PLACES) for what in measures}
    return dots(
        origin(stored),
        "What the documented events changed",
        "Difference to the same runs without the events under study, in percentage points; means with "
        f"{BANDS[stored.in_worlds]}.",
        list(PLACES.values()),
        series,
        "percentage points",
    )


if __name__ == "__main__":
    main()
