"""The spread of futures is one thing wherever it is printed, stored or drawn; of few futures there is none."""

from __future__ import annotations

import csv
import io
from types import SimpleNamespace

import numpy as np
import pytest

from simulation.app.take_home import table
from simulation.figures.bands import Bands
from simulation.figures.spread import spread
from simulation.results import summarise, tabulate
from simulation.results.intervals import FEWEST_FUTURES, futures
from simulation.results.occupancy import bands
from simulation.world.worlds import CENTRAL
from tests.synthetic_ensemble import ensemble, scenario

COUNTS = [2, 5, FEWEST_FUTURES - 1, FEWEST_FUTURES, 20, 39, 60]


@pytest.mark.parametrize("count", [19, 20, 39, 100, 2000])
@pytest.mark.parametrize("share", [0.5, 0.9])
def test_so_large_a_share_lies_between(count: int, share: float) -> None:
    """The chance that one more future lies between two ranks is known whatever the distribution."""
    low, high = futures(np.arange(count, dtype=float), share)
    chance = (high - low) / (count + 1)
    assert abs(chance - share) <= 1 / (count + 1) + 1e-12


@pytest.mark.parametrize("count", COUNTS)
def test_one_rule_everywhere(count: int) -> None:
    made = ensemble(scenario(years=6), replicates=count)
    results = tabulate(made, summarise(made))
    months = results.months.to_pandas()
    row = months[(months.arm == "scenario") & (months.month == 70) & (months.measure == "trust")].iloc[0]
    column = list(dict.fromkeys(months.measure)).index("trust")
    values = made.measures[:, 0, :, column]
    low, high = futures(values[:, 70])
    stored = [row.q05, row.q25, row.q75, row.q95]
    if count < FEWEST_FUTURES:
        assert np.isnan([low, high, *stored]).all() and results.months["q25"].null_count == len(months)
        assert np.isnan(summarise(made).row("trust").future_low)
        low, high = values[:, 70].min(), values[:, 70].max()  # what a figure draws then, and says so
    else:
        assert stored == [low, *futures(values[:, 70], 0.5), high]
    assert (row.lowest, row.highest) == (values[:, 70].min(), values[:, 70].max())
    drawn, fan = spread(values), Bands(results)
    assert (drawn.low[70], drawn.high[70]) == (low, high)
    assert [fan("trust", 0, end)[70] for end in fan.ends] == [low, high]


@pytest.mark.parametrize("count", COUNTS)
def test_the_table_of_the_workshop(count: int) -> None:
    counts = np.random.default_rng(1).integers(0, 240, (count, 2, 3))
    view = SimpleNamespace(
        state=SimpleNamespace(scenario=SimpleNamespace(size=lambda name: 24), drawn_in=CENTRAL),
        futures=SimpleNamespace(of=lambda counted, service: counts, size=count),
    )
    row = next(csv.DictReader(io.StringIO(table.tidy(view))))
    ends = [row["p05"], row["p95"]]
    assert row["p50"] == str(int(bands(counts[:, 0])[2, 0])) and row["futures"] == str(count)
    if count < FEWEST_FUTURES:
        assert [*ends, row["p25"], row["p75"]] == [""] * 4
    else:
        assert ends == [str(int(end)) for end in futures(counts[:, 0, 0].astype(float))]
