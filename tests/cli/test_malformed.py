"""A sample of malformed inputs of every kind; all of them are tried by tests/long/test_malformed_inputs.py."""

from __future__ import annotations

import time
from functools import cache

import pytest
from typer.testing import CliRunner

import simulation.cli.sweep_command
import simulation.ensemble
from simulation.app.session.codec import LinkError, decode
from simulation.cli import app
from simulation.world.errors import ResultError
from tests.malformed import Case, cases, put

CASES = cases()
SAMPLE = CASES[:: len(CASES) // 40]
SECONDS = 2.0  # of the processor: other work on the machine is not the case's
WIDTH = 1100  # characters of a line


@cache
def warmed_up():
    """What is imported once is no part of the time of a case."""
    CliRunner().invoke(app, ["run", "baseline", "--set", "x=1"])
    import simulation.report
    import simulation.sweep.design  # noqa: F401


def faults(case: Case, folder, monkeypatch) -> str:
    """What is wrong with how a case is answered; empty if nothing is."""
    warmed_up()

    def reached(*args, **options):
        raise ResultError("reached")

    put(case, folder)
    with monkeypatch.context() as patch:
        patch.chdir(folder)
        patch.setattr(simulation.ensemble, "run", reached)
        patch.setattr(simulation.cli.sweep_command, "_run", reached)
        began = time.process_time()
        wrong = _answer(case)
        if not wrong and time.process_time() - began > SECONDS:
            wrong = f"it took {time.process_time() - began:.1f} seconds of the processor"
    return wrong


def _answer(case: Case) -> str:
    if not case.words:
        try:
            decode(case.link)
        except LinkError:
            return ""
        except Exception as error:
            return f"traceback: {error!r}"
        return "accepted"
    done = CliRunner().invoke(app, list(case.words))
    if done.exception is not None and not isinstance(done.exception, SystemExit):
        return f"accepted: {done.stderr!r}" if "reached" in str(done.exception) else f"traceback: {done.exception!r}"
    lines = done.stderr.splitlines()
    if "Traceback" in done.stderr or "\x1b" in done.stderr or done.stdout or max(map(len, lines), default=0) > WIDTH:
        return f"said: {done.stderr[-300:]!r} {done.stdout[-300:]!r}"
    if case.reported and done.exit_code == 1 and lines[-1] == "coproduction: reached":
        return "" if any(f", line {number}: " in done.stderr for number in (2, 3)) else f"nothing is said: {lines}"
    return "" if done.exit_code == 2 and len([line for line in lines if line]) >= 1 else f"accepted: {lines[-3:]}"


@pytest.mark.parametrize("case", SAMPLE, ids=[f"{case.kind}: {case.name!a}" for case in SAMPLE])
def test_a_malformed_input_is_one_line(case, tmp_path, monkeypatch):
    assert not faults(case, tmp_path, monkeypatch)
