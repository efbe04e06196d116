"""A sweep is the work of one code version from its first part to its last."""

from __future__ import annotations

import pytest

from simulation.engine.versions import code_version, recorded_fingerprint
from simulation.sweep import Shard, sweep
from simulation.sweep import block as block_room
from simulation.sweep import run as run_room
from simulation.sweep.store import open_store
from simulation.world.errors import StoreError
from tests.sweep.sweeps import made, write_design


@pytest.fixture
def other_code(monkeypatch):
    """From now on the sources are others."""

    def change() -> None:
        monkeypatch.setattr(run_room, "code_version", lambda: "0123456789abcdef")
        monkeypatch.setattr(block_room, "code_version", lambda: "0123456789abcdef")

    return change


def test_a_sweep_does_not_go_on_with_other_code(tmp_path, other_code):
    plan, out = made(write_design(tmp_path)), tmp_path / "out"
    assert not sweep(plan, out, shard=Shard(1, 2), workers=1)
    other_code()
    with pytest.raises(StoreError) as refused:
        sweep(plan, out, workers=1)
    said = str(refused.value)
    assert said.startswith(f"{out} holds parts of this sweep by code version {code_version()}, and this is 0123456789")
    assert "\n" not in said and said.endswith("finish it with that version, remove it, or give a new folder")
    assert not (out / "earlier").exists() and len(list((out / "parts").iterdir())) == 1


def test_a_finished_sweep_is_kept_when_the_code_is_other(tmp_path, other_code):
    plan, out = made(write_design(tmp_path, points=2, replicates=2)), tmp_path / "out"
    assert sweep(plan, out, workers=1)
    first = open_store(out).manifest
    assert (first["model_version"], first["fingerprint"]) == (code_version(), recorded_fingerprint())
    other_code()
    assert sweep(plan, out, workers=1)
    assert open_store(out).manifest["model_version"] == "0123456789abcdef"
    assert open_store(out / "earlier" / first["key"]).manifest == first


def test_an_unfinished_sweep_of_another_design_is_left_alone(tmp_path, other_code):
    out = tmp_path / "out"
    assert not sweep(made(write_design(tmp_path)), out, shard=Shard(1, 2), workers=1)
    other_code()
    assert sweep(made(write_design(tmp_path, points=2, replicates=2)), out, workers=1)
