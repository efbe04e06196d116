"""Agents: rows of the tables under Mesa, with columns as attributes and rules as methods."""

from __future__ import annotations

import numpy as np
import pytest

from simulation.agents import CommunityOrganisation, Council, Organisation, PrivateContractor, SocialEnterprise
from simulation.agents.council import budget
from simulation.agents.table_agent import TableAgent, behaviour
from simulation.engine.mesa_compatibility import Agent
from simulation.model import CoproductionModel
from simulation.month import PHASES
from simulation.places import voice
from simulation.world.tables import TABLES
from tests.world.worlds import RESTLESS, differences, small

TYPES = (Council, CommunityOrganisation, SocialEnterprise, PrivateContractor)


@pytest.fixture
def model() -> CoproductionModel:
    return CoproductionModel(small({"councils": 2}), rng=5)


def living(model: CoproductionModel) -> dict[type[TableAgent], list[int]]:
    """Who is there according to the tables."""
    organisations, contractors = model.world.organisations, model.world.contractors
    return {
        Council: list(range(len(model.world.councils))),
        CommunityOrganisation: np.flatnonzero((organisations.alive == 1) & (organisations.enterprise == 0)).tolist(),
        SocialEnterprise: np.flatnonzero((organisations.alive == 1) & (organisations.enterprise == 1)).tolist(),
        PrivateContractor: np.flatnonzero(contractors.alive == 1).tolist(),
    }


def present(model: CoproductionModel) -> dict[type[TableAgent], list[int]]:
    """Who is there according to Mesa."""
    return {kind: sorted(agent.row for agent in model.agents_by_type[kind]) for kind in TYPES}


# Attributes -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", TYPES)
def test_every_column_is_an_attribute_with_its_meaning(model, kind):
    agent = next(iter(model.agents_by_type[kind]))
    record = getattr(model.world, kind.table)[agent.row]
    for column in TABLES[kind.table]:
        attribute = getattr(kind, column.name)
        assert column.meaning in attribute.__doc__
        assert np.array_equal(getattr(agent, column.name), record[column.name])


def test_attributes_are_plain_values(model):
    council = model.councils[0]
    assert type(council.commitment) is float
    assert type(council.leader_party) is int
    assert type(council.seats) is tuple and sum(council.seats) == council.members


def test_attributes_write_to_the_table(model):
    council = model.councils[1]
    council.commitment = 0.25
    council.levers = (0.1, 0.2, 0.3, 0.4, 0.5)
    assert model.world.councils.commitment[1] == 0.25
    assert model.world.councils.levers[1].tolist() == [0.1, 0.2, 0.3, 0.4, 0.5]
    model.world.councils.market[1] = 0.75
    assert council.market == 0.75


@pytest.mark.parametrize(
    ("attribute", "value", "message"),
    [
        ("commitment", 1.5, r"commitment = 1\.5: it must be a number from 0 to 1"),
        ("commitment", float("nan"), r"commitment = nan: it must be a number from 0 to 1"),
        ("levers", (0, 0, 0, 0, 2), r"levers = \(0, 0, 0, 0, 2\): it must be a number from 0 to 1"),
        ("cycle", 0.5, r"cycle = 0\.5: it must be a whole number from 0 to 2"),
    ],
)
def test_values_out_of_range_are_refused(model, attribute, value, message):
    before = getattr(model.councils[0], attribute)
    with pytest.raises(ValueError, match=message):
        setattr(model.councils[0], attribute, value)
    assert getattr(model.councils[0], attribute) == before


def test_a_column_whose_name_is_taken_has_an_underscore(monkeypatch):
    taken = [TABLES["national"][2]._replace(name=name) for name in ("model", "random", "listen", "free")]
    monkeypatch.setitem(TABLES, "national", tuple(taken))

    class Nation(TableAgent, table="national"):
        listen = behaviour(voice.listen)

    assert all(isinstance(vars(Nation)[name], property) for name in ("model_", "random_", "listen_", "free"))
    assert Nation.random is Agent.random
    assert "listen" in vars(Nation) and callable(Nation.listen)


def test_councils_have_the_names_of_the_scenario():
    named = CoproductionModel(small(councils=[{"name": "Elmbridge"}]))
    assert [council.name for council in named.councils] == ["Elmbridge"]
    assert [council.name for council in CoproductionModel(small({"councils": 2})).councils] == [
        "council 0",
        "council 1",
    ]


# Behaviours -----------------------------------------------------------------------------------------------------------


def test_every_step_of_an_agent_is_a_method_with_the_words_of_its_rule():
    kinds = {
        "council": [Council],
        "organisation": [CommunityOrganisation, SocialEnterprise],
        "community_organisation": [CommunityOrganisation],
        "social_enterprise": [SocialEnterprise],
        "contractor": [PrivateContractor],
    }
    for step in (step for phase in PHASES for step in phase.steps):
        for kind in kinds.get(step.actor.name, []):
            method = getattr(kind, step.name)
            assert method.rule is step.rule and method.__doc__ == step.rule.__doc__


class Miser(Council):
    """Sets its budget as everybody does, and counts how often."""

    budgets = 0

    def set_budget(self):
        type(self).budgets += 1
        super().set_budget()


class Steady(CommunityOrganisation):
    """Neither grows nor tires nor closes."""

    def live(self):
        pass


class Town(CoproductionModel):
    council_type = Miser
    community_organisation_type = Steady


