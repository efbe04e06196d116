"""A look at the folder of a sweep without its design: what is sound, and mending what its own files allow."""

from __future__ import annotations

import contextlib
from pathlib import Path

from simulation.results.atomic import tidy
from simulation.results.findings import DAMAGED, SOUND, Finding, Findings, listed
from simulation.results.manifests import KEY, MANIFEST, files_of, unverified, write_manifest
from simulation.results.replacing import only_writer
from simulation.sweep.store.parts import OUTCOMES, Parts
from simulation.sweep.store.workplace import DESIGN, KIND, PARTS, POINTS, known, refuse_others, set_aside_manifest

AGAIN = "the 'coproduction sweep' command that made it"


def inspect(folder: Path) -> Findings:
    """Which files of a sweep are what was written."""
    manifest, damage = known(folder)
    if not manifest:
        return Findings(KIND, (Finding(MANIFEST, DAMAGED, damage, "set aside"), *_all_parts(folder)), AGAIN)
    files = listed(folder, manifest, (DESIGN, POINTS))
    if damage:
        files[0] = Finding(MANIFEST, DAMAGED, damage, "rebuilt from its copy beside the parts")
    parts = Parts(folder / PARTS / str(manifest["key"]), int(manifest["parts"]))
    if parts.folder.is_dir():
        files += _parts(folder, parts)
    finished = f"{OUTCOMES}.parquet" in files_of(manifest) or not manifest.get("checksum")
    whole = finished and all(file.state != DAMAGED for file in files[1:])
    return Findings(KIND, tuple(files), "" if whole else manifest.get("command") or AGAIN, unverified(manifest))


def repair(folder: Path) -> list[str]:
    """Set damaged parts aside and rebuild the manifest; return what was done, a line each.

    Raises
    ------
    Busy : if another process writes to the folder.
    """
    done = []
    with only_writer(folder):
        refuse_others(folder)
        manifest, damage = known(folder)
        if damage and set_aside_manifest(folder):
            done.append(f"{MANIFEST} is set aside as {MANIFEST}.damaged")
        if damage and manifest:
            write_manifest(folder, manifest)
            done.append(f"{MANIFEST} is rebuilt from its copy beside the parts")
        for path in sorted((folder / PARTS).glob("*")):
            if KEY.fullmatch(path.name) and path.is_dir():
                done += _repair_parts(Parts.found_in(path))
        done += [f"{left.name}, unfinished, is removed" for left in tidy(folder)]
    return done


def _repair_parts(parts: Parts) -> list[str]:
    done = [f"{left.name}, unfinished, is removed" for left in parts.tidy()]
    for number in _numbers(parts):
        if parts.damage(number):
            done += [f"{path.name} is set aside as {path.stem}.damaged" for path in parts.set_aside(number)]
    return done


def _parts(folder: Path, parts: Parts) -> list[Finding]:
    found = []
    for number in _numbers(parts):
        damage = parts.damage(number)
        name = parts.path(OUTCOMES, number).relative_to(folder).as_posix()
        state = DAMAGED if damage else SOUND
        found.append(Finding(name, state, damage, "set aside, to be computed again" if damage else ""))
    return found


def _all_parts(folder: Path) -> list[Finding]:
    """Where no manifest says which parts count, those of every key."""
    paths = [path for path in sorted((folder / PARTS).glob("*")) if KEY.fullmatch(path.name) and path.is_dir()]
    return [finding for path in paths for finding in _parts(folder, Parts.found_in(path))]


def _numbers(parts: Parts) -> list[int]:
    """Parts of which anything is there."""
    numbers: set[int] = set()
    with contextlib.suppress(OSError):
        numbers = {int(path.stem[-6:]) for path in parts.folder.glob("*-??????.parquet") if _is_number(path)}
    return sorted(numbers)


def _is_number(path: Path) -> bool:
    return path.stem[-6:].isdecimal()
