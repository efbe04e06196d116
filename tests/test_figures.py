"""Figures: nothing clipped, nothing on top of anything else, the same bytes every time, and where they come from."""

from __future__ import annotations

import re
import subprocess
import sys
from dataclasses import replace
from functools import cache
from itertools import combinations
from pathlib import Path
from typing import Any

import matplotlib
import numpy as np
import pytest
from matplotlib.figure import Figure
from matplotlib.text import Text
from matplotlib.transforms import Bbox
from PIL import Image

from simulation.figures import FIGURES, effects, fan_chart, save_figures
from simulation.figures.spread import spread
from simulation.figures.style import BOTTOM, EVENT, RECOVERY, apart, sheet, small_print
from simulation.results import Results, read, save, summarise, tabulate
from simulation.world.measures import COLUMN
from simulation.world.worlds import Worlds
from tests.synthetic_ensemble import SyntheticEnsemble, ensemble, scenario


def long_events(first_year: float, apart_by: float) -> list[dict[str, Any]]:
    name = "an event whose name is as long as the name of an event is allowed to be, no "
    return [
        {"name": f"{name}{number}", "kind": "champion_leaves", "year": first_year + apart_by * number}
        for number in range(8)
    ]


def results_of(made: SyntheticEnsemble) -> Results:
    return tabulate(made, summarise(made))


@cache
def results_of_case(name: str) -> Results:
    return results_of(CASES[name])


def partly_without_co_production() -> SyntheticEnsemble:
    made = ensemble()
    made.measures[:5, ..., COLUMN["coproduction"]] = 0.0
    return made


CASES: dict[str, SyntheticEnsemble] = {
    "one event": ensemble(),
    "no event": ensemble(scenario(events=[]), replicates=4),
    "recovery": ensemble(drop=0.4, lasting=0.0),
    "long names": ensemble(scenario(long_events(3, 1.7), start="1997-05", title="word " * 15 + "title"), replicates=5),
    "long names near the end": ensemble(scenario(long_events(18.4, 0.2)), replicates=5),
    "long names near the start": ensemble(scenario(long_events(0, 0.1)), replicates=5),
    "one replicate": ensemble(replicates=1),
    "nothing to lose": partly_without_co_production(),
    "many worlds": replace(
        ensemble(replicates=60), worlds=Worlds("/a/long/name/of/a/file.parquet", (), np.zeros((30, 0)))
    ),
    "few worlds": replace(ensemble(replicates=20), worlds=Worlds("plausible", (), np.zeros((30, 0)))),
    "one year": ensemble(scenario([{"name": "cut", "kind": "grant_change", "month": 6, "size": -0.2}], years=1)),
    "too many events": ensemble(
        scenario(
            [
                {"name": "a $5 & <b> deal", "kind": "champion_leaves", "per_year": 0.1, "year": 1, "until_year": 9},
                {"name": "again", "kind": "champion_leaves", "year": 2, "every_years": 4},
                *({"name": f"event {number}", "kind": "champion_leaves", "year": number} for number in range(3, 15)),
                {"name": "election", "kind": "government", "year": 1, "party": "A", "under_study": False},
            ],
            title="Costs $5 & <more>, or $6",
        ),
        replicates=5,
    ),
}


@pytest.fixture(scope="module")
def results() -> Results:
    return results_of(CASES["one event"])


def texts(figure: Figure) -> list[tuple[Text, Bbox]]:
    """All visible texts of a figure with the space that they take, in pixels."""
    figure.draw_without_rendering()
    beyond = {
        label
        for axes in figure.axes
        for axis in (axes.xaxis, axes.yaxis)
        for tick in axis.get_major_ticks()
        for label in (tick.label1, tick.label2)
        if not min(axis.get_view_interval()) - 1e-9 <= tick.get_loc() <= max(axis.get_view_interval()) + 1e-9
    }  # matplotlib keeps labels of ticks that it does not draw
    found = [text for text in figure.findobj(Text) if text.get_visible() and text.get_text().strip()]
    return [(text, text.get_window_extent()) for text in found if text not in beyond]


