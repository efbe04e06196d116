"""The two arms of every run: the scenario, and its counterfactual, the same world without the events under study."""

from __future__ import annotations

from typing import Literal, get_args

Arm = Literal["scenario", "counterfactual"]
ARMS: tuple[Arm, ...] = get_args(Arm)
SCENARIO, COUNTERFACTUAL = range(len(ARMS))

# What tables of results show side by side: both arms, and the effect of the events under study.
ArmOrDifference = Literal["scenario", "counterfactual", "difference"]
ARMS_AND_DIFFERENCE: tuple[ArmOrDifference, ...] = get_args(ArmOrDifference)
