"""The small worlds in which the two models are compared; together they reach every rule and every event."""

from __future__ import annotations

import random
from collections.abc import Callable

from simulation.scenarios import Scenario
from simulation.world.parameters import PARAMETERS
from tests.world.worlds import RESTLESS, everything, small

TINY = {"neighbourhoods": 3, "organisations": 6, "enterprises": 2, "contractors": 3}


def two_councils() -> Scenario:
    """Two councils that look to each other: framework, programme with its end, PFI deal, emergency, random events."""
    return small(
        TINY | {"councils": 2, "pfi_policy": 1, "pfi_rate": 0.3, "government_age": 15, "government_loss": 0.15},
        years=3,
        councils=[
            {"name": "Hill", "cycle": "thirds", "party": "B", "tradition": 0.7, "deprivation": 0.6},
            {"name": "Dale", "cycle": "all_out_5", "party": "none", "population": 0.5},
        ],
        events=[
            {"name": "framework", "kind": "framework_adopted", "month": 2, "governance": 0.8, "legal_form": 1}
            | {"planning_support": 0.6, "joint_working": 0.7, "held": 1, "councils": ["Hill"]},
            {"name": "programme", "kind": "programme", "month": 4, "size": 0.5, "years": 1, "neighbourhoods": 2},
            {"name": "deal", "kind": "pfi_deal", "month": 8, "service": "libraries", "councils": ["Dale"]},
            {"name": "storm", "kind": "emergency", "month": 10, "need": 2, "over_months": 6, "volunteers": 1},
            {"name": "here", "kind": "programme", "month": 15, "size": 1, "years": 2, "neighbourhoods": [1]},
            {"name": "not there", "kind": "programme_ends", "month": 25, "councils": ["Dale"]},
            {"name": "training", "kind": "capacity_programme", "month": 12, "value": 0.6, "years": 1},
            {"name": "coup", "kind": "leadership_change", "month": 20, "councils": {"share": 0.6}, "commitment": 0.05}
            | {"lasts": 1},
            {"name": "going", "kind": "champion_leaves", "per_year": 2},
            {"name": "cut", "kind": "grant_change", "month": 14, "size": -0.3, "over_months": 6},
            {"name": "dropped", "kind": "framework_abandoned", "month": 24},
            {"name": "ward", "kind": "local_assemblies", "month": 6, "value": 0.8, "neighbourhoods": [1]},
            {"name": "poorest", "kind": "local_assemblies", "month": 18, "value": 0.5, "neighbourhoods": 1},
            {"name": "asked", "kind": "consultation", "month": 5, "value": 0.9, "heeded": 0.1},
            {"name": "heard", "kind": "consultation", "month": 22, "value": 0.7, "heeded": 0.9, "councils": ["Hill"]},
        ],
    )


def closing() -> Scenario:
    """Organisations close and none take their places; residents are refused, and plan by themselves."""
    return small(
        TINY
        | {"organisations": 4, "founding": 0, "closure_base": 0.2, "closure_strain": 6, "start_joint": 1}
        | {"planning_by_refusal": 2, "invitation_rate": 4, "plan_fade": 3, "review_rate": 0.5, "tradition_mean": 0.6}
        | {"abandon_reluctance": 0, "government_age": 12},
        years=3,
        burn_in_years=2,
    )


def converting() -> Scenario:
    """Community organisations deliver, grow rich and become enterprises; councils come and go as champions."""
    return small(
        TINY
        | {"organisations": 9, "enterprises": 0, "enterprise_threshold": 0.3, "enterprise_rate": 1, "closure_base": 0}
        | {"open_procurement": 1, "score_support": 4, "tradition_mean": 0.6, "leader_spread": 0.4, "leader_exit": 0.2}
        | {"adoption_rate": 3, "dismantling_rate": 4, "champion_above": 0.1, "hostility_below": 0.7, "lever_rate": 0.5}
        | {"legal_form": 1, "asset_threshold": 1, "review_rate": 0.5, "organisation_cost": 0.02}
        | {"community_price": 0.4, "score_price": 6, "handover_hurdle": 2, "professionalising": 0.05},
        years=3,
        burn_in_years=3,
    )


