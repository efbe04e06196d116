"""Where a result comes from: versions of code, behaviour, package and libraries, and the git commit."""

from __future__ import annotations

import platform
import subprocess
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from importlib import metadata
from pathlib import Path
from typing import Any

import simulation
from simulation.engine.versions import code_version, recorded_fingerprint
from simulation.world import extension
from simulation.world.parameters import OWN

# The libraries that can change a number or a file of a result.
LIBRARIES = (
    "llvmlite",
    "matplotlib",
    "mesa",
    "numba",
    "numpy",
    "pandas",
    "pyarrow",
    "pydantic",
    "scipy",
    "statsmodels",
)

PUBLISHED = "app/story/influence.json"  # in the package, written by an experiment


@dataclass(frozen=True)
class Provenance:
    """Everything that somebody else needs to get the same numbers, beside the scenario and the seed.

    Attributes
    ----------
    model_version : hash of all sources that results depend on.
    fingerprint : name of the recorded behaviour of the model, which an edit that changes no result leaves alone.
    package_version : version of this package.
    commit : git commit of the checkout that ran, or None for an installed package.
    changed : whether sources of the package differed from that commit; None without one.
    python, platform, libraries : versions of what it ran on.
    extension : file and digest of the extension that the model was run with, and its parameters, none of which any
        record was held against; None without one.
    """

    model_version: str
    fingerprint: str
    package_version: str
    commit: str | None
    changed: bool | None
    python: str
    platform: str
    libraries: dict[str, str]
    extension: dict[str, Any] | None

    def to_json(self) -> dict[str, Any]:
        """As it stands in ``manifest.json``, where nothing is said of an extension if there is none."""
        return {name: value for name, value in asdict(self).items() if name != "extension" or value is not None}


def provenance() -> Provenance:
    """The provenance of whatever this process computes."""
    commit, changed = git_state(Path(simulation.__file__).parent)
    return Provenance(
        model_version=code_version(),
        fingerprint=recorded_fingerprint(),
        package_version=simulation.__version__,
        commit=commit,
        changed=changed,
        python=platform.python_version(),
        platform=f"{platform.system()} {platform.machine()}",
        libraries={name: version for name in LIBRARIES if (version := _version(name))},
        extension=own_extension(),
    )


def own_extension() -> dict[str, Any] | None:
    """File and digest of the extension of this process, and its parameters, none of which is calibrated."""
    own = extension.current()
    if own is None:
        return None
    uncalibrated = [parameter.name for parameter in OWN.parameters]
    return {"file": own.path.name, "digest": own.digest, "uncalibrated": uncalibrated}


def git_state(package: Path, others: Sequence[str] = ()) -> tuple[str | None, bool | None]:
    """Commit of the checkout that a package folder is tracked in, and whether it or one of the others differs from it.

    The copy of published results that is installed with the package may differ: it is a result itself.

    ``(None, None)`` outside a checkout, without git, or where the folder merely lies inside somebody else's repository
    (an environment in another project's folder): that commit would say nothing about this package.
    """
    if not _git(package, "ls-files", "--", "__init__.py"):
        return None, None
    commit = _git(package, "rev-parse", "--verify", "HEAD")
    return (commit, bool(differing(package, others))) if commit else (None, None)


def differing(package: Path, others: Sequence[str] = ()) -> list[str]:
    """Files of the package, and of the other folders, that differ from the commit, as git names them."""
    found = _git(package, "status", "--porcelain", "--", ".", *others, f":(exclude){PUBLISHED}") or ""
    return [line.split(maxsplit=1)[1] for line in found.splitlines()]


def _git(folder: Path, *arguments: str) -> str | None:
    """What git answers, or None if it fails or is not there."""
    command = ["git", "--no-optional-locks", "-C", str(folder), *arguments]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=10, check=True)
    except (OSError, subprocess.SubprocessError):
        return None
    return done.stdout.strip()


def _version(library: str) -> str | None:
    try:
        return metadata.version(library)
    except metadata.PackageNotFoundError:
        return None
