"""What is said of accepted sets, on sets of which it is known."""

import numpy as np
import pyarrow as pa
from scipy import stats

from simulation.calibration.describing import describe
from simulation.calibration.figures import FIGURES, OF_PATTERNS, halved
from simulation.calibration.unknowns import Unknowns

UNKNOWNS = Unknowns(
    ("fatigue_growth", "leader_spread", "founding", "portfolios", "portfolio_spread", "pfi_rate", "lean_spread")
)
POINTS = stats.uniform.rvs(size=(200, len(UNKNOWNS)), random_state=1)
FIGURE = FIGURES[0]


def table(points=POINTS, **more):
    columns = dict(zip(UNKNOWNS.names, UNKNOWNS.values(points).T, strict=True))
    return pa.table({**columns, **more})


def test_draws_from_the_prior_are_neither_narrowed_nor_do_they_go_together():
    found = describe(table())
    assert found.sets == 200
    assert min(each.p for each in found.marginals) > 0.05
    assert not found.pairs


def test_what_is_narrowed_and_what_goes_together_is_found():
    points = POINTS.copy()
    growth, spread = UNKNOWNS.names.index("fatigue_growth"), UNKNOWNS.names.index("leader_spread")
    switch = UNKNOWNS.names.index("portfolios")
    points[:, growth] *= 0.5
    points[:, spread] = 0.8 * points[:, growth] + 0.2 * points[:, spread]
    points[:, switch] = np.where(np.arange(200) < 180, 0.75, 0.25)
    found = describe(table(points))
    narrowed = {each.name for each in found.marginals if each.p < 0.05}
    assert {"fatigue_growth", "portfolios"} <= narrowed
    (pair,) = found.pairs
    assert {pair.first, pair.second} == {"fatigue_growth", "leader_spread"}
    assert pair.correlation > 0.8
    (share,) = next(each.spread for each in found.marginals if each.name == "portfolios")
    assert share == 0.9


def test_a_number_of_a_mechanism_is_described_by_the_sets_with_it():
    """Narrowed, and together with another, where it is on alone: over all sets neither would be what it is."""
    points, on = POINTS.copy(), np.arange(200) % 2 == 0
    switch, spread, growth = map(UNKNOWNS.names.index, ("portfolios", "portfolio_spread", "fatigue_growth"))
    points[:, switch] = np.where(on, 0.75, 0.25)
    points[on, spread] = 0.4 * points[on, growth] + 0.1 * points[on, spread]
    points[~on, spread] = 0.5 + 0.5 * points[~on, spread]
    found = describe(table(points))
    (described,) = (each for each in found.marginals if each.name == "portfolio_spread")
    assert (described.where, described.sets) == ("portfolios", 100)
    np.testing.assert_allclose(described.spread[-1], np.quantile(UNKNOWNS.values(points)[on, spread], 0.95), rtol=0.05)
    (pair,) = found.pairs
    assert {pair.first, pair.second} == {"fatigue_growth", "portfolio_spread"}
    assert pair.correlation > 0.9 and pair.where == ("portfolios",)


def test_numbers_of_a_mechanism_that_hardly_any_set_has_are_named():
    points = POINTS.copy()
    points[:, UNKNOWNS.names.index("portfolios")] = np.where(np.arange(200) < 9, 0.75, 0.25)
    found = describe(table(points))
    assert found.left_out == ("portfolio_spread",)
    assert "portfolio_spread" not in {each.name for each in found.marginals}


def test_a_figure_binds_where_sets_crowd_at_an_end_of_its_range():
    at_the_end = np.where(np.arange(200) < 150, FIGURE.low, (FIGURE.low + FIGURE.high) / 2)
    (figure,) = describe(table(**{f"figure {FIGURE.name}": at_the_end, "pattern P3": np.arange(200) % 4 == 0})).figures
    assert figure.near_low == 0.75
    assert figure.near_high == 0.0


def test_patterns_are_told_by_the_share_of_sets_that_show_them():
    shows = np.where(np.arange(200) % 4 == 0, 1.0, 0.0)
    assert describe(table(**{"pattern P3": shows})).patterns == {"P3": 0.25}


def test_half_the_tolerance_lies_within_the_whole_and_is_half_as_wide():
    low, high = halved(FIGURES)
    whole = np.array([(figure.low, figure.high) for figure in FIGURES])
    assert (low >= whole[:, 0]).all()
    assert (high <= whole[:, 1]).all()
    shrunk = (high - low) < 0.999 * (whole[:, 1] - whole[:, 0])
    np.testing.assert_allclose((high - low)[shrunk], (whole[:, 1] - whole[:, 0])[shrunk] / 2)
    assert shrunk.sum() > 25


def test_patterns_are_no_figures_of_the_record():
    assert not {figure.name for figure in OF_PATTERNS} & {figure.name for figure in FIGURES}
    assert {figure.name.partition(".")[0] for figure in OF_PATTERNS} == {f"P{number}" for number in range(3, 14)}
