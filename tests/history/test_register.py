"""What a council states of its organisations and contracts is in the world from the month on in which it holds."""

import numpy as np
import pytest

from simulation.agents.community_organisation.rules import close
from simulation.ensemble import run
from simulation.history.recorded import put, recorded
from simulation.history.register_entries import ContractInForce, OrganisationThere
from simulation.model import CoproductionModel
from simulation.scenarios import parse
from simulation.validation.runs import Runs
from simulation.world.codes import Provider, Who
from simulation.world.services import SERVICE_NUMBER, SERVICES
from tests.world.worlds import begin

TOWN = """
name = "town"
start = "2010-04"
years = 6
burn_in_years = 4

[settings]
councils = 1
neighbourhoods = 4
pfi_rate = 0
pfi_early_exit = 0
contractor_failure = 0
dismissal_rate = 0
closure_base = 0

[[councils]]
name = "Redtown"
neighbourhoods = ["Docks", "Mill Hill", "Park", "Heath"]
"""
CONTRACT = """
[[councils.contracts]]
service = "refuse_collection"
provider = "contractor"
start = "2008-01"
end = "2012-03"
"""
ORGANISATIONS = """
[[councils.organisations]]
name = "Docks Together"
neighbourhood = "Docks"
services = ["libraries"]

[[councils.organisations]]
name = "Mill Works"
kind = "social_enterprise"
neighbourhood = 1
since = "2011-04"

[[councils.contracts]]
service = "youth_work"
provider = "Mill Works"
start = "2011-04"
end = "2014-04"
neighbourhoods = ["Docks", "Mill Hill"]
"""
SCHOOLS = """
[[councils.pfi]]
service = "schools_estate"
signed = "2004-04"
years = 10
charges = {2010 = 0.02, 2012 = 0.03}
"""


def seen(text, months, look):
    (found,) = Runs(1, workers=1).watch(parse(TOWN + text), 1, months, look)
    return found


def share(world, month):
    """What the schools cost of the council's income, and whether PFI has any."""
    council = world.councils[0]
    mine = of(world, "schools_estate")
    paid = (mine.volume * mine.unit_cost)[mine.provider == Provider.PFI].sum()
    return float(paid / (council.grant + council.local_income)), bool((mine.provider == Provider.PFI).any())


def of(world, service):
    return world.arrangements[SERVICE_NUMBER[service] :: len(SERVICES)]


def test_a_contract_is_in_force_until_the_month_in_which_it_ends():
    def left(world, month):
        mine = of(world, "refuse_collection")
        return sorted(set(world.contracts.months_left[mine.contract]) if (mine.contract >= 0).all() else {-1})

    end = 23  # March 2012
    first, before, after = seen(CONTRACT, (0, end - 1, end), left)
    assert first == [end] and before == [1]
    assert after != [0], "who delivers has been decided anew"


def test_one_firm_holds_the_contract_everywhere():
    def look(world, month):
        mine = of(world, "refuse_collection")
        return set(mine.provider), len(set(mine.provider_row))

    assert seen(CONTRACT, (0,), look) == [({int(Provider.CONTRACTOR)}, 1)]


def test_an_organisation_is_in_its_place_and_holds_its_contract():
    def look(world, month):
        youth = of(world, "youth_work")
        places = world.organisations[3]  # the first place of the second neighbourhood
        return (
            int(of(world, "libraries").delivery[0]),
            bool(places.alive and places.enterprise),
            [(int(each.provider), int(each.provider_row)) for each in youth[:2]],
        )

    start, later = seen(ORGANISATIONS, (0, 12), look)
    assert start[0] == Who.TOGETHER
    assert later[1:] == (True, [(int(Provider.SOCIAL_ENTERPRISE), 3)] * 2)


def test_an_organisation_that_has_become_an_enterprise_holds_its_contract_as_one():
    world = CoproductionModel(parse(TOWN), rng=1, burn_in=True).world
    named = OrganisationThere(place=0, enterprise=0, arrangements=())
    named.put(world, 0)
    world.organisations.enterprise[0], world.organisations.age[0] = 1, 50
    ContractInForce(0, named, (0,), end=30).put(world, 20)
    assert (world.organisations.enterprise[0], world.organisations.age[0]) == (1, 50), "it is still the same"
    assert world.arrangements.provider[0] == Provider.SOCIAL_ENTERPRISE and world.arrangements.provider_row[0] == 0
    close(world, 0, 21)
    ContractInForce(0, named, (0,), end=30).put(world, 22)
    assert (world.organisations.alive[0], world.organisations.enterprise[0]) == (1, 0), "closed, it is there again"


def test_charges_are_the_stated_share_of_the_income():
    months = (-48, 0, 24, 47, 48)  # the beginning of the burn-in, April 2010, April 2012, to the end in April 2014
    first, start, dearer, last, after = seen(SCHOOLS, months, share)
    assert first[0] == pytest.approx(0.02, rel=0.01) and start[0] == pytest.approx(0.02, rel=0.1)
    assert dearer[0] == pytest.approx(0.03, rel=0.01)
    assert last[1] is False and after[1] is False, "it ends as any PFI contract of ten years does"


@pytest.mark.parametrize(("year", "months"), [(2004, 24), (2005, 12), (2006, 0), (2008, 0)])
def test_a_charge_has_risen_before_its_contract_is_put_in(year, months):
    stated = SCHOOLS.replace("2010 = 0.02, 2012 = 0.03", f"{year} = 0.02")
    scenario = parse(TOWN.replace("pfi_rate = 0", "pfi_rate = 0\npfi_indexation = 0.03") + stated)
    world = begin(scenario)
    put(world, -scenario.burn_in_months, recorded(scenario))  # April 2006
    assert share(world, -48)[0] == pytest.approx(0.02 * (1 + 0.03 / 12) ** months)


def test_a_pfi_contract_covers_the_neighbourhoods_named():
    text = SCHOOLS.replace("charges = {2010 = 0.02, 2012 = 0.03}", 'neighbourhoods = ["Park", 0]')
    (covered,) = seen(text, (0,), lambda world, month: (of(world, "schools_estate").provider == Provider.PFI).tolist())
    assert covered == [True, False, True, False]


def test_mesa_does_as_the_ensemble():
    text = TOWN + CONTRACT + ORGANISATIONS + SCHOOLS
    ensemble = run(parse(text), 1, 3, workers=1, months=30)
    model = CoproductionModel(parse(text), rng=3)
    model.run(30)
    np.testing.assert_array_equal(model.datacollector.get_model_vars_dataframe().to_numpy(), ensemble.measures[0, 0])


def test_a_contract_that_chance_ended_before_the_start_is_in_force_at_the_start():
    text = TOWN.replace("pfi_early_exit = 0", "pfi_early_exit = 0.02") + SCHOOLS
    for replicate in range(3):
        world = CoproductionModel(parse(text), rng=replicate, burn_in=True)
        world.step()
        assert (of(world.world, "schools_estate").provider == Provider.PFI).any()
