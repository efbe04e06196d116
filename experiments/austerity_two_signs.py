"""Cuts push residents in and push co-production out: which wins, and how deep must the cut be?"""

from __future__ import annotations

import numpy as np
from estimates import BANDS, Estimate, chosen, estimate, share_lost
from headlines import Headline
from shared import Experiment

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
        replicates=experiment.futures(250, 4),
    )
    found = {
        policy: {name: [effect(stored, policy, size, name) for size in SIZES] for name in (*OUTCOMES, "complaints")}
        for policy in POLICIES
    }
    experiment.figure("cuts", figure(stored), stored, "What becomes of the services, by depth of the cut")
    experiment.table(
        "effects",
        ("policy", "measure", "cut of the grant", "effect"),
        [
            (policy, name, size, value)
            for policy, of in found.items()
            for name, row in of.items()
            for size, value in zip(SIZES, row, strict=True)
        ],
        "difference that the cut makes in the last year",
    )
    left = {(policy, size): level(stored, policy, size) for policy in POLICIES for size in SIZES}
    lost = {
        (policy, size): share_lost(stored, int(rows(stored, policy, size)[0]), "final_year")
        for policy in POLICIES
        for size in SIZES
    }
    experiment.table(
        "left_and_lost",
        ("policy", "cut of the grant", "left", "share lost"),
        [(*which, left[which], lost[which]) for which in left],
        "co-production left in the last year, share of services, and the share lost of what there would have been",
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
        "years from year 5 on by a tenth to six tenths, without and with the framework in force from the "
        "start. Effects are those in the last of twenty years.",
        (
            f"A cut of half of the grant changes the co-produced share of services by {plain.points()}: "
            + chosen(plain, "it grows", "it shrinks", "a difference that cannot be told from none")
            + f"; a cut of a tenth changes it by {shallow.points()}. After the deep cut "
            f"{left['no framework', DEEP].share()} of services are left co-produced, and "
            f"{lost['no framework', DEEP].share()} of what there would have been is lost.",
            f"At the same time {alone.points()} are left to residents alone, {handed_over.points()} go to community "
            f"providers without a say in planning, and {contractors.points()} to private contractors.",
            f"With the framework in force the same cut changes co-production by {framed.points()}: "
            + chosen(framed, "it grows", "the framework does not keep the cut from biting", "no clear difference")
            + f"; {left['framework', DEEP].share()} of services are left co-produced and "
            f"{lost['framework', DEEP].share()} of what there would have been is lost.",
        ),
        [
            *(
                Headline(f"{what}, cut of half, {policy}", kind, of[policy, DEEP])
                for policy in POLICIES
                for what, kind, of in (("left", "level", left), ("lost", "lost", lost))
            ),
            *(
                Headline(f"{OUTCOMES[name]}, cut of half, {policy}", "difference", found[policy][name][deep])
                for policy in POLICIES
                for name in OUTCOMES
            ),
        ],
    )


def level(stored: Stored, policy: str, size: float, arm: str = "scenario", measure: str = "coproduction") -> Estimate:
    """A measure in the last year, with the cut or without."""
    values = stored.values(f"{measure}_final_year", arm, rows(stored, policy, size))
    return estimate(values, stored.world, effect=False)


def rows(stored: Stored, policy: str, size: float) -> np.ndarray:
    """Numbers of the points of a policy and a cut."""
    policies = np.array(stored.points["policy"].to_pylist())
    return np.flatnonzero((policies == policy) & (stored.points["grant-cut.size"].to_numpy() == size))


def effect(stored: Stored, policy: str, size: float, measure: str) -> Estimate:
    """What a cut changes in the last year."""
    unit = "ratio" if measure == "complaints" else "share"
    return estimate(
        stored.values(f"{measure}_final_year", "difference", rows(stored, policy, size)), stored.world, unit
    )


def figure(stored: Stored):
    """Levels in the last year over the depth of the cut, without the framework and with it."""
    panels = {}
    for policy in POLICIES:
        panel = {}
        for measure, words in OUTCOMES.items():
            none = level(stored, policy, SIZES[0], "counterfactual", measure)
            found = [none, *(level(stored, policy, size, measure=measure) for size in SIZES)]
            panel[words] = Line(*np.array([each[:3] for each in found]).T)
        panels[policy] = panel
    return lines(
        origin(stored),
        "Services after a cut of the government grant",
        "Share of service volume in the last of twenty years, means with "
        f"{BANDS[stored.in_worlds]}. At the left end: no cut.",
        panels,
        "cut of the grant, per cent",
        "share of services",
        x=-100 * np.array([0.0, *SIZES]),
    )


if __name__ == "__main__":
    main()
