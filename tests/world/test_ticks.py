"""A tick of half a month or a quarter: what is declared by the month comes to the same, and dates are the same."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from simulation.agents.private_contractor.rules import new_entrants
from simulation.engine import clock, draws
from simulation.engine.draws import Purpose
from simulation.ensemble import run, run_arm, times_of
from simulation.history.building import blueprint
from simulation.history.ticks import BY_NAME, BY_UNIT, conversion, share, span, total
from simulation.model import CoproductionModel
from simulation.nation.votes import votes_alone
from simulation.places.voice import judge
from simulation.world.codes import Cause, Provider
from simulation.world.errors import ScenarioError, SettingError, UseError
from simulation.world.measures import COLUMN, MEASURES
from simulation.world.parameters import PARAMETERS
from simulation.world.services import SERVICES
from simulation.world.tables import World
from simulation.world.ticks import FLOWS, LENGTHS, month_of, put_levels, put_measures, tick_of
from tests.world.worlds import begin, small

TICKS = (24, 12, 6, 4)
HALF, MONTH, QUARTER = 24, 12, 4


def town(a_year: int, settings=None, **keys) -> World:
    return begin(small({"ticks_a_year": a_year, **(settings or {})}, **keys))


# Parameters -----------------------------------------------------------------------------------------------------------


def test_every_unit_has_a_declared_conversion():
    units = {parameter.unit for parameter in PARAMETERS.values()}
    assert {unit for unit in units if "month" in unit or "year" in unit} | {"years"} == set(BY_UNIT)
    assert set(BY_NAME) < set(PARAMETERS)
    for parameter in PARAMETERS.values():
        conversion(parameter)
    with pytest.raises(SettingError, match="'per month and year'"):
        conversion(replace(PARAMETERS["burnout"], name="own", unit="per month and year"))


@pytest.mark.parametrize("a_year", TICKS)
def test_the_ticks_of_a_year_come_to_its_months(a_year):
    assert (1 - share(0.2, a_year)) ** a_year == pytest.approx(0.8**12)
    assert total(0.01, a_year) * a_year == pytest.approx(0.12)
    assert span(18.0, a_year) / a_year == pytest.approx(1.5)
    p = town(a_year).parameters[0]
    assert p.grant_months / a_year == p.general_election_months / a_year - 1.5 == 3
    assert p.safe_reserves / a_year == pytest.approx(0.5)
    assert p.leader_exit == PARAMETERS["leader_exit"].default


def test_with_a_month_nothing_is_converted():
    scenario = small()
    world = begin(scenario)
    assert world.key.tolist() == [1, 0]
    assert world.parameters.tobytes() == scenario.parameters().tobytes()
    uniform, monthly = (each(world.key, Purpose.POLICY, 7, 3, 0) for each in (draws.uniform, draws.monthly))
    assert uniform == monthly


# Ways, stocks and chances ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("a_year", TICKS)
def test_satisfaction_and_complaints_go_the_same_way(a_year):
    """Towards what the service deserves; and complaints, of which some come and some are settled all the time."""

    def after_two_years(a_year: int, moves: bool) -> tuple[float, float]:
        world = town(a_year)
        world.arrangements.quality, world.arrangements.satisfaction = 0.3, 0.4
        world.arrangements.relationship = 0.0
        if not moves:
            world.parameters.satisfaction_rate = 0.0
        for tick in range(2 * a_year):
            judge(world, 0, tick)
        return world.arrangements.satisfaction[0], world.arrangements.complaints[0]

    assert after_two_years(a_year, True)[0] == pytest.approx(after_two_years(MONTH, True)[0], rel=1e-9)
    assert after_two_years(a_year, False)[1] == pytest.approx(after_two_years(MONTH, False)[1], rel=1e-9)


@pytest.mark.parametrize("a_year", TICKS)
def test_a_chance_a_month_is_as_much_in_a_year(a_year):
    """Of free places in 300 markets a year takes as many; of drawn arrangements, as many are below a chance."""
    world = town(a_year, {"councils": 300, "neighbourhoods": 2, "contractors": 20, "contractor_entry": 0.9})
    world.contractors.alive = 0
    for tick in range(a_year):
        for council in range(len(world.councils)):
            new_entrants(world, council, tick)
    expected = 1 - (1 - 0.9 / 12) ** 12
    places = len(world.contractors)
    assert abs(world.contractors.alive.mean() - expected) < 4 * np.sqrt(expected * (1 - expected) / places)

    chances, spared = np.zeros((4, 40_000)), np.ones(40_000, bool)
    for tick in range(a_year):
        draws.fill(chances, world.key, Purpose.JOINT_PLANNING, tick, 0, 0, chances.shape[1])
        spared &= chances[Purpose.REVIEW & 3] >= 0.9 / 12
    assert abs(1 - spared.mean() - expected) < 4 * np.sqrt(expected * (1 - expected) / len(spared))


def test_what_is_drawn_once_is_drawn_as_ever():
    year = [np.array([draws.uniform(town(a).key, Purpose.GRANT, a, i, 0) for i in range(50)]) for a in TICKS]
    assert all((each == year[0]).all() for each in year)
    within = draws.uniform(town(HALF).key, Purpose.GRANT, 25, 0, 0)
    assert within != draws.uniform(town(HALF).key, Purpose.GRANT, 24, 0, 0)


# Dates ----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("a_year", TICKS)
def test_votes_fall_on_the_same_dates_and_come_out_alike(a_year):
    """Nothing but votes happens: after every year seats, leaders and government are those of the months.

    Time in office is counted at the end of a tick, so it is to be without weight in the votes.
    """

    def years(a_year: int) -> list[tuple]:
        calm = {"seat_changes": 0, "governing_wear": 0, "government_loss": 0.15}
        world = town(a_year, calm | {"councils": 12, "neighbourhoods": 2})
        world.parameters.leader_exit = 0.0
        seen = []
        for year in range(20):
            votes_alone(world, year * a_year, (year + 1) * a_year)
            council, national = world.councils, world.national[0]
            seen.append((council.seats.tolist(), council.commitment.tolist(), int(national.government)))
        return seen

    found = years(a_year)
    assert found == years(MONTH)
    assert len({government for *_, government in found}) == 2 and found[0][0] != found[-1][0]


@pytest.mark.parametrize("a_year", TICKS)
def test_contracts_and_leaderships_end_in_the_same_month(a_year):
    world = town(a_year)
    lengths = [service.contract_months for service in SERVICES]
    assert (world.services.contract_months * 12 / a_year).tolist() == lengths

    events = [
        {"name": "deal", "kind": "pfi_deal", "month": 6, "service": "roads", "years": 15},
        {"name": "foe", "kind": "leadership_change", "month": 12, "commitment": 0.1, "lasts": 4},
    ]
    scenario = small({"ticks_a_year": a_year, "pfi_early_exit": 0}, events=events, years=20)
    assert scenario.timeline()["month"].tolist() == [a_year // 2, a_year]
    assert scenario.timeline()["duration"].tolist() == [15 * a_year, 4 * a_year]
    log = run(scenario, 1, worlds="central", workers=1, keep_changes=True).changes[0, 0]
    under_pfi = log[(log["provider"] == Provider.PFI) & (log["cause"] == Cause.PFI_SIGNED)]
    over = log[(log["provider_before"] == Provider.PFI) & (log["cause"] == Cause.CONTRACT_ENDED)]
    assert set(under_pfi["month"].tolist()) == {6}
    # What stays professional without PFI moves too: to the council or a contractor, in the contract's last month.
    assert {tick_of(month, a_year) for month in over["month"].tolist()} == {tick_of(6 + 180 - 1, a_year)}


@pytest.mark.parametrize("a_year", [HALF, QUARTER])
def test_a_run_is_told_in_months(a_year):
    cut = {"name": "cut", "kind": "grant_change", "month": 18, "size": -0.5}
    usual = small({"start_joint": 0.9}, events=[cut], years=4)
    scenario = usual.with_settings({"ticks_a_year": a_year})
    ensemble = run(scenario, 3, worlds="central", workers=1, keep_changes=True)
    assert not ensemble.failures and ensemble.fork == 18 and ensemble.measures.shape[2] == 48
    assert np.array_equal(ensemble.measures[:, 0, :18], ensemble.measures[:, 1, :18])
    assert (ensemble.measures[:, 0, 18] != ensemble.measures[:, 1, 18]).any()
    # Spells come from the log, and measures count them as they end.
    ended = ensemble.spells[(ensemble.spells["ended"] == 1) & (ensemble.spells["arm"] == 0)]
    quarters = np.bincount(ended["end"] // 3, minlength=16)
    counted = ensemble.measures[:, 0, :, COLUMN["ended_spells"]].sum(axis=0).reshape(16, 3).sum(axis=1)
    assert quarters.sum() > 10 and counted == pytest.approx(quarters)
    assert ensemble.spells["start"].min() >= -12 and ensemble.spells["end"].max() == 48


# Readings -------------------------------------------------------------------------------------------------------------


def test_readings_are_put_at_the_ends_of_months():
    months = np.full((6, 1), -1.0)
    put_levels(months, np.arange(1.0, 13)[:, None], 0, HALF)
    assert months[:, 0].tolist() == [2, 4, 6, 8, 10, 12]
    put_levels(months, np.array([[30.0], [60.0]]), 0, QUARTER)
    assert months[:, 0].tolist() == [30, 30, 30, 40, 50, 60]
    put_levels(months, np.array([[90.0]]), 1, QUARTER)  # what stood before is known
    assert months[:, 0].tolist() == [30, 30, 30, 50, 70, 90]


@pytest.mark.parametrize("a_year", [HALF, QUARTER])
def test_what_is_counted_is_added_up_and_lengths_are_in_months(a_year):
    read = np.random.default_rng(1).random((a_year, len(MEASURES)))
    months = np.zeros((12, len(MEASURES)))
    put_measures(months, read, 0, a_year)
    assert FLOWS.any() and LENGTHS.any()
    assert months[:, FLOWS].sum(axis=0) == pytest.approx(read[:, FLOWS].sum(axis=0))
    assert months[2, FLOWS] == pytest.approx(read[4:6, FLOWS].sum(axis=0) if a_year == HALF else read[0, FLOWS] / 3)
    assert months[-1, LENGTHS] == pytest.approx(read[-1, LENGTHS] * 12 / a_year)


def test_a_month_lies_in_its_tick():
    for a_year in TICKS:
        for month in range(-30, 30):
            tick = tick_of(month, a_year)
            assert month_of(tick, a_year) <= month < max(month_of(tick + 1, a_year), month_of(tick, a_year) + 1)


# Refused --------------------------------------------------------------------------------------------------------------


def test_other_ticks_are_refused_where_they_are_not_meant():
    with pytest.raises(ScenarioError, match="4, 6, 12 or 24"):
        small({"ticks_a_year": 8})
    seats = {"name": "here", "seats_in": {"2002": {"A": 30, "B": 20}}}
    assert small(councils=[seats], start="2001-05").size("ticks_a_year") == clock.MONTHS_A_YEAR
    with pytest.raises(ScenarioError, match="on record"):
        small({"ticks_a_year": QUARTER}, councils=[seats], start="2001-05")
    scenario = small({"ticks_a_year": HALF})
    with pytest.raises(UseError, match="under Mesa"):
        CoproductionModel(scenario)
    with pytest.raises(SettingError, match="by the month"):
        run_arm(blueprint(scenario), times_of(scenario), 1, 0, 0)
