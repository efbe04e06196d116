"""Where the results of a sweep come from, for small print and page."""

from __future__ import annotations

from simulation.results.summary import DrawnIn
from simulation.results.worlds_in_words import drawn_in
from simulation.sweep.store import Stored
from simulation.world.outside import in_short


def origin(stored: Stored) -> str:
    """One line for a figure."""
    manifest = stored.manifest
    commit = manifest.get("commit")
    parts = [
        f"model {manifest['model_version']}",
        f"commit {commit[:7]}{' with changes' if manifest.get('changed') else ''}" if commit else "no commit",
        f"scenario {', '.join(manifest['scenarios'])}" if len(manifest["scenarios"]) < 4 else "several scenarios",
        f"seed {manifest['seed']}",
        f"{len(stored.points)} points × {stored.replicates} replicates",
    ]
    if stored.worlds.names:
        parts.append(drawn_in(DrawnIn.of(stored.worlds, len(set(stored.world.tolist())))))
    parts += in_short(manifest)
    if len(stored.failures):
        parts.append(f"{len(stored.failures)} runs failed")
    return " · ".join(parts)


def origin_lines(stored: Stored) -> list[str]:
    """Lines for the foot of a page."""
    manifest = stored.manifest
    libraries = ", ".join(f"{name} {version}" for name, version in manifest["libraries"].items())
    return [
        f"{origin(stored)} · key {manifest['key']}",
        f"fingerprint {manifest.get('fingerprint', 'unknown')}, package {manifest['package_version']}, "
        f"Python {manifest['python']}, {libraries}",
    ]
