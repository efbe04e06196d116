"""What Mesa does to a process, and what a model must bear: copies, seeds from text fields, Mesa's batch runner."""

from __future__ import annotations

import copy
import gc
import inspect
import pickle
import subprocess
import sys
import weakref
from pathlib import Path

import pytest

from simulation.agents import CommunityOrganisation, Council, PrivateContractor
from simulation.engine.mesa_compatibility import Agent
from simulation.model import CoproductionModel, MeasureCollector
from simulation.scenarios import load
from simulation.world.errors import ScenarioError, UseError
from tests.world.worlds import differences, small

ROOT = Path(__file__).parents[2]


def says(program: str) -> str:
    """What a program prints in a process of its own."""
    result = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, check=True, text=True)
    return result.stdout.strip()


# Construction ---------------------------------------------------------------------------------------------------------


def test_a_scenario_may_be_a_name_a_path_or_a_scenario(tmp_path):
    path = tmp_path / "mine.toml"
    load("leadership-change").save(path)
    for scenario in ("leadership-change", path, load("leadership-change")):
        assert CoproductionModel(scenario, neighbourhoods=2).scenario.fork == 60


def test_settings_are_those_of_the_scenario_with_these_in_their_place():
    model = CoproductionModel(small(), councils=2, governance=0.5)
    assert len(model.councils) == 2
    assert model.world.parameters.governance[0] == 0.5
    assert model.world.parameters.neighbourhoods[0] == 4


@pytest.mark.parametrize(
    ("arguments", "error", "message"),
    [
        ({"rng": "seven"}, ValueError, r"rng = 'seven': it must be a whole number from 0 to 4294967295"),
        ({"rng": 1.5}, ValueError, r"rng = 1\.5: it must be a whole number"),
        ({"rng": -1}, ValueError, r"rng = -1: it must be a whole number"),
        ({"rng": True}, ValueError, r"rng = True: it must be a whole number"),
        ({"rng": 2**32}, ValueError, r"rng = 4294967296: it must be a whole number"),
        ({"rng": None}, ValueError, r"rng = None: it must be a whole number"),
        ({"seed": 7}, ValueError, r"seed = 7: the seed is called rng"),
        ({"replicate": "x"}, ValueError, r"replicate = 'x': it must be a whole number"),
        ({"arm": "other"}, ValueError, r"arm = 'other': it must be one of scenario, counterfactual"),
        ({"scenario": "baselin"}, ScenarioError, r"unknown scenario 'baselin'; did you mean 'baseline'\?"),
        ({"governence": 1.0}, ScenarioError, r"unknown setting 'governence'; did you mean 'governance'\?"),
        ({"governance": 7.0}, ScenarioError, r"governance = 7\.0 is out of range"),
    ],
)
def test_a_wrong_argument_is_refused(arguments, error, message):
    with pytest.raises(error, match=message):
        CoproductionModel(**arguments)


def test_a_seed_from_a_text_field_is_the_number():
    assert not differences(CoproductionModel(small(), rng="42").world, CoproductionModel(small(), rng=42).world)


def test_seeds_replicates_and_arms_are_what_the_world_is_drawn_from():
    worlds = [
        CoproductionModel(small(), rng=rng, replicate=replicate).world for rng, replicate in [(1, 0), (2, 0), (1, 1)]
    ]
    assert [world.key.tolist() for world in worlds] == [[1, 0], [2, 0], [1, 1]]
    assert differences(worlds[0], worlds[1]) and differences(worlds[0], worlds[2])
    scenario = load("leadership-change")
    arms = {arm: CoproductionModel(scenario, arm=arm, neighbourhoods=2).world for arm in ("scenario", "counterfactual")}
    assert (len(arms["scenario"].events), len(arms["counterfactual"].events)) == (1, 0)


# Running --------------------------------------------------------------------------------------------------------------