def selling() -> Scenario:
    """PFI deals, some of them bought out; contractors fail and enter; money is short."""
    return small(
        RESTLESS
        | TINY
        | {"pfi_policy": 1, "pfi_rate": 0.5, "pfi_least_capital": 0, "pfi_early_exit": 0.02, "market_mean": 0.9}
        | {"income_level": 0.6, "statutory_cut": 0.5, "underbidding": 0.5, "organisations": 9},
        years=3,
        burn_in_years=5,
    )


def imitating() -> Scenario:
    """A pilot in a region of champions, who have no success to show and take up what neighbours have; some drop it."""
    return small(
        TINY
        | {"councils": 5, "neighbourhoods": 2, "region_size": 5, "neighbouring_councils": 1, "adoption_rate": 0}
        | {"imitation_rate": 4, "diffusion": 1, "tradition_mean": 0.7, "leader_exit": 0.2}
        | {"portfolios": 0, "disowning": 0},
        years=5,
        events=[
            {"name": "pilot", "kind": "framework_adopted", "month": 0, "councils": [0], "legal_form": 1}
            | {"governance": 0.3, "planning_support": 1, "joint_working": 0.7},
        ],
    )


def voting() -> Scenario:
    """Councils of many kinds, with seats, control or nothing on record; seats change often, hung ones change hands."""
    return small(
        {"councils": 8, "neighbourhoods": 2, "organisations": 4, "enterprises": 1, "contractors": 2, "lean_spread": 0.2}
        | {"seat_changes": 0.04, "coalition_of_others": 0.6, "thirds_share": 0.6, "local_mood_noise": 0.6},
        years=6,
        start="1998-05",
        councils=[
            {"name": "Hill", "kind": "metropolitan", "seats": {"A": 20, "B": 31, "C": 10}},
            {"name": "Dale", "kind": "london", "seats": 33, "party": "A"},
            {"name": "Moor", "kind": "scotland_wales", "cycle": "all_out_4", "votes_in": 1999, "party": "none"},
            {"name": "Fen", "cycle": "thirds", "seats": 17, "party": "none"},
            {"name": "Isle", "kind": "district", "seats": {"local": 9}},
        ],
        events=[
            {"name": "recorded", "kind": "control", "month": 30, "party": "none", "councils": [5]},
            {"name": "coups", "kind": "leadership_change", "month": 20, "every_years": 1, "until_year": 5},
        ],
    )


def on_record() -> Scenario:
    """Councils with seats on record: from before the burn-in, up to it, years after the start; a leader who stays."""
    return small(
        TINY
        | {"lean_spread": 0.4, "leader_exit": 0.2, "government_loss": 0.15, "general_election_months": 36}
        | {"neighbourhoods": 2},
        years=3.5,
        start="2000-05",
        general_elections_from=2002,
        councils=[
            {"name": "Hill", "kind": "metropolitan", "deprivations": [0.2, 0.9]}
            | {"seats_in": {1995: {"A": 9}, 1997: {"A": 4, "B": 7}, 2000: {"B": 6, "C": 6}, 2002: {"local": 12}}},
            {"name": "Dale", "seats_in": {2001: {"A": 5, "B": 5, "C": 1}, 2002: {"A": 3, "B": 8}, 2003: {"C": 11}}},
            {"name": "Moor", "seats_in": {1999: {"A": 2, "B": 3, "C": 3, "local": 2}}},
        ],
        events=[
            {"name": "government", "kind": "government", "date": "2001-06", "party": "B"},
            {"name": "stays", "kind": "leadership_change", "date": "2001-11", "lasts": 1, "councils": ["Dale"]},
        ],
    )


