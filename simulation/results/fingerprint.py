"""The behaviour fingerprint: what eight small worlds do, to the bit, as a short text that stands in git.

Together the worlds hold every kind of event, every service, one council and several, recorded politics and voted ones.
For both arms of each the text gives a digest of every measure, of the spells and of the log of changes, so that a
difference says at once which measure of which world moved, and how the difference between the arms is judged. A change
of the code that is meant to change no result must leave the text alone; one that changes results writes it anew, with a
line in the changelog that says why.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

import numpy as np

from simulation.engine.versions import FINGERPRINT
from simulation.ensemble import SERVICE_MEASURES, Ensemble, run
from simulation.results.resilience import resilience
from simulation.results.survival import lifetimes, survive
from simulation.scenarios import Scenario
from simulation.world.arms import ARMS
from simulation.world.measures import COLUMN, MEASURES
from simulation.world.parameters import PARAMETERS
from simulation.world.worlds import CENTRAL

SEED = 20
DIGITS = 8  # of a digest, in the text
PART, CELL = 24, 16  # widths of its columns

_SMALL = {"councils": 1, "neighbourhoods": 4, "organisations": 6, "enterprises": 2, "contractors": 3}


def _event(name: str, month: int, **fields: Any) -> dict[str, Any]:
    """An event of the kind ``name`` in that month."""
    return {"name": f"{name}-{month}", "kind": name, "month": month} | fields


def _ends(*names: str) -> dict[str, float]:
    """The upper ends of the ranges of these parameters."""
    return {name: PARAMETERS[name].high for name in names}


WORLDS: dict[str, dict[str, Any]] = {
    "few groups": {
        "years": 2,
        "settings": {"organisations": 2, "enterprises": 0, "founding": 0.02, "least_availability": 0.3}
        | _ends("start_joint", "closure_base"),
    },
    "leaders": {
        "settings": {"joint_working": 0.3, "start_joint": 0.8},
        "events": [
            _event("framework_adopted", 2, governance=0.9, planning_support=0.8, capacity_building=0.7, legal_form=1.0),
            _event("leadership_change", 12, commitment=0.05, market=0.9, lasts=1.0),
            _event("framework_abandoned", 16),
            _event("champion_leaves", 24),
        ],
    },
    "nation": {
        "councils": [
            {"name": "Thirds", "cycle": "thirds", "party": "A"},
            {"name": "Four", "cycle": "all_out_4", "party": "none", "deprivation": 0.8},
            {"name": "Five", "cycle": "all_out_5", "population": 2.0, "tradition": 0.8},
        ],
        "settings": {"councils": 4, "neighbouring_councils": 1, "neighbourhoods": 2},
        "events": [
            _event("national_swing", 3, party="B", size=0.8),
            _event("government", 5, party="B", under_study=False),
            _event("control", 8, party="B", councils=["Four"], commitment=0.9),
            _event("control", 20, party="none", councils=["Four"], under_study=False),
        ],
    },
    "private finance": {
        "settings": {"pfi_policy": 0.5} | _ends("pfi_rate", "pfi_early_exit"),
        "events": [
            _event("pfi_support", 1, value=1.0),
            _event("pfi_deal", 4, service="libraries", years=15, confidentiality=0.9),
            _event("pfi_deal", 5, service="schools_estate"),
            _event("contractor_fails", 14),
            _event("procurement_reform", 20, value=0.8),
            _event("social_value", 22, value=0.9),
        ],
    },
    "money": {
        "events": [
            _event("grant_change", 3, size=-0.4, over_months=18),
            _event("programme", 6, size=0.6, years=1, neighbourhoods=2),
            _event("programme", 8, size=0.4, years=4, neighbourhoods=1),
            _event("programme_ends", 24, neighbourhoods=1),
            _event("capacity_programme", 10, value=0.8, years=1),
        ],
    },
    "voice": {
        "settings": {"complaints_procedure": 0.1} | _ends("planning_by_refusal"),
        "events": [
            _event("localism_rights", 2, value=0.9),
            _event("volunteering", 4, value=0.6),
            _event("local_assemblies", 6, value=0.8),
            _event("complaints_procedure", 12, value=0.9),
            _event("consultation", 15, value=0.8, heeded=0.7),
            _event("local_assemblies", 24, value=0.3, neighbourhoods=2),
            _event("emergency", 18, need=2.0, over_months=9, volunteers=0.9),
        ],
    },
    "restless": {
        "settings": _ends("closure_base", "founding", "contractor_failure", "contractor_entry", "review_rate")
        | _ends("enterprise_rate", "spin_out_rate", "policy_rate")
        | {"enterprise_threshold": PARAMETERS["enterprise_threshold"].low, "procurement_barrier": 0.0}
        | {"handover_hurdle": PARAMETERS["handover_hurdle"].low},
        "events": [{"name": "restless-leaders", "kind": "champion_leaves", "per_year": 0.7}],
    },
    "region": {
        "settings": {"councils": 5, "neighbourhoods": 2, "region_size": 4} | _ends("adoption_rate"),
        "events": [
            _event(
                "framework_adopted",
                0,
                councils={"share": 0.5},
                held=2.0,
                governance=1.0,
                planning_support=1.0,
                open_procurement=1.0,
            ),
            _event("leadership_change", 18, councils=[1, 2], commitment=0.1),
        ],
    },
}


def scenario(world: str) -> Scenario:
    """One of the worlds: three years after a burn-in of one, unless it says otherwise."""
    chosen = WORLDS[world]
    named = {"name": world.replace(" ", "-"), "years": 3, "burn_in_years": 1}
    return Scenario.from_mapping(named | chosen | {"settings": _SMALL | chosen.get("settings", {})})


def digest(values: np.ndarray) -> str:
    """The first digits of a hash of an array's bytes, column by column where it has columns (records have padding)."""
    total = hashlib.sha256()
    for column in [values[name] for name in values.dtype.names] if values.dtype.names else [values]:
        total.update(np.ascontiguousarray(column.astype(column.dtype.newbyteorder("<"))).tobytes())
    return total.hexdigest()[:DIGITS]