def test_a_model_runs_to_its_horizon_and_may_go_on():
    model = CoproductionModel(small(years=1))
    model.run_model()
    assert (model.month, model.running) == (12, False)
    model.step()
    assert (model.month, model.running) == (13, False)
    assert len(model.datacollector.get_model_vars_dataframe()) == 13


def test_phases_can_be_run_one_by_one():
    stepped, phased = CoproductionModel(small()), CoproductionModel(small())
    stepped.run(2)
    for _ in range(2):
        for number in range(10):
            assert phased.phase == number
            phased.run_phase()
        phased.step()
    assert not differences(stepped.world, phased.world)


def test_mesas_batch_runner_can_run_it():
    """Not that anybody should: `simulation.ensemble.run` is made for it."""
    import mesa

    # Newer versions hand every run a seed, None unless one is named.
    seeds = {"rng": [1]} if "rng" in inspect.signature(mesa.batch_run).parameters else {}
    rows = mesa.batch_run(
        CoproductionModel,
        {"scenario": [small(years=0.5)], "governance": [0.0, 1.0]},
        data_collection_period=-1,
        display_progress=False,
        **seeds,
    )
    assert [row["governance"] for row in rows] == [0.0, 1.0]
    assert all(0.0 <= row["coproduction"] <= 1.0 for row in rows)


# What a user of Mesa is used to ---------------------------------------------------------------------------------------


class Watched(CoproductionModel):
    """With reporters of its own."""

    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.datacollector = MeasureCollector(
            {"providers": lambda model: len(model.agents) - len(model.councils)},
            agenttype_reporters={
                Council: {"commitment": "commitment"},
                CommunityOrganisation: {"capacity": "capacity"},
            },
        )


def test_reporters_of_ones_own_stand_beside_the_measures():
    model = Watched(scenario=small({"councils": 2}), rng=3)
    seen = []
    for _ in range(3):
        model.step()
        seen.append([council.commitment for council in model.councils])
    rows = model.datacollector.get_model_vars_dataframe()
    assert rows.providers.iloc[-1] == len(model.agents) - 2
    assert rows.coproduction.iloc[-1] == model.measures()["coproduction"]
    councils = model.datacollector.get_agenttype_vars_dataframe(Council)
    assert councils.commitment.tolist() == [each for month in seen for each in month]
    organisations = model.datacollector.get_agenttype_vars_dataframe(CommunityOrganisation)
    assert len(organisations.loc[model.steps]) == len(model.agents_by_type[CommunityOrganisation])


def test_a_reporter_does_not_hide_a_measure():
    with pytest.raises(UseError, match=r"model reporter 'trust': there is a measure of that name"):
        MeasureCollector({"trust": lambda model: 0.0})


def test_sets_of_agents_are_chosen_changed_and_removed():
    model = CoproductionModel(small({"councils": 2}), rng=5)
    tired = model.agents_by_type[CommunityOrganisation].select(lambda agent: agent.capacity < 0.5)
    assert 0 < len(tired) < len(model.agents_by_type[CommunityOrganisation])
    model.agents_by_type[Council].set("commitment", 0.25)
    assert model.agents_by_type[Council].get("commitment") == [0.25, 0.25]
    rows = [agent.row for agent in tired]
    tired.do("remove")
    assert not model.world.organisations.alive[rows].any()
    assert not any(agent.row in rows for agent in model.agents_by_type[CommunityOrganisation])
    before = len(model.agents)
    with pytest.raises(UseError, match=r"Council\(row=0\) cannot be removed"):
        model.remove_all_agents()
    assert len(model.agents) == before
    model.run(2)