def stating() -> Scenario:
    """Councils state organisations, contracts and PFI; others come and go by themselves."""
    return small(
        RESTLESS
        | TINY
        | {"neighbourhoods": 3, "organisations": 7, "contractor_entry": 0, "abandon_reluctance": 0}
        | {"pfi_policy": 1, "pfi_rate": 0.5, "pfi_least_capital": 0, "pfi_early_exit": 0.02, "pfi_indexation": 0.03}
        | {"start_joint": 1, "review_rate": 0.5, "invitation_rate": 4, "start_contracted": 0.1},
        years=3,
        burn_in_years=2,
        start="2008-09",
        councils=[
            {
                "name": "Hill",
                "neighbourhoods": ["Docks", "Mill", "Park"],
                "organisations": [
                    {"name": "Docks Together", "neighbourhood": "Docks", "services": ["libraries", "youth_work"]},
                    {"name": "Docks Works", "kind": "social_enterprise", "neighbourhood": 0, "since": "2008-01"},
                    {"name": "Mill Works", "kind": "social_enterprise", "neighbourhood": "Mill", "since": "2009-06"},
                    {"name": "Mill Friends", "neighbourhood": 1, "since": "2010-02", "services": ["day_care"]},
                    {"name": "Park Kitchen", "neighbourhood": "Park", "services": ["meals_at_home"]},
                ],
                "contracts": [
                    {"service": "employment_support", "provider": "contractor", "start": "2004-04", "end": "2009-03"},
                    {"service": "refuse_collection", "provider": "Docks Works", "start": "2007-04", "end": "2009-03"},
                    {"service": "refuse_collection", "provider": "contractor", "start": "2009-03", "end": "2011-05"},
                    {"service": "youth_work", "provider": "contractor", "start": "2009-12", "end": "2010-11"}
                    | {"neighbourhoods": ["Park", "Docks"]},
                    {"service": "youth_work", "provider": "Mill Works", "start": "2010-11", "end": "2015-01"},
                    {"service": "libraries", "provider": "Docks Together", "start": "2010-04", "end": "2011-02"}
                    | {"neighbourhoods": [0]},
                    {"service": "youth_work", "provider": "Docks Works", "start": "2008-10", "end": "2009-06"},
                    {"service": "meals_at_home", "provider": "Park Kitchen", "start": "2010-01", "end": "2011-08"}
                    | {"neighbourhoods": ["Park"]},
                ],
                "pfi": [
                    {"service": "schools_estate", "signed": "2003-11", "years": 20, "confidentiality": 0.2}
                    | {"charges": {"2004": 0.07, "2007": 0.09, "2010": 0.12}},
                    {"service": "roads", "signed": "2007-06", "years": 3, "neighbourhoods": ["Park", "Mill"]},
                    {"service": "roads", "signed": "2010-07", "years": 25, "charges": {"2011": 0.04}},
                ],
            },
            {
                "name": "Dale",
                "organisations": [
                    {"name": "one", "neighbourhood": 0, "since": "2011-03"},
                    {"name": "two", "kind": "social_enterprise", "neighbourhood": 2},
                ],
                "contracts": [
                    {"service": "libraries", "provider": "two", "start": "2010-08", "end": "2011-03"},
                    {"service": "libraries", "provider": "one", "start": "2011-03", "end": "2012-09"}
                    | {"neighbourhoods": [0]},
                ],
                "pfi": [
                    {"service": "schools_estate", "signed": "2005-01", "years": 4.5},
                    {"service": "schools_estate", "signed": "2009-07", "years": 30},
                    {"service": "refuse_collection", "signed": "2009-02", "years": 15, "neighbourhoods": [1]}
                    | {"charges": {"2009": 0.05, "2010": 0.06}},
                ],
            },
        ],
        events=[
            {"name": "deal", "kind": "pfi_deal", "date": "2008-02", "service": "schools_estate", "councils": ["Hill"]}
            | {"under_study": False},
            {"name": "again", "kind": "pfi_deal", "date": "2010-01", "service": "schools_estate", "councils": ["Dale"]},
            {"name": "broke", "kind": "contractor_fails", "month": 2, "every_years": 1 / 12, "until_year": 0.4},
        ],
    )


