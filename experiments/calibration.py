"""Calibration by history matching: which settings meet the `Fit` figures of docs/evidence.md, section 6?

    python experiments/calibration.py               # all of these:
    python experiments/calibration.py politics      # S1, S2, S7, S22, S23, and the share without overall control
    python experiments/calibration.py satisfaction  # S20
    python experiments/calibration.py votes         # S8
    python experiments/calibration.py organisations # S17, S21
    python experiments/calibration.py finance       # S9: how many deals

The groups share no figure; they are fitted in this order, each with the others at their central values.

Prior: uniform over the declared range of each parameter (`simulation.world.parameters`, with sources). In every wave
settings are drawn as a Latin hypercube, the compiled model is run at each, and a radial-basis emulator with leave-
one-out error is fitted to each figure. The *implausibility* of settings is how far the emulated figure lies outside
its accepted range, in standard errors of emulator and simulation together, the largest over all figures (Vernon,
Goldstein and Bower 2010, with the accepted range in the place of the observational error). What exceeds 3 is ruled
out; the next wave is drawn from the least implausible tenth of what is left. *Acceptable* are settings whose run
itself lies in all ranges: no emulator stands between them and the model. All of them are kept, as the uncertainty
that the figures leave; the *central* one lies deepest in all ranges.

Accepted ranges and estimators are those of `simulation.validation`. Politics runs alone, without services, on nations
of the full size; other nations are smaller here.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from manifests import RESULTS, publish
from scipy.interpolate import RBFInterpolator
from scipy.stats import qmc

from simulation.results.atomic import write_text
from simulation.results.provenance import provenance
from simulation.validation import nation, targets
from simulation.validation.check import Part
from simulation.validation.runs import Runs
from simulation.world.codes import CouncilKind
from simulation.world.parameters import PARAMETERS

FOLDER = RESULTS / "calibration"
COMMAND = "python experiments/calibration.py"
SEED = 20  # of the designs and of the runs; validation uses another
CANDIDATES = 1 << 14  # of which the next wave is drawn
RULED_OUT = 3.0
LEAST = 0.1  # share of what is left, the least implausible, that the next wave is drawn from
COUNCILS = 120  # of a nation


@dataclass(frozen=True)
class Figure:
    """A figure to be met: its check, its accepted range, and which column of the run it is."""

    name: str
    low: float
    high: float


@dataclass(frozen=True)
class Group:
    """Parameters that are fitted together, the figures that they are fitted to, and the run that yields them."""

    parameters: tuple[str, ...]
    figures: tuple[Figure, ...]
    run: Callable[[Runs], tuple[np.ndarray, np.ndarray]]  # estimates and their standard errors
    waves: tuple[int, ...]  # settings in each wave


def politics(runs: Runs) -> tuple[np.ndarray, np.ndarray]:
    """S1, S2, S7, S22, S23 and the share without overall control, of six nations that do nothing but vote."""
    rows = []
    for history in nation.histories(runs, 6, votes_only=True):
        control = nation.changes(history, "control")
        swings = [nation.seat_swings(history, kind) for kind in (CouncilKind.LONDON, CouncilKind.METROPOLITAN)]
        special, others = nation.by_the_cycle(history)
        nobody = np.mean([(year.after.control < 0).mean() for year in history])
        rows.append(
            [
                control.mean(),
                nation.changes(history, "largest").mean(),
                nation.bunching(control, nation.COUNCILS),
                nation.losing_years(history),
                *(figure for each in swings for figure in (each.mean(), each.std())),
                special / others,
                nobody,
            ]
        )
    return _summary(np.array(rows))


def _judged(*parts: tuple[Part, int]) -> Callable[[Runs], tuple[np.ndarray, np.ndarray]]:
    """A run that yields parts of checks, each on so many paired seeds."""

    def run(runs: Runs) -> tuple[np.ndarray, np.ndarray]:
        found = [_figure(part.statistic, part.sample(runs, pairs)) for part, pairs in parts]
        estimates, errors = np.array(found).T
        return estimates, errors

    return run


def votes(runs: Runs) -> tuple[np.ndarray, np.ndarray]:
    """S8 of two small nations."""
    return _summary(nation.service_votes(runs, 40, COUNCILS))


def deals(runs: Runs) -> tuple[np.ndarray, np.ndarray]:
    """The number of PFI deals of S9, of four small nations."""
    estimate, error = _figure(targets.S9.parts[4].statistic, targets.deals_by_year(runs, 40, COUNCILS))
    return np.array([estimate]), np.array([error])


def _summary(rows: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    return rows.mean(axis=0), rows.std(axis=0, ddof=1) / np.sqrt(len(rows))


def _figure(statistic: Callable[[np.ndarray], float], rows: np.ndarray) -> tuple[float, float]:
    """A statistic of the means over replicates, and its jackknife standard error."""
    without = [statistic(np.delete(rows, row, axis=0).mean(axis=0)) for row in range(len(rows))]
    error = np.sqrt((len(rows) - 1) * np.var(without))
    return float(statistic(rows.mean(axis=0))), float(error)


def _accepted(check: str, part: int, name: str) -> Figure:
    chosen = next(each for each in targets.TARGETS if each.name == check).parts[part]
    return Figure(f"{check} {name}", chosen.low, chosen.high)


GROUPS: Mapping[str, Group] = {
    "politics": Group(
        (
            "lean_spread",
            "minor_party_lean",
            "local_mood_memory",
            "local_mood_noise",
            "national_mood_rate",
            "national_mood_noise",
            "governing_cost",
            "governing_wear",
        ),
        (
            _accepted("S1", 0, "control changes"),
            _accepted("S1", 1, "largest party changes"),
            _accepted("S2", 0, "bunching"),
            _accepted("S7", 0, "governing party loses"),
            _accepted("S22", 0, "London, mean"),
            _accepted("S22", 1, "London, SD"),
            _accepted("S22", 2, "metropolitan, mean"),
            _accepted("S22", 3, "metropolitan, SD"),
            _accepted("S23", 0, "in the cycle"),
            Figure("no overall control", 0.19, 0.39),  # evidence §1: 33 % in 2000, 19 % in 2015, 39 % in 2024
        ),
        politics,
        (80, 40, 40),
    ),
    "satisfaction": Group(
        ("satisfaction_slope",),
        (_accepted("S20", 0, "elasticity"),),
        _judged((targets.S20.parts[0], 30)),
        (40, 20),
    ),
    "votes": Group(
        ("bad_service_penalty", "mediocre_approval"),
        (_accepted("S8", 0, "bad service"), _accepted("S8", 1, "good service")),
        votes,
        (40, 20),
    ),
    "organisations": Group(
        ("closure_base", "founding", "mutual_aid_fading"),
        (_accepted("S17", 0, "mutual aid"), _accepted("S21", 0, "exit"), _accepted("S21", 1, "entry")),
        _judged((targets.S17.parts[0], 40), (targets.S21.parts[0], 20), (targets.S21.parts[1], 20)),
        (60, 40),
    ),
    "finance": Group(("pfi_rate",), (_accepted("S9", 4, "PFI deals"),), deals, (16, 8)),
}


def calibrate(group: Group) -> Iterator[dict[str, object]]:
    """All runs of all waves; each as its settings, figures, implausibility and whether it is acceptable."""
    low, high = np.array([(PARAMETERS[name].low, PARAMETERS[name].high) for name in group.parameters]).T
    floors = np.array([figure.low for figure in group.figures])
    ceilings = np.array([figure.high for figure in group.figures])
    points, found, errors = np.zeros((0, len(low))), [], []
    design = qmc.LatinHypercube(len(low), seed=SEED)
    for wave, size in enumerate(group.waves):
        new = design.random(size)
        if wave:
            candidates = design.random(CANDIDATES)
            implausible = _implausibility(points, np.array(found), np.array(errors), candidates, floors, ceilings)
            left = int((implausible < RULED_OUT).sum())
            new = candidates[np.argsort(implausible, kind="stable")[: max(size, int(LEAST * left))]]
            new = new[np.random.default_rng(SEED + wave).choice(len(new), size, replace=False)]
            print(f"wave {wave + 1}: {(implausible < RULED_OUT).mean():.2%} of the prior is not ruled out", flush=True)
        for point in new:
            settings = dict(zip(group.parameters, (low + point * (high - low)).tolist(), strict=True))
            estimates, standard_errors = group.run(Runs(SEED, settings))
            found.append(estimates)
            errors.append(standard_errors)
            outside = np.maximum(np.maximum(floors - estimates, estimates - ceilings), 0)
            yield {
                "wave": wave + 1,
                "settings": settings,
                "figures": {figure.name: float(x) for figure, x in zip(group.figures, estimates, strict=True)},
                "acceptable": bool((outside == 0).all()),
                "depth": _depth(estimates, floors, ceilings),
            }
        points = np.vstack([points, new])


def _implausibility(
    points: np.ndarray, found: np.ndarray, errors: np.ndarray, candidates: np.ndarray, low: np.ndarray, high: np.ndarray
) -> np.ndarray:
    """Largest distance of an emulated figure from its accepted range, in standard errors."""
    known = np.isfinite(found).all(axis=1)
    points, found, errors = points[known], found[known], errors[known]
    worst = np.zeros(len(candidates))
    for column in range(found.shape[1]):
        scale = found[:, column].std() or 1.0
        values = found[:, column] / scale
        emulator = RBFInterpolator(points, values, kernel="cubic", degree=1, smoothing=1.0)
        folds = np.arange(len(points)) % 10
        missed = np.empty(len(points))
        for fold in range(10):
            rest = folds != fold
            fitted = RBFInterpolator(points[rest], values[rest], kernel="cubic", degree=1, smoothing=1.0)
            missed[~rest] = fitted(points[~rest]) - values[~rest]
        error = scale * np.sqrt(np.median(missed**2) / 0.455 + np.median(errors[:, column] / scale) ** 2)
        emulated = scale * emulator(candidates)
        outside = np.maximum(np.maximum(low[column] - emulated, emulated - high[column]), 0)
        worst = np.maximum(worst, outside / error)
    return worst


def _depth(estimates: np.ndarray, low: np.ndarray, high: np.ndarray) -> float:
    """How deep the figures lie in their ranges: 1 in the middle of all of them, 0 at a bound, negative outside one."""
    half = np.minimum((high - low) / 2, np.maximum(np.abs(low), 1e-9))  # open ranges: as wide as their bound is large
    return float(np.minimum(np.minimum(estimates - low, high - estimates) / half, 1.0).min())


def main(names: Sequence[str]) -> None:
    """Calibrate these groups of parameters, one after the other; say what all groups together come from."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name in names:
        one(name)
    files = {name: f"{name}.json" for name in GROUPS if (FOLDER / f"{name}.json").is_file()}
    kept = [json.loads((FOLDER / file).read_text(encoding="utf-8")) for file in files.values()]
    shared = {key: {each.get(key) for each in kept} for key in ("fingerprint", "model_version", "commit")}
    publish(
        FOLDER,
        "calibration.py",
        COMMAND,
        files.values(),
        seeds=[SEED],
        sizes={name: {"waves": list(GROUPS[name].waves)} for name in files},
        wall_seconds=sum(each["wall_seconds"] for each in kept),
        # groups of different times have nothing in common to be named by
        more={key: found.pop() if len(found) == 1 else None for key, found in shared.items()},
    )


