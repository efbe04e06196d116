"""What each mechanism contributes to the headline results: the model without it, one mechanism at a time.

    python experiments/ablation.py

Every mechanism has settings that switch it off (`simulation.validation.mechanisms`). The same paired seeds run with all
mechanisms and without each of them; reported is each headline and its change, with a 90 % interval over the seeds. The
headlines: the level of co-production without events; what an unsupportive leadership takes of it (resilience loss),
with and without a framework; what deep cuts take. All seeds are taken together (ratio of sums, resampled over
seeds): where there is next to nothing to lose a ratio means nothing, and a mean of ratios would be about such
seeds.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping

import numpy as np
from manifests import RESULTS, publish
from matplotlib.figure import Figure

from simulation.figures.style import QUIET, SMALL, WITH, house_style
from simulation.results.atomic import write_text, writing
from simulation.results.bootstrap import LEVEL, bootstrap_replicates
from simulation.results.provenance import provenance
from simulation.validation.mechanisms import SWITCHES
from simulation.validation.runs import Runs, series

FOLDER = RESULTS / "ablation"
COMMAND = "python experiments/ablation.py"
PAIRS = 60
SEED = 4


def _loss(runs: Runs, scenario: str) -> np.ndarray:
    """Co-production lost after the event, and what there would have been, ``[replicate, 2]``."""
    futures = runs.futures(scenario, PAIRS)
    with_event, without = (series(futures, "coproduction", arm)[:, futures.fork :].mean(axis=1) for arm in (0, 1))
    return np.column_stack([without - with_event, without])


def _level(runs: Runs) -> np.ndarray:
    level = series(runs.futures("leadership-change", PAIRS), "coproduction", 1).mean(axis=1)
    return np.column_stack([level, np.ones_like(level)])


HEADLINES: Mapping[str, Callable[[Runs], np.ndarray]] = {
    "co-production without events": _level,
    "lost to an unsupportive leadership": lambda runs: _loss(runs, "leadership-change"),
    "the same under a framework": lambda runs: _loss(runs, "framework-then-leadership-change"),
    "lost to deep cuts": lambda runs: _loss(runs, "austerity"),
}


def measure(settings: Mapping[str, float]) -> dict[str, np.ndarray]:
    """Numerator and denominator of all headlines under these settings, by replicate."""
    runs = Runs(SEED, settings)
    return {name: headline(runs) for name, headline in HEADLINES.items()}


def summary(parts: np.ndarray, subtract: np.ndarray | None = None) -> dict[str, float]:
    """Ratio of the sums over replicates, perhaps minus another one, with a 90 % interval; pairs stay together."""

    def statistic(weights: np.ndarray) -> np.ndarray:
        first, *others = (
            (weights @ each[:, 0]) / (weights @ each[:, 1]) for each in (parts, subtract) if each is not None
        )
        return (first - sum(others))[:, None]

    low, high = bootstrap_replicates(statistic, len(parts), LEVEL)
    numbers = {"mean": statistic(np.ones((1, len(parts))))[0, 0], "low": low[0], "high": high[0]}
    return {name: round(float(value), 4) for name, value in numbers.items()}


def main() -> None:
    """Run the model with all mechanisms and without each; write the numbers and the figure."""
    began = time.perf_counter()
    full = measure({})
    rows = []
    for switch in SWITCHES:
        without = measure(switch.settings)
        rows.append(
            {
                "mechanism": switch.name,
                "meaning": switch.meaning,
                "settings": dict(switch.settings),
                "without": {name: summary(values) for name, values in without.items()},
                "change": {name: summary(values, full[name]) for name, values in without.items()},
            }
        )
        print(f"{switch.name:22}", *(f"{rows[-1]['change'][name]['mean']:+.3f}" for name in HEADLINES), flush=True)
    kept = {
        **provenance().to_json(),
        "command": COMMAND,
        "seed": SEED,
        "pairs": PAIRS,
        "wall_seconds": (seconds := round(time.perf_counter() - began)),
        "with_all": {name: summary(values) for name, values in full.items()},
        "without": rows,
    }
    FOLDER.mkdir(parents=True, exist_ok=True)
    write_text(FOLDER / "ablation.json", json.dumps(kept, indent=1) + "\n")
    with house_style(), writing(FOLDER / "ablation.png") as file:
        draw(kept).savefig(file)
    files = ("ablation.json", "ablation.png")
    publish(FOLDER, "ablation.py", COMMAND, files, seeds=[SEED], sizes={"pairs": PAIRS}, wall_seconds=seconds)


def draw(kept: dict) -> Figure:
    """Change of each headline without each mechanism; what differs from none is dark."""
    rows = kept["without"]
    figure = Figure(figsize=(11, 0.27 * len(rows) + 1.3))
    axes = figure.subplots(1, len(HEADLINES), sharey=True)
    for axis, name in zip(axes, HEADLINES, strict=True):
        axis.axvline(0, color=QUIET, linewidth=0.8)
        for row, each in enumerate(rows):
            change = {key: 100 * value for key, value in each["change"][name].items()}
            colour = WITH if change["low"] > 0 or change["high"] < 0 else QUIET
            axis.plot([change["low"], change["high"]], [row, row], color=colour)
            axis.plot(change["mean"], row, "o", color=colour, markersize=4)
        with_all = 100 * kept["with_all"][name]["mean"]
        axis.set_title(f"{name}\n(with all mechanisms {with_all:.0f} %)", fontsize=SMALL, loc="left")
        axis.set_xlabel("change, percentage points", fontsize=SMALL)
    axes[0].set_yticks(range(len(rows)), [f"without {each['mechanism']}" for each in rows])
    axes[0].invert_yaxis()
    figure.suptitle("What each mechanism contributes, with 90 % intervals", x=0.01, ha="left", fontweight="bold")
    figure.tight_layout(rect=(0, 0, 1, 0.97))
    return figure


if __name__ == "__main__":
    main()
