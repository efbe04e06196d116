"""Whether the headlines depend on how the model is built: switches, the size of the town, who comes first in a month.

    python experiments/structure.py [--pairs N] [--worlds WORLDS] [--quick]

Every contested mechanism is on in all worlds, and off in all of them; the town has half and twice as many
neighbourhoods and organisations; and the council goes through its services in the reverse order (`last_first.py`, an
extension).
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import simulation

simulation.extend(Path(__file__).with_name("last_first.py"))  # before anything else of the model

from estimates import BANDS, Estimate  # noqa: E402
from shared import Experiment  # noqa: E402
from variants import (  # noqa: E402
    FRAMED,
    HEADLINES,
    OUTCOMES,
    SCENARIOS,
    UNSUPPORTIVE,
    Changes,
    as_markdown,
    compared,
    draw,
    published,
    said,
)

from simulation.validation.mechanisms import CONTESTED  # noqa: E402
from simulation.world.parameters import PARAMETERS  # noqa: E402
from simulation.world.worlds import Worlds  # noqa: E402

USUAL = "as it is"
IN_PROPORTION = ("neighbourhoods", "organisations", "enterprises")
TITLE = "Headlines under another structure"


def main() -> None:
    """Run the sweep and write the table."""
    experiment = Experiment(
        "structure",
        "Do the headlines depend on contested mechanisms, on the size of the town, or on who comes first in a month?",
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
        replicates=experiment.futures(pairs, pairs, 8),
        seed=6,
    )
    usual, changes = compared(stored, list(variants))
    experiment.figure("structure", draw(changes, usual, stored, TITLE, "Change under each structure"), stored, TITLE)
    experiment.table(
        "structure",
        ("structure", "headline", "as it is", "change"),
        [(variant, name, usual[name].value, change) for variant, of in changes.items() for name, change in of.items()],
        "each headline as the model is, and its change under each structure",
    )
    experiment.finish(
        TITLE,
        "A council of 24 neighbourhoods with some 30 organisations; half and twice as many of both. *On* and *off* "
        "are in all worlds, whatever they are in each of them. What is lost is a share of the co-production that there "
        "would have been, all futures taken together (ratio of sums). Half the tolerance of the sets is in "
        "`plausible_worlds`. Another tick than a month is not among them.",
        answer(usual, changes),
        published(usual),
        f"## Changes\n\nIn percentage points, with {BANDS[experiment.several]}; bold where these leave out 0.\n\n"
        f"{as_markdown(changes, 'structure')}\n\n",
    )


def structures(worlds: Worlds) -> dict[str, dict[str, float]]:
    """Settings of each other structure, by name; a switch that stands so in all worlds already is no other one."""
    found: dict[str, dict[str, float]] = {}
    for words, factor in (("half the town", 0.5), ("twice the town", 2.0)):
        found[words] = {name: int(factor * PARAMETERS[name].default) for name in IN_PROPORTION}
    for switch in CONTESTED:
        (name,) = switch.settings
        for value, word in ((1, "on"), (0, "off")):
            if name in worlds.names or value != PARAMETERS[name].default:
                found[f"{switch.name} {word}"] = {name: value}
    return found


def answer(usual: Mapping[str, Estimate], changes: Changes) -> list[str]:
    """How far each headline goes under any structure, in sentences."""
    found = {
        name: {variant: estimate.value + of[name].value for variant, of in changes.items()}
        for name, estimate in usual.items()
    }
    sentences = []
    for headline in HEADLINES:
        at = found[headline.name]
        lowest, highest = min(at, key=at.__getitem__), max(at, key=at.__getitem__)
        sentences.append(
            f"*{headline.name[0].upper()}{headline.name[1:]}*: {usual[headline.name].share()} as the model is, between "
            f"{said(at[lowest])} ({lowest}) and {said(at[highest])} ({highest}) under another structure."
        )
    lost, framed = ({each.scenario: each.name for each in HEADLINES if each.lost}[of] for of in (UNSUPPORTIVE, FRAMED))
    less = sum(found[framed][variant] < found[lost][variant] for variant in changes)
    sentences.append(f"Under a framework less is lost in {less} of {len(changes)} structures.")
    return sentences


if __name__ == "__main__":
    main()
