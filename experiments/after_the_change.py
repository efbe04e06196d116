"""What becomes of arrangements after a change of leadership: where they go, why they end, how long it has to stay."""

from __future__ import annotations

import numpy as np
import pyarrow.dataset as ds
from estimates import BANDS, Estimate, estimate, mean_over_time, share_lost
from headlines import Headline
from shared import Experiment

from simulation.ensemble import run
from simulation.figures import Line, flows, lines
from simulation.report.sweep_origin import origin
from simulation.results.in_words import label
from simulation.results.occupancy import COPRODUCED_CELLS, packed, stand
from simulation.results.over_worlds import of_ratio
from simulation.scenarios import load
from simulation.sweep.store import Stored
from simulation.world.arms import ARMS
from simulation.world.matrix import CELLS

SCENARIO, EVENT = "leadership-change", "hostile-leadership"
STAYS = (1.0, 2.0, 4.0, 6.0, 8.0, 12.0)  # years
TERM = STAYS.index(4.0)
LATER = (24, 180)  # months after the change at which arrangements are looked at again
MOMENTS = ("before the change", *(f"{months // 12} years after" for months in LATER))
SHOWN_CAUSES = 3  # with a line of their own
WORDS = {"scenario": "with the change", "counterfactual": "without it"}
LOOKED_AT = (2.0, 5.0, 10.0, 15.0)  # years after the change at which causes have a band


def main() -> None:
    """Run the change, and read logs and spells."""
    experiment = Experiment(
        "after_the_change",
        "Where do arrangements go when the leadership changes, why do they end, and how much hangs on how long it "
        "stays?",
    )
    futures = experiment.futures(400, 6)
    spells = experiment.sweep(
        "arrangements", scenarios=(SCENARIO,), sampler="full_factorial", replicates=futures, spells=True
    )
    tenure = experiment.sweep(
        "tenure",
        scenarios=(SCENARIO,),
        sampler="full_factorial",
        levers={f"{EVENT}.lasts": STAYS},
        replicates=futures,
        outcomes=("coproduction", "resilience_loss", "hysteresis"),
    )
    left = {
        period: [
            estimate(tenure.values(f"coproduction_{period}", points=[point]), tenure.world, effect=False)
            for point in range(len(STAYS))
        ]
        for period in ("after_event", "final_year")
    }
    lost = {period: [share_lost(tenure, point, period) for point in range(len(STAYS))] for period in left}
    ended = {arm: ended_by(spells, arm) for arm in ARMS}
    cells, world = cells_of(experiment, futures)  # those of the sweeps, which keep no log
    moves = {arm: [_counted(of[:, step], of[:, step + 1]) for step in range(len(LATER))] for arm, of in cells.items()}

    experiment.figure("tenure", tenure_figure(tenure, left, lost), tenure, "What is left and what is lost, by tenure")
    experiment.figure("causes", causes_figure(spells, ended), spells, "Arrangements that have ended, by cause")
    experiment.figure("flows", flows_figure(spells, moves), spells, "Where arrangements go between the nine cells")
    experiment.table(
        "tenure",
        ("period", "years in office", "left", "share lost"),
        [(period, years, left[period][at], lost[period][at]) for period in left for at, years in enumerate(STAYS)],
        "co-production left, share of services, and the share lost, by how long the leadership stays",
    )
    experiment.table(
        "causes",
        ("world", "cause", "ended within two years", "ended by the end"),
        [
            (WORDS[arm], cause, *(last(series, spells, month) for month in (LATER[0], None)))
            for arm, of in ended.items()
            for cause, series in of.items()
        ],
        "share of the arrangements co-produced at the change that have ended, by the first cause of it",
    )
    experiment.table(
        "flows",
        ("world", "between", "from", "to", "share of arrangements"),
        [
            (WORDS[arm], f"{MOMENTS[step]}, {MOMENTS[step + 1]}", CELLS[one], CELLS[other], found)
            for arm, steps in moves.items()
            for step, values in enumerate(steps)
            for one, other in np.argwhere(values.any(axis=0))
            for found in [estimate(values[:, one, other], world, effect=False)]
        ],
        "arrangements by the cell they were in and the cell they are in, counted and not weighed by volume",
    )
    leavers = {arm: last(sum(of.values()), spells, LATER[0]) for arm, of in ended.items()}
    by_then = {arm: {cause: series[:, LATER[0] - 1] for cause, series in of.items()} for arm, of in ended.items()}
    first = max(by_then["scenario"], key=lambda cause: by_then["scenario"][cause].mean())
    none = np.zeros(spells.replicates)
    added = {
        cause: by_then["scenario"].get(cause, none) - by_then["counterfactual"].get(cause, none)
        for cause in by_then["scenario"] | by_then["counterfactual"]
    }
    most = max(added, key=lambda cause: added[cause].mean())
    more = {
        "of all causes": estimate(sum(added.values()), spells.world),
        most: estimate(added[most], spells.world),
    }
    once = {arm: estimate(out_of(cells[arm]), world, effect=False) for arm in ARMS}
    experiment.finish(
        "After a change of leadership",
        "A council of 24 neighbourhoods and ten services; after five years an unsupportive leadership takes over, for "
        "one to twelve years, four where nothing else is said. Causes are those of the arrangements that were "
        "co-produced when it came: each ends once, for one cause (cumulative incidence), and none is lost from sight. "
        "Flows count arrangements, a service in a neighbourhood, in the nine cells of who plans and who delivers.",
        (
            f"A leadership that stays for one year leaves {left['after_event'][0].share()} of services co-produced "
            "over "
            f"the fifteen years and takes {lost['after_event'][0].share()} of what there would have been; one that "
            "stays "
            f"for four leaves {left['after_event'][TERM].share()} and takes {lost['after_event'][TERM].share()}, one "
            f"of twelve {left['after_event'][-1].share()} and {lost['after_event'][-1].share()}.",
            f"Within two years {leavers['scenario'].share()} of the arrangements that were co-produced have ended, "
            f"against {leavers['counterfactual'].share()} without the change, a difference of "
            f"{more['of all causes'].points()}. The most frequent cause is *{first.replace('_', ' ')}*; what the "
            f"change adds to most is *{most.replace('_', ' ')}*, by {more[most].points()}.",
            f"Of all arrangements {once['scenario'].share()} were co-produced before and are not fifteen years after, "
            f"against {once['counterfactual'].share()} without the change.",
        ),
        [
            *(
                Headline(f"{what}, {STAYS[at]:g} years in office", kind, of["after_event"][at], "F37")
                for what, kind, of in (("left", "level", left), ("lost", "lost", lost))
                for at in range(len(STAYS))
            ),
            *(Headline(f"ended within two years, {WORDS[arm]}", "level", leavers[arm]) for arm in ARMS),
            *(
                Headline(f"ended within two years, {cause.replace('_', ' ')}: more", "difference", of)
                for cause, of in more.items()
            ),
            *(Headline(f"no longer co-produced, {WORDS[arm]}", "level", once[arm]) for arm in ARMS),
        ],
        swept="tenure",
    )


