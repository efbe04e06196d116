"""Cox regression against published coefficients, and clusters that know how much they are worth."""

from __future__ import annotations

import numpy as np
import pytest

from simulation.analysis import cox
from simulation.results.survival import Lifetimes
from simulation.world.errors import AnalysisError
from tests.test_survival import PLACEBO, TREATED, remissions

TRIAL = [remissions(TREATED), remissions(PLACEBO)]


def together(copies: int = 1) -> tuple[Lifetimes, np.ndarray]:
    """The trial of Freireich et al. as one table, every child ``copies`` times in a cluster of its own."""
    columns = [np.concatenate([getattr(arm, name) for arm in TRIAL]) for name in ("entry", "time", "ended")]
    replicate = np.arange(len(columns[0]))
    placebo = np.repeat([0.0, 1.0], [len(TRIAL[0].time), len(TRIAL[1].time)])
    repeated = [np.repeat(column, copies) for column in (replicate, *columns)]
    return Lifetimes(*repeated), np.repeat(placebo, copies)


def test_freireich():
    """Efron's estimate, 1.572: Kalbfleisch & Prentice (2002); Therneau & Grambsch (2000), and R's coxph."""
    spells, placebo = together()
    found = cox(spells, placebo, ("placebo",))
    assert np.log(found.ratio[0]) == pytest.approx(1.5721, abs=2e-4)
    assert found.standard_error[0] == pytest.approx(0.41, abs=0.05)  # model-based: 0.4124
    assert found.p[0] < 0.001 and found.low[0] > 1


def test_copies_of_a_spell_within_a_replicate_are_no_evidence():
    one, many = (cox(*together(copies), ("placebo",)) for copies in (1, 4))
    assert many.standard_error[0] == pytest.approx(one.standard_error[0], rel=0.1)


def test_late_entry_is_at_risk_only_from_there():
    """Left truncation: who was never seen ill cannot make the others look healthy."""
    spells, placebo = together()
    late = Lifetimes(spells.replicate, np.minimum(spells.entry + 3, spells.time), spells.time, spells.ended)
    assert cox(late, placebo, ("placebo",)).ratio[0] != cox(spells, placebo, ("placebo",)).ratio[0]


def test_strata_have_hazards_of_their_own():
    spells, placebo = together()
    strata = np.arange(len(placebo)) % 2
    assert cox(spells, placebo, ("placebo",), strata).ratio[0] > 1


def test_nothing_to_compare():
    spells, placebo = together()
    with pytest.raises(AnalysisError, match="no spell ended"):
        cox(Lifetimes(spells.replicate, spells.entry, spells.time, spells.ended & False), placebo, ("placebo",))
    with pytest.raises(AnalysisError, match="the same for all"):
        cox(spells, placebo * 0, ("placebo",))
