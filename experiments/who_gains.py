"""Who gains from assemblies and capacity building, spread thinly or given to the most deprived, by fifth."""

from __future__ import annotations

import numpy as np
from estimates import BANDS, Estimate, ends, estimate
from headlines import Headline
from shared import Experiment

from simulation.figures import dots
from simulation.report.sweep_origin import origin
from simulation.results.in_words import capital
from simulation.sweep.store import Stored
from simulation.world.groups import FIFTH_NAMES

SCENARIOS = {
    "assemblies-spread": "assemblies in all wards, thinly",
    "assemblies-targeted": "assemblies in the most deprived fifth",
    "capacity-spread": "capacity building everywhere, thinly",
    "capacity-targeted": "capacity building in the most deprived fifth",
    "framework": "framework for all",
    "selective-framework": "framework for capable communities first",
}
FILES = tuple(name if "framework" in name else f"scenarios/{name}.toml" for name in SCENARIOS)
MEASURES = {
    "full_coproduction": ("full co-production", "share"),
    "coproduction": ("any co-production", "share"),
    "quality": ("quality of services", "index"),
    "satisfaction": ("satisfaction", "index"),
}
SHARES = ("coproduction", "full_coproduction")
MOST, *_, LEAST = FIFTH_NAMES
INSTEAD = {  # of which: what is given to some instead of to all
    "assemblies-targeted": "assemblies-spread",
    "capacity-targeted": "capacity-spread",
    "selective-framework": "framework",
}


def main() -> None:
    """Run the scenarios and look at each fifth of the neighbourhoods by itself."""
    experiment = Experiment(
        "who_gains",
        "Who gains from assemblies, capacity building and the framework, and does it help the most deprived to give "
        "them the whole of it?",
    )
    stored = experiment.sweep(
        "fifths",
        scenarios=FILES,
        sampler="full_factorial",
        replicates=experiment.futures(300, 4),
        outcomes=tuple(MEASURES),
        by=("fifth",),
    )
    fifths = {name: stored.of(name, "fifth") for name in FIFTH_NAMES}
    found = {
        (scenario, measure, fifth): effect(of, point, measure)
        for point, scenario in enumerate(SCENARIOS)
        for measure in MEASURES
        for fifth, of in fifths.items()
    }
    gaps = {
        (scenario, measure): gap(fifths, point, measure, stored)
        for point, scenario in enumerate(SCENARIOS)
        for measure in MEASURES
    }
    instead = {
        (given, measure, fifth): more_than(of, given, spread, measure)
        for given, spread in INSTEAD.items()
        for measure in SHARES
        for fifth, of in fifths.items()
    }
    levels = {
        (scenario, fifth): level(of, point) for point, scenario in enumerate(SCENARIOS) for fifth, of in fifths.items()
    }
    for measure in ("full_coproduction", "quality"):
        words = MEASURES[measure][0]
        drawn = figure(stored, found, measure)
        experiment.figure(measure, drawn, stored, f"What each arrangement adds to {words}, by fifth of deprivation")
    experiment.table(
        "effects",
        ("arrangement", "measure", "fifth by deprivation", "effect"),
        [
            (SCENARIOS[scenario], MEASURES[measure][0], fifth, value)
            for (scenario, measure, fifth), value in found.items()
        ],
        "difference that each arrangement makes in the last year, in each fifth of the neighbourhoods by deprivation",
    )
    experiment.table(
        "gaps",
        ("arrangement", "measure", "effect"),
        [(SCENARIOS[scenario], MEASURES[measure][0], value) for (scenario, measure), value in gaps.items()],
        "the difference that it makes in the most deprived fifth minus that in the least deprived",
    )
    experiment.table(
        "instead",
        ("arrangement", "instead of", "measure", "fifth by deprivation", "effect"),
        [
            (SCENARIOS[given], SCENARIOS[INSTEAD[given]], MEASURES[measure][0], fifth, value)
            for (given, measure, fifth), value in instead.items()
        ],
        "by how much more an arrangement for some changes co-production in the last year than one for all",
    )
    experiment.table(
        "levels",
        ("arrangement", "fifth by deprivation", "full co-production"),
        [(SCENARIOS[scenario], fifth, value) for (scenario, fifth), value in levels.items()],
        "full co-production in the last year in each fifth, the level that it comes to",
    )
    experiment.finish(
        "Who gains",
        "Assemblies and capacity building begin after five years, once spread over all of 25 neighbourhoods and once, "
        "with the same sum of strength, in the five most deprived; the framework is offered to all or to capable "
        "communities first. Each fifth of the neighbourhoods is measured by itself, in the last of twenty years.",
        [
            *(
                f"*{capital(SCENARIOS[given])}* instead of *{SCENARIOS[spread]}* changes any "
                f"co-production in the most deprived fifth by {instead[given, 'coproduction', MOST].points()} and in "
                f"the least deprived by {instead[given, 'coproduction', LEAST].points()}; full co-production by "
                f"{instead[given, 'full_coproduction', MOST].points()} and "
                f"{instead[given, 'full_coproduction', LEAST].points()}."
                for given, spread in INSTEAD.items()
            ),
            "What each arrangement adds by itself is below; whom it reaches first is part of what each of them is.",
        ],
        [
            *(
                Headline(f"{fifth}: {words}", "level", levels[scenario, fifth])
                for scenario, words in SCENARIOS.items()
                for fifth in (MOST, LEAST)
            ),
            *(
                Headline(
                    f"{fifth}: {words}",
                    "difference",
                    found[scenario, "full_coproduction", fifth],
                    "M16" if "framework" in words else "",
                )
                for scenario, words in SCENARIOS.items()
                for fifth in (MOST, LEAST)
            ),
            *(
                Headline(
                    f"{fifth}: {SCENARIOS[given]} instead, {MEASURES[measure][0]}",
                    "difference",
                    instead[given, measure, fifth],
                )
                for given in INSTEAD
                for measure in SHARES
                for fifth in (MOST, LEAST)
            ),
            *(
                Headline(f"quality, most less least: {words}", "index", gaps[scenario, "quality"])
                for scenario, words in SCENARIOS.items()
            ),
        ],
    )


