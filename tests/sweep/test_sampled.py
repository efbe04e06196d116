"""What was sampled is said with its unit and its ends, of old sweeps as far as it is known."""

from __future__ import annotations

import numpy as np
import pytest

from simulation.report.sweep_origin import origin
from simulation.report.sweep_page import VARIED, _varied
from simulation.sweep.design import parse, plan
from simulation.sweep.run import _manifest, _points_table
from simulation.sweep.store import Sampled, Stored, remarks, sampled
from simulation.world.errors import DesignError

DESIGN = """
scenarios = ["leadership-change"]
sampler = "full_factorial"
policies = [{name = "none"}, {name = "both", governance = 0.8}]
[levers]
open_procurement = [0, 0.8]
[uncertainties]
leader_exit = {low = 0.1, steps = 2}
"hostile-leadership.lasts" = [4]
"""


def stored_of(folder, text, **without) -> Stored:
    made = plan(parse(text))
    stored = Stored(folder, {**made.resolved(), **_manifest(made, ""), **without})
    stored.__dict__["points"] = _points_table(made)
    return stored


def test_everything_that_was_varied_has_its_ends_and_unit(tmp_path):
    governance, procurement, exits, lasts = sampled(stored_of(tmp_path, DESIGN))
    assert governance == Sampled("governance", 0.8, 0.8, 0.8, 0.8, "0..1", (), (0, 1), False)
    assert procurement == Sampled("open_procurement", 0, 0.8, 0, 0.8, "0..1", (0, 0.8), (0, 1), True)
    assert exits == Sampled("leader_exit", 0.1, 0.2, 0.1, 0.2, "per year", (), (0.05, 0.2), True)  # resolved
    assert (lasts.unit, lasts.values, lasts.declared) == ("years", (4,), (0, 60))
    rows = [dict(zip(VARIED, _varied(each), strict=True)) for each in (governance, procurement, exits)]
    assert [row["values"] for row in rows] == ["0.8, by policies", "0, 0.8", "0.1 to 0.2"]
    assert rows[2]["declared"] == "0.05 to 0.2"


def test_of_an_old_sweep_the_points_say_it(tmp_path):
    (_, _, exits, _) = sampled(stored_of(tmp_path, DESIGN, varied={}, ranges={}))
    assert exits == Sampled("leader_exit", 0.1, 0.2, 0.1, 0.2, "", (), None, True)


FAR = """
scenarios = ["leadership-change"]
sampler = "full_factorial"
{allowed}
[settings]
withdrawal_support = {settled}
[uncertainties]
leader_exit = {{low = 0.1, high = {high}, steps = 2}}
"""


def test_values_outside_declared_ranges_are_named_wherever_results_are_read(tmp_path):
    text = FAR.format(allowed="allow_outside = true", settled=12, high=0.3)
    stored = stored_of(tmp_path, text, model_version="0" * 16)
    assert stored.manifest["outside"] == {"withdrawal_support": [12, 12], "leader_exit": [0.1, 0.3]}
    (exits,) = sampled(stored)
    assert exits.outside and _varied(exits)[-1] == "0.05 to 0.2 (exceeded)"
    stored.__dict__["failures"] = stored.points.slice(0, 0)
    stored.__dict__["world"] = np.zeros(stored.replicates, np.int64)
    (said, *_), line = remarks(stored), origin(stored)
    assert said.startswith(
        "Outside the declared range, where the model is not meant to work: withdrawal_support = 12 (dec"
    )
    assert "leader_exit = 0.1 to 0.3 (declared 0.05 to 0.2 per year)" in said
    assert "outside declared ranges: withdrawal_support, leader_exit" in line
    assert plan(parse(text)).scenario(plan(parse(text)).point(1)).settings["leader_exit"] == 0.3
    assert "outside" not in stored_of(tmp_path, FAR.format(allowed="", settled=2, high=0.2)).manifest


@pytest.mark.parametrize(
    ("allowed", "settled", "high", "said"),
    [
        (
            "",
            2,
            0.3,
            "leader_exit = 0.3 is out of range: it must be a number from 0.05 to 0.2; with allow_outside = true",
        ),
        ("", 12, 0.2, "withdrawal_support = 12 is out of range"),
        ("allow_outside = true", 2, 0.5, "leader_exit = 0.5 is out of range: it must be a number from 0.005 to 0.35"),
    ],
)
def test_they_are_refused_unless_the_design_allows_them(allowed, settled, high, said):
    with pytest.raises(DesignError) as error:
        plan(parse(FAR.format(allowed=allowed, settled=settled, high=high)))
    assert said in str(error.value)