@pytest.mark.filterwarnings("default")
def test_mesas_views_show_it_and_make_another_one():
    solara = pytest.importorskip("solara")
    import ipyvuetify
    from mesa.visualization import Slider, SolaraViz, make_plot_component

    made = []

    class Seen(CoproductionModel):
        def __init__(self, **kwargs):
            super().__init__(**kwargs)
            made.append(kwargs)

    view = SolaraViz(
        Seen(scenario="baseline", neighbourhoods=2),
        components=[make_plot_component("coproduction")],
        model_params={"scenario": "baseline", "neighbourhoods": 2, "governance": Slider("Governance", 0.5, 0, 1, 0.1)},
    )
    _, shown = solara.render(solara.AppLayout(children=[view]), handle_error=False)
    buttons = {button.children[0]: button for button in shown.find(ipyvuetify.Btn).widgets}
    buttons["Step"].click()
    buttons["Reset"].click()
    shown.close()
    assert made[-1] == {"scenario": "baseline", "neighbourhoods": 2, "governance": 0.5}
    assert len(made) == 2


# Living with Mesa -----------------------------------------------------------------------------------------------------


def test_models_are_freed():
    def run_and_forget() -> list[weakref.ref]:
        model = CoproductionModel(small())
        model.run(3)
        model.councils[0].change_leadership()
        next(iter(model.agents_by_type[PrivateContractor])).fail()
        return [weakref.ref(model), weakref.ref(model.councils[0])]

    references = [reference for _ in range(3) for reference in run_and_forget()]
    gc.collect()
    assert not [reference for reference in references if reference() is not None]


def test_agents_have_numbers_of_their_own_also_in_a_copy():
    model = CoproductionModel(small())
    twin = copy.deepcopy(model)
    for each in (model, twin):
        each.run(24)
        Agent(each)
        numbers = [agent.unique_id for agent in each.agents]
        assert len(set(numbers)) == len(numbers)


def pickled(model: CoproductionModel) -> CoproductionModel:
    return pickle.loads(pickle.dumps(model))


@pytest.mark.parametrize("duplicate", [copy.deepcopy, pickled])
def test_a_copy_goes_its_own_way(duplicate):
    model = CoproductionModel(small(), rng=4)
    model.run(5)
    twin = duplicate(model)
    assert not differences(model.world, twin.world)
    twin.run(7)
    assert model.month == 5
    assert all(agent.model is twin for agent in twin.agents)
    model.run(7)
    assert not differences(model.world, twin.world)
    assert model.datacollector.get_model_vars_dataframe().equals(twin.datacollector.get_model_vars_dataframe())
    twin.councils[0].commitment = 0.123
    assert model.councils[0].commitment != 0.123


def test_agents_of_other_kinds_can_join():
    class Journalist(Agent):
        def step(self) -> None:
            self.seen = self.model.agents_by_type[Council].agg("approval", max)

    model = CoproductionModel(small())
    journalist = Journalist(model)
    model.run(2)
    model.agents_by_type[Journalist].do("step")
    assert 0.0 <= journalist.seen <= 1.0
    assert journalist in model.agents


@pytest.mark.parametrize("before", [None, "fork", "spawn"])
def test_the_start_method_of_processes_stays_as_it_was(before):
    program = (
        f"import multiprocessing; before = {before!r}\n"
        "if before: multiprocessing.set_start_method(before)\n"
        "import simulation.model\n"
        "assert multiprocessing.get_start_method(allow_none=True) == before\n"
        "import mesa\n"
        "assert multiprocessing.get_start_method(allow_none=True) == before\n"
        "print('kept')"
    )
    assert says(program) == "kept"


def test_nothing_below_the_model_imports_mesa():
    program = (
        "import sys, simulation.month, simulation.ensemble, simulation.scenarios, simulation.cli\n"
        "print('mesa' in sys.modules)"
    )
    assert says(program) == "False"


def test_one_file_imports_mesa():
    """And the page that shows Mesa's own views, when it is opened."""
    importing = [
        path.name
        for path in (ROOT / "simulation").rglob("*.py")
        if any(line.strip().startswith(("import mesa", "from mesa")) for line in path.read_text("utf-8").splitlines())
    ]
    assert sorted(importing) == ["explorer.py", "mesa_compatibility.py"]