def test_the_method_of_a_subclass_is_run():
    scenario = small(RESTLESS)
    town, other = Town(scenario), CoproductionModel(scenario)
    steady = {agent.row: agent.capacity for agent in town.agents_by_type[Steady]}
    assert steady
    town.run(12)
    other.run(12)
    assert Miser.budgets == 12
    assert differences(town.world, other.world)
    for agent in town.agents_by_type[Steady]:
        assert agent.capacity == steady.get(agent.row, agent.capacity)
    assert len(other.agents_by_type[Steady]) == 0 if Steady in other.agents_by_type else True


def test_a_subclass_that_adds_nothing_changes_nothing():
    class Plain(CoproductionModel):
        council_type = type("Same", (Council,), {})

    scenario = small(RESTLESS)
    plain, other = Plain(scenario), CoproductionModel(scenario)
    plain.run(12)
    other.run(12)
    assert not differences(plain.world, other.world)


# Who is there ---------------------------------------------------------------------------------------------------------


def test_agents_come_and_go_with_their_rows():
    model = CoproductionModel(small(RESTLESS, years=6), rng=2)
    assert present(model) == living(model)
    moves = {"closed": 0, "founded": 0, "converted": 0, "failed": 0, "entered": 0}
    before = living(model)
    for _ in range(72):
        model.step()
        now = living(model)
        assert present(model) == now
        assert len(model.agents) == sum(map(len, now.values()))
        communities, enterprises = set(before[CommunityOrganisation]), set(before[SocialEnterprise])
        moves["converted"] += len(communities & set(now[SocialEnterprise]))
        moves["closed"] += len(
            (communities | enterprises) - set(now[CommunityOrganisation]) - set(now[SocialEnterprise])
        )
        moves["founded"] += len(set(now[CommunityOrganisation]) - communities)
        moves["failed"] += len(set(before[PrivateContractor]) - set(now[PrivateContractor]))
        moves["entered"] += len(set(now[PrivateContractor]) - set(before[PrivateContractor]))
        before = now
    assert all(moves.values()), moves


def test_agents_are_there_as_soon_as_a_phase_is_over():
    model = CoproductionModel(small(RESTLESS, years=6), rng=2)
    for _ in range(12):
        for _ in PHASES:
            model.run_phase()
            assert present(model) == living(model)
        model.step()


def test_a_conversion_keeps_the_row_and_changes_the_agent():
    model = CoproductionModel(small(RESTLESS | {"enterprises": 0}, burn_in_years=0), rng=2)
    assert len(model.agents_by_type[SocialEnterprise]) == 0
    while model.running and not model.agents_by_type[SocialEnterprise]:
        before = {agent.row: agent for agent in model.agents_by_type[CommunityOrganisation]}
        model.step()
    enterprise = next(iter(model.agents_by_type[SocialEnterprise]))
    assert enterprise.row in before
    assert before[enterprise.row] not in model.agents
    assert model.agent("organisations", enterprise.row) is enterprise


def test_types_are_known_before_there_is_an_agent():
    model = CoproductionModel(small({"enterprises": 0}, burn_in_years=0))
    assert set(TYPES) <= set(model.agents_by_type)
    assert len(model.agents_by_type[SocialEnterprise]) == 0


# Agent sets -----------------------------------------------------------------------------------------------------------


def test_agent_sets_select_get_set_and_aggregate(model):
    councils = model.agents_by_type[Council]
    assert councils.get("commitment") == [council.commitment for council in model.councils]
    councils.set("commitment", 0.4)
    assert councils.agg("commitment", np.mean) == pytest.approx(0.4)
    assert model.world.councils.commitment.tolist() == [0.4, 0.4]
    organisations = model.agents.select(agent_type=Organisation)
    assert len(organisations) == int(model.world.organisations.alive.sum())
    skilled = organisations.select(lambda agent: agent.capacity > 0.5)
    assert (
        sorted(agent.row for agent in skilled)
        == np.flatnonzero((model.world.organisations.alive == 1) & (model.world.organisations.capacity > 0.5)).tolist()
    )
    assert set(model.agents.groupby("table").groups) == {"councils", "organisations", "contractors"}


# Money ----------------------------------------------------------------------------------------------------------------


def test_a_budget_spends_on_services_and_framework_what_comes_in():
    """Income = payments under contract + funded flexible services + cost of the framework + change of balances."""
    model = CoproductionModel(small({"councils": 2, "governance": 0.5, "legal_form": 1.0}), rng=5)
    for _ in range(24):
        before = [council.balances for council in model.councils]
        while PHASES[model.phase].name != "voice":
            model.run_phase()
        world = model.world
        for council, balances in zip(model.councils, before, strict=True):
            paid = budget.council_overheads(world, world.councils[council.row])
            for arrangement in world.arrangements[world.arrangements.council == council.row]:
                cost = arrangement.volume * arrangement.unit_cost
                if budget.is_flexible(arrangement):
                    neighbourhood = world.neighbourhoods[arrangement.neighbourhood]
                    statutory = world.services[arrangement.service].statutory
                    cost *= budget.funding(world.councils[council.row], neighbourhood, statutory)
                paid += cost
            assert council.spending == pytest.approx(paid, abs=1e-9)
            assert council.balances - balances == pytest.approx(council.grant + council.local_income - paid, abs=1e-9)
        model.step()
