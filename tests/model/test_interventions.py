"""Interventions by hand: the same as the event in a scenario's timeline, seen at once."""

from __future__ import annotations

from typing import Any

import pytest

from simulation.agents import CommunityOrganisation, Organisation, PrivateContractor
from simulation.model import CoproductionModel
from simulation.scenarios import Scenario
from simulation.world.codes import LEVERS
from simulation.world.errors import ScenarioError
from simulation.world.services import SERVICE_NUMBER
from tests.world.worlds import differences, small

MONTH = 9
SEED = 3


def with_event(**event: Any) -> Scenario:
    return small({"councils": 2}, events=[{"name": "event", "month": MONTH, **event}])


def same_as_event(intervene, **event: Any) -> None:
    """Compare a run with ``intervene(model)`` before a month to one whose timeline has the event in that month."""
    by_hand, untouched = (CoproductionModel(small({"councils": 2}), rng=SEED) for _ in range(2))
    by_timeline = CoproductionModel(with_event(**event), rng=SEED)
    for model in (by_hand, by_timeline, untouched):
        model.run(MONTH)
    intervene(by_hand)
    for _ in range(24):
        for model in (by_hand, by_timeline, untouched):
            model.step()
        assert not differences(by_hand.world, by_timeline.world, ignoring=("events",))
        assert by_hand.measures() == by_timeline.measures()
    assert differences(by_hand.world, untouched.world), "the intervention did nothing"


def test_a_change_of_leadership():
    same_as_event(
        lambda model: model.councils[1].change_leadership(commitment=0.1, market=0.8),
        kind="leadership_change",
        councils=[1],
        commitment=0.1,
        market=0.8,
    )


def test_a_change_of_leadership_with_a_leader_who_is_drawn():
    same_as_event(lambda model: model.councils[0].change_leadership(), kind="leadership_change", councils=[0])


def test_a_change_of_leader():
    same_as_event(
        lambda model: model.councils[1].change_leader(commitment=0.9),
        kind="champion_leaves",
        councils=[1],
        commitment=0.9,
    )


def test_a_pfi_deal():
    same_as_event(
        lambda model: model.sign_pfi(model.councils[1], "schools_estate", years=25),
        kind="pfi_deal",
        councils=[1],
        service="schools_estate",
        years=25,
    )


def test_a_pfi_deal_of_drawn_length():
    same_as_event(lambda model: model.sign_pfi(0, "roads"), kind="pfi_deal", councils=[0], service="roads")


def test_a_programme():
    same_as_event(
        lambda model: model.begin_programme(size=0.5, years=2, councils=[0], neighbourhoods=2),
        kind="programme",
        councils=[0],
        neighbourhoods=2,
        size=0.5,
        years=2,
    )


def test_a_framework():
    same_as_event(
        lambda model: model.councils[0].adopt_framework(governance=0.8, joint_working=0.6, legal_form=1.0),
        kind="framework_adopted",
        councils=[0],
        governance=0.8,
        joint_working=0.6,
        legal_form=1.0,
    )


def test_the_failure_of_the_largest_contractor():
    def fail(model: CoproductionModel) -> None:
        model.open_month()
        here = [agent for agent in model.agents_by_type[PrivateContractor] if agent.council == 0]
        max(sorted(here, key=lambda agent: agent.row), key=lambda agent: agent.load).fail()

    same_as_event(fail, kind="contractor_fails", councils=[0])


@pytest.mark.parametrize(
    "event",
    [
        {"kind": "emergency", "need": 2.0, "over_months": 6, "volunteers": 1.0},
        {"kind": "grant_change", "size": -0.4},
        {"kind": "government", "party": "B"},
        {"kind": "control", "councils": [1], "party": "none"},
        {"kind": "capacity_programme", "councils": {"share": 1.0}, "value": 0.8, "years": 2},
    ],
    ids=lambda event: event["kind"],
)
def test_any_other_kind_of_event(event):
    same_as_event(lambda model: model.befall(**event), **event)


