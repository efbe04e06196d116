"""The behaviour fingerprint: what it covers, and that this code has it, compiled and not, to the bit."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from simulation.ensemble import Ensemble
from simulation.results import fingerprint
from simulation.world.codes import CAUSES, PROVIDERS, Cause
from simulation.world.event_kinds import EVENT_KINDS
from simulation.world.services import SERVICES

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def ensembles() -> list[Ensemble]:
    return fingerprint.simulated()


def values(ensembles: list[Ensemble], column: str) -> set[int]:
    """Everything that stands in a column of the logs."""
    return set(np.concatenate([log[column] for ensemble in ensembles for log in ensemble.changes.values()]).tolist())


def test_this_code_has_the_recorded_fingerprint(ensembles):
    assert fingerprint.text(ensembles) == fingerprint.recorded(), (
        "the model behaves differently; if that is meant, write the fingerprint anew (see CONTRIBUTING.md)"
    )


@pytest.mark.skipif(os.environ.get("NUMBA_DISABLE_JIT") == "1", reason="the test above has said it")
def test_rules_that_are_not_compiled_have_it_too():
    program = "import sys; from simulation.results import fingerprint; sys.stdout.write(fingerprint.text())"
    plain = subprocess.run(
        [sys.executable, "-c", program],
        cwd=ROOT,
        env=os.environ | {"NUMBA_DISABLE_JIT": "1"},
        capture_output=True,
        check=True,
        text=True,
    )
    assert plain.stdout == fingerprint.recorded()


def test_the_worlds_hold_every_kind_of_event():
    kinds = {kind for world in fingerprint.WORLDS for kind in fingerprint.scenario(world).timeline()["kind"].tolist()}
    assert kinds == {kind.number for kind in EVENT_KINDS.values()}


def test_the_worlds_see_every_cause_provider_and_service(ensembles):
    assert not [ensemble.failures for ensemble in ensembles if ensemble.failures]
    assert values(ensembles, "cause") == set(range(len(CAUSES))) - {Cause.OPEN}
    assert values(ensembles, "provider") == set(range(len(PROVIDERS)))
    assert {row % len(SERVICES) for row in values(ensembles, "arrangement")} == set(range(len(SERVICES)))


def test_the_arms_differ_where_something_is_under_study(ensembles):
    for ensemble, world in zip(ensembles, fingerprint.WORLDS, strict=True):
        same = np.array_equal(ensemble.measures[0, 0], ensemble.measures[0, 1])
        assert same == (not fingerprint.WORLDS[world].get("events")), world
