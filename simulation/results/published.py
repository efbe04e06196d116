"""What an experiment has published: whether its files are those that its manifest lists."""

from __future__ import annotations

import hashlib
from pathlib import Path

from simulation.results.findings import DAMAGED, SOUND, UNVERIFIED, Finding, Findings
from simulation.results.manifests import EXPERIMENT, MANIFEST, files_of, read_manifest, unverified, without_checksum
from simulation.world.errors import Damaged

AGAIN = "make results"
BINARY = (".png",)


def digest(path: Path) -> str:
    """The SHA-256 of a file, of a text file with the line endings it has in git."""
    content = path.read_bytes()
    return hashlib.sha256(content if path.suffix in BINARY else content.replace(b"\r\n", b"\n")).hexdigest()


def content(folder: Path, name: str) -> bytes:
    """A file of an experiment; raise `Damaged` unless it is what the manifest lists."""
    known = files_of(read_manifest(folder)).get(name)
    if known is None:
        raise Damaged(f"{folder.name}/{name} is not among the files that {MANIFEST} lists")
    if digest(folder / name) != known:
        raise Damaged(f"{folder.name}/{name} is not as it was published")
    return (folder / name).read_bytes()


def inspect(folder: Path) -> Findings:
    """Which files of an experiment are what was published."""
    try:
        manifest = read_manifest(folder)
    except Damaged as error:
        return Findings(EXPERIMENT, (Finding(MANIFEST, DAMAGED, str(error)),), AGAIN)
    listed = files_of(manifest)
    if not listed:
        return Findings(EXPERIMENT, (Finding(MANIFEST, DAMAGED, f"{MANIFEST} lists no files"),), AGAIN)
    files = [Finding(MANIFEST, SOUND if "checksum" in manifest else UNVERIFIED)]
    files += [_finding(folder / name, known) for name, known in listed.items()]
    damaged = any(file.state == DAMAGED for file in files)
    warning = without_checksum(manifest) if all(listed.values()) else unverified({})
    return Findings(EXPERIMENT, tuple(files), str(manifest.get("command") or AGAIN) if damaged else "", warning)


def _finding(path: Path, known: str | None) -> Finding:
    try:
        found = digest(path)
    except OSError as error:
        return Finding(path.name, DAMAGED, f"{path.name} cannot be read: {error.strerror or error}")
    if known is None:
        return Finding(path.name, UNVERIFIED)
    return Finding(path.name, SOUND) if found == known else Finding(path.name, DAMAGED, "not as it was published")
