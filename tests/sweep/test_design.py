"""Designs: what they mean, and one clear line for everything that is wrong with them."""

from __future__ import annotations

import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulation.scenarios import load as load_scenario
from simulation.sweep.design import Factor, load, parse, plan
from simulation.world import memory
from simulation.world.errors import DesignError
from simulation.world.parameters import PARAMETERS

SAMPLED = 'scenarios = ["leadership-change"]\npoints = 4\n'


def test_ranges_are_those_of_the_declarations():
    made = plan(parse(SAMPLED + 'uncertainties = "all"'))
    declared = {name for name, parameter in PARAMETERS.items() if parameter.role == "uncertainty"}
    assert set(made.factors) == declared
    for name, values in zip(made.factors, made.sample.T, strict=True):
        assert (values >= PARAMETERS[name].low).all() and (values <= PARAMETERS[name].high).all()


@pytest.mark.parametrize(
    ("sampler", "points"), [("latin_hypercube", 4), ("sobol_sequence", 4), ("saltelli", 4 * (2 + 2)), ("morris", 4 * 3)]
)
def test_samplers(sampler, points):
    text = (
        SAMPLED + f'sampler = "{sampler}"\n[levers]\ngovernance = "declared"\n[uncertainties]\nleader_exit = "declared"'
    )
    made, again = plan(parse(text)), plan(parse(text))
    assert len(made) == points
    assert np.array_equal(made.sample, again.sample)
    assert made.scenario(made.point(1)).settings == made.point(1).values


def test_full_factorial():
    text = """
    scenarios = ["leadership-change", "austerity"]
    sampler = "full_factorial"
    [levers]
    governance = [0, 0.8]
    legal_form = [0, 1]
    [uncertainties]
    leader_exit = {steps = 3}
    """
    made = plan(parse(text))
    assert len(made) == 2 * 2 * 2 * 3
    assert {point.scenario for point in made.points()} == {"leadership-change", "austerity"}
    assert made.point(0).values == {"governance": 0, "legal_form": 0, "leader_exit": 0.05}
    assert made.point(11).values == {"governance": 0.8, "legal_form": 1, "leader_exit": 0.2}


def test_policies_meet_the_same_states_of_the_world():
    text = (
        SAMPLED
        + 'policies = [{name = "none"}, {name = "open", governance = 1}]\n[uncertainties]\nleader_exit = "declared"'
    )
    made = plan(parse(text))
    assert [point.policy for point in made.points()] == ["none"] * 4 + ["open"] * 4
    exits = [point.values["leader_exit"] for point in made.points()]
    assert exits[:4] == exits[4:]
    assert made.scenario(made.point(4)).settings["governance"] == 1


def test_values_of_events():
    made = plan(parse(SAMPLED + '[levers]\n"hostile-leadership.commitment" = [0.3]\n"hostile-leadership.year" = [2]'))
    scenario = made.scenario(made.point(0))
    assert scenario.fork == 24
    assert scenario.events[0].values["commitment"] == 0.3
    assert load_scenario("leadership-change").events[0].values["market"] == scenario.events[0].values["market"]


TIMED = """
years = 10
[[councils]]
name = "Redtown"
[[councils]]
name = "twice"
[[events]]
name = "exits"
kind = "champion_leaves"
per_year = 1
until_year = 8
[[events]]
name = "once"
kind = "champion_leaves"
between = [2, 4]
[[events]]
name = "twice"
kind = "contractor_fails"
date = "2001-05"
every_years = 2
"""


@pytest.fixture
def timed(tmp_path):
    (tmp_path / "timed.toml").write_text(f'start = "2000-05"\n{TIMED}', encoding="utf-8")

    def timed(levers: str):
        return plan(parse(f'scenarios = ["timed.toml"]\nsampler = "full_factorial"\n[levers]\n{levers}'), tmp_path)

    return timed


def test_values_of_councils_and_times_of_events_that_come_again(timed):
    made = timed(
        '"Redtown.tradition" = [0.9]\n"Redtown.population" = [2]\n"exits.per_year" = [3]\n"exits.until_year" = [6]\n'
        '"exits.year" = [5]'
    )
    scenario = made.scenario(made.point(0))
    assert (scenario.councils[0].tradition, scenario.councils[0].population) == (0.9, 2)
    (exits,) = (event for event in scenario.timeline() if event.id == 0)
    assert (exits.month, exits.until, exits.rate) == (60, 72, 0.25)


@pytest.mark.parametrize(
    ("factor", "said"),
    [
        ('"Redtown.party" = [1]', "a council has no number 'party'; it has: tradition, deprivation, population"),
        ('"Redtown.tradition" = [2]', "Redtown.tradition = 2 is out of range: it must be a number from 0 to 1"),
        ('"once.year" = [2]', "champion_leaves has no number 'year'; it has: commitment, market, lasts"),
        ('"exits.every_years" = [2]', "champion_leaves has no number 'every_years'; it has: "),
        ('"twice.year" = [2]', "timed has an event and a council 'twice': rename one of them"),
        ('"Retown.tradition" = [0]', "timed has no event or council 'Retown'; did you mean 'Redtown'?"),
    ],
)
def test_what_is_no_value_of_a_council_or_event_is_refused(timed, factor, said):
    with pytest.raises(DesignError) as error:
        timed(factor)
    assert said in str(error.value)


