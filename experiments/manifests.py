"""What was published, where it comes from, and whether today's model would say the same.

Every experiment ends with `publish`, which writes ``manifest.json`` beside its results; ``python -m experiments`` asks
`out_of_date` what has to be computed again.
"""

from __future__ import annotations

import ast
import hashlib
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from simulation.engine.versions import ROOT as PACKAGE
from simulation.engine.versions import recorded_fingerprint
from simulation.results.manifests import MANIFEST, files_of, read_manifest, write_manifest
from simulation.results.provenance import git_state, provenance
from simulation.results.published import digest
from simulation.scenarios.files import library, load
from simulation.world.errors import Damaged
from simulation.world.names_of_worlds import DEFAULT
from simulation.world.worlds import worlds

HERE = Path(__file__).parent
RESULTS = HERE.parent / "results"
QUOTED = re.compile(r'"(?:scenarios/)?([a-z0-9-]+)(?:\.toml)?"')  # what may be the name of a scenario


def publish(
    folder: Path,
    script: str,
    command: str,
    files: Iterable[str],
    *,
    seeds: Sequence[int],
    sizes: Mapping[str, Any],
    wall_seconds: float,
    quick: bool = False,
    more: Mapping[str, Any] | None = None,
) -> None:
    """Write ``manifest.json``, last of all: results that have it are complete.

    Parameters
    ----------
    script : file name of the experiment.
    files : what is published, names in the folder.
    sizes : how large each part of the experiment is.
    more : what else there is to say; it goes before what is known of this process.
    """
    origin = provenance().to_json()
    origin["changed"] = git_state(PACKAGE, ["../experiments"])[1]
    manifest = {
        "experiment": Path(script).stem,
        "command": command,
        "seeds": list(seeds),
        "sizes": dict(sizes),
        "quick": quick,
        "source": source_of(script),
        **origin,
        "wall_seconds": round(wall_seconds, 1),
        **(more or {}),
    }
    digests = {name: digest(folder / name) for name in sorted(files)}
    for name in set(_published(folder)) - set(digests):  # of an earlier time, and no part of these results
        (folder / name).unlink(missing_ok=True)
    write_manifest(folder, {**manifest, "files": digests})


def folder_of(name: str, quick: bool = False, which: str | None = None) -> Path:
    """Where results are: those of a quick version, or of other worlds than the default, have a place of their own."""
    of_worlds = "" if which in (None, DEFAULT) else f"-{Path(which).stem}"
    return RESULTS / f"{name}{of_worlds}{'-quick' if quick else ''}"


def _published(folder: Path) -> list[str]:
    """Names of the files that the manifest there lists."""
    try:
        return list(files_of(read_manifest(folder)))
    except Damaged:
        return []


def out_of_date(folder: Path, script: str) -> str:
    """Why results have to be computed again, in one line; empty if they say what today's model says."""
    try:
        manifest = read_manifest(folder)
    except Damaged as error:
        return str(error)
    if not manifest:
        return "not published yet"
    then, files = manifest.get("fingerprint"), files_of(manifest)
    if not files:
        return f"{MANIFEST} is damaged: it lists no files"
    if then is None:
        return f"computed by an earlier model ({manifest.get('model_version')}) whose fingerprint is not known"
    if then != recorded_fingerprint():
        return f"the model behaves differently since: fingerprint {then}, now {recorded_fingerprint()}"
    drawn = manifest.get("worlds")
    if isinstance(drawn, dict) and "--worlds" not in str(manifest.get("command")):
        if drawn.get("digest") != worlds(DEFAULT).digest:
            return f"drawn in other worlds than is usual now: {drawn.get('name')}, now {DEFAULT}"
    if manifest.get("source") != source_of(script):
        return f"experiments/{script} or what it shares with others has changed since"
    for name, known in files.items():
        if not (folder / name).is_file():
            return f"{name} is missing"
        if digest(folder / name) != known:
            return f"{name} is not as it was published"
    return ""


def source_of(script: str) -> str:
    """Hash of what an experiment's file and the files beside it that it uses do, as 16 hexadecimal digits.

    Imports, comments and blank lines do not count: where a name comes from and how a file is laid out changes no
    result, and what the package does is the fingerprint's affair. A table in TOML that has the experiment's name, as
    ``claims.toml`` has, is what it asks about, and counts too; so does every scenario that they name, with all that
    it extends.
    """
    total = hashlib.sha256()
    named: set[str] = set()
    table = f"{Path(script).stem}.toml"
    for name in [*_with_shared(script), *([table] if (HERE / table).is_file() else [])]:
        text = (HERE / name).read_text(encoding="utf-8")
        found = [] if name == table else _imports(text)
        imports = {line for node in found for line in range(node.lineno, (node.end_lineno or node.lineno) + 1)}
        for number, line in enumerate(text.splitlines(), start=1):
            if number not in imports and line.strip() and not line.strip().startswith("#"):
                total.update(line.rstrip().encode() + b"\n")
        named |= set(QUOTED.findall(text))
    scenarios = library() | {path.stem: path for path in HERE.glob("scenarios/*.toml")}
    for name in sorted(named & scenarios.keys()):
        total.update(json.dumps(load(scenarios[name]).to_mapping(), sort_keys=True).encode() + b"\n")
    return total.hexdigest()[:16]


def _with_shared(script: str) -> list[str]:
    """The file and those of this folder that make its results, which all of them share through ``shared.py``."""
    found = [script]
    for name in found:
        for node in _imports((HERE / name).read_text(encoding="utf-8")):
            for module in [node.module] if isinstance(node, ast.ImportFrom) else [each.name for each in node.names]:
                file = f"{module}.py"
                if file not in (*found, "manifests.py") and (HERE / file).is_file():
                    found.append(file)
    return found


def _imports(text: str) -> list[ast.Import | ast.ImportFrom]:
    return [node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Import | ast.ImportFrom)]
