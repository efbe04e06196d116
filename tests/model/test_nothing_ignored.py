"""Whatever somebody says to the model has an effect or is refused in one line; nothing is accepted and then ignored."""

from __future__ import annotations

import inspect
import warnings

import mesa
import numba
import numpy as np
import pytest

from simulation.agents import CommunityOrganisation, Council, PrivateContractor, SocialEnterprise
from simulation.agents.council import support
from simulation.agents.table_agent import TableAgent
from simulation.engine import draws
from simulation.ensemble import run
from simulation.model import CoproductionModel
from simulation.model.guarded_tables import GuardedTable
from simulation.world.errors import CoproductionError, UseError
from simulation.world.measures import COLUMN
from simulation.world.tables import DTYPES, World
from tests.world.worlds import differences, small

SEEDS_ARE_NAMED = "rng" in inspect.signature(mesa.batch_run).parameters  # since Mesa 3.4, by the caller


@pytest.fixture
def model() -> CoproductionModel:
    return CoproductionModel(small({"councils": 2}), rng=5)


def one(model: CoproductionModel, kind: type) -> TableAgent:
    return next(iter(model.agents_by_type[kind]))


# Mesa's batch runner --------------------------------------------------------------------------------------------------


def batch(parameters, processes=1, **keys):
    everything = {"scenario": [small(years=0.5)]} | parameters
    return mesa.batch_run(CoproductionModel, everything, processes, display_progress=False, **keys)


def futures(rows):
    return [tuple(row[name] for name in COLUMN) for row in sorted(rows, key=lambda row: row["RunId"])]


def expected(seed, replicates):
    return [tuple(row) for row in run(small(years=0.5), replicates, seed, workers=1).measures[:, 0, -1].tolist()]


@pytest.mark.skipif(SEEDS_ARE_NAMED, reason="this Mesa names a seed for every run")
@pytest.mark.parametrize("processes", [1, 2])
@pytest.mark.parametrize("seed", [1, 7])
def test_iterations_are_the_replicates_of_the_seed(processes, seed):
    rows = batch({} if seed == 1 else {"rng": seed}, processes, iterations=3)
    assert futures(rows) == expected(seed, 3)
    assert len(set(futures(rows))) == 3


@pytest.mark.skipif(SEEDS_ARE_NAMED, reason="this Mesa names a seed for every run")
def test_iterations_of_one_and_the_same_replicate_are_refused():
    assert len(batch({"replicate": 2}, iterations=1)) == 1
    with pytest.raises(UseError, match=r"replicate = 2: .* leave replicate out, or iterations"):
        batch({"replicate": 2}, iterations=2)


@pytest.mark.skipif(not SEEDS_ARE_NAMED, reason="this Mesa names no seeds")
@pytest.mark.parametrize("processes", [1, 2])
def test_seeds_that_mesa_hands_on_are_the_seeds(processes):
    rows = batch({}, processes, rng=[1, 7])
    assert futures(rows) == expected(1, 1) + expected(7, 1)


