"""The whole procedure on figures that are known functions of the settings: what is accepted, and going on."""

from dataclasses import replace
from functools import partial
from types import SimpleNamespace

import numpy as np
import pyarrow as pa
import pytest
from typer.testing import CliRunner

from simulation.calibration import calibrate, pool
from simulation.calibration.calibrate import Calibration, Sizes
from simulation.calibration.figures import Figure
from simulation.calibration.pool import Effort, Stage, Tried
from simulation.calibration.search import Best, Pool, Search, refuted
from simulation.calibration.unknowns import Unknowns
from simulation.cli import app
from simulation.engine import versions
from simulation.validation.check import Part
from simulation.world.errors import DamagedPart
from simulation.world.parameters import PARAMETERS
from simulation.world.sealed import to_parquet
from simulation.world.worlds import Worlds

KNOWN = Unknowns(("lean_spread", "minor_party_lean", "pfi_rate", "founding", "portfolios"))
NOISE = 0.02
SIZES = Sizes(votes=(60, 40), waves=(80, 60), population=200, candidates=60, rounds=(), turns=2, moves=1)


def figure(name, low, high, votes=False):
    return Figure(name, Part(name, low, high, None), None, votes)


FIGURES = (figure("lean", 0.4, 0.6, True), figure("deals", 0.0, 0.3), figure("clubs", 0.6, 1.0))
OF_PATTERNS = (figure("P3.1", -1.0, 0.5),)
TRUE = {
    "P3.1": ("minor_party_lean", 1.0),
    "lean": ("lean_spread", 1.0),
    "deals": ("pfi_rate", 1.0),
    "clubs": ("founding", 1.0),
}


def pretended(settings, figures, effort):
    """Figures that are a point of the unit cube each, with noise that the seed and the settings decide."""
    values = np.array([[settings.get(name, PARAMETERS[name].default) for name in KNOWN.names]])
    points = dict(zip(KNOWN.names, KNOWN.points(values)[0], strict=True))
    rng = np.random.default_rng([effort.seed, int(1e6 * values.sum()) % 2**31])
    estimates = [points[TRUE[each.name][0]] + NOISE * rng.standard_normal() for each in figures]
    return np.array(estimates), np.full(len(figures), NOISE)


@pytest.fixture
def toy(monkeypatch):
    tried = []
    monkeypatch.setattr(pool, "try_out", lambda *given: tried.append(1) or pretended(*given))
    monkeypatch.setattr(calibrate, "OF_PATTERNS", OF_PATTERNS)
    monkeypatch.setattr(calibrate, "Unknowns", lambda names=KNOWN.names: Unknowns(set(names) & set(KNOWN.names)))
    return SimpleNamespace(tried=tried)


def test_what_is_accepted_meets_all_figures_and_fills_what_meets_them(toy, tmp_path):
    accepted = Calibration(tmp_path, sizes=SIZES, figures=FIGURES, workers=1, say=lambda _: None).run()
    points = dict(zip(accepted.names, KNOWN.points(accepted.values).T, strict=True))
    assert len(accepted.values) > 20
    for name, low, high in (("lean_spread", 0.4, 0.6), ("pfi_rate", 0, 0.3), ("founding", 0.6, 1.0)):
        inside = (points[name] > low - 2 * NOISE) & (points[name] < high + 2 * NOISE)
        assert inside.all()
        assert np.ptp(points[name]) > 0.6 * (high - low)
    assert np.ptp(points["minor_party_lean"]) > 0.7  # no figure says anything about it
    assert 0.2 < (points["portfolios"] > 0.5).mean() < 0.8
    shown = points["minor_party_lean"] < 0.5
    assert (accepted.shown["P3"] == shown)[abs(points["minor_party_lean"] - 0.5) > 4 * NOISE].all()
    assert 0 < accepted.at_half.sum() < len(accepted.values)
    turns = [accepted.tried[f"turn {turn}"] for turn in (1, 2)]
    once = [accepted.tried[f"turn {turn}, not refuted by its first seed"] for turn in (1, 2)]
    assert turns[0] == 60 > turns[1] >= 60 - once[0]
    assert 60 - turns[1] < len(accepted.values) <= 60 - turns[1] + once[1]
    assert accepted.turns.count(1) == 60 - turns[1] and set(accepted.turns) == {1, 2}
    assert len(accepted.turns) == len(accepted.values)
    half = len(accepted.turns) // 2  # the first worlds of a run are of all turns
    assert set(accepted.turns[:half]) == set(accepted.turns[half:]) == {1, 2}
    assert ((accepted.estimates >= [0.4, 0.0, 0.6]) & (accepted.estimates <= [0.6, 0.3, 1.0])).all()


