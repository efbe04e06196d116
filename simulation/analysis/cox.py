"""Proportional hazards of co-produced spells, robust to the dependence of spells within a replicate."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import stats

from simulation.results.bootstrap import LEVEL
from simulation.results.survival import Lifetimes
from simulation.world.errors import AnalysisError

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Hazard:
    """Hazard ratios of the covariates: above 1, spells end sooner.

    Attributes
    ----------
    names : the covariates.
    ratio, low, high : hazard ratio and its 90 % interval from cluster-robust standard errors.
    p : two-sided, from the same.
    standard_error : of the logarithm of the ratio.
    """

    names: tuple[str, ...]
    ratio: Floats
    low: Floats
    high: Floats
    p: Floats
    standard_error: Floats


def cox(lifetimes: Lifetimes, covariates: ArrayLike, names: tuple[str, ...], strata: ArrayLike | None = None) -> Hazard:
    """Cox regression with delayed entry (Efron's handling of ties), clustered by replicate (Lin & Wei 1989).

    Parameters
    ----------
    lifetimes : the spells, from `simulation.results.survival`; ``replicate`` names the cluster of each.
    covariates : ``[spell, covariate]``.
    strata : groups with baseline hazards of their own, for example services.

    A spell that ends in the month in which it is first seen counts half a month, since an age of 0 is at no risk.
    """
    from statsmodels.duration.hazard_regression import PHReg

    exog = np.asarray(covariates, float).reshape(len(lifetimes.time), -1)
    if not lifetimes.ended.any():
        raise AnalysisError("no spell ended, so there is no hazard to compare")
    if (np.ptp(exog, axis=0) == 0).any():
        raise AnalysisError("a covariate is the same for all spells")
    time = np.maximum(lifetimes.time.astype(float), lifetimes.entry + 0.5)
    options: dict[str, Any] = {} if strata is None else {"strata": np.asarray(strata)}
    model = PHReg(
        time, exog, status=lifetimes.ended.astype(int), entry=lifetimes.entry.astype(float), ties="efron", **options
    )
    fitted = model.fit(groups=lifetimes.replicate)
    log_ratio, error = np.asarray(fitted.params), np.asarray(fitted.bse)
    reach = stats.norm.ppf((1 + LEVEL) / 2) * error
    p = 2 * stats.norm.sf(np.abs(log_ratio / error))
    return Hazard(names, np.exp(log_ratio), np.exp(log_ratio - reach), np.exp(log_ratio + reach), p, error)
