"""Whether the headlines depend on how the model is built: switches, the town's size, the tick, who comes first.

    python experiments/structure.py [--pairs N] [--worlds WORLDS] [--quick]

Every contested mechanism is on in all worlds, and off in all of them; the town has half and twice as many
neighbourhoods and organisations; a tick is half a month or a quarter of a year; and the council goes through its
services in the reverse order (`last_first.py`, an extension).
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import simulation

simulation.extend(Path(__file__).with_name("last_first.py"))  # before anything else of the model

from estimates import BANDS, Estimate, ratio  # noqa: E402
from shared import A_WORLD_OF_MANY_POINTS, Experiment  # noqa: E402
from variants import (  # noqa: E402
    FRAMED,
    HEADLINES,
    OUTCOMES,
    SCENARIOS,
    UNSUPPORTIVE,
    Settings,
    as_markdown,
    compared,
    differing,
    draw,
    labelled,
    published,
    said,
)

from simulation.results.in_words import capital  # noqa: E402
from simulation.sweep.store import Stored  # noqa: E402
from simulation.validation.mechanisms import CONTESTED  # noqa: E402
from simulation.world.parameters import PARAMETERS  # noqa: E402
from simulation.world.worlds import Worlds  # noqa: E402

USUAL = "as it is"
IN_PROPORTION = ("neighbourhoods", "organisations", "enterprises")
TICKS = {"tick of half a month": 24, "tick of a quarter": 4}  # so many a year
TITLE = "Headlines under another structure"


def main() -> None:
    """Run the sweep and write the table."""
    experiment = Experiment(
        "structure",
        "Do the headlines depend on contested mechanisms, on the size of the town, on the length of a tick, or on who "
        "comes first in it?",
        {"pairs": (400, 5, "paired runs of each scenario under each structure")},
    )
    variants = structures(experiment.worlds)
    pairs = experiment.numbers["pairs"]
    stored = experiment.sweep(
        "structures",
        sampler="full_factorial",
        scenarios=SCENARIOS,
        outcomes=OUTCOMES,
        policies=({"name": USUAL}, *({"name": name, **settings} for name, settings in variants.items())),
        months=experiment.size(240, 96),
        replicates=experiment.futures(pairs, pairs, A_WORLD_OF_MANY_POINTS),
        seed=6,
    )
    usual, changes = compared(stored, variants, experiment.worlds)
    experiment.figure("structure", draw(changes, usual, stored, TITLE, "Change under each structure"), stored, TITLE)
    experiment.table(
        "structure",
        ("structure", "worlds", "headline", "as it is", "change"),
        [
            (variant, int(differing(experiment.worlds, variants[variant]).sum()), name, usual[name].value, change)
            for variant, of in changes.items()
            for name, change in of.items()
        ],
        "each headline as the model is, over all worlds, and its change under each structure, over those that are not "
        "so already",
    )
    experiment.finish(
        TITLE,
        "A council of 24 neighbourhoods with some 30 organisations; half and twice as many of both. A tick is a month; "
        "with another one all rates, lengths and dates are converted (docs/odd.md, Scales). *On* and *off* "
        "are in all worlds, whatever they are in each of them; a change is that of the worlds that were not so "
        "already. A world that is changed need not meet the record any more. What is lost is a share of the "
        "co-production that there would have been, all futures taken together (ratio of sums). Half the tolerance of "
        "the sets is in `plausible_worlds`.",
        answer(usual, levels(stored, variants), under_a_framework(stored, variants)),
        published(usual),
        f"## Changes\n\nIn percentage points, with {BANDS[experiment.several]}; bold where these leave out 0.\n\n"
        f"{as_markdown(labelled(changes, variants, experiment.worlds), 'structure')}\n\n",
    )


def structures(worlds: Worlds) -> dict[str, dict[str, float]]:
    """Settings of each other structure, by name; a switch that stands so in all worlds already is no other one."""
    found: dict[str, dict[str, float]] = {}
    for words, factor in (("half the town", 0.5), ("twice the town", 2.0)):
        found[words] = {name: int(factor * PARAMETERS[name].default) for name in IN_PROPORTION}
    found |= {words: {"ticks_a_year": a_year} for words, a_year in TICKS.items()}
    for switch in CONTESTED:
        (name,) = switch.settings
        for value, word in ((1, "on"), (0, "off")):
            if differing(worlds, {name: value}).any():
                found[f"{switch.name} {word}"] = {name: value}
    return found


def levels(stored: Stored, variants: Mapping[str, Settings]) -> dict[str, dict[str, float]]:
    """What each headline comes to under each structure, over all worlds."""
    parts = {headline.name: headline.parts(stored)[:, :, 0] for headline in HEADLINES}
    return {
        name: {variant: ratio(of[:, number], stored.world).value for number, variant in enumerate(variants, start=1)}
        for name, of in parts.items()
    }


def under_a_framework(stored: Stored, variants: Mapping[str, Settings]) -> dict[str, Estimate]:
    """By how much more is lost under a framework in each structure, in the same futures; the usual one comes first."""
    lost, framed = ({each.scenario: each for each in HEADLINES if each.lost}[of] for of in (UNSUPPORTIVE, FRAMED))
    with_it, without = (each.parts(stored)[:, :, 0] for each in (framed, lost))
    return {
        variant: ratio(with_it[:, number], stored.world, without[:, number])
        for number, variant in enumerate((USUAL, *variants))
    }


def answer(
    usual: Mapping[str, Estimate], found: Mapping[str, Mapping[str, float]], framed: Mapping[str, Estimate]
) -> list[str]:
    """How far each headline goes under any structure, and in how many a conclusion holds, in sentences."""
    sentences = []
    for headline in HEADLINES:
        at = found[headline.name]
        lowest, highest = min(at, key=at.__getitem__), max(at, key=at.__getitem__)
        sentences.append(
            f"*{capital(headline.name)}*: {usual[headline.name].share()} as the model is, between "
            f"{said(at[lowest])} ({lowest}) and {said(at[highest])} ({highest}) under another structure."
        )
    less, more = (sum(each.sign == sign for each in framed.values()) for sign in (-1, 1))
    on_average = sum(each.value < 0 for each in framed.values())
    sentences.append(
        f"Under a framework a smaller share is lost on average in {on_average} of {len(framed)} structures, the usual "
        f"one among them; the band leaves out 0 for less in {less}, for more in {more}."
    )
    return sentences


if __name__ == "__main__":
    main()
