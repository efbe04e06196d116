"""The worked examples do what they say; a process for each of them: ``python -m tests.extending.worked NAME``.

It prints a digest of what futures come to, to be compared with that of another process.
"""

from __future__ import annotations

import hashlib
import sys
from pathlib import Path

import numpy as np

import simulation

EXAMPLES = Path(__file__).parents[2] / "examples" / "extensions"
SMALL = {"name": "small", "years": 3, "burn_in_years": 0.25, "settings": {"councils": 2, "neighbourhoods": 4}}
CUT = {"name": "cut", "kind": "grant_change", "size": -0.3, "month": 3}
HUBS = {"name": "hubs", "kind": "hubs_open", "month": 2, "neighbourhoods": 2, "size": 0.8, "under_study": False}
MONTHS = 6


def futures(events=(CUT,), worlds="central", **settings):
    """Two futures of a small world, the same for any number of workers and under Mesa; their measures."""
    scenario = {**SMALL, "events": list(events)}
    one = simulation.run(scenario, 2, seed=7, months=MONTHS, workers=1, worlds=worlds, **settings)
    assert not one.failures
    many = simulation.run(scenario, 2, seed=7, months=MONTHS, workers=3, worlds=worlds, **settings)
    assert many.measures.tobytes() == one.measures.tobytes()
    for at, arm in enumerate(("scenario", "counterfactual")):
        model = simulation.CoproductionModel(one.scenario, rng=7, replicate=1, arm=arm, worlds=worlds)
        model.run(MONTHS)
        rows = model.datacollector.get_model_vars_dataframe().to_numpy()
        assert rows.tobytes() == one.measures[1, at].tobytes()
    return one.measures


def no_extension():
    """The model as it is."""
    return futures()


def hung_councils():
    """Councils without overall control invite less by exactly that share; with 0 the model is as it is."""
    from simulation.agents.council import planning
    from simulation.history.building import blueprint, build
    from simulation.scenarios import from_keys
    from simulation.world.event_kinds import NO_PARTY

    world = build(blueprint(from_keys(SMALL).with_settings({"hung_caution": 0.25, "hung_councils": 0})), 7, 0, 0)
    council, neighbourhood = world.councils[0], world.neighbourhoods[0]
    neighbourhood.organiser = 0
    world.organisations[0].availability = 0.5

    def chances(control):
        council.control = control
        return np.array(planning.opening(world, council, neighbourhood, 0.5, 0.5, 0.5, 0.5))

    assert chances(0)[2] > 0
    np.testing.assert_array_equal(chances(NO_PARTY), chances(0) * [1, 1, 1 - 0.25, 1])
    return futures(hung_caution=0)


def community_hubs():
    """Hubs open in the two most deprived neighbourhoods of each council, and wear; people rest there."""
    from simulation.world.measures import COLUMN
    from simulation.world.worlds import Worlds, with_own

    found = futures((CUT, HUBS))
    without = simulation.run({**SMALL, "events": [CUT]}, 2, seed=7, months=MONTHS, workers=1).measures
    hubs = found[0, 0, :, COLUMN["hubs"]]
    assert not hubs[:2].any() and 0.2 < hubs[2] < 0.8
    np.testing.assert_allclose(hubs[3:], hubs[2:-1] * (1 - 0.1 / 12), rtol=1e-12)
    assert not without[..., COLUMN["hubs"]].any()
    names = list(COLUMN)
    assert names[-1] == "hubs"
    apart = simulation.run({**SMALL, "events": [HUBS]}, 1, seed=7, months=MONTHS, by=["council", "fifth"]).ensemble
    last = {group.by: apart.by_group[0, 0, -1, at, -1] for at, group in enumerate(apart.groups)}
    assert last["council"] > 0.2 and np.isnan(last["fifth"])
    # What nobody knows of it is drawn in each of several worlds, from its prior, by name and number alone.
    known = with_own(Worlds("two.parquet", ("trust_needed",), np.array([[0.3], [0.5]])))
    assert known.names == ("trust_needed", "hub_rest", "hub_wear") and len(set(known.values[:, 1])) == 2
    assert ((known.values[:, 1:] >= 0) & (known.values[:, 1:] <= (1, 0.5))).all()
    assert with_own(known) is known
    return futures((CUT, HUBS), known)


def cutting_corners():
    """A contractor without reserves moves to the quality that it then delivers; one that is safe stays."""
    from simulation.history.building import blueprint, build
    from simulation.month import PHASES
    from simulation.scenarios import from_keys

    world = build(blueprint(from_keys(SMALL)), 7, 0, 0)
    step = next(step for phase in PHASES for step in phase.steps if step.name == "cut_corners")
    firms = world.contractors
    firms.solvency[:2] = 0.0, world.parameters.safe_solvency[0]
    able = firms.quality.copy()
    np.testing.assert_array_equal(firms.able, able)
    step.act(world, 0)
    np.testing.assert_allclose(firms.quality[:2], able[:2] * [1 - 2 / 12 * 0.3, 1.0], rtol=1e-12)
    return futures(corners_cut=0)


if __name__ == "__main__":
    name = sys.argv[1]
    if name != "no_extension":
        simulation.extend(EXAMPLES / f"{name}.py")
    print(hashlib.sha256(globals()[name]().tobytes()).hexdigest())
