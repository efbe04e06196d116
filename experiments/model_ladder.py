"""A ladder of models: what a difference equation and hazards of arrangements foretell as well as the full model.

Each scenario in turn is one that simple models have not seen. The libraries that councils handed over none has seen.
"""

from __future__ import annotations

import handed_over
import numpy as np
import pyarrow.dataset as ds
from estimates import BANDS, Estimate, ends
from foretelling import AS_WELL, FULL, QUANTITIES, SIMPLE, Scored, scored
from headlines import Headline
from matplotlib.figure import Figure
from shared import Experiment
from simple_models import Moves, Paths, moves

from simulation.ensemble import run
from simulation.figures import dots
from simulation.report.sweep_origin import origin
from simulation.results.in_words import capital
from simulation.results.intervals import mean_interval
from simulation.results.occupancy import packed
from simulation.scenarios import load
from simulation.sweep.store import Stored
from simulation.world.arms import ARMS

SCENARIOS = {
    "leadership-change": "unsupportive leadership",
    "framework-then-leadership-change": "the same after a framework",
    "anchor-social-enterprise": "the same with anchor enterprises",
    "champion-leaves": "champion leaves",
    "alternating-leadership": "leaderships alternate",
    "austerity": "deep cuts",
    "perfect-storm": "perfect storm",
    "framework": "framework adopted",
    "assemblies": "ward assemblies",
    "pfi-push": "PFI push",
}
LOGS_A_WORLD, COUNCILS = 2, 100
Found = dict[tuple[str, str, str], Scored]  # by scenario, quantity and model


def main() -> None:
    """Run the scenarios, fit simple models to all but one of them in turn, and write who foretells it best."""
    experiment = Experiment(
        "model_ladder",
        "Which conclusions need agents, and which does a difference equation or a hazard model foretell as well?",
        {"nations": (8, 1, f"nations of {COUNCILS} councils for the libraries, where there is one world")},
    )
    chosen = tuple(SCENARIOS)[:: experiment.size(1, 3)]
    stored = experiment.sweep(
        "futures",
        scenarios=chosen,
        sampler="full_factorial",
        replicates=experiment.futures(200, 8),
        outcomes=("full_coproduction",),
        monthly=("full_coproduction", "leader_commitment"),
    )
    paths = {name: paths_of(stored, point) for point, name in enumerate(chosen)}
    logs = experiment.futures(40, 8, LOGS_A_WORLD)
    moved = {name: moves_of(experiment, name, paths[name], logs) for name in chosen}
    found = {(name, *key): each for name in chosen for key, each in scored(name, paths, moved, stored.world).items()}
    record = handed_over.recorded()
    worlds = len(np.unique(stored.world))
    nations = 1 if experiment.several else experiment.numbers["nations"]
    councils = handed_over.simulated(experiment.worlds, worlds, nations, COUNCILS, experiment.workers)
    libraries = {name: handed_over.log_scores(each, record) for name, each in handed_over.shares(councils).items()}

    experiment.figure("changes", figure(stored, found), stored, "What the event changes, by model")
    experiment.table(
        "scores",
        ("scenario", "quantity", "model", "mean", "CRPS", "CRPS over that of the full model", "variance explained"),
        [(*key, each.mean, each.score, each.relative, each.explained) for key, each in found.items()],
        "what each model foretells of a scenario that it has not seen, and how well",
    )
    log_scores = {name: Estimate(*map(float, mean_interval(each))) for name, each in libraries.items()}
    less = {
        name: Estimate(*map(float, mean_interval(each - libraries[FULL])))
        for name, each in libraries.items()
        if name != FULL
    }
    experiment.table(
        "libraries",
        ("model", "log score"),
        [*log_scores.items(), *((f"{name} less full model", each) for name, each in less.items())],
        "mean log score over library authorities; intervals are over authorities",
    )
    experiment.finish(
        "A ladder of models",
        f"{len(chosen)} scenarios of a council of 24 neighbourhoods over twenty years; each in turn is one that "
        "simple models have not seen. *No change*: what there was at the event stays. *Difference equation*: from"
        " month to month y + a + bL − (c + d(1 − L))y, with the leader's commitment L and four numbers of its own in "
        "every world. *Hazards*: arrangements "
        "move into full co-production and out of it at rates that depend on the leader, the event, the years "
        "since, how much there is already and how far the service suits, the same in all worlds. Simple models "
        "are told the leaders' paths, which the full model makes by itself, and err as they did in the same world "
        "in the scenarios that they have seen. Scores are continuous ranked probability scores; one over that of the "
        "full model is the ratio of their means over all worlds, its median and band are of the worlds' own. The "
        "futures are those of the full model, so that nothing foretells them better but by chance; the libraries "
        f"are the world's. Their forecasts come from {len(councils.share)} councils under the cuts of 2010 to "
        f"2016, and are scored over {len(record.libraries)} library authorities.",
        answer(found, less),
        [
            Headline(
                f"{title}: score of {model} over that of the full model", "ratio", found[name, "change", model].relative
            )
            for name, title in titles(found).items()
            for model in SIMPLE[1:]
        ],
        f"{tables(found)}{libraries_table(log_scores, less)}",
    )


