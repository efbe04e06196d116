"""What tests of several folders share."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

import simulation


@pytest.fixture(scope="module")
def copied(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the package, to edit."""
    copy = tmp_path_factory.mktemp("copy") / "simulation"
    shutil.copytree(Path(simulation.__file__).parent, copy, ignore=shutil.ignore_patterns("__pycache__"))
    return copy
