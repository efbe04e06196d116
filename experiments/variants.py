"""Headlines of the same futures under variants of the model, and how variants change them: a table and a figure."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
from estimates import BANDS, Estimate, ratio
from headlines import Headline as Published
from matplotlib.figure import Figure
from numpy.typing import NDArray

from simulation.figures.style import QUIET, SMALL, WITH, add_axes, house_style, sheet
from simulation.report.sweep_origin import origin
from simulation.sweep.store import Stored
from simulation.world.parameters import PARAMETERS
from simulation.world.worlds import Worlds

Floats = NDArray[np.float64]
Settings = Mapping[str, float]
Changes = Mapping[str, Mapping[str, Estimate]]  # variant -> headline -> its change there

UNSUPPORTIVE, FRAMED, CUTS = SCENARIOS = ("leadership-change", "framework-then-leadership-change", "austerity")
BY_COMMUNITIES = ("community_under_contract", "co_planned_community_delivered", "self_help")


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


def differing(worlds: Worlds, settings: Settings) -> NDArray[np.bool_]:
    """Which worlds are not so already, ``[world]``: in the others a variant changes nothing, and says nothing."""
    values = dict(zip(worlds.names, worlds.values.T, strict=True))
    here = [values.get(name, PARAMETERS[name].default) != value for name, value in settings.items()]
    return np.logical_or.reduce([np.broadcast_to(each, len(worlds)) for each in here])


def compared(
    stored: Stored, variants: Mapping[str, Settings], worlds: Worlds
) -> tuple[dict[str, Estimate], dict[str, dict[str, Estimate]]]:
    """Each headline under the first policy, and its change under each variant, the policies after it in order.

    A change is that of the worlds that the variant changes.
    """
    parts = {headline.name: headline.parts(stored)[:, :, 0] for headline in HEADLINES}
    usual = {each.name: ratio(parts[each.name][:, 0], stored.world, effect=each.lost) for each in HEADLINES}
    changes = {}
    for number, (variant, settings) in enumerate(variants.items(), start=1):
        mine = differing(worlds, settings)[stored.world]
        changes[variant] = {
            name: ratio(of[:, number, mine], stored.world[mine], of[:, 0, mine]) for name, of in parts.items()
        }
    return usual, changes


def labelled(changes: Changes, variants: Mapping[str, Settings], worlds: Worlds) -> Changes:
    """Changes with the number of the worlds that they are of, where these are not all."""
    count = {variant: int(differing(worlds, variants[variant]).sum()) for variant in changes}
    told = {
        variant: f" ({number} of {len(worlds)} worlds)" for variant, number in count.items() if number < len(worlds)
    }
    return {f"{variant}{told.get(variant, '')}": of for variant, of in changes.items()}


def published(usual: Mapping[str, Estimate]) -> list[Published]:
    """The headlines as they are published."""
    return [
        Published(
            each.name,
            "lost" if each.lost else "level",
            usual[each.name],
            "F37" if each.scenario in (UNSUPPORTIVE, FRAMED) else "",
        )
        for each in HEADLINES
    ]


def as_markdown(changes: Changes, first: str) -> str:
    """Changes in percentage points; those that differ from none are bold. ``first`` heads the column of variants."""
    names = next(iter(changes.values()))
    return "\n".join(
        [
            f"| {first} | {' | '.join(names)} |",
            f"| --- |{' --- |' * len(names)}",
            *(f"| {variant} | {' | '.join(map(emphasised, of.values()))} |" for variant, of in changes.items()),
        ]
    )


def emphasised(each: Estimate) -> str:
    """A change in percentage points with its interval, bold where it differs from none."""
    return f"**{plain(each)}**" if each.sign else plain(each)


def plain(each: Estimate) -> str:
    """A change in percentage points with its interval."""
    return each.points().replace(" percentage points", "").replace("this sign in ", "").replace(" of worlds", "")


def said(share: float) -> str:
    """A share in per cent, its unit on the same line; no nought has a sign."""
    return f"{round(100 * share) or 0:d}\u00a0%".replace("-", "−")


ROW, TOP, LEFT, PANEL, GAP = 0.2, 0.6, 1.75, 1.0, 0.14  # inches


@house_style()
def draw(changes: Changes, usual: Mapping[str, Estimate], stored: Stored, title: str, change: str) -> Figure:
    """Change of each headline under each variant; what differs from none is dark. ``change`` says of what."""
    explanation = f"{change} in percentage points, with {BANDS[stored.in_worlds]}; grey where these hold 0."
    height = ROW * len(changes)
    figure = sheet(origin(stored), height + TOP + 0.35, title, explanation)
    for number, name in enumerate(usual):
        axes = add_axes(figure, LEFT + number * (PANEL + GAP), 0.35, PANEL, height)
        axes.axvline(0, color=QUIET, linewidth=0.8)
        for row, of in enumerate(changes.values()):
            each = of[name]
            colour = WITH if each.sign else QUIET
            axes.plot([100 * each.low, 100 * each.high], [row, row], color=colour)
            axes.plot(100 * each.value, row, "o", color=colour, markersize=3)
        heading = textwrap.fill(f"{name}: {said(usual[name].value)}", 19, break_on_hyphens=False)
        axes.set_title(heading, fontsize=SMALL - 1, loc="left")
        axes.tick_params(labelsize=SMALL - 1)
        axes.set_ylim(len(changes) - 0.5, -0.5)
        axes.set_yticks(range(len(changes)), list(changes) if number == 0 else [""] * len(changes), fontsize=SMALL - 1)
    return figure
