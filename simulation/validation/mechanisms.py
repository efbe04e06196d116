"""How each mechanism is switched off by settings, without touching a rule: for ablations and for the documentation."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from simulation.validation.nulls import EQUAL_HAZARD, TURNOVER_WITHOUT_EFFECT
from simulation.world.parameters import PARAMETERS


@dataclass(frozen=True)
class Switch:
    """A mechanism and the settings that switch it off."""

    name: str
    meaning: str
    settings: Mapping[str, float]


# Contested mechanisms have a switch of their own among the parameters.
CONTESTED = tuple(
    Switch(name.replace("_", " "), parameter.meaning, {name: 0})
    for name, parameter in PARAMETERS.items()
    if parameter.role == "switch"
)
SWITCHES = (
    *CONTESTED,
    Switch("leaders", "a leader's commitment matters", TURNOVER_WITHOUT_EFFECT),
    Switch("support", "low support raises the hazard of being ended", {"withdrawal_support": 0}),
    Switch("selective hazard", "arrangements differ in the hazard of being ended", EQUAL_HAZARD),
    Switch("invitations", "leaders invite residents to plan", {"planning_by_invitation": 0}),
    Switch("complaints", "complaints are heard as a wish to plan together", {"planning_by_complaints": 0}),
    Switch("initiative", "residents ask for a seat at the table", {"planning_by_initiative": 0}),
    Switch("refusal", "residents who are refused plan for themselves", {"planning_by_refusal": 0}),
    Switch("gravity", "grave complaints weigh more than small ones", {"complaint_gravity": 0}),
    Switch("rival plans", "neighbourhoods compete for money with their plans", {"planned_claim": 0}),
    Switch("fatigue", "meetings tire, and people who are tired give up", {"fatigue_growth": 0, "planning_tedium": 0}),
    Switch(
        "broken ties",
        "a change of leader breaks ties",
        {"joint_working": 1, "joint_working_effect": 1, "lever_cost": 0},
    ),
    Switch("embedding", "arrangements become institutions", {"embeddedness_growth": 0}),
    Switch(
        "officer culture", "officers learn from leaders and from success", {"culture_reward": 0, "culture_success": 0}
    ),
    Switch(
        "pressure", "money decides what is ended and what is bought", {"withdrawal_pressure": 0, "score_pressure": 0}
    ),
    Switch("procurement barrier", "small providers are kept out", {"procurement_barrier": 0}),
    Switch("stance", "leaders' taste for the market counts in awards", {"score_stance": 0}),
    Switch("spread of distrust", "what is ended here is heard of elsewhere", {"distrust_spread": 0}),
    Switch("asymmetric trust", "trust is lost faster than it is gained", {"trust_asymmetry": 1}),
    Switch("synergy", "delivering together is worth more than its parts", {"synergy": 0, "planning_gain": 0}),
    Switch("civic growth", "working together builds civic capacity", {"civic_growth": 0}),
    Switch("root erosion", "professionalising costs roots", {"root_erosion": 0}),
    Switch("burn-out", "overwork costs volunteers", {"burnout": 0}),
    Switch("self-help", "services are left to residents", {"abandon_reluctance": 9}),
    Switch("diffusion", "success and frameworks next door are seen", {"diffusion": 0}),
    Switch("imitation", "councils take up what their neighbours have", {"imitation_rate": 0}),
    Switch(
        "adoption",
        "councils take up and drop a framework by themselves",
        {"adoption_rate": 0, "imitation_rate": 0, "dismantling_rate": 0},
    ),
    Switch("PFI", "PFI contracts reach financial close", {"pfi_rate": 0}),
    Switch("failing contractors", "contractors fail", {"contractor_failure": 0}),
    Switch("voters punish", "bad service costs votes", {"bad_service_penalty": 0}),
    Switch(
        "national tides", "parties rise and fall together everywhere", {"national_mood_noise": 0, "governing_cost": 0}
    ),
)
