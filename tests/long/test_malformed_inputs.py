"""Every malformed input of `tests.malformed`: one line, status 2, no traceback, within two seconds.

python -m pytest tests/long/test_malformed_inputs.py
"""

from tests.cli.test_malformed import CASES, faults


def test_every_malformed_input(tmp_path_factory, monkeypatch):
    assert len(CASES) >= 300
    found = {}
    for case in CASES:
        folder = tmp_path_factory.mktemp("case")
        if wrong := faults(case, folder, monkeypatch):
            found[f"{case.kind}: {case.name}"] = wrong
    assert not found, "\n".join(f"{name}: {wrong}" for name, wrong in found.items())