def lasting() -> Scenario:
    """Leaders and levers that stay as stated, against votes, chance, recorded control and dated events."""
    return small(
        TINY
        | {"councils": 3, "lean_spread": 1.2, "vote_sharpness": 3, "local_mood_noise": 0.6, "start_joint": 1}
        | {"tradition_mean": 0.3, "dismantling_rate": 4, "hostility_below": 0.9, "withdrawal_disowned": 1.5},
        years=4,
        councils=[{"name": "Voting", "cycle": "thirds"}, {"name": "Recorded"}, {"name": "Dated", "cycle": "thirds"}],
        events=[
            {"name": "first", "kind": "leadership_change", "month": 2, "commitment": 0.7, "lasts": 2.5},
            {"name": "record", "kind": "control", "month": 6, "party": "C", "councils": ["Recorded"]},
            {"name": "framework", "kind": "framework_adopted", "month": 3, "governance": 0.6, "joint_working": 0.4}
            | {"held": 3},
            {"name": "for good", "kind": "framework_adopted", "month": 5, "capacity_building": 0.9, "held": True},
            {"name": "swing", "kind": "national_swing", "month": 8, "party": "local", "size": 2},
            {"name": "next", "kind": "leadership_change", "month": 20, "councils": ["Dated"], "lasts": 0.25},
            {"name": "less", "kind": "framework_adopted", "month": 22, "governance": 0.2, "councils": ["Voting"]},
            {"name": "dropped", "kind": "framework_abandoned", "month": 26, "councils": ["Dated"]},
            {"name": "coups", "kind": "leadership_change", "per_year": 4},
            {"name": "once", "kind": "grant_change", "between": [0.5, 2.5], "size": -0.2, "councils": [0, "Dated"]},
            {"name": "exits", "kind": "champion_leaves", "per_year": 2, "lasts": 0.5},
            {"name": "more", "kind": "framework_adopted", "per_year": 3, "open_procurement": 1, "governance": 1}
            | {"held": 0.5},
            {"name": "crises", "kind": "framework_abandoned", "per_year": 2},
        ],
    )


def deciding() -> Scenario:
    """Policies come and go, staff found enterprises with money from outside, bad contracts end early, some copy all."""
    return small(
        TINY
        | {"councils": 4, "neighbourhoods": 2, "region_size": 2, "neighbouring_councils": 1, "far_councils": 2}
        | {"policy_rate": 0.3, "policy_pressure": 4, "hostility_below": 0.7, "spin_out_rate": 2, "reserved": 1}
        | {"dismissal_rate": 1, "dismissal_below": 0.95, "review_rate": 0.5, "copied_whole": 1, "imitation_rate": 4}
        | {"diffusion": 1, "champion_above": 0.1, "tradition_mean": 0.6, "capable_first": 0.35, "lot_size": 8}
        | {"handover_hurdle": 1, "abandon_reluctance": 1, "closure_base": 0.1, "leader_exit": 0.2},
        years=4,
        events=[
            {"name": "pilot", "kind": "framework_adopted", "month": 0, "councils": [0], "legal_form": 1}
            | {"governance": 0.5, "planning_support": 1, "capacity_building": 0.6, "open_procurement": 0.8},
            {"name": "mutuals", "kind": "capacity_programme", "month": 6, "value": 1, "years": 2},
            {
                "name": "there",
                "kind": "capacity_programme",
                "month": 20,
                "value": 0.5,
                "years": 1,
                "neighbourhoods": [1],
            },
            {"name": "open", "kind": "procurement_reform", "month": 24, "value": 0.5},
        ],
    )


def anything() -> Scenario:
    """Every uncertain parameter and every lever somewhere in its range, so that no default hides a difference."""
    chance = random.Random(1)
    drawn = {
        name: chance.uniform(parameter.low, parameter.high)
        for name, parameter in PARAMETERS.items()
        if not parameter.integer and name != "general_election_months"
    }
    sizes = TINY | {"councils": 4, "region_size": 3, "neighbouring_councils": 1, "neighbourhoods": 2}
    return small(drawn | sizes, years=1)


WORLDS: dict[str, Callable[[], Scenario]] = {
    "every kind of event": lambda: everything(settings=TINY, years=3),
    "two councils": two_councils,
    "closing": closing,
    "converting": converting,
    "selling": selling,
    "imitating": imitating,
    "voting": voting,
    "on record": on_record,
    "stating": stating,
    "lasting": lasting,
    "deciding": deciding,
    "anything": anything,
}
