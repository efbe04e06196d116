"""Cuts push residents in and push co-production out: which wins, and how deep must the cut be?"""

from __future__ import annotations

import numpy as np
from shared import Estimate, Experiment, chosen, estimate

from simulation.figures import Line, lines
from simulation.report.sweep_origin import origin
from simulation.sweep.store import Stored
from simulation.world.parameters import PARAMETERS

SIZES = (-0.1, -0.2, -0.3, -0.4, -0.5, -0.6)
FRAMEWORK = {
    name: 0.8 for name in ("governance", "planning_support", "capacity_building", "joint_working", "open_procurement")
}
POLICIES = {"no framework": {}, "framework": FRAMEWORK}
OUTCOMES = {
    "coproduction": "co-produced",
    "self_help": "left to residents (self-help)",
    "community_under_contract": "community-delivered under contract",
    "contractor": "with private contractors",
}
DEEP = -0.5


def main() -> None:
    """Run the cuts and write the answer."""
    experiment = Experiment(
        "austerity_two_signs", "When the government grant is cut, do councils and residents co-produce more, or less?"
    )
    stored = experiment.sweep(
        "cuts",
        scenarios=("austerity",),
        sampler="full_factorial",
        uncertainties={"grant-cut.size": SIZES},
        policies=tuple({"name": name, **levers} for name, levers in POLICIES.items()),
        replicates=experiment.size(250, 4),
    )
    found = {
        policy: {name: [effect(stored, policy, size, name) for size in SIZES] for name in (*OUTCOMES, "complaints")}
        for policy in POLICIES
    }
    experiment.figure("cuts", figure(stored), stored, "What becomes of the services, by depth of the cut")
    experiment.table(
        "effects",
        ("policy", "measure", "cut of the grant", "effect", "low", "high"),
        [
            (policy, name, size, *value)
            for policy, of in found.items()
            for name, row in of.items()
            for size, value in zip(SIZES, row, strict=True)
        ],
        "difference that the cut makes in the last year",
    )
    deep = SIZES.index(DEEP)
    plain, framed = (found[policy]["coproduction"][deep] for policy in POLICIES)
    alone, contractors = (found["no framework"][name][deep] for name in ("self_help", "contractor"))
    handed_over = found["no framework"]["community_under_contract"][deep]
    shallow = found["no framework"]["coproduction"][0]
    experiment.finish(
        "The two signs of austerity",
        f"The government grant, {PARAMETERS['grant_share'].default:.0%} of a council's income at the start, falls "
        "within seven "
        "years from the fifth year on by a tenth to six tenths, without and with the framework in force from the "
        "start. Effects are those in the last of twenty years.",
        (
            f"A cut of half of the grant changes the co-produced share of services by {plain.points()}: "
            + chosen(plain.sign, "it grows", "it shrinks", "a difference that cannot be told from none")
            + f"; a cut of a tenth changes it by {shallow.points()}.",
            f"At the same time {alone.points()} are left to residents alone, {handed_over.points()} go to community "
            "providers "
            f"without a say in planning, and {contractors.points()} to private contractors.",
            f"With the framework in force the same cut changes co-production by {framed.points()}, so the framework "
            + (
                "does not keep the cut from biting."
                if framed.sign < 0
                else "keeps co-production from falling."
                if framed.sign == 0
                else "turns the cut into more co-production."
            ),
        ),
    )


def rows(stored: Stored, policy: str, size: float) -> np.ndarray:
    """Numbers of the points of a policy and a cut."""
    policies = np.array(stored.points["policy"].to_pylist())
    return np.flatnonzero((policies == policy) & (stored.points["grant-cut.size"].to_numpy() == size))


def effect(stored: Stored, policy: str, size: float, measure: str) -> Estimate:
    """What a cut changes in the last year."""
    return estimate(stored.values(f"{measure}_final_year", "difference", rows(stored, policy, size)))


def figure(stored: Stored):
    """Levels in the last year over the depth of the cut, without the framework and with it."""
    panels = {}
    for policy in POLICIES:
        panel = {}
        for measure, words in OUTCOMES.items():
            none = estimate(stored.values(f"{measure}_final_year", "counterfactual", rows(stored, policy, SIZES[0])))
            found = [none] + [
                estimate(stored.values(f"{measure}_final_year", "scenario", rows(stored, policy, size)))
                for size in SIZES
            ]
            panel[words] = Line(*np.array(found).T)
        panels[policy] = panel
    return lines(
        origin(stored),
        "Services after a cut of the government grant",
        "Share of service volume in the last of twenty years, mean with 90 % interval. At the left end: no cut.",
        panels,
        "cut of the grant, per cent",
        "share of services",
        x=-100 * np.array([0.0, *SIZES]),
    )


if __name__ == "__main__":
    main()
