"""Limits in which the outcome is known without simulating."""

import numpy as np
import pytest
from scipy import stats

from simulation import ensemble
from simulation.scenarios import Scenario
from simulation.validation.nulls import EQUAL_HAZARD
from simulation.world.codes import CAUSES
from simulation.world.matrix import CELLS
from tests.verification.worlds import plan, run

HAZARD = 0.3  # a year
# Only the council's decision ends a spell of joint planning: nobody tires, no partner is lost, no service is left.
ONLY_WITHDRAWAL = {
    **EQUAL_HAZARD,
    "withdrawal_base": HAZARD,
    "planning_tedium": 0,
    "closure_base": 0,
    "abandon_reluctance": 6,
    "review_rate": 0.02,
}


@pytest.fixture(scope="module")
def hazard_alone():
    return ensemble.run(Scenario(name="hazard-alone", years=15, settings=ONLY_WITHDRAWAL), 40, seed=3, worlds="central")


def hazard(spells, months, ages):
    """Arrangements alive when a month began, at an age within ``ages``, and those withdrawn in that month."""
    spells = spells[spells["arm"] == 0]
    withdrawn = spells["cause"] == CAUSES.index("support_withdrawn")
    at_risk = ended = 0
    for month in range(1, months):
        age = month - spells["start"]
        alive = (spells["start"] < month) & (spells["end"] >= month) & (age >= ages[0]) & (age < ages[1])
        # what a review or a lost partner ends in the same month later than the decision was at risk all the same
        at_risk += int(alive.sum())
        ended += int((alive & withdrawn & (spells["end"] == month)).sum())
    return at_risk, ended


@pytest.mark.parametrize("ages", [(0, 7), (7, 25), (25, 61), (61, 10_000)])
def test_a_hazard_alone_gives_geometric_spells(hazard_alone, ages):
    """At every age the same share of spells ends in a month: 1 - exp(-hazard / 12). One false alarm in 1000 a case."""
    at_risk, ended = hazard(hazard_alone.spells, 180, ages)
    assert at_risk > 5000
    assert stats.binomtest(ended, at_risk, 1 - np.exp(-HAZARD / 12)).pvalue > 0.001


def test_a_hazard_alone_ends_joint_planning_for_no_other_cause(hazard_alone):
    causes = {CAUSES[cause] for cause in np.unique(hazard_alone.spells["cause"])}
    assert causes <= {"open", "support_withdrawn", "service_review", "contract_ended", "provider_failed"}


def test_without_a_community_there_is_only_traditional_and_market_provision():
    made = plan(
        {
            "initiative_alone": 0,
            "founding": 0,
            "start_joint": 0,
            "start_enterprise": 0,
            "pfi_rate": 0.5,
            "spin_out_rate": 0,
        },
        pfi_policy=1,
    )

    def nobody(world):
        world.organisations["alive"] = 0

    done = run(made, 240, change=nobody)
    assert done.series("traditional_service") == pytest.approx(1)
    assert max(done.series(cell).max() for cell in CELLS[1:]) == 0
    market = sum(done.series(provider) for provider in ("in_house", "contractor", "pfi"))
    assert market == pytest.approx(1)
    assert done.series("contractor").max() > 0 and done.series("pfi").max() > 0
    assert done.series("organisations").max() == 0


def test_without_politics_leaders_do_not_differ():
    made = plan({"leader_spread": 0, "tradition_spread": 0, "party_market": 0}, councils=6, neighbourhoods=3)
    done = run(made, 120)
    assert done.series("leader_changes").sum() > 0
    assert np.ptp(done.world.councils["commitment"]) == 0
    assert np.ptp(done.series("leader_commitment")) == pytest.approx(0, abs=1e-12)
    assert np.ptp(done.world.councils["market"]) == 0


RATES = (
    "review_rate",
    "planning_by_complaints",
    "planning_by_initiative",
    "planning_by_invitation",
    "planning_by_refusal",
    "invitation_rate",
    "plan_fade",
    "planning_tedium",
    "withdrawal_base",
    "closure_base",
    "mutual_aid_fading",
    "founding",
    "enterprise_rate",
    "contractor_failure",
    "pfi_rate",
    "leader_exit",
    "adoption_rate",
    "imitation_rate",
    "dismantling_rate",
    "policy_rate",
    "spin_out_rate",
    "dismissal_rate",
    "start_contracted",  # contracts run out by themselves
    "start_enterprise",
)


def test_with_zero_rates_nothing_moves():
    done = run(plan(dict.fromkeys(RATES, 0.0)), 240)
    assert len(done.changes) == 0
    for cell in CELLS:
        assert np.ptp(done.series(cell)) == pytest.approx(0, abs=1e-12)
    assert done.series("foundings").sum() == done.series("closures").sum() == 0
    assert np.ptp(done.series("framework")) == 0


def test_with_full_support_and_no_other_threat_no_spell_is_withdrawn():
    """The hazard's limit from below: weights drive it to nothing."""
    done = run(plan({"withdrawal_base": 0.0}), 240)
    assert CAUSES.index("support_withdrawn") not in done.changes["cause"]
    assert CAUSES.index("cut") not in done.changes["cause"]


def test_with_an_overwhelming_hazard_every_spell_ends_in_its_first_month():
    done = run(plan({**dict.fromkeys(EQUAL_HAZARD, 0.0), "withdrawal_base": 12e3}), 60)
    assert done.series("coproduction")[1:].max() < 0.02  # what begins after phase 6 lives to the end of its month
