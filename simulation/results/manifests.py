"""The manifest of a folder of results: what kind they are, and the checksum of every file."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from simulation.results.atomic import writing
from simulation.world.errors import Damaged
from simulation.world.sealed import digest, from_json, sha256, to_json

MANIFEST = "manifest.json"
RUN, SWEEP, EXPERIMENT, OTHER = "run", "sweep", "experiment", "other"
KEY = re.compile(r"[0-9a-f]{16}")


def read_manifest(folder: Path) -> dict[str, Any]:
    """The manifest of a folder, empty if there is none; raise `Damaged` if it is not what was written."""
    try:
        manifest = from_json((folder / MANIFEST).read_bytes())
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise Damaged(f"{MANIFEST} is damaged: {error.strerror or error}") from None
    except Damaged as error:
        raise Damaged(f"{MANIFEST} is damaged: {error}") from None
    if kind_of(manifest) == SWEEP and KEY.fullmatch(str(manifest.get("key"))) is None:
        raise Damaged(f"{MANIFEST} is damaged: its key {manifest.get('key')!r} is not 16 hexadecimal digits")
    return manifest


def kind_of(manifest: Mapping[str, Any]) -> str:
    """What kind of results a manifest belongs to; those of earlier versions are told by what they say."""
    if not manifest:
        return ""
    if "kind" in manifest:
        return str(manifest["kind"])
    if "experiment" in manifest:
        return EXPERIMENT
    return RUN if {"model_version", "arms", "scenario"} <= set(manifest) else OTHER


def write_manifest(folder: Path, manifest: Mapping[str, Any]) -> None:
    """Write a manifest with its checksum, in one step."""
    with writing(folder / MANIFEST) as file:
        file.write(to_json(manifest))


def files_of(manifest: Mapping[str, Any]) -> dict[str, str | None]:
    """Names and checksums of the files of results, None where an earlier version kept no checksum."""
    files = manifest.get("files") or {}
    known = dict(files) if isinstance(files, dict) else dict.fromkeys(files)
    return {name: value for name, value in known.items() if Path(str(name)).name == name and name != MANIFEST}


def unverified(manifest: Mapping[str, Any]) -> str:
    """A warning where there is nothing to verify results by, else an empty string."""
    return "" if "checksum" in manifest else "written before checksums: nothing tells whether its files are whole"


def without_checksum(manifest: Mapping[str, Any]) -> str:
    """A warning where files have checksums and the manifest that lists them has none, else an empty string."""
    return (
        ""
        if "checksum" in manifest
        else f"written before a {MANIFEST} had a checksum: nothing tells whether it is whole"
    )


def content_of(folder: Path, name: str, manifest: Mapping[str, Any]) -> bytes:
    """What a file of results holds; raise `Damaged` if it is not what the manifest says."""
    try:
        content = (folder / name).read_bytes()
    except OSError as error:
        raise Damaged(f"{name} cannot be read: {error.strerror or error}") from None
    _compare(name, sha256(content), manifest)
    return content


def verify(folder: Path, name: str, manifest: Mapping[str, Any]) -> None:
    """Raise `Damaged` unless a file is what the manifest says; it may be larger than memory."""
    try:
        found = digest(folder / name)
    except OSError as error:
        raise Damaged(f"{name} cannot be read: {error.strerror or error}") from None
    _compare(name, found, manifest)


def _compare(name: str, found: str, manifest: Mapping[str, Any]) -> None:
    if "checksum" in manifest and files_of(manifest).get(name) != found:
        raise Damaged(f"{name} is damaged: its checksum is not that of {MANIFEST}")
