"""Compute published results again where they are out of date: ``python -m experiments`` in the folder of the checkout.

Out of date are results whose fingerprint is not today's, whose experiment has been edited, whose worlds are not the
usual ones, or whose files are not those that were published. Before anything is simulated it is said how long all of it
takes. Each experiment is a piece, each of its sweeps another, and of a sweep every block that is on disk stays there:
what was stopped goes on where it was when the same command is given again.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from pathlib import Path
from typing import Any, NamedTuple

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE))  # as for a script of this folder
sys.path.insert(0, str(HERE.parent))  # the package of this checkout, whatever is installed

from manifests import PACKAGE, folder_of, out_of_date  # noqa: E402
from times import in_all, seconds_in  # noqa: E402

from simulation.cli.status import FAILED, STOPPED, WRONG_USE  # noqa: E402
from simulation.results.provenance import differing  # noqa: E402
from simulation.world.errors import nearest  # noqa: E402


class Asked(NamedTuple):
    """Which version of all results is asked for: small ones, and in which worlds, the usual ones if not said."""

    quick: bool = False
    worlds: str | None = None

    @property
    def words(self) -> list[str]:
        """As an experiment's own command takes it."""
        return [*(["--quick"] if self.quick else []), *(["--worlds", self.worlds] if self.worlds else [])]


class Published(NamedTuple):
    """A folder of published results, the script that makes it, and how to call it where somebody has to do that."""

    name: str
    script: str
    by_hand: str = ""

    def state(self, asked: Asked) -> str:
        """Why it has to be computed again; empty if it need not."""
        return out_of_date(folder_of(self.name, asked.quick, None if self.by_hand else asked.worlds), self.script)


EXPERIMENTS = tuple(
    Published(name, f"{name}.py")
    for name in (
        "leadership_change",
        "pfi_lock_in",
        "framework_levers",
        "austerity_two_signs",
        "viability",
        "sensitivity",
        "robust_levers",
        "places",
        "ablation",
        "structure",
        "after_the_change",
        "levers_by_shock",
        "who_gains",
        "model_ladder",
        "plausible_worlds",
        "claims",
    )
)
# docs/validation.md quotes these number by number, so somebody has to look at them; one needs files named, one hours.
BY_HAND = (
    Published("left_to_vote", "left_to_vote.py", "python experiments/left_to_vote.py"),
    Published("two_truths", "two_truths.py", "python experiments/two_truths.py"),
    Published(
        "history",
        "recorded_history.py",
        "python experiments/recorded_history.py --councils FILE --councils FILE --spending FILE",
    ),
)


def main(words: list[str] | None = None) -> int:
    """Compute what is out of date; return the exit status."""
    parser = argparse.ArgumentParser(prog="python -m experiments", description=__doc__.partition("\n")[0])
    parser.add_argument("--list", action="store_true", help="say what is up to date and what is not, and why")
    parser.add_argument("--only", action="append", metavar="NAME", help="one experiment; may be given several times")
    parser.add_argument("--quick", action="store_true", help="small versions, in results/NAME-quick: a few minutes")
    parser.add_argument("--worlds", metavar="plausible|central|FILE", help="the worlds that futures are drawn in")
    parser.add_argument("--plan", action="store_true", help="say how long that takes, and compute nothing")
    options = parser.parse_args(words)
    asked = Asked(options.quick, options.worlds)
    everything = {each.name: each for each in (*EXPERIMENTS, *(() if options.quick else BY_HAND))}
    for name in options.only or ():
        if name not in everything:
            return refuse(f"--only {name}: there is no such experiment{nearest(name, everything)}")
        if everything[name].by_hand and not options.list:
            return refuse(f"--only {name}: it is computed by hand, with {everything[name].by_hand}")
    chosen = [each for each in everything.values() if not options.only or each.name in options.only]
    states = {each: each.state(asked) for each in chosen}
    if options.list:
        width = max(len(each.name) for each in chosen)
        for each, why in states.items():
            print(f"{each.name:{width}}  {f'not up to date: {why}{by_hand(each)}' if why else 'up to date'}")
        return 0
    todo = [each for each, why in states.items() if why and not each.by_hand]
    for each, why in states.items():
        if each not in todo:
            print(f"{each.name}: {f'not up to date, left: {why}{by_hand(each)}' if why else 'up to date'}")
    if todo and not (options.quick or options.plan) and (problem := unfit()):
        return refuse(problem)
    if todo and (options.plan or not options.quick):
        seconds = [plan(each, asked) for each in todo]
        if None in seconds:
            return FAILED
        print(in_all(sum(filter(None, seconds)), os.cpu_count() or 1), flush=True)
    if options.plan:
        return 0
    for each in todo:
        print(f"{each.name}: {states[each]}; computing it", flush=True)
        try:
            status = compute(each, asked)
        except KeyboardInterrupt:
            print("stopped; the same command goes on", file=sys.stderr)
            return STOPPED
        if status:
            print(f"python -m experiments: {each.name} ended with status {status}", file=sys.stderr)
            return FAILED
    return 0


def by_hand(each: Published) -> str:
    """What to give, where nothing is computed from here."""
    return f" (by hand: {each.by_hand})" if each.by_hand else ""


def unfit() -> str:
    """Why nothing can be published from here; empty if it can."""
    changed = differing(PACKAGE, ["../experiments"])
    if changed:
        others = f" and {len(changed) - 1} more" if len(changed) > 1 else ""
        return f"not committed: {changed[0]}{others}; commit first, as results name the commit that they come from"
    from simulation.results import fingerprint

    print("Looking whether the model here has its recorded fingerprint: a minute", flush=True)
    if fingerprint.text() != fingerprint.recorded():
        return "the model here has not its recorded fingerprint: 'coproduction fingerprint' says where it differs"
    return ""


def plan(each: Published, asked: Asked) -> float | None:
    """Say how long an experiment takes; the seconds of a core, None where it cannot be said."""
    words, options = command(each, asked, "--plan")
    done = subprocess.run(words, stdout=subprocess.PIPE, text=True, check=False, **options)
    print(done.stdout, end="", flush=True)
    return seconds_in(done.stdout) if done.returncode == 0 else None


def compute(each: Published, asked: Asked) -> int:
    """Run an experiment; return its exit status."""
    words, options = command(each, asked)
    return subprocess.run(words, check=False, **options).returncode


def command(each: Published, asked: Asked, *more: str) -> tuple[list[str], dict[str, Any]]:
    """Words and surroundings of an experiment's own command."""
    path = os.pathsep.join(filter(None, [str(HERE.parent), os.environ.get("PYTHONPATH")]))
    words = [sys.executable, str(HERE / each.script), *asked.words, *more]
    return words, {"cwd": HERE.parent, "env": os.environ | {"PYTHONPATH": path}}


def refuse(message: str) -> int:
    """Say in one line why nothing is done."""
    print(f"python -m experiments: {message}", file=sys.stderr)
    return WRONG_USE


if __name__ == "__main__":
    sys.exit(main())
