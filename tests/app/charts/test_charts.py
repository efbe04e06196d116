"""The drawings are well-formed, say what they show, and stay within their paper whatever the numbers and names."""

from __future__ import annotations

import re
from dataclasses import replace
from types import SimpleNamespace
from xml.etree import ElementTree

import numpy as np
import pytest

from simulation.app import charts
from simulation.app.charts import svg
from simulation.app.charts.axes import Axes
from simulation.app.charts.fan import APART, _ends
from simulation.app.charts.style import DARK, LIGHT
from simulation.app.futures import comparison
from simulation.app.futures.scheduler import Scheduler
from simulation.app.futures.view import View
from simulation.app.story import names
from simulation.app.story.state import Workshop, first, opened
from simulation.results.occupancy import Count
from simulation.scenarios import Scenario
from simulation.world.matrix import CELLS

HOSTILE = '<script>alert("x")</script> & Söhne'


@pytest.fixture(scope="module")
def scheduler():
    return Scheduler(total=10, first=4, threads=2)


@pytest.fixture(scope="module")
def view(scheduler):
    short = first().scenario.model_copy(update={"years": 10, "burn_in_years": 1})
    state = Workshop(short).at(24).drop("leader").at(36).drop("pfi").at(90)
    return View(scheduler.get(state.played, 1), state)


def drawn(text: str) -> ElementTree.Element:
    root = ElementTree.fromstring(text)
    assert root.get("role") == "img" and root.get("aria-label")
    return root


def words(root: ElementTree.Element) -> list[str]:
    return [each.text or "" for each in root.iter() if each.tag.endswith("text")]


def test_the_fan_shows_what_the_view_holds(view):
    chart = charts.fan_chart(view)
    root = drawn(chart.svg)
    said = words(root)
    assert f"with {int(view.bands[2, -1])}" in said and f"without {int(view.without[-1])}" in said
    assert "Cold leader" in said and "PFI offered" in said
    kinds = [each.get("class") for each in root.iter()]
    assert kinds.count("thin") == 8 and kinds.count("median") == kinds.count("dashed") == 1
    assert kinds.count("leader") == len(view.leaders)
    assert chart.heads == ("time", "median", "all 10 futures", "without the events")
    assert kinds.count("band") == 1 and not kinds.count("half")  # ten futures have no nine in ten
    assert [row[0] for row in chart.rows] == [f"Year {year}" for year in range(1, 11)]
    assert int(chart.rows[-1][1]) == int(view.bands[2, -1])


def test_every_point_lies_on_the_paper(view):
    for month in (0, 1, 36, 120):
        root = drawn(charts.fan_chart(View(view.futures, view.state.at(month))).svg)
        _, _, width, height = (float(number) for number in root.get("viewBox").split())
        for each in root.iter():
            for pair in (each.get("points") or "").split():
                x, y = (float(number) for number in pair.split(","))
                assert 0 <= x <= width and 0 <= y <= height


def test_a_reveal_draws_no_future_ahead_of_time(view):
    hidden = charts.fan_chart(view, 0).svg
    assert 'class="median"' not in hidden and 'class="thin"' not in hidden and ">with " not in hidden
    assert 'class="dashed"' in hidden
    half = charts.fan_chart(view, 60).svg
    assert half.count('class="thin"') == 8 and ">with " not in half
    assert "Leader A" not in hidden and "£" not in hidden  # who leads and what is signed would tell
    assert "Leader A" in half


@pytest.mark.parametrize("numbers", [(200, 0, 0), (0, 200, 0), (66, 67, 67), (1, 0, 0), (0, 0, 3), (165, 20, 15)])
def test_there_is_one_dot_for_every_future_and_shapes_tell_them_apart(numbers):
    worse, same, better = numbers
    chart = charts.dots(Count(240, sum(numbers), 1, 0, 2, 3, worse, same, better))
    root = drawn(chart.svg)
    shapes = [(each.tag.rpartition("}")[2], each.get("class")) for each in root.iter()]
    assert [shapes.count(kind) for kind in (("circle", "worse"), ("circle", "same"), ("path", "better"))] == list(
        numbers
    )
    assert f"1 dot = 1 future: {worse} worse, {same} same, {better} better" in words(root)


def test_the_matrix_counts_every_arrangement_once(view):
    cells, locked, contractors = (each.sum(axis=0) for each in (view.cells, view.locked, view.contractors))
    chart = charts.matrix(cells, locked, contractors, "Title")
    assert sum(int(row[3]) for row in chart.rows) == 240 == cells.sum()
    assert (locked + contractors <= cells).all() and contractors.any()
    assert not contractors[3:].any(), "contractors deliver as professionals"
    assert f"contractors {contractors[0]}" in words(drawn(chart.svg))
    assert [row[0] for row in chart.rows] == [names.CELL_WORDS[cell] for cell in CELLS]
    drawn(chart.svg)


