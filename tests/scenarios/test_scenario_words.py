"""Events in words."""

import pytest

from simulation.scenarios import Scenario
from simulation.scenarios.in_words import (
    council_in_words,
    counterfactual,
    describe,
    month_in_words,
    register_in_words,
    when,
)


def scenario(event, **rest):
    return Scenario.from_mapping({"name": "test", "events": [{"name": "it"} | event]} | rest)


@pytest.mark.parametrize(
    ("event", "words"),
    [
        ({"year": 5}, "year 5"),
        ({"month": 67}, "year 5, month 7"),
        ({"year": 0}, "year 0"),
        ({"year": 5, "every_years": 4}, "year 5, then every 4 years to year 17"),
        ({"year": 5, "every_years": 1, "until_year": 7}, "year 5, then every year to year 7"),
        ({"year": 18, "every_years": 4}, "year 18, then every 4 years"),
        ({"per_year": 0.5}, "at random, 0.5 times a year, from the start: 10 times on average"),
        (
            {"per_year": 2, "year": 5, "until_year": 9},
            "at random, 2 times a year, from year 5 to year 9: 8 times on average",
        ),
        (
            {"per_year": 1, "year": 5, "until_year": 7},
            "at random, 1 times a year, from year 5 to year 7: 2 times on average, never in 12%",
        ),
        ({"between": [5, 7.5]}, "once, in a month drawn between year 5 and year 7, month 6"),
    ],
)
def test_when(event, words):
    with_event = scenario({"kind": "contractor_fails"} | event)
    assert when(with_event.events[0], with_event) == words


def test_calendar():
    assert month_in_words(0, "1997-05") == "May 1997"
    assert month_in_words(8, "1997-05") == "January 1998"


def test_describe():
    def words(event, **rest):
        with_event = scenario({"year": 1} | event, **rest)
        return describe(with_event.events[0], with_event)

    assert words({"kind": "leadership_change", "commitment": 0.1}) == (
        "another party takes over the council, with a leader of its own (commitment 0.1, market drawn)"
    )
    assert "market drawn, lasts 8 years)" in words({"kind": "leadership_change", "commitment": 0.1, "lasts": 8})
    assert "governance 0.8, held 10 years)" in words({"kind": "framework_adopted", "governance": 0.8, "held": 10})
    assert "governance 0.8, held)" in words({"kind": "framework_adopted", "governance": 0.8, "held": True})
    assert words({"kind": "pfi_deal", "service": "roads", "years": 25, "confidentiality": 0.5}) == (
        "a PFI contract for a service reaches financial close (road maintenance; 25 years, confidentiality 0.5)"
    )
    assert "over 12 months" in words({"kind": "grant_change", "size": -0.1, "over_months": 12})
    assert "30% of the councils, by chance" in words({"kind": "contractor_fails", "councils": {"share": 0.3}})
    assert "Eastby, council 1" in words(
        {"kind": "contractor_fails", "councils": ["Eastby", 1]}, councils=[{"name": "Eastby"}], settings={"councils": 2}
    )
    assert "all councils" in words({"kind": "contractor_fails"}, settings={"councils": 2})
    assert "no overall control" in words({"kind": "control", "party": "none"})
    assert "party B" in words({"kind": "control", "party": "B"}, councils=[{"name": "Eastby"}])
    assert "(Labour" in words({"kind": "control", "party": "B"}, councils=[{"name": "Leeds"}])
    assert "no overall control" in words({"kind": "control", "party": "none"}, councils=[{"name": "Leeds"}])
    assert "the 4 most deprived neighbourhoods" in words({"kind": "programme_ends", "neighbourhoods": 4})
    assert "all neighbourhoods" in words({"kind": "programme_ends"})
    assert "commitment in turn 0.1 and 0.9" in words(
        {"kind": "leadership_change", "every_years": 4, "alternate": {"commitment": [0.1, 0.9]}}
    )


def test_parties_of_real_councils_have_names():
    def said(**stated):
        return council_in_words(scenario({"kind": "contractor_fails", "year": 1}, councils=[stated]).councils[0])

    assert said(name="Leeds", party="B") == "Leeds, party Labour"
    assert said(name="Leeds", seats={"A": 20, "C": 9, "local": 3}).endswith(
        "20 Conservative, 9 Liberal Democrat and 3 others"
    )
    assert said(name="Eastby", party="B") == "Eastby, party B"


def test_what_a_council_states():
    town = {
        "name": "Redtown",
        "organisations": [{"name": "Works", "kind": "social_enterprise", "neighbourhood": 1, "since": "2011-04"}],
        "contracts": [{"service": "youth_work", "provider": "Works", "start": "2012-04", "end": "2015-03"}],
        "pfi": [
            {"service": "roads", "signed": "2009-06", "years": 25, "charges": {2010: 0.021}, "confidentiality": 0.7}
        ],
    }
    [council] = Scenario.from_mapping({"name": "test", "start": "2010-05", "councils": [town]}).councils
    assert list(register_in_words(council)) == [
        "organisation Works: social enterprise, neighbourhood 1, since April 2011",
        "contract, youth work and violence reduction: Works, April 2012 to March 2015",
        "PFI contract, road maintenance: signed June 2009, 25 years, charges as a share of income 2.10% in 2010/11, "
        "70% of its terms secret",
    ]


def test_counterfactual():
    event = {"kind": "contractor_fails", "year": 1}
    assert counterfactual(Scenario(name="test")) == "Nothing is under study: the scenario is compared with itself."
    assert counterfactual(scenario(event)) == "The same world, with the same chance, without these events."
    events = [event | {"name": name, "under_study": name != "d"} for name in "abcd"]
    several = Scenario.from_mapping({"name": "test", "events": events})
    assert counterfactual(several).endswith("and all other events, without a, b and c.")