def test_an_abandoned_framework_has_no_targets():
    model = CoproductionModel(small())
    council = model.councils[0]
    council.adopt_framework(**dict.fromkeys(LEVERS, 0.7))
    assert council.targets == (0.7,) * len(LEVERS)
    council.abandon_framework()
    assert council.targets == (0.0,) * len(LEVERS)


def test_effects_are_seen_at_once():
    model = CoproductionModel(small(), rng=SEED)
    council = model.councils[0]
    before = council.leader_party
    council.change_leadership(commitment=0.15)
    assert (council.commitment, council.leader_changed) == (0.15, 1)
    assert council.leader_party != before
    assert (model.month, model.phase) == (0, 1), "the month has begun: events belong to its first phase"
    model.step()
    assert (model.month, model.phase) == (1, 0)
    assert model.datacollector.get_model_vars_dataframe()["leader_changes"].tolist() == [1.0]


def test_an_organisation_that_closes_is_gone():
    model = CoproductionModel(small({"organisations": 12}), rng=SEED)
    organisation = next(iter(model.agents_by_type[CommunityOrganisation]))
    organisation.close()
    assert organisation not in model.agents
    assert model.world.organisations.alive[organisation.row] == 0
    assert model.measures()["closures"] == 1
    with pytest.raises(RuntimeError, match=r"CommunityOrganisation\(row=\d+\) is no longer there"):
        organisation.close()


def test_a_contractor_that_fails_is_gone_and_its_work_is_in_house():
    model = CoproductionModel(small({"start_contracted": 0.5}), rng=SEED)
    contractor = max(model.agents_by_type[PrivateContractor], key=lambda agent: agent.load)
    arrangements = model.world.arrangements
    its_own = (arrangements.provider == 1) & (arrangements.provider_row == contractor.row)
    assert its_own.any()
    contractor.fail()
    assert contractor not in model.agents
    assert not arrangements.provider[its_own].any()


def test_a_pfi_deal_covers_a_network_in_the_whole_council():
    model = CoproductionModel(small({"councils": 2}), rng=SEED)
    model.sign_pfi(1, "roads", years=20, confidentiality=0.9)
    rows = model.world.arrangements[model.world.arrangements.service == SERVICE_NUMBER["roads"]]
    assert (rows.provider[rows.council == 1] == 2).all()
    assert not (rows.provider[rows.council == 0] == 2).any()
    contract = model.world.contracts[rows.contract[rows.council == 1][0]]
    assert (contract.months_left, contract.confidentiality) == (240, 0.9)


def test_a_behaviour_may_intervene():
    class Weary(CommunityOrganisation):
        def live(self) -> None:
            self.close()

    class Town(CoproductionModel):
        community_organisation_type = Weary

    town = Town(small({"organisations": 12, "founding": 0.0, "enterprises": 0}, burn_in_years=0), rng=SEED)
    count = len(town.agents.select(agent_type=Organisation))
    town.step()
    assert count > 0
    assert len(town.agents.select(agent_type=Organisation)) == 0
    assert town.measures()["closures"] == count


@pytest.mark.parametrize(
    ("intervene", "message"),
    [
        (lambda model: model.councils[0].change_leadership(2), r"commitment = 2 is out of range.* from 0 to 1"),
        (lambda model: model.sign_pfi(0, "libary"), r"service = 'libary' is not known; did you mean 'libraries'\?"),
        (lambda model: model.sign_pfi(7, "roads"), r"there is no council number 7"),
        (lambda model: model.councils[0].adopt_framework(governence=1.0), r"'governence'.*did you mean 'governance'\?"),
        (lambda model: model.befall("earthquake"), r"kind = 'earthquake' is not known"),
        (
            lambda model: model.begin_programme(size=0.5, years=2, neighbourhoods=9),
            r"neighbourhoods = 9 is more than there are",
        ),
    ],
)
def test_a_wrong_intervention_is_refused_and_changes_nothing(intervene, message):
    model, other = CoproductionModel(small(), rng=SEED), CoproductionModel(small(), rng=SEED)
    with pytest.raises(ScenarioError, match=message):
        intervene(model)
    assert model.phase == 0
    assert not differences(model.world, other.world)
