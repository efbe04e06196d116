"""What was sampled is said with its unit and its ends, of old sweeps as far as it is known."""

from __future__ import annotations

from simulation.report.sweep_page import VARIED, _varied
from simulation.sweep.design import parse, plan
from simulation.sweep.run import _manifest, _points_table
from simulation.sweep.store import Sampled, Stored, sampled

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