def change(stored: Stored, point: int, measure: str) -> np.ndarray:
    """What an arrangement changes in the last year in this part of the world, ``[replicate]``."""
    return stored.values(f"{measure}_final_year", "difference", [point])[0]


def effect(stored: Stored, point: int, measure: str) -> Estimate:
    """The same as an estimate."""
    return estimate(change(stored, point, measure), stored.world, MEASURES[measure][1])


def gap(fifths: dict[str, Stored], point: int, measure: str, stored: Stored) -> Estimate:
    """By how much more it changes the most deprived fifth than the least deprived."""
    most, least = (change(fifths[fifth], point, measure) for fifth in (MOST, LEAST))
    return estimate(most - least, stored.world, MEASURES[measure][1])


def more_than(stored: Stored, given: str, spread: str, measure: str) -> Estimate:
    """By how much more one arrangement changes a measure here than another, in the same futures."""
    at = list(SCENARIOS).index
    one, other = (change(stored, at(name), measure) for name in (given, spread))
    return estimate(one - other, stored.world)


def level(stored: Stored, point: int) -> Estimate:
    """Full co-production in the last year."""
    values = stored.values("full_coproduction_final_year", points=[point])
    return estimate(values, stored.world, effect=False)


def figure(stored: Stored, found: dict[tuple[str, str, str], Estimate], measure: str):
    """The most deprived fifth, the middle and the least deprived beside each other."""
    words, unit = MEASURES[measure]
    series = {
        f"{fifth} fifth": ends(found[scenario, measure, fifth] for scenario in SCENARIOS)
        for fifth in (MOST, FIFTH_NAMES[2], LEAST)
    }
    return dots(
        origin(stored),
        f"Who gains: {words} by fifth of deprivation",
        "Difference to the same futures without the arrangement, in the last of twenty years; means with "
        f"{BANDS[stored.in_worlds]}.",
        list(SCENARIOS.values()),
        series,
        "percentage points" if unit == "share" else "hundredths",
    )


if __name__ == "__main__":
    main()
