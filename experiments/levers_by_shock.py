"""Which levers move which measure, after which shock, at the dip and at the end."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
from estimates import Estimate, column_of, estimate, lost_parts, ratio
from headlines import Headline
from matplotlib.figure import Figure
from portfolios import LEVERS, factors
from shared import A_WORLD_OF_MANY_POINTS, Experiment

from simulation.figures import phase_diagram
from simulation.report.sweep_origin import origin
from simulation.results.in_words import capital
from simulation.sweep.store import Stored

SHOCKS = {
    "levers-then-leadership-change": "leadership change",
    "levers-then-champion-leaves": "champion leaves",
    "levers-then-austerity": "deep cuts",
    "levers-then-pfi-push": "PFI push",
    "levers-then-perfect-storm": "perfect storm",
}
FILES = tuple(f"scenarios/{name}.toml" for name in SHOCKS)
ON, WHOLE = 0.8, "whole framework"
DOSES: dict[str, dict[str, float]] = {
    **{lever.replace("_", " "): factors({lever: ON}) for lever in LEVERS},
    WHOLE: factors(dict.fromkeys(LEVERS, ON)),
    "framework with legal form": factors({**dict.fromkeys(LEVERS, ON), "legal_form": 1.0}),
    "ward assemblies": factors({"assemblies": ON}),
    "consultation that is heeded": factors({"consultation": ON}),
    "anchor enterprises": {"enterprise_independence": 0.6, "enterprise_assets": 1.0},
}
NOTHING = "nothing"
MEASURES = {
    "coproduction": ("any co-production", "share"),
    "full_coproduction": ("full co-production", "share"),
    "quality": ("quality of services", "index"),
    "quality_gap": ("quality gap", "index"),
    "trust": ("trust in the council", "index"),
    "satisfaction": ("satisfaction", "index"),
    "unit_cost": ("cost of the same service", "ratio"),
    "framework": ("levers in force, mean of five", "index"),
}
LOST = "share lost"
STATED = dict.fromkeys(("leadership change", "champion leaves", "perfect storm"), "F37")  # an equation states that
FIRST_YEARS = 5  # until the shock
DIP = 12 * (FIRST_YEARS + 2)  # months: the last year is then the second after the shock


class Cell(NamedTuple):
    """Where an effect is: when, after which shock, of which levers, on what."""

    when: str
    shock: str
    lever: str
    measure: str


def main() -> None:
    """Run levers through shocks to the dip and to the end, and write the answer."""
    experiment = Experiment(
        "levers_by_shock",
        "Which levers move which measure after which shock, in the second year after it and at the end?",
    )
    same = {
        "scenarios": FILES,
        "sampler": "full_factorial",
        "policies": tuple({"name": name, **of} for name, of in {NOTHING: {}, **DOSES}.items()),
        "replicates": experiment.futures(100, 2, A_WORLD_OF_MANY_POINTS),
        "outcomes": (*MEASURES, "resilience_loss", "hysteresis"),
    }
    end = experiment.sweep("end", months=experiment.size(240, 96), **same)
    stored = {"at the dip": experiment.sweep("dip", months=DIP, **same), "at the end": end}
    found = {
        Cell(when, shock, lever, measure): effect(of, name, lever, measure)
        for when, of in stored.items()
        for name, shock in SHOCKS.items()
        for lever in DOSES
        for measure in (*MEASURES, LOST)
    }
    for name, measure, title in (
        ("left", "coproduction", "What levers add to the co-production that is left after a shock"),
        ("lost", LOST, "What levers change in the share of co-production that a shock takes"),
        ("quality_gap", "quality_gap", "What levers change in the quality gap between deprived and other areas"),
    ):
        experiment.figure(name, heat_map(end, found, list(stored), measure, title), end, title)
    experiment.table(
        "effects",
        ("when", "shock", "levers", "measure", "effect"),
        [(*cell[:3], said(cell.measure), value) for cell, value in found.items()],
        "difference that each dose makes to each measure, in the world with the shock, against no lever",
    )
    levels = {
        (when, shock, lever): (level(of, name, lever), lost(of, name, lever))
        for when, of in stored.items()
        for name, shock in SHOCKS.items()
        for lever in (NOTHING, *DOSES)
    }
    experiment.table(
        "left_and_lost",
        ("when", "shock", "levers", "left", "share lost"),
        [(*which, *both) for which, both in levels.items()],
        "co-production left, share of services, and the share lost of what there would have been with the same levers",
    )
    experiment.finish(
        "Levers and shocks",
        f"Levers of the framework stand at {ON:g}, one by one and together, and are held for {FIRST_YEARS} years until "
        "the shock; from then on they are the leadership's. Assemblies, consultation and what enterprises own are "
        "there "
        "from the start. *At the dip* is the second year after the shock began, *at the end* the last of twenty years. "
        "Effects are against the same futures without any lever, both with the shock.",
        [sentence(found, "at the end", shock, best_in(end, name)) for name, shock in SHOCKS.items()],
        [
            Headline(f"{what}, {shock}, {lever}", kind, levels["at the end", shock, lever][at], STATED.get(shock, ""))
            for at, (what, kind) in enumerate((("left", "level"), ("lost", "lost")))
            for shock in SHOCKS.values()
            for lever in (NOTHING, WHOLE)
        ],
        measures_table(found),
        swept="end",
    )


def rows(stored: Stored, scenario: str, policy: str) -> int:
    """The number of the point of a shock and a dose."""
    is_scenario, is_policy = (
        np.array(stored.points[column].to_pylist()) == name
        for column, name in (("scenario", scenario), ("policy", policy))
    )
    return int(np.flatnonzero(is_scenario & is_policy)[0])


def effect(stored: Stored, scenario: str, lever: str, measure: str) -> Estimate:
    """What a dose changes in the last year of these results, in the world with the shock."""
    one, other = (rows(stored, scenario, name) for name in (lever, NOTHING))
    if measure == LOST:
        return ratio(lost_parts(stored, one, "final_year"), stored.world, lost_parts(stored, other, "final_year"))
    values = column_of(stored, f"{measure}_final_year")
    return estimate(values[one] - values[other], stored.world, MEASURES[measure][1])


def level(stored: Stored, scenario: str, lever: str) -> Estimate:
    """Co-production that is left."""
    point = rows(stored, scenario, lever)
    return estimate(column_of(stored, "coproduction_final_year")[point], stored.world, effect=False)


def lost(stored: Stored, scenario: str, lever: str) -> Estimate:
    """The share of it that the shock took."""
    return ratio(lost_parts(stored, rows(stored, scenario, lever), "final_year"), stored.world)


def said(measure: str) -> str:
    """A measure in words."""
    return measure if measure == LOST else MEASURES[measure][0]


SINGLE = tuple(lever for lever in DOSES if lever != WHOLE and "framework" not in lever)


def best_in(stored: Stored, scenario: str) -> dict[str, float]:
    """In what share of worlds each single dose leaves most; empty in one world."""
    if not stored.in_worlds:
        return {}
    values = column_of(stored, "coproduction_final_year")[[rows(stored, scenario, lever) for lever in SINGLE]]
    _, world = np.unique(stored.world, return_inverse=True)
    best = np.array([np.bincount(world, each) for each in values]).argmax(axis=0)  # all have as many futures
    return {lever: float((best == number).mean()) for number, lever in enumerate(SINGLE)}


def sentence(found: dict[Cell, Estimate], when: str, shock: str, best: Mapping[str, float]) -> str:
    """Which single dose leaves most, in how many worlds, and which takes most off the share lost."""
    most = max(SINGLE, key=lambda lever: found[Cell(when, shock, lever, "coproduction")].value)
    in_worlds = f" (the most in {100 * best[most]:.0f} % of worlds)" if best else ""
    least = min(SINGLE, key=lambda lever: found[Cell(when, shock, lever, LOST)].value)
    return (
        f"*{capital(shock)}, {when}*: of single levers {most} leaves most{in_worlds}, "
        f"{found[Cell(when, shock, most, 'coproduction')].points()}; the share lost is least with {least}, "
        f"{found[Cell(when, shock, least, LOST)].points()}."
    )


def measures_table(found: dict[Cell, Estimate]) -> str:
    """Which levers move which measure after a change of leadership, as Markdown."""
    shock = next(iter(SHOCKS.values()))
    names = (*MEASURES, LOST)
    lines = [
        f"## Which levers move which measure ({shock})",
        "",
        "At the dip / at the end, in percentage points or hundredths; bold where the interval or band leaves out 0.",
        "",
        f"| levers | {' | '.join(map(said, names))} |",
        f"| --- |{' --- |' * len(names)}",
    ]
    for lever in DOSES:
        cells = []
        for measure in names:
            both = [found[Cell(when, shock, lever, measure)] for when in ("at the dip", "at the end")]
            texts = [f"{100 * each.value:+.1f}".replace("-", "−") for each in both]
            cells.append(" / ".join(f"**{t}**" if each.sign else t for t, each in zip(texts, both, strict=True)))
        lines.append(f"| {lever} | {' | '.join(cells)} |")
    return "\n".join(lines) + "\n\n"


def heat_map(stored: Stored, found: dict[Cell, Estimate], when: list[str], measure: str, title: str) -> Figure:
    """Levers by shocks, a panel for each time."""
    panels, known = {}, {}
    for time in when:
        table = [[found[Cell(time, shock, lever, measure)] for shock in SHOCKS.values()] for lever in reversed(DOSES)]
        panels[time] = np.array([[100 * each.value for each in row] for row in table])
        known[time] = np.array([[each.sign != 0 for each in row] for row in table])
    band = "band over worlds" if stored.in_worlds else "90 % interval"
    unit = "hundredths" if measure == "quality_gap" else "percentage points"
    return phase_diagram(
        origin(stored),
        title,
        f"Difference to no lever, both with the shock, mean over runs; in brackets where the {band} holds zero. At the "
        "dip: the second year after the shock; at the end: the last of twenty years.",
        ("", list(SHOCKS.values())),
        ("", list(reversed(DOSES))),
        panels,
        unit,
        known,
        left=1.75,
    )


if __name__ == "__main__":
    main()