def one(name: str) -> None:
    """Calibrate one group of parameters and keep what is acceptable."""
    group, began = GROUPS[name], time.perf_counter()
    runs = []
    for number, run in enumerate(calibrate(group), start=1):
        runs.append(run)
        if number % 20 == 0:
            acceptable = sum(bool(each["acceptable"]) for each in runs)
            print(f"{number} runs, {acceptable} acceptable, {time.perf_counter() - began:.0f} s", flush=True)
    acceptable = sorted((run for run in runs if run["acceptable"]), key=lambda run: -run["depth"])
    kept = {
        **provenance().to_json(),
        "command": f"{COMMAND} {name}",
        "seed": SEED,
        "waves": list(group.waves),
        "wall_seconds": round(time.perf_counter() - began),
        "prior": {each: [PARAMETERS[each].low, PARAMETERS[each].high] for each in group.parameters},
        "accepted": {figure.name: [figure.low, figure.high] for figure in group.figures},
        "acceptable_by_wave": [sum(run["wave"] == wave + 1 for run in acceptable) for wave in range(len(group.waves))],
        "central": acceptable[0] if acceptable else max(runs, key=lambda run: run["depth"]),
        "acceptable": [_rounded(run) for run in acceptable],
    }
    write_text(FOLDER / f"{name}.json", json.dumps(kept, indent=1) + "\n")
    print(f"{len(acceptable)} of {len(runs)} settings are acceptable; written to {FOLDER / name}.json")
    for each in group.parameters:
        values = np.array([run["settings"][each] for run in acceptable])
        if len(values):
            print(
                f"{each:22} {np.quantile(values, 0.05):8.3f} {np.median(values):8.3f} {np.quantile(values, 0.95):8.3f}"
            )


def _rounded(run: dict) -> dict:
    numbers = {key: {name: round(value, 4) for name, value in run[key].items()} for key in ("settings", "figures")}
    return {"wave": run["wave"], **numbers, "depth": round(run["depth"], 3)}


if __name__ == "__main__":
    wrong = [name for name in sys.argv[1:] if name not in GROUPS]
    if wrong:
        sys.exit(f"{COMMAND} {wrong[0]}: there is no such group; there are {', '.join(GROUPS)}")
    main(sys.argv[1:] or list(GROUPS))
