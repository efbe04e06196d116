"""What says which code made a result: a hash of the sources, and the name of the behaviour that they were seen to have.

The code version covers every source that a number can depend on, and says "something was edited". The fingerprint says
what the model does (`simulation.results.fingerprint`): it stays the same when an edit changes no result.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from pathlib import Path

ROOT = Path(__file__).parents[1]  # of the package
FINGERPRINT = ROOT / "results" / "fingerprint.txt"

# Rooms that show, draw or describe results; whatever stands in them, no number is another.
SHOWING = ("app", "cli", "figures", "generation", "notebook", "report")

DIGITS = 16


def code_version() -> str:
    """Hash of all sources that results depend on, as they were when the package was loaded: 16 hexadecimal digits.

    An extension (`simulation.world.extension`) is one of them.
    """
    return extended(_CODE)


def extend(digest: str) -> None:
    """From now on versions are those with the extension of this digest; nothing of the model may be loaded yet."""
    global _extension
    _extension = digest


def extended(version: str) -> str:
    """A version with the extension of this process, if it has one."""
    return hashlib.sha256(f"{version} {_extension}".encode()).hexdigest()[:DIGITS] if _extension else version


def recorded_fingerprint() -> str:
    """Sixteen digits that stand for the recorded behaviour of the model; published results carry them."""
    return hashlib.sha256(FINGERPRINT.read_text(encoding="utf-8").encode()).hexdigest()[:DIGITS]


def hash_of(root: Path, paths: Iterable[Path]) -> str:
    """Hash of the names and contents of files below ``root``, whatever their order and their line endings."""
    digest = hashlib.sha256()
    for name, path in sorted((path.relative_to(root).as_posix(), path) for path in paths):
        digest.update(name.encode() + b"\0" + path.read_bytes().replace(b"\r\n", b"\n"))
    return digest.hexdigest()[:DIGITS]


def sources(root: Path, names: Iterable[str]) -> Iterator[Path]:
    """The Python files of the named rooms, each a file or a folder."""
    for name in names:
        yield from [root / name] if name.endswith(".py") else (root / name).rglob("*.py")


_extension = ""
# At once, not when somebody asks: a file that is edited while this process runs is not what it runs.
_CODE = hash_of(ROOT, set(ROOT.rglob("*.py")) - set(sources(ROOT, SHOWING)))