@pytest.mark.skipif(not SEEDS_ARE_NAMED, reason="this Mesa names no seeds")
def test_iterations_without_a_seed_are_refused():
    """Mesa then hands on None, and would do so in the place of a seed among the parameters."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        for wrong in ({"iterations": 4}, {}):
            with pytest.raises(ValueError, match=r"rng = None: .*batch_run\(\.\.\., rng=\[1, 2, 3\]\)"):
                batch({"rng": [1, 2]}, **wrong)


@pytest.mark.parametrize("processes", [1, 2])
def test_replicates_are_a_parameter_under_every_mesa(processes):
    if SEEDS_ARE_NAMED:
        rows = batch({"replicate": range(3)}, processes, rng=7)
    else:
        rows = batch({"replicate": range(3), "rng": 7}, processes)
    assert futures(rows) == expected(7, 3)


# Rules ----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["review_support", "reveiw_support", "learning"])
def test_a_module_of_rules_takes_no_assignment(name):
    with pytest.raises(AttributeError, match=rf"council\.support\.{name}: .*method of a subclass of an agent"):
        setattr(support, name, lambda world, row, month: None)
    with pytest.raises(AttributeError, match=r"draws\.uniform: "):
        draws.uniform = None


def test_a_method_put_into_a_class_of_agents_is_run():
    kind = type("Quiet", (Council,), {})
    kind.review_support = lambda self: asked.append(self.row)
    asked = []
    town = type("Town", (CoproductionModel,), {"council_type": kind})(small({"councils": 2}))
    town.step()
    assert asked == [0, 1]


# Agents ---------------------------------------------------------------------------------------------------------------


def test_an_organisation_that_is_removed_closes():
    removed, closed = (CoproductionModel(small({"councils": 2}), rng=5) for _ in range(2))
    one(removed, CommunityOrganisation).remove()
    one(closed, CommunityOrganisation).close()
    assert not differences(removed.world, closed.world)
    before = len(removed.agents)
    one(removed, SocialEnterprise).remove()
    assert len(removed.agents) == before - 1
    removed.step()
    assert len(removed.agents_by_type[SocialEnterprise]) == int(
        (removed.world.organisations.alive * removed.world.organisations.enterprise).sum()
    )


def test_a_contractor_that_is_removed_fails():
    removed, failed = (CoproductionModel(small({"councils": 2}), rng=5) for _ in range(2))
    one(removed, PrivateContractor).remove()
    one(failed, PrivateContractor).fail()
    assert not differences(removed.world, failed.world)


def test_a_council_stays(model):
    with pytest.raises(UseError, match=r"Council\(row=0\) cannot be removed: a council is there for good"):
        model.councils[0].remove()
    assert len(model.councils) == 2


def test_an_agent_that_is_gone_writes_to_nobody(model):
    organisation = one(model, CommunityOrganisation)
    organisation.close()
    with pytest.raises(RuntimeError, match="no longer there"):
        organisation.capacity = 0.5
    with pytest.raises(RuntimeError, match="no longer there"):
        organisation.remove()


def test_agents_come_with_their_rows(model):
    for kind, row in ((Council, 0), (Council, 2), (CommunityOrganisation, one(model, CommunityOrganisation).row)):
        with pytest.raises(UseError, match=rf"{kind.__name__}\(row={row}\) cannot be made: "):
            kind(model, row)
    empty = int(np.flatnonzero(model.world.organisations.alive == 0)[0])
    count = len(model.agents)
    with pytest.raises(UseError, match="cannot be made"):
        CommunityOrganisation(model, empty)
    assert len(model.agents) == count


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("comitment", r"; did you mean 'commitment'\?"),
        ("willingness", ""),
        ("revew_support", r"; did you mean 'review_support'\?"),
    ],
)
def test_an_unknown_attribute_of_an_agent_is_refused(model, name, hint):
    with pytest.raises(AttributeError, match=rf"Council has no attribute '{name}'{hint}") as caught:
        setattr(model.councils[0], name, 0.7)
    assert isinstance(caught.value, CoproductionError)
    assert "declare" in str(caught.value)
    with pytest.raises(AttributeError):
        model.agents_by_type[Council].set(name, 0.7)


def test_agents_may_have_attributes_of_their_own():
    class Diarist(Council):
        diary: list[int]
        pages = 0

        def __init__(self, model, row):
            super().__init__(model, row)
            self.diary = []
            self.begin()
            self.commitment = 0.25

        def begin(self):
            self.pen = "blue"

        def learn(self):
            self.diary.append(self.model.month)
            self.pages += 1
            self.pen = "black"
            self._ink = 0.5
            super().learn()

    town = type("Town", (CoproductionModel,), {"council_type": Diarist})(small({"councils": 2}))
    assert town.councils[1].commitment == 0.25
    town.run(2)
    council = town.councils[1]
    assert (council.diary, council.pages, council.pen) == ([0, 1], 2, "black")
    council.pos = (1, 2)
    council.learn = lambda: None
    town.run(1)
    assert council.pages == 2


def test_a_slip_in_the_making_of_an_agent_is_refused():
    class Slip(Council):
        def __init__(self, model, row):
            super().__init__(model, row)
            self.comitment = 0.7

    with pytest.raises(UseError, match="did you mean 'commitment'"):
        type("Town", (CoproductionModel,), {"council_type": Slip})(small())


@pytest.mark.parametrize(
    ("kind", "name", "message"),
    [
        (Council, "review_suport", r"review_suport is no behaviour of a Council; did you mean 'review_support'\?"),
        (CommunityOrganisation, "lives", r"lives is no behaviour of a CommunityOrganisation; did you mean 'live'\?"),
        (CommunityOrganisation, "set_budget", r"set_budget is a behaviour of Council, not of a CommunityOrganisation"),
        (
            SocialEnterprise,
            "consider_enterprise",
            r"is a behaviour of CommunityOrganisation, not of a SocialEnterprise",
        ),
        (Council, "step", r"step is never called; .*hold_elections, set_budget, plan"),
        (PrivateContractor, "advance", r"advance is never called; .*quote, trade"),
    ],
)
def test_a_method_that_nobody_would_call_is_refused(kind, name, message):
    with pytest.raises(UseError, match=message):
        type("Mine", (kind,), {name: lambda self: None})


def test_a_class_cannot_hide_a_column():
    with pytest.raises(UseError, match=r"Mine\.commitment hides a column of councils; .*__init__"):
        type("Mine", (Council,), {"commitment": 0.7})


def test_other_methods_are_free():
    class Mine(Council):
        def please(self):
            """Not near to a behaviour."""

        def _plans(self):
            """Its own."""

    assert Mine.please


# The model ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("governance", r"governance is a setting: .*CoproductionModel\(\.\.\., governance=.*world\.parameters"),
        ("mnth", r"CoproductionModel has no attribute 'mnth'; did you mean 'month'\?"),
        ("willingness", r"CoproductionModel has no attribute 'willingness'"),
        ("seed", r"seed cannot be changed"),
        ("replicate", r"replicate cannot be changed"),
        ("arm", r"arm cannot be changed"),
        ("scenario", r"scenario cannot be changed"),
        ("council_type", r"council_type cannot be changed"),
    ],
)
def test_an_assignment_without_effect_is_refused(model, name, message):
    with pytest.raises(AttributeError, match=message):
        setattr(model, name, 1)


def test_a_model_may_have_attributes_of_its_own():
    class Town(CoproductionModel):
        mood = 0

        def __init__(self, *args, **keys):
            self.before = 1
            super().__init__(*args, **keys)
            self.after = 2

    town = Town(small())
    town.mood, town.before, town.after, town._note = 1, 2, 3, 4
    town.month = 7
    assert (town.mood, town.before, town.after, town.month) == (1, 2, 3, 7)


@pytest.mark.parametrize("name", ["council_type", "community_organisation_type", "contractor_type"])
@pytest.mark.parametrize("wrong", [mesa.Agent, "Council", TableAgent])
def test_a_wrong_class_of_agents_is_refused(name, wrong):
    town = type("Town", (CoproductionModel,), {name: wrong})
    with pytest.raises(UseError, match=rf"{name} = .*: it must be a subclass of "):
        town(small())


def test_a_misspelt_type_is_refused():
    with pytest.raises(UseError, match=r"Town\.councils_type: did you mean 'council_type'\?"):
        type("Town", (CoproductionModel,), {"councils_type": Council})


def test_a_world_of_another_shape_is_refused(model):
    other = CoproductionModel(small({"councils": 3})).world
    for wrong in (other, None):
        with pytest.raises(UseError, match=r"world: "):
            model.world = wrong
    model.world = model.world.copy()


@pytest.mark.parametrize(
    ("act", "message"),
    [
        (lambda model: model.befall("grant_change", size=-0.1, month=50), r"month = 50: an event befalls now"),
        (lambda model: model.councils[0].befall("scandal", per_year=2), r"per_year = 2: an event befalls now"),
        (lambda model: model.run(-3), r"months = -3: it must be a whole number, 0 or more"),
        (lambda model: model.run(1.5), r"months = 1\.5: it must be a whole number"),
        (lambda model: model.reset_rng(5), r"reset_rng: .*CoproductionModel\(\.\.\., rng="),
        (lambda model: model.reset_randomizer(5), r"reset_randomizer: .*CoproductionModel\(\.\.\., rng="),
        (lambda model: CoproductionModel(small(), comitment=0.3), r"unknown setting 'comitment'"),
        (
            lambda model: CoproductionModel(("name", "small")),
            r"scenario = \('name', 'small'\): .*batch_run: \[scenario\]",
        ),
    ],
)
def test_what_would_do_nothing_is_refused(model, act, message):
    with pytest.raises(CoproductionError, match=message):
        act(model)


# Ensembles ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("keys", "message"),
    [
        ({"seed": 1.5}, r"seed = 1\.5 is out of range: it must be a whole number"),
        ({"replicates": 0}, r"replicates = 0: it must be a whole number from 1 on"),
        ({"workers": 0}, r"workers = 0: it must be a whole number from 1 on"),
        ({"workers": 2, "executor": object()}, r"workers = 2: give workers or an executor, not both"),
        ({"months": -1}, r"months = -1: it must be a whole number from 0 on"),
    ],
)
def test_a_wrong_argument_of_run_is_refused(keys, message):
    with pytest.raises(ValueError, match=message):
        run(small(years=0.5), **({"replicates": 1} | keys))


TABLES_OF_A_WORLD = [name for name in World._fields if name in DTYPES or name in ("parameters", "services", "events")]


@pytest.mark.parametrize("table", TABLES_OF_A_WORLD)
def test_an_assignment_to_no_column_of_a_table_is_refused(table):
    """Also after steps, interventions and another world, whose tables are new ones."""
    model = CoproductionModel("baseline", neighbourhoods=2, organisations=2, burn_in=False)
    rows = getattr(model.world, table)
    column = rows.dtype.names[0]
    for name in (f"{column}x", "sum", "no_such_thing"):
        with pytest.raises(UseError, match=f"there is no column '{name}'") as error:
            setattr(rows, name, 0)
        assert "\n" not in str(error.value)
    with pytest.raises(UseError, match=f"did you mean '{column}'"):
        setattr(rows, f"{column}x", 0)
    setattr(rows, column, rows[column].copy())
    for again in (model.world.copy(), model.world.with_log(5)):
        model.world = again
        with pytest.raises(UseError):
            setattr(getattr(model.world, table), f"{column}x", 0)


def test_guarded_tables_are_the_same_memory():
    model = CoproductionModel("baseline", neighbourhoods=2, organisations=2, burn_in=False)
    given = model.world.copy()
    model.world = given
    model.world.councils.commitment[0] = 0.123
    assert given.councils.commitment[0] == 0.123 and type(model.world.councils[:1]) is GuardedTable
    assert numba.typeof(model.world.councils) == numba.typeof(given.councils)
