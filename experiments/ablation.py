"""What each mechanism contributes to the headlines: the same futures without it, in the default world and in many.

    python experiments/ablation.py [--pairs N] [--states N] [--pairs-a-state N] [--worlds WORLDS] [--quick]

First every mechanism is switched off by itself (`simulation.validation.mechanisms`), in the world of the defaults or
over several worlds. With the defaults the structural switches are then switched off in states of the world too, in
which every swept parameter has a value of its own, from its whole declared range: there the change is what the switch
does plus what chance does to so few futures; chance is estimated and taken out. Several worlds are such states already.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np
from estimates import BANDS, Estimate, estimate, ratio
from headlines import Headline as Published
from matplotlib.figure import Figure
from numpy.typing import NDArray
from shared import Experiment

from simulation.figures.style import QUIET, SMALL, WITH, add_axes, house_style, sheet
from simulation.report.sweep_origin import origin
from simulation.results.bootstrap import LEVEL, bootstrap_replicates
from simulation.sweep.store import Stored
from simulation.validation.mechanisms import CONTESTED, SWITCHES

Floats = NDArray[np.float64]

ALL = "all mechanisms"
UNSUPPORTIVE, FRAMED, CUTS = SCENARIOS = ("leadership-change", "framework-then-leadership-change", "austerity")
BY_COMMUNITIES = ("community_under_contract", "co_planned_community_delivered", "self_help")
MATTERS = 0.003  # a switch whose effect over worlds stays below it on every headline is taken out again


class Headline(NamedTuple):
    """A mean over futures of ``columns`` in an arm of a scenario, or what the events take of them."""

    name: str
    scenario: str
    columns: tuple[str, ...]
    arm: str = "counterfactual"
    lost: bool = False

    def parts(self, stored: Stored) -> Floats:
        """The headline as a share of services, and what it is lost from or 1, ``[part, policy, world, future]``."""
        policies = list(dict.fromkeys(stored.points["policy"].to_pylist()))
        mine = np.flatnonzero(np.array(stored.points["scenario"].to_pylist()) == self.scenario)
        arms = ("counterfactual", "scenario") if self.lost else (self.arm,)
        found = [sum(stored.values(column, arm, mine) for column in self.columns) for arm in arms]
        above, below = (found[0] - found[1], found[0]) if self.lost else (found[0], np.ones_like(found[0]))
        return np.array([above, below]).reshape(2, len(policies), -1, stored.replicates)


LOSS = ("coproduction_after_event",)
HEADLINES = (
    Headline("co-production without events", UNSUPPORTIVE, ("coproduction_after_event",)),
    Headline("full co-production without events", UNSUPPORTIVE, ("full_coproduction_after_event",)),
    Headline("lost to an unsupportive leadership", UNSUPPORTIVE, LOSS, lost=True),
    Headline("the same under a framework", FRAMED, LOSS, lost=True),
    Headline("lost to deep cuts", CUTS, LOSS, lost=True),
    Headline(
        "delivered by communities after deep cuts",
        CUTS,
        tuple(f"{measure}_final_year" for measure in BY_COMMUNITIES),
        "scenario",
    ),
)
OUTCOMES = ("coproduction", "full_coproduction", *BY_COMMUNITIES)


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

    named = experiment.sweep(
        "defaults",
        sampler="full_factorial",
        policies=without(SWITCHES),
        replicates=experiment.futures(pairs, pairs, 8),
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
    parts = {headline.name: headline.parts(named) for headline in HEADLINES}
    with_all = {each.name: ratio(parts[each.name][:, 0, 0], named.world, effect=each.lost) for each in HEADLINES}
    changes = {
        switch.name: {name: ratio(of[:, number, 0], named.world, of[:, 0, 0]) for name, of in parts.items()}
        for number, switch in enumerate(SWITCHES, start=1)
    }
    told = f"## {'Over worlds' if experiment.several else 'In the world of the defaults'}\n\n"
    told += f"{first_table(with_all, changes, experiment.several)}\n\n"
    verdicts: dict[str, str] = {}
    if drawn is not None:
        spread = over_states(experiment, drawn)
        verdicts = {name: verdict(of.values()) for name, of in spread.items()}
        told += f"## Over states of the world\n\n{second_table(spread, verdicts)}\n\n"

    experiment.figure("ablation", draw(changes, with_all, named), named, "What each mechanism contributes")
    experiment.table(
        "defaults",
        ("mechanism", "what it says", "switched off by", "headline", "with all", "change"),
        [
            (switch.name, switch.meaning, said(switch.settings), name, with_all[name].value, change)
            for switch in SWITCHES
            for name, change in changes[switch.name].items()
        ],
        "each headline with all mechanisms, and its change without each of them",
    )
    experiment.finish(
        "What each mechanism contributes",
        "A council of 24 neighbourhoods. The same paired runs run with all mechanisms and without each of them. What "
        "is "
        "lost is a share of the co-production that there would have been, all futures taken together (ratio of sums)."
        + (
            ""
            if drawn is None
            else " Over states of the world it is counted in percentage points of all services: where there is next to "
            f"nothing to lose a share means nothing. There all {len(drawn.factors)} swept parameters are drawn evenly "
            "from their declared ranges (Latin hypercube), and every state has chance of its own."
        ),
        answer(with_all, changes, verdicts, states),
        [
            Published(headline.name, "lost" if headline.lost else "level", with_all[headline.name])
            for headline in HEADLINES
        ],
        told,
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
    sentences = ["With all mechanisms: " + "; ".join(f"{name} {each.share()}" for name, each in with_all.items()) + "."]
    structural = [switch.name for switch in CONTESTED]
    for name in with_all:
        clear = {each: of[name] for each, of in changes.items() if of[name].sign}
        if most := sorted(clear, key=lambda each: -abs(clear[each].value))[:3]:
            told = "; ".join(f"{each} {clear[each].points()}" for each in most)
            sentences.append(f"What changes *{name}* most when it is off: {told}.")
    silent = [each for each in structural if not any(change.sign for change in changes[each].values())]
    by = "an interval that leaves out 0 in the world of the defaults" if verdicts else "a band that leaves out 0"
    sentences.append(
        f"Of {len(structural)} structural switches, {len(structural) - len(silent)} change at least one headline by "
        f"{by}{f' (not: {listed(silent)})' if silent else ''}."
    )
    if not verdicts:
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


def first_table(with_all: dict[str, Estimate], changes: dict[str, dict[str, Estimate]], several: bool) -> str:
    """Changes as Markdown; those that differ from none are bold, structural switches have a star."""
    structural = {switch.name for switch in CONTESTED}
    return "\n".join(
        [
            f"Change of each headline in percentage points when a mechanism is off, with {BANDS[several]}; bold where "
            "these leave out 0. A star marks the structural switches.",
            "",
            f"| without | {' | '.join(with_all)} |",
            f"| --- |{' --- |' * len(with_all)}",
            *(
                f"| {name}{' *' if name in structural else ''} | {' | '.join(map(emphasised, of.values()))} |"
                for name, of in changes.items()
            ),
        ]
    )


def emphasised(each: Estimate) -> str:
    """A change in percentage points with its interval, bold where it differs from none."""
    return f"**{plain(each)}**" if each.sign else plain(each)


def plain(each: Estimate) -> str:
    """A change in percentage points with its interval."""
    return each.points().replace(" percentage points", "").replace("this sign in", "").replace(" of worlds", "")


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


ROW, TOP, LEFT, PANEL, GAP = 0.2, 0.6, 1.75, 1.0, 0.14  # inches


@house_style()
def draw(changes: dict[str, dict[str, Estimate]], with_all: dict[str, Estimate], stored: Stored) -> Figure:
    """Change of each headline without each mechanism; what differs from none is dark."""
    explanation = (
        f"Change in percentage points without each mechanism, with {BANDS[stored.in_worlds]}; grey where these hold 0."
    )
    height = ROW * len(changes)
    figure = sheet(origin(stored), height + TOP + 0.35, "What each mechanism contributes", explanation)
    for number, name in enumerate(with_all):
        axes = add_axes(figure, LEFT + number * (PANEL + GAP), 0.35, PANEL, height)
        axes.axvline(0, color=QUIET, linewidth=0.8)
        for row, of in enumerate(changes.values()):
            each = of[name]
            colour = WITH if each.sign else QUIET
            axes.plot([100 * each.low, 100 * each.high], [row, row], color=colour)
            axes.plot(100 * each.value, row, "o", color=colour, markersize=3)
        title = textwrap.fill(f"{name}: {100 * with_all[name].value:.0f}\u00a0%", 19, break_on_hyphens=False)
        axes.set_title(title, fontsize=SMALL - 1, loc="left")
        axes.tick_params(labelsize=SMALL - 1)
        axes.set_ylim(len(changes) - 0.5, -0.5)
        axes.set_yticks(range(len(changes)), list(changes) if number == 0 else [""] * len(changes), fontsize=SMALL - 1)
    return figure


if __name__ == "__main__":
    main()