def ended_by(stored: Stored, arm: str) -> dict[str, np.ndarray]:
    """Share of the arrangements co-produced at the change that have ended by each month after it, by cause.

    ``[future, month]``, with the average of a world that of all its arrangements; the most frequent cause first.
    """
    fork, months = stored.manifest["forks"][SCENARIO], stored.manifest["months"][SCENARIO]
    table = stored.table(["replicate", "start", "end", "ended", "cause"], ds.field("arm") == arm, "spells")
    replicate, start, end, ended = (table[name].to_numpy() for name in ("replicate", "start", "end", "ended"))
    alive = (start < fork) & (end >= fork)
    there = np.bincount(replicate[alive], minlength=stored.replicates).astype(float)
    causes = np.array(table["cause"].to_pylist())
    found = {}
    for cause in np.unique(causes[alive & ended]):
        mine = alive & ended & (causes == cause)
        count = np.zeros((stored.replicates, months - fork))
        np.add.at(count, (replicate[mine], end[mine] - fork), 1.0)
        total = np.repeat(there[:, None], months - fork, axis=1)
        found[str(cause)] = of_ratio(count.cumsum(axis=1), total, stored.world)
    return dict(sorted(found.items(), key=lambda pair: -pair[1][:, -1].mean()))


def last(series: np.ndarray, stored: Stored, month: int | None) -> Estimate:
    """A share that has ended by some months after the change, or by the end."""
    return estimate(series[:, -1 if month is None else month - 1], stored.world, effect=False)