@pytest.mark.parametrize("moves", [1, 2])
def test_it_goes_on_where_it_was_stopped_and_comes_to_the_same(toy, tmp_path, moves):
    def calibrated(workers):
        sizes = replace(SIZES, votes=(60,), waves=(60,), population=80, candidates=40, rounds=(4,), moves=moves)
        return Calibration(tmp_path, sizes=sizes, figures=FIGURES, workers=workers, say=lambda _: None).run().values

    first = calibrated(1)
    known = len(toy.tried)
    np.testing.assert_array_equal(calibrated(2), first)
    assert len(toy.tried) == known
    for piece in sorted(tmp_path.rglob("*.parquet"))[::3]:
        piece.unlink()
    np.testing.assert_array_equal(calibrated(2), first)
    assert known < len(toy.tried) < 2 * known


def test_a_damaged_piece_is_tried_again_and_never_read(toy, tmp_path):
    values = KNOWN.values(np.full((20, len(KNOWN)), 0.5))
    stage = Stage(tmp_path, "some", KNOWN.names, FIGURES[1:], values, Effort(1, 4, 4))
    whole = stage.run(workers=1)
    piece = next(tmp_path.rglob("*-000001.parquet"))
    content = bytearray(piece.read_bytes())
    content[len(content) // 2] ^= 1
    piece.write_bytes(bytes(content))
    with pytest.raises(DamagedPart):
        stage.read()
    np.testing.assert_array_equal(stage.run(workers=1).estimates, whole.estimates)


def test_refuted_is_more_than_two_typical_errors_outside():
    figures = (figure("one", 0.0, 1.0),)
    estimates = np.array([[1.0], [1.15], [1.25], [np.nan], [-0.3]])
    errors = np.array([[0.1], [0.1], [0.1], [np.nan], [0.001]])
    found = Tried(np.zeros((5, 1)), estimates, errors)
    assert refuted(figures, found)[:, 0].tolist() == [False, False, True, False, True]


def test_a_step_that_led_farther_away_is_taken_back():
    figures = (figure("one", 0.0, 1.0), figure("other", 0.0, 1.0))
    errors = np.full((4, 2), 0.1)
    before = Best(np.zeros((4, 3)), np.array([[1.3, 0.5], [1.3, 0.5], [1.3, np.nan], [1.2, 0.5]]), errors)
    points = np.ones((4, 3))
    points[3] = 0.0  # was not moved: what is known now counts, be it worse
    after = Best(points, np.array([[1.1, 0.5], [1.1, 9.0], [np.inf, 0.5], [1.5, 0.5]]), errors)
    best = after.or_before(before, figures)
    assert best.points[:, 0].tolist() == [1, 0, 0, 0]
    assert best.estimates[:, 0].tolist() == [1.1, 1.3, 1.3, 1.5]


def test_what_is_not_ready_for_a_turn_keeps_what_it_came_to_on_its_way():
    search = Search((figure("one", 0.0, 1.0),), Pool(np.zeros((0, 2)), np.zeros((0, 1))), np.zeros((3, 2)))
    errors = np.full((3, 1), 0.1)
    search.learn(Tried(search.points, np.array([[1.2], [3.0], [4.0]]), errors))
    there = Best(np.ones((3, 2)), np.array([[1.5], [2.5], [0.5]]), errors)
    search.approached(there, np.array([True, False, True]))
    search.learn(Tried(search.points[search.ready], np.array([[5.0], [0.9]]), errors[:2]))
    assert search.best.estimates[:, 0].tolist() == [1.2, 2.5, 0.9]  # the first went too far and is taken back
    assert search.best.points[:, 0].tolist() == [0, 1, 1]
    assert len(search.pool.points) == 5 and search.steps == 2
    search.leave(np.array([False, True]))
    assert search.best.estimates[:, 0].tolist() == [1.2, 2.5] and search.ready.tolist() == [True, True]


def test_figures_that_many_do_not_meet_are_tried_several_times_before_a_turn(toy, tmp_path, monkeypatch):
    tried, said, sizes = [], [], replace(SIZES, rounds=(4,), moves=3, nearing=20, turns=1)
    monkeypatch.setattr(pool, "try_out", lambda *given: tried.append(given[1:]) or pretended(*given))
    monkeypatch.setattr(calibrate, "HARD", -1.0)  # all are hard
    accepted = Calibration(tmp_path, sizes=sizes, figures=FIGURES, workers=1, say=said.append).run()
    near = [figures for figures, effort in tried if effort.pairs == sizes.nearing]
    assert {each.name for figures in near for each in figures} == {"lean", "deals", "clubs"}
    left = [int(line.split()[2].rstrip("%")) for line in said if line.startswith("move ")]
    assert len(left) > 1 and left[-1] < left[0]
    assert len(near) < 3 * 60  # who is there is left alone
    assert accepted.tried["turn 1, not refuted by its first seed"] > 50 and len(accepted.values) > 40


def test_accepted_sets_are_tried_again_under_another_seed(toy, tmp_path):
    points = np.full((2, len(KNOWN)), 0.5)
    points[:, [KNOWN.names.index("pfi_rate"), KNOWN.names.index("founding")]] = [[0.1, 0.8], [0.5, 0.8]]
    calibration = Calibration(tmp_path, figures=FIGURES, workers=1, say=lambda _: None)
    found = calibration.again(Worlds("some", KNOWN.names, KNOWN.values(points)))
    assert found.tolist() == [[False, False, False], [False, True, False]]


def test_it_is_said_how_many_sets_are_refuted_where_a_number_is_the_same_in_all(toy, tmp_path, monkeypatch):
    points = np.full((4, len(KNOWN)), 0.5)
    points[:, KNOWN.names.index("founding")] = 0.8
    points[:, KNOWN.names.index("pfi_rate")] = [0.1, 0.2, 0.15, 0.5]  # the last is not plausible any more
    columns = dict(zip(KNOWN.names, KNOWN.values(points).T, strict=True))
    (tmp_path / "sets.parquet").write_bytes(to_parquet(pa.table(columns), {}))
    monkeypatch.setattr(calibrate, "Calibration", partial(Calibration, figures=FIGURES))
    monkeypatch.setattr("simulation.calibration.figures.FIGURES", FIGURES)

    def again(*settings):
        words = ["calibrate", str(tmp_path / "tried"), "--again", str(tmp_path / "sets.parquet"), "--workers", "1"]
        done = CliRunner().invoke(app, [*words, *settings], catch_exceptions=False)
        assert done.exit_code == 0, done.output
        return done.stdout.splitlines()

    assert again() == ["3 of 4 sets (75%) are not refuted under this seed.", "  world 3: deals"]
    few = KNOWN.values(np.full((1, len(KNOWN)), 0.2))[0, KNOWN.names.index("founding")]
    said, *refuted = again("--set", f"founding={few}")
    assert said == f"With founding = {few:g} in all sets, 0 of 4 sets (0%) are not refuted under this seed."
    assert [each.split(": ")[1] for each in refuted] == ["clubs", "clubs", "clubs", "deals, clubs"]


def test_pieces_outlive_edits_that_change_no_result(toy, tmp_path, monkeypatch):
    values = KNOWN.values(np.full((3, len(KNOWN)), 0.5))

    def tried():
        before = len(toy.tried)
        Stage(tmp_path, "one", KNOWN.names, FIGURES, values, Effort(1, 2, 2)).run(1)
        return len(toy.tried) - before

    assert tried() == 3 and tried() == 0
    monkeypatch.setattr(versions, "_CODE", "edited")
    assert tried() == 0
    monkeypatch.setattr(pool, "_version", lambda: ("another model", "the same figures"))
    assert tried() == 3


def test_what_says_how_figures_are_estimated_is_there():
    found = {path.relative_to(versions.ROOT).as_posix() for path in versions.sources(versions.ROOT, pool.ESTIMATES)}
    assert {"validation/targets.py", "validation/runs.py", "calibration/figures.py"} <= found
    assert "calibration/search.py" not in found