def _parts(ensemble: Ensemble, arm: int) -> Iterator[tuple[str, str]]:
    """Name and digest of everything that one arm gives."""
    for column, measure in enumerate(MEASURES):
        yield measure.name, digest(ensemble.measures[0, arm, :, column])
    for column, name in enumerate(SERVICE_MEASURES):
        yield f"{name} by service", digest(ensemble.by_service[0, arm, :, :, column])
    spells = ensemble.spells[ensemble.spells["arm"] == arm]
    yield "spells", digest(spells)
    yield "number of spells", f"{len(spells)}"
    log = ensemble.changes[0, arm]
    yield "log of changes", digest(log)
    yield "number of changes", f"{len(log)}"


def _effects(ensemble: Ensemble) -> Iterator[tuple[str, str]]:
    """How the future is judged: six digits, since a sum may round differently in another library."""
    arms = [ensemble.measures[:, arm, :, COLUMN["coproduction"]] for arm in range(len(ARMS))]
    for name, value in asdict(resilience(arms[0], arms[1], ensemble.fork)).items():
        yield name, f"{value[0]:.6g}"
    lives = [lifetimes(ensemble.spells[ensemble.spells["arm"] == arm], ensemble.fork) for arm in range(len(ARMS))]
    survival = survive(lives[0], lives[1], [0])
    yield "median survival", f"{survival.medians[0].value:.6g}"
    yield "restricted mean", f"{survival.restricted_means[0].value:.6g}"
    yield "its difference", f"{survival.difference.value:.6g}"


def simulated(workers: int | None = None) -> list[Ensemble]:
    """The eight worlds, as this code simulates them."""
    ensembles = [run(scenario(world), 1, SEED, workers=workers, keep_changes=True, worlds=CENTRAL) for world in WORLDS]
    for world, ensemble in zip(WORLDS, ensembles, strict=True):
        for _, message in ensemble.failures:
            raise RuntimeError(f"the world '{world}' cannot be simulated: {message}")
    return ensembles


def text(ensembles: list[Ensemble] | None = None) -> str:
    """The fingerprint of this code on this machine: one line for each part, one column for each world."""
    ensembles = ensembles or simulated()
    lines = [f"Behaviour of eight small worlds, seed {SEED}: digests of what each part holds, to the bit."]
    tables: dict[str, list[dict[str, str]]] = {
        name: [dict(_parts(ensemble, arm)) for ensemble in ensembles] for arm, name in enumerate(ARMS)
    }
    tables["effect"] = [dict(_effects(ensemble)) for ensemble in ensembles]
    for name, columns in tables.items():
        lines += ["", f"{name:{PART}}" + "".join(f"{world:>{CELL}}" for world in WORLDS)]
        lines += [f"{part:{PART}}" + "".join(f"{column[part]:>{CELL}}" for column in columns) for part in columns[0]]
    return "\n".join(lines) + "\n"


def recorded() -> str:
    """The fingerprint that stands in git."""
    return FINGERPRINT.read_text(encoding="utf-8")


def differences(found: str, expected: str) -> dict[tuple[str, str], list[str]]:
    """By world and arm, or effect: the parts that differ between two fingerprints, or that only one of them has."""
    one, other = _digests(found), _digests(expected)
    wrong: dict[tuple[str, str], list[str]] = {}
    for world, arm, part in dict.fromkeys([*other, *one]):
        if one.get((world, arm, part)) != other.get((world, arm, part)):
            wrong.setdefault((world, arm), []).append(part)
    return wrong


def _digests(text: str) -> dict[tuple[str, str, str], str]:
    """A fingerprint's digests by world, arm and part."""
    found = {}
    for table in text.split("\n\n")[1:]:
        head, *rows = table.strip().splitlines()
        width = CELL * ((len(head) - PART) // CELL)  # of the digests; some names are longer than their column
        arm, *worlds = _cells(head, width)
        for part, *digests in (_cells(row, width) for row in rows):
            found.update({(world, arm, part): digest for world, digest in zip(worlds, digests, strict=True)})
    return found


def _cells(line: str, width: int) -> list[str]:
    """Name and digests of a line."""
    name, rest = line[:-width], line[-width:]
    return [name.strip(), *(rest[at : at + CELL].strip() for at in range(0, width, CELL))]
