"""Null models: a mechanism is taken away by settings, and the model must then fail what it is there for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Null:
    """A null model.

    Attributes
    ----------
    name, meaning : what is taken away.
    settings : values of parameters that take it away; the rules are the same.
    fails : checks that it must not pass.
    """

    name: str
    meaning: str
    settings: Mapping[str, float]
    fails: tuple[str, ...]


# A leader's commitment and a change of leader have no effect on what is planned or delivered together.
TURNOVER_WITHOUT_EFFECT = {
    "withdrawal_support": 0,  # support does not protect,
    "score_support": 0,  # does not count in awards,
    "score_stance": 0,  # nor does a taste for the market;
    "planning_by_invitation": 0,  # leaders do not invite;
    "assemblies": 1,  # assemblies give everybody the seat that a leader might have refused
    "assemblies_effect": 1,
    "assemblies_cost": 0,
    "joint_working": 1,  # a change of leader breaks no ties
    "joint_working_effect": 1,
    "lever_cost": 0,
    "grant_stance": 0,  # grants do not follow the leader,
    "policy_first": 0,  # services need no policy that a leader takes,
    "spin_out_rate": 0,
    "disowning": 0,  # nobody ends a thing because another party began it
    "culture_reward": 0,  # officers do not follow leaders
    "relationship_growth": 0,  # relationships and institutions do not depend on support
    "embeddedness_growth": 0,
    "embeddedness_fading": 0,
    "trust_needed": 0.05,  # organisations work with the council whether they trust it or not
    "adoption_rate": 0,  # leaders neither take up parts of a framework nor dismantle it
    "imitation_rate": 0,
    "dismantling_rate": 0,
}

# Every co-produced arrangement has the same hazard of being ended.
EQUAL_HAZARD = {
    "withdrawal_support": 0,
    "withdrawal_relationship": 0,
    "withdrawal_pressure": 0,
    "withdrawal_quality": 0,
    "withdrawal_voice": 0,
    "withdrawal_embeddedness": 0,
    "withdrawal_contract": 0,
    "withdrawal_disowned": 0,
    "withdrawal_own": 0,
}

NULLS = (
    Null(
        "turnover without effect",
        "who leads the council makes no difference to co-production",
        TURNOVER_WITHOUT_EFFECT,
        ("P3", "P4", "P11"),
    ),
    Null(
        "equal hazard",
        "all co-produced arrangements have the same hazard of being ended, whatever they are like",
        EQUAL_HAZARD,
        ("P3", "P4"),
    ),
)