def test_points_of_a_file(tmp_path):
    (tmp_path / "points.csv").write_text("leader_exit,governance\n0.1,0.5\n0.2,1\n", encoding="utf-8")
    text = 'scenarios = ["baseline"]\nsampler = "csv"\nfile = "points.csv"\n'
    text += '[levers]\ngovernance = "declared"\nleader_exit = "declared"'
    (tmp_path / "d.toml").write_text(text, encoding="utf-8")
    made = plan(load(tmp_path / "d.toml"), tmp_path)
    assert made.sample.tolist() == [[0.5, 0.1], [1, 0.2]]
    (tmp_path / "points.csv").write_text("leader_exit,governance\n0.1,0.5\n0.2,7\n", encoding="utf-8")
    with pytest.raises(DesignError, match=r"points.csv, line 3: governance = 7 is out of range"):
        plan(load(tmp_path / "d.toml"), tmp_path)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("x =", "not valid TOML"),
        ("", "'scenarios' is missing"),
        ('scenarios = ["leadrship-change"]', "unknown scenario 'leadrship-change'; did you mean 'leadership-change'?"),
        ('scenarios = "baseline"', "scenarios = 'baseline': it must be a list"),
        ('scenarios = ["baseline"]\nreplicates = 0', "replicates = 0: it must be greater than or equal to 1"),
        ('scenarios = ["baseline"]\nreplicats = 3', "unknown key 'replicats'; did you mean 'replicates'?"),
        (
            'scenarios = ["baseline"]\nextensions = ["hubs.py"]',
            "an extension is a program, which no file can start: name it in the command, --with FILE.py, or in Python",
        ),
        ('scenarios = ["baseline"]\nsampler = "morriss"', "sampler = 'morriss' is not known; did you mean 'morris'?"),
        ('scenarios = ["baseline"]\noutcomes = ["qualty"]', "outcome = 'qualty' is not known; did you mean 'quality'?"),
        (
            'scenarios = ["baseline"]\noutcomes = ["outsourcing"]',
            "outcome = 'outsourcing' is not known; did you mean 'community_under_contract'?",
        ),
        (
            'scenarios = ["baseline"]\nmonthly = ["co_commissioned"]',
            "monthly measure = 'co_commissioned' is not known; did you mean 'co_planned_community_delivered'?",
        ),
        ('scenarios = ["baseline"]\npoints = 4', "there is nothing to sample"),
        ("[[events]]\nname = 'cut'", "'scenarios' is missing; is it a scenario? 'coproduction run' simulates it"),
        (SAMPLED + '[levers]\nmine = "declared"', "unknown factor 'mine'; 'coproduction parameters' lists them, and"),
        (
            SAMPLED + "[levers]\nhostile-leadership.commitment = {low = 0}",
            "unknown key 'commitment'; if it is a factor, put its name in quotes: \"hostile-leadership.commitment\"",
        ),
        (SAMPLED + "[levers]\ngovernance = {min = 0}", "governance: unknown key 'min'; it has: low, high, values"),
        (SAMPLED + '[levers]\ngovernanc = "declared"', "unknown factor 'governanc'; did you mean 'governance'?"),
        (SAMPLED + "[levers]\ngovernance = 3", 'governance: 3 is no factor: write "declared"'),
        (SAMPLED + "[levers]\ngovernance = [0, 2]", "governance = 2 is out of range: it must be a number from 0 to 1"),
        (SAMPLED + "[levers]\ngovernance = {low = 0.5, high = 0.2}", "governance: low = 0.5 must be less than"),
        (
            SAMPLED + '[levers]\n"hostile.market" = [0]',
            "has no event or council 'hostile'; did you mean",
        ),
        (SAMPLED + '[levers]\n"hostile-leadership.size" = [0]', "leadership_change has no number 'size'; it has:"),
        (SAMPLED + '[levers]\n"services.weight" = [0]', "services have no column 'weight'"),
        (SAMPLED + 'sampler = "full_factorial"\n[levers]\ngovernance = "declared"', "points = 4: leave it out"),
        (SAMPLED.replace("4", "5") + 'sampler = "saltelli"\n[levers]\ngovernance = "declared"', "needs a power of two"),
        (
            SAMPLED + 'policies = [{name = "a", governance = 3}]\n[levers]\nleader_exit = "declared"',
            "governance = 3 is out",
        ),
        (SAMPLED + 'policies = [{governance = 1}]\n[levers]\nleader_exit = "declared"', "policies are written as"),
    ],
)
def test_what_is_wrong_is_said_in_one_line(text, said):
    with pytest.raises(DesignError) as error:
        plan(parse(text))
    assert said in str(error.value)
    assert "\n" not in str(error.value)