@pytest.mark.parametrize("name", CASES)
@pytest.mark.parametrize("draw", FIGURES.values(), ids=FIGURES)
def test_all_text_is_on_the_page_and_none_on_top_of_another(draw: Any, name: str) -> None:
    figure = draw(results_of_case(name))
    placed = texts(figure)
    for text, box in placed:
        assert box.x0 >= 0 and box.y0 >= 0, text.get_text()
        assert box.x1 <= figure.bbox.width and box.y1 <= figure.bbox.height, text.get_text()
    for (one, first), (other, second) in combinations(placed, 2):
        overlap = Bbox.intersection(first, second)
        if overlap is not None and overlap.width > 1 and overlap.height > 1:
            pytest.fail(f"{one.get_text()!r} and {other.get_text()!r} overlap")


@pytest.mark.parametrize("name", ["long names", "long names near the end", "long names near the start", "recovery"])
def test_no_line_of_an_event_crosses_the_label_of_another(name: str) -> None:
    figure = fan_chart(results_of_case(name))
    labels = [box for text, box in texts(figure) if text.get_position()[1] != 0 and text.get_color() == EVENT]
    axes = figure.axes[0]
    for line in axes.lines:
        if line.get_color() in (EVENT, RECOVERY):
            ends = line.get_transform().transform(line.get_xydata())
            x, low, high = ends[0, 0], ends[:, 1].min(), ends[:, 1].max()
            for box in labels:
                crosses = box.x0 < x < box.x1 and low < box.y1 and high > box.y0
                assert not crosses, line.get_color()


def test_the_matrix_shows_contractors_and_pfi_apart(results: Results) -> None:
    said = " ".join(text.get_text() for text, _ in texts(FIGURES["matrix"](results)))
    for name, words in (("contractor", "private contractors"), ("pfi", "PFI")):
        share = results.summary.row(name, "scenario", "final_year").estimate
        assert f"{words} {100 * share:.1f} %" in said


def test_each_event_under_study_is_named_once_and_recovery_is_marked() -> None:
    words = {text.get_text().replace("\n", " ") for text, _ in texts(fan_chart(results_of(CASES["recovery"])))}
    assert {"hostile leader", "half of the futures have recovered"} <= words
    words = {text.get_text().replace("\n", " ") for text, _ in texts(fan_chart(results_of(CASES["too many events"])))}
    assert {"again (the first of 5)", "a $5 & <b> deal (at random until 9)", "event 3"} <= words
    assert any("6 more events under study have a line without a name" in text for text in words)


def test_a_figure_says_where_it_comes_from(results: Results, tmp_path: Path) -> None:
    origin = small_print(results)
    for part in (results.manifest["model_version"], "scenario synthetic", "seed 1", "12 replicates"):
        assert part in origin
    names = save_figures(results, tmp_path)
    assert sorted(names) == sorted(file.name for file in tmp_path.iterdir())
    for name, draw in FIGURES.items():
        assert origin in {text.get_text() for text, _ in texts(draw(results))}
        with Image.open(tmp_path / f"{name}.png") as image:
            assert image.text["Description"] == origin  # type: ignore[attr-defined]
        svg = (tmp_path / f"{name}.svg").read_text(encoding="utf-8")
        assert origin in svg and "dc:date" not in svg


def test_small_print_that_is_longer_than_a_line_has_another() -> None:
    made = sheet(f"model 1 · {'scenario with-a-long-name, ' * 7}extension last_first.py", 1.0, "Title", "Explanation")
    width, height = made.bbox.size
    (_, box), *_ = sorted(texts(made), key=lambda each: each[1].y0)
    assert box.x1 < width and 0 <= box.y0 < box.y1 < BOTTOM * made.dpi < height


def test_failures_are_in_the_small_print() -> None:
    made = CASES["one event"]
    assert "1 failed" in small_print(results_of(replace(made, failures=[(3, "no council")])))


