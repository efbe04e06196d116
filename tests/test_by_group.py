"""Results by group: each group goes through the very estimates, tables and figures of the whole."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pytest

from simulation.ensemble import run
from simulation.figures import between_groups, by_group, effects, fan_chart, figures_of, survival_curves
from simulation.report.run_page import run_page
from simulation.results import Results, Row, read, save, summarise, tabulate
from simulation.results.between import between, is_shown, sentences
from simulation.results.by_group import TABLES, names_of, part_of, summarise_part
from simulation.results.folder import inspect
from simulation.results.intervals import mean_interval
from simulation.results.over_worlds import HIDDEN
from simulation.results.over_worlds import over_worlds as worlds_of
from simulation.results.summary_table import group_tables
from simulation.world.errors import ResultError
from simulation.world.groups import BY, LACKING
from simulation.world.worlds import CENTRAL, Worlds
from tests.test_figures import texts
from tests.world.worlds import small

CUT = [{"name": "cut", "kind": "grant_change", "year": 1, "size": -0.4, "under_study": True}]
TOWNS = [{"name": "Redtown", "tradition": 0.9}, {"name": "Blueham", "tradition": 0.1}]


@pytest.fixture(scope="module")
def made():
    return run(small(councils=TOWNS, events=CUT), 20, months=30, by=BY, worlds=CENTRAL)


@pytest.fixture(scope="module")
def results(made):
    return tabulate(made, summarise(made))


@pytest.fixture(scope="module")
def over_worlds():
    worlds = Worlds("twenty", ("fatigue_growth",), np.linspace(0.01, 0.1, 20)[:, None])
    made = run(small(councils=TOWNS, events=CUT), 40, months=30, by=["council", "fifth"], worlds=worlds)
    return tabulate(made, summarise(made))


@pytest.mark.parametrize("worlds", [CENTRAL, Worlds("three", ("fatigue_growth",), np.linspace(0.01, 0.1, 20)[:, None])])
def test_of_a_single_council_everything_is_estimated_as_of_the_whole(worlds):
    alone = run(small(events=CUT), 40, months=18, worlds=worlds, by=["council"])
    whole, [group] = summarise(alone), alone.groups
    assert list(map(str, summarise_part(alone, group).rows)) == list(map(str, whole.rows))  # nan is the same as nan
    of_group = part_of(tabulate(alone, whole), group.name)
    for table in ("runs", "months"):
        assert getattr(of_group, table).equals(getattr(tabulate(alone, whole), table))


def test_each_spell_is_one_of_each_kind_of_group(made, results):
    for kind in BY:
        parts = [len(part_of(results, name, by).spells) for by, name in names_of(results) if by == kind]
        assert sum(parts) == len(made.spells) and len(parts) > 1


def test_groups_have_the_rows_of_what_they_have(made, results):
    for by, name in names_of(results):
        of_group = part_of(results, name, by)
        assert not {row.measure for row in of_group.summary.rows} & set(LACKING[by])
        assert not set(of_group.months["measure"].to_pylist()) & set(LACKING[by])
        assert not any(np.isnan(row.estimate) for row in of_group.summary.rows if row.period == "final_year")


def test_what_differs_between_councils_is_seen(results):
    levels = [part_of(results, name).summary.row("coproduction", "scenario") for name in ("Redtown", "Blueham")]
    assert levels[0].low > levels[1].high


def test_results_by_group_come_back_from_their_folder(results, tmp_path):
    save(results, tmp_path / "run")
    back = read(tmp_path / "run")
    assert list(back.by_group) == list(TABLES)
    assert all(table.equals(back.by_group[name]) for name, table in results.by_group.items())
    assert {each.file for each in inspect(tmp_path / "run").files} >= {f"{name}.parquet" for name in TABLES}
    assert back.manifest["by"] == list(BY)
    for draw in (fan_chart, effects, survival_curves):
        assert "council Redtown" in draw(part_of(back, "Redtown")).texts[0].get_text()


def test_one_figure_has_a_panel_for_each_council_on_one_scale(results):
    figure = figures_of(results)["by_council"](results)
    headings = [axes.texts[0].get_text() for axes in figure.axes]
    assert [heading.partition(":")[0] for heading in headings] == ["Redtown", "Blueham"]
    assert "percentage points [" in headings[0]
    assert len({axes.get_ylim() for axes in figure.axes}) == 1
    assert by_group(results, "fifth", "satisfaction").axes


def of_councils(results: Results, names: Sequence[str]) -> Results:
    """Results with councils of these names, of which each has more than the one before it."""

    def copied(table: pa.Table, number: int) -> pa.Table:
        one = table.filter(pc.equal(table["group"], "Redtown"))
        at = one.column_names.index("group")
        one = one.set_column(at, "group", pa.array([names[number]] * len(one), one["group"].type))
        if "mean" not in one.column_names:
            return one
        return one.set_column(one.column_names.index("mean"), "mean", pc.add(one["mean"], number / 100))

    made = {
        key: pa.concat_tables([copied(table, number) for number in range(len(names))])
        for key, table in results.by_group.items()
    }
    return replace(results, by_group=made)


@pytest.mark.parametrize("number", [13, 400])
def test_many_councils_are_rows_of_colour_from_the_most_to_the_least(results, number):
    names = [f"Council_{place}" for place in range(number)]
    figure = by_group(of_councils(results, names))
    left, _, right, _ = figure.axes
    labels = [label.get_text() for label in left.get_yticklabels()]
    assert labels[0] == f"Council {number - 1}" and labels[-1] == "Council 0" and len(labels) <= number
    assert len(labels) == number or len(labels) < 20
    shown = left.collections[0].get_array()
    assert shown.shape == (number, results.summary.months) and (np.diff(shown[:, -1]) < 0).all()
    assert np.allclose(
        right.collections[0].get_array(), right.collections[0].get_array()[0]
    )  # the same difference in all
    for text, box in texts(figure):
        assert box.x0 >= 0 and box.x1 <= figure.bbox.width, text.get_text()


def test_the_tables_on_the_screen_have_a_row_for_each_group_and_measure(results):
    council, service, fifth = group_tables(results)
    assert council.row_count == 6 * 2 and service.row_count == 5 * 10 and fifth.row_count == 6 * 4
    page = run_page(results)
    assert (
        all(f"<h2>By {word}" in page for word in ("council", "service", "fifth of the neighbourhoods"))
        and "Redtown" in page
    )


def paired(results: Results, column: str) -> np.ndarray:
    """What Blueham has in each future, less what Redtown has, ``[replicate, arm]``."""
    one, other = (part_of(results, name).runs[column].to_numpy().reshape(-1, 2) for name in ("Blueham", "Redtown"))
    return one - other


def main_row(results: Results) -> Row:
    """How far Blueham differs from Redtown in what the events did to any co-production."""
    wanted = ("coproduction", "difference", "after_event")
    return next(row for row in between(results, "Blueham", "Redtown") if (row.measure, row.arm, row.period) == wanted)


@pytest.mark.parametrize("in_worlds", [False, True])
def test_groups_are_compared_in_the_same_futures(results, over_worlds, in_worlds):
    of = over_worlds if in_worlds else results
    rows = {(row.measure, row.arm, row.period): row for row in between(of, "Blueham", "Redtown")}
    for arm, at in (("scenario", 0), ("counterfactual", 1)):
        values = paired(of, "coproduction_final_year")[:, at]
        assert rows["coproduction", arm, "final_year"].estimate == pytest.approx(values.mean())
    effects = paired(of, "quality_after_event") @ [1, -1]
    row = rows["quality", "difference", "after_event"]
    band = worlds_of(effects, of.worlds)
    ends = (band.low, band.high) if in_worlds else (end[0] for end in mean_interval(effects[:, None])[1:])
    assert (row.estimate, row.low, row.high) == pytest.approx((effects.mean(), *ends))
    assert np.isnan(row.sign_share) != in_worlds
    level = rows["coproduction", "scenario", "final_year"]
    assert level.high < 0  # below every bound that a level has
    assert all(row.measure not in LACKING["fifth"] for row in between(of, "second", "most deprived"))


def test_whether_a_difference_is_shown_stands_in_a_sentence(results, over_worlds):
    row = main_row(results)
    first = next(sentences(results))
    assert first.startswith("What the events do to any co-production in Blueham, less what they do in Redtown: ")
    assert ("No difference is shown" in first) != is_shown(row)
    [same] = sentences(of_councils(results, ["here", "there"]))
    assert same.endswith(
        " in here: 0.0 percentage points. No difference is shown (no interval: the same in all replicates)."
    )
    of_band = next(sentences(over_worlds))
    assert of_band.count("[") == 1 and of_band in run_page(over_worlds)
    assert ("more futures would tell" in of_band) == (HIDDEN in main_row(over_worlds).note)


def test_where_the_events_do_nothing_levels_are_compared():
    made = run(small(councils=TOWNS), 20, months=14, by=["council"], worlds=CENTRAL)
    of = tabulate(made, summarise(made))
    [said] = sentences(of)
    assert said.startswith("Any co-production in Blueham, less that in Redtown: −") and "No difference" not in said
    assert {row.estimate for row in between(of, "Blueham", "Redtown") if row.arm == "difference"} == {0.0}
    assert "The last 12 months" in " ".join(text.get_text() for text, _ in texts(between_groups(of)))


def test_a_figure_has_a_row_for_each_group_against_the_first(results, over_worlds):
    drawn = {name: draw for name, draw in figures_of(results).items() if name.startswith("between")}
    assert list(drawn) == ["between_councils", "between_services", "between_fifths"]
    [axes] = drawn["between_fifths"](results).axes
    assert [text.get_text() for text in axes.get_yticklabels()] == [
        name for kind, name in names_of(results) if kind == "fifth"
    ][1:]
    for of, count in ((results, 20), (over_worlds, 20)):
        [axes] = between_groups(of).axes
        dots, mean = (line.get_xdata() for line in axes.lines[1:3])
        row = main_row(of)
        assert len(dots) == count and mean[0] == pytest.approx(100 * row.estimate) == pytest.approx(
            dots.mean(), abs=0.5
        )
    many = of_councils(results, [f"Council {number}" for number in range(13)])
    assert not any(name.startswith("between") for name in figures_of(many)) and not list(sentences(many))


def test_a_dozen_rows_of_groups_stand_on_the_screen(results):
    council, service, fifth = group_tables(results, 12)
    assert council.row_count == 12 and service.row_count == 10 and fifth.row_count == 12


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda results: part_of(results, "Redtwon"), "did you mean 'Redtown'"),
        (lambda results: by_group(results, "town"), "by = 'town': there are council, service, fifth"),
        (lambda results: by_group(results, "council", "months"), "must be a share or an index"),
        (lambda results: by_group(results, "service", "trust"), "a service has no trust of its own"),
        (lambda results: by_group(replace(results, by_group={})), "nothing was measured by group"),
        (lambda results: between_groups(results, "town"), "by = 'town': there are council, service, fifth"),
        (lambda results: between_groups(results, "service", "trust"), "a service has no trust of its own"),
        (lambda results: between_groups(results, "council", "trsut"), "no measure 'trsut'; did you mean 'trust'"),
        (lambda results: between_groups(replace(results, by_group={})), "nothing was measured by 2 to 12 groups"),
        (lambda results: between(results, "Redtown", "Blueham", "fifth"), "no single group 'Redtown'"),
    ],
)
def test_what_is_not_there_is_said_in_one_line(results, call, said):
    with pytest.raises(ResultError, match=said):
        call(results)
