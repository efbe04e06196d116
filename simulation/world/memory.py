"""How much memory there is, and a refusal beforehand of what it cannot hold."""

from __future__ import annotations

import os
from pathlib import Path

from simulation.world.errors import SettingError

SPARE = 0.9  # of what is free, that may be taken
_MEMINFO = Path("/proc/meminfo")
_GROUP = Path("/sys/fs/cgroup")


def available() -> int | None:
    """Bytes that a program can still take here; None where the system does not tell."""
    free = []
    try:
        fields = dict(line.split(":", 1) for line in _MEMINFO.read_text(encoding="ascii").splitlines())
        free.append(int(fields["MemAvailable"].split()[0]) * 1024)
    except (OSError, KeyError, ValueError):
        try:
            free.append(os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE"))
        except (AttributeError, ValueError, OSError):
            return None
    try:  # a container can have less than its machine
        most, used = (int((_GROUP / name).read_text(encoding="ascii")) for name in ("memory.max", "memory.current"))
        cached = dict(line.split() for line in (_GROUP / "memory.stat").read_text(encoding="ascii").splitlines())
        free.append(most - used + int(cached.get("inactive_file", 0)))
    except (OSError, ValueError):
        pass
    return max(min(free), 0)


def check_memory(what: str, needed: int, number: int) -> None:
    """Raise `SettingError` for what cannot be held; ``number`` is how many things ``needed`` bytes are for."""
    free = available()
    if free is None or needed <= SPARE * free:
        return
    fits = int(SPARE * free * number // needed)
    raise SettingError(
        f"{what}: this needs {_size(needed)} of memory and {_size(free)} are free; "
        f"{fits:,} instead of {number:,} would fit"
    )


def _size(number: int) -> str:
    return f"{number / 2**30:,.1f} GiB" if number >= 2**29 else f"{number / 2**20:,.0f} MiB"