def titles(found: Found) -> dict[str, str]:
    """The scenarios and what they are called."""
    return {name: SCENARIOS[name] for name, *_ in found}


def paths_of(stored: Stored, point: int) -> Paths:
    """The futures of a scenario as simple models see them."""
    fork = stored.manifest["forks"][stored.points["scenario"][point].as_py()]
    columns = ("full_coproduction", "leader_commitment")
    arms = [stored.table(columns, (ds.field("point") == point) & (ds.field("arm") == arm), "monthly") for arm in ARMS]
    level, leader = (np.stack([np.stack(arm[name].to_numpy()) for arm in arms], axis=1) for name in columns)
    return Paths(level[:, :, fork - 1], level[:, :, fork:], leader[:, :, fork:])


def moves_of(experiment: Experiment, name: str, paths: Paths, futures: int) -> Moves:
    """Moves of arrangements in the first futures of the sweep."""
    scenario = load(name)
    ensemble = run(scenario, futures, workers=experiment.workers, keep_changes=True, worlds=experiment.worlds)
    logs = [[packed(ensemble.changes[future, arm]) for arm in range(len(ARMS))] for future in range(futures)]
    return moves(logs, paths, ensemble.fork, scenario.size("neighbourhoods"))


def figure(stored: Stored, found: Found) -> Figure:
    """The mean change as each model has it."""
    return dots(
        origin(stored),
        "What events change of full co-production: the full model, and simple ones that have not seen the scenario",
        f"Mean over futures and over the years after the event, with {BANDS[stored.in_worlds]}. Simple models are "
        "fitted to all other scenarios, and told the leaders' paths.",
        list(titles(found).values()),
        {model: ends(found[name, "change", model].mean for name in titles(found)) for model in (FULL, *SIMPLE[1:])},
        "percentage points",
    )


def answer(found: Found, less: dict[str, Estimate]) -> list[str]:
    """Who foretells what as well, in sentences."""
    sentences, names = [], titles(found)
    for quantity, words in QUANTITIES.items():
        told = []
        for model in SIMPLE[1:]:
            which = [title for name, title in names.items() if found[name, quantity, model].as_well]
            listed = f" ({'; '.join(which)})" if which else ""
            told.append(f"the {model} in {len(which)} of {len(names)}{listed}")
        sentences.append(f"About as well as the full model, {words} is foretold by {' and by '.join(told)}.")
    alone = [
        f"{title}, {found[name, 'change', FULL].mean.points()}"
        for name, title in names.items()
        if found[name, "change", FULL].mean.sign and not any(found[name, "change", model].as_well for model in SIMPLE)
    ]
    if alone:
        sentences.append(f"What only the full model foretells: {'; '.join(alone)}.")
    than = {1: "better than", 0: "as well as", -1: "worse than"}
    told = [f"{name} {than[each.sign]} the full model" for name, each in less.items()]
    sentences.append(f"How many libraries each council handed over is foretold, by log score, by {'; by '.join(told)}.")
    return sentences


def tables(found: Found) -> str:
    """Means and scores of both quantities as Markdown."""
    lines = ["## Scenarios that simple models have not seen", ""]
    for quantity, words in QUANTITIES.items():
        lines += [
            f"*{capital(words)}*. Mean in percentage points; in brackets the score over that of the full "
            f"model (lower is better; bold up to {AS_WELL:g}), and the share of the variance of single futures that is "
            "explained by their own leaders' paths.",
            "",
            f"| scenario | {FULL} | {' | '.join(SIMPLE)} |",
            f"| --- |{' --- |' * (1 + len(SIMPLE))}",
        ]
        for name, title in titles(found).items():
            cells = [f"{100 * found[name, quantity, FULL].mean.value:.1f}"]
            for model in SIMPLE:
                each = found[name, quantity, model]
                relative = f"{each.relative.value:.2f}"
                relative = f"**{relative}**" if each.as_well else relative
                cells.append(f"{100 * each.mean.value:.1f} ({relative}; {each.explained:.2f})")
            lines.append(f"| {title} | {' | '.join(cells)} |".replace("-", "−"))
        lines.append("")
    return "\n".join(lines) + "\n"


def libraries_table(scores: dict[str, Estimate], less: dict[str, Estimate]) -> str:
    """Log scores as Markdown."""
    lines = [
        "## Libraries that councils handed over",
        "",
        "Mean log score over authorities (higher is better), and less that of the full model, with 90 % intervals over "
        "authorities. In this part hazards depend on the leader, the year and how much has been handed over already.",
        "",
        "| model | log score | less the full model |",
        "| --- | --- | --- |",
        *(
            f"| {name} | {each.plain(2)} | {less[name].plain(2) if name in less else '–'} |"
            for name, each in scores.items()
        ),
    ]
    return "\n".join(lines) + "\n\n"


if __name__ == "__main__":
    main()
