"""The whole search for plausible worlds on truths that are known: does the band of what it accepts hold them?

    python experiments/two_truths.py --plan         # say how long it takes, and simulate nothing
    python experiments/two_truths.py [--truth N]... [--share 0.25] [--turns 8] [--worlds plausible|FILE]

An accepted set is taken for the truth and what it comes to for the record: every figure's range is as wide as before,
about its own; natural ends stay. A search of its own, under another seed, starts from the priors, knows none of its
numbers, and ends with the sets that it accepts; three headlines are simulated there and in the truth. What is done is
kept, in ``sweeps`` of the folder of results: the same command goes on where it was stopped.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import os
import sys
import time
from collections.abc import Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from headlines import between, in_kind
from known_truth import Found
from manifests import RESULTS, publish
from numpy.typing import NDArray
from plausible_worlds import ASKED_FOR, headlines
from times import core_seconds

from simulation.calibration.calibrate import Calibration, Sizes
from simulation.calibration.describing import figures_in
from simulation.calibration.figures import FIGURES, Figure, recentred
from simulation.cli.progress import lines
from simulation.cli.status import STOPPED
from simulation.results.atomic import write_text, writing
from simulation.results.over_worlds import FEWEST_WORLDS
from simulation.results.provenance import provenance
from simulation.sweep import sweep
from simulation.sweep.design import Design, Plan, plan
from simulation.sweep.store import open_store
from simulation.world.names_of_worlds import DEFAULT
from simulation.world.sealed import to_parquet
from simulation.world.worlds import FIGURE, Worlds, table_and_marks, worlds

Floats = NDArray[np.float64]

HERE = Path(__file__).parent
COMMAND = "python experiments/two_truths.py"
NUMBERS = "two_truths.json"
TRUTHS = (0, 1)  # sets stand in an order drawn by chance, so the first two are any two
SEED = 7000  # of the search; no seed that the truth's figures were estimated under is among those that follow from it
SHARE, TURNS = 0.25, 8
A_WORLD, OF_THE_TRUTH = 8, 800  # futures of every accepted set and of the truth
TRIAL = Sizes((40,), (16,), 80, 8, (4,), pairs=4, votes_pairs=4, turns=1, moves=1, accepting=(4, 4))  # shows it works
CASES = {True: "in the band", False: "outside", None: "no band: too few sets"}


class Truth(NamedTuple):
    """A search for one truth: which set it is, what it comes to, where what is tried is kept, and how much is tried."""

    number: int
    figures: dict[str, float]
    folder: Path
    sizes: Sizes
    workers: int

    @property
    def calibration(self) -> Calibration:
        """The search; patterns choose no set, and nobody asks for them here."""
        about = about_truth([self.figures.get(figure.name, np.nan) for figure in FIGURES])
        return Unpatterned(
            self.folder / "search", SEED, self.sizes, about, self.workers, say=self.say, on_progress=lines
        )

    def say(self, line: str) -> None:
        """With the truth that it is about."""
        print(f"truth {self.number}: {line}", flush=True)


class Unpatterned(Calibration):
    """A search that does not look at patterns afterwards."""

    def shown(self, values: Floats) -> dict[str, Floats]:
        """Nothing."""
        return {}


def about_truth(estimates: Sequence[float]) -> tuple[Figure, ...]:
    """What has to be met if the record reports these estimates; ranges that begin at nought do not reach below it."""
    moved = recentred(FIGURES, np.array(estimates, float))
    return tuple(
        figure._replace(part=replace(figure.part, low=max(figure.low, 0.0))) if known.low == 0 else figure
        for figure, known in zip(moved, FIGURES, strict=True)
    )


def searched(truth: Truth) -> tuple[Worlds | None, dict[str, int]]:
    """What the search accepts, None if nothing, and how much it tried; both are kept in its folder."""
    found = truth.calibration.run()
    with writing(truth.folder / "accepted.parquet") as file:
        how = {"seed": SEED, "sizes": truth.sizes.to_json(), "tried": dict(found.tried), "turns": list(found.turns)}
        file.write(to_parquet(found.table(), how | provenance().to_json(), compression="zstd"))
    some = Worlds(f"truth-{truth.number}", found.names, found.values) if len(found.values) else None
    return some, dict(found.tried)


def planned(of: Worlds, futures: int, seed: int) -> Plan:
    """The scenarios of the headlines in these worlds."""
    scenarios = tuple(asked.scenario for asked in ASKED_FOR.values())
    design = {"name": of.name, "sampler": "full_factorial", "scenarios": scenarios, "outcomes": ("coproduction",)}
    return plan(Design.from_mapping({**design, "replicates": futures, "seed": seed}), HERE, of)


def simulated(of: Worlds, futures: int, seed: int, folder: Path, workers: int) -> dict[str, Found]:
    """All headlines in these worlds."""
    sweep(planned(of, futures, seed), folder / f"{of.name}-{of.digest[:8]}", workers=workers, command=COMMAND)
    return headlines(open_store(folder / f"{of.name}-{of.digest[:8]}"))


def judged(true: Mapping[str, Found], found: Mapping[str, Found] | None, sets: int) -> dict[str, dict[str, Any]]:
    """Of every headline what it is in truth, with its 90 % interval, and the band of what was accepted."""
    told = {}
    for name, of in true.items():
        truth = of.estimate()
        told[name] = {"truth": truth.value, "truth between": [truth.low, truth.high]}
        if found is None or sets < FEWEST_WORLDS:
            told[name] |= {"inside": None}
            continue
        band = found[name].estimate()
        inside = bool(band.low <= truth.value <= band.high)
        told[name] |= {"mean": band.value, "band": [band.low, band.high], "inside": inside}
    return told


def as_markdown(kept: Mapping[str, Any]) -> str:
    """The published page: every truth and headline in a row, and in how many the band holds it."""
    rows = [
        "| truth | sets accepted | headline | in truth | mean of the sets | band of the sets | |",
        "| --- | --- | --- | --- | --- | --- | --- |",
    ]
    cases = []
    for number, of in kept["truths"].items():
        for name, each in of["headlines"].items():
            asked = ASKED_FOR[name]
            ends = (each["truth"], each.get("mean", np.nan))
            true, mean = (in_kind(end, asked.kind) if end == end else "–" for end in ends)
            band = between(*each.get("band", (np.nan, np.nan)), asked.kind)
            cells = (f"set {number}", of["accepted"], asked.words, true, mean, band, CASES[each["inside"]])
            rows.append(f"| {' | '.join(map(str, cells))} |")
            cases.append(each["inside"])
    told = [case for case in cases if case is not None]
    quick = "> This is the quick version: it shows that everything works.\n\n" if kept["quick"] else ""
    return (
        f"# Truths through the whole procedure\n\n{quick}{len(kept['truths'])} of {kept['worlds']['number']} sets "
        f"(worlds: {kept['worlds']['name']}) are taken for the truth in turn, and what they come to for the record. A "
        f"search of {kept['share']:g} of the full size, {kept['turns']} turns at most, knows none of their numbers. "
        f"The band of what it accepts holds the truth in {sum(told)} of {len(told)} cases; {len(cases) - len(told)} "
        f"have no band, since it takes {FEWEST_WORLDS} sets. So few cases tell a band that misses often from one that "
        "does not, and no more (docs/decisions/0041-known-truth.md).\n\n"
    ) + "\n".join([*rows, "", "```", kept["command"], "```", ""])


def main() -> None:
    """Search for every truth, simulate the headlines, and publish what they say."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--truth", type=int, action="append", metavar="N", help=f"a set's number; {TRUTHS} by default")
    parser.add_argument(
        "--share", type=float, default=SHARE, help="of the full size of the search; %(default)s by default"
    )
    parser.add_argument("--turns", type=int, default=TURNS, help="of acceptance, at most; %(default)s by default")
    parser.add_argument("--worlds", default=DEFAULT, metavar="plausible|FILE", help="the sets that truths are of")
    parser.add_argument(
        "--workers", type=int, default=os.cpu_count() or 1, help="shared by the searches, one at least each"
    )
    parser.add_argument(
        "--plan", action="store_true", help="say how long it takes, and simulate nothing but one setting"
    )
    parser.add_argument("--quick", action="store_true", help="next to nothing is tried, in a folder of its own")
    options = parser.parse_args()
    began, numbers = time.perf_counter(), options.truth or list(TRUTHS)
    table, _ = table_and_marks(options.worlds)
    known, several = worlds(options.worlds), figures_in(table)
    if not several or not all(0 <= number < len(table) for number in numbers):
        parser.error(f"--truth: sets of {options.worlds} are numbered 0 to {len(table) - 1}, with their figures")
    folder = RESULTS / f"two_truths{'-quick' if options.quick else ''}"
    sizes = TRIAL if options.quick else replace(Sizes.of(options.share), turns=options.turns)
    truths = []
    for number in numbers:
        figures = {each.name: table[FIGURE + each.name][number].as_py() for each in several}
        figures = {name: np.nan if value is None else value for name, value in figures.items()}
        own = folder / "sweeps" / f"truth-{known.digest[:8]}-{number}"
        truths.append(Truth(number, figures, own, sizes, max(1, options.workers // len(numbers))))
    futures, of_truth = (2, 16) if options.quick else (A_WORLD, OF_THE_TRUTH)
    if options.plan:
        print(said(truths, known, futures, of_truth))
        return
    kept = {
        **provenance().to_json(),
        "worlds": {"name": known.name, "number": len(known), "digest": known.digest},
        "share": options.share,
        "turns": sizes.turns,
        "quick": options.quick,
        "command": " ".join([COMMAND, *sys.argv[1:]]),
        "truths": {},
    }
    try:
        with ProcessPoolExecutor(len(truths), multiprocessing.get_context("spawn")) as pool:
            found = list(pool.map(searched, truths))
        for truth, (accepted, tried) in zip(truths, found, strict=True):
            itself = Worlds(f"set-{truth.number}", known.names, known.values[[truth.number]])
            true = simulated(itself, of_truth, 4, truth.folder, options.workers)
            sets = 0 if accepted is None else len(accepted)
            enough = accepted is not None and sets >= FEWEST_WORLDS
            bands = (
                simulated(accepted, futures * sets, 3, truth.folder, options.workers) if accepted and enough else None
            )
            of_it = {"accepted": sets, "tried": tried, "headlines": judged(true, bands, sets)}
            kept["truths"][str(truth.number)] = of_it
    except KeyboardInterrupt:
        print("two_truths: stopped; the same command goes on", file=sys.stderr)
        sys.exit(STOPPED)
    folder.mkdir(parents=True, exist_ok=True)
    write_text(folder / NUMBERS, json.dumps(kept, indent=1) + "\n")
    write_text(folder / "README.md", as_markdown(kept))
    publish(
        folder,
        "two_truths.py",
        kept["command"],
        (NUMBERS, "README.md"),
        seeds=[SEED, 3, 4],
        sizes={"share": options.share, "turns": sizes.turns, "futures of a set": futures, "of the truth": of_truth},
        wall_seconds=time.perf_counter() - began,
        quick=options.quick,
    )
    print(as_markdown(kept))


def said(truths: Sequence[Truth], known: Worlds, futures: int, of_truth: int) -> str:
    """How long all of it takes, if as many sets are accepted as a fifth of the candidates in each turn."""
    searches = len(truths) * truths[0].calibration.seconds()
    some = Worlds("some", known.names, known.values[: truths[0].sizes.candidates])
    swept = len(truths) * (
        core_seconds(planned(some, futures * len(some), 3)) + core_seconds(planned(known, of_truth, 4))
    )
    hours = (searches + swept) / 3600
    return (
        f"two_truths: about {hours:.1f} core-hours for {len(truths)} truths, each of them a process; it can be stopped"
    )


if __name__ == "__main__":
    main()