def cells_of(experiment: Experiment, futures: int) -> tuple[dict[str, np.ndarray], np.ndarray]:
    """The cell of each arrangement at each moment, ``[future, moment, arrangement]``, by arm; and the worlds."""
    scenario = load(SCENARIO)
    ensemble = run(scenario, futures, workers=experiment.workers, keep_changes=True, worlds=experiment.worlds)
    arrangements = ensemble.by_service.shape[3] * scenario.size("neighbourhoods")
    months = [ensemble.fork - 1, *(min(ensemble.fork + later, ensemble.months) - 1 for later in LATER)]
    found = {
        arm: np.array(
            [
                [stand(packed(ensemble.changes[future, number]), arrangements, month).cell for month in months]
                for future in range(futures)
            ]
        )
        for number, arm in enumerate(ARMS)
    }
    return found, np.array([experiment.worlds.number(future) for future in range(futures)])


def _counted(before: np.ndarray, after: np.ndarray) -> np.ndarray:
    """Shares ``[future, from, to]`` of cells ``[future, arrangement]``."""
    size = len(CELLS)
    both = size * before.astype(int) + after
    return np.array([np.bincount(each, minlength=size**2) / len(each) for each in both]).reshape(-1, size, size)


def out_of(cells: np.ndarray) -> np.ndarray:
    """Share of arrangements co-produced at the first moment and not at the last, ``[future]``."""
    return (COPRODUCED_CELLS[cells[:, 0]] & ~COPRODUCED_CELLS[cells[:, -1]]).mean(axis=1)


def tenure_figure(stored: Stored, left: dict[str, list[Estimate]], lost: dict[str, list[Estimate]]):
    """Level and loss in a panel each."""
    panels = {
        heading: {
            words: Line(*np.array([each[:3] for each in of[period]]).T)
            for period, words in (("after_event", "over the time after"), ("final_year", "in the last year"))
        }
        for heading, of in (("Left, of all services", left), ("Lost, of what there would have been", lost))
    }
    return lines(
        origin(stored),
        "What an unsupportive leadership leaves and takes, by how long it stays",
        f"Means over runs with {BANDS[stored.in_worlds]}. Neither vote nor chance replaces the leader for so long; "
        "twenty years, of which the change is in the sixth.",
        panels,
        "years in office",
        "per cent",
        x=np.array(STAYS),
    )


def causes_figure(stored: Stored, ended: dict[str, dict[str, np.ndarray]]):
    """Cumulative incidence of the main causes in a panel each, with the change and without."""
    shown = list(ended["scenario"])[:SHOWN_CAUSES]
    panels: dict[str, dict[str, Line]] = {}
    for arm, of in ended.items():
        series = {cause.replace("_", " "): of[cause] for cause in shown if cause in of}
        others = [each for cause, each in of.items() if cause not in shown]
        if others:
            series["all other causes"] = np.sum(others, axis=0)
        for words, each in series.items():
            line = Line(*np.clip(mean_over_time(each, stored.world), 0.0, 1.0))  # no share can be outside
            panels.setdefault(words, {})[WORDS[arm]] = line
    return lines(
        origin(stored),
        "Why arrangements end after a change of leadership",
        "Share of the arrangements co-produced at the change that have ended since, by cause (cumulative incidence; "
        f"causes add up). Lines: means. Upright, in the order of the names: {BANDS[stored.in_worlds]}, at "
        f"{', '.join(f'{years:g}' for years in LOOKED_AT[:-1])} and {LOOKED_AT[-1]:g} years.",
        panels,
        "years since the change",
        "share that has ended",
        beside=LOOKED_AT,
    )


def flows_figure(stored: Stored, moves: dict[str, list[np.ndarray]]):
    """The nine cells at three moments, with the change and without."""
    return flows(
        origin(stored),
        "Where arrangements go when the leadership changes",
        "Share of arrangements in each of the nine cells at three moments, mean over "
        f"{len(next(iter(moves.values()))[0])} "
        "futures (flows.csv has the bands); dark: co-produced. What stays in its cell is paler.",
        MOMENTS,
        [label(cell) for cell in CELLS],
        {WORDS[arm]: [step.mean(axis=0) for step in steps] for arm, steps in moves.items()},
        COPRODUCED_CELLS.tolist(),
    )


if __name__ == "__main__":
    main()