def test_the_matrix_says_who_plans_and_who_delivers_without_arrows_that_lead_from_one_to_the_other():
    said = words(drawn(charts.matrix(np.arange(9), np.zeros(9, int), np.zeros(9, int), "T").svg))
    assert said[:2] == ["Who plans:", "Who delivers:"] and not any(set(each) & set("→↓") for each in said)


def test_names_of_the_room_are_shown_and_harmless():
    cells = np.arange(9)
    chart = charts.matrix(cells, np.full(9, 2), np.ones(9, int), "T", dict.fromkeys(CELLS, HOSTILE))
    assert "<script" not in chart.svg and "<script" not in chart.table
    said = words(drawn(chart.svg))
    assert "£ 2" in said


def test_a_name_as_long_as_people_give_it_is_written_out_and_told_whole_where_it_is_not():
    name = "Neighbours who do it themselves"
    given = dict(first().named("co_delivery", f"  {name} and more").names)
    assert given == {"co_delivery": name}
    plain, contracted = (
        charts.matrix(np.ones(9, int), np.zeros(9, int), np.full(9, number), "T", given).svg for number in (0, 1)
    )
    assert name in " ".join(words(drawn(plain))) and f"<title>{name}: 1</title>" in plain
    assert f"<title>{name}: 1, of which contractors 1</title>" in contracted


@pytest.mark.parametrize("number", [2, 7, 24, 28, 40, 60])
def test_tiles_fit_however_many_there_are(number):
    cells = np.tile(np.eye(9, dtype=int)[4], (number, 1))
    chart = charts.tiles(cells, cells, [f"Place {n}" for n in range(number)], "Title")
    root = drawn(chart.svg)
    _, _, width, height = (float(each) for each in root.get("viewBox").split())
    boxes = [each for each in root.iter() if each.tag.endswith("rect")]
    assert all(float(each.get("x")) + float(each.get("width")) <= width for each in boxes)
    assert all(float(each.get("y")) + float(each.get("height")) <= height for each in boxes)
    assert len(chart.rows) == number and chart.svg.count("£") == number
    assert float(boxes[-1].get("width")) > 20


def test_a_chart_in_a_file_brings_its_colours(view):
    for dark in (False, True):
        text = svg.standalone(charts.fan_chart(view).svg, dark)
        root = ElementTree.fromstring(text)
        assert root.tag == "{http://www.w3.org/2000/svg}svg" and root.get("width") and "var(--" not in text
        assert (DARK if dark else LIGHT)["with"] in text


def test_contracts_and_offers_are_read_off_the_log_and_the_story(scheduler):
    story = opened("sheffield")
    state = story.open(Scenario.from_mapping(story.scenario.to_mapping() | {"burn_in_years": 1})).at(300)
    view = View(scheduler.get(state.played, 1), state)
    services = {names.service(int(contract.value)) for contract in view.contracts}
    assert {"road maintenance", "winter maintenance"} <= services
    assert view.offers and view.offers[0].start == 0
    assert "£ contract" in charts.fan_chart(view).svg and view.locked.sum() > 0
    assert names.neighbourhoods(state.scenario)[2] == "Burngreave"


def test_labels_at_the_end_of_lines_leave_the_years_alone():
    flat = np.zeros((5, 240))
    axes = Axes(240, 4)
    state = SimpleNamespace(without=True)
    ends = _ends(axes, SimpleNamespace(bands=flat, without=flat[0], state=state), True)
    heights = [float(re.search(r' y="([\d.]+)"', end)[1]) for end in ends]
    assert heights[1] - heights[0] == pytest.approx(APART, abs=0.1)
    assert max(heights) <= axes.y(0) + 4


def test_no_future_that_is_drawn_is_cut_at_the_top(view):
    assert view.ceiling >= max(view.thin.max(), view.bands.max(), view.without.max())


def test_a_former_view_speaks_of_its_own_events(scheduler):
    town = Workshop(first().scenario.model_copy(update={"years": 5, "burn_in_years": 1})).at(24)
    futures = scheduler.get(town.played, 1)
    assert "Nothing has happened" in View(futures, town.drop("leader").at(48)).sentence


@pytest.mark.parametrize("futures", [4, 18, 19, 20, 200])
def test_fan_table_sentence_and_comparison_give_one_spread(view, futures):
    rng = np.random.default_rng(futures)
    counts = rng.integers(0, 5, (futures, *view.futures.counts.shape[1:])).astype(np.uint8)
    many = replace(view.futures, counts=counts, numbers=np.arange(futures), made={})
    seen = View(many, view.state.at(many.months))
    low, high = seen.bands[0, -1], seen.bands[4, -1]
    assert (seen.count.low, seen.count.high) == (low, high)
    said = comparison.line(many, None, seen.state)
    assert f"{int(low)}–{int(high)})" in said.end
    chart = charts.fan_chart(seen)
    assert chart.rows[-1][2] == f"{int(low)}–{int(high)}"
    few = futures < 19
    assert ("9 in 10" in chart.heads[2]) is not few and ('class="half"' in chart.svg) is not few
    assert (said.worst == "too few futures") is few