def test_stored_results_give_the_same_figures_byte_for_byte(results: Results, tmp_path: Path) -> None:
    save(results, tmp_path / "stored", save_figures)
    again = tmp_path / "again"
    again.mkdir()
    for name in save_figures(read(tmp_path / "stored"), again):
        assert (again / name).read_bytes() == (tmp_path / "stored" / name).read_bytes(), name


def test_figures_do_not_depend_on_matplotlibs_settings_and_leave_them_alone(results: Results, tmp_path: Path) -> None:
    for folder in ("usual", "odd"):
        (tmp_path / folder).mkdir()
    save_figures(results, tmp_path / "usual")
    with matplotlib.rc_context({"font.size": 20, "axes.facecolor": "black", "svg.hashsalt": None}):
        save_figures(results, tmp_path / "odd")
        assert matplotlib.rcParams["font.size"] == 20
    for file in (tmp_path / "usual").iterdir():
        assert file.read_bytes() == (tmp_path / "odd" / file.name).read_bytes(), file.name


def test_drawing_does_not_touch_pyplot() -> None:
    program = "import sys, simulation.figures; sys.exit('matplotlib.pyplot' in sys.modules)"
    subprocess.run([sys.executable, "-c", program], check=True, cwd=Path(__file__).parent.parent)


def test_a_world_without_co_production_can_be_drawn(results: Results) -> None:
    made = CASES["one event"]
    measures = made.measures.copy()
    measures[..., COLUMN["coproduction"]] = 0.0
    empty = replace(made, measures=measures, spells=made.spells[:0])
    for draw in FIGURES.values():
        texts(draw(results_of(empty)))
    words = {text.get_text() for text, _ in texts(effects(results_of(empty)))}
    assert "12 left out" in words


def test_labels_keep_their_distance_and_their_order() -> None:
    assert apart([3.0, 1.0, 1.2], 1.0) == [3.0, 1.0, 2.0]
    assert np.allclose(apart([0.0, 5.0], 1.0), [0.0, 5.0])


def test_signs_that_no_font_has_are_drawn_without_a_word(tmp_path, capfd):
    made = results_of(ensemble(scenario(title="名称 と 見出し"), replicates=3))
    assert len(save_figures(made, tmp_path)) == 2 * len(FIGURES)  # a warning would be an error here
    assert capfd.readouterr().err.count("\n") <= 1


@pytest.mark.parametrize("replicates", [1, 4, 18, 19, 40])
@pytest.mark.parametrize("draw", FIGURES.values(), ids=FIGURES)
def test_no_figure_speaks_of_a_spread_that_so_few_futures_do_not_have(draw: Any, replicates: int) -> None:
    drawn = draw(results_of(ensemble(replicates=replicates)))
    words = " ".join(text.get_text().replace("\n", " ") for text, _ in texts(drawn))
    speaks = any(said in words for said in ("nine in ten.", "nine futures in ten", "half of them", "median of"))
    assert speaks == (replicates >= 19) or draw.__name__ == "survival_curves", words
    assert not re.search(r"\bnan\b", words)


def test_the_band_of_few_futures_reaches_from_the_lowest_to_the_highest_and_one_has_none() -> None:
    rng = np.random.default_rng(1)
    for count in (2, 4, 18, 19):
        series = rng.random((count, 7))
        line = spread(series)
        assert (line.low == series.min(axis=0)).all() and (line.high == series.max(axis=0)).all()
        assert np.allclose(line.middle, series.mean(axis=0) if count < 19 else np.sort(series, axis=0)[9])
    assert spread(series[:1]).low is None
    assert len(fan_chart(results_of(ensemble(replicates=1))).axes[0].collections) == 0
    assert len(fan_chart(results_of(ensemble(replicates=4))).axes[0].collections) == 1
    assert len(fan_chart(results_of(ensemble(replicates=19))).axes[0].collections) == 2


def test_of_few_replicates_there_are_neither_bands_nor_a_test() -> None:
    words = " ".join(text.get_text() for text, _ in texts(FIGURES["survival"](results_of(ensemble(replicates=3)))))
    assert "No bands" in words and "no log-rank test" in words and "p =" not in words