@given(st.floats(0, 1, exclude_max=True), st.integers(0, 5), st.integers(1, 50))
def test_whole_numbers_stay_in_their_range(unit, low, width):
    value = Factor().scale(np.array([unit]), low, low + width, True)[0]
    assert low <= value <= low + width and value == round(value)


def test_the_ends_of_a_range_are_in_it():
    for parameter in PARAMETERS.values():
        ends = Factor().scale(np.array([0.0, 1.0]), parameter.low, parameter.high, parameter.integer)
        assert [parameter.check(end) for end in ends] == pytest.approx([parameter.low, parameter.high])


def test_a_design_can_be_written_and_read_again():
    made = parse(SAMPLED + '[levers]\ngovernance = {low = 0.2}\n"hostile-leadership.market" = [0.1, 0.2]')
    assert parse(made.to_toml()) == made


@pytest.mark.parametrize("sampler", ["latin_hypercube", "full_factorial", "csv"])
def test_more_points_than_memory_holds_are_refused_beforehand_with_the_number_that_fits(tmp_path, monkeypatch, sampler):
    """Whichever way the points come about; the number that is named does fit."""
    monkeypatch.setattr(memory, "available", lambda: 10_000_000)
    (tmp_path / "points.csv").write_text("governance,leader_exit\n" + "0.5,0.1\n" * 100_000)
    factors = "[levers]\ngovernance = {steps = 400}\nleader_exit = {steps = 400}"
    rest = {"latin_hypercube": "points = 100000", "csv": 'file = "points.csv"'}.get(sampler, "")
    if sampler != "full_factorial":
        factors = factors.replace("{steps = 400}", '"declared"')
    text = f'scenarios = ["baseline"]\nsampler = "{sampler}"\n{rest}\n{factors}'
    with pytest.raises(DesignError, match=r"memory .* instead of 1[06]0,00[0-2] would fit") as error:
        plan(parse(text), tmp_path)
    assert "\n" not in str(error.value)
    fits = int(re.search(r"([\d,]+) instead", str(error.value))[1].replace(",", ""))
    assert 0 < fits < 100_000
    if sampler == "latin_hypercube":
        assert len(plan(parse(text.replace("100000", str(fits))))) == fits


def test_a_full_factorial_runs_through_the_last_factor_first():
    text = 'scenarios = ["baseline"]\nsampler = "full_factorial"\n'
    text += "[levers]\ngovernance = [0, 1]\nleader_exit = [0.1, 0.15, 0.2]"
    expected = [[g, e] for g in (0, 1) for e in (0.1, 0.15, 0.2)]
    assert plan(parse(text)).sample.tolist() == expected


IN_TABLE = 'scenarios = ["baseline"]\nsampler = "csv"\nfile = "points.csv"\n'


@pytest.mark.parametrize(
    ("factor", "value", "said"),
    [
        ("{low = 0.1, high = 0.5}", "0.6", "line 2: governance = 0.6 is outside the design's own range, 0.1 to 0.5"),
        ("{high = 0.5}", "0.5", ""),
        ("[0.1, 0.4]", "0.2", "line 2: governance = 0.2 is none of the design's own values: '0.1, 0.4'"),
        ("[0.1, 0.4]", "0.4", ""),
    ],
)
def test_a_table_of_points_keeps_to_the_ranges_of_its_design(tmp_path, factor, value, said):
    (tmp_path / "points.csv").write_text(f"governance\n{value}\n")
    design = parse(f"{IN_TABLE}[levers]\ngovernance = {factor}")
    if not said:
        assert plan(design, tmp_path).sample.tolist() == [[float(value)]]
        return
    with pytest.raises(DesignError) as error:
        plan(design, tmp_path)
    assert said in str(error.value)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (SAMPLED + "settings = {governance = 0.3}\n[levers]\ngovernance = [0, 1]", "fixed value in [settings] and is"),
        (SAMPLED + "[levers]\ngovernance = {steps = 3}", 'governance: steps = 3 needs sampler = "full_factorial"'),
    ],
)
def test_nothing_of_a_factor_is_silently_ignored(text, said):
    with pytest.raises(DesignError) as error:
        parse(text)
    assert said in str(error.value)


@pytest.mark.parametrize("again", ["0.5,2", "0.50,2.0", "-0.0,3"])
def test_a_point_that_comes_twice_in_a_table_would_weigh_double(tmp_path, again):
    text = 'scenarios = ["baseline"]\nsampler = "csv"\nfile = "points.csv"\nreplicates = 1\n'
    factors = '[levers]\ngovernance = "declared"\nneighbourhoods = "declared"\n'
    (tmp_path / "points.csv").write_text(f"governance,neighbourhoods\n0.5,2\n0,3\n{again}\n", encoding="utf-8")
    with pytest.raises(DesignError, match=r"points\.csv, line 4: the same point as in line [23]"):
        plan(parse(text + factors), tmp_path)
    own = plan(parse(f"{text}common_random_numbers = false\n{factors}"), tmp_path)
    assert len(own) == 3 and len({own.seed(point) for point in own.points()}) == 3
