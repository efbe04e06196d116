"""Lines of one run: their names keep apart and on the paper, and the table says what is drawn."""

from __future__ import annotations

from xml.etree import ElementTree

import numpy as np
import pytest

from simulation.app import charts


@pytest.mark.parametrize("values", [(), (0.2,), (0.2, 0.21, 0.22), tuple(np.linspace(0.1, 2.3, 240))])
def test_lines_of_a_run_have_names_that_do_not_cover_each_other(values):
    series = {"one": values, "another": tuple(0.99 * value for value in values), "<b>&</b>": values}
    chart = charts.lines("A run & its measures", series, 240)
    root = ElementTree.fromstring(chart.svg)
    assert root.get("role") == "img" and root.get("aria-label")
    assert sum(each.tag.endswith("polyline") for each in root.iter()) == (3 if values else 0)
    names_at = [
        float(each.get("y")) for each in root.iter() if (each.get("class") or "").startswith("line-") and each.text
    ]
    assert all(abs(a - b) >= 15 for a in names_at for b in names_at if a is not b)
    assert all(15 <= y <= 300 for y in names_at)
    assert len(chart.rows) == (20 if len(values) == 240 else min(len(values), 1))
    if values:
        assert chart.rows[-1][1] == f"{values[-1]:.3f}"
