"""What each mechanism contributes to the headlines: the same futures without it, in the default world and in many.

    python experiments/ablation.py [--pairs N] [--states N] [--pairs-a-state N] [--worlds WORLDS] [--quick]

First every mechanism is switched off by itself (`simulation.validation.mechanisms`), in the world of the defaults or
over several worlds. With the defaults the structural switches are then switched off in states of the world too, in
which every swept parameter has a value of its own, from its whole declared range: there the change is what the switch
does plus what chance does to so few futures; chance is estimated and taken out. Several worlds are such states already;
some of them have a structural switch off, and what it contributes is seen in the others alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

import numpy as np
from estimates import BANDS, Estimate, estimate
from numpy.typing import NDArray
from shared import A_WORLD_OF_MANY_POINTS, Experiment
from variants import (
    HEADLINES,
    OUTCOMES,
    SCENARIOS,
    Changes,
    Settings,
    as_markdown,
    compared,
    differing,
    draw,
    labelled,
    plain,
    published,
)

from simulation.results.bootstrap import LEVEL, bootstrap_replicates
from simulation.sweep.store import Stored
from simulation.validation.mechanisms import CONTESTED, SWITCHES
from simulation.world.worlds import Worlds

Floats = NDArray[np.float64]

ALL = "all mechanisms"
TITLE = "What each mechanism contributes"
MATTERS = 0.003  # a switch whose effect over worlds stays below it on every headline is taken out again


class Over(NamedTuple):
    """The change of one headline over worlds when a switch is off.

    Attributes
    ----------
    change : mean over worlds.
    absolute : mean absolute change as it was measured, chance and all.
    by_chance : what that would be for a switch without any effect.
    typical : root mean square of the change, chance taken out; the mean absolute change is never more.
    largest : the largest change that was measured, with its sign, and chance included.
    """

    change: Estimate
    absolute: float
    by_chance: float
    typical: Estimate
    largest: float


def over_worlds(values: Floats, without: Floats) -> Over:
    """What a switch does to a headline ``[world, future]``; the futures are paired, the worlds are not."""
    difference = without - values
    changes = np.nanmean(difference, axis=-1)
    chance = np.nanvar(difference, axis=-1, ddof=1) / np.isfinite(difference).sum(axis=-1)
    squares = changes**2 - chance  # without bias for the square of the true change
    low, high = (
        float(end[0]) for end in bootstrap_replicates(lambda w: (w @ squares / w.sum(1))[:, None], len(squares))
    )
    middle = float(squares.mean())
    more = max(middle, 0.0)  # a square that came out below 0 is no reason to be more sure
    return Over(
        estimate(changes, np.zeros(len(changes))) if np.ptp(changes) else Estimate(*3 * changes[:1].tolist()),
        float(np.abs(changes).mean()),
        float(np.sqrt(2 / np.pi) * np.sqrt(chance).mean()),
        Estimate(float(np.sqrt(more)), float(np.sqrt(max(low, 0.0))), float(np.sqrt(more + high - middle))),
        float(changes[np.abs(changes).argmax()]),
    )


def verdict(found: Iterable[Over]) -> str:
    """Whether a switch matters over worlds; `VERDICTS` says what the words mean."""
    found = list(found)
    if any(each.change.low > MATTERS or each.change.high < -MATTERS or each.typical.low > MATTERS for each in found):
        return "matters"
    near = all(each.change.low > -MATTERS and each.change.high < MATTERS for each in found)
    return "idle" if near and all(each.typical.low == 0 for each in found) else "open"


POINTS = f"{100 * MATTERS:.1f} points"
VERDICTS = {
    "matters": f"for one headline at least, the mean or the typical change is above {POINTS} with its whole interval",
    "idle": f"for every headline the interval of the mean change lies within {POINTS} of 0, and no difference between "
    "worlds can be told from chance",
    "open": "neither can be said",
}


def main() -> None:
    """Run the sweeps and write both tables."""
    experiment = Experiment(
        "ablation",
        "What does each mechanism contribute to the headlines, and does any structural switch do nothing in any world?",
        {
            "pairs": (400, 5, "paired runs of each scenario without each mechanism"),
            "states": (96, 5, "states of the world in which each structural switch is off"),
            "pairs_a_state": (32, 2, "paired runs of each scenario in each of them"),
        },
    )
    pairs, states, pairs_a_state = experiment.numbers.values()
    same = {"scenarios": SCENARIOS, "outcomes": OUTCOMES, "months": experiment.size(240, 96)}

    def without(switches: Iterable) -> tuple[dict, ...]:
        return ({"name": ALL}, *({"name": f"without {each.name}", **each.settings} for each in switches))

    switches = [each for each in SWITCHES if differing(experiment.worlds, each.settings).any()]
    variants = {each.name: each.settings for each in switches}
    named = experiment.sweep(
        "defaults",
        sampler="full_factorial",
        policies=without(switches),
        replicates=experiment.futures(pairs, pairs, A_WORLD_OF_MANY_POINTS),
        seed=4,
        **same,
    )
    drawn = None
    if not experiment.several:
        drawn = experiment.sweep(
            "worlds",
            policies=without(CONTESTED),
            uncertainties="all",
            points=states,
            replicates=pairs_a_state,
            common_random_numbers=False,  # states that shared their chance would err together
            seed=5,
            **same,
        )
    with_all, changes = compared(named, variants, experiment.worlds)
    more = f"## {'Over worlds' if experiment.several else 'In the world of the defaults'}\n\n"
    more += f"{first_table(changes, variants, experiment.worlds)}\n\n"
    verdicts: dict[str, str] = {}
    if drawn is not None:
        spread = over_states(experiment, drawn)
        verdicts = {name: verdict(of.values()) for name, of in spread.items()}
        more += f"## Over states of the world\n\n{second_table(spread, verdicts)}\n\n"

    drawing = draw(changes, with_all, named, TITLE, "Change without each mechanism")
    experiment.figure("ablation", drawing, named, TITLE)
    experiment.table(
        "defaults",
        ("mechanism", "what it says", "switched off by", "worlds", "headline", "as it is", "change"),
        [
            (
                switch.name,
                switch.meaning,
                said(switch.settings),
                int(differing(experiment.worlds, switch.settings).sum()),
                name,
                with_all[name].value,
                change,
            )
            for switch in switches
            for name, change in changes[switch.name].items()
        ],
        "each headline as it is in all worlds, and its change without each mechanism, over the worlds that have it",
    )
    experiment.finish(
        TITLE,
        "A council of 24 neighbourhoods. The same paired runs as the model is and without each mechanism; where there "
        "are several worlds a change is that of the worlds that have it, and a world without it need not meet the "
        "record any more. What is "
        "lost is a share of the co-production that there would have been, all futures taken together (ratio of sums)."
        + (
            ""
            if drawn is None
            else " Over states of the world it is counted in percentage points of all services: where there is next to "
            f"nothing to lose a share means nothing. There all {len(drawn.factors)} swept parameters are drawn evenly "
            "from their declared ranges (Latin hypercube), and every state has chance of its own."
        ),
        answer(with_all, changes, verdicts, states),
        published(with_all),
        more,
        "defaults",
    )


def over_states(experiment: Experiment, drawn: Stored) -> dict[str, dict[str, Over]]:
    """What each structural switch does over states of the world, and its table."""
    many = {headline.name: headline.parts(drawn)[0] for headline in HEADLINES}
    spread = {
        switch.name: {name: over_worlds(of[0], of[number]) for name, of in many.items()}
        for number, switch in enumerate(CONTESTED, start=1)
    }
    columns = ("change", "low", "high", "mean absolute", "of which chance alone makes")
    experiment.table(
        "worlds",
        ("switch", "headline", *columns, "typical", "typical low", "typical high", "largest"),
        [
            (switch, name, *each.change[:3], each.absolute, each.by_chance, *each.typical[:3], each.largest)
            for switch, of in spread.items()
            for name, each in of.items()
        ],
        "the change of each headline over states of the world without each structural switch",
    )
    return spread


def said(settings) -> str:
    """Settings in one cell."""
    return ", ".join(f"{name} = {value:g}" for name, value in settings.items())


def answer(
    with_all: dict[str, Estimate],
    changes: dict[str, dict[str, Estimate]],
    verdicts: dict[str, str],
    states: int,
) -> list[str]:
    """The answer in sentences."""
    sentences = ["As the model is: " + "; ".join(f"{name} {each.share()}" for name, each in with_all.items()) + "."]
    structural = [switch.name for switch in CONTESTED if switch.name in changes]
    for name in with_all:
        clear = {each: of[name] for each, of in changes.items() if of[name].sign}
        if most := sorted(clear, key=lambda each: -abs(clear[each].value))[:3]:
            told = "; ".join(f"{each} {clear[each].points()}" for each in most)
            sentences.append(
                f"What changes *{name}* most when it is off, of what has its band on one side of nought: {told}."
            )
    silent = [each for each in structural if not any(change.sign for change in changes[each].values())]
    by = "an interval that leaves out 0 in the world of the defaults" if verdicts else "a band that leaves out 0"
    sentences.append(
        f"Of {len(structural)} structural switches that are on in some world, "
        f"{len(structural) - len(silent)} change at least one headline by "
        f"{by}{f' (not: {listed(silent)})' if silent else ''}."
    )
    if not verdicts:
        least = {each: max(abs(change.value) for change in changes[each].values()) for each in structural}
        below = [each for each in structural if least[each] < MATTERS]
        sentences.append(
            f"A band that holds 0 is no sign of an idle switch, since worlds may differ in the sign: on average "
            f"{len(structural) - len(below)} move some headline by {POINTS} or more"
            f"{f' (not: {listed(below)})' if below else ''}."
        )
        return sentences
    sentences[-1] = sentences[-1][:-1] + (
        f"; with {len(HEADLINES)} headlines chance alone does that to up to {1 - LEVEL ** len(HEADLINES):.0%} of "
        "switches."
    )
    by_verdict = {word: [name for name, found in verdicts.items() if found == word] for word in VERDICTS}
    told = "; ".join(f"*{word}*: {listed(names) or 'none'}" for word, names in by_verdict.items())
    sentences.append(f"Over {states} states of the world, {told}.")
    return sentences


def listed(names: Sequence[str]) -> str:
    """Names with commas."""
    return ", ".join(names)


def first_table(changes: Changes, variants: Mapping[str, Settings], worlds: Worlds) -> str:
    """Changes as Markdown; those that differ from none are bold, structural switches have a star."""
    structural = {switch.name for switch in CONTESTED}
    told = zip(labelled(changes, variants, worlds).items(), changes, strict=True)
    starred = {f"{label}{' *' if name in structural else ''}": of for (label, of), name in told}
    return (
        f"Change of each headline in percentage points when a mechanism is off, in the worlds that have it, with "
        f"{BANDS[len(worlds) > 1]}; bold where these leave out 0. "
        f"A star marks the structural switches.\n\n{as_markdown(starred, 'without')}"
    )


def second_table(spread: dict[str, dict[str, Over]], verdicts: dict[str, str]) -> str:
    """Mean, typical and largest change over worlds as Markdown."""

    def cell(each: Over) -> str:
        typical = plain(each.typical).replace("+", "")
        return f"{plain(each.change)}; {typical}; {100 * each.largest:+.1f}".replace("-", "−")

    names = next(iter(spread.values()))
    words = "\n".join(f"- *{word}*: {meaning}" for word, meaning in VERDICTS.items())
    return "\n".join(
        [
            "In percentage points of all services when a switch is off: the mean change over states; the typical "
            "change (root mean square, chance taken out), each with its 90 % interval; the largest change, chance "
            "included.",
            "",
            words,
            "",
            f"| without | | {' | '.join(names)} |",
            f"| --- | --- |{' --- |' * len(names)}",
            *(
                f"| {switch} | {verdicts[switch]} | {' | '.join(map(cell, of.values()))} |"
                for switch, of in spread.items()
            ),
        ]
    )


if __name__ == "__main__":
    main()
