"""The documented places: what became of co-production there in the model, with and without what happened."""

from __future__ import annotations

import numpy as np
import pyarrow.dataset as ds
from estimates import BANDS, Estimate, ends, estimate, share_lost
from headlines import Headline
from shared import Experiment

from simulation.figures import Line, dots, lines
from simulation.figures.spread import middle, reading, spread
from simulation.report.sweep_origin import origin
from simulation.scenarios import load
from simulation.sweep.store import Stored

PLACES = {
    "sheffield": "Sheffield: early end and contract",
    "lambeth": "Lambeth: the founder leaves",
    "tower-hamlets": "Tower Hamlets: three changes",
    "barnet": "Barnet: the change of 2022",
    "dumfries-and-galloway": "Dumfries & Galloway: framework",
}


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
        "over_time", over_time(stored), stored, "Co-production in five places, with and without what happened"
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
        [(name, left[name], lost[name]) for name in PLACES],
        "co-production since the event: what is left, share of services, and the share lost (negative: gained)",
    )

    def since(name: str) -> Estimate:
        return rows[name]["co-production since the event"]

    clear = [PLACES[name].partition(":")[0] for name in PLACES if since(name).sign]
    experiment.finish(
        "The documented places",
        "Five real places with their recorded control, their documented events and the national calendar; "
        "neighbourhoods, organisations "
        "and leaders' convictions are generated. Under study in each: "
        + "; ".join(f"{load(name).title}" for name in PLACES)
        + ".",
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
            "in Barnet.",
            (
                f"The effect can be told from chance in {', '.join(clear)}"
                if clear
                else "In no place can the effect be told from chance"
            )
            + "; but one council's history is one draw, and the model compares worlds rather than forecasting places.",
        ),
        [
            Headline(f"{what}, {name.replace('-', ' ').title()}", kind, found)
            for what, kind, of in (
                ("left", "level", left),
                ("lost", "lost", lost),
                ("changed", "difference", {name: since(name) for name in PLACES}),
            )
            for name, found in of.items()
        ],
    )


def over_time(stored: Stored):
    """A fan for each place."""
    panels, events = {}, {}
    for point, (name, words) in enumerate(PLACES.items()):
        series = {}
        for arm in ("scenario", "counterfactual"):
            table = stored.table(["coproduction"], (ds.field("point") == point) & (ds.field("arm") == arm), "monthly")
            series[arm] = np.stack(table["coproduction"].to_numpy())
        panels[words] = {
            "what happened": spread(series["scenario"]),
            "without it": Line(middle(series["counterfactual"])),
        }
        events[words] = stored.manifest["forks"][name] / 12
    return lines(
        origin(stored),
        "Co-production in five places",
        f"{reading(stored.replicates)} Dashed: without the events under study, the first of "
        "which comes at the "
        "dotted line. Month 0 is May 1997.",
        panels,
        "years since May 1997",
        "co-produced share",
        events=events,
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
