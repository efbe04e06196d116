"""What a number changes in the worlds of the fingerprint, with some switches on and others off."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from simulation.ensemble import run
from simulation.results.fingerprint import WORLDS, digest, scenario
from simulation.world.parameters import PARAMETERS
from simulation.world.worlds import CENTRAL

SWITCHES = [name for name, parameter in PARAMETERS.items() if parameter.role == "switch"]
ON = dict.fromkeys(SWITCHES, 1.0)
OFF = dict.fromkeys(SWITCHES, 0.0)


def moves(name: str, switches: Mapping[str, float], futures: int = 1) -> bool:
    """Whether anything is another byte at the upper end of a number's range than at the lower one."""
    ends = PARAMETERS[name].low, PARAMETERS[name].high
    return any(
        len({results(world, tuple(sorted({**switches, name: end}.items())), futures) for end in ends}) > 1
        for world in WORLDS
    )


@cache
def results(world: str, settings: tuple[tuple[str, float], ...], futures: int) -> tuple[str, ...]:
    """Digests of all that is recorded of some futures of a world."""
    found = run(scenario(world).with_settings(dict(settings)), futures, 20, keep_changes=True, worlds=CENTRAL)
    assert not found.failures, found.failures
    changes = [found.changes[key] for key in sorted(found.changes)]
    return tuple(map(digest, (found.measures, found.by_service, found.spells, *changes)))
