"""What a look at a folder of results finds, file by file, and what can be done about it."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any, NamedTuple

from simulation.results.manifests import MANIFEST, files_of, verify
from simulation.world.errors import Damaged

SOUND, DAMAGED, UNVERIFIED = "sound", "damaged", "unverified"


class Finding(NamedTuple):
    """A file, its state, what is wrong with it, and what ``--repair`` does about it, if anything."""

    file: str
    state: str
    reason: str = ""
    repair: str = ""


class Findings(NamedTuple):
    """All files of a folder; ``again`` says what to run to have the results whole."""

    kind: str
    files: tuple[Finding, ...]
    again: str = ""
    warning: str = ""

    @property
    def sound(self) -> bool:
        """Whether nothing is damaged and nothing missing."""
        return not self.again and all(file.state != DAMAGED for file in self.files)

    def to_json(self) -> dict[str, Any]:
        """As ``coproduction check --json`` prints it."""
        files = [file._asdict() for file in self.files]
        return {"kind": self.kind, "sound": self.sound, "files": files, "again": self.again, "warning": self.warning}


def listed(folder: Path, manifest: dict[str, Any], names: Iterable[str] = (), repair: str = "") -> list[Finding]:
    """The files that a manifest lists, and others that should be there."""
    found = []
    for name in dict.fromkeys([*files_of(manifest), *names]):
        try:
            verify(folder, name, manifest)
            found.append(Finding(name, SOUND if "checksum" in manifest else UNVERIFIED))
        except Damaged as error:
            found.append(Finding(name, DAMAGED, str(error), repair))
    return [Finding(MANIFEST, SOUND if "checksum" in manifest else UNVERIFIED), *found]
